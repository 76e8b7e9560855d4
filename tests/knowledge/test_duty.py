"""Who would own a request, and who comes next."""

import itertools
from datetime import date, timedelta

import pytest

from knowledge.calendar import Frame, WorkingHours
from knowledge.directory import (
    DepartmentId,
    Directory,
    For,
    PersonId,
    TopicId,
    TopicOwner,
)
from knowledge.duty import (
    NobodyLeft,
    Situation,
    chain,
    eligible_readers_lead,
    on_duty,
    opens_at,
)
from tests.knowledge.small_company import (
    ALWAYS,
    GUEST,
    MADRID,
    MEXICO,
    NINE_TO_FIVE,
    PEOPLE,
    SATURDAY,
    TOPICS,
    TUESDAY_EVENING,
    TUESDAY_NOON,
    asker,
    company,
    madrid,
    now,
    people,
    told,
    topic,
)

# -- owners ------------------------------------------------------------------------------------------------


def test_the_chain_goes_from_owner_to_backup_to_lead_to_concierge():
    steps = list(chain(company(), "payslip", now(), asker()))
    assert told(steps) == ["owner ana", "backup tomas", "lead marta", "concierge saul", "concierge carmen"]
    assert on_duty(steps).person == "ana"


def test_an_owner_for_the_askers_country_comes_before_one_for_everybody():
    assert on_duty(chain(company(), "payslip", now(), asker("MX"))).person == "luis"
    assert on_duty(chain(company(), "payslip", now(), asker("ES"))).person == "ana"


def test_who_is_not_for_the_asker_is_not_in_the_chain():
    assert "luis" not in {step.person for step in chain(company(), "payslip", now(), asker("ES"))}


def test_a_guest_of_whom_nothing_is_known_gets_an_owner_for_everybody_or_else_the_departments_backup():
    assert on_duty(chain(company(), "payslip", now(), GUEST)).person == "ana"
    steps = list(chain(company(), "stamped-receipt", now(), GUEST))
    assert told(steps)[:2] == ["backup pia", "lead marta"]


def test_among_equals_one_who_speaks_the_askers_language_comes_first():
    assert on_duty(chain(company(), "advance", now(), asker(language="en"))).person == "pia"
    assert on_duty(chain(company(), "advance", now(), asker(language="es"))).person == "ana"


def test_spanish_of_mexico_is_spanish():
    assert on_duty(chain(company(), "laptop", now(), asker(language="es-MX"))).person == "iris"


def test_fewest_open_requests_decide_and_ties_go_by_the_list():
    directory = company(assign="fewest_open")
    loaded = now(open_requests={PersonId("ana"): 3, PersonId("pia"): 2})
    assert on_duty(chain(directory, "advance", loaded, asker())).person == "pia"
    assert on_duty(chain(directory, "advance", now(), asker())).person == "ana"


def test_a_rotation_gives_each_turn_to_the_next():
    directory = company(assign="rotation")
    got = [on_duty(chain(directory, "advance", now(turn=turn), asker())).person for turn in range(4)]
    assert got == ["ana", "pia", "ana", "pia"]


def test_a_rotation_leaves_out_who_is_away_and_shares_their_turns():
    directory = company(
        assign="rotation", people={"zoe": ("Zoe Lara", "payroll", MADRID, None, ("es",), False)}
    )
    trio = [TopicOwner(person=PersonId(name)) for name in ("ana", "pia", "zoe")]
    topics = {**directory.topics, "advance": topic("advance", "payroll", [(o.person, o.for_) for o in trio])}
    directory = Directory(
        **{f: getattr(directory, f) for f in directory.__struct_fields__} | {"topics": topics}
    )
    got = [
        on_duty(chain(directory, "advance", now(away=("ana",), turn=turn), asker())).person
        for turn in range(4)
    ]
    assert got == ["pia", "zoe", "pia", "zoe"]


