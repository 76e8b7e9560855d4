"""Time on the whole desk, over the real store: what chats bring, what is told when, and workers that fail."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.timers import fired
from bot.known import Known
from bot.reader import Library
from bot.store.store import Store
from knowledge.directory import PersonId
from knowledge.loader import build
from tests.bot.days import Day, madrid
from tests.bot.desks import SmallDesk, small_matcher
from tests.faults.derived import assert_all_is_derived
from tests.knowledge.directories import edited, three_topics
from tests.samples import sample

PAYSLIP = "Me falta el recibo de sueldo de este mes"
LAPTOP = "La pantalla del ordenador parpadea"
CHAT = "chat"


async def in_chat(store: Store, now: datetime) -> Day:
    """On a platform where what arrives disturbs, unlike a page that one opens."""
    day = await Day.at(store, now, CHAT)
    for name in ("ana", "bo", "luis", "marta", "iris", "vera", "hugo", "carmen", "saul"):
        await store.people.set_profile(day.who(name), {f"place.{CHAT}": f"{day.who(name)}"})
    return day


def chat(day: Day, name: str) -> list[str]:
    return [shown.card.kind for shown in day.gateway.seen(day.who(name)) if shown.loud]


async def with_payroll(store: Store, more: str, platform: str = "web") -> Day:
    """The small company on its pages, with something else said of its payroll department."""
    payroll = ("departments/payroll.yaml", "assign: first", f"assign: first\n{more}")
    return await with_files(store, edited(three_topics(), *payroll), platform)


async def with_files(store: Store, files: Mapping[str, str], platform: str = "web") -> Day:
    plain = await SmallDesk.on(store)
    library = Library(directory=build(files, plain.ids), matcher=small_matcher())
    desk = SmallDesk(store, Known(store.people), lambda: library)
    desk.ids = plain.ids
    return Day(store, desk, platform)


async def card_of(day: Day, number: int, now: datetime) -> str:
    """How the requester's card reads when it is drawn at this instant."""
    await day.until(now)
    await day.does(c.SetWantedBy, "bo", number, due=now + timedelta(days=1))
    return day.texts("bo", "asks")[1]


def offered(day: Day, *names: str) -> set[str]:
    """What the cards that these people have before them let them do."""
    people = {day.who(name) for name in names}
    drawn = [s.card for s in day.gateway.messages.values() if s.place.conversation.split("/")[0] in people]
    return {
        button.verb for card in drawn for block in card.blocks for button in getattr(block, "buttons", ())
    }


def day_texts(day: Day, name: str) -> list[str]:
    return [shown.card.text for shown in day.gateway.seen(day.who(name))]


def targets(events: list[e.AnyEvent]) -> list[tuple[str, str]]:
    known = (e.TargetWarned, e.TargetBreached)
    return [(type(event).__name__, event.target) for event in events if isinstance(event, known)]


def to_the_second(at: datetime, wanted: datetime) -> bool:
    """The desk's clock runs on while a test orders things."""
    return abs(at - wanted) < timedelta(seconds=5)


# --- what chats bring --------------------------------------------------------------------------------------------


async def test_asked_on_friday_at_half_past_four_an_hours_target_is_due_on_monday_at_half_past_nine(
    store: Store,
) -> None:
    day = await Day.at(store, madrid(27, 16, 30))
    number = await day.asks("bo", PAYSLIP)
    await day.does(c.SetUrgency, "ana", number, urgency="high")
    first = (await day.is_(number)).first_response
    assert first is not None
    assert to_the_second(first.warns_at, madrid(30, 9, 15))
    assert to_the_second(first.due, madrid(30, 9, 30))
    await day.clock_says(madrid(30, 9, 29))
    await day.worker.settle()
    assert targets(await day.events(number)) == [("TargetWarned", "first_response")]
    await day.goes_on(minutes=2)
    assert targets(await day.events(number))[-1] == ("TargetBreached", "first_response")


