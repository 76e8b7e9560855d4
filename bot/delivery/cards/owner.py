"""The living card of whoever serves: what is asked, how it got here, what is expected, and the acts."""

from babel.lists import format_list

from bot.delivery.card import Block, Button, Card, Paragraph, Quote
from bot.delivery.cards.answers import call_off
from bot.delivery.cards.quick import in_their_words, not_by_the_wish, quick_promises, said_back
from bot.delivery.cards.view import Pen, View
from bot.domain import events as e
from bot.domain.approval import said_by, whose_yes
from bot.domain.request import Clock, Consult, Request, ref
from bot.domain.rights import may_keep
from bot.words.text import clean, isolate
from knowledge.directory import Topic

SHOWN_MESSAGES = 3  # of the requester's since the last answer, the newest; the history has them all


def work_card(pen: Pen) -> Card:
    """As this person has it now: theirs, offered to them, or somebody else's again."""
    request, viewer = pen.request, pen.view.viewer
    if viewer == request.owner and not request.unseen:
        return assignment_card(pen) if request.is_open else ended_card(pen)
    if request.offer is not None and request.offer.asked == viewer:
        return offered_card(pen)
    if request.is_open and request.alerted and viewer in request.alerted:
        return alerted_card(pen)
    return moved_card(pen)


def assignment_card(pen: Pen) -> Card:
    request = pen.request
    return pen.card(
        "assignment",
        *_danger(pen),
        Paragraph(" ".join((how_it_came(pen), pen.because(request.because))).strip())
        if not request.taken
        else None,
        *_complaint(pen),
        *_words_so_far(pen),
        *_hints(pen),
        *_about_requester(pen),
        _facts(pen),
        *_yes_needed(pen),
        _offer_line(pen),
        _readers(pen),
        *said_back(pen),
        *in_their_words(pen),
        *(quick_promises(pen) if _nears(request) else ()),
        _first_acts(pen),
        *not_by_the_wish(pen),
        _more_acts(pen),
    )


def offered_card(pen: Pen) -> Card:
    """A hand-over that waits to be taken: one tap, or simply by replying."""
    offer = pen.request.offer
    if offer is None:
        return moved_card(pen)
    return pen.card(
        "offered",
        *_danger(pen),
        pen.says("offered", by=pen.clock.by(offer.lapses_at)),
        pen.quote(offer.reason, offer.by, offer.at),
        *_complaint(pen),
        *_words_so_far(pen),
        *_about_requester(pen),
        _facts(pen),
        _readers(pen),
        pen.buttons(
            pen.button("take", primary=True),
            pen.button("say"),
            pen.button("decline_handover"),
            pen.button("note"),
        ),
    )


def alerted_card(pen: Pen) -> Card:
    """Told of a danger before somebody else was, and nobody has taken it: it is still theirs to take."""
    others = [pen.name(person) for person in pen.request.alerted if person != pen.view.viewer]
    names = format_list(others, locale=pen.say.locale)
    return pen.card(
        "alerted",
        *_danger(pen),
        pen.says("alerted", names=names),
        *_words_so_far(pen),
        *_about_requester(pen),
        _readers(pen),
        pen.buttons(
            pen.button("take", primary=True),
            call_off(pen),
            pen.button("say"),
            pen.button("note"),
        ),
    )


def watched_card(pen: Pen) -> Card:
    """For who opens what a colleague has: what is asked, who has it, and what a lead may do about it."""
    request = pen.request
    if request.unseen or not request.is_open:
        return ended_card(pen)
    return pen.card(
        "watched",
        *_danger(pen),
        pen.says("watched", name=pen.name(request.owner), department=pen.team(request.owner)),
        Paragraph(why, "quiet") if (why := pen.because(request.because)) else None,
        *_words_so_far(pen),
        *_about_requester(pen),
        _facts(pen),
        _offer_line(pen),
        _readers(pen),
        pen.buttons(
            pen.button("take_back") if request.taken else pen.button("take", primary=True),
            call_off(pen),
            pen.button("reassign"),
            pen.button("say"),
            pen.button("note"),
            _urgency_in_one_tap(pen),
            pen.button("set_urgency"),
        ),
    )


def moved_card(pen: Pen) -> Card:
    """For who had it, or was asked: where it is now."""
    request = pen.request
    if request.unseen or not request.is_open:
        return ended_card(pen)
    name, department = pen.name(request.owner), pen.team(request.owner)
    return pen.card("moved", _because_away(pen), pen.says("moved", name=name, department=department))


def _because_away(pen: Pen) -> Block | None:
    """A lead may have said it for them: who is there after all reads what is noted, and can say so."""
    last = next((event for event in reversed(pen.view.history) if isinstance(event, e.OwnerAssigned)), None)
    if last is None or last.away != pen.view.viewer or last.away_until is None:
        return None
    return (
        pen.says("moved-away", until=pen.clock.until(last.away_until))
        if last.away_until > pen.view.now
        else None
    )


