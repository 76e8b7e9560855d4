"""What the bot says: a catalogue per language, in Fluent. A language more is a set of files more.

    words = of("es", "en")
    words("receipt-owner", name="Ana Ruiz", department="Nóminas")

Names and other texts of people that stand inside a sentence are put on one line and isolated, whatever they hold.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource

from bot.words.text import cut, one_line

_DEFAULT = "en"
LONGEST_FACT = 900  # characters
REMEMBERED = 2_000  # sentences with a number, in one language


class Words:
    """The sentences of one language; what it lacks is said in the next one of `languages`."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.language = languages[0]
        self.locale = Locale.parse(self.language)
        self._bundles = tuple(_bundle(language) for language in languages)
        # What is said without facts, or with a request's number alone, is always the same.
        self._factless: dict[str, str] = {}
        self._numbered = lru_cache(maxsize=REMEMBERED)(
            lambda sentence, ref: self._said(sentence, {"ref": ref})
        )

    def __call__(self, sentence: str, /, **facts: object) -> str:
        """Raises LookupError for an unknown sentence and ValueError for a missing fact: both are faults of ours."""
        if not facts:
            if sentence not in self._factless:
                self._factless[sentence] = self._said(sentence, facts)
            return self._factless[sentence]
        if facts.keys() == {"ref"}:
            return self._numbered(sentence, facts["ref"])
        return self._said(sentence, facts)

    def _said(self, sentence: str, facts: Mapping[str, object]) -> str:
        given = {name: fitting(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        for bundle in self._bundles:
            pattern = bundle.get_message(sentence).value if bundle.has_message(sentence) else None
            if pattern is not None:
                text, errors = bundle.format_pattern(pattern, given)
                if errors:
                    raise ValueError(f"{sentence}: {errors[0]}")
                return str(text)
        raise LookupError(f"no sentence {sentence!r}")

    def has(self, sentence: str) -> bool:
        return any(bundle.has_message(sentence) for bundle in self._bundles)


def fitting(fact: str) -> str:
    """Somebody's name is whatever they made it: on one line, and no longer than Fluent takes into a sentence."""
    return one_line(cut(fact, LONGEST_FACT))


@lru_cache
def of(language: str, otherwise: str = "") -> Words:
    """The words for a language tag ("es-MX" is Spanish); else those of `otherwise`, the company's first language."""
    return _words(_spoken(language), _spoken(otherwise))


def text_in(texts: Mapping[str, str], language: str) -> str:
    """A company's own text in `language`, else in whatever language it has."""
    return texts.get(language) or texts.get(language.split("-")[0]) or next(iter(texts.values()), "")


def _spoken(language: str) -> str:
    short = language.split("-")[0].split("_")[0].casefold()
    return short if short in LANGUAGES else ""


@lru_cache
def _words(language: str, otherwise: str) -> Words:
    return Words(tuple(dict.fromkeys(known for known in (language, otherwise, _DEFAULT) if known)))


@lru_cache
def catalogue(language: str) -> Mapping[str, str]:
    """File name -> Fluent source, of every file of this language."""
    found = sorted(
        (f for f in _folder().iterdir() if f.name.endswith(f".{language}.ftl")), key=lambda f: f.name
    )
    return MappingProxyType({f.name: f.read_text("utf-8") for f in found})


@lru_cache
def _bundle(language: str) -> FluentBundle:
    # Isolation is ours to do: only what needs it is wrapped, so that plain text stays plain.
    bundle = FluentBundle([language], use_isolating=False)
    for source in catalogue(language).values():
        bundle.add_resource(FluentResource(source))
    return bundle


def _folder() -> Traversable:
    return files("bot.words")


def _languages() -> tuple[str, ...]:
    names = (f.name.split(".") for f in _folder().iterdir() if f.name.endswith(".ftl"))
    return tuple(sorted({parts[-2] for parts in names}))


LANGUAGES = _languages()
