"""Absences on the whole desk: said in words, by whom, and what of theirs goes to somebody who is there."""

from collections import Counter
from datetime import datetime

import pytest

from bot.acts import Typing, Unclear
from bot.away import SetAway, clicked, is_back, typed, until_when
from bot.delivery.cards import View, away_card, help_card
from bot.delivery.forms import form_for
from bot.domain import commands as c
from bot.domain.refusals import NotYourAbsence, PastDate
from bot.store.store import Store
from tests.bot.days import Day, madrid
from tests.bot.domain.world import ANA, DIRECTORY, NOON

PAYSLIP = "No me ha llegado la nómina de octubre"
MONDAY = madrid(30, 9)
ANA_HERSELF = DIRECTORY.people[ANA]


@pytest.fixture
async def day(store: Store) -> Day:
    return await Day.at(store, madrid(24, 10))


async def twelve(day: Day) -> list[int]:
    """Twelve requests of one owner: half of them answered with a promise for after Monday."""
    numbers = []
    for n in range(12):
        await day.goes_on(minutes=3)
        numbers.append(await day.asks("bo", PAYSLIP))
        if n % 2:
            await day.does(c.MakePromise, "ana", numbers[-1], due=madrid(44, 12))
            await day.does(c.SetUrgency, "ana", numbers[-1], urgency="low")
    return numbers


async def away(day: Day, by: str, person: str, until: datetime | None, id_: str = "away") -> object:
    order = SetAway(id=id_, by=day.who(by), person=day.who(person), until=until)
    answer = await day.desk.set_away(order)
    await day.worker.settle()
    return answer


# --- how it is said ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("hasta el lunes", MONDAY),
        ("Estoy fuera hasta el lunes", MONDAY),
        ("No estoy hasta el lunes.", MONDAY),
        ("estaré de vacaciones hasta el 3 de diciembre", madrid(33, 9)),
        ("no estaré hasta mañana a las 12", madrid(25, 12)),
        ("until Monday", MONDAY),
        ("I'm away until Monday", MONDAY),
        ("I’ll be out of the office until December 3", madrid(33, 9)),
        ("I'm off until tomorrow at 12", madrid(25, 12)),
        ("Estoy fuera hasta el sábado", MONDAY),  # she does not work on Saturdays
        (
            "I'm away until December 6",
            madrid(39, 9),
        ),  # a Sunday; in Madrid the two days after it are holidays
    ],
)
def test_until_a_day_is_until_its_opening_in_the_persons_own_hours(words: str, until: datetime) -> None:
    assert until_when(words, ANA_HERSELF, NOON, "es") == until


@pytest.mark.parametrize(
    "words", ["hasta luego", "hasta mañana", "Until Monday then!", "until further notice", "estoy fuera", ""]
)
def test_a_goodbye_is_no_absence(words: str) -> None:
    assert until_when(words, ANA_HERSELF, NOON, "es", said_so=True) is None


@pytest.mark.parametrize("words", ["Ya estoy de vuelta", "He vuelto", "I'm back", "I am back at work."])
def test_being_back_is_said_in_plain_words(words: str) -> None:
    assert is_back(words)


def test_what_a_field_does_not_make_clear_is_asked_again() -> None:
    typing = Typing(by=ANA, now=NOON, zone="Europe/Madrid", language="es", directory=DIRECTORY)
    assert typed("x", "hasta el lunes", ANA, typing) == SetAway(id="x", by=ANA, person=ANA, until=MONDAY)
    with pytest.raises(Unclear, match="away-unclear"):
        typed("x", "un rato", ANA, typing)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("lunes", MONDAY),
        ("el lunes", MONDAY),
        ("until Monday", MONDAY),
        ("Monday", MONDAY),
        ("mañana a las 12", madrid(25, 12)),
        ("3 de diciembre", madrid(33, 9)),
        ("", madrid(25, 9)),
        ("hoy", madrid(25, 9)),
        ("just today", madrid(25, 9)),
    ],
)
def test_the_form_asks_until_when_so_a_bare_day_is_enough_and_nothing_means_today(
    text: str, until: datetime
) -> None:
    for language in ("es", "en"):
        typing = Typing(by=ANA, now=NOON, zone="Europe/Madrid", language=language, directory=DIRECTORY)
        assert clicked("away", {"until": text}, "x", typing) == SetAway(
            id="x", by=ANA, person=ANA, until=until
        )
        assert clicked("back", {}, "y", typing) == SetAway(id="y", by=ANA, person=ANA, until=None)


