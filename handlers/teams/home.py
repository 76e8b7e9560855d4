"""The home card: what I asked for and how it goes, below a greeting, on "help", and as a welcome."""

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.card import Card
from bot.delivery.cards import greeting_card
from bot.domain.request import ref
from bot.views import Row, next_step, stands
from bot.words import Words, text_in
from bot.words.dates import Clock
from handlers.teams import blocks as b
from handlers.teams import tell
from handlers.teams.blocks import Element
from handlers.teams.gateway import attached
from handlers.teams.people import Member
from handlers.teams.render import WHOLE, body_of
from handlers.teams.room import Room
from handlers.teams.text import shortened
from handlers.teams.values import Press, data_of
from knowledge.directory import PersonId

HELP_WORDS = frozenset({"help", "ayuda", "?", "hilfe", "inicio", "home", "mis solicitudes", "my requests"})
MOST_ASKED = 10
PERSON = "want_person"  # a person, whatever it is about: no request yet


async def show(room: Room, member: Member, what: str, *, hello: str = "") -> None:
    """In the personal chat, once for `what`; `hello` goes before."""
    asked = await room.views.asked(member.person, room.directory, await room.desk.now())
    card = await room.help_card(member.person)
    made = await home_card(room, member.person, card, asked, hello=hello)
    await tell.element(room, tell.direct(member), made, what)


async def greet(room: Room, member: Member, what: str) -> None:
    """A greeting is greeted; how it all works is told on "help", and to whoever is new."""
    view = await room.view(member.person, await room.language(member.person))
    asked = await room.views.asked(member.person, room.directory, view.now)
    made = await home_card(room, member.person, greeting_card(view), asked)
    await tell.element(room, tell.direct(member), made, what)


async def welcome(room: Room, member: Member) -> None:
    """Once in a person's life, however often the app is installed."""
    if not await room.kept.once(f"teams-welcome:{member.person}", within_ms=None):
        return
    say = await room.words(member.person)
    card = await room.help_card(member.person)
    asked = await room.views.asked(member.person, room.directory, await room.desk.now())
    made = await home_card(room, member.person, card, asked, hello=say("teams-welcome"))
    await tell.send(room, tell.direct(member), attached(made))


async def home_card(
    room: Room, person: PersonId, help_: Card, asked: Sequence[Row], *, hello: str = ""
) -> Element:
    say = await room.words(person)
    now, zone = await room.desk.now(), await room.zone(person)
    body = b.lines(hello) if hello else []
    body += [*([b.heading(help_.title)] if help_.title else [])]
    body += body_of(help_)
    body += b.actions([b.execute(say("button-want_person"), PERSON, data_of(Press(verb=PERSON)))])
    body.append(b.heading(say("teams-home-mine")))
    if not asked:
        body += b.lines(say("teams-home-none"), isSubtle=True)
    for row in asked[:MOST_ASKED]:
        body += _row(row, say, zone, now)
    rows = [_told(row, say) for row in asked[:MOST_ASKED]]
    text = "\n".join([*([hello] if hello else []), help_.text, *rows])
    return b.card(
        body,
        text=shortened(text, 2_000),
        language=say.language,
        speak=shortened(help_.title or help_.text, 200),
    )


def _told(row: Row, say: Words) -> str:
    """Where only text is shown, as in a notification: what is confidential is not named there."""
    if row.confidential:
        return say("title-confidential", ref=ref(row.number))
    topic = shortened(text_in(row.topic or row.department, say.language), 100)
    return f"{ref(row.number)} · {topic} · {stands(row, say, asker=True)}"


def _row(row: Row, say: Words, zone: str, now: datetime) -> list[Element]:
    clock = Clock(say, zone, now)
    topic = text_in(row.topic or row.department, say.language)
    head = b.rich(
        b.run(
            f"{ref(row.number)} · {shortened(topic, 100)} · {stands(row, say, asker=True)}", weight="bolder"
        )
    )
    told = [] if row.confidential else b.lines(shortened(row.first_words, 160))
    facts = b.lines(
        " · ".join(part for part in (shortened(row.owner, 80), next_step(row, clock)) if part),
        isSubtle=True,
        size="small",
    )
    press = Press(verb=WHOLE, number=row.number, seen=row.version, form=WHOLE)
    way = b.actions([b.submit(say("teams-whole"), data_of(press, dialog=True))])
    return [b.box([head, *told, *facts, *way])]
