"""Who hears what of which event, and how loudly."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.delivery.notices import notices
from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.evolve import evolve
from bot.domain.refusals import Refusal
from bot.domain.request import Place
from knowledge.directory import PersonId
from tests.bot.delivery.every_event import EVERY_EVENT
from tests.bot.delivery.told import Told
from tests.bot.domain.world import ANA, BO, CARMEN, HUGO, LUIS, MARTA, PEOPLE, VERA, article, reading
from tests.samples import sample


def asked(**about: Any) -> Told:
    told = Told()
    told.asks(**about)
    return told


def since(told: Told, count: int) -> list[tuple[str, str]]:
    """(person, kind) of the loud notices after the first `count`."""
    return [(n.to.partition("@")[0], n.kind) for n in told.told[count:] if n.loud]


def test_the_plain_story_is_three_loud_messages_for_the_requester_and_one_for_the_owner() -> None:
    told = asked()
    told.does(c.Say, ANA, text="La he pedido.")
    told.later(minutes=30).does(c.Resolve, ANA, text="Te la he enviado.")
    assert told.loud(BO, "asks") == ["receipt", "said", "resolved"]
    assert told.loud(ANA, "work") == ["assigned"]
    assert told.is_.taken  # replying took it: her one tap is resolving, the requester's one is the rating


def test_with_a_word_more_from_the_requester_the_owner_hears_two() -> None:
    told = asked()
    told.does(c.Say, BO, text="Es para el banco", reading=reading())
    told.does(c.Say, ANA, text="Hecho")
    told.does(c.Resolve, ANA, text="Enviada")
    assert told.loud(ANA, "work") == ["assigned", "said"]
    assert len(told.loud(BO, "asks")) == 3


def called_by(told: Told, by: PersonId, text: str) -> None:
    """Somebody else calls the desk in the thread in which it was asked."""
    told.request = replace(told.is_, place=Place("slack", "C1", "1.1"))
    told.does(c.Say, by, text=text, place=told.is_.place, calls_us=True)


def test_who_calls_the_desk_in_somebody_elses_thread_is_heard_by_the_owner_under_their_own_name() -> None:
    """Whoever asked reads it where it stands; nobody is told that somebody has answered."""
    told = asked()
    count = len(told.told)
    called_by(told, HUGO, "A mí me pasa lo mismo")
    assert since(told, count) == [("ana", "said")]
    said = told.card(ANA, kind="said").text
    work = told.card(ANA).text
    for card in (said, work):
        assert "A mí me pasa lo mismo" in card
        assert "Hugo Salas" in card
    assert told.is_.answered_at is None


def test_what_they_change_or_take_back_is_changed_at_the_owners_and_nowhere_else() -> None:
    told = asked()
    called_by(told, HUGO, "A mí me pasa lo mismo")
    [words] = [words for words, by in told.is_.messages if by == HUGO]
    count = len(told.told)
    told.does(c.EditWords, HUGO, words=words, text="Y a mí")
    told.does(c.DeleteWords, HUGO, words=words)
    kinds = [(n.to, n.kind) for n in told.told[count:] if n.kind in ("edited", "deleted")]
    assert kinds == [(ANA, "edited"), (ANA, "deleted")]


def test_every_type_of_event_has_its_rule() -> None:
    assert {type(event) for event in EVERY_EVENT} == set(get_args(e.AnyEvent))


def test_planning_twice_gives_the_same_keys_and_no_key_twice() -> None:
    told = asked()
    for event in EVERY_EVENT:
        after = evolve(told.is_, event)
        first, again = (notices(told.is_, event, after, 9) for _ in range(2))
        assert first == again
        assert len({n.key for n in first}) == len(first)
        assert all(n.key == f"1001/9/{n.to}/{n.kind}" and n.event == 9 for n in first)


def test_a_further_word_of_the_owners_is_a_message_alone_until_the_card_has_to_say_that_one_came() -> None:
    told = asked()
    told.does(c.Say, ANA, text="La he pedido.")
    count = len(told.told)
    told.does(c.Say, ANA, text="Me dicen que hoy.")
    assert {(n.to, n.kind) for n in told.told[count:]} == {(ANA, "echo"), (BO, "said")}
    told.later(hours=30).does(c.Nudge, BO)
    count = len(told.told)
    told.does(c.Say, ANA, text="Mañana seguro.")
    assert (BO, "living") in {(n.to, n.kind) for n in told.told[count:]}


def test_quiet_is_the_rule_and_a_living_card_follows_every_change() -> None:
    told = asked()
    count = len(told.told)
    told.does(c.SetWantedBy, BO, due=told.now + timedelta(days=1))
    told.does(c.FileUnder, ANA, topic="laptop")
    assert since(told, count) == []
    assert {(n.to, n.kind) for n in told.told[count:]} == {(BO, "living"), (ANA, "living")}


def test_the_card_follows_where_further_words_are_about_the_lead_whom_it_names() -> None:
    told = asked()
    told.does(c.WantPerson, BO)
    count, before = len(told.told), told.card(BO).text
    told.does(c.Say, BO, text="Marta no me hace caso", reading=reading(about=(MARTA,)))
    assert told.card(BO).text != before
    assert BO in {notice.to for notice in told.told[count:] if notice.kind == "living"}


def test_what_only_comes_along_with_another_change_is_not_told_twice() -> None:
    told = asked()
    along = {i for i, event in enumerate(told.history) if isinstance(event, e.ClockSet | e.PeopleNamed)}
    assert along
    assert not along & {n.event for n in told.told}


def test_while_the_bot_itself_answers_nobody_who_serves_is_told() -> None:
    for told in (asked(article=article()), asked(verdict="ask", choices=("payslip", "laptop"))):
        assert {n.to for n in told.told} == {BO}


def test_the_first_owner_after_an_article_is_news_and_after_a_tap_on_a_choice_it_is_not() -> None:
    told = asked(article=article())
    told.later(hours=1).does(c.Say, BO, text="No es eso", reading=reading())
    assert told.loud(BO, "asks") == ["receipt", "receipt"]
    assert told.loud(ANA, "work") == ["assigned"]
    chosen = asked(verdict="ask", choices=("payslip", "laptop"))
    chosen.does(c.Choose, BO, topic="payslip")
    assert chosen.loud(BO, "asks") == ["receipt"]


def test_an_assignment_and_an_offer_make_accountable() -> None:
    told = asked()
    told.does(c.HandOver, ANA, person=LUIS, text="México")
    assert [(n.to, n.event) for n in told.told if n.accountable and n.kind == "assigned"] == [
        (ANA, next(i for i, v in enumerate(told.history) if isinstance(v, e.OwnerAssigned))),
        (LUIS, len(told.history) - 1),
    ]


def test_a_taken_hand_over_tells_the_requester_the_new_name_once() -> None:
    told = asked()
    told.does(c.HandOver, ANA, person=LUIS, text="México")
    count = len(told.told)
    told.does(c.Take, LUIS)
    assert since(told, count) == [("bo", "new_owner")]
    assert (ANA, "living") in {(n.to, n.kind) for n in told.told[count:]}


def test_taking_by_replying_tells_the_requester_the_words_and_not_the_name_as_well() -> None:
    told = asked()
    told.does(c.HandOver, ANA, person=LUIS, text="México")
    count = len(told.told)
    told.does(c.Say, LUIS, text="Ya la miro yo")
    assert since(told, count) == [("bo", "said")]


def test_a_private_note_goes_to_the_serving_side_only() -> None:
    told = asked()
    count = len(told.told)
    told.does(c.WriteNote, MARTA, text="Ojo con esto")
    assert {(n.to, n.kind) for n in told.told[count:]} == {(MARTA, "echo"), (ANA, "note"), (ANA, "living")}


def test_a_consulted_colleague_hears_the_question_and_nothing_more() -> None:
    told = asked()
    told.does(c.AskColleague, ANA, colleague=HUGO, text="¿De alta?", yes_or_no=True)
    told.does(c.AnswerColleague, HUGO, consult=told.is_.consults[0].id, yes=True)
    told.does(c.Say, ANA, text="Ya lo tengo")
    told.does(c.Resolve, ANA, text="Hecho")
    assert told.kinds(HUGO) == ["consult", "echo"]
    assert "consult_answered" in told.kinds(ANA)


def test_a_promise_made_changed_and_lapsed_is_heard_and_a_kept_one_is_not() -> None:
    told = asked()
    told.does(c.MakePromise, ANA, due=told.now + timedelta(hours=2))
    told.does(c.MakePromise, ANA, due=told.now + timedelta(hours=3))
    promise = told.is_.promise
    assert promise is not None
    told.timer("promise_reminder", promise.reminds_at)
    told.timer("promise_due", promise.due)
    assert told.loud(BO, "asks") == ["receipt", "promise", "promise", "lapse"]
    assert told.loud(ANA, "work") == ["assigned", "promise_reminder", "promise_lapsed"]
    assert told.loud(MARTA, "work") == ["lead_brought_in"]


def test_the_requester_s_card_says_so_before_a_promise_lapses() -> None:
    told = asked()
    told.does(c.MakePromise, ANA, due=told.now + timedelta(hours=2))
    count = len(told.told)
    told.timer("promise_reminder", told.is_.promise.reminds_at)  # type: ignore[union-attr]
    assert (BO, "living") in {(n.to, n.kind) for n in told.told[count:]}


def test_a_warning_rings_the_owner_and_a_breach_owner_lead_and_requester() -> None:
    told = asked()
    clock = told.is_.first_response
    assert clock is not None
    told.timer("warn", clock.warns_at, "first_response")
    told.timer("breach", clock.due, "first_response")
    assert told.loud(ANA, "work") == ["assigned", "warned", "breached"]
    assert told.loud(MARTA, "work") == ["lead_brought_in"]
    assert told.loud(BO, "asks") == ["receipt", "late"]


def test_danger_rings_who_is_on_duty_once_for_each_telling_and_at_any_hour() -> None:
    told = asked(read=reading(None, danger="life"))
    assert told.loud(CARMEN, "work") == ["assigned"]
    emergency = told.is_.emergency
    assert emergency is not None
    assert emergency.tells_next_at is not None
    told.timer("emergency", emergency.tells_next_at)
    assert told.loud(VERA, "work") == ["assigned"]
    assert all(n.urgent for n in told.told if n.loud and n.side == "work")
    told.does(c.Take, VERA)
    assert told.loud(BO, "asks") == ["receipt", "taken"]


def test_what_is_not_urgent_is_not_called_so() -> None:
    assert not any(n.urgent for n in asked().told)


def test_becoming_confidential_reaches_everybody_who_had_it() -> None:
    told = asked()
    told.does(c.HandOver, ANA, person=LUIS, text="México")
    told.does(c.Take, LUIS)
    count = len(told.told)
    told.does(c.MakePrivate, BO)
    assert {(ANA, "living"), (LUIS, "living"), (BO, "living")} <= {(n.to, n.kind) for n in told.told[count:]}


def test_not_yet_with_a_tap_rings_the_owner_and_with_words_only_the_words_ring() -> None:
    told = asked()
    told.does(c.Say, ANA, text="Hecho")
    told.does(c.Resolve, ANA, text="Enviada")
    count = len(told.told)
    told.does(c.Reopen, BO)
    assert since(told, count) == [("ana", "reopened")]
    told.does(c.Resolve, ANA, text="Enviada otra vez")
    count = len(told.told)
    told.does(c.Reopen, BO, text="Sigue sin llegar")
    assert since(told, count) == [("ana", "said")]


def test_a_complaint_is_answered_at_once_and_its_lead_is_assigned() -> None:
    told = asked()
    told.does(c.Say, ANA, text="Hecho")
    told.does(c.Resolve, ANA, text="Enviada")
    count = len(told.told)
    told.does(c.Rate, BO, outcome="missed")
    assert since(told, count) == [("bo", "complaint"), ("marta", "assigned")]


def test_a_rating_is_told_to_the_one_person_who_answered() -> None:
    told = asked()
    told.does(c.Say, ANA, text="Hecho")
    told.does(c.Resolve, ANA, text="Enviada")
    count = len(told.told)
    told.does(c.Rate, BO, outcome="met")
    assert {(n.to, n.kind) for n in told.told[count:]} == {(BO, "living"), (ANA, "rated")}


def test_an_owner_who_cannot_be_reached_is_told_to_the_requester_by_name() -> None:
    told = asked()
    count = len(told.told)
    told.later(minutes=6).does(c.NotReached, c.DESK, person=ANA)
    assert since(told, count) == [("luis", "assigned"), ("bo", "new_owner")]


def test_an_article_that_helped_rings_nobody() -> None:
    told = asked(article=article())
    count = len(told.told)
    told.does(c.ArticleSolved, BO)
    assert since(told, count) == []


ACTS: tuple[tuple[type[c.About], dict[str, Any]], ...] = (
    (c.Say, {"text": "Una línea"}),
    (c.Take, {}),
    (c.WriteNote, {"text": "NOTA"}),
    (c.AskRequester, {"text": "¿Cuál?"}),
    (c.HandOver, {"text": "Suyo", "person": LUIS}),
    (c.HandOver, {"text": "Suyo", "department": "it"}),
    (c.WithdrawHandover, {}),
    (c.Resolve, {"text": "Hecho"}),
    (c.Undo, {}),
    (c.MakePrivate, {}),
    (c.LiftPrivate, {}),
    (c.WantPerson, {}),
    (c.NotThis, {}),
    (c.Reopen, {}),
    (c.Rate, {"outcome": "missed"}),
    (c.Rate, {"outcome": "met"}),
    (c.Complain, {"text": "No"}),
    (c.MadeGood, {}),
    (c.Nudge, {}),
    (c.TakeBack, {}),
    (c.Thank, {}),
    (c.Withdraw, {}),
    (c.AskColleague, {"text": "¿Sabes?", "colleague": HUGO}),
)


@settings(max_examples=sample(60, 3_000), deadline=None)
@given(st.data())
def test_on_any_path_a_note_never_reaches_the_asking_side_and_nobody_hears_of_their_own_act_loudly(
    data: st.DataObject,
) -> None:
    told = asked(**data.draw(st.sampled_from([{}, {"article": article()}, {"topic": "harassment"}])))
    for _ in range(data.draw(st.integers(1, 12))):
        act, fields = data.draw(st.sampled_from(ACTS))
        by = data.draw(st.sampled_from([told.is_.owner, BO, MARTA, LUIS, *PEOPLE]))
        count = len(told.told)
        try:
            told.does(act, by, **fields)
        except Refusal:
            continue
        check(told, count, by)


def check(told: Told, count: int, by: PersonId) -> None:
    for notice in told.told[count:]:
        event = told.history[notice.event]
        assert (notice.side == "asks") == (notice.to == BO)
        if isinstance(event, e.NoteWritten | e.ConsultAsked | e.ConsultAnswered):
            assert notice.to != BO
        if notice.loud and notice.to == by and notice.kind not in ("new_owner", "complaint", "receipt"):
            # What one is given by one's own act is told like any assignment.
            assert notice.kind in ("assigned", "lead_brought_in"), (notice, event)


@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: type(event).__name__)
def test_nobody_is_told_two_loud_things_by_one_event(event: Any) -> None:
    told = asked()
    after = evolve(told.is_, event)
    loud = [n.to for n in notices(told.is_, event, after, 7) if n.loud]
    assert len(loud) == len(set(loud))
