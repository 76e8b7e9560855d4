"""The first weeks with `guided: true`: at the end of each day a lead sees what went straight to their people, says with one
tap that it was right or, with another, what it was about, and reads how much is right first time.

Pure but for `Evening`. Nothing confidential is in it, and nobody's words: what was asked is read in the request itself.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date
from babel.lists import format_list

from bot.commit import requests_in
from bot.delivery.bundle import OPEN
from bot.delivery.card import Block, Button, Buttons, Card, Paragraph
from bot.domain.request import Request
from bot.domain.rights import may
from bot.figures.query import SIMULATED
from bot.figures.said import percent
from bot.figures.straight import Day, days_of, was_right, went_straight
from bot.figures.tallies import straight
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import Words, of, text_in
from knowledge.calendar import NeverOpen, closing_on, next_opening, zone_of
from knowledge.directory import DepartmentId, Directory, Person, PersonId

BEFORE_CLOSING = timedelta(minutes=30)  # a lead who is still there has time for it
SHOWN = 8  # routes of a card
DAYS = 5  # with a share each
_LOOKED_BACK = 21  # days, for the working days among them
_MOST_READ = 2_000  # routes of a department since the card before
_LONGEST_NAME = 40


def letter_of(department: DepartmentId, lead: PersonId, day: date) -> str:
    """The key of one day's card."""
    return f"routes:{department}:{lead}:{day.isoformat()}"


def evening_of(person: Person, day: date) -> datetime | None:
    """When their day is nearly over; None on a day on which they do not work."""
    closing = closing_on(day, person.hours)
    return closing - BEFORE_CLOSING if closing is not None else None


def evening_before(person: Person, day: date) -> datetime:
    """The last time that they could have had such a card; the day's first moment where there was none for weeks."""
    before = _day_before(person, day)
    found = evening_of(person, before) if before is not None else None
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone_of(person.hours.zone))
    return found if found is not None else midnight


def day_told(person: Person, now: datetime) -> date | None:
    """Of which day a card is due now: of this one once it is nearly over, until then of their last one.

    That one is there already, as a rule: it is late for who was away then, and where no worker ran. None: not at work.
    """
    today = now.astimezone(zone_of(person.hours.zone)).date()
    evening = evening_of(person, today)
    if evening is None or now >= evening + BEFORE_CLOSING:
        return None
    if now >= evening:
        return today
    try:
        return _day_before(person, today) if next_opening(now, person.hours) == now else None
    except NeverOpen:
        return None


def _day_before(person: Person, day: date) -> date | None:
    """The last day before on which they worked."""
    days = (day - timedelta(days=back) for back in range(1, _LOOKED_BACK))
    return next((earlier for earlier in days if evening_of(person, earlier) is not None), None)


def routes_card(
    routes: Sequence[Request],
    days: Sequence[Day],
    department: DepartmentId,
    directory: Directory,
    words: Words,
    *,
    put_right: int = 0,
    told: tuple[date, date] | None = None,
) -> Card:
    """`routes`: those that nobody has judged or put right yet, the newest first. `put_right`: how many beside them have
    been, which the share counts too. `told`: the first and the last of its days; None: today alone.
    """
    suffix, facts = _days_named(told, words)
    blocks: list[Block] = [Paragraph(words(f"guided-story{suffix}", count=len(routes), **facts))]
    for request in routes[:SHOWN]:
        blocks += _route(request, directory, words)
    if len(routes) > SHOWN:
        blocks.append(Paragraph(words("guided-more", count=len(routes) - SHOWN), "quiet"))
    if put_right:
        blocks.append(Paragraph(words("guided-put-right", count=put_right), "quiet"))
    shares = [_share(day, words) for day in days]
    blocks.append(Paragraph(words("guided-days", days=format_list(shares, locale=words.locale))))
    name = text_in(directory.departments[department].name, words.language)
    title = words(f"guided-title{suffix}", department=name, **facts)
    said = (block.text for block in blocks if isinstance(block, Paragraph))
    return Card(
        kind="routes",
        language=words.language,
        title=title,
        text="\n".join((title, *said)),
        blocks=tuple(blocks),
    )


def _days_named(told: tuple[date, date] | None, words: Words) -> tuple[str, dict[str, str]]:
    """Which of the sentences it is, and the days in it: with their number where there are more, up to a week apart."""
    if told is None:
        return "", {}
    first, last = told
    if first == last:
        return "-late", {"day": format_date(last, "EEEE", locale=words.locale)}
    from_, to = (format_date(day, "EEEE d", locale=words.locale) for day in told)
    return "-days", {"first": from_, "last": to}


