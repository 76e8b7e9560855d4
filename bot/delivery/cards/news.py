"""What one side is to hear at once: a new owner, a promise and what became of it, a target, a lead."""

from datetime import datetime

from bot.delivery.card import Block, Card, Paragraph, Quote
from bot.delivery.cards.owner import keep_button
from bot.delivery.cards.quick import quick_promises
from bot.delivery.cards.receipt import expected, not_yet, opens_at, written
from bot.delivery.cards.view import Pen
from bot.domain import events as e
from bot.domain.request import Clock, Promise, Target, ref

# --- to the requester --------------------------------------------------------------------------------------------


def new_owner_card(pen: Pen, event: e.OwnerAssigned | e.RequestTaken | e.HandoverTaken) -> Card:
    """Who has it now and why; nothing has to be told again."""
    request = pen.request
    cause = event.cause if isinstance(event, e.OwnerAssigned) else ""
    unreachable = cause == "unreachable" and request.unreachable
    why = (
        pen.says("why-unreachable", name=pen.name(request.unreachable[-1]))
        if unreachable
        else _why(pen, cause)
    )
    clock = request.first_response
    waits = clock is not None and clock.met_at is None and clock.due > pen.view.now and not request.promise
    promise = request.promise
    return pen.card(
        "new_owner",
        why,
        pen.says("new-owner", name=pen.name(request.owner), department=pen.team(request.owner)),
        pen.says("new-owner-knows"),
        Paragraph(expected(pen, clock)) if waits and clock else _opens(pen),
        pen.says("new-owner-promise", by=pen.clock.by(promise.due))
        if promise and not promise.lapsed and not request.promise_rests
        else None,
        pen.buttons(pen.button("want_person")),
    )


def _opens(pen: Pen) -> Block | None:
    """When they are at work next, where it has come to somebody who is not."""
    opens = opens_at(pen)
    return pen.says("receipt-opens", on=pen.clock.on(opens)) if opens is not None else None


def _why(pen: Pen, cause: str) -> Block | None:
    known = {"confidential", "about", "handed_over", "third_handover", "away", "escalated"}
    return pen.says(f"why-{cause}") if cause in known else None


def taken_card(pen: Pen, event: e.RequestTaken) -> Card:
    """In danger: somebody has it."""
    return pen.card(
        "taken", pen.says("danger-taken", name=pen.name(event.by)), pen.says("danger-not-emergency")
    )


def promise_card(pen: Pen, event: e.PromiseMade) -> Card:
    name, by = pen.name(event.by), pen.clock.by(event.due)
    note = Quote(pen.text(event.note)) if event.note else None
    if event.resumed:
        return pen.card("promise", pen.says("promise-resumed", name=pen.name(pen.request.owner), by=by))
    if event.waits_for is not None:
        said = pen.waits("promise-waits", "promise-waits-gone", event.waits_for, name=name, by=by)
        return pen.card("promise", Paragraph(said))
    if event.renewal:
        why = pen.says(f"because-{event.because}") if event.because else None
        told = "promise-sooner" if event.sooner else "promise-renewed"
        return pen.card("promise", pen.says(told, name=name, by=by), why, note)
    if event.correction:
        return pen.card("promise", pen.says("promise-corrected", name=name, by=by), note)
    wish = pen.request.wanted_by
    if wish is not None and event.due > wish:
        return pen.card("promise", pen.says("promise-not-by-then", name=name, wish=pen.wish, by=by), note)
    return pen.card("promise", pen.says("promise-made", name=name, by=by), note)


def lapse_card(pen: Pen, event: e.PromiseLapsed) -> Card:
    """The desk says sorry, and who has been told."""
    by = pen.clock.by(_due(pen, event))
    return pen.card(
        "lapse",
        written(pen, "lapse-written", by) or pen.says("lapse", name=pen.name(event.by), by=by),
        _told_lead(pen),
        _next(pen),
        pen.buttons(pen.button("want_person")),
    )


