"""Who is to be told of what is said, asked, promised and missed while a request is open. Rules of `bot.delivery.notices`."""

from bot.delivery.teller import Teller
from bot.domain import events as e
from bot.domain.request import Request
from knowledge.directory import PersonId


def said(tell: Teller, event: e.MessageSaid) -> None:
    if event.side == "requester":
        if event.joined or event.apart or event.over:
            tell.requester("joined")
        else:
            tell.echo(tell.after.requester)
        tell.owner("said", loud=True)
        tell.owner_files(event.files)
        if tell.after.offer is not None:
            tell.tell("living", tell.after.offer.asked, "work")
        return
    if event.side == "bystander":  # who asked it reads them in the thread where they stand
        tell.owner("said", loud=True)
        tell.owner_files(event.files)
        tell.everybody()
        return
    tell.echo(event.by)
    tell.requester("said", loud=True)
    tell.files(tell.after.requester, "asks", event.files)
    if _awaited(tell.before):
        tell.requester()
    if event.by != tell.after.owner:
        tell.owner()


def _awaited(before: Request) -> bool:
    """Whether the requester's card says that a person's word is still to come. Otherwise one more changes nothing on it,
    and what the platforms allow of a conversation is left to the words themselves."""
    answered = before.answered_at
    if answered is None or before.escalates_at is not None or before.escalated_to:
        return True
    return before.nudged_at is not None and before.nudged_at > answered


def _is_asking(request: Request, person: PersonId) -> bool:
    """Whether what this person says is for who serves it to read."""
    return person == request.requester or request.stands_by(person)


def edited(tell: Teller, event: e.MessageEdited) -> None:
    """The other side has read the old words: the new ones follow without ringing. A note stays where it was."""
    if _is_asking(tell.after, event.by):
        tell.owner("edited")
    elif event.words in dict(tell.after.messages):
        tell.requester("edited")
    tell.everybody()


def deleted(tell: Teller, event: e.MessageDeleted) -> None:
    """What the other side was shown says so from now on. A note was shown to nobody there."""
    if _is_asking(tell.after, event.by):
        tell.owner("deleted")
    elif event.words not in dict(tell.before.notes):
        tell.requester("deleted")
    tell.everybody()


def noted(tell: Teller, event: e.NoteWritten) -> None:
    tell.echo(event.by)
    if event.by != tell.after.owner:
        tell.owner("note")
    tell.serving()


def question(tell: Teller, event: e.QuestionPut) -> None:
    tell.echo(event.by)
    tell.requester("question", loud=True)
    tell.everybody()


def reminded(tell: Teller, _: e.RequesterReminded) -> None:
    tell.requester("question_reminder", loud=True)
    tell.owner()


def promised(tell: Teller, _: e.PromiseMade) -> None:
    tell.requester("promise", loud=True)
    tell.everybody()


def stands(tell: Teller, _: e.PromiseStands) -> None:
    """What would not be obeyed any more goes from the card, and rings nobody."""
    tell.owner()


def promise_near(tell: Teller, _: e.PromiseReminded) -> None:
    """The requester's card says so before it lapses. A promise survives a hand-over: whoever has it now is to keep it."""
    tell.requester()
    tell.owner("promise_reminder", loud=True)


def foretold(tell: Teller, _: e.LapseForetold) -> None:
    """The requester hears it from us before it lapses, and once: the lapse itself then only changes the card."""
    tell.requester("foretold", loud=True)


def promise_lapsed(tell: Teller, _: e.PromiseLapsed) -> None:
    promise = tell.after.promise
    if promise is None or not promise.foretold:
        tell.requester("lapse", loud=True)
    tell.owner("promise_lapsed", loud=True)
    tell.everybody()


def consulted(tell: Teller, event: e.ConsultAsked) -> None:
    tell.tell("consult", event.colleague, "work", loud=True)
    tell.owner()


def consult_near(tell: Teller, event: e.ConsultReminded) -> None:
    tell.tell("consult_reminder", event.colleague, "work", loud=True)


def consult_lapsed(tell: Teller, _: e.ConsultLapsed) -> None:
    tell.owner("consult_lapsed", loud=True)
    tell.owner()


def consult_answered(tell: Teller, event: e.ConsultAnswered) -> None:
    tell.echo(event.by)
    tell.owner("consult_answered")
    tell.owner()


def warned(tell: Teller, _: e.TargetWarned) -> None:
    tell.owner("warned", loud=True)
    tell.owner()


def breached(tell: Teller, event: e.TargetBreached) -> None:
    """The requester hears it from us, unless they have been told before or promised a time that still holds."""
    tell.owner("breached", loud=True)
    promise, clock = tell.after.promise, getattr(tell.after, event.target)
    if (promise is None or promise.lapsed) and not (clock is not None and clock.foretold):
        tell.requester("late", loud=True)
    tell.everybody()
