"""Stories told through the real rules, and what each person is shown of them.

Bo asks in Madrid; Ana has payslips, Hugo has what is confidential.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from bot.delivery.card import Block, Button, Buttons, Card, Facts, Markdown, Paragraph, Quote
from bot.delivery.cards import View, card_for
from bot.delivery.notices import Notice, notices
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.decide import decide, decide_ask
from bot.domain.evolve import evolve
from bot.domain.request import Place, WordsId
from knowledge.directory import PersonId
from tests.bot.domain.world import BO, DIRECTORY, NOON, Story, reading

ASKED = "Buenas, no me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco"


class Told(Story):
    """Remembers people's words and every notice, as the store and delivery would."""

    def __init__(self, requester: PersonId = BO, **more: Any) -> None:
        super().__init__(requester, **more)
        self.texts: dict[WordsId, str] = {}
        self.told: list[Notice] = []

    def asks(self, text: str = ASKED, *, private: bool = False, **about: Any) -> list[e.AnyEvent]:
        command = c.Ask(
            id=self.id(),
            by=self.requester,
            text=text,
            place=Place("web", f"{self.requester}/asks"),
            reading=about.pop("read", None) or reading(**about),
            private=private,
        )
        self.texts |= c.texts(command)
        return self._remembered(decide_ask(command, self.number, self.context()))

    def does(self, command_type: type[c.About], by: PersonId, **fields: Any) -> list[e.AnyEvent]:
        self.later(seconds=1)
        command = command_type(id=self.id(), by=by, number=self.number, **fields)
        self.texts |= c.texts(command)  # type: ignore[arg-type]
        return self._remembered(decide(command, self.request, self.context()))  # type: ignore[arg-type]

    def timer(self, timer: str, due: Any, target: str | None = None) -> list[e.AnyEvent]:
        self.now = max(self.now, due)
        fired = {"timer": timer, "due": due, "target": target}
        command = c.TimerFired(id=self.id(), by=c.DESK, number=self.number, **fields_of(fired))
        return self._remembered(decide(command, self.request, self.context()))

    def _remembered(self, events: list[e.AnyEvent]) -> list[e.AnyEvent]:
        for event in events:
            before, self.request = self.request, evolve(self.request, event)
            self.told += notices(before, event, self.request, len(self.history))
            self.history.append(event)
        return events

    def loud(self, person: PersonId, side: str) -> list[str]:
        return [n.kind for n in self.told if n.loud and n.to == person and n.side == side]

    def kinds(self, person: PersonId) -> list[str]:
        return [n.kind for n in self.told if n.to == person]

    def view(self, viewer: PersonId, language: str = "es", **changes: Any) -> View:
        listed = DIRECTORY.people.get(viewer)
        given: dict[str, Any] = {
            "viewer": viewer,
            "language": language,
            "zone": listed.hours.zone if listed else "Europe/Madrid",
            "now": self.now,
            "directory": self.directory,
            "names": {person: one.name for person, one in self.directory.people.items()},
            "texts": self.texts,
            "history": tuple(self.history),
        }
        return View(**(given | changes))

    def card(self, viewer: PersonId, language: str = "es", kind: str = "living") -> Card:
        """The newest card of this kind for this person; of the living one, as it is now."""
        side = "asks" if viewer == self.requester else "work"
        event = None
        if kind != "living":
            notice = next(n for n in reversed(self.told) if (n.kind, n.to) == (kind, viewer))
            event = self.history[notice.event]
        return card_for(kind, side, self.is_, event, self.view(viewer, language))  # type: ignore[arg-type]


def fields_of(fired: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fired.items() if value is not None}


def friday() -> Any:
    """The end of Friday in Madrid."""
    return NOON + timedelta(days=3, hours=5)


def buttons(card: Card) -> dict[str, Button]:
    """By verb; of several with one verb, the last."""
    return {b.verb: b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons}


def contents(blocks: Iterable[Block]) -> list[str]:
    """Everything that a person reads in these blocks."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph() | Markdown():
                found.append(block.text)
            case Quote():
                found += [block.text, block.who, block.when]
            case Facts():
                found += [part for fact in block.facts for part in (fact.label, fact.value)]
            case Buttons():
                found += [button.label for button in block.buttons]
    return found