def _route(request: Request, directory: Directory, words: Words) -> Iterator[Block]:
    topic = directory.topics.get(request.topic) if request.topic else None
    owner = directory.people.get(request.owner)
    line = words(
        "guided-line",
        ref=request.ref,
        topic=text_in(topic.name, words.language) if topic else "",
        name=owner.name if owner else words("somebody"),
    )
    yield Paragraph(line)
    if request.because:
        examples = " · ".join(request.because[:2])
        yield Paragraph(words("guided-because", examples=examples), "quiet")
    yield Buttons(
        (
            Button(label=words("button-route_right"), verb="route_right", about=request.number),
            Button(
                label=words("button-guided-better"),
                verb="file_under",
                form="file_under",
                about=request.number,
            ),
            Button(
                label=words("button-open", ref=request.ref), verb=OPEN, fields={"number": str(request.number)}
            ),
        )
    )


def _share(day: Day, words: Words) -> str:
    name = format_date(day.day, "EEEE", locale=words.locale)
    share = percent(day.right / day.routed, words)
    return words("guided-day", day=name, share=share, right=day.right, routed=day.routed)


class Evening:
    """Writes the card of one lead and department."""

    def __init__(self, store: Store, directory: Directory) -> None:
        self._store = store
        self._directory = directory

    def due(self, now: datetime) -> Iterator[tuple[DepartmentId, PersonId, date]]:
        """Who is told now, and of which day; nobody where the directory is not guided."""
        departments = self._directory.departments.values() if self._directory.guided else ()
        for department in departments:
            lead = self._directory.people[department.lead]
            day = day_told(lead, now)
            if day is not None:
                yield department.id, lead.id, day

    async def card(self, department: DepartmentId, lead: PersonId, day: date, now: datetime) -> Card | None:
        """None where nothing went straight to anybody since the card before, or all of it is judged already."""
        person = self._directory.people[lead]
        late = day != now.astimezone(zone_of(person.hours.zone)).date()
        until = evening_before(person, day + timedelta(days=1)) if late else now
        told = await self._untold(department, person, day)
        routed = await self._routed(department, since=evening_before(person, told[-1]), until=until)
        straight_there = list(filter(went_straight, routed))
        waiting = [
            r
            for r in straight_there
            if was_right(r) and not r.route_right and may(lead, "route_right", r, self._directory)
        ]
        if not waiting:
            return None
        words = of(person.languages[0], self._directory.languages[0])
        days = await self._days(department, day)
        put_right = sum(not was_right(request) for request in straight_there)
        first = next((d for d in told if evening_before(person, d) <= waiting[-1].asked_at), told[-1])
        span = (first, day) if late or first != day else None
        return routes_card(waiting, days, department, self._directory, words, put_right=put_right, told=span)

    async def _untold(self, department: DepartmentId, lead: Person, day: date) -> list[date]:
        """The day and those before it of which no card arrived, the newest first: who was away judges them too."""
        days = [day]
        while len(days) < DAYS and (earlier := _day_before(lead, days[-1])) is not None:
            days.append(earlier)
        keys = [letter_of(department, lead.id, before) for before in days[1:]]
        arrived = await self._store.letters.have_arrived(keys)
        return days[: 1 + (arrived.index(True) if True in arrived else len(arrived))]

    async def _routed(self, department: DepartmentId, since: datetime, until: datetime) -> list[Request]:
        """The newest first."""
        found = await self._store.index(
            f"routed:{department}", since.timestamp(), count=_MOST_READ, newest_first=True
        )
        read = requests_in(await self._store.states(int(member) for member, _ in found))
        requests = [request for request in read.values() if request.asked_at <= until]
        return sorted(requests, key=lambda request: request.asked_at, reverse=True)

    async def _days(self, department: DepartmentId, today: date) -> tuple[Day, ...]:
        """The newest days on which something went straight to somebody, as the dashboard tells them: in UTC."""
        [cells] = await Tallies(self._store.link).hashes([straight(department)])
        asked = {cell: counted for cell, counted in cells.items() if not cell.startswith(f"{SIMULATED}|")}
        return days_of(asked, today - timedelta(days=_LOOKED_BACK), today, None)[-DAYS:]
