"""What the desk sends of its own accord and of no request: Monday's digest to each lead, and to every owner the
agreement that opens figures by person. Each once, in its reader's hours, wherever they are reached.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from msgspec import Struct

from bot.delivery.card import Card
from bot.delivery.gateway import Doubtful, Gateway, Postponed, SendFailed
from bot.delivery.patience import bounded
from bot.delivery.reach import home_of, lane_of
from bot.domain.request import Place
from bot.figures.agreement import agreement_card, in_force, notice
from bot.figures.guided import Evening, letter_of
from bot.figures.query import NotForYou
from bot.figures.speaker import NothingToTell, Speaker
from bot.store.link import Unavailable
from bot.store.store import Store
from knowledge.calendar import NeverOpen, next_opening, zone_of
from knowledge.directory import DepartmentId, Directory, Person, PersonId

EVERY_S = 30.0
LATEST = timedelta(days=4)  # who is away on Monday has it once they are back; after that the next one is near

log = structlog.get_logger()


class Letter(Struct, frozen=True):
    key: str
    to: PersonId
    written: Callable[[], Awaitable[Card]]


class Monday:
    def __init__(
        self,
        store: Store,
        gateways: Mapping[str, Gateway],
        directory: Callable[[], Directory],
        speaker: Speaker,
    ) -> None:
        self._store = store
        self._gateways = gateways
        self._directory = directory
        self._speaker = speaker

    async def run(self) -> None:
        """For ever. Any number of workers may: what one has sent the other finds sent."""
        while True:
            try:
                await self.send_due()
            except Unavailable:
                log.warning("letters.put_off")
            except Exception:
                log.exception("letters.failed")
            await asyncio.sleep(EVERY_S)

    async def send_due(self) -> int:
        """Sends what is due now and has not arrived yet; how many that were. Raises Unavailable."""
        now, directory = await self._store.now(), self._directory()
        away = await self._store.absences.all(now)
        due = [one for one in self._due(directory, now) if one.to not in away]
        arrived = await self._store.letters.have_arrived([one.key for one in due])
        waiting = [one for one, has in zip(due, arrived, strict=True) if not has]
        return sum([await self._sent(one) for one in waiting])

    def _due(self, directory: Directory, now: datetime) -> Iterator[Letter]:
        for department in directory.departments.values():
            lead = directory.people[department.lead]
            monday = monday_of(lead, now)
            if monday is not None and monday <= now < monday + LATEST and is_at_work(lead, now):
                week = monday.astimezone(zone_of(lead.hours.zone)).date().isocalendar()
                key = f"digest:{department.id}:{lead.id}:{week.year}-{week.week:02}"
                yield Letter(key, lead.id, self._digest(directory, lead, department.id, now))
        yield from self._evenings(directory, now)
        agreement = in_force(directory, now.date())
        if agreement is not None:
            for person in directory.people.values():
                if is_at_work(person, now):
                    key = notice(person.id, agreement)
                    yield Letter(key, person.id, _said(agreement_card(person, agreement, directory)))

    def _evenings(self, directory: Directory, now: datetime) -> Iterator[Letter]:
        evening = Evening(self._store, directory)
        for department, lead, day in evening.due(now):
            key = letter_of(department, lead, day)
            yield Letter(key, lead, partial(_unless_empty, evening, department, lead, day, now))

    def _digest(
        self, directory: Directory, lead: Person, department: str, now: datetime
    ) -> Callable[[], Awaitable[Card]]:
        place = directory.departments[department].id  # type: ignore[index]
        return lambda: self._speaker.digest(lead.id, directory, place, lead.languages[0], now)

    async def _sent(self, letter: Letter) -> bool:
        if not await self._store.letters.mine_to_send(letter.key):
            return False
        place = await self._place(letter.to)
        gateway = self._gateways.get(place.platform)
        if gateway is None:
            return False  # nobody is reached there; it is looked for again when the claim has run out
        try:
            if not await self._is_there(gateway, place, letter):
                await bounded(gateway.post(place, await letter.written(), key=f"0/{letter.key}", loud=True))
        except NotForYou:
            return False  # they lead it no more
        except NothingToTell:
            await self._store.letters.arrived(
                letter.key
            )  # settled for this week: nobody wants a row of zeros
            return False
        except SendFailed as failure:
            return await self._failed(letter, failure)
        await self._store.letters.arrived(letter.key)
        log.info(
            "letter.sent", letter=letter.key.partition(":")[0], lane_platform=lane_of(place).partition(":")[0]
        )
        return True

    async def _is_there(self, gateway: Gateway, place: Place, letter: Letter) -> bool:
        """Whether an earlier try arrived, of which nobody saw the end. Where a platform cannot tell, it has not."""
        try:
            return await bounded(gateway.find(place, key=f"0/{letter.key}")) is not None
        except (KeyError, IndexError):
            raise
        except LookupError:
            return False

    async def _failed(self, letter: Letter, failure: SendFailed) -> bool:
        """What surely did not leave is sent again at once; what may have left, once it can be looked for."""
        if isinstance(failure, Postponed):
            await self._store.letters.give_back(letter.key)
        level = log.info if isinstance(failure, Postponed | Doubtful) else log.warning
        level("letter.not_sent", why=type(failure).__name__)
        return False

    async def _place(self, person: PersonId) -> Place:
        profile = await self._store.people.profile(person)
        return home_of(person, "work", profile, self._gateways)


async def _unless_empty(
    evening: Evening, department: DepartmentId, lead: PersonId, day: date, now: datetime
) -> Card:
    card = await evening.card(department, lead, day, now)
    if card is None:
        raise NothingToTell(department)
    return card


def _said(card: Card) -> Callable[[], Awaitable[Card]]:
    async def written() -> Card:
        return card

    return written


def monday_of(person: Person, now: datetime) -> datetime | None:
    """When their week begins: this week's first opening, on Monday or after a holiday. None: they are never at work."""
    local = now.astimezone(zone_of(person.hours.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=local.weekday())
    try:
        return next_opening(midnight.astimezone(now.tzinfo), person.hours)
    except NeverOpen:
        return None


def is_at_work(person: Person, now: datetime) -> bool:
    try:
        return next_opening(now, person.hours) == now
    except NeverOpen:
        return False
