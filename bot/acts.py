"""From a button or a filled-in form to a command: the same for every platform, so that none reads it differently."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

from msgspec import Struct

from bot.domain import commands as c
from bot.domain.request import Delay, Outcome, RequestNumber, WordsId
from knowledge import when
from knowledge.calendar import WorkingHours
from knowledge.directory import DepartmentId, Directory, PersonId, TopicId, Urgency
from knowledge.over import is_over

Fields = Mapping[str, str]
REVIEWED_AFTER = ("3", "6", "12")  # months: when whoever stands behind an answer looks at it again
USUALLY_REVIEWED_AFTER = "6"
STRUCK = "[…]"  # stands in a draft for what was personal
_YES = ("yes", "on", "true", "1")  # how platforms say that a box is ticked


class Unclear(Exception):  # what was typed is not understood: the person is told and types again
    """`sentence` is the id of the sentence in `bot.words`; `field` is where the cursor goes."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence, field)
        self.sentence, self.field = sentence, field


class Typing(Struct, frozen=True, kw_only=True):
    """Who typed it, when and where: what a date in words needs to be understood."""

    by: PersonId
    now: datetime
    zone: str
    language: str
    directory: Directory


def command_of(
    verb: str,
    fields: Fields,
    *,
    id: str,  # noqa: A002
    number: int,
    seen: int | None,
    typing: Typing,
) -> c.AnyCommand:
    """Raises Unclear for a date or a person that was not understood, and KeyError for a verb that is nobody's click."""
    about = {"id": id, "by": typing.by, "number": RequestNumber(number), "seen": seen}
    if verb in _PLAIN:
        return _PLAIN[verb](**about)  # type: ignore[no-any-return]
    return _WITH_FIELDS[verb](about, fields, typing)


_PLAIN: dict[str, Any] = {
    "not_this": c.NotThis,
    "no_emergency": c.NoEmergency,
    "split": c.Split,
    "make_private": c.MakePrivate,
    "lift_private": c.LiftPrivate,
    "want_person": c.WantPerson,
    "article_solved": c.ArticleSolved,
    "article_outdated": c.ArticleOutdated,
    "nudge": c.Nudge,
    "withdraw": c.Withdraw,
    "made_good": c.MadeGood,
    "for_information": c.OnlyForInformation,
    "take": c.Take,
    "route_right": c.ConfirmRoute,
    "withdraw_handover": c.WithdrawHandover,
    "undo": c.Undo,
    "leave_matter": c.LeaveMatter,
    "take_back": c.TakeBack,
}


def _due(fields: Fields, typing: Typing) -> datetime:
    return _when(fields, typing).due


def _when(fields: Fields, typing: Typing) -> when.Wanted:
    typed = fields.get("due", "").strip()
    if not typed:
        raise Unclear("when-missing", "due")
    if (exact := instant(typed)) is not None:
        return when.Wanted(due=exact, words=typed, day_only=False)
    heard = when.parse_due(
        typed,
        now=typing.now,
        zone=typing.zone,
        language=typing.language,
        hours=_hours(typing),
    )
    if heard is None:
        raise Unclear(unheard(typed, typing), "due")
    return heard


def unheard(typed: str, typing: Typing) -> str:
    """The sentence for a time that nothing was read in: what is over is told from what is no time at all."""
    over = is_over(typed, now=typing.now, zone=typing.zone, language=typing.language, hours=_hours(typing))
    return "when-over" if over else "when-unclear"


def instant(typed: str) -> datetime | None:
    """What a button brought along: an instant with its offset."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None else None


def _hours(typing: Typing) -> WorkingHours | None:
    listed = typing.directory.people.get(typing.by)
    return listed.hours if listed is not None else None


def _whom(fields: Fields, typing: Typing) -> dict[str, Any]:
    """`to`: `person:ID` or `department:ID`, as the form's list gives it."""
    kind, _, to = fields.get("to", "").partition(":")
    if kind == "person" and to in typing.directory.people:
        return {"person": PersonId(to)}
    if kind == "department" and to in typing.directory.departments:
        return {"department": DepartmentId(to)}
    raise Unclear("whom-missing", "to")


def _person(fields: Fields, typing: Typing, field: str) -> PersonId:
    person = fields.get(field, "").removeprefix("person:")
    if person not in typing.directory.people:
        raise Unclear("whom-missing", field)
    return PersonId(person)


def _text(fields: Fields) -> str:
    return fields.get("text", "")


def _set_wanted_by(about: Any, fields: Fields, typing: Typing) -> c.SetWantedBy:
    if not fields.get("due", "").strip():
        return c.SetWantedBy(**about, due=None)
    wanted = _when(fields, typing)
    return c.SetWantedBy(**about, due=wanted.due, day_only=wanted.day_only)


