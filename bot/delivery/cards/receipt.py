"""The requester's living card: what was understood, who has it, who can read it, by when; and how it stands now."""

from datetime import datetime

from bot.delivery.card import Block, Button, Buttons, Card, Paragraph
from bot.delivery.cards import answers
from bot.delivery.cards.ending import closed_card, resolved_now
from bot.delivery.cards.view import Pen
from bot.domain.decide.ladder import SEARCH_ENDS_AT
from bot.domain.events import EmergencyCalledOff, EmergencyRaised, LadderBegun, LeadBroughtIn, OwnerAssigned
from bot.domain.request import LOOKED_AT, Clock
from bot.domain.rights import department_of
from knowledge.calendar import add_business


def asks_card(pen: Pen) -> Card:
    """Whatever the request is now, in one card: danger before all, then what the bot itself is asking or answering."""
    request = pen.request
    if request.status in ("closed", "withdrawn"):
        return closed_card(pen)
    if request.signpost and request.status == "resolved":
        return answers.signpost_card(pen)
    if request.status == "resolved":
        return resolved_now(pen)
    if request.emergency is not None and not (request.taken and request.answered_at):
        return answers.danger_card(pen)
    if request.choices is not None:
        return answers.choices_card(pen)
    if request.article is not None:
        return answers.article_card(pen)
    return receipt_card(pen)


def receipt_card(pen: Pen) -> Card:
    request = pen.request
    return pen.card(
        "receipt",
        *answers.recorded(pen),
        understood(pen),
        *_two(pen),
        has_it(pen),
        *_expectation(pen),
        *_standing(pen),
        answers.readers(pen),
        *_looked_at(pen),
        pen.buttons(
            pen.button("not_this") if request.topic else None,
            pen.button("set_wanted_by"),
            _lifting(pen) if request.confidential else pen.button("make_private"),
            pen.button("want_person"),
            pen.button("made_good") if _unsatisfied(pen) else None,
            pen.button("for_information") if _began_so(pen) else None,
            pen.button("withdraw"),
        ),
    )


def understood(pen: Pen) -> Paragraph | None:
    """The recap: the matter in plain words and what is expected."""
    parts = []
    if (topic := pen.topic()) and not _two(pen):  # which two they are is said in a sentence of its own
        parts.append(pen.say("receipt-understood", topic=topic))
    if wish := pen.wish:
        parts.append(pen.say("receipt-wish", wish=wish))
    return Paragraph(" ".join(parts)) if parts else None


def _two(pen: Pen) -> list[Block]:
    """Two things in one message: said as it is, and parted by one tap. Until then both are with one person."""
    topics = [need.topic for need in pen.request.needs if need.topic in pen.view.directory.topics]
    button = pen.button("split") if len(topics) > 1 else None
    if button is None:
        return []
    one, other = map(pen.topic, topics)
    return [pen.says("receipt-two", one=one, other=other), Buttons((button,))]


def has_it(pen: Pen) -> Paragraph:
    request = pen.request
    facts = {"name": pen.name(request.owner), "department": pen.team(request.owner)}
    if request.taken:
        return pen.says("receipt-taken", **facts)
    if not request.topic and request.department == pen.view.directory.concierge:
        # After the third hand-over nobody is told that it may be passed on once more.
        to_the_end = request.handovers >= SEARCH_ENDS_AT
        return pen.says("receipt-to-the-end" if to_the_end else "receipt-unknown", **facts)
    return pen.says("receipt-owner", **facts)


def _expectation(pen: Pen) -> list[Block]:
    """By when they normally answer, and when they are at work next where that is later."""
    request, clock = pen.request, pen.request.first_response
    if request.answered_at is not None or request.promise is not None or clock is None:
        return []
    if clock.breached or clock.due <= pen.view.now:
        return [not_yet(pen, clock) or _late(pen)]
    return [Paragraph(expected(pen, clock))]


def overdue(pen: Pen) -> list[Block]:
    """An apology, where an answer or what was promised should have come by now; and who else was told of it."""
    return [*_sorry(pen), *_wanted(pen)]


