"""What people say to each other: their words, under their names; nothing is added that they did not say."""

from bot.delivery.card import Block, Button, Card, Quote
from bot.delivery.cards.view import Pen
from bot.domain import events as e
from bot.domain.request import WordsId
from knowledge.directory import PersonId


def said_card(pen: Pen, event: e.MessageSaid | e.QuestionPut) -> Card:
    """Another person's words. Whoever serves gets the acts that usually come next."""
    quote = pen.quote(event.words, event.by, event.at)
    return pen.card("said", quote, _next_for_owner(pen))


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
    last = _last_question(pen)
    return pen.card(
        "question_reminder",
        pen.says("question-reminder"),
        pen.quote(last.words, last.by, last.at) if last else None,
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
    """The desk took these words to belong here; one tap says that they do not."""
    button = Button(label=pen.say("button-something-else"), verb="move_words", fields={"words": event.words})
    return pen.card(
        "joined",
        pen.quote(event.words, event.by, event.at),
        pen.quietly("joined", ref=pen.request.ref),
        pen.buttons(button if pen.may("move_words") else None),
    )


def edited_card(pen: Pen, event: e.MessageEdited) -> Card:
    return pen.card("edited", pen.quietly("edited"), pen.quote(event.words, event.by, event.at))


def deleted_card(pen: Pen, event: e.MessageDeleted) -> Card:
    return pen.card("deleted", pen.quietly("deleted", name=pen.name(event.by)))


def correction_card(pen: Pen, said: e.MessageSaid | e.QuestionPut, by: e.AnyEvent) -> Card:
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
    return pen.card("undone", pen.quietly(f"undone-{event.act}", name=pen.name(event.by)))


def note_card(pen: Pen, event: e.NoteWritten) -> Card:
    return pen.card("note", pen.quote(event.words, event.by, event.at, private=True))


def consult_card(pen: Pen, event: e.ConsultAsked) -> Card:
    """A colleague sees the question and nothing of the request."""
    asked = next((c for c in pen.request.consults if c.id == event.consult), None)
    still_open = asked is None or asked.answered_at is None
    buttons: list[Button | None] = []
    if still_open:
        if event.yes_or_no:
            for said in ("yes", "no"):
                label = pen.say(f"button-answer-{said}")
                fields = {"consult": event.consult, "yes": said}
                buttons.append(Button(label=label, verb="answer_consult", fields=fields))
        buttons.append(
            Button(
                label=pen.say("button-answer_consult"),
                verb="answer_consult",
                form="answer_consult",
                fields={"consult": event.consult},
            )
        )
    return pen.card(
        "consult",
        pen.says("consult-asks", ref=pen.request.ref),
        pen.quote(event.question, event.by, event.at),
        pen.quietly("consult-only-this"),
        pen.buttons(*buttons),
        title=pen.request.ref,
    )


def consult_answered_card(pen: Pen, event: e.ConsultAnswered) -> Card:
    asked = next((c for c in pen.request.consults if c.id == event.consult), None)
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
