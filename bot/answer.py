"""What the desk answers to whoever ordered something. Kept under the command's seen-key and given again to a repeat."""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from bot.domain.refusals import AnyRefusal, Erased
from bot.domain.request import RequestNumber
from bot.who import Named, NotIn
from knowledge.directory import PersonId

Kind = Literal[
    "done",
    "refused",
    "greeting",  # a greeting alone opens nothing
    "thanks",  # neither does a thank-you
    "nothing",  # nor a word of assent
    "help",  # what the desk is and does
    "which",  # of which of their open requests it was said
    "progress",  # how the open ones are going
    "readers",  # who can read them
    "who",  # who looks after something
    "held",  # an owner's loose words: they leave on a tap
    "away",  # until when somebody is away, or that they are back
    "figures",  # a lead's department, or somebody's own
    "too_long",
    "empty",
]


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    kind: Kind
    number: RequestNumber | None = None
    version: int = 0
    refusal: AnyRefusal | None = None
    numbers: tuple[RequestNumber, ...] = ()  # progress: which; held, which: to whom or of which it may be
    held: str = ""  # the id under which held words lie
    named: tuple[Named, ...] = ()  # who: several where it may be about several things
    not_in: tuple[NotIn, ...] = ()  # progress: whom they asked for and who is away
    joined: bool = False  # the words were added to a request that was already there
    beside: bool = False  # they were added to what somebody else asked
    away: PersonId | None = None  # who
    away_until: datetime | None = None  # None: is back
    planned: int | None = None  # away: how many absences a calendar names
    own: bool = False  # figures: those about oneself
    passes: int = 0  # how many of their requests go to somebody who is there


# What a command that comes again is told, where its own answer named somebody who was forgotten.
ERASED = Answer(kind="refused", refusal=Erased())

encode_answer = msgspec.json.Encoder().encode
decode_answer = msgspec.json.Decoder(Answer).decode
