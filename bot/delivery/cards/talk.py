"""What people say to each other: their words, under their names; nothing is added that they did not say."""

from babel.lists import format_list

from bot.delivery.card import Block, Button, Card, Paragraph, Quote
from bot.delivery.cards.answers import withdrawal
from bot.delivery.cards.receipt import overdue
from bot.delivery.cards.view import Pen
from bot.domain import events as e
from bot.domain.request import Consult, WordsId, ref
from knowledge.directory import PersonId


def said_card(pen: Pen, event: e.MessageSaid | e.QuestionPut) -> Card:
    """Another person's words. Whoever serves gets the acts that usually come next."""
    quote = pen.quote(event.words, event.by, event.at)
    apart = isinstance(event, e.MessageSaid) and event.apart
    return pen.card("said", quote, pen.quietly("said-apart") if apart else None, _next_for_owner(pen))


def _next_for_owner(pen: Pen) -> Block | None:
    if pen.view.viewer == pen.request.requester:
        return None
    if pen.request.status == "resolved":
        return pen.buttons(pen.button("say"))
    return pen.buttons(pen.button("say", primary=True), pen.button("promise"), pen.button("resolve"))


def question_card(pen: Pen, event: e.QuestionPut) -> Card:
    """The clock stops meanwhile; it is said so without blame."""
    return pen.card(
        "question",
        pen.quote(event.words, event.by, event.at),
        pen.quietly("question-answer-here"),
    )


def question_reminder_card(pen: Pen) -> Card:
    """The second is the last, and says what happens without an answer: nobody is to be surprised by it."""
    last, ends_at = _last_question(pen), pen.request.pending_resolves_at
    is_last = ends_at is not None and not pen.request.pending_reminders
    return pen.card(
        "question_reminder",
        pen.says("question-reminder"),
        pen.quote(last.words, last.by, last.at) if last else None,
        pen.quietly("question-reminder-last", on=pen.clock.on(ends_at)) if ends_at and is_last else None,
        pen.buttons(pen.button("want_person"), pen.button("withdraw")),
    )


def _last_question(pen: Pen) -> e.QuestionPut | None:
    return next((v for v in reversed(pen.view.history) if isinstance(v, e.QuestionPut)), None)


def echo_card(pen: Pen, event: e.AnyEvent) -> Card:
    """One's own words in one's own conversation."""
    by, words = _own_words(event)
    private = isinstance(event, e.NoteWritten)
    if isinstance(event, e.ConsultAnswered) and words is None:
        answer = pen.say("button-answer-yes" if event.yes else "button-answer-no")
        return pen.card("echo", Quote(answer, who=pen.name(by), when=pen.clock.on(event.at)))
    return pen.card("echo", pen.quote(words, by, event.at, private=private))


def _own_words(event: e.AnyEvent) -> tuple[PersonId | None, WordsId | None]:
    match event:
        case e.RequestAsked():
            return event.author or event.requester, event.words
        case e.MessageSaid() | e.NoteWritten() | e.QuestionPut():
            return event.by, event.words
        case e.ConsultAnswered():
            return event.by, event.answer
        case _:
            raise ValueError(f"nobody's words are in {type(event).__name__}")


def joined_card(pen: Pen, event: e.MessageSaid) -> Card:
    """The desk took these words to belong here; one tap says that they do not. It says so itself where it doubts it."""
    button = Button(
        label=pen.say("button-apart" if event.apart else "button-something-else"),
        verb="move_words",
        fields={"words": event.words},
        style="primary" if event.apart else "plain",
    )
    withdraw = withdrawal(pen, primary=not event.apart) if event.over else None
    return pen.card(
        "joined",
        pen.quote(event.words, event.by, event.at),
        pen.says("joined-apart", ref=pen.request.ref) if event.apart else _joined(pen),
        _still_ringing(pen, event),
        *([] if event.apart else overdue(pen)),
        pen.says("joined-over") if withdraw is not None else None,
        pen.buttons(withdraw, button if pen.may("move_words") and (event.joined or event.apart) else None),
    )


def _still_ringing(pen: Pen, event: e.MessageSaid) -> Paragraph | None:
    if not event.ringing:
        return None
    others = format_list([ref(number) for number in event.ringing], locale=pen.say.locale)
    return pen.says("joined-ringing", count=len(event.ringing), ref=pen.request.ref, others=others)


def _joined(pen: Pen) -> Paragraph:
    """To whom it goes, by name: to nobody while only the bot has it, or once it is over."""
    request = pen.request
    if request.unseen or not request.is_open:
        return pen.quietly("joined", ref=request.ref)
    return pen.quietly("joined-to", ref=request.ref, name=pen.name(request.owner))


def edited_card(pen: Pen, event: e.MessageEdited) -> Card:
    return pen.card("edited", pen.quietly("edited"), pen.quote(event.words, event.by, event.at))


