"""One request open on the owner's side: its head, its history, and what this person may do with it now."""

from datetime import datetime

from bot.delivery.card import Card
from bot.delivery.cards import Pen, View
from bot.delivery.cards.quick import in_their_words
from bot.delivery.cards.view import WITH_FORM
from bot.delivery.files import safe_name
from bot.domain.commands import decode_attached
from bot.domain.indexes import expected_at
from bot.domain.request import Request, ref
from bot.domain.rights import may_keep
from bot.views import Seen
from bot.words import text_in
from handlers.web import history, queue
from handlers.web.cast import who
from handlers.web.room import Wanted
from handlers.web.said import moment
from handlers.web.views import ActView, FileView, Opened

# In the order in which they stand; a key each where the work is done by keyboard.
ACTS = (
    ("take", "t"),
    ("promise", "p"),
    ("ask_requester", ""),
    ("wait_for", ""),
    ("note", "n"),
    ("consult", ""),
    ("hand_over", "h"),
    ("withdraw_handover", ""),
    ("decline_handover", ""),
    ("reassign", ""),
    ("take_back", ""),
    ("file_under", ""),
    ("set_urgency", ""),
    ("make_private", ""),
    ("lift_private", ""),
    ("resolve", "e"),
    ("keep_answer", ""),
)


async def opened(number: int, wanted: Wanted, now: datetime) -> Opened | None:
    """None for an absent request as for one that is not theirs to read."""
    room = wanted.room
    seen = await room.views.one(number, wanted.person, room.directory)
    if seen is None:
        return None
    return _shown(seen, await history.view_of(seen, wanted, now), wanted)


def _shown(seen: Seen, view: View, wanted: Wanted) -> Opened:
    now, names = view.now, view.names
    request, directory, t = seen.request, wanted.room.directory, wanted.t
    topic = directory.topics.get(request.topic) if request.topic else None
    department = directory.departments[request.department]
    listed = directory.people.get(request.requester)

    def when(at: datetime | None, *, day_only: bool = False) -> str:
        return moment(at, now, wanted.zone, wanted.language, t, day_only=day_only) if at else ""

    due = expected_at(request) if request.is_open else None
    return Opened(
        number=request.number,
        version=request.version,
        ref=ref(request.number),
        topic=text_in(topic.name if topic else department.name, wanted.language),
        requester=names.get(request.requester, ""),
        requester_line=who(listed, directory, wanted.language).line if listed else "",
        state=_state(request, wanted),
        owner=names.get(request.owner, ""),
        due=queue.due(due, now, wanted) if due else "",
        late=due is not None and due < now,
        wanted=when(request.wanted_by, day_only=request.wanted_day_only),
        promise=when(request.promise.due if request.promise and not request.promise_rests else None),
        confidential=request.confidential,
        steps=history.steps(seen, view),
        files=_files(seen, wanted, now),
        acts=_acts(seen, wanted),
        in_words=_in_words(seen, view),
        may_say="say" in seen.verbs,
    )


def _in_words(seen: Seen, view: View) -> Card | None:
    """The living card says it too, but what is open covers it."""
    pen = Pen(view, seen.request)
    said = in_their_words(pen)
    return pen.card("in_words", *said, title="") if said else None


def _files(seen: Seen, wanted: Wanted, now: datetime) -> tuple[FileView, ...]:
    """Those that this person may open, each with a link of their own."""
    number, files = seen.request.number, wanted.room.files
    return tuple(
        FileView(
            safe_name(decode_attached(seen.texts[words].encode()).name),
            files.link(number, words, wanted.person, now, absolute=False),
        )
        for words, _ in seen.request.files
        if words in seen.texts
    )


def _state(request: Request, wanted: Wanted) -> str:
    if request.status in ("new", "open") and not request.taken:
        return wanted.t("desk-state-untaken")
    return wanted.t(f"desk-state-{request.status}")


def _acts(seen: Seen, wanted: Wanted) -> tuple[ActView, ...]:
    request = seen.request
    hidden = {
        "keep_answer": not may_keep(wanted.person, request, wanted.room.directory),
        "take": request.taken and request.owner == wanted.person and request.offer is None,
        "withdraw_handover": request.offer is None,
        "make_private": request.confidential,
        "lift_private": not request.confidential,
        "reassign": request.owner == wanted.person,
        "take_back": request.owner == wanted.person,
    }
    shown = {verb for verb, _ in ACTS if verb in seen.verbs and not hidden.get(verb)}
    return tuple(
        ActView(
            verb=verb,
            label=wanted.t(f"button-{verb}"),
            form=verb in WITH_FORM,
            key=key,
            primary=verb == ("take" if "take" in shown else "resolve"),
        )
        for verb, key in ACTS
        if verb in shown
    )
