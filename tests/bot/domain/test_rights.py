"""Rights as one table, tested whole: every role, every command, every state; and what that means for people."""

from itertools import product
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain.decide import decide
from bot.domain.refusals import AlreadyTaken, HasChanged, NoSuchRequest, NotYours, Refusal
from bot.domain.request import Consult, Emergency, Offer, Place, Request, Status, Thanks, WordsId
from bot.domain.rights import TABLE, Role, may, may_join_in, may_read, roles, verbs
from knowledge.directory import PersonId
from tests.bot.domain.world import (
    ANA,
    BO,
    CARMEN,
    DIRECTORY,
    GUEST,
    HUGO,
    IRIS,
    LUIS,
    MARTA,
    NOON,
    PEOPLE,
    SAUL,
    VERA,
    Story,
    person,
)

# Written by hand from what people must be able to do; `bot.domain.rights` says it in its own way.
# n new (the bot itself is answering), o open, p pending, r resolved, c closed, w withdrawn.
STATES: dict[str, Status] = {
    "n": "new",
    "o": "open",
    "p": "pending",
    "r": "resolved",
    "c": "closed",
    "w": "withdrawn",
}
EXPECTED = """
command           | requester owner  offered duty lead  backup colleague former concierge_lead desk
say               | nopr      nopr   op      op   op    op     op        .      .              .
edit              | nopr      nopr   .       .    nopr  nopr   .         nopr   .              .
delete            | nopr      nopr   .       .    nopr  nopr   .         nopr   .              .
move_words        | noprcw    .      .       .    .     .      .         .      .              .
split             | nop       .      .       .    .     .      .         .      .              .
choose            | n         .      .       .    .     .      .         .      .              .
not_this          | nop       .      .       .    .     .      .         .      .              .
no_emergency      | nop       op     .       op   .    .      .         .      .              .
make_private      | noprcw    nopr   .       .    nopr  .      .         .      .              .
lift_private      | nopr      .      .       .    nopr  .      .         .      .              .
set_wanted_by     | nop       op     .       .    .     .      .         .      .              .
want_person       | nopr      .      .       .    .     .      .         .      .              .
article_solved    | n         .      .       .    .     .      .         .      .              .
nudge             | nop       .      .       .    .     .      .         .      .              .
withdraw          | nop       .      .       .    .     .      .         .      .              .
reopen            | r         .      .       .    .     .      .         .      .              .
rate              | rc        .      .       .    .     .      .         .      .              .
complain          | noprc     .      .       .    .     .      .         .      .              .
for_information   | nopr      .      .       .    .     .      .         .      .              .
made_good         | noprcw    .      .       .    .     .      .         .      .              .
thank             | rc        .      .       .    .     .      .         .      .              .
take              | .         nop    op      op   op    op     op        .      .              .
note              | .         nopr   op      op   nopr  op     .         .      .              .
ask_requester     | .         op     .       .    .     .      .         .      .              .
promise           | .         op     .       .    .     .      .         .      .              .
wait_for          | .         op     .       .    .     .      .         .      .              .
consult           | .         op     .       .    .     .      .         .      .              .
hand_over         | .         op     .       .    .     .      .         .      .              .
decline_handover  | .         .      op      .    .     .      .         .      .              .
withdraw_handover | .         op     .       .    op    .      .         .      .              .
resolve           | .         op     .       .    .     .      .         .      .              .
keep_answer       | .         rc     .       .    rc    .      .         .      .              .
article_outdated  | n         .      .       .    .     .      .         .      .              .
undo              | .         nopr   .       .    .     .      .         .      .              .
file_under        | .         opr    .       .    opr   .      .         .      .              .
route_right       | .         .      .       .    noprcw .     .         .      .              .
set_urgency       | .         op     .       .    op    .      .         .      .              .
join_matter       | .         nopr   .       .    nopr  .      .         .      .              .
leave_matter      | .         nopr   .       .    nopr  .      .         .      .              .
reassign          | .         .      .       .    op    .      .         .      op             .
take_back         | .         .      .       .    op    .      .         .      op             .
timer             | .         .      .       .    .     .      .         .      .              noprcw
not_reached       | .         .      .       .    .     .      .         .      .              noprcw
owner_away        | .         .      .       .    .     .      .         .      .              noprcw
show_bulletin     | .         .      .       .    .     .      .         .      .              noprcw
"""
# Beside them: who was asked a question may answer it while the request lives; an administrator and a stranger nothing.
CONSULTED = {"answer_consult": "nopr"}
# And who was thanked says whether others may see it, whenever.
THANKED = {"answer_thanks": "noprcw"}
# Whoever called the desk in its own thread may change and take back what they said there.
BYSTANDER = {"edit": "nopr", "delete": "nopr"}
# Whoever asked what has closed for want of their answer may still give it.
LATE = {"say": "c", "reopen": "c"}
COLUMNS: dict[str, Role] = {"duty": "emergency_duty"}


