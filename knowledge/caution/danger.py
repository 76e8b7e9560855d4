"""Danger to life, violence, distress, a stolen device, a password given away."""

from typing import Literal, cast

from msgspec import Struct

from knowledge.caution.detector import detector, known
from knowledge.caution.forms import forms

Kind = Literal["life", "violence", "distress", "stolen_device", "password"]


class Danger(Struct, frozen=True):
    kind: Kind  # the gravest of those found
    words: str  # the words that spoke for it, without accents and case


def danger(text: str) -> Danger | None:
    """What danger the text speaks of. A denial counts too ("no hay humo ya"): caution wins over grammar.

    It is heard twice: by the lists of word forms, and by likeness to sentences of danger. Either is enough.
    """
    return listed(text) or heard(text)


def listed(text: str) -> Danger | None:
    """What the reviewed lists of word forms find."""
    found = forms("danger").find(text)
    return Danger(cast(Kind, found.kind), found.words) if found else None


def heard(text: str) -> Danger | None:
    """What the detector finds in some part of the text."""
    found = detector().hears(text)
    return Danger(cast(Kind, found.kind), found.words) if found else None


def prepare() -> None:
    """Reads all lists, and the sentences that the detector learned from: up to two seconds. Not for an event loop."""
    for name in ("danger", "confidential", "signals"):
        forms(name)
    known()