def deleted_card(pen: Pen, event: e.MessageDeleted) -> Card:
    return pen.card("deleted", pen.quietly("deleted", name=pen.name(event.by)))


def correction_card(
    pen: Pen, said: e.MessageSaid | e.QuestionPut | e.RequestResolved, by: e.AnyEvent
) -> Card:
    """A message that was sent, as it is now: with its new words, or with a quiet line in their place."""
    if isinstance(by, e.MessageDeleted):
        return deleted_card(pen, by)
    if isinstance(by, e.ActUndone):
        return undone_card(pen, by)
    quote = pen.quote(said.words, said.by, said.at)
    note = pen.quietly("edited-here")
    if isinstance(said, e.QuestionPut):
        return pen.card("question", quote, note, pen.quietly("question-answer-here"))
    return pen.card("said", quote, note, _next_for_owner(pen))


def undone_card(pen: Pen, event: e.ActUndone) -> Card:
    """What the requester had been shown was taken back by whoever did it."""
    name, before = pen.name(event.by), pen.request.promise
    if event.act == "promise" and before is not None and not before.lapsed:
        said = pen.quietly("undone-promise-before", name=name, by=pen.clock.by(before.due))
        return pen.card("undone", said)
    return pen.card("undone", pen.quietly(f"undone-{event.act}", name=name))


def note_card(pen: Pen, event: e.NoteWritten) -> Card:
    return pen.card("note", pen.quote(event.words, event.by, event.at, private=True))


def consult_card(pen: Pen, event: e.ConsultAsked) -> Card:
    """A colleague sees the question and nothing of the request."""
    by = pen.clock.by(event.lapses_at) if event.lapses_at else ""
    return pen.card(
        "consult",
        pen.says("consult-asks", ref=pen.request.ref),
        pen.quote(event.question, event.by, event.at),
        pen.quietly("consult-only-this"),
        pen.quietly("consult-by", by=by) if by else None,
        pen.buttons(*_answers(pen, event.consult, yes_or_no=event.yes_or_no)),
        title=pen.request.ref,
    )


def consult_reminder_card(pen: Pen, event: e.ConsultReminded) -> Card:
    """The question again, before its time is over."""
    asked = _consult(pen, event.consult)
    by = pen.clock.by(asked.lapses_at) if asked and asked.lapses_at else ""
    return pen.card(
        "consult_reminder",
        pen.says("consult-reminder", ref=pen.request.ref, by=by)
        if by
        else pen.says("consult-reminder-open", ref=pen.request.ref),
        pen.quote(asked.question, asked.by, asked.at) if asked else None,
        pen.buttons(*_answers(pen, event.consult, yes_or_no=bool(asked and asked.yes_or_no))),
        title=pen.request.ref,
    )


def _answers(pen: Pen, consult: str, *, yes_or_no: bool) -> list[Button | None]:
    """One tap where a yes or a no will do, and words; nothing once it is answered."""
    asked = _consult(pen, consult)
    if asked is not None and asked.answered_at is not None:
        return []
    said = ("yes", "no") if yes_or_no else ()
    taps = (
        Button(
            label=pen.say(f"button-answer-{answer}"),
            verb="answer_consult",
            fields={"consult": consult, "yes": answer},
        )
        for answer in said
    )
    in_words = Button(
        label=pen.say("button-answer_consult"),
        verb="answer_consult",
        form="answer_consult",
        fields={"consult": consult},
    )
    return [*taps, in_words]


def _consult(pen: Pen, consult: str) -> Consult | None:
    return next((asked for asked in pen.request.consults if asked.id == consult), None)


def consult_lapsed_card(pen: Pen, event: e.ConsultLapsed) -> Card:
    """To the owner: it still is theirs, and they need not wait for the answer."""
    asked = _consult(pen, event.consult)
    return pen.card(
        "consult_lapsed",
        pen.says("consult-lapsed", name=pen.name(event.colleague)),
        Quote(pen.text(asked.question)) if asked else None,
        pen.quietly("consult-lapsed-next"),
        pen.buttons(pen.button("consult"), pen.button("say"), pen.button("promise")),
    )


def consult_answered_card(pen: Pen, event: e.ConsultAnswered) -> Card:
    asked = _consult(pen, event.consult)
    who, when = pen.name(event.by), pen.clock.on(event.at)
    said = {True: pen.say("button-answer-yes"), False: pen.say("button-answer-no"), None: ""}[event.yes]
    answer = ". ".join(part for part in (said, pen.text(event.answer) if event.answer else "") if part)
    return pen.card(
        "consult_answered",
        pen.quietly("consult-asked") if asked else None,
        Quote(pen.text(asked.question)) if asked else None,
        Quote(answer, who=who, when=when),
        pen.buttons(pen.button("say", primary=True), pen.button("resolve")),
    )
