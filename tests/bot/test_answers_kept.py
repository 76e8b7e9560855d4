"""For whom an answer that an owner keeps is true: those of whom they answer, and nobody else is offered it."""

import pytest

from bot.domain.commands import KeepAnswer
from bot.kept import article_from
from knowledge.directory import For, PersonId
from knowledge.loader import build
from tests.bot.domain.world import ANA, BO, LUIS, NOON, Story
from tests.knowledge.directories import edited, three_topics

PAYROLL = "departments/payroll.yaml"
AS_WRITTEN = """\
      - {person: ana@ensayo.example, for: {country: ES}}
      - {person: luis@ensayo.example, for: {country: MX}}
"""


def kept(by: PersonId, requester: PersonId, *owners: str) -> For:
    """For whom the answer is that `by` kept, where the payslips' owners are these."""
    directory = build(edited(three_topics(), PAYROLL, AS_WRITTEN, "".join(f"      - {o}\n" for o in owners)))
    story = Story(requester)
    story.directory = directory
    story.asks(topic="payslip")
    command = KeepAnswer(id="k", by=by, number=story.number, title="Copia", question="¿Cómo?", text="Aquí.")
    return article_from(command, story.is_, directory, NOON).for_


ANA_FOR_ALL = "ana@ensayo.example"
LUIS_FOR = "{{person: luis@ensayo.example, for: {{{}}}}}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("country: MX", For(country=("MX",))),
        ("site: cdmx", For(site=("cdmx",))),
        ("employment: part-time", For(employment=("part-time",))),
    ],
)
def test_what_is_kept_by_who_answers_for_some_is_offered_to_them_alone(written: str, meant: For) -> None:
    assert kept(LUIS, LUIS, ANA_FOR_ALL, LUIS_FOR.format(written)) == meant


@pytest.mark.parametrize("written", ["country: MX", "site: cdmx"])
def test_where_others_answer_elsewhere_it_is_for_the_country_of_who_asked(written: str) -> None:
    assert kept(ANA, BO, ANA_FOR_ALL, LUIS_FOR.format(written)) == For(country=("ES",))


def test_who_answers_for_one_country_and_served_another_keeps_it_for_whom_it_was_written() -> None:
    assert kept(LUIS, BO, ANA_FOR_ALL, LUIS_FOR.format("country: MX")) == For(country=("ES",))


def test_where_one_person_answers_for_everybody_it_is_for_everybody() -> None:
    assert kept(ANA, BO, ANA_FOR_ALL) == For()
