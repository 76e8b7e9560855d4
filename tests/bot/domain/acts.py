"""What a person or a timer might order of one request: mostly what makes sense, now and then what does not."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from bot.domain.request import Delay, Need, Request, RequestNumber
from bot.domain.rights import may_keep
from knowledge.directory import DepartmentId, PersonId, TopicId
from tests.bot.domain.world import CARMEN, DIRECTORY, IRIS, MARTA, NOON, PEOPLE, Story, article, reading

Draw = Callable[..., Any]
Fields = Callable[[Request, PersonId, Story, Draw], dict[str, Any]]

TOPICS = sorted(DIRECTORY.topics)
texts = st.sampled_from(
    ["Listo: enviada por correo", "ok", "Sigue igual", "¿De qué mes?", "Sí", "No", "Mañana", " "]
)
people = st.sampled_from(PEOPLE)

dangers = st.sampled_from([None, None, None, None, None, None, "life", "password"])
concerned = st.sampled_from([(), (), (), (), (MARTA,), (IRIS,), (CARMEN,)])


TWO = (Need(begins=0, topic=TopicId("payslip")), Need(begins=4, topic=TopicId("laptop")))


def _reading(topic: str, verdict: str, more: dict[str, Any]) -> Any:
    if topic != "payslip" or verdict != "route":
        more = more | {"article": None}
    return reading(
        topic, verdict=verdict, choices=(TopicId("payslip"), TopicId("laptop"), TopicId("council")), **more
    )


first_readings = st.builds(
    _reading,
    st.sampled_from(["payslip", "payslip", "payslip", "laptop", "holiday", "harassment", "council"]),
    st.sampled_from(["route", "route", "route", "ask", "ask", "person"]),
    st.fixed_dictionaries(
        {
            "article": st.sampled_from([None, article(), article()]),
            "danger": dangers,
            "about": concerned,
            "caution": st.sampled_from(["", "", "", "", "caution", "words"]),
            "wanted_by": st.sampled_from([None, NOON + timedelta(days=3)]),
            "urgency": st.sampled_from([None, None, "high"]),
            "needs": st.sampled_from([(), (), TWO]),
        }
    ),
)
later_readings = st.one_of(
    st.none(),
    st.just(reading(None)),
    st.just(reading(None)),
    st.just(reading(None, thanks=True)),
    st.just(reading(None, complains=True)),
    st.just(reading(None, wants_person=True)),
    first_readings,
)


def _text(_: Request, __: PersonId, ___: Story, draw: Draw) -> dict[str, Any]:
    return {"text": draw(texts)}


def _nothing(_: Request, __: PersonId, ___: Story, ____: Draw) -> dict[str, Any]:
    return {}


def _say(request: Request, by: PersonId, _: Story, draw: Draw) -> dict[str, Any]:
    if by != request.requester:
        return {"text": draw(texts)}
    return {"text": "y además…", "reading": draw(later_readings)}


def _own_words(request: Request, by: PersonId, draw: Draw) -> Any:
    said = [words for words, who in (*request.messages, *request.notes) if who == by]
    return draw(st.sampled_from(said or ["none"]))


def _place(request: Request, by: PersonId, _: Story, draw: Draw) -> dict[str, Any]:
    """To a person or to a department that could have it; or to one that does not exist."""
    if draw(st.booleans()):
        others = [p for p in PEOPLE if p not in (by, request.requester, request.owner)]
        return {"text": "es de ellos", "person": draw(st.sampled_from(others))}
    return {
        "text": "es de ellos",
        "department": draw(st.sampled_from([*DIRECTORY.departments, DepartmentId("nowhere")])),
    }


def _due(_: Request, __: PersonId, story: Story, draw: Draw) -> dict[str, Any]:
    return {"due": story.now + timedelta(hours=draw(st.sampled_from([1, 5, 30, 72, 100, -1])))}


def _answer(request: Request, by: PersonId, _: Story, draw: Draw) -> dict[str, Any]:
    open_ = [question.id for question in request.open_consults if question.colleague == by]
    return {"consult": draw(st.sampled_from(open_ or ["none"])), "yes": draw(st.sampled_from([True, False]))}


def _choice(request: Request, _: PersonId, __: Story, draw: Draw) -> dict[str, Any]:
    offered = request.choices.topics if request.choices else ()
    return {"topic": draw(st.sampled_from([*offered, None]))}


def _colleague(request: Request, by: PersonId, _: Story, draw: Draw) -> dict[str, Any]:
    others = [p for p in PEOPLE if p not in (by, request.requester)]
    return {"colleague": draw(st.sampled_from(others)), "text": draw(texts), "yes_or_no": draw(st.booleans())}


seldom = st.sampled_from([False, False, False, True])

FIELDS: dict[str, Fields] = {
    "say": _say,
    "note": _text,
    "ask_requester": _text,
    "resolve": lambda r, by, s, draw: _text(r, by, s, draw) | {"without_yes": draw(st.booleans())},
    "complain": lambda r, by, s, draw: _text(r, by, s, draw) | {"for_information": draw(seldom)},
    "answer_thanks": lambda r, by, s, draw: {"yes": draw(st.booleans())},
    "reopen": _text,
    "keep_answer": lambda r, by, s, draw: {"title": "Copia", "question": "¿Cómo?", "text": draw(texts)},
    "edit": lambda r, by, s, draw: {"words": _own_words(r, by, draw), "text": draw(texts)},
    "delete": lambda r, by, s, draw: {"words": _own_words(r, by, draw)},
    "move_words": lambda r, by, s, draw: {"words": _own_words(r, by, draw), "to": RequestNumber(1002)},
    "choose": _choice,
    "split": lambda r, _by, _s, draw: {
        "words": r.first_words,
        "text": draw(texts),
        "to": RequestNumber(1002),
        "reading": draw(later_readings),
    },
    "set_wanted_by": lambda r, by, s, draw: draw(st.sampled_from([_due(r, by, s, draw), {"due": None}])),
    "promise": lambda r, by, s, draw: (
        _due(r, by, s, draw)
        | _text(r, by, s, draw)
        | {"because": draw(st.sampled_from([None, *get_args(Delay)]))}
        | {"others": draw(st.sampled_from([(), (s.now + timedelta(days=1),)]))}
    ),
    "wait_for": lambda r, by, s, draw: (
        _due(r, by, s, draw) | {"who": draw(st.sampled_from(["el banco", ""]))}
    ),
    "consult": _colleague,
    "answer_consult": _answer,
    "hand_over": _place,
    "decline_handover": _place,
    "file_under": lambda r, by, s, draw: {"topic": draw(st.sampled_from(TOPICS))},
    "set_urgency": lambda r, by, s, draw: {
        "urgency": draw(st.sampled_from([u for u in ("urgent", "high", "normal", "low") if u != r.urgency]))
    },
    "rate": lambda r, by, s, draw: {"outcome": draw(st.sampled_from(["exceeded", "met", "missed"]))},
    "reassign": lambda r, by, s, draw: {"person": draw(people)},
    "join_matter": lambda r, by, s, draw: {"matter": draw(st.sampled_from(["wifi", "aire"]))},
    "thank": lambda r, by, s, draw: {"public": draw(st.sampled_from([True, True, False]))},
}


def fields(verb: str, by: PersonId, story: Story, draw: Draw) -> dict[str, Any]:
    """What else the command needs to be given."""
    return FIELDS.get(verb, _nothing)(story.is_, by, story, draw)


Sense = Callable[[Request, PersonId], bool]

SENSIBLE: dict[str, Sense] = {
    "take": lambda r, by: not r.taken,
    "make_private": lambda r, by: not r.confidential,
    "lift_private": lambda r, by: r.confidential,
    "edit": lambda r, by: any(who == by for _, who in (*r.messages, *r.notes)),
    "delete": lambda r, by: any(who == by for _, who in (*r.messages, *r.notes)),
    "move_words": lambda r, by: len(r.messages) > 2 and any(who == by for _, who in r.messages),
    "made_good": lambda r, by: r.complaint is not None and r.complaint.is_open,
    "for_information": lambda r, by: r.complaint is not None and r.complaint.is_open,
    "answer_thanks": lambda r, by: r.thanks is not None and r.thanks.asks,
    "hand_over": lambda r, by: r.offer is None,
    "withdraw_handover": lambda r, by: r.offer is not None,
    "decline_handover": lambda r, by: r.offer is not None,
    "join_matter": lambda r, by: r.matter is None,
    "leave_matter": lambda r, by: r.matter is not None,
    "undo": lambda r, by: r.undoable is not None and r.undoable.by == by,
    "choose": lambda r, by: r.choices is not None,
    "split": lambda r, by: bool(r.needs),
    "route_right": lambda r, by: r.straight and not r.route_right,
    "article_solved": lambda r, by: r.article is not None,
    "article_outdated": lambda r, by: r.article is not None,
    "keep_answer": lambda r, by: may_keep(by, r, DIRECTORY),
    "not_this": lambda r, by: r.topic is not None,
    "thank": lambda r, by: not (r.thanked or r.unanswered),
    "rate": lambda r, by: r.survey is not None,
    "nudge": lambda r, by: not r.unseen and r.nudged_at is None,
    "answer_consult": lambda r, by: any(q.colleague == by for q in r.open_consults),
    "take_back": lambda r, by: r.owner != by,
}
SELDOM = frozenset(
    {"withdraw", "article_outdated", "for_information", "article_solved", "complain", "make_private"}
)  # or each day is over at ten
OFTEN = frozenset({"say", "hand_over", "consult", "promise", "ask_requester", "resolve"})


def likely(able: Iterable[str], by: PersonId, request: Request) -> list[str]:
    """What somebody in their senses might do of what they may, the more usual more often."""
    found = sorted(v for v in able if v not in SENSIBLE or SENSIBLE[v](request, by))
    usual = [verb for verb in found if verb not in SELDOM]
    return found + usual * 3 + [verb for verb in found if verb in OFTEN] * 4