def in_turn_by_the_week(*away: str) -> list[str]:
    """Of three owners, who has it on the Tuesday of four weeks in a row."""
    directory = company(
        assign="weekly", people={"zoe": ("Zoe Lara", "payroll", MADRID, None, ("es",), False)}
    )
    owners = [(name, For()) for name in ("ana", "pia", "zoe")]
    topics = {**directory.topics, "advance": topic("advance", "payroll", owners)}
    directory = Directory(
        **{f: getattr(directory, f) for f in directory.__struct_fields__} | {"topics": topics}
    )
    weeks = (TUESDAY_NOON + timedelta(weeks=n) for n in range(4))
    return [on_duty(chain(directory, "advance", now(at, away=away), asker())).person for at in weeks]


def test_week_by_week_it_is_the_next_ones_and_within_a_week_nobody_elses():
    first, second, third, again = in_turn_by_the_week()
    assert again == first
    assert {first, second, third} == {"ana", "pia", "zoe"}
    directory = company(assign="weekly")
    week = [madrid(day, 10) for day in range(23, 28)]
    assert len({on_duty(chain(directory, "advance", now(at), asker())).person for at in week}) == 1
    assert on_duty(chain(directory, "advance", now(madrid(22, 23)), asker())).person == (
        on_duty(chain(directory, "advance", now(madrid(23, 10)), asker())).person
    ), "on Sunday evening it is whose the Monday is"


def test_who_is_away_in_their_week_is_stood_in_for_by_the_next_and_nobody_elses_week_moves():
    everybody = in_turn_by_the_week()
    without = in_turn_by_the_week("pia")
    after = dict(itertools.pairwise(everybody))
    assert without == [after["pia"] if person == "pia" else person for person in everybody]


def test_another_owner_who_is_there_comes_before_the_backup_of_one_who_is_away():
    steps = list(chain(company(), "advance", now(away=("ana",)), asker()))
    assert told(steps)[:2] == ["owner ana (absent)", "owner pia"]


def test_of_equal_owners_who_is_at_work_when_the_department_opens_comes_first():
    """Among equals; on Tuesday evening in Madrid the department, open day and night, has Mexico City at work."""
    directory = company(hours=ALWAYS, people={"luis": ("Luis Mora", "payroll", MEXICO, None, ("es",), False)})
    topics = {
        **directory.topics,
        "payslip": topic("payslip", "payroll", [("ana", For()), ("luis", For())]),
    }
    directory = Directory(
        **{f: getattr(directory, f) for f in directory.__struct_fields__} | {"topics": topics}
    )
    assert on_duty(chain(directory, "payslip", now(TUESDAY_NOON), asker())).person == "ana"
    assert on_duty(chain(directory, "payslip", now(TUESDAY_EVENING), asker())).person == "luis"
    assert (
        on_duty(chain(directory, "payslip", now(SATURDAY), asker())).person == "ana"
    )  # opens first on Monday


# -- absent, closed, unreachable ---------------------------------------------------------------------------


def test_an_owner_away_is_followed_by_the_backup():
    steps = list(chain(company(), "payslip", now(away=("ana",)), asker()))
    assert told(steps)[:3] == ["owner ana (absent)", "backup tomas", "lead marta"]


def test_out_of_hours_the_request_stays_with_whom_it_will_be():
    for at in (TUESDAY_EVENING, SATURDAY, madrid(24, 4)):
        assert on_duty(chain(company(), "payslip", now(at), asker())).person == "ana"


def test_who_is_back_when_the_department_opens_is_not_absent():
    back = Situation(now=SATURDAY, absent={PersonId("ana"): madrid(30, 9)})
    assert on_duty(chain(company(), "payslip", back, asker())).person == "ana"
    later = Situation(now=SATURDAY, absent={PersonId("ana"): madrid(30, 9, 1)})
    assert on_duty(chain(company(), "payslip", later, asker())).person == "tomas"