def test_only_who_leads_or_backs_up_a_team_is_asked_of_whom(day: Day) -> None:
    directory = day.desk.directory

    def fields(name: str) -> dict[str, list[str]]:
        form = form_for("away", None, a_view(day, name, "es"))
        return {field.name: [choice.value for choice in field.choices] for field in form.fields}

    assert fields("ana") == {"until": []}
    of_marta = fields("marta")["person"]
    assert of_marta[0] == f"person:{day.who('marta')}"
    assert f"person:{day.who('ana')}" in of_marta
    payroll = directory.people[day.who("marta")].department
    team = {f"person:{person.id}" for person in directory.people.values() if person.department == payroll}
    assert set(of_marta) == team


def test_help_offers_to_say_it_and_once_away_to_be_back_and_nothing_to_who_answers_for_nothing(
    day: Day,
) -> None:
    def buttons(name: str, until: datetime | None) -> list[tuple[str, str]]:
        card = help_card(a_view(day, name, "es"), until)
        return [(b.verb, b.form) for block in card.blocks for b in getattr(block, "buttons", ())]

    assert buttons("ana", None) == [("away", "away")]
    assert buttons("ana", MONDAY) == [("back", "")]
    guest = View(
        viewer=day.who("ana").__class__("guest"),
        language="es",
        zone="Europe/Madrid",
        now=madrid(24, 10),
        directory=day.desk.directory,
        names={},
        texts={},
    )
    assert all(not hasattr(block, "buttons") for block in help_card(guest).blocks)


def a_view(day: Day, name: str, language: str) -> View:
    return View(
        viewer=day.who(name),
        language=language,
        zone="Europe/Madrid",
        now=madrid(24, 10),
        directory=day.desk.directory,
        names={person.id: person.name for person in day.desk.directory.people.values()},
        texts={},
    )


async def test_an_owners_loose_words_say_it_and_no_word_of_them_is_kept(day: Day) -> None:
    answer = await day.desk.says(day.who("ana"), "Estoy de baja hasta el lunes", side="work")
    assert (answer.kind, answer.away, answer.away_until) == ("away", day.who("ana"), MONDAY)
    assert await day.store.words(0) == {}
    assert (await day.store.absences.all(await day.store.now()))[day.who("ana")].until == MONDAY
    assert (await day.desk.says(day.who("ana"), "Ya estoy de vuelta", side="work")).kind == "away"
    assert await day.store.absences.all(await day.store.now()) == {}


async def test_somebody_whom_no_directory_lists_asks_when_they_say_so(day: Day) -> None:
    answer = await day.desk.says(day.who("bo").__class__("guest"), "Estoy fuera hasta el lunes")
    assert answer.kind == "done"


@pytest.mark.parametrize("language", ["es", "en"])
async def test_it_is_said_back_with_its_end_as_it_was_understood(
    day: Day, language: str, snapshot: object
) -> None:
    await twelve(day)
    own = await away(day, "ana", "ana", MONDAY)
    said = []
    for viewer, answer in (
        ("ana", own),
        ("marta", own),
        ("ana", await away(day, "ana", "ana", None, "back")),
    ):
        view = View(
            viewer=day.who(viewer),
            language=language,
            zone="Europe/Madrid",
            now=madrid(24, 10),
            directory=day.desk.directory,
            names={},
            texts={},
        )
        said.append(away_card(view, answer).text)  # type: ignore[arg-type]
    assert "\n\n".join(said) == snapshot


