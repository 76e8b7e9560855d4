"""The whole history of a request, line by line, for whoever may read it. The requester never gets what owners note
or ask each other; a rating is shown to the rater alone.
"""

from collections.abc import Callable
from typing import Any

from bot.delivery.card import Block, Card, Paragraph
from bot.delivery.cards.view import Pen, View
from bot.domain import events as e
from bot.domain.request import Request, WordsId, ref
from bot.domain.rights import may_read

BETWEEN_OWNERS = (
    e.NoteWritten,
    e.ConsultAsked,
    e.ConsultAnswered,
    e.HandoverDeclined,
    e.TargetWarned,
    e.PromiseReminded,
    e.ConsultReminded,
    e.ConsultLapsed,
)

Line = Callable[[Pen, Any], str]


def history_card(request: Request, view: View) -> Card:
    """Of `view.history`. Whoever may not read the request gets its number alone."""
    pen = Pen(view, request)
    if not may_read(view.viewer, request, view.directory):
        return pen.card("history", pen.quietly("masked", ref=request.ref), title=request.ref)
    asks = view.viewer == request.requester
    gone = _gone(view)
    blocks: list[Block] = []
    for event in view.history:
        if asks and isinstance(event, BETWEEN_OWNERS):
            continue
        blocks += _told(pen, event, asks=asks, gone=gone)
    return pen.card("history", *blocks, title=pen.say("history-title", ref=request.ref))


def _gone(view: View) -> frozenset[WordsId]:
    """Words that were deleted, moved away or undone."""
    taken_back = {v.words for v in view.history if isinstance(v, e.MessageDeleted | e.MessageMoved)}
    undone = {v.words for v in view.history if isinstance(v, e.ActUndone) and v.words is not None}
    return frozenset(taken_back | undone)


def _told(pen: Pen, event: e.AnyEvent, *, asks: bool, gone: frozenset[WordsId]) -> list[Block]:
    if isinstance(event, e.Rated | e.ComplaintRaised | e.Thanked) and not asks:
        return []
    found: list[Block] = []
    line = history_line(pen, event)
    if line:
        found.append(Paragraph(pen.say("history-line", on=pen.clock.on(event.at), what=line)))
    spoken = _spoken(event)
    if spoken is not None and spoken[0] not in gone:
        words, by, private = spoken
        found.append(pen.quote(words, by, event.at, private=private))
    return found


def _spoken(event: e.AnyEvent) -> tuple[WordsId, Any, bool] | None:
    """A person's words in an event: (words, whose, private to the owners' side)."""
    match event:
        case e.RequestAsked(words=words) if words is not None:
            return words, event.author or event.requester, False
        case e.MessageSaid() | e.QuestionPut():
            return event.words, event.by, False
        case e.NoteWritten():
            return event.words, event.by, True
        case e.ConsultAsked():
            return event.question, event.by, True
        case e.ConsultAnswered(answer=answer) if answer is not None:
            return answer, event.by, True
        case e.PromiseMade(note=note) if note is not None:
            return note, event.by, False
        case e.RequestResolved(words=words) if words is not None:
            return words, event.by, False
        case _:
            return None


def history_line(pen: Pen, event: e.AnyEvent) -> str:
    """One event in a line; empty for what only follows from another, or is told by its own words."""
    special = _LINES.get(type(event))
    if special is not None:
        return special(pen, event)
    sentence = _PLAIN.get(type(event))
    return pen.say(sentence) if sentence else ""


def _by_name(sentence: str, field: str = "by") -> Line:
    return lambda pen, event: pen.say(sentence, name=pen.name(getattr(event, field)))


def _filed(pen: Pen, event: e.RequestFiled) -> str:
    topic = pen.topic(event.topic) if event.topic else ""
    if not topic:
        return ""
    # Whoever serves reads what spoke for it; to whoever asked other people's sentences would say nothing.
    why = pen.because(event.because) if pen.view.viewer != pen.request.requester else ""
    return f"{pen.say('line-filed', topic=topic)} {why}".strip()


def _assigned(pen: Pen, event: e.OwnerAssigned) -> str:
    if event.unseen:
        return ""
    facts = {"name": pen.name(event.owner), "department": pen.team(event.owner, event.department)}
    sentence = f"line-assigned-{event.cause}"
    return pen.say(sentence if pen.say.has(sentence) else "line-assigned", **facts)


def _lead_in(pen: Pen, event: e.LeadBroughtIn) -> str:
    sentence = f"line-lead-{event.cause}"
    return pen.say(sentence if pen.say.has(sentence) else "line-lead", name=pen.name(event.lead))


def _wanted(pen: Pen, event: e.WantedByHeard) -> str:
    if event.due is None:
        return pen.say("line-not-wanted-by")
    return pen.say("line-wanted", wish=pen.clock.wish(event.due, day_only=event.day_only))