def _expected() -> dict[tuple[str, str], frozenset[Status]]:
    head, *rows = [line.replace("|", " ").split() for line in EXPECTED.strip().splitlines()]
    table = {
        (verb, COLUMNS.get(role, role)): frozenset(STATES[letter] for letter in cell if letter != ".")
        for verb, *cells in rows
        for role, cell in zip(head[1:], cells, strict=True)
    }
    table |= {
        (verb, "consulted"): frozenset(STATES[letter] for letter in states)
        for verb, states in CONSULTED.items()
    }
    table |= {
        (verb, "bystander"): frozenset(STATES[letter] for letter in states)
        for verb, states in BYSTANDER.items()
    }
    table |= {(verb, "late"): frozenset(STATES[letter] for letter in states) for verb, states in LATE.items()}
    table |= {
        (verb, "thanked"): frozenset(STATES[letter] for letter in states) for verb, states in THANKED.items()
    }
    return table


ALLOWED = _expected()
VERBS = sorted(t.__struct_config__.tag for t in get_args(c.AnyCommand) if t is not c.Ask)


def _request(status: Status = "open", **more: Any) -> Request:
    """Bo of IT asks payroll; it is Ana's. The lead is Marta, the backup Luis."""
    story = Story(BO)
    story.asks()
    return replace(story.is_, status=status, **more)


def _offer(asked: PersonId, whole_department: bool = False) -> Offer:
    return Offer(
        by=ANA,
        person=None if whole_department else asked,
        department=DIRECTORY.people[asked].department,
        asked=asked,
        reason=WordsId("r"),
        at=NOON,
        lapses_at=NOON,
    )


def _consult(colleague: PersonId) -> Consult:
    return Consult(id="q", by=ANA, colleague=colleague, question=WordsId("q"), at=NOON)


# Somebody who has this role, and what the request must be like for that.
PLAYED: dict[Role, tuple[PersonId, dict[str, Any]]] = {
    "desk": (c.DESK, {}),
    "requester": (BO, {}),
    "late": (BO, {"unconfirmed": True}),
    "owner": (ANA, {}),
    "offered": (IRIS, {"offer": _offer(IRIS)}),
    "emergency_duty": (VERA, {"emergency": Emergency(kind="life", site="madrid", told=(VERA,))}),
    "consulted": (HUGO, {"consults": (_consult(HUGO),)}),
    "lead": (VERA, {"department": "people", "owner": BO, "requester": ANA}),
    "backup": (LUIS, {"department": "it", "owner": ANA, "requester": GUEST}),
    "colleague": (HUGO, {"department": "people", "owner": MARTA}),
    "thanked": (HUGO, {"thanks": Thanks(at=NOON, to=HUGO)}),
    "bystander": (GUEST, {"bystanders": (GUEST,)}),
    "former": (HUGO, {"former": ((HUGO, NOON),)}),
    "concierge_lead": (CARMEN, {}),
    "administrator": (CARMEN, {}),
    "stranger": (GUEST, {}),
}


def test_every_command_has_its_row():
    assert sorted(TABLE) == sorted({verb for verb, _ in ALLOWED})
    assert set(VERBS) == set(TABLE)


@pytest.mark.parametrize("role", get_args(Role))
def test_each_role_may_in_each_state_what_the_table_says_and_nothing_else(role: Role):
    for verb, status in product(TABLE, STATES.values()):
        allowed = status in ALLOWED.get((verb, role), frozenset())
        assert (status in TABLE[verb].get(role, ())) == allowed, (role, verb, status)


@pytest.mark.parametrize("role", get_args(Role))
def test_somebody_may_in_each_state_what_their_roles_together_may(role: Role):
    who, more = PLAYED[role]
    for status in STATES.values():
        request = _request(status, **more)
        mine = roles(who, request, DIRECTORY)
        assert role in mine
        allowed = {verb for verb in TABLE for own in mine if status in ALLOWED.get((verb, own), ())}
        assert verbs(who, request, DIRECTORY) == allowed
        assert {verb for verb in TABLE if may(who, verb, request, DIRECTORY)} == allowed


