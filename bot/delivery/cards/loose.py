"""What the bot says beside requests: a greeting, "how is mine going?", whose words are held, where it cannot go on."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from bot.answer import Answer
from bot.delivery.card import Block, Button, Buttons, Card, Paragraph, Quote
from bot.delivery.cards.answers import readers
from bot.delivery.cards.calendar import planned_card
from bot.delivery.cards.receipt import has_it, summary
from bot.delivery.cards.view import Pen, View, loose_card, name_of
from bot.domain.request import Request
from bot.who import Named, NotIn
from bot.words import of, text_in
from bot.words.dates import Clock
from bot.words.text import clean, isolate
from knowledge.directory import PersonId


def answered_card(view: View, answer: Answer, text: str, requests: Sequence[Request]) -> Card | None:
    """What the desk answers to `text` without a request, where that needs nothing else; None for all other kinds.

    `requests`: those that the answer speaks of.
    """
    match answer.kind:
        case "greeting":
            return greeting_card(view, requests)
        case "thanks":
            return thanks_card(view)
        case "nothing":
            return nothing_card(view)
        case "help":
            return help_card(replace(view, viewer=PersonId("")))  # it may be read by others too
        case "which":
            return which_card(view, requests)
        case "progress":
            return progress_card(view, requests, answer.not_in)
        case "readers":
            return readers_card(view, requests)
        case "held":
            return held_card(view, text, answer.held, requests)
        case "who":
            return who_card(view, answer)
        case "away":
            return away_card(view, answer)
    return None


def greeting_card(view: View, open_requests: Sequence[Request] = ()) -> Card:
    """A greeting opens nothing: it is greeted, and what is under way is named."""
    say = of(view.language, view.directory.languages[0])
    name = name_of(view, view.viewer).split(" ")[0]
    hello = say("greeting-name", name=name) if name else say("greeting")
    under_way = [Paragraph(_headline(view, r), "quiet") for r in open_requests]
    return loose_card(view, "greeting", Paragraph(hello), Paragraph(say("greeting-ask")), *under_way)


def help_card(view: View, away_until: datetime | None = None) -> Card:
    """`away_until`: until when the reader is away. Who answers for something can say so, or that they are back."""
    say = of(view.language, view.directory.languages[0])
    told = ("help-us", "help-ask", "help-person", "help-progress", "help-private")
    lines = [Paragraph(say(line)) for line in told]
    listed = view.viewer in view.directory.people
    mine = away_blocks(view, away_until) if listed else ()
    return loose_card(view, "help", *lines, *mine, title=say("help-title"))


def away_blocks(view: View, until: datetime | None) -> tuple[Block, ...]:
    """Whether the reader is away now, and the button that changes it."""
    say = of(view.language, view.directory.languages[0])
    if until is None:
        return (Buttons((Button(label=say("button-away"), verb="away", form="away"),)),)
    noted = Paragraph(say("away-set", until=Clock(say, view.zone, view.now).until(until)), "quiet")
    return noted, Buttons((_back_button(view),))


def _back_button(view: View, person: str = "") -> Button:
    say = of(view.language, view.directory.languages[0])
    label = say("button-back-other", name=name_of(view, PersonId(person))) if person else say("button-back")
    return Button(label=label, verb="back", fields={"person": person} if person else {})


def thanks_card(view: View) -> Card:
    say = of(view.language, view.directory.languages[0])
    return loose_card(view, "thanks", Paragraph(say("thanks")))


def nothing_card(view: View) -> Card:
    """A word of assent opens nothing either."""
    say = of(view.language, view.directory.languages[0])
    return loose_card(view, "nothing", Paragraph(say("nothing")))


def which_card(view: View, open_requests: Sequence[Request]) -> Card:
    """Said of one of several, and it does not say of which: nothing is guessed, and nothing done."""
    say = of(view.language, view.directory.languages[0])
    lines = [Paragraph(_headline(view, r), "quiet") for r in open_requests]
    ref = open_requests[0].ref if open_requests else ""
    return loose_card(view, "which", Paragraph(say("which", ref=ref)), *lines)


def _headline(view: View, request: Request) -> str:
    pen = Pen(view, request)
    return pen.say("progress-line", title=pen.title, summary=summary(pen))


def progress_card(view: View, requests: Sequence[Request], not_in: Sequence[NotIn] = ()) -> Card:
    """ "How is mine going?", answered from the history: of each also whether its owner knows that it was asked."""
    say = of(view.language, view.directory.languages[0])
    away = [Paragraph(_not_in(view, one)) for one in not_in]
    if not requests:
        return loose_card(view, "progress", *away, Paragraph(say("progress-none")))
    return loose_card(view, "progress", *away, *(Paragraph(_headline(view, request)) for request in requests))


def _not_in(view: View, one: NotIn) -> str:
    say = of(view.language, view.directory.languages[0])
    name = name_of(view, one.person)
    if one.stands_in is None:
        return say("progress-not-in", name=name)
    return say("progress-not-in-other", name=name, other=name_of(view, one.stands_in))


def readers_card(view: View, requests: Sequence[Request]) -> Card:
    """ "Who can read this?", of each that is open, with the name of who has it where that is a person."""
    return loose_card(view, "readers", *(Paragraph(_readers_line(view, request)) for request in requests))


def _readers_line(view: View, request: Request) -> str:
    pen = Pen(view, request)
    told = [] if request.unseen else [has_it(pen).text]
    return pen.say("progress-line", title=pen.title, summary=" ".join([*told, readers(pen).text]))


def held_card(view: View, text: str, held: str, candidates: Sequence[Request]) -> Card:
    """An owner's loose words leave on a tap, never on a guess. `held` is the id under which they lie."""
    say = of(view.language, view.directory.languages[0])
    to = _one_of(view, "say", "button-send-to", held, candidates)
    return loose_card(
        view, "held", Paragraph(say("held")), Quote(isolate(clean(text))), to if to.buttons else None
    )


