"""App Home: what I asked for, what I answer for, and what my department has open. Small pure functions, and publishing.

What is filtered and searched for lies in the view itself, so that any process can draw it anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import structlog
from msgspec import Struct
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.card import Card
from bot.domain.request import ref
from bot.views import Filter, Load, Overview, Row, next_step, stands, wish_of
from bot.words import text_in
from bot.words.dates import Clock
from handlers.slack import blocks as b
from handlers.slack import limits, read
from handlers.slack.calls import called
from handlers.slack.people import Member
from handlers.slack.render import message
from handlers.slack.room import Room
from handlers.slack.shapes import ViewShape
from handlers.slack.text import clean, cut
from handlers.slack.values import Press, Shown, action_id, packed
from handlers.slack.words import SlackWords
from knowledge.directory import PersonId

log = structlog.get_logger()

MOST_ASKED = 10
MOST_QUEUE = 15
MOST_LATE = 5  # of all departments that one person leads
FILTERS: tuple[Filter, ...] = ("mine", "for_me", "for_them", "today", "department")
SEVERAL = ("take", "say", "resolve")  # what is done to several at once
LEADS = ("reassign", "take_back")  # by who leads, beside these

ASK, RECORD, FILTER, SEARCH, OPEN, PICK, FIGURES = (
    "home/ask",
    "home/record",
    "home/filter",
    "home/search",
    "home/open",
    "home/pick",
    "home/figures",
)


class Scene(Struct, frozen=True, kw_only=True):
    words: SlackWords
    zone: str
    now: datetime
    shown: Shown
    asked: Sequence[Row]
    queue: Sequence[Row]
    serves: bool
    away_until: datetime | None = None
    overviews: Sequence[Overview] = ()  # of the departments that they lead or stand in for
    escalated: Sequence[Row] = ()
    figures: Card | None = None  # how what they lead is doing


def shown_of(view: ViewShape | None) -> Shown:
    """As it was when the view was drawn, with what has been typed into it since."""
    try:
        kept = msgspec.json.decode(view.private_metadata or "{}", type=Shown) if view else Shown()
    except msgspec.DecodeError:
        kept = Shown()
    typed = read.fields_of(view) if view is not None else {}
    which = typed.get(FILTER) or kept.which
    search = typed.get(SEARCH, kept.search) if SEARCH in typed else kept.search
    return Shown(which if which in FILTERS else "mine", cut(clean(search), 200))


def picked(view: ViewShape | None) -> tuple[int, ...]:
    typed = read.fields_of(view) if view is not None else {}
    return tuple(int(n) for n in typed.get(PICK, "").split("\n") if n.isdecimal())


def home_view(scene: Scene) -> dict[str, Any]:
    """At most a hundred blocks, whatever there is to show; what does not fit is named."""
    words = scene.words
    starts = [b.button(words("slack-home-ask"), ASK, "ask", "primary")]
    if scene.serves:
        starts += [b.button(words("slack-home-record"), RECORD, "record"), _away_or_back(scene)]
    blocks = [*b.actions(starts), *_away(scene), *b.header(words("slack-home-mine")), *_asked(scene)]
    if scene.serves:
        blocks += [b.divider(), *b.header(words("slack-home-queue")), *_tools(scene), *_queue(scene)]
    blocks += [*_figures(scene), *_escalated(scene)]
    blocks += _departments(scene, limits.HOME_BLOCKS - len(blocks))
    return b.home(blocks, msgspec.json.encode(scene.shown).decode())


def _away_or_back(scene: Scene) -> b.Element:
    press = Press(verb="away", form="away") if scene.away_until is None else Press(verb="back")
    value = packed(press) or ""
    return b.button(scene.words(f"button-{press.verb}"), action_id(press.verb, 0), value)


def _away(scene: Scene) -> list[b.Block]:
    if scene.away_until is None:
        return []
    until = _clock(scene).until(scene.away_until)
    return b.context(scene.words("away-line", until=until))


def _departments(scene: Scene, room: int) -> list[b.Block]:
    """What a lead looks after: late now, who has how much. Never how well anybody does. `room`: blocks, one of which
    names the departments that do not fit; those with nothing late give way first.
    """
    found: list[b.Block] = []
    beside: list[Overview] = []
    for overview in sorted(scene.overviews, key=lambda one: not one.late):
        told = _department(overview, scene)
        if beside or len(found) + len(told) >= room:
            beside.append(overview)
        else:
            found += told
    return [*found, *_beside(beside, scene)]


def _department(overview: Overview, scene: Scene) -> list[b.Block]:
    words = scene.words
    most = max(1, MOST_LATE // len(scene.overviews))
    name = text_in(overview.name, words.language)
    people = ", ".join(_has(load, scene) for load in overview.load)
    found = [b.divider(), *b.header(words("chat-lead-title", department=name))]
    found += b.context(words("chat-lead-load", people=people))
    if not overview.late:
        return [*found, *b.context(words("chat-lead-late-none"))]
    late = _rows(overview.late[:most], scene)
    return [*found, *b.context(words("chat-lead-late")), *late, *_more(len(overview.late) - most, scene)]


def _beside(overviews: Sequence[Overview], scene: Scene) -> list[b.Block]:
    """All in one block, and where their requests are."""
    if not overviews:
        return []
    words = scene.words
    names = [
        words("slack-home-beside-one", department=text_in(one.name, words.language), count=len(one.late))
        for one in overviews
    ]
    told = words("slack-home-beside", departments=", ".join(names), filter=words("desk-filter-department"))
    return b.context(told)[:1]


def _escalated(scene: Scene) -> list[b.Block]:
    if not scene.escalated:
        return []
    rows = _rows(scene.escalated[:MOST_LATE], scene)
    more = _more(len(scene.escalated) - MOST_LATE, scene)
    return [b.divider(), *b.header(scene.words("chat-lead-escalated")), *rows, *more]


def _figures(scene: Scene) -> list[b.Block]:
    """In sentences; their chart is a file, which stands in a conversation only."""
    if scene.figures is None:
        return []
    chart = b.button(scene.words("chat-lead-chart"), FIGURES, "figures")
    return [b.divider(), *message(scene.figures).blocks, *b.actions([chart])]


def _has(load: Load, scene: Scene) -> str:
    words, facts = scene.words, {"name": load.name, "count": load.open}
    if load.away_until is None:
        return words("chat-lead-has", **facts)
    until = _clock(scene).until(load.away_until)
    return words("chat-lead-has-away", until=until, **facts)


def _asked(scene: Scene) -> list[b.Block]:
    if not scene.asked:
        return b.context(scene.words("slack-home-mine-none"))
    rows = [
        block for row in scene.asked[:MOST_ASKED] for block in _row(row, _told_to_asker(row, scene), scene)
    ]
    return [*rows, *_more(len(scene.asked) - MOST_ASKED, scene)]


def _tools(scene: Scene) -> list[b.Block]:
    words = scene.words
    options = [b.option(words(f"desk-filter-{name}"), name) for name in FILTERS]
    hint = words("slack-home-search-hint")
    search = b.text_input(SEARCH, lines=False, hint=hint, initial=scene.shown.search)
    search.pop("max_length")
    field = b.field(SEARCH, words("slack-home-search"), search, required=False) | {"dispatch_action": True}
    chosen = b.select(FILTER, words("slack-choose"), options, scene.shown.which)
    return [*b.actions([chosen], FILTER), field]


def _queue(scene: Scene) -> list[b.Block]:
    rows = scene.queue[:MOST_QUEUE]
    if not rows:
        return b.context(scene.words("slack-home-queue-none"))
    whose = scene.shown.which == "department"
    more = _more(len(scene.queue) - MOST_QUEUE, scene)
    return [*_rows(rows, scene, whose=whose), *more, *_several(scene)]


def _several(scene: Scene) -> list[b.Block]:
    words = scene.words
    options = [
        b.option(f"{ref(row.number)} {row.requester}", str(row.number))
        for row in scene.queue[: limits.OPTIONS]
    ]
    chosen = b.select_several(PICK, words("slack-home-pick-hint"), options)
    verbs = (*SEVERAL, *LEADS) if scene.overviews else SEVERAL
    acts = [b.button(words(f"button-{verb}"), f"home/several/{verb}", verb) for verb in verbs]
    return [b.section(words("slack-home-pick"), chosen, PICK), *b.actions(acts)]


class Told(Struct, frozen=True):
    """What a line says beside its number and topic: how it stands, and of whom and when."""

    state: str
    facts: tuple[str, ...]


def _rows(rows: Sequence[Row], scene: Scene, *, whose: bool = True) -> list[b.Block]:
    """`whose`: also who has it, where that is not plain."""
    return [block for row in rows for block in _row(row, _told_to_server(row, scene, whose=whose), scene)]


def _row(row: Row, told_beside: Told, scene: Scene) -> list[b.Block]:
    words = scene.words
    topic = text_in(row.topic or row.department, words.language)
    title = words("slack-home-row", ref=ref(row.number), topic=topic, state=told_beside.state)
    told = title if row.confidential or not row.first_words else f"{title}\n{row.first_words}"
    value = packed(Press(verb="open", number=row.number, seen=row.version))
    opens = b.button(words("slack-home-open"), f"{OPEN}/{row.number}", value) if value is not None else None
    facts = " · ".join(fact for fact in told_beside.facts if fact)
    return [b.section(told, opens), *b.context(cut(facts, limits.FIELD_TEXT))]


def _told_to_asker(row: Row, scene: Scene) -> Told:
    words, clock = scene.words, _clock(scene)
    owner = words("slack-home-owner", owner=row.owner) if row.owner else ""
    asked = words("slack-home-asked", when=clock.on(row.asked_at))
    return Told(
        stands(row, words.desk, asker=True), (owner, asked, next_step(row, clock), wish_of(row, clock))
    )


def _told_to_server(row: Row, scene: Scene, *, whose: bool) -> Told:
    words, clock = scene.words, _clock(scene)
    asked = words("slack-home-asked-by", name=row.requester or "…", when=clock.on(row.asked_at))
    owner = words("slack-home-owner", owner=row.owner) if whose and row.owner else ""
    return Told(stands(row, words.desk), (asked, owner, next_step(row, clock), wish_of(row, clock)))


def _clock(scene: Scene) -> Clock:
    return Clock(scene.words.desk, scene.zone, scene.now)


def _more(count: int, scene: Scene) -> list[b.Block]:
    return b.context(scene.words("slack-home-more", count=count)) if count > 0 else []


# Publishing


async def publish(room: Room, member: Member, shown: Shown | None = None, hash_: str = "") -> None:
    """Draws somebody's Home. `hash_`: of the view that it replaces; a newer one stays."""
    client = await room.workspaces.client(member.home)
    if client is None:
        return
    view = home_view(await _scene(room, member.person, shown or Shown()))
    await _published(client, member.user, view, hash_)


async def _published(client: AsyncWebClient, user: str, view: dict[str, Any], hash_: str) -> None:
    arguments: dict[str, Any] = {"user_id": user, "view": view}
    if hash_:
        arguments["hash"] = hash_
    await called(client.views_publish(**arguments))


async def _scene(room: Room, person: PersonId, shown: Shown) -> Scene:
    directory, now = room.directory, await room.desk.now()
    serves = person in directory.people
    which: Filter = next((name for name in FILTERS if name == shown.which), "mine")
    queue = await room.views.queue(person, directory, now, which=which, search=shown.search) if serves else []
    return Scene(
        words=await room.words(person),
        zone=await room.zone(person),
        now=now,
        shown=shown,
        asked=await room.views.asked(person, directory, now),
        queue=queue,
        serves=serves,
        away_until=await room.away_until(person) if serves else None,
        overviews=await room.views.overviews(person, directory, now) if serves else (),
        escalated=await room.views.escalated(person, directory, now) if serves else (),
        figures=await room.speaker.glance(person, directory, (await room.words(person)).language, now),
    )
