"""What the templates show, as plain data: every word chosen, nothing left to work out."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal
from uuid import uuid4

from msgspec import Struct

from bot.delivery.card import Card, Field
from bot.words import Words
from knowledge.directory import PersonId

Side = Literal["asks", "work"]
Translate = Words


def new_id() -> str:
    """A command's id, given out with the page: pressed twice, it acts once."""
    return uuid4().hex


class Act(Struct, frozen=True):
    """Who presses the buttons of a pane."""

    person: PersonId
    side: Side
    new_id: Callable[[], str] = new_id


class Who(Struct, frozen=True, kw_only=True):
    id: PersonId
    name: str
    initials: str
    line: str  # title and site
    zone: str
    local: str = ""  # the time where they are


class Group(Struct, frozen=True):
    title: str
    people: tuple[Who, ...]


class Entry(Struct, frozen=True, kw_only=True):
    """One message of a conversation. `id` stays the same when it is changed.

    `written`: when, where its "today" is not the reader's any more.
    """

    id: str
    card: Card
    loud: bool = False
    initials: str = ""
    at: datetime | None = None
    written: str = ""


class Hint(Struct, frozen=True):
    """Whom to be on the other side to see how it goes on."""

    ref: str
    name: str
    link: str


class RowView(Struct, frozen=True, kw_only=True):
    number: int
    ref: str
    who: str
    words: str
    about: str = ""  # topic, state and owner, for who hovers
    state: str
    due: str
    late: bool = False
    waiting_for: str = ""
    wish: str = ""  # by when the requester needs it
    urgent: str = ""
    urgent_most: bool = False
    confidential: bool = False


class AskedView(Struct, frozen=True, kw_only=True):
    """A request of one's own, in a list."""

    number: int
    ref: str
    topic: str
    state: str
    words: str
    owner: str
    due: str


class Step(Struct, frozen=True, kw_only=True):
    """One line of a request's history, or what somebody said."""

    text: str
    said: bool = False
    when: str = ""
    who: str = ""
    initials: str = ""
    private: bool = False
    mine: bool = False


class ActView(Struct, frozen=True, kw_only=True):
    verb: str
    label: str
    form: bool = True  # it needs words first
    key: str = ""
    primary: bool = False


class FileView(Struct, frozen=True):
    name: str
    link: str


class Opened(Struct, frozen=True, kw_only=True):
    """A request as an owner, lead or colleague has it open."""

    number: int
    version: int
    ref: str
    topic: str
    requester: str
    requester_line: str = ""
    state: str
    owner: str
    due: str = ""
    late: bool = False
    wanted: str = ""
    promise: str = ""
    confidential: bool = False
    files: tuple[FileView, ...] = ()
    steps: tuple[Step, ...] = ()
    in_words: Card | None = None  # a time that they have just written: one tap promises it
    acts: tuple[ActView, ...] = ()
    may_say: bool = False


class FormView(Struct, frozen=True, kw_only=True):
    title: str
    submit: str
    verb: str
    numbers: tuple[int, ...]
    seen: str
    refs: str = ""
    fields: tuple[Field, ...] = ()
    fixed: dict[str, str] = {}
    whens: tuple[str, ...] = ()


class Pane(Struct, kw_only=True):
    """One side of the page."""

    side: Side
    language: str
    t: Translate
    words: Callable[[str], Translate]
    who: Who
    act: Act
    link: Callable[[PersonId], str]
    groups: tuple[Group, ...] = ()
    entries: tuple[Entry, ...] = ()
    last: str = "0-0"
    tries: tuple[str, ...] = ()
    hint: Hint | None = None
    filter: str = "mine"
    filters: tuple[str, ...] = ("mine", "for_me", "for_them", "today")
    search: str = ""
    rows: tuple[RowView, ...] = ()
    picked: tuple[int, ...] = ()
    opened: Opened | None = None
    away: str = ""  # until when whoever works here is away
    link_open: Callable[[object], str] = str


class Page(Struct, kw_only=True):
    language: str
    languages: tuple[str, ...]
    company: str
    show: str
    zone: str
    now_iso: str
    now_ms: int
    now_said: str
    in_language: Callable[[str], str]
    language_name: Callable[[str], str]
    keys: tuple[tuple[str, str], ...] = ()
    asks: Pane
    work: Pane
