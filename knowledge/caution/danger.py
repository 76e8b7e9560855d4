"""Danger to life, violence, distress, a stolen device, a password given away."""

from collections.abc import Sequence
from typing import Literal, cast

from msgspec import Struct

from knowledge.caution.detector import Heard, glance, hears, may_be_danger, net
from knowledge.caution.forms import Found, forms, words_of
from knowledge.pasted import without_pasted

Kind = Literal["life", "violence", "distress", "stolen_device", "password"]

# From which score of the detector on a finding of the lists stands, by its words: one, two, three, four and more. Where more is
# said around it the detector has more to judge by, and must agree sooner; but not with a finding that says much itself. Of
# what is cried in few words it must only not be sure that it is none.
LEAST = (0.2, 0.12, 0.12, 0.12)
LEAST_AMONG_MANY = (0.4, 0.3, 0.3, 0.12)
LEAST_IN_SHORT = (0.1, 0.05, 0.05, 0.05)
SHORT_CRY = 4  # words: in a text of so few little can speak for a finding
FEW = 10  # words: more are many, and may be of two things
AROUND = 5  # words before and behind a finding


class Danger(Struct, frozen=True):
    kind: Kind  # the gravest of those found
    words: str  # the words that spoke for it, without accents and case


def danger(text: str) -> Danger | None:
    """What danger the text speaks of. A denial counts too ("no hay humo ya"): caution wins over grammar.

    It is heard twice: by the lists of word forms, and by a net that learned from sentences of danger. Either is enough, but
    of what the lists find the net must not be sure that it is none; in a longer text, of one word ("fire"), not nearly sure.

    Of a machine's lines that were pasted only the lists are asked, for the log of a fire panel: the net knows none such, and
    takes a failed log-in for a password that was given away.
    """
    own = without_pasted(text)
    return _danger_in(own, own) or (None if own == text else _danger_in(text, own))


def _danger_in(text: str, own: str) -> Danger | None:
    findings = forms("danger").find_all(text)
    return judged(text, findings, hears(own)) if findings or may_be_danger(own) else None


def judged(text: str, findings: Sequence[Found], said: Heard | None) -> Danger | None:
    """By what the lists find, and what the net heard."""
    for found in findings:
        if said is None or _stands(text, found, said):
            return Danger(cast(Kind, found.kind), found.words)
    return Danger(cast(Kind, said.kind), said.words) if said and said.is_danger else None


def _stands(text: str, found: Found, said: Heard) -> bool:
    """Whether the net agrees enough with what the lists find: with it all, or with what is said around the finding.

    "Smoke comes from the store room and my laptop is broken too": the second need says nothing of the first.
    """
    words = words_of(text)
    least = _least_among(len(words))[min(found.length, len(LEAST)) - 1]
    if said.score > least or len(words) <= FEW:
        return said.score > least
    around = hears(" ".join(_around(words, found.words.split())))
    return around is not None and around.score > least


def _least_among(words: int) -> Sequence[float]:
    if words <= SHORT_CRY:
        return LEAST_IN_SHORT
    return LEAST if words <= FEW else LEAST_AMONG_MANY


def _around(words: Sequence[str], found: Sequence[str]) -> Sequence[str]:
    for begin in range(len(words) - len(found) + 1):
        if list(words[begin : begin + len(found)]) == list(found):
            return words[max(0, begin - AROUND) : begin + len(found) + AROUND]
    return ()


def listed(text: str) -> Danger | None:
    """What the reviewed lists of word forms find."""
    found = forms("danger").find(text)
    return Danger(cast(Kind, found.kind), found.words) if found else None


def heard(text: str) -> Danger | None:
    """What the net finds in some part of the text, where the first look lets it be asked."""
    said = hears(text) if may_be_danger(text) else None
    return Danger(cast(Kind, said.kind), said.words) if said and said.is_danger else None


def prepare() -> None:
    """Reads all lists and the detector: half a second. Not for an event loop."""
    forms("danger")  # and all others with it
    net()
    glance()
