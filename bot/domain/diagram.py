"""The states of a request and what leads from one to another, drawn from one table.

The tests hold the table against what `decide` and `evolve` really do, and the README against the drawing.
"""

from typing import Literal, NamedTuple

from bot.domain import events as e
from bot.domain.request import Status

Place = Status | Literal["[*]"]  # the beginning and the end

START: Place = "[*]"


class Transition(NamedTuple):
    """`event` moves a request from one status to another; `says` is how a person would put it."""

    before: Place
    event: type[e.Event]
    after: Place
    says: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition(START, e.RequestAsked, "new", "asked, and the bot itself may have the answer"),
    Transition("new", e.OwnerAssigned, "open", "a person has it, by name"),
    Transition("new", e.RequestResolved, "resolved", "the article solved it, or the official way was shown"),
    Transition("new", e.RequestClosed, "closed", "silence after the article, unconfirmed"),
    Transition("new", e.RequestWithdrawn, "withdrawn", "not needed any more"),
    Transition("open", e.QuestionPut, "pending", "the requester is asked, and the clock stops"),
    Transition("pending", e.QuestionAnswered, "open", "answered, and the clock goes on"),
    Transition("pending", e.ActUndone, "open", "undone"),
    Transition("open", e.RequestResolved, "resolved", "resolved, saying what was done"),
    Transition("pending", e.RequestResolved, "resolved", "resolved, or silence after two reminders"),
    Transition("open", e.RequestWithdrawn, "withdrawn", "not needed any more"),
    Transition("pending", e.RequestWithdrawn, "withdrawn", "not needed any more"),
    Transition("resolved", e.RequestReopened, "open", "not yet, more words, or a complaint"),
    Transition("resolved", e.ActUndone, "open", "undone"),
    Transition("resolved", e.ActUndone, "pending", "undone, while a question was open"),
    Transition("resolved", e.RequestClosed, "closed", "five days without a word"),
    Transition("closed", e.RequestReopened, "open", "a complaint, or the answer that was missing"),
    Transition("open", e.RequestClosed, "closed", "the complaint was only to be known"),
)

ENDS: tuple[Status, ...] = ("closed", "withdrawn")


def diagram() -> str:
    """A Mermaid state diagram, as a fenced block of Markdown."""
    arrows = [f"    {move.before} --> {move.after} : {move.says}" for move in TRANSITIONS]
    ends = [f"    {status} --> {START}" for status in ENDS]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, *ends, "```"])
