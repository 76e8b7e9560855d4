"""What always holds of one request, judged by its history alone: over the pure core, and over what is stored."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.domain import events as e
from bot.domain.indexes import indexes
from bot.domain.request import Request
from bot.domain.rights import is_cleared, lead_over, may_read
from bot.domain.timers import timers
from tests.bot.domain.judging import CONCIERGE_LEAD, Offers, free_for, marked
from tests.bot.domain.world import DIRECTORY, GUEST, PEOPLE

History = Sequence[e.AnyEvent]
EVERYBODY = (*PEOPLE, GUEST)


def law_1_one_owner_who_exists_and_may_have_it(request: Request, history: History) -> None:
    assert request.owner in DIRECTORY.people
    if request.is_open and free_for(request):
        assert request.owner not in (request.requester, *request.about)
        if request.rung != "emergency":
            assert is_cleared(request.owner, request, DIRECTORY)


def law_1_the_bot_answers_only_while_something_of_its_own_is_open(request: Request, history: History) -> None:
    assert (request.status == "new") == (request.article is not None or request.choices is not None)
    if request.is_open:
        assert request.unseen == (request.status == "new")


def law_2_only_a_person_s_choice_of_another_department_counts(request: Request, history: History) -> None:
    assert request.handovers == Offers().read(history).chosen


def law_2_one_offer_at_a_time_which_moves_nobody_before_it_is_taken(
    request: Request, history: History
) -> None:
    assert (request.offer is not None) == Offers().read(history).open
    if request.offer is not None:
        assert request.is_open
        assert request.offer.asked != request.owner
        assert is_cleared(request.offer.asked, request, DIRECTORY)
        assert request.offer.asked not in request.about


def law_3_one_question_at_most_which_lapses_and_an_article_closes(request: Request, history: History) -> None:
    due = {name.split("|")[1] for name in timers(request)}
    assert sum(isinstance(event, e.ChoicesOffered) for event in history) <= 1
    if request.choices is not None:
        assert "choices" in due
        assert 2 <= len(request.choices.topics) <= 3
    if request.article is not None:
        assert "article_close" in due


def law_6_a_promise_always_has_an_end(request: Request, history: History) -> None:
    if request.promise is not None:
        assert request.is_open
        ends = (
            "pending_resolve" if request.promise_rests else "promise_due"
        )  # it waits for the requester's answer
        assert request.promise.lapsed or any(ends in name for name in timers(request))


def law_11_confidential_words_have_few_readers(request: Request, history: History) -> None:
    if not request.confidential:
        return
    offer, danger = request.offer, request.emergency
    allowed = {request.requester, request.owner, lead_over(request, DIRECTORY)}
    if offer is not None:
        allowed |= {offer.asked, *marked(offer.department if offer.person is None else None)}
    if danger is not None and danger.taken_by is None:
        allowed |= set(danger.told)
    if CONCIERGE_LEAD in request.escalated_to:
        allowed.add(CONCIERGE_LEAD)
    readers = {p for p in EVERYBODY if may_read(p, request, DIRECTORY)}
    assert readers <= allowed
    assert readers & set(request.about) <= {request.owner}


def law_15_danger_is_told_again_until_somebody_takes_it(request: Request, history: History) -> None:
    if request.emergency is None or not request.is_open:
        return
    told = [event for event in history if isinstance(event, e.EmergencyTold)]
    again = {due for name, due in timers(request).items() if "|emergency|" in name}
    if request.emergency.taken_by is None:
        assert again == {told[-1].at + timedelta(minutes=2)}
    else:
        assert again == set()


def pending_stops_the_resolution_clock(request: Request, history: History) -> None:
    pending = request.status == "pending"
    assert pending == (request.pending_since is not None)
    if request.is_open and request.resolution is not None:
        assert pending == (request.resolution.left_s is not None)


def a_first_response_is_given_once_in_the_life_of_a_clock(request: Request, history: History) -> None:
    given = sum(isinstance(event, e.FirstResponseGiven) for event in history)
    undone = sum(isinstance(event, e.ActUndone) for event in history)
    assert given <= 1 + undone


def what_is_open_waits_for_something_and_what_is_over_for_nothing(request: Request, history: History) -> None:
    if request.status in ("closed", "withdrawn"):
        assert timers(request) == {}
        assert request.words_until is not None
        assert not any(name.startswith(("owner:", "department:", "asked:")) for name, _ in indexes(request))
    if request.status == "resolved":
        assert "close" in {name.split("|")[1] for name in timers(request)}


def time_never_runs_backwards(request: Request, history: History) -> None:
    instants = [event.at for event in history[-8:]]
    assert instants == sorted(instants)


LAWS: tuple[Callable[[Request, History], None], ...] = (
    law_1_one_owner_who_exists_and_may_have_it,
    law_1_the_bot_answers_only_while_something_of_its_own_is_open,
    law_2_only_a_person_s_choice_of_another_department_counts,
    law_2_one_offer_at_a_time_which_moves_nobody_before_it_is_taken,
    law_3_one_question_at_most_which_lapses_and_an_article_closes,
    law_6_a_promise_always_has_an_end,
    law_11_confidential_words_have_few_readers,
    law_15_danger_is_told_again_until_somebody_takes_it,
    pending_stops_the_resolution_clock,
    a_first_response_is_given_once_in_the_life_of_a_clock,
    what_is_open_waits_for_something_and_what_is_over_for_nothing,
    time_never_runs_backwards,
)
