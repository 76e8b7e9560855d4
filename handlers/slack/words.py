"""What only Slack's surfaces say: their own catalogue beside the desk's, found in the same way."""

from functools import lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

from bot.words import Words, of
from bot.words.catalogue import fitting

_SPOKEN = ("es", "en")


class SlackWords:
    """`words("sentence", fact=…)`: a sentence of Slack's, else one of the desk's."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.desk: Words = of(language)
        self._bundle = _bundle(language)

    def __call__(self, sentence: str, /, **facts: object) -> str:
        """Raises LookupError for an unknown sentence and ValueError for a missing fact."""
        if not self._bundle.has_message(sentence):
            return self.desk(sentence, **facts)
        given = {name: fitting(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        pattern = self._bundle.get_message(sentence).value
        if pattern is None:
            raise LookupError(f"the sentence {sentence!r} says nothing")
        text, errors = self._bundle.format_pattern(pattern, given)
        if errors:
            raise ValueError(f"{sentence}: {errors[0]}")
        return str(text)

    def has(self, sentence: str) -> bool:
        return bool(self._bundle.has_message(sentence)) or self.desk.has(sentence)


def words_in(language: str) -> SlackWords:
    """For a language tag: "es-ES" is Spanish; what we do not speak is answered in English."""
    short = language.replace("_", "-").split("-")[0].casefold()
    return _words(short if short in _SPOKEN else "en")


@lru_cache
def _words(language: str) -> SlackWords:
    return SlackWords(language)


@lru_cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    source = files("handlers.slack").joinpath(f"slack.{language}.ftl").read_text("utf-8")
    bundle.add_resource(FluentResource(source))
    return bundle