def ended_card(pen: Pen) -> Card:
    request = pen.request
    left = request.resolved_at if request.by_silence else None
    on = pen.clock.on(left or request.closed_at or request.resolved_at or request.last_at)
    status = request.status if not request.is_open else "open"
    words = pen.text(request.resolution_words) if request.resolution_words else ""
    return pen.card(
        "ended",
        pen.says("resolved-silence-now" if request.by_silence else f"ended-{status}", on=on),
        Quote(words) if words else None,
        pen.buttons(
            _undo(pen),
            pen.button("say") if status == "resolved" else None,
            pen.button("file_under"),
            keep_button(pen),
        ),
    )


def keep_button(pen: Pen) -> Button | None:
    """What helped once may help the next: offered to who answers for the topic."""
    may = may_keep(pen.view.viewer, pen.request, pen.view.directory)
    return pen.button("keep_answer") if may else None


def keep_card(request: Request, view: View) -> Card:
    """The one button, for who asked for it otherwise."""
    pen = Pen(view, request)
    return pen.card("keep", pen.says("keep-offer", ref=request.ref), pen.buttons(keep_button(pen)))


def masked_card(pen: Pen) -> Card:
    """For somebody who may not read it any more: the number and nothing else."""
    return pen.card("masked", pen.quietly("masked", ref=pen.request.ref), title=pen.request.ref)


def how_it_came(pen: Pen) -> str:
    """Why this person has it, from the last event that made them accountable."""
    for event in reversed(pen.view.history):
        if isinstance(event, e.HandoverTaken) and event.by == pen.view.viewer:
            return pen.say("cause-handover")
        if isinstance(event, e.OwnerAssigned) and event.owner == pen.view.viewer:
            return _cause(pen, event)
    return pen.say("cause-plain")


def _cause(pen: Pen, event: e.OwnerAssigned) -> str:
    if event.cause == "no_emergency":
        return pen.say("cause-no_emergency", name=pen.name(event.by))
    if event.cause == "routed":
        topic = pen.topic()
        return pen.say("cause-topic", topic=topic) if topic else pen.say("cause-unknown")
    return pen.say(f"cause-{event.cause}")


def _danger(pen: Pen) -> list[Block]:
    emergency = pen.request.emergency
    if emergency is None or emergency.taken_by is not None:
        return []
    return [pen.warns("danger-owner", danger=pen.say(f"danger-kind-{emergency.kind}"))]


def _complaint(pen: Pen) -> list[Block]:
    """What it is that is to be made good, in the requester's words; what they said in the talk stands there."""
    request, complaint = pen.request, pen.request.complaint
    if complaint is None or not complaint.is_open or complaint.words is None:
        return []
    if complaint.words in (words for words, _ in request.messages):
        return []
    return [pen.says("complaint-says"), Quote(pen.text(complaint.words))]


def _words_so_far(pen: Pen) -> list[Block]:
    """The requester's first words, what somebody else last answered, and what they wrote since.

    Of who offers it to the viewer only why they do: nobody is named twice.
    """
    request, offer = pen.request, pen.request.offer
    found: list[Block] = []
    if request.first_words is not None:
        found.append(pen.quote(request.first_words, request.written_by, request.asked_at))
    since = []
    for words, by in reversed(request.messages):
        if by != request.requester and not request.stands_by(by):
            if by != pen.view.viewer and (offer is None or offer.by != by):
                found.append(Quote(pen.text(words), who=pen.name(by)))
            break
        if words != request.first_words:
            since.append((words, by))
    found += [
        Quote(pen.text(words), who=pen.name(by) if request.stands_by(by) else "")
        for words, by in reversed(since[:SHOWN_MESSAGES])
    ]
    if len(since) > SHOWN_MESSAGES:
        found.append(pen.quietly("more-messages", count=len(since) - SHOWN_MESSAGES))
    return found


def _hints(pen: Pen) -> list[Block]:
    """What was answered to the like of it."""
    found: list[Block] = []
    for hint in pen.view.hints:
        found += [pen.quietly("hint", ref=ref(hint.number)), Quote(isolate(clean(hint.answer)))]
    return found


def _about_requester(pen: Pen) -> list[Block]:
    """Their title and site, as far as known: shown, never used for the order. Whose words they are not, they are named too."""
    request = pen.request
    found: list[Block] = []
    if request.written_by != request.requester:
        kind = "asked-from" if request.author is not None else "recorded-for"
        name, author = pen.name(request.requester), pen.name(request.written_by)
        found.append(pen.says(kind, name=name, author=author))
    if line := pen.line(request.requester):
        found.append(Paragraph(line, "quiet"))
    return found