def _promise(about: Any, fields: Fields, typing: Typing) -> c.MakePromise:
    wanted = _when(fields, typing)
    because = fields.get("because", "")
    return c.MakePromise(
        **about,
        due=wanted.due,
        text=_text(fields),
        because=because if because in get_args(Delay) else None,  # type: ignore[arg-type]
        others=wanted.others,
        correction=fields.get("correction") == "yes",
    )


def _choose(about: Any, fields: Fields, _: Typing) -> c.Choose:
    return c.Choose(**about, topic=TopicId(fields["topic"]) if fields.get("topic") else None)


def _file_under(about: Any, fields: Fields, typing: Typing) -> c.FileUnder:
    if fields.get("topic") not in typing.directory.topics:
        raise Unclear("topic-missing", "topic")
    return c.FileUnder(**about, topic=TopicId(fields["topic"]))


def _set_urgency(about: Any, fields: Fields, _: Typing) -> c.SetUrgency:
    urgency = fields.get("urgency", "")
    if urgency not in get_args(Urgency):
        raise Unclear("urgency-missing", "urgency")
    return c.SetUrgency(**about, urgency=urgency)  # type: ignore[arg-type]


def _keep_answer(about: Any, fields: Fields, _: Typing) -> c.KeepAnswer:
    for field in ("title", "question", "text"):
        if STRUCK in fields.get(field, ""):
            raise Unclear("answer-gaps", field)
    months = fields.get("months", "")
    return c.KeepAnswer(
        **about,
        title=fields.get("title", ""),
        question=fields.get("question", ""),
        text=_text(fields),
        months=int(months if months in REVIEWED_AFTER else USUALLY_REVIEWED_AFTER),
    )


def _rate(about: Any, fields: Fields, _: Typing) -> c.Rate:
    outcome = fields.get("outcome", "")
    if outcome not in get_args(Outcome):
        raise Unclear("outcome-missing", "outcome")
    return c.Rate(**about, outcome=outcome, text=_text(fields))  # type: ignore[arg-type]


def _consult(about: Any, fields: Fields, typing: Typing) -> c.AskColleague:
    return c.AskColleague(
        **about,
        colleague=_person(fields, typing, "colleague"),
        text=_text(fields),
        yes_or_no=fields.get("yes_or_no", "") in _YES,
    )


def _answer_consult(about: Any, fields: Fields, _: Typing) -> c.AnswerColleague:
    said = {"yes": True, "no": False}.get(fields.get("yes", ""))
    return c.AnswerColleague(**about, consult=fields.get("consult", ""), yes=said, text=_text(fields))


_WITH_FIELDS: dict[str, Callable[[Any, Fields, Typing], c.AnyCommand]] = {
    "say": lambda about, f, _: c.Say(**about, text=_text(f)),
    "edit": lambda about, f, _: c.EditWords(**about, words=WordsId(f["words"]), text=_text(f)),
    "delete": lambda about, f, _: c.DeleteWords(**about, words=WordsId(f["words"])),
    "choose": _choose,
    "set_wanted_by": _set_wanted_by,
    "reopen": lambda about, f, _: c.Reopen(**about, text=_text(f)),
    "rate": _rate,
    "complain": lambda about, f, _: c.Complain(
        **about, text=_text(f), for_information=f.get("for_information", "") in _YES
    ),
    "thank": lambda about, f, _: c.Thank(**about, public=f.get("public") == "yes"),
    "answer_thanks": lambda about, f, _: c.AnswerThanks(**about, yes=f.get("yes") == "yes"),
    "note": lambda about, f, _: c.WriteNote(**about, text=_text(f)),
    "ask_requester": lambda about, f, _: c.AskRequester(**about, text=_text(f)),
    "promise": _promise,
    "wait_for": lambda about, f, t: c.WaitFor(**about, who=f.get("who", ""), due=_due(f, t)),
    "consult": _consult,
    "answer_consult": _answer_consult,
    "hand_over": lambda about, f, t: c.HandOver(**about, text=_text(f), **_whom(f, t)),
    "decline_handover": lambda about, f, t: c.DeclineHandover(**about, text=_text(f), **_whom(f, t)),
    "keep_answer": _keep_answer,
    "resolve": lambda about, f, _: c.Resolve(
        **about, text=_text(f), without_yes=f.get("without_yes", "") in _YES
    ),
    "file_under": _file_under,
    "set_urgency": _set_urgency,
    "join_matter": lambda about, f, _: c.JoinMatter(**about, matter=f.get("matter", "")),
    "reassign": lambda about, f, t: c.Reassign(**about, person=_person(f, t, "person")),
}

CLICKABLE = frozenset(_PLAIN) | frozenset(_WITH_FIELDS)
