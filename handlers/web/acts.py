"""What a person does on the page: says something, presses a button, sends a form, moves the clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import away
from bot.acts import Unclear
from bot.answer import Answer
from bot.calendars import is_absences
from bot.delivery.card import sentences
from bot.desk import LONGEST_TEXT
from bot.domain.commands import Nudge, words_id
from bot.domain.instants import unix_ms
from bot.domain.request import RequestNumber, WordsId, files_with, ref
from bot.hearing import Said
from bot.store.crashpoints import reached
from bot.words import of, refusal
from handlers.web import direct, metrics, read, render
from handlers.web.read import Sent, Upload
from handlers.web.room import Room, Unknown, Wanted, room_of
from handlers.web.said import clock
from handlers.web.tell import UNDOABLE, done, events, fragment, language_asked, refs, refused

routes = web.RouteTableDef()
FEW = 3  # requests that are named one by one; of more their count says enough


@routes.post("/desk/say")
async def say(request: web.Request) -> web.Response:
    given, files = await read.with_files(request)
    wanted = Wanted.by(request, given)
    said = read.words(given, wanted, files)
    if said.thread is None and is_absences(given.get("text", ""), said.files):
        await direct.calendar(said, files[0].data, wanted)
        return done(wanted, "")
    with metrics.acts.time():
        answer = await wanted.room.desk.hear(said)
        if answer.kind == "done":
            await _keep(said, files, answer, wanted)
    reached("ack")
    metrics.answers.labels(answer.kind).inc()
    if answer.kind in ("empty", "too_long"):
        return refused(wanted, _about_text(answer.kind, said.text, wanted))
    if answer.kind == "refused":
        return refused(wanted, await _why(answer, wanted))
    if answer.kind != "done":
        await direct.answer(said, answer, wanted)
        return done(wanted, "")
    number = answer.number or 0
    undo = [number] if wanted.side == "work" and said.thread is not None else []
    return done(wanted, wanted.t("desk-told-noted", ref=ref(number)), undo)


async def _keep(said: Said, files: Sequence[Upload], answer: Answer, wanted: Wanted) -> None:
    """Before it is said to be noted: sent again, it is kept again."""
    came_with = words_id(Nudge(id=said.id, by=said.by, number=RequestNumber(answer.number or 0)))
    for words, file in zip(files_with(came_with, len(files)), files, strict=True):
        await wanted.room.store.files.keep((answer.number or 0, wanted.person, words), file.data)


def _about_text(kind: str, text: str, wanted: Wanted) -> str:
    if kind == "empty":
        return wanted.t("desk-empty")
    return wanted.t("desk-too-long", length=len(text), most=LONGEST_TEXT)


async def _why(answer: Answer, wanted: Wanted) -> str:
    """A refusal in words, with the names it speaks of."""
    if answer.refusal is None:
        return wanted.t("desk-broken")
    people = [getattr(answer.refusal, field, None) for field in ("by", "owner", "person", "asked")]
    names = await wanted.room.views.names([p for p in people if p], wanted.room.directory)
    now = await wanted.room.desk.now()
    return refusal(wanted.t, answer.refusal, names=names, zone=wanted.zone, now=now)


@routes.post("/desk/act")
async def act(request: web.Request) -> web.Response:
    pairs = await read.fields(request)
    wanted = Wanted.by(request, dict(pairs))
    sent = read.act(pairs, wanted)
    too_long = next((text for text in sent.fields.values() if len(text) > LONGEST_TEXT), None)
    if too_long is not None:
        return refused(wanted, _about_text("too_long", too_long, wanted))
    now = await wanted.room.desk.now()
    if sent.verb in away.VERBS:
        return await _away(sent, wanted, now)
    if not sent.numbers:
        raise Unknown
    went, failed = [], {}
    for number in sent.numbers:
        try:
            with metrics.acts.time():
                answer = await _order(sent, number, wanted, now)
        except Unclear as unclear:
            return refused(wanted, wanted.t(unclear.sentence))
        metrics.answers.labels(answer.kind).inc()
        if answer.kind == "done":
            went.append(number)
        else:
            failed[number] = await _outcome(answer, sent, wanted)
    reached("ack")
    return _summed_up(sent, went, failed, wanted)


async def _away(sent: Sent, wanted: Wanted, now: datetime) -> web.Response:
    """Until when somebody is away, or that they are back: said back in words, and the pane's own line changes."""
    try:
        order = away.clicked(sent.verb, sent.fields, sent.id, read.typing(wanted, now))
    except Unclear as unclear:
        return refused(wanted, wanted.t(unclear.sentence))
    answer = await wanted.room.desk.set_away(order)
    reached("ack")
    metrics.answers.labels(answer.kind).inc()
    if answer.kind != "away":
        return refused(wanted, await _why(answer, wanted))
    card = await direct.away(answer, wanted, now)
    line = render.page(
        "away.html", t=wanted.t, act=wanted.act, away=await direct.away_line(wanted, now), oob=True
    )
    return done(wanted, sentences(card), extra=line)