def _promised(pen: Pen, event: e.PromiseMade) -> str:
    name, by = pen.name(event.by), pen.clock.by(event.due)
    if event.resumed:
        return pen.say("line-promise-resumed", by=by)
    if event.waits_for is not None:
        return pen.waits("line-waits", "line-waits-gone", event.waits_for, name=name, by=by)
    if event.correction:
        return pen.say("line-promise-corrected", name=name, by=by)
    if event.renewal and event.because:
        return f"{pen.say('line-promise-again', name=name, by=by)} {pen.say(f'because-{event.because}')}"
    return pen.say("line-promise-again" if event.renewal else "line-promise", name=name, by=by)


def _resolved(pen: Pen, event: e.RequestResolved) -> str:
    if event.by is None:
        return pen.say(f"line-resolved-{event.how}")
    name, without = pen.name(event.by), event.without_yes_of
    if without is not None and pen.view.viewer != pen.request.requester:
        return pen.say("line-resolved-without-yes", name=name, other=pen.name(without))
    return pen.say("line-resolved", name=name)


def _article(pen: Pen, event: e.ArticleOffered) -> str:
    found = (a for a in pen.view.directory.articles if a.name == event.article)
    title = next((a.title for a in found if a.language == event.language), event.article)
    return pen.say("line-article", title=title)


def _rated(pen: Pen, event: e.Rated) -> str:
    return pen.say("line-rated", outcome=pen.say(f"outcome-{event.outcome}"))


def _consult_answered(pen: Pen, event: e.ConsultAnswered) -> str:
    """Who said yes stays in the history by name."""
    said = {True: "yes", False: "no", None: "words"}[event.yes]
    return pen.say(f"line-consult-{said}", name=pen.name(event.by))


def _closed(pen: Pen, event: e.RequestClosed) -> str:
    return pen.say("line-closed-unconfirmed" if event.unconfirmed else "line-closed")


_LINES: dict[type, Line] = {
    e.RequestFiled: _filed,
    e.OwnerAssigned: _assigned,
    e.WantedByHeard: _wanted,
    e.PromiseMade: _promised,
    e.RequestResolved: _resolved,
    e.ArticleOffered: _article,
    e.Rated: _rated,
    e.RequestClosed: _closed,
    e.UrgencySet: lambda pen, v: pen.say("line-urgency", urgency=pen.say(f"urgency-{v.urgency}")),
    e.RequestTaken: _by_name("line-taken"),
    e.HandoverOffered: _by_name("line-offered", "asked"),
    e.HandoverTaken: _by_name("line-taken"),
    e.HandoverLapsed: _by_name("line-offer-lapsed", "asked"),
    e.HandoverDeclined: _by_name("line-declined"),
    e.LeadBroughtIn: _lead_in,
    e.LadderEnded: lambda pen, _: pen.say("line-ladder-end"),
    e.LadderBegun: lambda pen, v: pen.say("line-ladder", by=pen.clock.by(v.escalates_at)),
    e.Unreachable: _by_name("line-unreachable", "person"),
    e.EmergencyTold: _by_name("line-emergency-told", "person"),
    e.EmergencyCalledOff: _by_name("line-no-emergency", "by"),
    e.ConsultAsked: _by_name("line-consulted", "colleague"),
    e.ConsultLapsed: _by_name("line-consult-lapsed", "colleague"),
    e.ConsultAnswered: _consult_answered,
    e.RequestReopened: _by_name("line-reopened"),
    e.ActUndone: _by_name("line-undone"),
    e.MessageDeleted: _by_name("line-deleted"),
    e.MessageEdited: _by_name("line-edited"),
    e.AnswerKept: lambda pen, v: pen.say("line-answer-kept", name=pen.name(v.by)),
    e.NeedSplit: lambda pen, v: pen.say("line-split", to=ref(v.to)),
    e.MessageMoved: lambda pen, v: pen.say("line-moved", to=ref(v.to)),
}

_PLAIN: dict[type, str] = {
    e.RequestAsked: "line-asked",
    e.MadeConfidential: "line-confidential",
    e.ConfidentialLifted: "line-not-confidential",
    e.ChoicesOffered: "line-choices",
    e.ChoiceMade: "line-chosen",
    e.RuledOut: "line-not-this",
    e.PersonWanted: "line-person",
    e.Nudged: "line-nudged",
    e.ArticleHelped: "line-article-helped",
    e.SignpostGiven: "line-signpost",
    e.HandoverWithdrawn: "line-offer-withdrawn",
    e.EmergencyRaised: "line-emergency",
    e.QuestionPut: "line-question",
    e.RequesterReminded: "line-reminded",
    e.PromiseKept: "line-promise-kept",
    e.PromiseReminded: "line-promise-reminded",
    e.PromiseLapsed: "line-promise-lapsed",
    e.LapseForetold: "line-foretold",
    e.TargetWarned: "line-warned",
    e.TargetBreached: "line-breached",
    e.RequestWithdrawn: "line-withdrawn",
    e.ComplaintRaised: "line-complaint",
    e.ComplaintMadeGood: "line-made-good",
    e.ComplaintForInformation: "line-for_information",
    e.Thanked: "line-thanked",
    e.ThanksShown: "line-thanks-shown",
}