@pytest.mark.parametrize("role", get_args(Role))
def test_the_desk_refuses_in_each_state_whatever_the_table_does_not_allow(role: Role):
    """The table is not only there to be asked: no command gets past it, whatever it holds."""
    who, more = PLAYED[role]
    tried = 0
    for command, status in product(get_args(c.AnyCommand), STATES.values()):
        if command is c.Ask:
            continue
        request = _request(status, **more)
        if may(who, command.__struct_config__.tag, request, DIRECTORY):
            continue
        order = command(id="x", by=who, number=request.number, **_needed(command))
        with pytest.raises(Refusal) as refused:
            decide(order, request, Story(BO).context())
        assert isinstance(refused.value.why, NotYours | NoSuchRequest | AlreadyTaken | HasChanged)
        tried += 1
    assert tried > 100


@pytest.mark.parametrize("status", STATES.values())
def test_who_calls_the_desk_in_a_requests_own_thread_is_heard_there_while_it_is_open_to_all(status: Status):
    thread = Place("slack", "C1", "1.1")
    request = _request(status, place=thread)
    assert may_join_in(GUEST, thread, request) == (status in ("new", "open", "pending"))
    for elsewhere in (None, Place("slack", "C1", "2.2"), Place("slack", "D1")):
        assert not may_join_in(GUEST, elsewhere, request)
    assert not may_join_in(GUEST, Place("slack", "D1"), replace(request, place=Place("slack", "D1")))
    assert not may_join_in(GUEST, thread, replace(request, confidential=True))
    assert not may_join_in(GUEST, thread, replace(request, about=(GUEST,)))
    spoken = replace(request, bystanders=(GUEST,))
    assert verbs(GUEST, spoken, DIRECTORY) <= {"edit", "delete"}
    assert not may_read(GUEST, spoken, DIRECTORY)


def test_nobody_serves_their_own_request_whatever_else_they_are():
    own = _request(requester=MARTA)
    assert roles(MARTA, own, DIRECTORY) == {"requester"}
    assert not may(MARTA, "reassign", own, DIRECTORY)
    assert roles(CARMEN, own, DIRECTORY) >= {"lead"}, "the concierge's lead is the lead of the lead"


def test_who_is_named_in_it_has_no_part_in_it():
    for named in (MARTA, LUIS, CARMEN):
        request = _request(about=(named,), former=((named, NOON),), consults=(_consult(named),))
        assert verbs(named, request, DIRECTORY) == set()
        assert not may_read(named, request, DIRECTORY)


def test_who_is_named_in_it_cannot_take_what_was_offered_to_them():
    request = _request(about=(IRIS,), offer=_offer(IRIS))
    assert verbs(IRIS, request, DIRECTORY) == set()


def test_a_guest_has_rights_to_their_own_request_only():
    own, other = _request(requester=GUEST), _request()
    assert "withdraw" in verbs(GUEST, own, DIRECTORY)
    assert may_read(GUEST, own, DIRECTORY)
    assert verbs(GUEST, other, DIRECTORY) == set()
    assert not may_read(GUEST, other, DIRECTORY)


def test_an_administrator_alone_reads_nothing_and_orders_nothing():
    request = _request(department="payroll")
    alone = replace(DIRECTORY, administrators=frozenset({HUGO}))
    assert roles(HUGO, request, alone) == {"administrator"}
    assert verbs(HUGO, request, alone) == set()
    assert not may_read(HUGO, request, alone)


def test_an_administrator_sees_no_confidential_text():
    request = _request(confidential=True)
    assert CARMEN in DIRECTORY.administrators
    assert not may_read(CARMEN, request, DIRECTORY)


def test_confidential_words_are_for_the_requester_the_owner_and_the_lead():
    request = _request(confidential=True, former=((LUIS, NOON),), owner=HUGO)
    readers = {p for p in (*PEOPLE, GUEST) if may_read(p, request, DIRECTORY)}
    assert readers == {BO, HUGO, MARTA}


def test_words_that_are_not_confidential_are_for_those_who_could_serve_it():
    request = _request(former=((HUGO, NOON),))
    readers = {p for p in (*PEOPLE, GUEST) if may_read(p, request, DIRECTORY)}
    assert readers == {BO, ANA, LUIS, MARTA, HUGO, CARMEN}


