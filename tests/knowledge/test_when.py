"""Dates in words. When it is: see tuesday.py."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.calendar import WorkingHours
from knowledge.dates.english import ENGLISH
from knowledge.dates.spanish import SPANISH
from knowledge.when import heard, may_be_dated, warm
from tests.knowledge.tuesday import HOURS, MADRID, MEXICO, NOW, at, hear, promise
from tests.samples import sample

WISHES_ES = [
    ("lo antes posible, hoy si puede ser", "11-24 18:00"),
    ("Me vence el plazo el 30 de noviembre", "11-30 18:00"),
    ("Me piden el papel antes del día 5", "12-04 15:00"),  # the 5th is a Saturday
    ("tengo que presentarlo el lunes", "11-30 18:00"),
    ("La necesito para el viernes", "11-27 15:00"),
    ("¿Me puedes mandar la nómina? La necesito antes del viernes, por favor.", "11-27 08:00"),
    ("lo necesito mañana a las 10", "11-25 10:00"),
    ("Me hace falta el certificado para mañana a las 10:30", "11-25 10:30"),
    ("la necesito el jueves antes de comer", "11-26 14:00"),
    ("Necesito una copia del contrato para el 3 de diciembre", "12-03 18:00"),
    ("Necesito el certificado para el 15/12, es para el banco", "12-15 18:00"),
    ("lo necesito para hoy", "11-24 18:00"),
    ("lo necesito hoy mismo", "11-24 18:00"),
    ("¿Podéis mirarlo esta semana?", "11-27 15:00"),
    ("Lo necesitaría a fin de mes", "11-30 18:00"),
    ("antes de fin de mes tengo que entregarlo", "11-30 18:00"),
    ("Necesito el alta del proveedor antes del lunes a las 12", "11-30 12:00"),
    ("no más tarde del jueves", "11-26 18:00"),
    ("A más tardar el miércoles, si no el banco me cobra", "11-25 18:00"),
    ("Lo necesito el viernes como muy tarde", "11-27 15:00"),
    ("tendría que estar el jueves a más tardar", "11-26 18:00"),
    ("¿me lo podéis enviar mañana por la mañana?", "11-25 14:00"),
    ("¿Podríais arreglarlo hoy?", "11-24 18:00"),
    ("Mándamelo hoy por favor", "11-24 18:00"),
    ("Por favor, revisadlo antes de las 12", "11-24 12:00"),
    ("La presentación tiene que salir bien; la necesito antes de las 10 de mañana", "11-25 10:00"),
    ("Necesito acceso al portal para el lunes a primera hora", "11-30 10:00"),
    ("para mañana a última hora me vale", "11-25 18:00"),
    ("Lo necesito en dos horas", "11-24 12:00"),
    ("lo necesitamos dentro de 2 días", "11-26 18:00"),
    ("Me urge para esta tarde", "11-24 18:00"),
    ("para la semana que viene estaría bien", "12-04 15:00"),
    ("lo quiero antes de la semana que viene", "11-30 09:00"),
    ("Necesito el portátil para el miércoles de la semana que viene", "12-02 18:00"),
    ("para el próximo lunes", "11-30 18:00"),
    ("La necesito para el viernes que viene sin falta", "11-27 15:00"),
    ("para pasado mañana", "11-26 18:00"),
    ("el plazo acaba el viernes", "11-27 15:00"),
    ("Fecha límite: 10 de diciembre", "12-10 18:00"),
    ("Tengo de plazo hasta el jueves", "11-26 18:00"),
    ("tengo hasta mañana para entregarlo", "11-25 18:00"),
    ("Necesito la factura antes del 1 de diciembre", "12-01 09:00"),
    ("lo necesito antes de diciembre", "12-01 09:00"),
    ("para finales de diciembre", "12-31 18:00"),
    ("Para antes del jueves, si puede ser", "11-26 09:00"),
    ("necesito que me lo envíes antes de mañana", "11-25 09:00"),
    ("antes del fin de semana, gracias", "11-27 15:00"),
    ("lo necesito para el día 30", "11-30 18:00"),
    ("Lo necesito para el 7 de enero", "2027-01-07 18:00"),
    ("LA NECESITO PARA EL VIERNES", "11-27 15:00"),
    ("la necesito pal banco, para el viernes a las 3 de la tarde", "11-27 15:00"),
    ("la necesito para el viernes a las 9 y media", "11-27 09:30"),
    ("La necesito para el viernes 4 de diciembre", "12-04 15:00"),
    ("Hola:\nnecesito el modelo 145.\nPara el jueves si se puede.\nGracias", "11-26 18:00"),
    ("lo necesito antes del mediodía", "11-24 12:00"),
    ("Necesito el informe antes de las 17h", "11-24 17:00"),
    ("Mañana a las 10", "11-25 10:00"),
    ("hoy", "11-24 18:00"),
    ("esta semana", "11-27 15:00"),
    ("a fin de mes", "11-30 18:00"),
    ("el 3 de diciembre", "12-03 18:00"),
    ("para el 15/12", "12-15 18:00"),
    ("el viernes, por favor", "11-27 15:00"),
    ("en tres días hábiles", "11-27 15:00"),
    ("lo necesito en media hora", "11-24 10:30"),
    ("para el sábado", "11-27 15:00"),
    ("lo necesito para mañana por la mañana a las 10", "11-25 10:00"),
    ("¿Podéis llamarme esta tarde a las 5?", "11-24 17:00"),
    ("La necesitaría para el sábado", "11-27 15:00"),
]
NO_WISHES_ES = [
    "¿Puedo coger vacaciones el viernes si es posible?",
    "El 31 de diciembre acaba mi contrato, ¿me renuevan?",
    "Viajo el jueves y no tengo billete",
    "¿Podéis decirme el horario de lunes a viernes?",
    "No me cuadra la nómina para este mes",
    "¿Me podéis decir cuánto cobré en enero?",
    "No me ha llegado la nómina de octubre",
    "Desde el lunes no me funciona el portátil",
    "Lo pedí el lunes y nadie contesta",
    "El viernes pasado os escribí",
    "Hoy no me funciona el ordenador",
    "Mañana tengo médico",
    "La reunión del viernes no aparece en el calendario",
    "¿Podéis cambiarme la reunión del jueves?",
    "¿Puedo cogerme libre el viernes?",
    "Quiero pedir vacaciones para el 15 de diciembre",
    "Quiero pedir vacaciones en agosto",
    "Hace dos días que espero",
    "Estoy fuera hasta el viernes",
    "Estoy de vacaciones hasta el 3 de diciembre",
    "No corre prisa, no la necesito para el viernes",
    "Me dijisteis que estaría para el lunes",
    "Me lo prometieron para el viernes y nada",
    "Antes del lunes funcionaba",
    "La nómina de ayer viene mal",
    "Los lunes no puedo fichar",
    "Tengo una reunión para el jueves y no hay sala",
    "Necesito una copia para el banco",
    "Sirve para las 3 personas del equipo",
    "el contrato vence el 31 de diciembre",
    "gracias",
    "Mi jefe es el 3 de la lista",
    "Tengo 3 nóminas sin cobrar",
    "La factura 15/12 no aparece",
    "¿Qué hago para la baja?",
    "para mí y para los demás",
    "Necesito saber qué pasó el lunes",
    "",
]
WISHES_EN = [
    ("it's urgent, I need access in 30 minutes", "11-24 10:30"),
    ("as soon as you can, today if possible", "11-24 18:00"),
    ("I must send it, so I need it on Thursday morning", "11-26 14:00"),
    ("I need it by Friday", "11-27 15:00"),
    ("Could you send my payslip before next Monday at noon?", "11-30 12:00"),
    ("I need the certificate before Friday, it is for the bank", "11-27 08:00"),
    ("I need it tomorrow at 10", "11-25 10:00"),
    ("I need it in two hours", "11-24 12:00"),
    ("by EOD please", "11-24 18:00"),
    ("Can you fix it today?", "11-24 18:00"),
    ("please send it by end of day tomorrow", "11-25 18:00"),
    ("Could you look at it this week?", "11-27 15:00"),
    ("I need this by the end of the month", "11-30 18:00"),
    ("We need it by 3 December", "12-03 18:00"),
    ("We need it by December 3rd", "12-03 18:00"),
    ("before December 3rd, 2026", "12-03 09:00"),
    ("by 15/12 at the latest", "12-15 18:00"),
    ("by 12/15 at the latest", "12-15 18:00"),
    ("It has to be there no later than Thursday", "11-26 18:00"),
    ("Thursday at the latest, please", "11-26 18:00"),
    ("The deadline is Friday", "11-27 15:00"),
    ("the form is due on Friday", "11-27 15:00"),
    ("I have until tomorrow to hand it in", "11-25 18:00"),
    ("before 5pm today would be great", "11-24 17:00"),
    ("by 5pm on Thursday", "11-26 17:00"),
    ("by Thursday 5pm", "11-26 17:00"),
    ("I need my laptop back by Wednesday morning", "11-25 14:00"),
    ("by tomorrow first thing", "11-25 10:00"),
    ("I need it before lunch", "11-24 14:00"),
    ("I'd like to have it before the weekend", "11-27 15:00"),
    ("within two hours", "11-24 12:00"),
    ("I need an answer within 24 hours", "11-25 10:00"),
    ("we need it in three business days", "11-27 15:00"),
    ("I need the copy for Friday", "11-27 15:00"),
    ("for tomorrow please", "11-25 18:00"),
    ("can somebody check it this afternoon?", "11-24 18:00"),
    ("Please reply by the 30th", "11-30 18:00"),
    ("I need it next week", "12-04 15:00"),
    ("before next week", "11-30 09:00"),
    ("by next Friday", "12-04 15:00"),
    ("by this Friday", "11-27 15:00"),
    ("by Friday next week", "12-04 15:00"),
    ("by the day after tomorrow", "11-26 18:00"),
    ("I NEED IT BY FRIDAY", "11-27 15:00"),
    ("by half past four", "11-24 16:30"),
    ("I need it by 4", "11-24 16:00"),
    ("before noon", "11-24 12:00"),
    ("I need the letter by close of business Thursday", "11-26 18:00"),
    ("before Christmas", "12-25 08:00"),
    ("by the end of next month", "12-31 18:00"),
    ("by month end", "11-30 18:00"),
    ("ahead of Thursday's meeting", "11-26 09:00"),
    ("I need it on Thursday at 9:30", "11-26 09:30"),
    ("Can you send it by 7 January?", "2027-01-07 18:00"),
    ("by 2026-12-09", "12-09 18:00"),
    ("I need the room ready by Mon 30 Nov", "11-30 18:00"),
    ("tomorrow at 10", "11-25 10:00"),
    ("EOD", "11-24 18:00"),
    ("today", "11-24 18:00"),
    ("this week", "11-27 15:00"),
    ("Friday please", "11-27 15:00"),
    ("in two hours", "11-24 12:00"),
    ("by tomorrow noon, thanks!", "11-25 12:00"),
    ("I need the contract tonight", "11-24 21:00"),
    ("Please pay the invoice before December", "12-01 09:00"),
    ("la necesito para el viernes", "11-27 15:00"),
]
NO_WISHES_EN = [
    "I need holidays on Friday",
    "My contract expires on Friday",
    "my timesheet for Monday is incomplete and it won't let me edit it",
    "payslip for november missing, and no salary either",
    "what is the last day to register a new bank account for this month?",
    "could you tell me the opening hours from Monday to Friday?",
    "please let me know how much I was owed in January",
    "My October payslip has not arrived",
    "I asked on Monday and nobody answered",
    "Since Friday my laptop does not start",
    "It has been broken since Monday",
    "Last Friday I wrote to you",
    "My laptop is broken today",
    "I have a doctor's appointment tomorrow",
    "Can I take Friday off?",
    "The meeting on Friday is missing from my calendar",
    "Could you move the meeting of Thursday?",
    "I want to book holidays for December 15",
    "I am away until Friday",
    "I'm out of office till Monday",
    "I don't need it by Friday",
    "You promised it by Friday and nothing came",
    "It was due on Friday",
    "Before Monday it worked",
    "It worked before lunch",
    "Two days ago I asked",
    "Every Monday the printer jams",
    "paid by the 3rd party",
    "It was signed by 5 people",
    "I may need a copy",
    "Invoice 15/12 is missing",
    "for me and for the team",
    "March salary is wrong",
    "I have a meeting for Thursday and no room",
    "There were three of us at 10",
    "thanks",
    "Hello",
    "Could you tell me why I was paid on Monday?",
    "My salary from Friday is not there",
]


@pytest.mark.parametrize(("text", "due"), WISHES_ES)
def test_a_wish_in_spanish_is_heard(text, due):
    wanted = hear(text, "es")
    assert wanted is not None
    assert wanted.due == at(due), wanted.words


@pytest.mark.parametrize(("text", "due"), WISHES_EN)
def test_a_wish_in_english_is_heard(text, due):
    wanted = hear(text, "en")
    assert wanted is not None
    assert wanted.due == at(due), wanted.words


@pytest.mark.parametrize("text", NO_WISHES_ES)
def test_a_date_in_spanish_that_is_no_wish_is_not_taken_for_one(text):
    assert hear(text, "es") is None


@pytest.mark.parametrize("text", NO_WISHES_EN)
def test_a_date_in_english_that_is_no_wish_is_not_taken_for_one(text):
    assert hear(text, "en") is None


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("¿Me mandas la nómina? La necesito antes del viernes, gracias", "es", "antes del viernes"),
        ("Hola, lo necesito mañana a las 10 para el banco", "es", "mañana a las 10"),
        ("Necesito el alta para el lunes a primera hora.", "es", "para el lunes a primera hora"),
        ("Que esté el viernes como muy tarde, que luego me voy", "es", "el viernes como muy tarde"),
        ("I need the letter by Friday, for the bank", "en", "by Friday"),
        ("Could you fix it this week?", "en", "this week"),
    ],
)
def test_the_words_are_those_written(text, language, words):
    assert hear(text, language).words == words


@pytest.mark.parametrize(
    ("text", "day_only"),
    [
        ("para el viernes", True),
        ("antes del viernes", True),
        ("para fin de mes", True),
        ("para el viernes a las 10", False),
        ("el jueves antes de comer", False),
        ("en dos horas", False),
        ("en dos días", True),
        ("mañana por la mañana", False),
        ("hoy a última hora", True),
    ],
)
def test_whether_a_time_of_day_was_said_is_told(text, day_only):
    assert hear(text, "es").day_only is day_only


def test_the_time_is_the_askers_and_the_day_ends_with_the_departments_hours():
    """In Mexico City it is 03:00; ten there is 17:00 in Madrid, whose Friday ends at 15:00."""
    assert hear("lo necesito hoy a las 10", "es", zone="America/Mexico_City").due == at("11-24 10:00", MEXICO)
    assert hear("lo necesito para el viernes", "es", zone="America/Mexico_City").due == at("11-27 15:00")


def test_today_is_the_askers_today():
    """At 02:00 on Wednesday in Madrid it is still Tuesday in Mexico City."""
    night = at("11-25 02:00")
    assert promise("mañana a las 10", "es", now=night, zone="America/Mexico_City").due == at(
        "11-25 10:00", MEXICO
    )
    assert promise("mañana a las 10", "es", now=night).due == at("11-26 10:00")


def test_where_no_hours_are_known_days_are_office_days_of_the_asker():
    assert hear("para el viernes", "es", zone="America/Mexico_City", hours=None).due == at(
        "11-27 18:00", MEXICO
    )


def test_by_a_holiday_means_by_the_closing_before_it_and_an_owner_may_still_promise_one():
    closed = WorkingHours(week=HOURS.week, zone=HOURS.zone, days_off=frozenset([date(2026, 11, 27)]))
    assert hear("la necesito para el viernes", "es", hours=closed).due == at("11-26 18:00")
    assert hear("la necesito antes del viernes", "es", hours=closed).due == at("11-26 18:00")
    assert promise("el viernes", "es", hours=closed).due == at("11-27 18:00")


def test_on_the_evening_today_is_what_is_left_of_it():
    evening = at("11-24 20:00")
    assert hear("lo necesito hoy", "es", now=evening).due == at("11-24 23:59")
    assert promise("EOD", "en", now=evening).due == at("11-24 23:59")


def test_on_the_weekend_this_week_is_over_and_no_past_date_is_taken():
    sunday = at("11-29 12:00")
    wanted = hear("lo necesito esta semana", "es", now=sunday)
    assert wanted is None or wanted.due > sunday


def test_a_time_that_is_over_today_is_the_next_working_days():
    friday_evening = at("11-27 17:00")
    assert promise("16:00", "es", now=friday_evening).due == at("11-30 16:00")
    assert promise("a las 9", "es", now=friday_evening).due == at("11-30 09:00")


def test_a_weekday_said_on_that_weekday_is_a_week_away_unless_it_is_this_one():
    friday = at("11-27 09:00")
    assert hear("lo necesito para el viernes", "es", now=friday).due == at("12-04 15:00")
    assert hear("lo necesito para este viernes", "es", now=friday).due == at("11-27 15:00")


def test_a_clock_time_in_the_missing_hour_of_spring_is_still_one_instant():
    saturday = datetime(2026, 3, 28, 12, tzinfo=MADRID).astimezone(UTC)
    wanted = promise("mañana a las 2:30 de la mañana", "es", now=saturday)
    assert wanted.due == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_language_we_have_no_grammar_for_is_read_by_both():
    assert hear("I need it by Friday", "de").due == hear("la necesito para el viernes", "fr").due


WORDS = (
    "la necesito para el viernes lunes antes de del mañana hoy a las 10 16:00 15/12 by before Friday next week at noon"
    " in two hours please gracias la nómina de octubre desde since until hasta 3 dic . , ? \n end of month fin mes"
)


@settings(max_examples=sample(300, 20_000), deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=12),
    st.integers(0, 3 * 366 * 24),
    st.sampled_from(["es", "en"]),
)
def test_whatever_is_said_a_date_lies_in_the_future_and_its_words_in_the_text(words, hours_later, language):
    now = NOW + timedelta(hours=hours_later)
    text = " ".join(words)
    for wanted in (hear(text, language, now=now), promise(text, language, now=now)):
        if wanted is not None:
            assert wanted.due > now
            assert wanted.due.tzinfo is UTC
            assert wanted.words in text
            assert wanted.words


@settings(max_examples=sample(200, 20_000), deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_an_exception(text):
    hear(text, "es")
    promise(text, "en")


def test_hearing_takes_less_than_the_20_ms_an_event_loop_may_be_held():
    warm()
    texts = [text for text, _ in (*WISHES_ES, *WISHES_EN)] + NO_WISHES_ES + NO_WISHES_EN
    texts += [
        " ".join(NO_WISHES_ES),
        "para el " * 5_000,
        "1" * 40_000,
        "a las " * 6_000,
        "por favor el " * 3_000,
    ]
    for text in texts:
        took = []
        for _ in range(3):
            began = perf_counter()
            hear(text, "es")
            took.append(perf_counter() - began)
        assert min(took) < 0.02, text[:80]


@given(st.data(), st.sampled_from(["es", "en"]))
@settings(max_examples=sample(400, soak=5_000), deadline=None)
def test_no_date_is_overlooked_because_a_text_seems_to_show_none(data, language) -> None:
    """Whatever any rule can match, be it written or not by anybody."""
    grammar = {"es": SPANISH, "en": ENGLISH}[language]
    rules = [pattern for pattern, _ in (*grammar.days, *grammar.times, *grammar.waits)]
    rule = data.draw(st.sampled_from(rules))
    said = data.draw(st.from_regex(rule, fullmatch=True, alphabet=st.characters(codec="ascii")))
    assert may_be_dated(said)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("perdón, el viernes, no el jueves", "11-27 15:00"),
        ("no, el viernes", "11-27 15:00"),
        ("sorry, I meant Friday", "11-27 15:00"),
        ("sorry, by Friday not Thursday", "11-27 15:00"),
        ("no el jueves", None),
        ("sorry, it broke on Friday", None),
    ],
)
def test_of_two_times_the_one_that_puts_right_is_heard(text, due):
    found = heard(text, now=NOW, zone=MADRID.key, hours=HOURS, language="es")
    assert (found.due if found else None) == (at(due) if due else None)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("sí, 6 horas", True),
        ("vale, a las 10", True),
        ("3rd november", True),
        ("el viernes", True),
        ("para el viernes", False),
        ("antes del miércoles", False),
        ("by Friday, please", False),
        ("lo necesito el viernes", False),
    ],
)
def test_a_time_that_is_all_somebody_says_is_told_from_one_that_they_say_it_is_needed_by(text, bare):
    found = heard(text, now=NOW, zone=MADRID.key, hours=HOURS, language="es")
    assert found is not None
    assert found.bare is bare


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I need it by Tuesday the 12th", date(2027, 1, 12)),
        ("lo necesito para el martes 12", date(2027, 1, 12)),
        ("lo necesito para el jueves 3", date(2026, 12, 3)),
        ("I need it by Tuesday the 11th", date(2026, 12, 11)),  # no Tuesday in any of three months: a slip
    ],
)
def test_a_weekday_with_a_number_is_of_the_month_in_which_that_is_so(text: str, day: date) -> None:
    found = hear(text, "es")
    assert found is not None
    assert found.due.astimezone(MADRID).date() == day