async def test_handed_over_across_time_zones_it_lapses_in_the_departments_hours_and_is_told_in_the_readers(
    store: Store,
) -> None:
    """Iris and Luis are in Mexico City: at four in their afternoon it is eleven at night for Ana in Madrid."""
    day = await Day.at(store, madrid(24, 23))
    number = await day.asks("iris", PAYSLIP)
    assert await day.owner(number) == "luis"
    await day.does(c.HandOver, "luis", number, text="Es de la nómina de España", person=day.who("ana"))
    offer = (await day.is_(number)).offer
    assert offer is not None
    assert to_the_second(offer.lapses_at, madrid(25, 13)), "four hours of the department, from nine in Madrid"
    assert await day.owner(number) == "luis", "until it is taken"
    await day.clock_says(madrid(25, 9, 30))
    await day.does(c.Take, "ana", number)
    await day.does(c.MakePromise, "ana", number, due=madrid(25, 17))
    assert await day.owner(number) == "ana"
    assert day.rang("iris", "asks").count("new_owner") == 1
    told = next(shown.card.text for shown in day.seen("iris", "asks") if shown.card.kind == "promise")
    assert "10:00" in told, "five in Madrid is ten in Mexico City"


async def test_a_department_closed_for_three_weeks_in_august_keeps_what_it_gets_and_says_until_when(
    store: Store,
) -> None:
    closed = ", ".join(f"2026-08-{day:02}" for day in range(3, 22))
    day = await with_payroll(store, f"days_off: [{closed}]")
    await day.clock_says(datetime(2026, 8, 4, 8, tzinfo=UTC))
    number = await day.asks("bo", PAYSLIP)
    request = await day.is_(number)
    assert await day.owner(number) == "ana", "closed is not absent"
    assert request.first_response is not None
    assert to_the_second(request.first_response.due, datetime(2026, 8, 24, 11, tzinfo=UTC))
    assert "24 de agosto" in day.texts("bo", "asks")[-1]
    await day.until(datetime(2026, 8, 24, 6, tzinfo=UTC))
    assert targets(await day.events(number)) == []


@pytest.mark.parametrize(
    ("language", "before", "there", "late"),
    [
        (
            "es",
            "Lo siento: todavía no te ha contestado nadie. Ana Prado vuelve al trabajo hoy a las 9:00",
            "Ana Prado ya está en el trabajo; lo normal es que te conteste hoy antes de las 9:15",
            "Ya tendrías que tener una respuesta",
        ),
        (
            "en",
            "I'm sorry: nobody has answered you yet. Ana Prado is back at work today at 9:00 AM",
            "Ana Prado is at work now; you can normally expect an answer by 9:15 AM today",
            "You should have had an answer by now",
        ),
    ],
)
async def test_who_was_told_when_the_owner_is_back_is_not_told_that_an_answer_should_have_come_before(
    store: Store, language: str, before: str, there: str, late: str
) -> None:
    """The department's time counts from its opening at seven and is missed; what was said to the requester holds."""
    day = await with_payroll(
        store, 'hours: {mon-fri: ["07:00-20:00"]}\nladder: [{to: owner, waits: 8h}, {to: lead}]'
    )
    await day.clock_says(madrid(29, 23))
    number = await day.asks("bo", PAYSLIP, language=language, urgency="urgent")
    assert await day.owner(number) == "ana"
    await day.until(madrid(30, 7, 20))
    assert targets(await day.events(number))[-1] == ("TargetBreached", "first_response")
    [receipt, told] = day.texts("bo", "asks")[1:]
    assert before in receipt
    assert before in told
    assert "Marta Quiroga" in told, "who has been told"
    living = await card_of(day, number, madrid(30, 9, 1))
    assert there in living
    assert late in await card_of(day, number, madrid(30, 9, 16))


# --- what is told, and when --------------------------------------------------------------------------------------


async def test_a_warning_rings_for_what_is_high_and_the_rest_is_one_list_in_the_morning(store: Store) -> None:
    day = await in_chat(store, madrid(24, 13))
    high = await day.asks("carmen", PAYSLIP)
    await day.does(c.SetUrgency, "ana", high, urgency="high")
    await day.until(madrid(24, 13, 25))
    numbers = [await day.asks(asker, PAYSLIP) for asker in ("bo", "vera")]
    await day.until(madrid(24, 13, 47))
    assert chat(day, "ana")[-1] == "warned", "the high one, at three quarters of its hour"
    await day.does(c.Say, "ana", high, text="Lo miro")
    numbers.append(await day.asks("hugo", PAYSLIP))
    rung = len(chat(day, "ana"))
    await day.until(madrid(24, 16, 55))
    assert [targets(await day.events(n)) for n in numbers] == [[("TargetWarned", "first_response")]] * 3
    assert len(chat(day, "ana")) == rung, "they were near, and nobody was rung"
    await day.until(madrid(25, 9, 1))
    assert chat(day, "ana")[rung:] == ["together"]
    await day.until(madrid(25, 9, 20))
    assert len(chat(day, "ana")) == rung + 1, "each once"