def _facts(pen: Pen) -> Block | None:
    request = pen.request
    promise = request.promise
    return pen.facts(
        ("fact-wish", pen.wish),
        ("fact-answer", _due(pen, request.first_response) or _due(pen, request.next_response)),
        ("fact-resolve", _due(pen, request.resolution)),
        ("fact-promised", _promised(pen)),
        ("fact-waits", pen.text(promise.waits_for) if promise and promise.waits_for else ""),
        ("fact-state", pen.say("state-pending") if request.status == "pending" else ""),
        ("fact-urgency", pen.say(f"urgency-{request.urgency}") if request.urgency != "normal" else ""),
        ("fact-topic", pen.topic() if request.confidential else ""),
        ("fact-consulted", "; ".join(_asked(pen, consult) for consult in request.open_consults)),
        ("fact-owner-may", _owner_may(pen)),
    )


def _promised(pen: Pen) -> str:
    promise = pen.request.promise
    if promise is None or pen.request.promise_rests:
        return ""
    return (
        pen.say("promise-passed", on=pen.clock.on(promise.due))
        if promise.lapsed
        else pen.clock.by(promise.due)
    )


def _asked(pen: Pen, consult: Consult) -> str:
    name = pen.name(consult.colleague)
    return f"{name}, {pen.clock.by(consult.lapses_at)}" if consult.lapses_at else name


def _owner_may(pen: Pen) -> str:
    """What the owner of this topic decides alone."""
    topic = _topic(pen)
    return pen.own(topic.owner_may) if topic is not None and topic.owner_may else ""


def _topic(pen: Pen) -> Topic | None:
    return pen.view.directory.topics.get(pen.request.topic) if pen.request.topic else None


def _yes_needed(pen: Pen) -> list[Block]:
    """Whose yes the topic needs, and how that stands; asked for with one tap."""
    request = pen.request
    whose = whose_yes(request, pen.view.directory)
    if whose is None:
        return []
    name, said = pen.name(whose), said_by(request, whose)
    if said is not None and said.answered_at is not None:
        sentence = "yes-given" if said.yes else "yes-refused"
        return [pen.says(sentence, name=name, on=pen.clock.on(said.answered_at))]
    if any(asked.colleague == whose and asked.yes_or_no for asked in request.open_consults):
        return [pen.says("yes-asked", name=name)]
    ask = pen.button("consult", label="button-ask-yes", colleague=f"person:{whose}", yes_or_no="yes")
    return [block for block in (pen.says("yes-needed", name=name), pen.buttons(ask)) if block is not None]


def _nears(request: Request) -> bool:
    """A time is close, and one tap tells the requester of a later one before it lapses."""
    clocks = (request.first_response, request.next_response, request.resolution)
    warned = any(clock is not None and clock.met_at is None and clock.warned for clock in clocks)
    return warned or (request.promise is not None and request.promise.reminded)


def _due(pen: Pen, clock: Clock | None) -> str:
    if clock is None or clock.met_at is not None or clock.left_s is not None:
        return ""
    if clock.due <= pen.view.now:
        return pen.say("due-passed", on=pen.clock.on(clock.due))
    return pen.clock.by(clock.due)


def _offer_line(pen: Pen) -> Block | None:
    offer = pen.request.offer
    if offer is None:
        return None
    return pen.says("offer-open", name=pen.name(offer.asked), by=pen.clock.by(offer.lapses_at))


def _readers(pen: Pen) -> Block:
    """One line on who else can read it."""
    if not pen.request.confidential:
        return pen.quietly("readers-work")
    if pen.request.alerted:
        return pen.quietly("readers-work-alerted", lead=pen.name(pen.lead))
    if pen.lead == pen.view.viewer:
        return pen.quietly("readers-work-private-alone")
    return pen.quietly("readers-work-private", lead=pen.name(pen.lead))


def _first_acts(pen: Pen) -> Block | None:
    taken = pen.request.taken
    return pen.buttons(
        None if taken else pen.button("take", primary=True),
        call_off(pen),
        pen.button("say", primary=taken),
        pen.button("promise"),
        pen.button("resolve"),
        pen.button("withdraw_handover") if pen.request.offer else pen.button("hand_over"),
        _undo(pen),
    )


def _more_acts(pen: Pen) -> Block | None:
    verbs = ("note", "ask_requester", "wait_for", "consult", "file_under")
    private = None if pen.request.confidential else pen.button("make_private")
    return pen.buttons(
        *(pen.button(verb) for verb in verbs),
        _urgency_in_one_tap(pen),
        pen.button("set_urgency"),
        private,
        first=1,
    )


def _urgency_in_one_tap(pen: Pen) -> Button | None:
    """What words suggested is put right, or an emergency said, without a form; the finer grades are in the form."""
    if not pen.may("set_urgency"):
        return None
    urgency = "normal" if pen.request.urgency in ("urgent", "high") else "urgent"
    label = pen.say(f"button-urgency-{urgency}")
    return Button(label=label, verb="set_urgency", fields={"urgency": urgency})


def _undo(pen: Pen) -> Button | None:
    """Only while it may still be undone."""
    undoable = pen.request.undoable
    if undoable is None or undoable.by != pen.view.viewer or pen.view.now > undoable.until:
        return None
    return pen.button("undo")
