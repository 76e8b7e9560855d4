"""From a figure to the requests behind it: those that the viewer may read, never by whom they were served."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from msgspec import Struct

from bot.commit import decode_state
from bot.domain.indexes import next_due
from bot.domain.request import Request, RequestNumber
from bot.domain.rights import may_read
from bot.figures.query import Asked
from bot.figures.rights import may_see, role_towards
from bot.store.store import Store
from bot.words.text import cut
from knowledge.directory import Directory, PersonId

Which = Literal["received", "open", "late", "reopened", "complaints", "unconfirmed"]
WHICH: tuple[Which, ...] = get_args(Which)

MOST = 40  # that are listed
_PAGE, _SCANNED = 100, 1_000  # so that it costs the same whatever the period holds
_WORDS = 120  # characters


class Line(Struct, frozen=True, kw_only=True):
    number: RequestNumber
    asked: date
    topic: str
    status: str
    late: bool
    words: str


async def listed(
    store: Store, directory: Directory, viewer: PersonId, asked: Asked, which: Which, now: datetime
) -> list[Line]:
    """The newest first. Rights are asked for each, as for any other look at a request."""
    if not may_see(role_towards(viewer, directory, asked.department), "requests", "volume"):
        return []
    found: list[Request] = []
    for start in range(0, _SCANNED, _PAGE):
        page = await _page(store, asked, start)
        found += [one for one in page if _fits(one, asked, which, now) and may_read(viewer, one, directory)]
        if len(found) >= MOST or len(page) < _PAGE:
            break
    words = await store.words_of([one.number for one in found[:MOST]])
    return [_line(one, words[one.number].get(one.first_words or "", b""), now) for one in found[:MOST]]


async def _page(store: Store, asked: Asked, start: int) -> list[Request]:
    since = datetime.combine(asked.since, time(), UTC).timestamp()
    until = datetime.combine(asked.until + timedelta(days=1), time(), UTC).timestamp()
    numbers = await store.index(
        f"received:{asked.department}", since, f"({until}", offset=start, count=_PAGE, newest_first=True
    )
    states = await store.states(int(number) for number, _ in numbers)
    return [decode_state(state) for _, state in states.values()]


def _fits(request: Request, asked: Asked, which: Which, now: datetime) -> bool:
    if request.confidential or request.department != asked.department:
        return False
    if asked.topic not in (None, request.topic) or asked.platform not in (None, request.place.platform):
        return False
    match which:
        case "received":
            return True
        case "open":
            return request.is_open
        case "late":
            return _is_late(request, now)
        case "reopened":
            return request.reopened > 0
        case "complaints":
            return request.complaint is not None and request.complaint.is_open
        case "unconfirmed":
            return request.unconfirmed


def _is_late(request: Request, now: datetime) -> bool:
    return request.is_open and next_due(request) < now


def _line(request: Request, words: bytes, now: datetime) -> Line:
    return Line(
        number=request.number,
        asked=request.asked_at.date(),
        topic=request.topic or "",
        status=request.status,
        late=_is_late(request, now),
        words=cut(" ".join(words.decode().split()), _WORDS),
    )