def foretold_card(pen: Pen, event: e.LapseForetold) -> Card:
    """Before it lapses: who has said nothing yet, by when it should have come, and what happens then.

    One that was held until its reader's opening may come after the lapse, and says what is so by then.
    """
    due = _due(pen, event)
    if due <= pen.view.now:
        return _lapsed(pen, event)
    if event.target is None and (told := written(pen, "foretold-written", pen.clock.by(due))):
        return pen.card("foretold", told, pen.buttons(pen.button("want_person"), pen.button("withdraw")))
    return pen.card(
        "foretold",
        _waits(pen, event.target) or _foretold(pen, event, pen.clock.by(due)),
        _will_hear(pen, event),
        pen.says("late-next", by=pen.clock.by(event.next_at))
        if event.next_at
        else pen.says("foretold-moves"),
        pen.buttons(pen.button("want_person")),
    )


def _foretold(pen: Pen, event: e.LapseForetold, by: str) -> Paragraph:
    name, promise = pen.name(pen.request.owner), pen.request.promise
    if event.target is None and promise is not None and promise.by != pen.request.owner:
        return pen.says("foretold-promise-came", before=pen.name(promise.by), name=name, by=by)
    told = {None: "foretold-promise", "resolution": "foretold-resolution"}.get(event.target, "foretold")
    return pen.says(told, name=name, by=by)


def _will_hear(pen: Pen, event: e.LapseForetold) -> Block | None:
    """Whom the desk tells of it as it lapses, or when they are back at work."""
    if event.lead is None:
        return None
    who = "lead" if event.lead == pen.lead else "told"
    lead = pen.name(event.lead)
    if event.hears_at is None:
        return pen.says(f"foretold-{who}", lead=lead)
    return pen.says(f"foretold-{who}-later", lead=lead, on=pen.clock.on(event.hears_at))


def _lapsed(pen: Pen, event: e.LapseForetold) -> Card:
    at, number = event.at, event.number
    if event.target is None:
        promise = pen.request.promise
        by = promise.by if promise is not None else pen.request.owner
        return lapse_card(pen, e.PromiseLapsed(number=number, at=at, by=by))
    return late_card(pen, e.TargetBreached(number=number, at=at, target=event.target))


def late_card(pen: Pen, event: e.TargetBreached) -> Card:
    """Nobody has said a word in time: sorry, who has been told, and what happens next.

    Who was told when their owner is back at work is not told that an answer should have come before.
    """
    waits = _waits(pen, event.target)
    there = (
        waits is not None and opens_at(pen) is None
    )  # with time of their own still: that is all there is to say
    late = "late-resolution" if event.target == "resolution" else "late"
    return pen.card(
        "late",
        waits or pen.says(late, name=pen.name(pen.request.owner)),
        None if there else _told_lead(pen),
        _next(pen),
        pen.buttons(pen.button("want_person")),
    )


def _due(pen: Pen, event: e.AnyEvent) -> datetime:
    """When what the event's target or promise asked for was due; when it happened, where that is over since."""
    target: Target | None = getattr(event, "target", None)
    timed: Clock | Promise | None = getattr(pen.request, target) if target else pen.request.promise
    return timed.due if timed else event.at


def _waits(pen: Pen, target: Target | None) -> Paragraph | None:
    """What a requester was told already of a first response that waits for its owner's opening."""
    clock = pen.request.first_response if target == "first_response" else None
    return not_yet(pen, clock) if clock is not None else None


def _told_lead(pen: Pen) -> Block | None:
    """By name: the team's lead, or whoever leads the concierge where that is who has it."""
    request = pen.request
    told = next((p for p in reversed(request.escalated_to) if p != request.owner), None)
    if told is None:
        return None
    return pen.says("lapse-lead" if told == pen.lead else "lapse-told", lead=pen.name(told))


