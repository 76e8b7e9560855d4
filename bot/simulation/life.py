"""One request's life, told by commands to the pure core with a clock of its own; its timers fire as they fall due."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.aftercare import drawn, survey_places
from bot.domain import commands as c
from bot.domain.context import Asker, Context
from bot.domain.decide import decide, decide_ask
from bot.domain.events import AnyEvent, SurveyOffered
from bot.domain.evolve import evolve
from bot.domain.reading import Reading
from bot.domain.refusals import Refusal
from bot.domain.request import Place, Request, RequestNumber
from bot.domain.timers import fired, timers
from bot.simulation.askers import PLATFORM
from knowledge.directory import Directory, PersonId
from knowledge.duty import Situation


class TheEnd(Exception):
    """The simulated present: what would happen later has not happened yet."""


class Surveys:
    """How often each colleague was asked in each week: what the desk keeps as claims."""

    def __init__(self, cap: int, asked: Mapping[PersonId, int] | None = None) -> None:
        """`asked`: how many requests of theirs there are in four weeks."""
        self.cap, self._asked = cap, asked or {}
        self._places: Counter[str] = Counter()

    def has_place(self, number: int, asker: Asker, now: datetime) -> bool:
        free = self._places[self._week(asker, now)] < self.cap
        return free and drawn(number, self._asked.get(asker.person, 0), self.cap)

    def count(self, asker: Asker, now: datetime, events: Iterable[AnyEvent]) -> None:
        given = sum(isinstance(event, SurveyOffered) for event in events)
        if given:
            self._places[self._week(asker, now)] += given

    def _week(self, asker: Asker, now: datetime) -> str:
        return survey_places(asker.person, asker.zone or "UTC", now, 1)[0]


class Life:
    def __init__(
        self,
        directory: Directory,
        asker: Asker,
        number: RequestNumber,
        random: Random,
        now: datetime,
        end: datetime,
        surveys: "Surveys | None" = None,
    ) -> None:
        self.directory, self.asker, self.number, self.random = directory, asker, number, random
        self.now, self.end = now, end
        self.surveys = surveys or Surveys(directory.surveys_per_week)
        self.history: list[AnyEvent] = []
        self.texts: list[tuple[str, str, bytes]] = []  # author, words id, text
        self._request: Request | None = None
        self._load: Mapping[PersonId, int] = {p: random.randrange(12) for p in directory.people}

    @property
    def request(self) -> Request:
        if self._request is None:
            raise RuntimeError("nothing has been asked yet")
        return self._request

    def asks(self, text: str, reading: Reading, *, private: bool = False) -> None:
        command = c.Ask(
            id=self._id(),
            by=self.asker.person,
            text=text,
            place=Place(PLATFORM, self.asker.person),
            reading=reading,
            private=private,
        )
        self._happened(command, decide_ask(command, self.number, self._context()))

    def does(self, command_type: type[c.About], by: PersonId, **fields: Any) -> bool:
        """False where the desk refuses: the same happens to people."""
        command = command_type(id=self._id(), by=by, number=self.number, **fields)
        return self._obey(command)  # type: ignore[arg-type]  # each of them is one of AnyCommand

    def waits(self, span: timedelta) -> None:
        self.until(self.now + span)

    def until(self, at: datetime) -> None:
        """Lets time pass, firing what falls due. Raises TheEnd at the simulated present."""
        stops = min(at, self.end)
        while (due := self._next_timer(stops)) is not None:
            name, when = due
            self.now = max(self.now, when)
            if not self._obey(fired(name)):
                break  # a timer that changes nothing would fire for ever
        self.now = max(self.now, stops)
        if at >= self.end:
            raise TheEnd

    def _next_timer(self, until: datetime) -> tuple[str, datetime] | None:
        due = min(timers(self.request).items(), key=lambda item: item[1], default=None)
        return due if due is not None and due[1] <= until else None

    def _obey(self, command: c.AnyCommand) -> bool:
        try:
            events = decide(command, self.request, self._context(surveyed=isinstance(command, c.Resolve)))
        except Refusal:
            return False
        self.surveys.count(self.asker, self.now, events)
        self._happened(command, events)
        return True

    def _happened(self, command: c.AnyCommand, events: list[AnyEvent]) -> None:
        self.history += events
        for event in events:
            self._request = evolve(self._request, event)
        self.texts += [(command.by, words, text.encode()) for words, text in c.texts(command).items()]

    def _context(self, *, surveyed: bool = False) -> Context:
        return Context(
            may_survey=surveyed and self.surveys.has_place(self.number, self.asker, self.now),
            now=self.now,
            directory=self.directory,
            asker=self.asker,
            situation=Situation(now=self.now, open_requests=self._load),
        )

    def _id(self) -> str:
        return f"{PLATFORM}/{self.number}/{len(self.history)}/{len(self.texts)}"