# --- who may say it ----------------------------------------------------------------------------------------------


async def test_only_oneself_and_for_today_ones_lead_or_backup_may_say_it(day: Day) -> None:
    today = madrid(25, 9)
    for by, until, refusal in (
        ("bo", today, NotYourAbsence()),
        ("marta", MONDAY, NotYourAbsence(today_only=True)),
        ("ana", madrid(23, 9), PastDate(due=madrid(23, 9))),
    ):
        answer = await away(day, by, "ana", until, f"{by}-{until}")
        assert answer.refusal == refusal  # type: ignore[attr-defined]
        assert await day.store.absences.all(await day.store.now()) == {}
    for by in ("marta", "luis"):
        assert (await away(day, by, "ana", today, by)).kind == "away"  # type: ignore[attr-defined]


# --- what it does ------------------------------------------------------------------------------------------------


async def test_of_twelve_open_requests_what_falls_due_goes_to_the_backup_and_the_rest_waits(day: Day) -> None:
    numbers = await twelve(day)
    answer = await away(day, "ana", "ana", MONDAY)
    owners = Counter([await day.owner(number) for number in numbers])
    assert owners == {"luis": 6, "ana": 6}
    assert answer.passes == 6  # type: ignore[attr-defined]
    for number in numbers[::2]:
        assert (await day.owners(number))[-1] == ("luis", "away")
    assert day.rang("marta", "work") == ["away"], "the lead is told once for all of them"
    assert day.rang("bo", "asks").count("new_owner") == 6


async def test_delivered_again_it_passes_on_nothing_twice_and_finishes_what_was_begun(day: Day) -> None:
    numbers = await twelve(day)
    first = await away(day, "ana", "ana", MONDAY)
    before = [await day.events(number) for number in numbers]
    assert await away(day, "ana", "ana", MONDAY) == first
    assert [await day.events(number) for number in numbers] == before


async def test_an_old_order_delivered_again_does_not_send_away_who_is_back(day: Day) -> None:
    await away(day, "ana", "ana", MONDAY)
    await away(day, "ana", "ana", None, "back")
    await away(day, "ana", "ana", MONDAY)
    assert await day.store.absences.all(await day.store.now()) == {}


async def test_new_requests_go_to_who_is_there_and_after_the_return_to_the_owner_again(day: Day) -> None:
    await away(day, "ana", "ana", MONDAY)
    assert await day.owner(await day.asks("bo", PAYSLIP)) == "luis"
    await day.clock_says(madrid(30, 10))
    assert await day.owner(await day.asks("bo", PAYSLIP)) == "ana"


async def test_what_was_to_wait_goes_on_once_the_requester_writes_again(day: Day) -> None:
    number = await day.asks("bo", PAYSLIP)
    await day.does(c.SetUrgency, "ana", number, urgency="low")
    await day.does(c.MakePromise, "ana", number, due=madrid(44, 12))
    await away(day, "ana", "ana", MONDAY)
    assert await day.owner(number) == "ana"
    await day.goes_on(hours=1)
    await day.says("bo", number, "¿Y no podría ser antes?")
    assert await day.owner(number) == "luis"
    assert (await day.is_(number)).promise is not None, "a promise survives"


async def test_substitutes_of_substitutes_are_followed_without_loops(day: Day) -> None:
    """Ana stands in for Luis and Luis for Ana: with both away it is their lead's."""
    number = await day.asks("bo", PAYSLIP)
    await away(day, "luis", "luis", MONDAY, "luis")
    await away(day, "ana", "ana", MONDAY, "ana")
    assert await day.owners(number) == [("ana", "routed"), ("marta", "away")]


async def test_with_everybody_away_it_stays_where_it_is_and_the_lead_is_told_of_the_breach(day: Day) -> None:
    number = await day.asks("bo", PAYSLIP)
    for name in ("luis", "marta", "carmen", "saul", "ana"):
        await away(day, name, name, MONDAY, name)
    assert await day.owner(number) in ("ana", "carmen")
