"""A request's history as lines that a person reads: who said or did what, and when. Notes are marked private."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.domain import events as e
from bot.domain.request import WordsId
from bot.views import Seen
from bot.words import text_in
from handlers.web.feed import initials
from handlers.web.room import Wanted
from handlers.web.said import moment
from handlers.web.views import Step
from knowledge.directory import PersonId

_PEOPLE = ("by", "person", "asked", "owner", "colleague", "lead", "requester", "answerable", "answered_by")


_BETWEEN_OWNERS = (e.NoteWritten, e.ConsultAsked, e.ConsultAnswered, e.HandoverDeclined)


def people_in(seen: Seen) -> tuple[PersonId, ...]:
    """Everybody whom a line of this history may have to name."""
    found = {getattr(event, field, None) for event in seen.history for field in _PEOPLE}
    return tuple(person for person in found if person)


def steps(seen: Seen, names: Mapping[PersonId, str], wanted: Wanted, now: datetime) -> tuple[Step, ...]:
    """What concerns whoever reads: the requester reads no private note, and nobody reads deleted words."""
    teller = _Teller(seen, names, wanted, now)
    gone = {event.words for event in seen.history if isinstance(event, e.MessageDeleted | e.MessageMoved)}
    gone |= {event.words for event in seen.history if isinstance(event, e.ActUndone) and event.words}
    as_requester = wanted.person == seen.request.requester
    told = []
    for event in seen.history:
        if as_requester and isinstance(event, _BETWEEN_OWNERS):
            continue
        if getattr(event, "words", None) in gone and not isinstance(event, e.MessageDeleted):
            continue
        step = teller.tell(event)
        if step is not None:
            told.append(step)
    return tuple(told)


class _Teller:
    def __init__(
        self, seen: Seen, names: Mapping[PersonId, str], wanted: Wanted, now: datetime
    ) -> None:
        self.seen, self.names, self.wanted, self.now = seen, names, wanted, now
        self.directory = wanted.room.directory

    def tell(self, event: e.AnyEvent) -> Step | None:
        teller = _TELLERS.get(type(event))
        if teller is not None:
            return teller(self, event)
        plain = _PLAIN.get(type(event))
        return self.plain(event, plain) if plain else None

    def when(self, at: datetime) -> str:
        return moment(at, self.now, self.wanted.zone, self.wanted.language, self.wanted.t)

    def name(self, person: PersonId | None) -> str:
        return self.names.get(person, "") if person else ""

    def plain(self, event: e.AnyEvent, sentence: str, **facts: object) -> Step:
        """A line without anybody's words; {$name} is whoever did it or whom it names."""
        if "name" not in facts:
            person = next((getattr(event, field) for field in _PEOPLE if getattr(event, field, None)), None)
            facts["name"] = self.name(person)
        return Step(text=self.wanted.t(sentence, **facts), when=self.when(event.at))

    def said(
        self, event: e.AnyEvent, by: PersonId, words: WordsId | None, sentence: str, **facts: object
    ) -> Step | None:
        """A line with a person's own words; none where those are erased, or not for whoever reads."""
        spoken = self.seen.texts.get(words) if words else None
        if spoken is None:
            return None
        return Step(
            text=self.wanted.t(sentence, **facts),
            when=self.when(event.at),
            who=self.name(by),
            initials=initials(self.name(by)),
            words=spoken,
            private=isinstance(event, e.NoteWritten | e.ConsultAsked | e.ConsultAnswered),
            mine=by == self.wanted.person,
        )

    def said_or_plain(
        self, event: e.AnyEvent, by: PersonId, words: WordsId | None, said: str, plain: str, **facts: object
    ) -> Step:
        return self.said(event, by, words, said, **facts) or self.plain(
            event, plain, name=self.name(by), **facts
        )

    def topic(self, topic: str | None) -> str:
        found = self.directory.topics.get(topic) if topic else None  # type: ignore[call-overload]
        return text_in(found.name, self.wanted.language) if found else ""

    def filed(self, event: e.RequestFiled) -> Step | None:
        name = self.topic(event.topic)
        because = ", ".join(f"«{reason}»" for reason in event.because[:3])
        if not name:
            return None
        if because:
            return self.plain(event, "desk-step-filed-because", topic=name, because=because)
        return self.plain(event, "desk-step-filed", topic=name)

    def assigned(self, event: e.OwnerAssigned) -> Step | None:
        if event.unseen:
            return None
        department = text_in(self.directory.departments[event.department].name, self.wanted.language)
        return self.plain(
            event, "desk-step-assigned", name=self.name(event.owner), department=department
        )

    def promised(self, event: e.PromiseMade) -> Step:
        when = self.when(event.due)
        if event.waits_for:
            return self.said_or_plain(
                event, event.by, event.waits_for, "desk-step-waits", "desk-step-promise-plain", when=when
            )
        return self.said_or_plain(
            event, event.by, event.note, "desk-step-promise", "desk-step-promise-plain", when=when
        )

    def resolved(self, event: e.RequestResolved) -> Step:
        if event.by is None:
            by_article = event.how == "article"
            return self.plain(event, "desk-step-resolved-article" if by_article else "desk-step-resolved-plain")
        return self.said_or_plain(
            event, event.by, event.words, "desk-step-resolved", "desk-step-resolved-plain"
        )

    def article(self, event: e.ArticleOffered) -> Step:
        found = (a for a in self.directory.articles if (a.name, a.language) == (event.article, event.language))
        title = next((article.title for article in found), event.article)
        return self.plain(event, "desk-step-article", title=title)


