"""The figures of a department and a period, for who may see them. Costs the same however many requests it was."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from bot.figures import tallies as lie
from bot.figures.cut import Cut, Sheets
from bot.figures.figures import Kind
from bot.figures.measures import DAYS, PER_DAY, PER_SHEET, REQUESTS
from bot.figures.pieces import quarter_of, whole_weeks
from bot.figures.private import following, private_counts
from bot.figures.rights import Role, may_see, people_behind, role_towards
from bot.figures.shown import Counters, Row, count, right_first, row
from bot.figures.straight import Day, days_of
from bot.store.tallies import Tallies
from knowledge.directory import Agreement, DepartmentId, Directory, PersonId, TopicId

SIMULATED = "simulated"  # the platform of requests that nobody asked
RESPONSE = ("response_p50", "response_p90")  # what is told of a group of askers
LONGEST = timedelta(days=800)
_SHEET_BYTES = 4 * PER_SHEET


class NotForYou(Exception):
    """These figures are not for this viewer, or there is no such department: both look alike."""


class Asked(Struct, frozen=True, kw_only=True):
    """Both days included, in UTC."""

    department: DepartmentId
    since: date
    until: date
    topic: TopicId | None = None
    platform: str | None = None


class Backlog(Struct, frozen=True, kw_only=True):
    """Open now, whenever it was asked. Ages in days since the day of asking."""

    open: int = 0
    age_p50: int = 0
    oldest: int = 0
    over_a_week: int = 0


class Opened(Struct, frozen=True):
    """What an agreement opens by now; nothing without one."""

    agreement: Agreement | None = None
    people: frozenset[PersonId] = frozenset()


class Report(Struct, frozen=True, kw_only=True):
    asked: Asked
    total: Row
    weeks: tuple[Row, ...] = ()  # key: its Monday
    months: tuple[Row, ...] = ()  # key: "2026-09"
    topics: tuple[Row, ...] = ()
    platforms: tuple[Row, ...] = ()
    alike: tuple[Row, ...] = ()  # key: country|language
    private: Mapping[str, int | None] = {}  # None: fewer than five
    backlog: Backlog = Backlog()
    # In guided weeks, where anything went straight to somebody: how much was right.
    straight: Row | None = None
    days: tuple[Row, ...] = ()  # the same by day
    people: tuple[Row, ...] = ()  # by agreement only; key: the person
    agreement: Agreement | None = None
    simulated: bool = False


async def for_viewer(
    tallies: Tallies,
    directory: Directory,
    viewer: PersonId,
    asked: Asked,
    today: date,
    opened: Opened | None = None,
) -> Report:
    """Raises NotForYou for who does not lead the department. `opened`: whose figures an agreement opens."""
    role = role_towards(viewer, directory, asked.department)
    found = await report(tallies, directory, role, asked, today)
    return found if opened is None else await with_people(tallies, directory, found, opened)


async def with_people(tallies: Tallies, directory: Directory, found: Report, opened: Opened) -> Report:
    """Beside the department's figures those of its people whom an agreement opens: each as they see them themselves."""
    asked = found.asked
    if opened.agreement is None or asked.topic is not None or asked.platform is not None:
        return found
    mine = [p.id for p in directory.people.values() if p.department == asked.department]
    people = [
        Row(key=person, values=(await own(tallies, person, asked.since, asked.until)).values)
        for person in mine
        if person in opened.people
    ]
    return replace(found, people=tuple(people), agreement=opened.agreement)


async def report(tallies: Tallies, directory: Directory, role: Role, asked: Asked, today: date) -> Report:
    """Raises NotForYou; ValueError for a period that ends before it begins, or of more than two years."""
    known = asked.department in directory.departments
    if not known or not may_see(role, "department", "volume") or _is_private(directory, asked.topic):
        raise NotForYou(asked.department)
    weeks = _weeks(asked.since, asked.until)
    since_quarter = _weeks_from(quarter_of(asked.since), asked.until)
    names = [
        lie.shelf("service", asked.department),
        lie.shelf("alike", asked.department),
        lie.backlog(asked.department),
        lie.private(asked.department),
    ]
    served, alike, backlog, private = await tallies.hashes(names)
    whole = await _sheets(tallies, "service", asked.department, _pairs(served), since_quarter)
    groups = await _sheets(tallies, "alike", asked.department, _pairs(alike), weeks)
    cut = Cut(directory, asked.department, whole, since_quarter[0], today)
    service = _within({pair: whole[pair] for pair in _kept(served, asked)}, len(weeks), asked)
    alone = asked.topic is None and asked.platform is None
    found = _report(directory, role, asked, weeks, service, cut, backlog, private, today)
    found = replace(found, alike=_alike(directory, role, asked, groups, weeks[0], today) if alone else ())
    return _with_days(found, await _days(tallies, directory, role, asked))


