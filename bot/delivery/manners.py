"""Whether a notice is sent now, later, quietly or not at all. Pure: it looks at one `Scene` and says one `Verdict`.

What the bot itself starts reaches nobody outside their hours, save danger and the urgent. Somebody who serves is rung
three times in a quarter of an hour at most; what is more is told in one message. A living card never goes back.
"""

from datetime import datetime, timedelta

from msgspec import Struct

from bot.delivery.notices import Notice
from bot.delivery.relevance import bot_started, is_living, outdated
from bot.domain.events import AnyEvent, TargetWarned
from bot.domain.request import Request
from knowledge.calendar import NeverOpen, WorkingHours, next_opening, zone_of

RINGS = 3  # loud notices that one person who serves gets within
WINDOW = timedelta(minutes=15)


class Pending(Struct, frozen=True):
    """A notice that waits in the lane: the one at its head, or one behind it."""

    key: str
    told: Notice
    together: bool = False  # held back while late timers fired: told in one message with the others


class Scene(Struct, frozen=True, kw_only=True):
    now: datetime
    pending: Pending
    behind: tuple[Pending, ...]
    event: AnyEvent
    request: Request  # as it is now
    allowed: bool  # may read it now, or it is meant for them alone
    page: bool  # the place is a page that one opens, not a bell: what is quiet there disturbs nobody
    shown: int | None  # the version that the living card there shows; None without one
    hours: WorkingHours | None  # the recipient's own; None where nothing is known
    away: datetime | None = None  # the recipient is, until
    rings: tuple[datetime, ...] = ()  # when the recipient was rung lately
    # Until when what happened before it in its request is held back in this lane.
    follows: datetime | None = None
    catching_up: datetime | None = None  # late timers are firing, until


class Pass(Struct, frozen=True):
    """Not sent, on purpose."""

    why: str


class Hold(Struct, frozen=True):
    until: datetime
    why: str
    together: bool = False


class Post(Struct, frozen=True):
    loud: bool


class Change(Struct, frozen=True):
    """The living card is updated."""


class Together(Struct, frozen=True):
    """One message for all of these, the first of them at the lane's head."""

    pendings: tuple[Pending, ...]


Verdict = Pass | Hold | Post | Change | Together


def verdict(scene: Scene) -> Verdict:
    told = scene.pending.told
    if not scene.allowed:
        return Pass("rights")
    if not is_living(told) and (why := outdated(told, scene.event, scene.request)):
        return Pass(why)
    if told.loud:
        return _loud(scene)
    if is_living(told):
        return _quiet(scene)
    hold = None if scene.page or presses(scene) else _better_moment(scene)
    return hold or Post(loud=False)


def _quiet(scene: Scene) -> Verdict:
    """A living card that shall show the newest state: once is enough, and never an older one."""
    told = scene.pending.told
    if scene.shown is not None and scene.shown > told.event:
        return Pass("shown already")
    if any(_same_card(told, later.told) for later in scene.behind):
        return Pass("a newer one follows")
    if scene.shown is not None:
        return Change()
    return Post(loud=False) if scene.page else Pass("no card there")


def _same_card(one: Notice, other: Notice) -> bool:
    return is_living(other) and (one.number, one.side, one.to) == (other.number, other.side, other.to)


def _loud(scene: Scene) -> Verdict:
    told = scene.pending.told
    if is_living(told) and outdated(told, scene.event, scene.request):
        return _quiet(scene)
    if presses(scene):
        return Post(loud=True)
    if hold := _better_moment(scene):
        # On a page the card itself may be there at once: it disturbs nobody, and it is where people look.
        return Post(loud=False) if scene.page and is_living(told) else hold
    if scene.pending.together and len(group := _group(scene)) > 1:
        return Together(group)
    return _rung(scene, _group(scene)) if told.side == "work" else Post(loud=True)


def presses(scene: Scene) -> bool:
    """Danger and the urgent wait for nobody's hours, and are never told in a bundle."""
    request = scene.request
    return scene.pending.told.urgent or request.urgency == "urgent" or request.emergency is not None


def _better_moment(scene: Scene) -> Hold | None:
    told = scene.pending.told
    if bot_started(told, scene.event):
        if scene.catching_up is not None and scene.catching_up > scene.now:
            return Hold(scene.catching_up, "catching up", together=True)
        # What was held once is told with the others it was held with, not held again.
        if _waits_for_morning(scene) and (morning := _morning_after(scene)) > scene.now:
            return Hold(morning, "morning list", together=True)
        if (opens := _opening(scene)) > scene.now:
            return Hold(opens, "out of hours", scene.pending.together)
    # What follows on something held back waits with it, so that a request is told in its order. That holds, too, for a
    # moment that has come while what waited for it is not back in the lane yet.
    if scene.follows is not None:
        return Hold(scene.follows, "follows", scene.pending.together)
    return None


def _opening(scene: Scene) -> datetime:
    """When they are at work next; who is away, once they are back."""
    return _opening_from(max(scene.now, scene.away or scene.now), scene.hours)


def _opening_from(at: datetime, hours: WorkingHours | None) -> datetime:
    try:
        return next_opening(at, hours) if hours is not None else at
    except NeverOpen:
        return at


def _waits_for_morning(scene: Scene) -> bool:
    """That a time is near rings for what is urgent or high; the rest is told in one list, its card says so at once."""
    near = isinstance(scene.event, TargetWarned) and not scene.pending.together
    return near and scene.request.urgency not in ("urgent", "high")


def _morning_after(scene: Scene) -> datetime:
    """The recipient's first opening on a later day than the warning."""
    if scene.hours is None:
        return scene.now
    day = scene.event.at.astimezone(zone_of(scene.hours.zone)).date() + timedelta(days=1)
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone_of(scene.hours.zone))
    return _opening_from(midnight.astimezone(scene.now.tzinfo), scene.hours)


def _group(scene: Scene) -> tuple[Pending, ...]:
    """What could be told in one message with the head: loud ones of the same person and side behind it."""
    told, together = scene.pending.told, scene.pending.together
    return (
        scene.pending,
        *(
            later
            for later in scene.behind
            if later.told.loud
            and (later.told.to, later.told.side) == (told.to, told.side)
            and (later.together or not together)
        ),
    )


def _rung(scene: Scene, group: tuple[Pending, ...]) -> Verdict:
    recent = [at for at in scene.rings if at > scene.now - WINDOW]
    if len(recent) + len(group) <= RINGS:
        return Post(loud=True)
    if scene.page:
        return Post(loud=len(recent) < RINGS)
    if len(recent) >= RINGS:
        return Hold(min(recent) + WINDOW, "rung often")
    return Together(group) if len(group) > 1 else Post(loud=True)
