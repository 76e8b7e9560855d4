"""Who is away until when, and what of theirs goes to somebody who is there. Dates, never reasons: no words are kept.

Everybody says it for themselves; the lead or backup of their department can say it for today. What falls due before the
return passes on at once, request by request, under ids of its own, so that a second delivery finishes what a first began.
"""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.acts import Fields, Typing, Unclear, instant, unheard
from bot.answer import Answer, decode_answer, encode_answer
from bot.calendars import unpacked
from bot.commit import requests_in
from bot.domain import commands as c
from bot.domain.decide.climbing import falls_due
from bot.domain.refusals import AnyRefusal, NotYourAbsence, PastDate
from bot.domain.request import Request, RequestNumber
from bot.domain.rights import may_read, speaks_for
from bot.store.absences import Absence
from knowledge import when
from knowledge.calendar import NeverOpen, next_opening, zone_of
from knowledge.calendar_file import Span
from knowledge.caution.signals import plain
from knowledge.directory import Directory, Person, PersonId

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.hearing import Said

_UNTIL = {
    "es": re.compile(r"hasta (?P<when>.+)"),
    "en": re.compile(r"(?:until|till|til) (?P<when>.+)"),
}
_SAYS_SO = {
    "es": re.compile(
        r"(?:hoy )?(?:no (?:estoy|estare|voy a estar)|(?:estoy|estare|voy a estar|me voy|salgo)(?: ya)?"
        r" (?:fuera|ausente|libre|de (?:vacaciones|permiso|viaje|baja)))(?: de la oficina)?,? "
    ),
    "en": re.compile(
        r"(?:i'?m|i am|i'?ll be|i will be) (?:away|off|out(?: of (?:the )?office)?|not in|on (?:leave|holiday|vacation))"
        r"(?: today)?,? "
    ),
}
_BACK = re.compile(
    r"(?:ya )?(?:estoy de vuelta|he vuelto)|(?:i'?m|i am) back(?: (?:now|at work))?|(?:ya )?estoy aqui de nuevo"
)
_TODAY = ("", "hoy", "por hoy", "solo hoy", "today", "for today", "just today")  # typed into the form
_BARE = {"es": "hasta", "en": "until"}  # a form's field asks until when: nobody repeats the word

AWAY, BACK, PLAN = "away", "back", "plan"  # the verbs of the buttons: about a person, not about a request
VERBS = frozenset({AWAY, BACK, PLAN})


class SetAway(Struct, frozen=True, kw_only=True):
    """`until` None: is back. `plan`: what a calendar says of later, instead of what one said before it."""

    id: str
    by: PersonId
    person: PersonId
    until: datetime | None
    plan: tuple[Span, ...] | None = None


def until_when(
    typed: str, person: Person, now: datetime, language: str, *, said_so: bool = False
) -> datetime | None:
    """The return that the words name: "hasta el lunes" is Monday's opening. `said_so`: only of who says to be away.

    None where the words do not say it; "hasta luego" does not.
    """
    said = _plain(typed)
    for spoken in (language.split("-")[0], *_UNTIL):
        if spoken not in _UNTIL:
            continue
        says = _SAYS_SO[spoken].match(said)
        if said_so and says is None:
            continue
        until = _UNTIL[spoken].fullmatch(said, says.end() if says else 0)
        if until is not None:
            return _return(until["when"], spoken, person, now)
    return None


def _return(words: str, language: str, person: Person, now: datetime) -> datetime | None:
    before = (
        f"antes de {words}".replace("antes de el ", "antes del ") if language == "es" else f"before {words}"
    )
    hours = person.hours
    heard = when.parse_due(before, now=now, zone=hours.zone, hours=hours, language=language)
    if heard is None:
        return None
    try:  # before a holiday or a Saturday is by the closing of the day before: they are back at the opening after it
        return next_opening(heard.due, hours)
    except NeverOpen:
        return heard.due


def clicked(verb: str, fields: Fields, order_id: str, typing: Typing) -> SetAway:
    """A pressed button (BACK, PLAN) or the form that another opened (AWAY). Raises Unclear."""
    if verb == PLAN:  # a calendar speaks for nobody else
        plan = unpacked(fields.get("spans", ""))
        return SetAway(id=order_id, by=typing.by, person=typing.by, until=None, plan=plan)
    person = PersonId(fields.get("person", "").removeprefix("person:") or typing.by)
    if verb == BACK:
        return SetAway(id=order_id, by=typing.by, person=person, until=None)
    return typed(order_id, fields.get("until", ""), person, typing)


def typed(order_id: str, text: str, person: PersonId, typing: Typing) -> SetAway:
    """What a form's field says of somebody's absence; nothing means for today.

    Raises Unclear, also for a person whom nobody lists.
    """
    listed = typing.directory.people.get(person)
    if listed is None:
        raise Unclear("whom-missing", "person")
    until = _typed_until(text, listed, typing)
    if until is None and not is_back(text):
        over = unheard(text, typing) == "when-over"
        raise Unclear("when-over" if over else "away-unclear", "until")
    return SetAway(id=order_id, by=typing.by, person=person, until=until)


