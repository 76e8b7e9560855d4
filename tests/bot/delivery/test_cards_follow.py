"""Whatever happens, the requester's card is changed where it would say something else: the laws' random days, drawn."""

from collections import Counter, defaultdict

import pytest
from msgspec.structs import replace

from bot.delivery.card import Card
from bot.delivery.cards import View, card_for
from bot.delivery.notices import notices
from bot.delivery.relevance import is_living
from bot.domain import events as e
from bot.domain.evolve import evolve
from bot.domain.request import Request
from knowledge.directory import PersonId
from tests.bot.domain.playing import PARTS, play
from tests.bot.domain.test_laws import OneRequest
from tests.bot.domain.world import DIRECTORY
from tests.samples import sample

seen: Counter[str] = Counter()


class RequestersCard(OneRequest):
    def _judge(self, verb: str, by: PersonId, before: Request, events: list[e.AnyEvent]) -> None:
        told, happened = self._follow(before, events), len(self.story.history)
        changes = self._drawn(before, happened - len(events)) != self._drawn(self.story.is_, happened)
        assert before.requester in told or not changes, [type(event).__name__ for event in events]
        seen[f"{verb} {'changes it' if changes else 'leaves it'}"] += 1
        if verb == "say" and by == before.owner and before.answered_at is not None and not changes:
            seen["a further word of its owner"] += 1
            seen["which it follows"] += before.requester in told

    def _follow(self, before: Request, events: list[e.AnyEvent]) -> set[PersonId]:
        """Whose living card follows."""
        found, request = set(), before
        for event in events:
            earlier, request = request, evolve(request, event)
            told = notices(earlier, event, request, earlier.version)
            found |= {notice.to for notice in told if is_living(notice)}
        return found

    def _drawn(self, request: Request, happened: int) -> Card:
        """As it would be now, after so many events; without the version, that nobody reads."""
        viewer = request.requester
        listed = DIRECTORY.people.get(viewer)
        view = View(
            viewer=viewer,
            language="es",
            zone=listed.hours.zone if listed else "Europe/Madrid",
            now=self.story.now,
            directory=self.story.directory,
            names={person: one.name for person, one in DIRECTORY.people.items()},
            texts=defaultdict(lambda: "…"),
            history=tuple(self.story.history[:happened]),
        )
        return replace(card_for("living", "asks", request, None, view), version=0)


@pytest.mark.parametrize("part", PARTS)
def test_a_requesters_card_follows_whatever_changes_it_and_not_each_further_word(part: int) -> None:
    wanted = {"say changes it", "say leaves it", "promise changes it", "undo changes it", "nudge changes it"}
    play(RequestersCard, sample(100, 1_000), sample(40, 80), lambda: wanted - set(seen), part)
    assert wanted <= set(seen)
    assert seen["which it follows"] < seen["a further word of its owner"] / 4
