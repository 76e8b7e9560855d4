"""From a figure to the requests behind it: those that the viewer may read, never by whom they were served."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from msgspec import Struct

from bot.commit import requests_in
from bot.domain.indexes import expected_at
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
# So many are looked at, at most: it costs the same whatever the period holds. The first page is nearly always enough.
_PAGES = (60, 940)
_OPEN: tuple[Which, ...] = ("open", "late")
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
    """The newest first; of what is open the oldest. Rights are asked for each, as for any other look at a request."""
    if not may_see(role_towards(viewer, directory, asked.department), "requests", "volume"):
        return []
    found: list[Request] = []
    looked = 0
    for most in _PAGES:
        page = await _page(store, asked, which, looked, most)
        found += [one for one in page if _fits(one, asked, which, now) and may_read(viewer, one, directory)]
        looked += most
        if len(found) >= MOST or len(page) < most:
            break
    words = await store.words_of([one.number for one in found[:MOST]])
    return [_line(one, words[one.number].get(one.first_words or "", b""), now) for one in found[:MOST]]


async def _page(store: Store, asked: Asked, which: Which, start: int, count: int) -> list[Request]:
    since = datetime.combine(asked.since, time(), UTC).timestamp()
    until = datetime.combine(asked.until + timedelta(days=1), time(), UTC).timestamp()
    by_asking = which != "complaints"  # those stand by when they were made; of them there are few
    numbers = await store.index(
        _index(asked, which),
        since if by_asking else "-inf",
        f"({until}" if by_asking else "+inf",
        offset=start,
        count=count,
        newest_first=which not in _OPEN,
    )
    return list(requests_in(await store.states(int(number) for number, _ in numbers)).values())


def _index(asked: Asked, which: Which) -> str:
    if which == "received" and asked.topic is not None:
        return f"received:{asked.department}:{asked.topic}"
    return f"{'backlog' if which in _OPEN else which}:{asked.department}"


def _fits(request: Request, asked: Asked, which: Which, now: datetime) -> bool:
    if request.confidential or request.department != asked.department:
        return False
    if not asked.since <= request.asked_at.date() <= asked.until:
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
    due = expected_at(request)
    return request.is_open and due is not None and due < now


def _line(request: Request, words: bytes, now: datetime) -> Line:
    return Line(
        number=request.number,
        asked=request.asked_at.date(),
        topic=request.topic or "",
        status=request.status,
        late=_is_late(request, now),
        words=cut(" ".join(words.decode().split()), _WORDS),
    )