def note_card(view: View, text: str, held: str, candidates: Sequence[Request]) -> Card:
    """A loose note: on which of their requests? It has gone to nobody. `held` is the id under which it lies."""
    say = of(view.language, view.directory.languages[0])
    on = _one_of(view, "note", "chat-note-on", held, candidates)
    return loose_card(view, "note", Paragraph(say("chat-note-which")), Quote(text, private=True), on)


def _one_of(view: View, verb: str, label: str, held: str, candidates: Sequence[Request]) -> Buttons:
    """To which of these the held words belong."""
    say = of(view.language, view.directory.languages[0])
    return Buttons(
        tuple(
            Button(
                label=say(label, ref=r.ref, name=name_of(view, r.requester) or say("somebody")),
                verb=verb,
                fields={"held": held, "number": str(r.number)},
            )
            for r in candidates
        )
    )


def who_card(view: View, answer: Answer) -> Card:
    """Who looks after it, or may: a name and a department each, and how to ask them."""
    say = of(view.language, view.directory.languages[0])
    lines = [Paragraph(_who_line(view, one)) for one in answer.named]
    unsure = Paragraph(say("who-which")) if len(lines) > 1 and not answer.named[0].itself else None
    return loose_card(view, "who", unsure, *lines, Paragraph(say("who-ask"), "quiet"))


def _who_line(view: View, one: Named) -> str:
    say = of(view.language, view.directory.languages[0])
    department = text_in(view.directory.departments[one.department].name, say.language)
    topic = view.directory.topics.get(one.topic) if one.topic else None
    name = name_of(view, one.person)
    if one.person is not None and topic is not None:
        theirs = view.directory.people[one.person].department
        department = text_in(view.directory.departments[theirs].name, say.language)
    if one.itself and one.person is not None:
        title = text_in(view.directory.people[one.person].title, say.language)
        known_as = ", ".join(part for part in (name, title) if part)
        lead = view.directory.departments[one.department].lead
        if lead == one.person:
            return say("who-person", name=known_as, department=department)
        return say("who-person-led", name=known_as, department=department, lead=name_of(view, lead))
    if one.leads:
        return say("who-leads", name=name, department=department)
    if topic is None:
        return say("who-unknown", name=name, department=department)
    about = text_in(topic.name, say.language)
    if one.person is None:
        return say("who-signpost", topic=about, way=text_in(topic.signpost or {}, say.language))
    return say("who-topic", topic=about, name=name, department=department)


def away_card(view: View, answer: Answer) -> Card:
    """What was noted of somebody's absence, with its end as it was understood, and what passes on."""
    say = of(view.language, view.directory.languages[0])
    if answer.planned is not None:
        return planned_card(view, answer)
    who, name = "" if answer.away == view.viewer else "-other", name_of(view, answer.away)
    if answer.away_until is None:
        return loose_card(view, "away", Paragraph(say(f"away-back{who}", name=name)))
    until = Clock(say, view.zone, view.now).until(answer.away_until)
    noted = Paragraph(say(f"away-set{who}", name=name, until=until))
    passes = Paragraph(say("away-passes", count=answer.passes), "quiet")
    back = Buttons((_back_button(view, (answer.away or "") if who else ""),))
    return loose_card(view, "away", noted, passes, back)
