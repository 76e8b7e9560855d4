"""The dialog that asks for words, a time or a person before an act is ordered."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.cards import View
from bot.delivery.forms import FORMS, OWN_FORMS, form_for
from bot.domain.request import Request
from handlers.web import history, read
from handlers.web.room import Unknown, Wanted
from handlers.web.tell import refs
from handlers.web.views import FormView

WHENS = ("today", "tomorrow", "friday")


async def form_view(pairs: Sequence[tuple[str, str]], wanted: Wanted, now: datetime) -> FormView:
    """For the requests named by `number`, or for those picked in the queue. Raises Unknown for an act without a form."""
    given = dict(pairs)
    name = given.get("form") or given.get("verb", "")
    many = bool(given.get("many"))
    numbers = read.numbers([value for field, value in pairs if field == ("pick" if many else "number")])
    if name not in OWN_FORMS and (name not in FORMS or not numbers):
        raise Unknown
    request, view = await _about(numbers, wanted, now)
    fixed = {field.removeprefix("f."): value for field, value in pairs if field.startswith("f.")}
    form = form_for(name, request, view, fixed)
    return FormView(
        title=form.title,
        submit=form.submit,
        verb=form.verb,
        numbers=numbers,
        seen="" if many else given.get("seen", ""),
        refs=refs(numbers),
        fields=form.fields,
        fixed=form.fixed,
        whens=tuple(wanted.t(f"desk-when-{when}") for when in WHENS),
    )


async def _about(numbers: Sequence[int], wanted: Wanted, now: datetime) -> tuple[Request | None, View]:
    """One request that they may read; None for several, and for one of which they know a question only."""
    room = wanted.room
    if len(numbers) == 1:
        seen = await room.views.one(numbers[0], wanted.person, room.directory)
        if seen is not None:
            return seen.request, await history.view_of(seen, wanted, now)
    return None, View(
        viewer=wanted.person,
        language=wanted.language,
        zone=wanted.zone,
        now=now,
        directory=room.directory,
        names={},
        texts={},
    )