def _next(pen: Pen) -> Block | None:
    at = pen.request.escalates_at
    return pen.says("late-next", by=pen.clock.by(at)) if at is not None and at > pen.view.now else None


# --- to whoever serves -------------------------------------------------------------------------------------------


def _acts(pen: Pen) -> Block | None:
    return pen.buttons(
        None if pen.request.taken else pen.button("take"),
        pen.button("say", primary=True),
        pen.button("promise"),
        pen.button("resolve"),
        pen.button("hand_over"),
    )


def nudged_card(pen: Pen) -> Card:
    return pen.card("nudged", pen.says("nudged", name=pen.name(pen.request.requester)), _acts(pen))


def warned_card(pen: Pen, event: e.TargetWarned) -> Card:
    by = pen.clock.by(_due(pen, event))
    return pen.card("warned", pen.says(f"warned-{event.target}", by=by), *quick_promises(pen), _acts(pen))


def breached_card(pen: Pen, event: e.TargetBreached) -> Card:
    on = pen.clock.on(_due(pen, event))
    return pen.card("breached", pen.says(f"breached-{event.target}", on=on), *quick_promises(pen), _acts(pen))


def promise_reminder_card(pen: Pen, event: e.PromiseReminded) -> Card:
    by = pen.clock.by(_due(pen, event))
    said = _of_promise(pen, "promise-reminder", "promise-reminder-came", "promise-reminder-written", by=by)
    return pen.card("promise_reminder", *said, *quick_promises(pen), _acts(pen))


def promise_lapsed_card(pen: Pen, event: e.PromiseLapsed) -> Card:
    on = pen.clock.on(_due(pen, event))
    said = _of_promise(pen, "promise-lapsed", "promise-lapsed-came", "promise-lapsed-written", on=on)
    return pen.card("promise_lapsed", *said, *quick_promises(pen), _acts(pen))


def _of_promise(pen: Pen, own: str, came: str, after: str, **when: str) -> list[Block]:
    """To whoever is to keep it: what they promised, or what came to them with the request (law 6).

    Who wrote to the requester after it is asked whether that was it.
    """
    promise, at = pen.request.promise, pen.request.written_since_promise
    if at is not None:
        return [pen.says(after, **when), pen.says("promise-written", on=pen.clock.on(at))]
    if promise is None or promise.by == pen.request.owner:
        return [pen.says(own, **when)]
    return [pen.says(came, name=pen.name(promise.by), **when)]


def away_card(pen: Pen, event: e.OwnerAssigned) -> Card:
    """To the lead, once for all that passes on: who is away until when, or gone. Dates, never reasons."""
    name = pen.name(event.away)
    if event.away_until is None:
        passes = pen.says("gone-lead-passes", count=event.passes)
        return pen.card("away", pen.says("gone-lead", name=name), passes, title="")
    until = pen.clock.until(event.away_until)
    return pen.card(
        "away",
        pen.says("away-lead", name=name, until=until),
        pen.says("away-lead-passes", count=event.passes),
        title="",
    )


def elsewhere_card(pen: Pen, event: e.OwnerAssigned) -> Card:
    """To the lead who chose somebody that it cannot wait for: who has it for them."""
    chosen, owner = pen.name(event.chosen), pen.name(event.owner)
    return pen.card("elsewhere", pen.says("elsewhere", name=chosen, owner=owner))


def lead_brought_in_card(pen: Pen, event: e.LeadBroughtIn) -> Card:
    """The owner stays accountable; the lead knows, and can take it back or give it to somebody."""
    request = pen.request
    return pen.card(
        "lead_brought_in",
        pen.says(_why_brought_in(pen, event)),
        _lead_reads_written(pen, event),
        pen.says("lead-owner", name=pen.name(request.owner)),
        _comes_to(pen, event),
        pen.quote(request.first_words, request.written_by, request.asked_at) if request.first_words else None,
        pen.buttons(pen.button("take_back"), pen.button("reassign"), pen.button("note")),
    )