def test_an_absence_that_is_over_does_not_count():
    over = Situation(now=TUESDAY_NOON, absent={PersonId("ana"): TUESDAY_NOON})
    assert on_duty(chain(company(), "payslip", over, asker())).person == "ana"


def test_a_holiday_of_ones_own_is_an_absence_but_a_day_one_never_works_is_not():
    part_time = WorkingHours(week=((Frame(32_400, 50_400),),) * 3 + ((),) * 4, zone="Europe/Madrid")
    off_today = WorkingHours(
        week=NINE_TO_FIVE, zone="Europe/Madrid", days_off=frozenset([date(2026, 11, 24)])
    )
    ana = ("Ana Ruiz Peña", "payroll", off_today, "tomas", ("es",), True)
    assert told(chain(company(people={"ana": ana}), "payslip", now(), asker()))[:2] == [
        "owner ana (absent)",
        "backup tomas",
    ]
    thursday = madrid(26, 12)
    ana = ("Ana Ruiz Peña", "payroll", part_time, "tomas", ("es",), True)
    assert on_duty(chain(company(people={"ana": ana}), "payslip", now(thursday), asker())).person == "ana"


def test_on_a_holiday_of_the_whole_department_nobody_is_absent():
    first_of_may = madrid(1, 12, month=5)
    assert on_duty(chain(company(), "payslip", now(first_of_may), asker())).person == "ana"


def test_closed_for_three_weeks_in_august_the_request_stays_with_its_owner():
    closed = WorkingHours(
        week=NINE_TO_FIVE, zone="Europe/Madrid", days_off=frozenset(date(2026, 8, d) for d in range(3, 22))
    )
    on_leave = Situation(now=madrid(5, 12, month=8), absent={PersonId("ana"): madrid(24, 0, month=8)})
    assert on_duty(chain(company(hours=closed), "payslip", on_leave, asker())).person == "ana"


def test_who_cannot_be_reached_is_passed_over():
    steps = list(chain(company(), "payslip", now(unreachable=people("ana", "tomas")), asker()))
    assert told(steps)[:3] == ["owner ana (unreachable)", "backup tomas (unreachable)", "backup rosa"]


def test_substitutes_of_substitutes_are_followed_to_someone_who_is_there():
    steps = list(chain(company(), "payslip", now(away=("ana", "tomas")), asker()))
    assert told(steps)[:3] == ["owner ana (absent)", "backup tomas (absent)", "backup rosa"]


def test_a_loop_of_substitutes_ends_with_the_departments_backup_and_then_the_lead():
    """Tomás stands in for Rosa, who stands in for Tomás."""
    steps = list(chain(company(), "payslip", now(away=("ana", "tomas", "rosa")), asker()))
    assert told(steps)[:5] == [
        "owner ana (absent)",
        "backup tomas (absent)",
        "backup rosa (absent)",
        "backup pia",
        "lead marta",
    ]
    steps = list(chain(company(), "payslip", now(away=("ana", "tomas", "rosa", "pia")), asker()))
    assert on_duty(steps).person == "marta"


def test_with_the_whole_department_away_the_concierge_has_it():
    away = ("ana", "tomas", "rosa", "pia", "marta")
    assert on_duty(chain(company(), "payslip", now(away=away), asker())).person == "saul"
    steps = list(chain(company(), "payslip", now(away=(*away, "saul")), asker()))
    assert told(steps)[-2:] == ["concierge saul (absent)", "concierge carmen"]


def test_when_everybody_else_is_passed_over_an_administrator_has_it():
    away = tuple(name for name in PEOPLE if name != "ines")
    steps = list(chain(company(), "payslip", now(away=away), asker()))
    assert told(steps)[-1] == "concierge ines"
    assert on_duty(steps).person == "ines"


def test_nobody_left_at_all_is_told():
    with pytest.raises(NobodyLeft):
        on_duty(chain(company(), "payslip", now(away=tuple(PEOPLE)), asker()))


