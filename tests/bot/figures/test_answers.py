"""What a lead is told of answers each week, by topic and article and never by person."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.request import Place, Request, RequestNumber
from bot.figures.answers import Left, Unanswered, answers_of_week
from knowledge.directory import DepartmentId, PersonId, TopicId
from tests.knowledge.directories import build_three_topics

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WEEK = (MONDAY, MONDAY + timedelta(days=7))
PAYROLL, PEOPLE = DepartmentId("payroll"), DepartmentId("people")


def request(topic: str, **more: Any) -> Request:
    given: dict[str, Any] = {"asked_at": MONDAY + timedelta(hours=10)} | more
    return Request(
        number=RequestNumber(1), requester=PersonId("bo"), language="es", place=Place("web", "x"),
        last_at=MONDAY, department=DepartmentId("concierge"), owner=PersonId("saul"), owner_since=MONDAY,
        topic=TopicId(topic), **given,
    )  # fmt: skip


def test_what_is_asked_most_without_an_article_comes_first() -> None:
    asked = [
        request("holiday"),
        request("holiday"),
        request("holiday", confidential=True),
        request("payslip"),
    ]
    found = answers_of_week(asked, PEOPLE, build_three_topics(), *WEEK)
    assert (found.unanswered, found.left) == ((Unanswered(TopicId("holiday"), 2),), ())
    assert answers_of_week(asked, PAYROLL, build_three_topics(), *WEEK).unanswered == ()


def test_what_was_asked_once_may_be_chance_and_a_confidential_topic_is_never_named() -> None:
    assert answers_of_week([request("holiday")], PEOPLE, build_three_topics(), *WEEK).unanswered == ()
    lifted = [request("harassment"), request("harassment")]
    assert answers_of_week(lifted, PEOPLE, build_three_topics(), *WEEK).unanswered == ()


def test_articles_that_people_left_are_named_with_how_often_they_were_offered() -> None:
    asked = [
        request("payslip", offered_articles=(("payslip-copy-es", True),)),
        request("payslip", offered_articles=(("payslip-copy-es", False),)),
        request("payslip", offered_articles=(("payslip-copy-mx", False),)),
        request(
            "payslip", offered_articles=(("payslip-copy-es", True),), asked_at=MONDAY - timedelta(days=1)
        ),
    ]
    found = answers_of_week(asked, PAYROLL, build_three_topics(), *WEEK)
    assert found.left == (Left("payslip-copy-es", 1, 2),)
