"""What of the lists' words is a company's own: in a hospital "urgencias" is a place where people work. Pure.

A company says so itself, in its name and in what it writes of departments and topics that are not delicate. Such a word,
found by itself, makes nothing confidential, unless it is said of somebody: "estoy en urgencias", "my salary". What
is found by more than one word says more than the company's own name for something, and counts as ever.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.caution.forms import Found, forms, words_of
from knowledge.directory import Directory
from knowledge.language import is_small_word

# Whose name, or a department's, has one of these has the others in the house too, whether or not an example says so.
PLACES_OF_CARE = frozenset(
    [
        "hospital",
        "hospitales",
        "clinica",
        "clinicas",
        "clinic",
        "clinics",
        "hospitals",
        "urgencias",
        "uci",
        "uvi",
        "icu",
        "ambulatorio",
    ]
)
BEFORE, AFTER = 4, 2  # words around one, where it is told of whom it is said


def own_words(directory: Directory) -> frozenset[str]:
    """Those which the lists find by themselves as a matter of health in what the company says of ordinary things.

    Only of health: what is anybody's pay, conduct or case is so in every company. And only where nobody speaks of
    themselves: "I take my son to the doctor" is ordinary there, and still for few to read.
    """
    somebody, speaker = _people()
    said = (
        words
        for text in _ordinary(directory)
        if somebody.isdisjoint(words := words_of(text)) and speaker.isdisjoint(words)
    )
    found = (one for words in said for one in _found(words) if one.kind == "health")
    own = frozenset(word for one in found if (word := _alone(one)))
    return own if PLACES_OF_CARE.isdisjoint(_named(directory)) else own | PLACES_OF_CARE


def _named(directory: Directory) -> Iterator[str]:
    """The words of the company's name and its departments'."""
    yield from words_of(directory.name)
    for department in directory.departments.values():
        for name in (*department.name.values(), *department.also_known_as):
            yield from words_of(name)


def _ordinary(directory: Directory) -> Iterator[str]:
    yield directory.name
    for department in directory.departments.values():
        yield from (*department.name.values(), *department.also_known_as)
    for topic in directory.topics.values():
        if not directory.is_delicate(topic.id):
            yield from (*topic.name.values(), *topic.description.values())
            for texts in (*topic.keywords.values(), *topic.examples.values()):
                yield from texts


def _found(words: Sequence[str]) -> list[Found]:
    return forms("confidential").find_all(" ".join(words))


def _alone(found: Found) -> str:
    """The one word that is found, beside small ones ("en urgencias"); empty where it is more."""
    words = [word for word in found.words.split() if not is_small_word(word)]
    return words[0] if len(words) == 1 else ""


def beside(own: frozenset[str], text: str, found: Iterable[Found]) -> list[Found]:
    """Of what was found in `text` that which counts, and what is found without the company's own words."""
    findings = list(found)
    mere = {
        word for one in findings if (word := _alone(one)) in own and not _of_somebody(word, words_of(text))
    }
    if not mere:
        return findings
    kept = [one for one in findings if _alone(one) not in mere]
    return kept + _found([word for word in words_of(text) if word not in mere])


def _of_somebody(word: str, words: Sequence[str]) -> bool:
    somebody, _ = _people()
    places = [place for place, other in enumerate(words) if other == word]
    return any(
        not somebody.isdisjoint(
            (*words[max(0, place - BEFORE) : place], *words[place + 1 : place + AFTER + 1])
        )
        for place in places
    )


@lru_cache(maxsize=1)
def _people() -> tuple[frozenset[str], frozenset[str]]:
    """By what something is said of somebody, and by what whoever writes speaks of themselves."""
    content = (Path(__file__).parent / "somebody.txt").read_text("utf-8")
    kept = "\n".join(line for line in content.splitlines() if not line.startswith("#"))
    somebody, _, speaker = kept.partition("[self]")
    return frozenset(words_of(somebody)), frozenset(words_of(speaker))
