"""The dialog that asks for words, a time or a person before an act is ordered."""

from collections.abc import Sequence
from datetime import datetime

from bot.acts import CLICKABLE
from bot.delivery.card import Choice, Form
from bot.words import text_in
from handlers.web import read
from handlers.web.room import Unknown, Wanted
from handlers.web.tell import refs
from handlers.web.views import FormView, Options
from knowledge.directory import Directory


async def form_view(pairs: Sequence[tuple[str, str]], wanted: Wanted, now: datetime) -> FormView:
    """For the requests named by `number`, or for those picked in the queue. Raises Unknown for an act without a form."""
    given = dict(pairs)
    verb = given.get("form") or given.get("verb", "")
    if verb not in CLICKABLE:
        raise Unknown
    many = bool(given.get("many"))
    numbers = read.numbers([value for name, value in pairs if name == ("pick" if many else "number")])
    if not numbers:
        raise Unknown
    form = form_of(verb, wanted)
    fixed = {name.removeprefix("f."): value for name, value in pairs if name.startswith("f.")}
    return FormView(
        title=form.title,
        submit=form.submit,
        verb=form.verb,
        numbers=numbers,
        seen="" if many else given.get("seen", ""),
        refs=refs(numbers),
        fields=form.fields,
        fixed=form.fixed | fixed,
        options=options(wanted.room.directory, wanted.language),
        whens=tuple(wanted.t(f"desk-when-{when}") for when in ("today", "tomorrow", "friday")),
    )


def form_of(verb: str, wanted: Wanted) -> Form:
    raise Unknown


def options(directory: Directory, language: str) -> dict[str, tuple[Options, ...]]:
    """Whom one may choose: people by department; departments by themselves."""
    people = []
    for id_, department in directory.departments.items():
        listed = [p for p in directory.people.values() if p.department == id_]
        people.append(Options(text_in(department.name, language), tuple(Choice(p.id, p.name) for p in listed)))
    departments = tuple(Choice(d.id, text_in(d.name, language)) for d in directory.departments.values())
    return {"person": tuple(people), "department": (Options("", departments),)}