async def test_the_requester_hears_of_another_time_before_the_first_one_passes_by_one_tap(
    store: Store,
) -> None:
    day = await Day.at(store, madrid(24, 9, 30))
    number = await day.asks("bo", PAYSLIP)
    await day.does(c.SetUrgency, "ana", number, urgency="high")
    await day.goes_on(minutes=50)
    warned = next(shown.card for shown in day.seen("ana", "work") if shown.card.kind == "warned")
    taps = [
        b
        for block in warned.blocks
        for b in getattr(block, "buttons", ())
        if b.verb == "promise" and b.fields
    ]
    assert [tap.label for tap in taps] == [
        "Prometer: hoy antes de las 12:30",
        "Prometer: hoy antes de las 17:00",
        "Prometer: mañana antes de las 10:00",
    ]
    await day.does(c.MakePromise, "ana", number, due=datetime.fromisoformat(taps[0].fields["due"]))
    await day.until(madrid(24, 11))
    assert ("TargetBreached", "first_response") not in targets(await day.events(number))
    assert day.rang("bo", "asks")[-1] == "promise"


@pytest.mark.parametrize(
    ("language", "near", "then"),
    [
        (
            "es",
            "todavía no te ha contestado, y deberías tener una respuesta hoy antes de las 13:30",
            (
                "Si no llega, se lo diré en ese momento a Marta Quiroga, responsable del equipo.\n"
                "Si nadie te escribe mañana antes de las 16:00, se encargará la siguiente persona."
            ),
        ),
        (
            "en",
            "has not answered you yet, and you should have an answer by 1:30 PM today",
            (
                "If it does not come, I will tell Marta Quiroga, who leads the team, right then.\n"
                "If nobody has written to you by 4:00 PM tomorrow, the next person takes over."
            ),
        ),
    ],
)
async def test_if_the_owner_stays_silent_the_requester_hears_before_the_lapse_who_leads_and_what_happens_next(
    store: Store, language: str, near: str, then: str
) -> None:
    """Once: at the lapse itself their card says it, without another ring."""
    day = await Day.at(store, madrid(24, 9, 30))
    number = await day.asks("bo", PAYSLIP, language=language)
    await day.until(madrid(24, 13, 19))
    assert day.rang("bo", "asks") == ["receipt"]
    await day.until(madrid(24, 13, 21))
    assert day.rang("bo", "asks") == ["receipt", "foretold"]
    told = day.texts("bo", "asks")[-1]
    assert f"Ana Prado {near}" in told
    assert then in told
    await day.until(madrid(24, 14))
    assert day.rang("bo", "asks") == ["receipt", "foretold"], "told before, it is not told again"
    assert day.rang("marta", "work") == ["lead_brought_in"]
    assert "Marta Quiroga" in day.texts("bo", "asks")[1], "and the card says that she knows"
    await day.until(madrid(25, 15, 59))
    assert await day.owner(number) == "ana", "Luis, who comes next, is not at work yet"
    await day.until(madrid(26, 13))
    assert await day.owners(number) == [("ana", "routed"), ("luis", "escalated"), ("marta", "escalated")]
    assert day.rang("bo", "asks").count("new_owner") == 2


async def test_what_is_foretold_says_when_a_lead_who_is_closed_will_read_of_it(store: Store) -> None:
    in_mexico = ("department: payroll\n  site: madrid", "department: payroll\n  site: cdmx")
    day = await with_files(store, edited(three_topics(), "people.yaml", *in_mexico))
    await day.clock_says(madrid(24, 9, 30))
    await day.asks("bo", PAYSLIP)
    await day.until(madrid(24, 13, 21))
    assert day.rang("bo", "asks")[-1] == "foretold"
    told = day.texts("bo", "asks")[-1]
    assert (
        "Si no llega, se lo diré a Marta Quiroga, responsable del equipo, cuando vuelva al trabajo, "
        "hoy a las 16:00." in told
    )


