"""What may be told of a department's speed, promises and ratings: the sums of its pieces (`bot.figures.pieces`). Pure."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.figures.measures import DAYS, PER_DAY
from bot.figures.pieces import Piece, pieces, whole_weeks
from bot.figures.rights import FEWEST_PEOPLE, people_behind, people_behind_topics
from bot.figures.shown import BASES, Basis, Counters, Told, behind
from knowledge.directory import DepartmentId, Directory, TopicId

Sheets = Mapping[tuple[str, str], NDArray[np.int64]]  # (topic, platform) -> (weeks, 7, PER_DAY)


class Cut:
    """A department is divided one way only, since two could be laid across each other: by topic where one has five
    owners, else by platform.
    """

    def __init__(
        self, directory: Directory, department: DepartmentId, sheets: Sheets, first: date, today: date
    ) -> None:
        """`first`: the Monday on which the sheets begin, which is the first of a quarter."""
        self._directory, self._department = directory, department
        self._first, self._today = first, today
        self._by_topic = _has_a_large_topic(directory, department)
        self._by_part = self._parts(sheets)
        self._whole = sum(self._by_part.values(), np.zeros((1, PER_DAY), np.int64))
        self._pieces = {basis: self._pieces_of(basis) for basis in BASES}

    def told(
        self, since: date, until: date, topic: TopicId | None = None, platform: str | None = None
    ) -> Told:
        """Of the whole weeks in the period that are over."""
        part, across = (topic, platform) if self._by_topic else (platform, topic)
        if across is not None:
            return Told(why="undivided")
        weeks = whole_weeks(self._first, since, until, self._today)
        if not weeks:
            return Told(why="week")
        return Told({basis: self._sum(basis, weeks, part) for basis in BASES})

    def _sum(self, basis: Basis, weeks: range, part: str | None) -> Counters:
        counters = self._whole if part is None else self._by_part.get(part, self._whole[:0])
        total: Counters = np.zeros(PER_DAY, dtype=np.int64)
        for piece in self._pieces[basis]:
            lies_within = weeks.start <= piece.first and piece.last < weeks.stop
            if lies_within and (part is None or part in piece.alone):
                total += counters[piece.first : piece.last + 1].sum(axis=0)
        return total

    def _parts(self, sheets: Sheets) -> dict[str, NDArray[np.int64]]:
        over = max((self._today - self._first).days // DAYS, 0)
        found: dict[str, NDArray[np.int64]] = {}
        for pair, sheet in sheets.items():
            part, by_week = pair[0 if self._by_topic else 1], sheet[:over].sum(axis=1)
            found[part] = found[part] + by_week if part in found else by_week
        return found

    def _pieces_of(self, basis: Basis) -> list[Piece]:
        counted = {part: [behind(week, basis) for week in weeks] for part, weeks in self._by_part.items()}
        return list(pieces(counted, self._people))

    def _people(self, parts: frozenset[str]) -> int:
        if self._by_topic:
            return people_behind_topics(self._directory, parts)
        return people_behind(self._directory, self._department)


def _has_a_large_topic(directory: Directory, department: DepartmentId) -> bool:
    topics = (directory.topics[topic] for topic in directory.departments[department].topics)
    return any(
        not topic.confidential and people_behind(directory, department, topic.id) >= FEWEST_PEOPLE
        for topic in topics
    )