def _sorry(pen: Pen) -> list[Block]:
    request, clock, promise = pen.request, pen.request.first_response, pen.request.promise
    if promise is not None:
        return [pen.warns("standing-lapsed", by=pen.clock.by(promise.due))] if promise.lapsed else []
    if request.answered_at is None and clock is not None and (clock.breached or clock.due <= pen.view.now):
        return _expectation(pen)
    return []


def expected(pen: Pen, clock: Clock) -> str:
    """When they are at work next where that is later than now, and by when they normally answer."""
    opens = opens_at(pen)
    answers = pen.say("receipt-answers", by=pen.clock.by(clock.due))
    if opens is None:
        return answers
    sees = pen.say("receipt-opens", on=pen.clock.on(opens))
    return f"{sees} {answers}" if clock.due > opens else sees


def opens_at(pen: Pen) -> datetime | None:
    """The owner's next opening, where the assignment found them closed and that is still to come."""
    opens = _told_opening(pen)
    return opens if opens is not None and opens > pen.view.now else None


def _told_opening(pen: Pen) -> datetime | None:
    """When the owner is at work, as it was said when they were given it closed; None where they were there."""
    for event in reversed(pen.view.history):
        if isinstance(event, OwnerAssigned) and event.owner == pen.request.owner:
            return event.opens_at
    return None


def not_yet(pen: Pen, clock: Clock) -> Paragraph | None:
    """The department's time passed before its owner is at work, and no sooner was said: what was said holds.

    From their opening on they have as long as an answer takes them; None once that is over too.
    """
    opens, owner = _told_opening(pen), pen.view.directory.people.get(pen.request.owner)
    if opens is None or opens < clock.due or owner is None:
        return None
    if opens > pen.view.now:
        return pen.warns("receipt-not-yet", name=pen.name(owner.id), on=pen.clock.on(opens))
    department = department_of(pen.request, pen.view.directory)
    answers = add_business(opens, department.targets[pen.request.urgency].first_response, owner.hours)
    if answers <= pen.view.now:
        return None
    return pen.says("receipt-there", name=pen.name(owner.id), by=pen.clock.by(answers))


def _late(pen: Pen) -> Paragraph:
    if pen.lead in pen.request.escalated_to and pen.lead != pen.request.owner:
        return pen.warns("receipt-late-lead", lead=pen.name(pen.lead))
    return pen.warns("receipt-late")


def _standing(pen: Pen) -> list[Block]:
    """What is going on beside that: a promise, a question, an offer, a lead, a complaint."""
    request = pen.request
    found: list[Block] = []
    if request.status == "pending":
        found.append(pen.says("standing-pending"))
    if request.promise is not None and not request.promise_rests:
        found += _promise(pen)
    elif request.offer is not None:
        found.append(pen.says("standing-offered", department=pen.department(request.offer.department)))
    if _unsatisfied(pen):
        found.append(pen.says("standing-complaint"))
    if request.nudged_at is not None and (
        request.answered_at is None or request.answered_at < request.nudged_at
    ):
        found.append(pen.quietly("standing-nudged"))
    return [*found, *_wanted(pen)]


def _wanted(pen: Pen) -> list[Block]:
    """Somebody else was asked for and nobody has said a word since: who was told, and who comes next by when."""
    request, event = pen.request, _asked_for_another(pen)
    if event is None or (request.answered_at is not None and request.answered_at >= event.at):
        return []
    found: list[Block] = []
    if isinstance(event, LeadBroughtIn):
        sentence = "standing-wanted-lead" if event.lead == pen.lead else "standing-wanted"
        found.append(pen.says(sentence, lead=pen.name(event.lead)))
    at = request.escalates_at
    if at is not None and at > pen.view.now:
        found.append(pen.says("late-next", by=pen.clock.by(at)))
    return found