_Tell = Callable[[_Teller, Any], Step | None]

_TELLERS: dict[type, _Tell] = {
    e.RequestAsked: lambda t, v: t.said_or_plain(
        v, v.author or v.requester, v.words, "desk-step-asked", "desk-step-asked-plain"
    ),
    e.MessageSaid: lambda t, v: t.said(v, v.by, v.words, "desk-step-said"),
    e.NoteWritten: lambda t, v: t.said(v, v.by, v.words, "desk-step-note"),
    e.QuestionPut: lambda t, v: t.said(v, v.by, v.words, "desk-step-question"),
    e.HandoverOffered: lambda t, v: t.said_or_plain(
        v, v.by, v.reason, "desk-step-handover", "desk-step-handover-plain", to=t.name(v.asked)
    ),
    e.HandoverDeclined: lambda t, v: t.said_or_plain(
        v, v.by, v.reason, "desk-step-handover-declined", "desk-step-handover-declined-plain"
    ),
    e.ConsultAsked: lambda t, v: t.said(v, v.by, v.question, "desk-step-consult", to=t.name(v.colleague)),
    e.ConsultAnswered: lambda t, v: t.said(v, v.by, v.answer, "desk-step-consult-answered"),
    e.RequestFiled: _Teller.filed,
    e.OwnerAssigned: _Teller.assigned,
    e.PromiseMade: _Teller.promised,
    e.RequestResolved: _Teller.resolved,
    e.ArticleOffered: _Teller.article,
    e.WantedByHeard: lambda t, v: t.plain(v, "desk-step-wanted", when=t.when(v.due)) if v.due else None,
    e.UrgencySet: lambda t, v: t.plain(
        v, "desk-step-urgency", urgency=t.wanted.t(f"desk-urgency-{v.urgency}")
    ),
    e.ComplaintRaised: lambda t, v: t.plain(v, "desk-step-complaint", name=t.name(t.seen.request.requester)),
    e.Rated: lambda t, v: t.plain(v, "desk-step-rated", name=t.name(t.seen.request.requester)),
    e.Thanked: lambda t, v: t.plain(v, "desk-step-thanked", name=t.name(t.seen.request.requester)),
    e.Nudged: lambda t, v: t.plain(v, "desk-step-nudged", name=t.name(t.seen.request.requester)),
    e.PersonWanted: lambda t, v: t.plain(v, "desk-step-person", name=t.name(t.seen.request.requester)),
}

_PLAIN: dict[type, str] = {
    e.MadeConfidential: "desk-step-private",
    e.ConfidentialLifted: "desk-step-not-private",
    e.ChoicesOffered: "desk-step-choices",
    e.RequestTaken: "desk-step-taken",
    e.HandoverTaken: "desk-step-handover-taken",
    e.HandoverLapsed: "desk-step-handover-lapsed",
    e.HandoverWithdrawn: "desk-step-handover-withdrawn",
    e.LeadBroughtIn: "desk-step-lead",
    e.Unreachable: "desk-step-unreachable",
    e.EmergencyRaised: "desk-step-emergency",
    e.EmergencyTold: "desk-step-told",
    e.MessageEdited: "desk-step-edited",
    e.MessageDeleted: "desk-step-deleted",
    e.PromiseKept: "desk-step-promise-kept",
    e.PromiseLapsed: "desk-step-promise-lapsed",
    e.TargetWarned: "desk-step-warned",
    e.TargetBreached: "desk-step-breached",
    e.RequestClosed: "desk-step-closed",
    e.RequestReopened: "desk-step-reopened",
    e.RequestWithdrawn: "desk-step-withdrawn",
    e.ActUndone: "desk-step-undone",
}