async def own(tallies: Tallies, person: PersonId, since: date, until: date) -> Row:
    """A person's own figures, for that person and nobody else: the caller has made sure who asks."""
    asked = Asked(department=DepartmentId(""), since=since, until=until)
    weeks = _weeks(since, until)
    [known] = await tallies.hashes([lie.shelf("own", person)])
    sheets = await _sheets(tallies, "own", person, _pairs(known), weeks)
    return row("own", _sum(_within(sheets, len(weeks), asked).values()), "self", "own", 1)


def _is_private(directory: Directory, topic: str | None) -> bool:
    """A confidential topic is never asked about by itself: what was lifted from it would stand there alone."""
    found = directory.topics.get(TopicId(topic)) if topic else None
    return found is not None and found.confidential


def _weeks(since: date, until: date) -> list[date]:
    if until < since:
        raise ValueError("the period ends before it begins")
    if until - since > LONGEST:
        raise ValueError("a period is at most two years")
    return _weeks_from(lie.monday(since), until)


def _weeks_from(first: date, until: date) -> list[date]:
    return [first + timedelta(weeks=n) for n in range((lie.monday(until) - first).days // 7 + 1)]


def _pairs(shelf: Mapping[str, int]) -> list[tuple[str, str]]:
    return sorted((first, second) for first, _, second in (name.partition("|") for name in shelf))


def _kept(shelf: Mapping[str, int], asked: Asked) -> list[tuple[str, str]]:
    return [
        (topic, platform)
        for topic, platform in _pairs(shelf)
        if asked.topic in (None, topic) and asked.platform in (None, platform)
    ]


async def _sheets(
    tallies: Tallies,
    kind: Kind,
    of: str,
    pairs: Sequence[tuple[str, str]],
    weeks: Sequence[date],
) -> Sheets:
    """Every sheet's counters by week and day."""
    names = [lie.sheet(kind, of, first, second, week) for first, second in pairs for week in weeks]
    packed = await tallies.sheets(names)
    # Every sheet as long as a full one: reading a little costs what reading much does.
    joined = b"".join(one.ljust(_SHEET_BYTES, b"\0") for one in packed)
    counters = np.frombuffer(joined, dtype=">i4").astype(np.int64)
    days = counters.reshape(-1, PER_SHEET)[:, :REQUESTS]
    by_day = days.reshape(len(pairs), len(weeks), DAYS, PER_DAY)
    return {pair: by_day[n] for n, pair in enumerate(pairs)}


def _within(sheets: Sheets, weeks: int, asked: Asked) -> Sheets:
    """The last `weeks` of each, and nothing on days outside the period."""
    found = {pair: by_day[-weeks:].copy() for pair, by_day in sheets.items()}
    for by_day in found.values():
        by_day[0, : asked.since.weekday()] = 0
        by_day[-1, asked.until.weekday() + 1 :] = 0
    return found


def _sum(sheets: Iterable[NDArray[np.int64]]) -> Counters:
    total = np.zeros(PER_DAY, dtype=np.int64)
    for sheet in sheets:
        total += sheet.sum(axis=(0, 1))
    return total


def _report(
    directory: Directory,
    role: Role,
    asked: Asked,
    weeks: Sequence[date],
    service: Sheets,
    cut: Cut,
    backlog: Mapping[str, int],
    private: Mapping[str, int],
    today: date,
) -> Report:
    people = people_behind(directory, asked.department, asked.topic)
    by_day = sum(service.values(), np.zeros((len(weeks), DAYS, PER_DAY), np.int64))
    by_week = by_day.sum(axis=1)
    resource: Literal["topic", "department"] = "topic" if asked.topic is not None else "department"

    def part(key: str, sums: Counters, since: date, until: date) -> Row:
        """Of a week or a month, as far as it lies in the period."""
        told = cut.told(max(since, asked.since), min(until, asked.until), asked.topic, asked.platform)
        return row(key, sums, role, "week", people, told)

    told = cut.told(asked.since, asked.until, asked.topic, asked.platform)
    return Report(
        asked=asked,
        total=row("total", by_week.sum(axis=0), role, resource, people, told),
        weeks=tuple(
            part(week.isoformat(), by_week[n], week, week + timedelta(days=6)) for n, week in enumerate(weeks)
        ),
        months=tuple(
            part(f"{month:%Y-%m}", sums, month, following(month) - timedelta(days=1))
            for month, sums in _by_month(by_day, weeks[0], asked).items()
        ),
        topics=_by_topic(directory, role, asked, service, cut),
        platforms=_by_platform(role, asked, service, people, cut),
        private=private_counts(private, asked.since, asked.until, today),
        backlog=_backlog(backlog, asked, today),
        simulated=any(platform == SIMULATED and sheet.any() for (_, platform), sheet in service.items()),
    )


async def _days(tallies: Tallies, directory: Directory, role: Role, asked: Asked) -> tuple[Day, ...]:
    """In guided weeks only, and of no topic by itself: what was wrong has another topic since."""
    if not directory.guided or asked.topic is not None or not may_see(role, "day", "volume"):
        return ()
    [straight] = await tallies.hashes([lie.straight(asked.department)])
    return days_of(straight, asked.since, asked.until, asked.platform)


def _with_days(found: Report, days: Sequence[Day]) -> Report:
    if not days:
        return found
    right, routed = sum(day.right for day in days), sum(day.routed for day in days)
    rows = tuple(right_first(day.day.isoformat(), day.right, day.routed) for day in days)
    return replace(found, straight=right_first("total", right, routed), days=rows)


def _by_month(by_day: NDArray[np.int64], first: date, asked: Asked) -> dict[date, Counters]:
    """Whole months, but for the first and the last of the period. `by_day` begins on `first`."""
    days = by_day.reshape(-1, PER_DAY)
    found: dict[date, Counters] = {}
    month = asked.since.replace(day=1)
    while month <= asked.until:
        after = following(month)
        since = max((month - first).days, 0)
        found[month] = days[since : max((after - first).days, 0)].sum(axis=0)
        month = after
    return found


def _grouped(sheets: Sheets, by: int) -> dict[str, Counters]:
    keys = sorted({pair[by] for pair in sheets})
    return {key: _sum(sheet for pair, sheet in sheets.items() if pair[by] == key) for key in keys}


def _by_topic(directory: Directory, role: Role, asked: Asked, service: Sheets, cut: Cut) -> tuple[Row, ...]:
    sums_of = _grouped(service, 0).items()
    found = {topic: sums for topic, sums in sums_of if sums.any() and not _is_private(directory, topic)}
    return tuple(
        row(
            topic,
            sums,
            role,
            "topic",
            people_behind(directory, asked.department, TopicId(topic)),
            cut.told(asked.since, asked.until, TopicId(topic), asked.platform),
        )
        for topic, sums in found.items()
    )


def _by_platform(role: Role, asked: Asked, service: Sheets, people: int, cut: Cut) -> tuple[Row, ...]:
    return tuple(
        row(
            platform,
            sums,
            role,
            "platform",
            people,
            cut.told(asked.since, asked.until, asked.topic, platform),
        )
        for platform, sums in _grouped(service, 1).items()
        if count(sums, "received")
    )


def _alike(
    directory: Directory, role: Role, asked: Asked, groups: Sheets, first: date, today: date
) -> tuple[Row, ...]:
    """Law 16: served alike, whatever the country or language. Smaller groups are left out whole, and so are all where
    fewer than five serve. Of a group nothing but these times is counted, in whole weeks that are over."""
    people = people_behind(directory, asked.department)
    weeks = whole_weeks(first, asked.since, asked.until, today)
    sums = {"|".join(pair): _sum([sheet[weeks.start : weeks.stop]]) for pair, sheet in groups.items()}
    rows = [row(key, one, role, "alike", people) for key, one in sums.items()]
    told = (Row(key=one.key, values=tuple(one[name] for name in RESPONSE)) for one in rows)
    return tuple(one for one in told if not any(value.withheld for value in one.values))


def _backlog(cells: Mapping[str, int], asked: Asked, today: date) -> Backlog:
    ages: dict[int, int] = {}
    for cell, counted in cells.items():
        topic, platform, day = cell.split("|")
        if asked.topic in (None, topic) and asked.platform in (None, platform):
            age = max((today - date.fromisoformat(day)).days, 0)
            ages[age] = ages.get(age, 0) + counted
    total = sum(ages.values())
    if not total:
        return Backlog()
    return Backlog(
        open=total,
        age_p50=_nearest_rank(ages, (total + 1) // 2),
        oldest=max(ages),
        over_a_week=sum(counted for age, counted in ages.items() if age > 7),
    )


def _nearest_rank(ages: Mapping[int, int], rank: int) -> int:
    passed = 0
    for age in sorted(ages):
        passed += ages[age]
        if passed >= rank:
            return age
    return 0