def _typed_until(text: str, person: Person, typing: Typing) -> datetime | None:
    if (exact := instant(text)) is not None:
        return exact
    if _plain(text) in _TODAY:
        return end_of_today(person, typing.now)
    language = typing.language.split("-")[0]
    spoken = dict.fromkeys((language, *_BARE)) if language in _BARE else dict.fromkeys(_BARE)
    bare = (f"{_BARE[own]} {text}" for own in spoken)
    heard = (until_when(said, person, typing.now, language) for said in (text, *bare))
    return next((until for until in heard if until is not None), None)


def is_back(typed: str) -> bool:
    return _BACK.fullmatch(_plain(typed)) is not None


def _plain(text: str) -> str:
    return plain(text).strip(" .!¡")


def ordered(said: "Said", directory: Directory, now: datetime) -> SetAway | None:
    """What a listed person's loose words say of their own absence, and nothing else."""
    person = directory.people.get(said.by)
    if person is None or said.thread is not None or len(said.text) > 80:
        return None
    until = until_when(said.text, person, now, person.languages[0], said_so=True)
    if until is None and not is_back(said.text):
        return None
    return SetAway(id=said.id, by=said.by, person=said.by, until=until)


async def set_away(desk: "Desk", order: SetAway) -> Answer:
    """Says until when somebody is away, or that they are back, and passes on what is due before that."""
    now = await desk.now()
    why = _refused(order, desk.directory, now)
    if why is not None:
        return Answer(kind="refused", refusal=why)
    if order.plan is not None:
        await desk.store.absences.plan(order.person, [(span.since, span.until) for span in order.plan])
        return Answer(kind="away", away=order.person, planned=len(order.plan))
    due = await _due(desk, order, now) if order.until is not None else []
    answer = Answer(kind="away", away=order.person, away_until=order.until, passes=len(due))
    absence = Absence(order.until, order.by) if order.until is not None else None
    if absence is None:
        await desk.store.absences.back_early(order.person, now)
    first = await desk.store.absences.set(
        order.person, absence, command=order.id, answer=encode_answer(answer)
    )
    if order.until is not None:
        await _pass_on(desk, order, order.until, due)
    return decode_answer(first)


def _refused(order: SetAway, directory: Directory, now: datetime) -> AnyRefusal | None:
    person = directory.people.get(order.person)
    if person is None:
        return NotYourAbsence()
    if order.until is not None and order.until <= now:
        return PastDate(due=order.until)
    if order.by == order.person:
        return None
    if not speaks_for(order.by, person, directory):
        return NotYourAbsence()
    too_long = order.until is not None and order.until > end_of_today(person, now)
    return NotYourAbsence(today_only=True) if too_long else None


def end_of_today(person: Person, now: datetime) -> datetime:
    """Their first opening on a later day: until then a lead can say that they are away."""
    tomorrow = now.astimezone(zone_of(person.hours.zone)).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone_of(person.hours.zone))
    try:
        return next_opening(midnight.astimezone(now.tzinfo), person.hours)
    except NeverOpen:
        return midnight.astimezone(now.tzinfo)


async def _due(desk: "Desk", order: SetAway, now: datetime) -> list[Request]:
    """What the person has that falls due before the return."""
    if order.until is None:
        return []
    return [r for r in await _had_by(desk, order.person) if falls_due(r, now, order.until)]


async def _had_by(desk: "Desk", person: PersonId) -> list[Request]:
    """What the person owns; first what their lead may read of."""
    numbers = [int(member) for member, _ in await desk.store.index(f"owner:{person}")]
    found = requests_in(await desk.store.states(numbers))
    return sorted((r for r in found.values() if r.owner == person), key=lambda r: (r.confidential, r.number))


async def _pass_on(desk: "Desk", order: SetAway, until: datetime, due: list[Request]) -> None:
    lead = _lead_to_tell(order, desk.directory)
    for index, request in enumerate(due):
        tells = lead if index == 0 and lead and may_read(lead, request, desk.directory) else None
        await desk.handle(
            c.OwnerAway(
                id=f"away:{order.id}:{request.number}",
                by=c.DESK,
                number=RequestNumber(request.number),
                person=order.person,
                until=until,
                tells=tells,
                passes=len(due),
            )
        )


async def left(desk: "Desk", person: PersonId, key: str) -> None:
    """Somebody is gone for good: whatever they have goes to the next in the chain, and their lead is told once.

    `key`: the same for every delivery of this news.
    """
    has = await _had_by(desk, person)
    lead = _lead_above(person, desk.directory)
    for index, request in enumerate(has):
        tells = lead if index == 0 and lead and may_read(lead, request, desk.directory) else None
        await desk.handle(
            c.NotReached(
                id=f"{key}:{request.number}",
                by=c.DESK,
                number=RequestNumber(request.number),
                person=person,
                tells=tells,
                passes=len(has),
            )
        )


def _lead_to_tell(order: SetAway, directory: Directory) -> PersonId | None:
    """Nobody is told of what they have just said."""
    lead = _lead_above(order.person, directory)
    return lead if lead != order.by else None


def _lead_above(person: PersonId, directory: Directory) -> PersonId | None:
    """The lead of somebody; of a lead, the concierge's. None for the concierge's own, and for whom nobody lists."""
    listed = directory.people.get(person)
    if listed is None:
        return None
    own = directory.departments[listed.department].lead
    lead = own if own != person else directory.departments[directory.concierge].lead
    return lead if lead != person else None
