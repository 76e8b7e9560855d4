"""Small pieces that tests of the pure core are built from: a company, a reading, a context, a request."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain import commands as c
from bot.domain.context import Asker, Context
from bot.domain.decide import decide, decide_ask
from bot.domain.events import AnyEvent
from bot.domain.evolve import evolve, fold
from bot.domain.reading import ArticleFound, Reading
from bot.domain.refusals import AnyRefusal, Refusal
from bot.domain.request import Place, Request, RequestNumber
from bot.domain.timers import fired, timers
from knowledge.directory import Directory, PersonId, TopicId
from knowledge.duty import Situation
from knowledge.loader import build
from tests.knowledge.directories import edited, three_topics

COUNCIL = """\
  - id: council
    name: {es: Comité de empresa, en: Works council}
    description: {es: Cómo se contacta con el comité., en: How the works council is contacted.}
    keywords: {es: [comité, sindicato], en: [works council, union]}
    owners: [hugo@ensayo.example]
    signpost: {es: "El comité atiende en el 555 0300.", en: "The works council answers at 555 0300."}
    examples:
      es:
        - ¿Cómo hablo con el comité de empresa?
        - Quiero afiliarme al sindicato
        - ¿Quién es mi delegado sindical?
        - ¿Cuándo son las elecciones sindicales?
        - Tengo una consulta para el comité
      en:
        - How do I reach the works council?
        - I want to join the union
        - Who is my union delegate?
        - When are the union elections?
        - I have a question for the works council
"""
FIRST_TOPIC = "  - id: holiday\n"

# The three topics, and a signpost: a topic whose answer is the official way and that stores no text.
DIRECTORY = build(edited(three_topics(), "departments/people.yaml", FIRST_TOPIC, COUNCIL + FIRST_TOPIC))
PEOPLE = tuple(DIRECTORY.people)
CHOICES = (TopicId("payslip"), TopicId("laptop"))  # of the one question, where the words may be about either
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # a Tuesday, 12:00 in Madrid
GUEST = PersonId("guest@elsewhere.example")  # no directory lists them


def person(name: str) -> PersonId:
    return PersonId(f"{name}@ensayo.example")


ANA, BO, CARMEN, HUGO, IRIS, LUIS, MARTA, SAUL, VERA = map(
    person, ("ana", "bo", "carmen", "hugo", "iris", "luis", "marta", "saul", "vera")
)


def context(
    now: datetime = NOON,
    requester: PersonId = BO,
    directory: Directory = DIRECTORY,
    *,
    known: Mapping[str, Any] | None = None,
    **situation: Any,
) -> Context:
    """`known`: what the desk has found out beside the request."""
    listed = directory.people.get(requester)
    return Context(
        now=now,
        directory=directory,
        asker=Asker(
            person=requester,
            traits=directory.traits(requester),
            language="es",
            zone=listed.hours.zone if listed else "Europe/Madrid",
        ),
        situation=Situation(now=now, **situation),
        **(known or {}),
    )


def reading(topic: str | None = "payslip", **more: Any) -> Reading:
    known = TopicId(topic) if topic else None
    defaults: dict[str, Any] = {
        "language": "es",
        "verdict": "route" if topic else "person",
        "topic": known,
        "confidence": 0.9 if topic else 0.1,
    }
    if topic == "harassment":
        defaults["caution"] = "topic"
    return Reading(**(defaults | more))


def article(topic: str = "payslip") -> ArticleFound:
    return ArticleFound(article="payslip-copy-es", language="es", topic=TopicId(topic))


class Story:
    """One request, told by commands; remembers what happened."""

    directory = DIRECTORY

    def __init__(self, requester: PersonId = BO, now: datetime = NOON, number: int = 1001) -> None:
        self.requester, self.now, self.number = requester, now, RequestNumber(number)
        self.history: list[AnyEvent] = []
        self.request: Request | None = None
        self._ids = 0
        self.absent: dict[PersonId, datetime] = {}
        self.known: dict[str, Any] = {}

    def asks(
        self,
        text: str = "No me ha llegado la nómina",
        *,
        private: bool = False,
        files: tuple[c.Attached, ...] = (),
        **about: Any,
    ) -> list[AnyEvent]:
        read = about.pop("read", None) or reading(**about)
        command = c.Ask(
            id=self.id(),
            by=self.requester,
            text=text,
            place=Place("web", f"{self.requester}/asks"),
            reading=read,
            private=private,
            files=files,
        )
        return self._happened(decide_ask(command, self.number, self.context()))

    def does(self, command_type: type[c.About], by: PersonId, **fields: Any) -> list[AnyEvent]:
        """Raises Refusal; nothing has happened then."""
        command = command_type(id=self.id(), by=by, number=self.number, **fields)
        return self._happened(decide(command, self.request, self.context()))

    def says(self, by: PersonId, text: str, read: Reading | None = None) -> list[AnyEvent]:
        return self.does(c.Say, by, text=text, reading=read)

    def fires(self, name: str) -> list[AnyEvent]:
        """The timer of this name, now."""
        command = fired(name)
        return self.does(c.TimerFired, c.DESK, timer=command.timer, due=command.due, target=command.target)

    def until(self, timer: str) -> list[AnyEvent]:
        """Time goes on until this timer is due, and it fires; others that were due before have not."""
        name, due = min(
            (found for found in timers(self.is_).items() if f"|{timer}|" in found[0]),
            key=lambda found: found[1],
        )
        self.now = max(self.now, due)
        return self.fires(name)

    def later(self, **span: float) -> "Story":
        self.now += timedelta(**span)
        return self

    def id(self) -> str:
        self._ids += 1
        return f"{self.number}/{self._ids}"

    def context(self, **situation: Any) -> Context:
        more = {"absent": self.absent, "known": self.known, **situation}
        return context(self.now, self.requester, self.directory, **more)

    def _happened(self, events: list[AnyEvent]) -> list[AnyEvent]:
        self.history += events
        for event in events:
            self.request = evolve(self.request, event)
        return events

    @property
    def is_(self) -> Request:
        assert self.request is not None
        return self.request

    def folded(self) -> Request:
        return fold(self.history)


def kinds(events: Iterable[AnyEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def told(story: Story, kind: type) -> list[Any]:
    return [event for event in story.history if isinstance(event, kind)]


def why(story: Story, command: type[c.About], by: PersonId, **fields: Any) -> AnyRefusal:
    """The refusal; nothing has happened."""
    before = story.request
    with pytest.raises(Refusal) as refused:
        story.does(command, by, **fields)
    assert story.request is before
    return refused.value.why


def unsure(**more: Any) -> Reading:
    return reading("payslip", verdict="ask", choices=CHOICES, confidence=0.4, **more)