async def test_who_gets_it_at_night_after_all_is_named_with_when_they_are_at_work(store: Store) -> None:
    """Nobody was there to fire it at its instant, and when somebody is, whoever comes next sleeps."""
    day = await Day.at(store, madrid(24, 9, 30))
    number = await day.asks("bo", PAYSLIP)
    await day.until(madrid(24, 14))
    await day.clock_says(madrid(26, 4))
    await day.worker.settle()
    assert await day.owner(number) == "luis"
    await day.until(madrid(26, 9, 1))
    [told] = [text for text in day.texts("bo", "asks") if "Ahora se encarga Luis Ibarra" in text]
    assert "Vuelve al trabajo hoy a las 16:00 y lo verá entonces." in told


async def test_a_promise_of_which_its_owner_says_nothing_is_foretold_to_the_requester_and_lapses_without_a_ring(
    store: Store,
) -> None:
    day = await Day.at(store, madrid(24, 9, 30))
    number = await day.asks("bo", PAYSLIP)
    await day.does(c.MakePromise, "ana", number, due=madrid(24, 12))
    await day.until(madrid(24, 11, 51))
    assert day.rang("ana", "work")[-1] == "promise_reminder", "asked first, in one tap"
    told = day.texts("bo", "asks")[-1]
    assert (
        "Ana Prado te prometió una respuesta hoy antes de las 12:00 y todavía no ha dicho si la tendrá"
        in told
    )
    assert "Marta Quiroga" in told
    await day.until(madrid(24, 12, 1))
    assert day.rang("bo", "asks") == ["receipt", "promise", "foretold"]
    assert day.rang("marta", "work") == ["lead_brought_in"]


async def test_nothing_is_foretold_of_whoever_has_said_a_word_since_they_were_asked(store: Store) -> None:
    day = await Day.at(store, madrid(24, 9, 30))
    number = await day.asks("bo", PAYSLIP)
    await day.does(c.MakePromise, "ana", number, due=madrid(24, 12))
    await day.until(madrid(24, 11, 45))
    await day.does(c.Say, "ana", number, text="El banco tarda; te digo algo en cuanto pueda")
    await day.until(madrid(24, 12, 1))
    assert day.rang("bo", "asks") == ["receipt", "promise", "said", "lapse"]


async def test_what_is_foretold_outside_the_requesters_hours_reads_at_their_opening_as_it_is_by_then(
    store: Store,
) -> None:
    """Iris is in Mexico City: at one in the afternoon in Madrid it is six in the morning for her."""
    day = await Day.at(store, madrid(24, 9, 30))
    await day.asks("iris", PAYSLIP)
    await day.until(madrid(24, 14))
    assert day.rang("iris", "asks") == ["receipt"]
    await day.until(madrid(24, 16, 1))
    assert day.rang("iris", "asks") == ["receipt", "late"]
    assert "Luis Ibarra ya está en el trabajo" in day.texts("iris", "asks")[-1]


async def test_after_three_days_without_workers_all_enters_the_history_in_order_and_is_told_once(
    store: Store,
) -> None:
    day = await in_chat(store, madrid(24, 9, 30))
    numbers = []
    for asker in ("bo", "vera", "hugo"):
        numbers.append(await day.asks(asker, PAYSLIP))
    before = {name: len(chat(day, name)) for name in ("ana", "marta", "bo")}
    await day.clock_says(madrid(27, 10))
    await day.worker.settle()
    for number in numbers:
        events = await day.events(number)
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert ("TargetBreached", "first_response") in targets(events)
    assert chat(day, "marta")[before["marta"] :] in (["together"], ["assigned", "together"])
    [worst] = [s.card for s in day.gateway.seen(day.who("ana")) if s.card.kind == "together"][-1:]
    assert "plazo" in worst.text
    assert day.gateway.violations == []


async def test_what_falls_outside_a_persons_hours_waits_for_their_opening_and_the_urgent_does_not(
    store: Store,
) -> None:
    day = await in_chat(store, madrid(27, 16))
    await day.asks("bo", PAYSLIP)
    await day.clock_says(madrid(27, 16, 59))
    await day.worker.settle()
    rung = len(chat(day, "ana"))
    await day.until(madrid(30, 8, 30))
    assert len(chat(day, "ana")) == rung, "a weekend rings nobody"
    await day.until(madrid(30, 12, 30))
    assert len(chat(day, "ana")) > rung


