"""A message as data. Built once by a small named function in `cards`, rendered by each platform.

`Card.text` alone tells the whole message (notifications, screen readers, old clients). Buttons carry verb, number and
the version shown: never rights, never state.
"""

from typing import Literal

from msgspec import Struct


class Paragraph(Struct, frozen=True, tag="paragraph"):
    """The bot's own words; `tone` is "quiet" for what may be read past."""

    text: str
    tone: Literal["plain", "quiet", "warning"] = "plain"


class Quote(Struct, frozen=True, tag="quote"):
    """A person's own words: data, whatever they contain."""

    text: str
    who: str = ""
    when: str = ""
    private: bool = False  # a note that never leaves the owners' side


class Markdown(Struct, frozen=True, tag="markdown"):
    """An article's body, written by the company."""

    text: str


class Picture(Struct, frozen=True, tag="picture"):
    """A chart. `alt` says what it shows: the picture adds nothing that is not said in words."""

    alt: str
    png: bytes


class Fact(Struct, frozen=True):
    label: str
    value: str


class Facts(Struct, frozen=True, tag="facts"):
    facts: tuple[Fact, ...]


class Button(Struct, frozen=True, kw_only=True):
    label: str
    verb: str  # a command's tag
    style: Literal["plain", "primary", "danger"] = "plain"
    form: str = ""  # the form to open first (`forms`), where the act needs words
    about: int | None = None  # the request that it acts on, where the card tells of several
    fields: dict[str, str] = {}  # fixed fields of the command, e.g. {"topic": "payslip"}


class Buttons(Struct, frozen=True, tag="buttons"):
    """`first`: so many stand where there is little room, the rest behind one button; 0: all stand."""

    buttons: tuple[Button, ...]
    first: int = 0


class Link(Struct, frozen=True, tag="link"):
    """A page of ours that is for its reader alone."""

    label: str
    url: str


Block = Paragraph | Quote | Markdown | Facts | Buttons | Link | Picture


class Card(Struct, frozen=True, kw_only=True):
    kind: str  # the name of the function that built it, e.g. "receipt"
    language: str
    number: int | None = None
    version: int = 0  # of the request that it shows
    title: str = ""
    text: str  # all of it, in plain text
    blocks: tuple[Block, ...] = ()
    # What may light up on a phone that lies on a table, where that is less than all of it.
    glimpse: str = ""


def sentences(card: Card) -> str:
    """What the bot says in it, without its buttons: for where only a line fits."""
    return " ".join(block.text for block in card.blocks if isinstance(block, Paragraph))


class Choice(Struct, frozen=True):
    value: str
    label: str


class Field(Struct, frozen=True, kw_only=True):
    name: str  # the command's field
    label: str
    kind: Literal["line", "text", "when", "person", "department", "choice", "yes"]
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = True
    value: str = ""  # what stands there already, to be changed


class Form(Struct, frozen=True, kw_only=True):
    """What an act asks of the person before it is a command: a modal, a dialog, or fields on the page."""

    name: str
    verb: str
    title: str
    submit: str
    fields: tuple[Field, ...]
    fixed: dict[str, str] = {}
