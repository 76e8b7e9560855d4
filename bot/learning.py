"""The desk learns: what people taught is read from their requests, and taken by every process without a restart.

A lesson is derived, not kept: who taught what stands in a request's state, its text among the request's words. So it is
gone with them, and with a request's becoming confidential.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b

import msgspec
from msgspec import Struct

from bot.commit import requests_in
from bot.domain.request import Request, Taught
from bot.store.lessons import LEARNED, Standing
from bot.store.store import Store
from knowledge.directory import Directory, PersonId
from knowledge.lessons import LONGEST, MOST, Learned, Lesson, Refitted
from knowledge.matcher import Matcher
from knowledge.personal import striker_for

AT_ONCE = 100


class Included(Struct, frozen=True):
    at: datetime
    topic: str
    weight: float


class Learning:
    """Reads lessons, only what has changed since the last time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._looked: Standing | None = None
        self._known: dict[int, tuple[float, Lesson | None]] = {}
        self._directory: Directory | None = None

    async def standing(self) -> Standing:
        return await self._store.lessons.standing()

    async def changed(self) -> bool:
        """Whether there is something else to learn from than what was last taken."""
        return await self.standing() != self._looked

    async def lessons(self, standing: Standing, directory: Directory) -> list[Lesson]:
        """Those that count: not taken back, not confidential, their words still there."""
        counting = [n for n, at in standing.taught.items() if standing.unlearned.get(n) != at][-MOST:]
        return await self.those(counting, standing, directory)

    async def those(self, numbers: Iterable[int], standing: Standing, directory: Directory) -> list[Lesson]:
        known_for = self._directory.version if self._directory is not None else None
        if self._looked is None or self._looked.turn != standing.turn or known_for != directory.version:
            self._known.clear()
            self._directory = directory
        wanted = {number: standing.taught[number] for number in numbers}
        new = [n for n, at in wanted.items() if n not in self._known or self._known[n][0] != at]
        for start in range(0, len(new), AT_ONCE):
            await self._read(new[start : start + AT_ONCE], wanted)
        found = (self._known[number][1] for number in wanted)
        return [lesson for lesson in found if lesson is not None]

    def taken(self, standing: Standing) -> None:
        """From now on this is what was learned from."""
        self._looked = standing
        self._known = {n: known for n, known in self._known.items() if n in standing.taught}

    async def _read(self, numbers: list[int], taught_at: Mapping[int, float]) -> None:
        requests = requests_in(await self._store.states(numbers))
        words = await self._store.words_of(numbers)
        profiles = await self._store.people.profiles(r.requester for r in requests.values())
        for number in numbers:
            request = requests.get(number)
            text = words[number].get(request.first_words or "") if request else None
            lesson = None
            if request is not None and text is not None:
                name = profiles[request.requester].get("name", "")
                lesson = self._lesson(request, text.decode(), name)
            self._known[number] = (taught_at[number], lesson)

    def _lesson(self, request: Request, text: str, name: str) -> Lesson | None:
        taught: Taught | None = request.taught
        if taught is None or request.confidential or self._directory is None:
            return None
        kept = striker_for(self._directory).struck(text, names=[name])[:LONGEST]
        if not kept.strip():
            return None
        return Lesson(
            number=request.number,
            text=kept,
            language=request.language,
            kind=taught.kind,
            by=PersonId(taught.by),
            at=taught.at,
            topic=taught.topic,
            department=taught.department,
            not_topic=taught.not_topic,
        )


def version_of(learned: Learned, base: str) -> str:
    """Of the matcher fitted anew from `base` and these lessons; empty where there are none."""
    included = included_in(learned)
    if not included:
        return ""
    digest = blake2b(msgspec.json.encode(sorted(included.items())), digest_size=8).hexdigest()
    return f"{base}.{digest}"


def included_in(learned: Learned) -> dict[int, Included]:
    taught = {judged.lesson.number: judged.lesson for judged in learned.judged}
    return {
        number: Included(taught[number].at, example.topic, example.weight)
        for number, example in learned.examples
    }


def parts_of(learned: Learned, fitted: bytes) -> dict[str, bytes]:
    """As a publication of the kind `LEARNED`."""
    return {"matcher": fitted, "included": msgspec.json.encode(included_in(learned))}


def refitted_of(parts: Mapping[str, bytes]) -> Refitted:
    included = msgspec.json.decode(parts["included"], type=dict[int, Included])
    return Refitted(
        matcher=Matcher.from_bytes(parts["matcher"]),
        included={number: (one.at, one.topic, one.weight) for number, one in included.items()},
    )


__all__ = ["LEARNED", "Learning", "included_in", "parts_of", "refitted_of", "version_of"]