async def test_an_urgent_one_rings_whoever_is_at_work_and_nobody_who_is_not(store: Store) -> None:
    """It is nine at night in Madrid and two in the afternoon in Mexico City, where Luis stands in for Ana."""
    day = await in_chat(store, madrid(24, 21))
    number = await day.asks("bo", PAYSLIP, urgency="urgent")
    assert await day.owner(number) == "luis"
    assert chat(day, "luis") == ["assignment"]
    assert chat(day, "ana") == []
    assert "Vuelve al trabajo" not in "".join(day_texts(day, "bo"))


async def test_who_reads_of_it_only_when_the_owner_has_come_reads_that_and_what_comes_next(
    store: Store,
) -> None:
    """In a chat what is not urgent waits for the requester's own opening, which is the owner's too."""
    day = await with_payroll(store, 'hours: {mon-fri: ["07:00-20:00"]}', CHAT)
    for name in ("ana", "bo", "luis", "marta"):
        await store.people.set_profile(day.who(name), {f"place.{CHAT}": f"{day.who(name)}"})
    await day.clock_says(madrid(29, 23))
    number = await day.asks("bo", PAYSLIP, urgency="high")
    assert await day.owner(number) == "ana"
    await day.until(madrid(30, 9, 1))
    [told] = [s.card.text for s in day.gateway.seen(day.who("bo")) if s.card.kind == "late"]
    assert "Ana Prado ya está en el trabajo; lo normal es que te conteste hoy antes de las 10:00" in told
    assert "Marta" not in told
    assert "Si nadie te escribe hoy antes de las 16:00, se encargará la siguiente persona." in told
    await day.until(madrid(30, 15, 59))
    assert await day.owner(number) == "ana", "who comes next is in Mexico City and not at work yet"
    await day.until(madrid(30, 16, 1))
    assert await day.owner(number) == "luis"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Vuelve al trabajo mañana a las 2:00 y lo verá entonces."),
        ("en", "They are back at work tomorrow at 2:00 AM and will see it then."),
    ],
)
async def test_with_nobody_at_work_the_requester_reads_in_their_own_zone_when_that_is(
    store: Store, language: str, said: str
) -> None:
    """Iris writes at eight in the evening in Mexico City; Bo begins at nine in Madrid, which is two in the night there."""
    day = await Day.at(store, madrid(25, 3))
    number = await day.asks("iris", LAPTOP, "laptop", language=language)
    assert await day.owner(number) == "bo", "closed is not absent"
    assert said in day.texts("iris", "asks")[1]


@pytest.mark.parametrize(
    ("language", "warned", "ended"),
    [
        (
            "es",
            "Si no sé nada de ti, mañana a las 9:00 lo dejaré por terminado de momento. Con un toque vuelve donde estaba.",
            "Se dejó por terminado hoy a las 9:00, a falta de respuesta.",
        ),
        (
            "en",
            "If I don't hear from you, I will leave it as finished for now tomorrow at 9:00 AM. One tap brings it back",
            "Left as finished today at 9:00 AM, for lack of an answer.",
        ),
    ],
)
async def test_a_question_is_called_to_mind_twice_in_their_hours_the_end_is_announced_and_one_tap_brings_it_back(
    store: Store, language: str, warned: str, ended: str
) -> None:
    day = await in_chat(store, madrid(24, 10))
    await store.people.set_profile(day.who("ana"), {"language": language})
    number = await day.asks("bo", PAYSLIP, language=language)
    await day.does(c.AskRequester, "ana", number, text="¿De qué mes es?")
    await day.until(madrid(30, 8, 59))
    assert chat(day, "bo").count("question_reminder") == 1
    assert warned not in day_texts(day, "bo")[-1]
    await day.until(madrid(30, 9, 1))
    assert chat(day, "bo").count("question_reminder") == 2
    assert warned in day_texts(day, "bo")[-1]
    await day.until(madrid(31, 9, 1))
    assert (await day.is_(number)).status == "resolved"
    assert sum(ended in text for text in day_texts(day, "bo")) == 1, "on the card that stands"
    assert sum(ended in text for text in day_texts(day, "ana")) == 1
    last = [shown.card for shown in day.gateway.seen(day.who("bo")) if shown.card.kind == "resolved"][-1]
    assert "reopen" in [b.verb for block in last.blocks for b in getattr(block, "buttons", ())]
    assert offered(day, "bo", "ana").isdisjoint({"thank", "keep_answer"}), "nothing was answered"
    await day.does(c.Reopen, "bo", number)
    assert (await day.is_(number)).is_open
    assert await day.owner(number) == "ana"