def _lead_reads_written(pen: Pen, event: e.LeadBroughtIn) -> Paragraph | None:
    at = pen.request.written_since_promise if event.cause == "promise" else None
    return pen.says("lead-promise-written", on=pen.clock.on(at)) if at is not None else None


def _comes_to(pen: Pen, event: e.LeadBroughtIn) -> Block | None:
    """Whose it is next, by name where that is known already."""
    at, person = pen.request.escalates_at, event.comes_to
    if at is None:
        return None
    by = pen.clock.by(at)
    if person == pen.view.viewer:
        return pen.says("lead-next-you", by=by)
    return (
        pen.says("lead-next-name", by=by, name=pen.name(person)) if person else pen.says("lead-next", by=by)
    )


def _why_brought_in(pen: Pen, event: e.LeadBroughtIn) -> str:
    clocks = (pen.request.first_response, pen.request.next_response)
    awaited = any(clock is not None and clock.breached and clock.met_at is None for clock in clocks)
    return "lead-late-resolution" if event.cause == "late" and not awaited else f"lead-{event.cause}"


def reopened_card(pen: Pen) -> Card:
    return pen.card("reopened", pen.says("reopened", name=pen.name(pen.request.requester)), _acts(pen))


def declined_card(pen: Pen, event: e.HandoverDeclined) -> Card:
    return pen.card("declined", pen.says("declined"), pen.quote(event.reason, event.by, event.at))


def split_card(pen: Pen, event: e.NeedSplit) -> Card:
    return pen.card(
        "split",
        pen.says("split", to=ref(event.to)),
        pen.quote(event.words, pen.request.requester, pen.request.asked_at),
    )


def complained_card(pen: Pen, event: e.ComplaintRaised) -> Card:
    told = event.for_information
    return pen.card(
        "complained",
        pen.says("cause-information" if told else "cause-complaint"),
        pen.quote(event.words, pen.request.requester, event.at) if event.words else None,
        None if told else _acts(pen),
    )


def alike_card(pen: Pen, event: e.ComplaintsAlike) -> Card:
    """Complaints side by side, each in its requester's own words; only those that the lead may read."""
    told = [pen.quote_of(one) for one in pen.view.alike]
    return pen.card(
        "alike",
        pen.says("alike", topic=pen.topic(event.topic), count=len(event.numbers)),
        *told,
        pen.says("alike-try"),
        title="",
    )


def made_good_card(pen: Pen) -> Card:
    return pen.card("made_good", pen.says("made-good-told", name=pen.name(pen.request.requester)))


def rated_card(pen: Pen, event: e.Rated) -> Card:
    """For the one person who answered: nobody else is shown it (law 14)."""
    return pen.card(
        "rated",
        pen.says("rated", outcome=pen.say(f"outcome-{event.outcome}")),
        Quote(pen.text(event.words)) if event.words else None,
        pen.quietly("rated-only-you") if event.outcome != "missed" else None,
        *(_praised(pen) if event.outcome == "exceeded" else ()),
    )


def _praised(pen: Pen) -> tuple[Block | None, ...]:
    """An answer that was more than expected may serve the next who asks the same."""
    keep = keep_button(pen)
    return (pen.says("praised-keep"), pen.buttons(keep)) if keep is not None else ()


def thanked_card(pen: Pen) -> Card:
    """To whom they are for. Whether others may see it is asked once, and for all that follow."""
    thanks, name = pen.request.thanks, pen.name(pen.request.requester)
    asked = thanks is not None and thanks.asks and thanks.to == pen.view.viewer
    return pen.card(
        "thanked",
        pen.says("thanked", name=name),
        pen.says("thanks-ask", name=name, department=pen.department()) if asked else None,
        pen.buttons(
            pen.button("answer_thanks", label="button-thanks-yes", yes="yes"),
            pen.button("answer_thanks", label="button-thanks-no", yes="no"),
        )
        if asked
        else None,
        *_praised(pen),
    )