def test_who_is_consulted_sees_the_question_and_not_the_request():
    request = _request(consults=(_consult(HUGO),))
    assert verbs(HUGO, request, DIRECTORY) == {"answer_consult"}
    assert not may_read(HUGO, request, DIRECTORY)


def test_whoever_of_the_department_that_it_was_offered_to_may_take_it_if_marked_for_it():
    """Vera was asked for the people department; Hugo is of it too, Saúl is not."""
    open_, confidential = (
        _request(offer=_offer(VERA, whole_department=True), confidential=marked) for marked in (False, True)
    )
    assert "take" in verbs(HUGO, open_, DIRECTORY)
    assert "take" not in verbs(SAUL, open_, DIRECTORY)
    assert "take" in verbs(HUGO, confidential, DIRECTORY)
    unmarked = _request(offer=_offer(IRIS, whole_department=True), confidential=True)
    assert "take" not in verbs(IRIS, unmarked, DIRECTORY)
    assert not may_read(IRIS, unmarked, DIRECTORY)


def test_while_nobody_has_taken_a_danger_all_who_were_told_may():
    told = Emergency(kind="violence", site="madrid", told=(CARMEN, SAUL))
    waiting = _request(emergency=told, owner=CARMEN, confidential=True)
    assert {"take", "say"} <= verbs(SAUL, waiting, DIRECTORY), "danger overrides clearance"
    assert may_read(SAUL, waiting, DIRECTORY)
    taken = replace(waiting, emergency=replace(told, taken_by=CARMEN))
    assert verbs(SAUL, taken, DIRECTORY) == set()


def test_a_former_owner_reads_on_unless_it_is_confidential():
    """Up to their hand-over it was theirs to read, and what they were shown of it is taken back."""
    request = _request(owner=HUGO, former=((VERA, NOON), (LUIS, NOON)))
    assert may_read(VERA, request, DIRECTORY)
    assert may_read(LUIS, request, DIRECTORY)
    confidential = replace(request, confidential=True)
    assert may_read(HUGO, confidential, DIRECTORY)
    assert not may_read(VERA, confidential, DIRECTORY)
    assert not may_read(LUIS, confidential, DIRECTORY)


def test_the_concierge_s_lead_reads_confidential_words_only_when_brought_in_for_one_who_cannot_be():
    request = _request(confidential=True, owner=HUGO)
    assert not may_read(CARMEN, request, DIRECTORY)
    assert may_read(CARMEN, replace(request, escalated_to=(CARMEN,)), DIRECTORY)
    people = replace(request, department="people", escalated_to=(CARMEN,))
    assert not may_read(CARMEN, people, DIRECTORY), "Vera leads there, and is marked for it"


def test_a_department_that_is_gone_from_the_directory_is_the_concierge_s():
    request = _request(department="closed-down")
    assert "lead" in roles(CARMEN, request, DIRECTORY)


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_learns_nothing_that_an_absent_request_would_not_tell(verb: str):
    request = _request()
    command = next(t for t in get_args(c.AnyCommand) if t.__struct_config__.tag == verb)
    fields = {"id": "x", "by": person("nobody"), "number": request.number, "seen": 0}
    story = Story(BO)
    with pytest.raises(Refusal) as refused:
        decide(command(**fields, **_needed(command)), request, story.context())
    assert refused.value.why == NoSuchRequest(number=request.number)


def test_a_question_to_a_colleague_shows_them_nothing_else():
    request = _request(consults=(_consult(HUGO),))
    command = c.Take(id="x", by=HUGO, number=request.number, seen=0)
    with pytest.raises(Refusal) as refused:
        decide(command, request, Story(BO).context())
    assert refused.value.why == NotYours(number=request.number, verb="take")


def _needed(command: type[c.About]) -> dict[str, Any]:
    """Any values for what the command cannot be without: it is refused before they are looked at."""
    given = {"id", "by", "number", "seen"}
    return {name: None for name in command.__struct_fields__ if name not in given}


@pytest.mark.parametrize("status", ["closed", "withdrawn"])
def test_an_owner_hears_that_it_is_over_and_not_that_another_has_it(status: Status):
    request = _request(status)
    say = c.Say(id="x", by=ANA, number=request.number, text="Una cosa más")
    with pytest.raises(Refusal) as refused:
        decide(say, request, Story(BO).context())
    assert refused.value.why == HasChanged(number=request.number, status=status, owner=ANA)