async def test_what_ended_in_silence_and_has_closed_offers_no_thanks_and_keeps_no_answer(
    store: Store,
) -> None:
    day = await Day.at(store, madrid(24, 10))
    number = await day.asks("bo", PAYSLIP)
    await day.does(c.AskRequester, "ana", number, text="¿De qué mes es?")
    await day.until(madrid(40, 10))
    assert (await day.is_(number)).status == "closed"
    closed = day.texts("bo", "asks")[1]
    assert all(said in closed for said in ("Lo cerré", "a falta de respuesta", "Todavía lo necesito"))
    assert (
        "Se dejó por terminado el martes 1 de diciembre a las 9:00, a falta de respuesta."
        in (day.texts("ana", "work")[0])
    )
    assert offered(day, "bo", "ana").isdisjoint({"thank", "keep_answer"})


# --- workers -----------------------------------------------------------------------------------------------------


async def test_two_workers_at_once_fire_every_timer_once_and_never_early(store: Store) -> None:
    for seed in range(sample(3, 200)):
        await random_days(await Day.at(store, madrid(24, 10)), random.Random(seed))


async def random_days(day: Day, chance: random.Random) -> None:
    numbers = [await day.asks("bo", PAYSLIP)]
    fired_at: Counter[str] = Counter()
    other = day.another_worker()
    await other.outbox.prepare()
    for _ in range(12):
        what = chance.choice(["ask", "say", "promise", "wait", "wait", "down"])
        if what == "ask" and len(numbers) < 4:
            await day.goes_on(minutes=5)
            numbers.append(await day.asks("vera", LAPTOP, "laptop"))
        elif what in ("say", "promise"):
            number = chance.choice(numbers)
            owner = (await day.is_(number)).owner
            await _acts(day, what, number, owner)
        elif what in ("wait", "down"):
            ahead = timedelta(hours=chance.choice([1, 5])) if what == "wait" else timedelta(days=3)
            await _passes(day, other, ahead, fired_at)
    assert max(fired_at.values(), default=1) == 1
    await assert_all_is_derived(day.store)
    for number in numbers:
        owner = (await day.is_(number)).owner
        assert owner in day.desk.directory.people


async def _acts(day: Day, what: str, number: int, owner: PersonId) -> None:
    now = await day.store.now()
    more = {"text": "Lo miro"} if what == "say" else {"due": now + timedelta(hours=3)}
    kind = c.Say if what == "say" else c.MakePromise
    await day.desk.handle(kind(id=f"r{now.timestamp()}{number}{what}", by=owner, number=number, **more))  # type: ignore[arg-type]
    await day.worker.settle()


async def _passes(day: Day, other: object, ahead: timedelta, fired_at: Counter[str]) -> None:
    """Both workers find what is due and fire it at the same moment."""
    await day.store.move_clock(ahead // timedelta(milliseconds=1))
    while True:
        due = await day.store.timers.due(50)
        if not due.items:
            break
        for name, at_ms in due.items:
            assert at_ms <= due.now_ms
            one, two = await asyncio.gather(day.desk.handle(fired(name)), day.desk.handle(fired(name)))
            assert one == two
            fired_at[name] += 1
        assert not {name for name, _ in due.items} & set(await day.store.timers.all())
    await asyncio.gather(day.worker.settle(), other.settle())  # type: ignore[attr-defined]


# --- a lead's choice ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "Ana Prado no puede atenderlo ahora mismo; de momento lo lleva"),
        ("en", "Ana Prado cannot take it at the moment, so"),
    ],
)
async def test_a_lead_who_gives_something_urgent_to_somebody_closed_hears_who_has_it_for_them(
    store: Store, language: str, said: str
) -> None:
    """Ana is asleep in Madrid, and Luis has his afternoon in Mexico City."""
    day = await Day.at(store, madrid(24, 23))
    await store.people.set_profile(day.who("marta"), {"language": language})
    number = await day.asks("iris", PAYSLIP, urgency="urgent")
    assert await day.owner(number) == "luis"
    await day.does(c.Reassign, "marta", number, person=day.who("ana"))
    assert await day.owner(number) not in ("ana", "marta")
    [told] = [s.card.text for s in day.seen("marta", "work") if s.card.kind == "elsewhere"]
    assert said in told
