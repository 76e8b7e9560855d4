"""Being away, said in Slack: by the command, and by one's own status that has an end."""

import re
from datetime import UTC, datetime, timedelta

from bot import away
from bot.acts import Unclear
from bot.delivery.card import Button, Buttons, Card, Paragraph
from bot.words import of
from bot.words.dates import Clock
from handlers.asides import Aside
from handlers.slack import read, tell
from handlers.slack.people import Member, identity_of
from handlers.slack.room import Room
from handlers.slack.shapes import UserShape
from knowledge.calendar import NeverOpen, next_opening
from knowledge.directory import PersonId

WORDS = frozenset({"away", "fuera", "ausente"})  # alone they open the form
BACK = frozenset({"back", "vuelta", "de vuelta"})
SHORTEST = timedelta(hours=4)  # a status for a shorter time is a meeting or lunch, and no absence
OFFERED_MS = 30 * 86_400_000  # a profile that changes otherwise does not offer it again

_SAID = re.compile(r"(?P<word>\w+)\s+(?:<@(?P<user>[A-Z0-9]+)(?:\|[^<>]*)?>\s*)?(?P<until>.*)", re.DOTALL)
_SAYS_WHEN = re.compile(r"(?:hasta|until|till|til|hoy|today)\b", re.IGNORECASE)


async def ordered(room: Room, member: Member, id_: str, text: str) -> Card | str | None:
    """`away until Monday`, `fuera @Ana hoy`, `back`: the answer; None where it is no order but a request."""
    if member.person not in room.directory.people:
        return None
    if text.casefold().strip(" .") in BACK:
        return await _set(room, member, away.BACK, {}, id_)
    found = _SAID.fullmatch(text)
    if found is None or found["word"].casefold() not in WORDS:
        return None
    fields = {"until": read.plain(found["until"]).strip()}
    if found["user"]:
        fields["person"] = await _person(room, member, found["user"])
    try:
        return await _set(room, member, away.AWAY, fields, id_)
    except Unclear as unclear:
        if not found["user"] and not _SAYS_WHEN.match(fields["until"]):
            return None  # "fuera de plazo…" is no absence
        return (await room.words(member.person))(unclear.sentence)


async def _set(room: Room, member: Member, verb: str, fields: dict[str, str], id_: str) -> Card | str:
    order = away.clicked(verb, fields, id_, await room.typing(member.person))
    answer, card = await room.set_away(order)
    return card if card is not None else await room.why(member.person, answer)


async def _person(room: Room, member: Member, user: str) -> str:
    """Whoever is mentioned; nobody whom the directory lists, where we do not know them."""
    return await room.store.people.person(identity_of(member.home, user)) or "?"


async def offered(room: Room, home: str, about: UserShape) -> None:
    """A status that ends is offered as an absence, once, to whoever answers for something."""
    profile = about.profile
    if not about.id or profile is None or not profile.status_text or not profile.status_expiration:
        return
    known = await room.store.people.person(identity_of(about.team_id or home, about.id))
    listed = room.directory.people.get(PersonId(known)) if known else None
    if listed is None:
        return
    now = await room.desk.now()
    ends = datetime.fromtimestamp(profile.status_expiration, UTC)
    if ends - now < SHORTEST:
        return
    try:
        until = next_opening(ends, listed.hours)
    except NeverOpen:
        return
    already = await room.away_until(listed.id)
    if already is not None and already >= until:
        return
    member = await room.people.member(home, about.team_id or home, about.id)
    offer = Aside(
        place=tell.direct(member),
        key=f"status/{listed.id}/{until.isoformat()}",
        card=await _offer(room, listed.id, until, now),
        loud=False,
    )
    await room.asides.say(offer, f"status:{listed.id}:{profile.status_expiration}", OFFERED_MS)


async def _offer(room: Room, person: PersonId, until: datetime, now: datetime) -> Card:
    language = await room.language(person)
    say = of(language)
    when = Clock(say, await room.zone(person), now).until(until)
    text, label = say("chat-status-offer", until=when), say("chat-status-button", until=when)
    button = Button(label=label, verb=away.AWAY, fields={"until": until.isoformat()})
    return Card(
        kind="status",
        language=language,
        text=f"{text} · {label}",
        blocks=(Paragraph(text), Buttons((button,))),
    )