def test_an_owner_whom_the_directory_no_longer_lists_is_absent():
    steps = list(chain(company(), "payslip", now(), asker(), owner=PersonId("gone")))
    assert told(steps)[:3] == ["owner gone (absent)", "backup pia", "lead marta"]


def test_everybody_appears_once():
    for name in TOPICS:
        for away in ((), ("ana",), ("ana", "tomas", "saul"), tuple(PEOPLE)):
            steps = list(chain(company(), name, now(away=away), asker("MX")))
            assert len({step.person for step in steps}) == len(steps)


# -- about, confidential -----------------------------------------------------------------------------------


def test_who_a_request_is_about_is_passed_over_in_the_whole_chain():
    steps = list(chain(company(), "payslip", now(), asker(), about=people("ana", "tomas", "marta", "saul")))
    assert told(steps) == [
        "owner ana (about)",
        "backup tomas (about)",
        "backup rosa",
        "lead marta (about)",
        "concierge saul (about)",
        "concierge carmen",
    ]


def test_nobody_owns_a_request_of_their_own():
    steps = list(chain(company(), "payslip", now(), asker(name="ana")))
    assert told(steps)[:2] == ["owner ana (about)", "backup tomas"]
    assert on_duty(chain(company(), "laptop", now(), asker(name="bo"))).person == "iris"


def test_a_confidential_request_stays_among_people_marked_for_it():
    steps = list(chain(company(), "payslip", now(away=("ana", "tomas")), asker(), confidential=True))
    assert told(steps) == [
        "owner ana (absent)",
        "backup tomas (absent)",
        "backup rosa (not_cleared)",
        "backup pia (not_cleared)",
        "lead marta",
        "concierge saul (not_cleared)",
        "concierge carmen",
    ]


def test_a_lead_who_is_not_marked_gets_no_confidential_request():
    steps = list(chain(company(), "laptop", now(), asker(), confidential=True))
    assert "owner iris (not_cleared)" in told(steps)
    assert on_duty(steps).person == "carmen"


def test_an_administrator_who_is_not_marked_gets_no_confidential_request():
    away = tuple(name for name in PEOPLE if name != "ines")
    with pytest.raises(NobodyLeft):
        on_duty(chain(company(), "payslip", now(away=away), asker(), confidential=True))


def test_the_lead_who_may_read_is_the_concierges_where_the_request_is_about_the_lead():
    directory = company()
    assert eligible_readers_lead(directory, "payroll", frozenset()) == "marta"
    assert eligible_readers_lead(directory, "payroll", people("marta")) == "carmen"
    assert eligible_readers_lead(directory, "payroll", people("marta", "carmen")) is None
    assert eligible_readers_lead(directory, "concierge", people("carmen")) is None


# -- urgent ------------------------------------------------------------------------------------------------


def test_an_urgent_request_climbs_to_someone_at_work():
    steps = list(chain(company(), "payslip", now(TUESDAY_EVENING), asker(), urgent=True))
    assert told(steps) == [
        "owner ana (closed)",
        "backup tomas (closed)",
        "backup rosa (closed)",
        "backup pia (closed)",
        "lead marta (closed)",
        "concierge saul",
        "concierge carmen (closed)",
    ]


def test_an_urgent_request_in_hours_goes_the_usual_way():
    assert told(chain(company(), "payslip", now(), asker(), urgent=True)) == [
        "owner ana",
        "backup tomas",
        "lead marta",
        "concierge saul (closed)",
        "concierge carmen",
    ]


def test_an_urgent_request_when_nobody_is_at_work_stays_with_whom_it_would_be():
    urgent = chain(company(), "payslip", now(SATURDAY), asker(), urgent=True)
    assert told(urgent) == told(chain(company(), "payslip", now(SATURDAY), asker()))


