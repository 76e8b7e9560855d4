"""An owner's queue in the personal chat: one card, refreshed in place by its own buttons."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.request import ref
from bot.views import Filter, Row, next_step, stands, wish_of
from bot.words import Words, text_in
from bot.words.dates import Clock
from handlers.teams import blocks as b
from handlers.teams import tell
from handlers.teams.blocks import Element
from handlers.teams.limits import LARGEST_CARD
from handlers.teams.people import Member
from handlers.teams.render import WHOLE
from handlers.teams.room import Room
from handlers.teams.text import fits, shortened
from handlers.teams.values import Press, data_of
from knowledge.directory import PersonId

QUEUE = "queue"  # the verb of the buttons that draw it anew
QUEUE_WORDS = frozenset({"queue", "cola", "mi cola", "my queue"})
MOST = 15
FILTERS: tuple[Filter, ...] = ("mine", "for_me", "for_them", "today", "department")


async def show(room: Room, member: Member, what: str) -> None:
    """Once for `what`."""
    await tell.element(room, tell.direct(member), await queue_card(room, member.person), what)


async def queue_card(room: Room, person: PersonId, which: str = "mine", search: str = "") -> Element:
    """As it is now, for this person alone: rights are looked at here."""
    say = await room.words(person)
    chosen: Filter = next((name for name in FILTERS if name == which), "mine")
    now = await room.desk.now()
    rows = await room.views.queue(person, room.directory, now, which=chosen, search=search[:200])
    zone = await room.zone(person)
    for count in range(min(MOST, len(rows)), -1, -1):
        made = _made(rows, count, say, zone, now, chosen)
        if fits(made, LARGEST_CARD):
            break
    return made


def _made(rows: Sequence[Row], count: int, say: Words, zone: str, now: datetime, chosen: Filter) -> Element:
    body = [b.heading(say("teams-queue"))]
    filters = []
    for name in FILTERS:
        press = Press(verb=QUEUE, fields={"which": name})
        style = "primary" if name == chosen else "plain"
        filters.append(b.execute(say(f"desk-filter-{name}"), QUEUE, data_of(press), style))
    body += b.actions(filters)
    if not rows:
        body += b.lines(say("teams-queue-none"), isSubtle=True)
    for row in rows[:count]:
        body.append(b.box(_row(row, say, zone, now, chosen)))
    if len(rows) > count:
        body += b.lines(say("teams-more", count=len(rows) - count), isSubtle=True)
    text = "\n".join([say("teams-queue"), *(ref(row.number) for row in rows[:count])])
    return b.card(body, text=text, language=say.language)


def _row(row: Row, say: Words, zone: str, now: datetime, chosen: Filter) -> list[Element]:
    clock = Clock(say, zone, now)
    topic = shortened(text_in(row.topic or row.department, say.language), 100)
    head = b.rich(b.run(f"{ref(row.number)} · {topic} · {stands(row, say)}", weight="bolder"))
    told = [] if row.confidential else b.lines(shortened(row.first_words, 120))
    late = {"color": "attention"} if row.late else {"isSubtle": True}
    facts = b.lines(
        " · ".join(part for part in (row.requester, next_step(row, clock), wish_of(row, clock)) if part),
        size="small",
        **late,
    )
    return [head, *told, *facts, *b.actions(_acts(row, say, chosen))]


def _acts(row: Row, say: Words, chosen: Filter) -> list[Element]:
    acts = []
    if row.is_untaken:
        take = Press(verb="take", number=row.number, seen=row.version, back=chosen)
        acts.append(b.execute(say("button-take"), "take", data_of(take), "primary"))
    for verb in ("say", "promise", "resolve"):
        press = Press(verb=verb, number=row.number, seen=row.version, form=verb)
        acts.append(b.submit(say(f"button-{verb}"), data_of(press, dialog=True)))
    whole = Press(verb=WHOLE, number=row.number, seen=row.version, form=WHOLE)
    return [*acts, b.submit(say("teams-whole"), data_of(whole, dialog=True))]
