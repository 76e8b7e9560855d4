"""Words that say nothing of any matter: a wish for a person, a word of assent, "I have a question", "are you a robot?"

What they are likest to are examples that happen to share a word: "¿Puedo hablar con un humano?" is likest to harassment,
"¡Urgente!" to a new customer. Told so, or given a number and somebody's afternoon, whoever only wanted no bot, or only
said "ok", would wonder what they had done.

Such words stand in knowledge/phrasings/bare.*.txt: whole sentences, and words of which a whole message may be made; never likeness.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec.structs import replace

from bot.domain.reading import Bare, Reading
from knowledge.caution.afterwards import asks_for_more, is_well
from knowledge.caution.danger import listed
from knowledge.caution.forms import words_of
from knowledge.caution.signals import known_words, plain
from knowledge.needs import asks_for_something
from knowledge.phrasings import Phrasings, phrasings

_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
# So much by itself; with an exclamation mark or in capitals it may be a cry.
_IS_A_CRY = re.compile(r"!|^[^a-záéíóúñ]+$")
_THANKS = re.compile(r"\b(?:gracias|thanks|thank you|thx)\b")
_LAUGHTER = re.compile(r"\b(?:(?:ja){2,}j?|(?:je){2,}|(?:ha){2,}h?|(?:he){2,}|lol|xd+|rofl)\b|[😂🤣]")
_FEW = 8  # words
_UNLESS_A_CRY: dict[str, Bare] = {"help_or_cry": "help", "opening": "opening", "calling": "calling"}
_AGAIN = frozenset(("objects", "waits"))  # phrasings that say that what was told of is so still
_NO_DANGER = frozenset(("waits", "tried"))  # though it may sound so
_OF_WHAT_IS_OPEN = _AGAIN | {"private"}


@lru_cache(maxsize=1)
def _bare() -> Phrasings:
    return phrasings("bare", fillers="|".join(sorted(known_words())))


def bare_of(text: str) -> Bare:
    """What such words are: "help" asks about the desk itself, "readers" who reads what they write, "opening" announces a need
    and does not say which, "calling" asks whether anybody is there, "nothing" waits for no answer, "answer" is one to
    whatever was asked, and "matterless" may wait for one, though nobody can tell of what. Empty for all others.
    """
    found = _bare().found(text)
    return (_phrase(found, text) if found else "") or _of_such_words(text)


def _phrase(found: Mapping[str, str], text: str) -> Bare:
    if "help" in found:
        return "help"
    if "readers" in found or ("readers_if_asked" in found and "?" in text):
        return "readers"
    if "passing" in found:
        return "nothing"
    if not _OF_WHAT_IS_OPEN.isdisjoint(found):
        return "matterless"
    if _IS_A_CRY.search(text):
        return ""
    return next((bare for kind, bare in _UNLESS_A_CRY.items() if kind in found), "")


def _of_such_words(text: str) -> Bare:
    bare = _bare()
    strange = bare.unlisted(words_of(text))  # as most messages have some word
    if strange and not strange.isdecimal() and "://" not in text and "www." not in text.lower():
        return ""
    without_addresses = _ADDRESS.sub(" ", text)
    has_address = without_addresses != text
    has_figures = _FIGURE.search(without_addresses) is not None
    words = _words(without_addresses)
    if not words and is_well(text):
        return "nothing"
    if not words and not has_figures:
        return "matterless" if has_address else "calling" if "?" in text else "opening"
    if bare.consists(words, "opening") and not _IS_A_CRY.search(text):
        return "opening"
    if has_figures:
        return ""
    if bare.consists(words, "answer") and "?" not in text:
        return "answer"
    if bare.consists(words, "assent") and "?" not in text:
        return "nothing"
    return "matterless" if bare.consists(words, "urgent") else ""


def _words(text: str) -> list[str]:
    """Figures are none."""
    return [word for word in words_of(text) if not word.isdecimal()]


def without_a_matter(reading: Reading, text: str) -> Reading:
    """`reading` as of words about nothing, where `text` says nothing of any matter. Danger and words that are confidential
    themselves stay.
    """
    bare, found = bare_of(text), _bare().found(text)
    is_known = bare in ("opening", "calling") or not _NO_DANGER.isdisjoint(found)
    if reading.danger and is_known and listed(text) is None:
        # "¿Hay alguien ahí?", "aquí no ha llamado nadie": of a whole message the net knows less than whoever listed it.
        reading = replace(reading, danger=None)
    if (
        reading.danger
        or reading.caution == "words"
        or (reading.caution == "requester" and "private" not in found)
    ):
        bare = ""
    if not bare and _only_laughs(reading, text):
        bare = "nothing"
    if _only_thanks(reading, text):
        return replace(reading, bare="thanks", choices=(), chances=(), topic=None)
    if not bare and not is_only_for_a_person(reading, text):
        return reading
    return replace(
        reading,
        verdict="person",
        topic=None,
        confidence=0.0,
        choices=(),
        chances=(),
        because=(),
        article=None,
        needs=(),
        caution="" if reading.caution in ("topic", "caution") else reading.caution,
        asks_who=False,
        wants_person=reading.wants_person and bare not in ("help", "readers"),
        bare=bare,
        still_so=reading.still_so or (bare == "matterless" and not _AGAIN.isdisjoint(found)),
    )


def _only_thanks(reading: Reading, text: str) -> bool:
    """A few words with thanks among them that are like nothing there is: "vale gracias, mañana lo miro"."""
    said = plain(text)
    says_more = reading.caution or reading.danger or reading.complains or reading.still_so or reading.too_long
    if reading.verdict != "person" or says_more or reading.asks_progress or "?" in text:
        return False
    return len(words_of(text)) <= _FEW and _THANKS.search(said) is not None and not asks_for_more(text)


def _only_laughs(reading: Reading, text: str) -> bool:
    """A remark that somebody laughs about, which is surely like nothing there is and asks for nothing."""
    says_more = reading.caution or reading.danger or reading.complains or reading.still_so or reading.too_long
    goes_on = reading.asks_progress or reading.withdraws or reading.corrects
    if reading.verdict == "route" or says_more or goes_on or "?" in text:
        return False
    return _LAUGHTER.search(plain(text)) is not None and not asks_for_something(text)


def is_only_for_a_person(reading: Reading, text: str) -> bool:
    return reading.wants_person and reading.danger is None and _bare().consists(_words(text), "person")
