"""Danger to life, violence, distress, a stolen device, a password given away."""

from typing import Literal, cast

from msgspec import Struct

from knowledge.caution.forms import forms

Kind = Literal["life", "violence", "distress", "stolen_device", "password"]


class Danger(Struct, frozen=True):
    kind: Kind  # the gravest of those found
    words: str  # the words that spoke for it, without accents and case


def danger(text: str) -> Danger | None:
    """What danger the text speaks of. A denial counts too ("no hay humo ya"): caution wins over grammar."""
    found = forms("danger").find(text)
    return Danger(cast(Kind, found.kind), found.words) if found else None