def test_with_nobody_at_work_anywhere_an_urgent_request_is_the_owners_who_opens_first():
    """Pía begins at seven, two hours before the department; who is away is not waited for."""
    early = WorkingHours(week=((Frame(25_200, 54_000),),) * 5 + ((),) * 2, zone="Europe/Madrid")
    directory = company(people={"pia": ("Pía Conde", "payroll", early, None, ("es",), False)})
    topics = {**directory.topics, "payslip": topic("payslip", "payroll", [("ana", For()), ("pia", For())])}
    fields = {name: getattr(directory, name) for name in directory.__struct_fields__}
    directory = Directory(**fields | {"topics": topics})
    at_night = [now(SATURDAY), now(SATURDAY, away=("pia",))]
    assert [on_duty(chain(directory, "payslip", s, asker(), urgent=True)).person for s in at_night] == [
        "pia",
        "ana",
    ]
    assert on_duty(chain(directory, "payslip", now(SATURDAY), asker())).person == "ana", (
        "at the opening both are there"
    )


def test_an_urgent_request_does_not_go_to_an_administrator_who_happens_to_be_at_work():
    directory = company(people={"ines": ("Inés Soler", "it", ALWAYS, None, ("es",), False)})
    assert on_duty(chain(directory, "payslip", now(SATURDAY), asker(), urgent=True)).person == "ana"


def test_an_urgent_request_goes_to_who_is_here_now_even_if_another_is_back_by_the_opening():
    back = Situation(now=TUESDAY_NOON, absent={PersonId("ana"): madrid(24, 15)})
    assert on_duty(chain(company(), "payslip", back, asker(), urgent=True)).person == "tomas"


# -- by a person's choice ----------------------------------------------------------------------------------


def test_a_department_alone_starts_at_the_owners_of_all_its_topics():
    steps = list(
        chain(company(assign="fewest_open"), None, now(), asker("MX"), department=DepartmentId("payroll"))
    )
    assert on_duty(steps).person == "luis"  # for Mexico: nearer
    busy = now(open_requests={PersonId("ana"): 4})
    steps = list(
        chain(company(assign="fewest_open"), None, busy, asker(), department=DepartmentId("payroll"))
    )
    assert on_duty(steps).person == "pia"


def test_a_department_without_owners_starts_at_its_lead():
    steps = list(chain(company(), None, now(), asker(), department=DepartmentId("archive")))
    assert told(steps)[:2] == ["lead marta", "backup rosa"]


def test_neither_topic_nor_department_is_the_concierges():
    assert on_duty(chain(company(), None, now(), asker())).person == "saul"
    assert on_duty(chain(company(), TopicId("no-longer-there"), now(), asker())).person == "saul"


def test_a_department_chosen_by_a_person_counts_more_than_the_topic():
    steps = list(chain(company(), "payslip", now(), asker(language="en"), department=DepartmentId("it")))
    assert told(steps)[:2] == ["owner bo", "lead iris"]


def test_from_who_has_it_the_ladder_goes_on_to_their_backup():
    steps = list(chain(company(), "payslip", now(away=("ana",)), asker(), owner=PersonId("pia")))
    assert told(steps) == ["owner pia", "lead marta", "concierge saul", "concierge carmen"]
    steps = list(chain(company(), "payslip", now(away=("ana",)), asker(), owner=PersonId("ana")))
    assert told(steps)[:3] == ["owner ana (absent)", "backup tomas", "lead marta"]


def test_when_somebody_is_at_work_next_is_told_by_their_own_hours():
    directory = company()
    assert opens_at(directory, PersonId("ana"), TUESDAY_NOON) == TUESDAY_NOON
    assert opens_at(directory, PersonId("luis"), TUESDAY_NOON) == madrid(24, 16)
    assert opens_at(directory, PersonId("ana"), SATURDAY) == madrid(30, 9)


def test_where_it_is_noon_in_madrid_mexico_sleeps_and_an_urgent_request_stays_in_madrid():
    assert on_duty(chain(company(), "laptop", now(), asker(), urgent=True)).person == "bo"
    assert on_duty(chain(company(), "laptop", now(TUESDAY_EVENING), asker(), urgent=True)).person == "iris"
