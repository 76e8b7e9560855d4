"""Why the desk said no, in a sentence that says what can be done instead."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain import refusals as r
from bot.words.catalogue import Words
from bot.words.dates import Clock
from knowledge.directory import PersonId

# What reads the same whatever its facts.
_Plain = (
    r.NotYours
    | r.NoSuchRequest
    | r.Erased
    | r.Empty
    | r.ReasonMissing
    | r.NobodyAnswered
    | r.CorrectionPast
    | r.TooLateToUndo
)


def refusal(
    words: Words,
    why: r.AnyRefusal,
    *,
    names: Mapping[PersonId, str],
    zone: str = "UTC",
    now: datetime | None = None,
) -> str:
    """`names` holds whom the refusal speaks of; `zone` and `now` are the reader's, for a date that has passed."""

    def named(sentence: str, nameless: str, person: PersonId | None) -> str:
        known = names.get(person, "") if person is not None else ""
        return words(sentence, name=known) if known else words(nameless)

    match why:
        case r.AlreadyTaken(by=by):
            return named("refused-taken", "refused-taken-nameless", by)
        case r.NobodyThere(person=person):
            return named("refused-nobody", "refused-nobody-nameless", person)
        case r.OneOfferAtATime(asked=asked):
            return named("refused-offered", "refused-offered-nameless", asked)
        case r.YesMissing(person=person):
            return named("refused-yes-missing", "refused-yes-missing-nameless", person)
        case r.HasChanged(owner=owner):
            return _changed(words, why, names.get(owner, ""))
        case r.NothingToDo(verb=verb):
            special = f"refused-nothing-{verb}"
            return words(special if words.has(special) else "refused-nothing")
        case r.PastDate(due=due) if now is not None:
            return words("refused-past-date", on=Clock(words, zone, now).on(due))
        case r.PastDate():
            return words("refused-past")
        case r.NotYourAbsence(today_only=today_only):
            return words("away-today-only" if today_only else "away-not-yours")
        case _:
            return words(_plain(why))


def _plain(why: _Plain) -> str:
    match why:
        case r.NotYours():
            return "refused-not-yours"
        case r.NoSuchRequest():
            return "refused-no-such"
        case r.Erased():
            return "refused-erased"
        case r.Empty():
            return "refused-empty"
        case r.ReasonMissing():
            return "refused-reason"
        case r.NobodyAnswered():
            return "refused-nobody-answered"
        case r.CorrectionPast():
            return "refused-correction"
        case r.TooLateToUndo():
            return "refused-too-late"


def _changed(words: Words, why: r.HasChanged, owner: str) -> str:
    state = words(f"state-{why.status}")
    if owner and why.status in ("new", "open", "pending"):
        return words("refused-changed-owner", state=state, name=owner)
    return words("refused-changed", state=state)