async def _order(sent: Sent, number: int, wanted: Wanted, now: datetime) -> Answer:
    if sent.verb == "move_words":
        words = WordsId(sent.fields.get("words", ""))
        return await wanted.room.desk.something_else(wanted.person, number, words)
    if sent.verb != "say":
        return await wanted.room.desk.handle(read.command(sent, number, wanted, now))
    several = len(sent.numbers) > 1
    text = sent.fields.get("text", "")
    if sent.fields.get("held"):
        text = await wanted.room.desk.held.words(wanted.person, sent.fields["held"]) or ""
    said = read.said(f"{sent.id}/{number}" if several else sent.id, text, wanted, number)
    return await wanted.room.desk.hear(said)


async def _outcome(answer: Answer, sent: Sent, wanted: Wanted) -> str:
    if answer.kind in ("empty", "too_long"):
        return _about_text(answer.kind, sent.fields.get("text", ""), wanted)
    return await _why(answer, wanted)


def _by_reason(failed: Mapping[int, str]) -> dict[str, list[int]]:
    """Of forty that did not go for one reason it is said once."""
    found: dict[str, list[int]] = {}
    for number, why in failed.items():
        found.setdefault(why, []).append(number)
    return found


def _summed_up(sent: Sent, went: list[int], failed: Mapping[int, str], wanted: Wanted) -> web.Response:
    t = wanted.t
    not_all = [t("desk-told-not-all", refs=refs(ns), why=why) for why, ns in _by_reason(failed).items()]
    if not went:
        return refused(wanted, next(iter(failed.values())) if len(failed) == 1 else " ".join(not_all))
    if sent.verb == "undo" and len(went) > FEW:
        sentence = t("desk-told-undone-many", count=len(went))
    elif sent.verb == "undo":
        sentence = t("desk-told-undone", ref=refs(went))
    elif len(went) == 1:
        own = f"desk-told-{sent.verb}"
        sentence = t(own if t.has(own) else "desk-told-done", ref=refs(went))
    else:
        sentence = t("desk-told-done-many", count=len(went))
    undo = went if wanted.side == "work" and sent.verb in UNDOABLE else []
    return done(wanted, " ".join([sentence, *not_all]), undo)


@routes.post("/desk/clock")
async def move_clock(request: web.Request) -> web.Response:
    """Forward only, and for everybody: what falls due on the way happens."""
    given = dict(await read.fields(request))
    room = room_of(request)
    ahead = _ahead(given.get("move", ""), await room.desk.now(), room)
    # Rounded up: the clock moves by whole milliseconds, and nine o'clock is not a moment before nine.
    await room.store.move_clock(-(-ahead // timedelta(milliseconds=1)))
    now = await room.desk.now()
    language = (
        room.language(given.get("lang", ""))
        if given.get("lang")
        else language_asked(request, room.directory.languages)
    )
    html = render.page(
        "clock.html",
        t=of(language),
        page={
            "now_iso": now.isoformat(timespec="seconds"),
            "now_ms": unix_ms(now),
            "now_said": clock(now, room.directory.zone, language),
            "zone": room.directory.zone,
            "language": language,
        },
    )
    return fragment(html, headers=events(clock={"ms": unix_ms(now)}))


def _ahead(move: str, now: datetime, room: Room) -> timedelta:
    if move == "hour":
        return timedelta(hours=1)
    if move == "morning":
        here = now.astimezone(ZoneInfo(room.directory.zone))
        morning = datetime.combine(here.date() + timedelta(days=1), time(9), here.tzinfo)
        # Through UTC: between two instants of one zone, arithmetic forgets that a night may have changed the clocks.
        return morning.astimezone(ZoneInfo("UTC")) - now.astimezone(ZoneInfo("UTC"))
    raise Unknown
