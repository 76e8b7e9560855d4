"""An owner's queue: rows of the desk's views as the page shows them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.request import ref
from bot.views import Row, stands
from bot.words import text_in
from handlers.web.room import Wanted
from handlers.web.said import moment, span
from handlers.web.views import RowView


def rows(found: Sequence[Row], wanted: Wanted, now: datetime) -> tuple[RowView, ...]:
    return tuple(_row(row, wanted, now) for row in found)


def _row(row: Row, wanted: Wanted, now: datetime) -> RowView:
    topic = text_in(row.topic, wanted.language) or text_in(row.department, wanted.language)
    stands = state(row, wanted, now)
    return RowView(
        number=row.number,
        ref=ref(row.number),
        who=" ".join(row.requester.split()[:2]),
        words=row.first_words or topic,
        about=f"{row.requester} · {topic} · {stands} · {row.owner}",
        state=stands,
        due=due(row.due, now, wanted),
        late=row.late,
        waiting_for=row.waiting_for,
        wish=_wish(row, wanted, now),
        urgent=wanted.t(f"desk-urgency-{row.urgency}") if row.urgency in ("urgent", "high") else "",
        urgent_most=row.urgency == "urgent",
        confidential=row.confidential,
    )


def _wish(row: Row, wanted: Wanted, now: datetime) -> str:
    if row.wanted_by is None:
        return ""
    when = moment(row.wanted_by, now, wanted.zone, wanted.language, wanted.t, day_only=row.wanted_day_only)
    return wanted.t("desk-wish", when=when)


def state(row: Row, wanted: Wanted, now: datetime) -> str:
    t = wanted.t
    if row.status == "open" and row.taken:
        if row.promise_due is not None:
            return t("desk-promised", when=moment(row.promise_due, now, wanted.zone, wanted.language, t))
        if row.waiting_for == "me":
            return t("desk-state-for_me")
    return stands(row, t)


def due(at: datetime | None, now: datetime, wanted: Wanted) -> str:
    if at is None:
        return wanted.t("desk-due-none")
    if at < now:
        return wanted.t("desk-due-late", when=span(now - at))
    return moment(at, now, wanted.zone, wanted.language, wanted.t)
