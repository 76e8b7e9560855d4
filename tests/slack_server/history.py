"""The history checker for Slack: what was delivered and acknowledged, held against what is kept and what people see."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.delivery.notices import notices
from bot.delivery.relevance import is_living
from bot.domain.events import AnyEvent
from bot.domain.evolve import evolve
from bot.domain.request import Request
from bot.domain.rights import may_read
from bot.store.lanes import Sent as Delivered
from bot.store.store import Store
from handlers.slack.read import words_of
from knowledge.directory import Directory, PersonId
from tests.faults.browser import Input
from tests.faults.checker import Checker
from tests.faults.derived import states_of
from tests.slack_server.server import FakeSlack


class Sent(Input, kw_only=True):
    """A message that somebody wrote in Slack, and whether any of its deliveries was acknowledged."""

    id: str  # of the message, the same in every delivery

    @property
    def words(self) -> str:
        return words_of(self.id)


class SlackChecker(Checker):
    def __init__(
        self,
        store: Store,
        directory: Directory,
        inputs: Sequence[Input],
        slack: FakeSlack,
        seen_by: dict[str, PersonId],
    ) -> None:
        """`seen_by`: conversation -> the person whose it is."""
        super().__init__(store, directory, inputs)
        self.slack = slack
        self.seen_by = seen_by

    async def what_was_delivered(self) -> None:
        """Each notice that was sent is one message where it belongs, in its request's order, for who may read it."""
        told = await self.what_was_kept()
        # First what is said to be sent, then what is there: what was held back may fall due while we look.
        statuses = {number: await self.store.lanes.statuses(number) for number in told}
        keys = Counter(self.slack.keys())
        assert [key for key, times in keys.items() if times > 1] == []
        assert await self.store.outbox("checker").stuck() == {}
        assert await self.store.lanes.dead_letters() == []
        states = await states_of(self.store, told)
        for number in told:
            _sent_once(told[number], statuses[number], keys)
        for channel, person in self.seen_by.items():
            self._in_their_order(channel, person, states)

    def _in_their_order(self, channel: str, person: PersonId, states: dict[int, Request]) -> None:
        last: dict[int, int] = {}
        for message in self.slack.world.conversations[channel].messages.values():
            key = str((message.metadata or {}).get("event_payload", {}).get("key", ""))
            number, _, rest = key.partition("/")
            if not number.isdecimal():
                continue
            assert may_read(person, states[int(number)], self.directory), key
            index, _, kind = rest.partition("/")
            if kind.endswith("/said") and index.isdecimal():
                assert last.get(int(number), -1) < int(index), ("out of order", channel, key)
                last[int(number)] = int(index)


def _sent_once(events: Sequence[AnyEvent], statuses: Mapping[str, Delivered], keys: Counter[str]) -> None:
    request: Request | None = None
    for index, event in enumerate(events):
        before, request = request, evolve(request, event)
        for notice in notices(before, event, request, index):
            found = statuses.get(notice.key)
            if found is not None and found.status == "sent" and not is_living(notice):
                assert keys[notice.key] == 1, ("sent, but not there", notice.key)