def _asked_for_another(pen: Pen) -> LeadBroughtIn | LadderBegun | None:
    """What a wish for somebody else has set going, while it is still with the same person."""
    for event in reversed(pen.view.history):
        if isinstance(event, OwnerAssigned):
            return None
        if isinstance(event, (LeadBroughtIn, LadderBegun)):
            return event if event.cause in ("wanted", "too_long") else None
    return None


def _promise(pen: Pen) -> list[Block]:
    promise = pen.request.promise
    if promise is None:
        return []
    by = pen.clock.by(promise.due)
    if promise.lapsed:
        return [written(pen, "standing-lapsed-written", by) or pen.warns("standing-lapsed", by=by)]
    if promise.waits_for is not None:
        said = pen.waits("standing-waits", "standing-waits-gone", promise.waits_for, by=by)
        found: list[Block] = [Paragraph(said)]
    else:
        found = [pen.says("standing-promise", by=by)]
    if promise.reminded:
        found.append(pen.quietly("standing-promise-near"))
    return found


def written(pen: Pen, sentence: str, by: str) -> Paragraph | None:
    """They were written to after what was promised: whether that was it is not for the desk to say."""
    request, at = pen.request, pen.request.written_since_promise
    if at is None:
        return None
    name = pen.name(request.answered_by or request.owner)
    return pen.says(sentence, name=name, by=by, on=pen.clock.on(at))


def _called_off(pen: Pen) -> tuple[EmergencyRaised, EmergencyCalledOff] | None:
    """The last alarm, where somebody said that it is none."""
    raised: EmergencyRaised | None = None
    found = None
    for event in pen.view.history:
        if isinstance(event, EmergencyRaised):
            raised, found = event, None
        elif isinstance(event, EmergencyCalledOff) and raised is not None:
            found = (raised, event)
    return found


def _looked_at(pen: Pen) -> list[Block]:
    """Who was alerted of violence or distress took it for none: whom to call stays within sight all the same."""
    found = _called_off(pen)
    if found is None or found[0].danger not in LOOKED_AT:
        return []
    raised, off = found
    blocks: list[Block] = [pen.says("danger-looked-at", name=pen.name(off.by))]
    site = pen.view.directory.sites.get(raised.site)
    if site is not None:
        sentence = "danger-still" if raised.near else "danger-still-wherever"
        blocks.append(pen.says(sentence, contact=pen.own(site.emergency.contact), site=pen.own(site.name)))
    return blocks


def _lifting(pen: Pen) -> Button | None:
    """An alarm that was none may have made confidential what is not: whoever asked says so."""
    topic = pen.view.directory.topics.get(pen.request.topic) if pen.request.topic else None
    if (topic is not None and topic.confidential) or _called_off(pen) is None:
        return None
    return pen.button("lift_private")


def _began_so(pen: Pen) -> bool:
    """The apology came with the receipt, so what a complaint may be is chosen here."""
    complaint = pen.request.complaint
    return complaint is not None and complaint.is_open and complaint.at == pen.request.asked_at


def _unsatisfied(pen: Pen) -> bool:
    complaint = pen.request.complaint
    return complaint is not None and complaint.is_open


def summary(pen: Pen) -> str:
    """How one request is going, in a line or two; for "how is mine going?"."""
    request = pen.request
    if request.unseen:
        waits = "summary-choices" if request.choices else "summary-article"
        return pen.say(waits) if request.choices or request.article else pen.say("summary-new")
    if request.status == "resolved":
        said = "resolved-silence-now" if request.by_silence else "summary-resolved"
        return pen.say(said, on=pen.clock.on(request.resolved_at or request.last_at))
    if request.status in ("closed", "withdrawn"):
        return pen.say(f"summary-{request.status}", on=pen.clock.on(request.closed_at or request.last_at))
    since = pen.says("summary-since", on=pen.clock.on(request.owner_since))
    blocks = [has_it(pen), since, *_expectation(pen), *_standing(pen)]
    if request.emergency is not None and request.alerted:
        blocks = [*answers.alarm(pen, request.emergency), *_standing(pen)]
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph))
