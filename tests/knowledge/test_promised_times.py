"""Times that an owner types as a promise, or writes in passing. When it is: see tuesday.py."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.tuesday import NOW, at, promise, promised_in
from tests.samples import sample

PROMISES_ES = [
    ("mañana por la mañana a las 10", "11-25 10:00"),
    ("el viernes por la tarde a las 5", "11-27 17:00"),
    ("esta tarde a las 5 y media", "11-24 17:30"),
    ("a las 11 de la mañana del jueves", "11-26 11:00"),
    ("mañana a las 10", "11-25 10:00"),
    ("viernes", "11-27 15:00"),
    ("el viernes", "11-27 15:00"),
    ("16:00", "11-24 16:00"),
    ("9:30", "11-25 09:30"),
    ("a las 9", "11-25 09:00"),
    ("a las 4", "11-24 16:00"),
    ("a las 3 de la tarde", "11-24 15:00"),
    ("a las cinco y media", "11-24 17:30"),
    ("a las 12", "11-24 12:00"),
    ("a la una", "11-24 13:00"),
    ("a las seis menos cuarto", "11-24 17:45"),
    ("17h", "11-24 17:00"),
    ("5 pm", "11-24 17:00"),
    ("antes de las 4", "11-24 16:00"),
    ("fin de día", "11-24 18:00"),
    ("al final del día", "11-24 18:00"),
    ("EOD", "11-24 18:00"),
    ("última hora", "11-24 18:00"),
    ("mañana a primera hora", "11-25 10:00"),
    ("el jueves antes de comer", "11-26 14:00"),
    ("antes de comer", "11-24 14:00"),
    ("después de comer", "11-24 16:00"),
    ("mañana por la tarde", "11-25 18:00"),
    ("esta tarde", "11-24 18:00"),
    ("esta mañana", "11-24 14:00"),
    ("el lunes por la mañana", "11-30 14:00"),
    ("el lunes a mediodía", "11-30 12:00"),
    ("en dos horas", "11-24 12:00"),
    ("en 45 minutos", "11-24 10:45"),
    ("dentro de una hora", "11-24 11:00"),
    ("en hora y media", "11-24 11:30"),
    ("en una hora y media", "11-24 11:30"),
    ("en 3 días", "11-27 15:00"),
    ("en una semana", "12-01 18:00"),
    ("en 5 días laborables", "12-01 18:00"),
    ("pasado mañana a las 11", "11-26 11:00"),
    ("el 3", "12-03 18:00"),
    ("el día 30", "11-30 18:00"),
    ("3 de diciembre", "12-03 18:00"),
    ("el 3 de diciembre a las 12:30", "12-03 12:30"),
    ("3 dic", "12-03 18:00"),
    ("3/12", "12-03 18:00"),
    ("03/12/2026", "12-03 18:00"),
    ("3/12/26 a las 10", "12-03 10:00"),
    ("2026-12-03", "12-03 18:00"),
    ("3.12.2026", "12-03 18:00"),
    ("1 de diciembre de 2026", "12-01 18:00"),
    ("antes del viernes", "11-27 08:00"),
    ("para el viernes", "11-27 15:00"),
    ("martes", "12-01 18:00"),  # said on a Tuesday
    ("este viernes", "11-27 15:00"),
    ("el viernes de la semana que viene", "12-04 15:00"),
    ("viernes 4", "12-04 15:00"),
    ("sábado", "11-28 18:00"),
    ("la semana que viene", "12-04 15:00"),
    ("fin de mes", "11-30 18:00"),
    ("a finales de la semana que viene", "12-04 15:00"),
    ("a mediados de diciembre", "12-15 18:00"),
    ("a las 10 de mañana", "11-25 10:00"),
    ("a las 10 del jueves", "11-26 10:00"),
    ("hoy a las 5", "11-24 17:00"),
    ("hoy antes de las 17:30", "11-24 17:30"),
    ("Mañana a las 10, sin falta.", "11-25 10:00"),
    ("lo tendrás mañana", "11-25 18:00"),
    ("a las 20:00", "11-24 20:00"),
    ("el 29 de febrero", "2028-02-29 18:00"),
    ("en 2 días y 3 horas", "11-26 13:00"),
    ("tomorrow at 10", "11-25 10:00"),
]
PROMISES_EN = [
    ("tomorrow morning at 10", "11-25 10:00"),
    ("tonight at 9", "11-24 21:00"),
    ("this afternoon at 3", "11-24 15:00"),
    ("at 9 tomorrow morning", "11-25 09:00"),
    ("tomorrow at 10", "11-25 10:00"),
    ("tomorrow 10am", "11-25 10:00"),
    ("Friday", "11-27 15:00"),
    ("fri", "11-27 15:00"),
    ("on Friday", "11-27 15:00"),
    ("16:00", "11-24 16:00"),
    ("4pm", "11-24 16:00"),
    ("4.30 pm", "11-24 16:30"),
    ("at 4", "11-24 16:00"),
    ("at nine", "11-25 09:00"),
    ("noon", "11-24 12:00"),
    ("by noon", "11-24 12:00"),
    ("in 2 hours", "11-24 12:00"),
    ("in an hour", "11-24 11:00"),
    ("in half an hour", "11-24 10:30"),
    ("in an hour and a half", "11-24 11:30"),
    ("in 30 min", "11-24 10:30"),
    ("within the hour", "11-24 11:00"),
    ("EOD", "11-24 18:00"),
    ("end of day", "11-24 18:00"),
    ("COB Friday", "11-27 15:00"),
    ("EOD tomorrow", "11-25 18:00"),
    ("tomorrow EOD", "11-25 18:00"),
    ("close of business", "11-24 18:00"),
    ("first thing tomorrow", "11-25 10:00"),
    ("tomorrow morning", "11-25 14:00"),
    ("this afternoon", "11-24 18:00"),
    ("Monday afternoon", "11-30 18:00"),
    ("before lunch", "11-24 14:00"),
    ("after lunch", "11-24 16:00"),
    ("Thursday before lunch", "11-26 14:00"),
    ("tonight", "11-24 21:00"),
    ("next Monday", "11-30 18:00"),
    ("next Friday", "12-04 15:00"),
    ("this Friday", "11-27 15:00"),
    ("Friday next week", "12-04 15:00"),
    ("Tuesday", "12-01 18:00"),
    ("this week", "11-27 15:00"),
    ("end of the week", "11-27 15:00"),
    ("EOW", "11-27 15:00"),
    ("next week", "12-04 15:00"),
    ("early next week", "12-01 18:00"),
    ("end of the month", "11-30 18:00"),
    ("month-end", "11-30 18:00"),
    ("December 3", "12-03 18:00"),
    ("3 December", "12-03 18:00"),
    ("3rd of December", "12-03 18:00"),
    ("Dec 3rd at 3pm", "12-03 15:00"),
    ("the 3rd", "12-03 18:00"),
    ("Thursday 3 December", "12-03 18:00"),
    ("Thursday, December 3", "12-03 18:00"),
    ("3/12", "12-03 18:00"),
    ("12/15", "12-15 18:00"),
    ("2026-12-03", "12-03 18:00"),
    ("in 3 days", "11-27 15:00"),
    ("in two weeks", "12-08 18:00"),
    ("in 5 business days", "12-01 18:00"),
    ("the day after tomorrow at 11", "11-26 11:00"),
    ("10:00 tomorrow", "11-25 10:00"),
    ("10 o'clock on Thursday", "11-26 10:00"),
    ("quarter to five", "11-24 16:45"),
    ("half past ten", "11-24 10:30"),
    ("today at 5", "11-24 17:00"),
    ("before Friday", "11-27 08:00"),
    ("by Friday 10am", "11-27 10:00"),
    ("Saturday", "11-28 18:00"),
    ("mid December", "12-15 18:00"),
    ("tomorrow at 10, thanks", "11-25 10:00"),
    ("I'll have it tomorrow", "11-25 18:00"),
    ("in 2 days and 3 hours", "11-26 13:00"),
    ("mañana a las 10", "11-25 10:00"),
]
NOT_UNDERSTOOD = [
    "",
    "vale",
    "ok",
    "no",
    "sí",
    "cuando pueda",
    "lo miro",
    "lo antes posible",
    "asap",
    "soon",
    "3",
    "la 3",
    "el viernes pasado",
    "last Friday",
    "ayer",
    "yesterday",
    "hace dos días",
    "el 31 de febrero",
    "a las 27",
    "40/40",
    "mañana llamo a Ana y te cuento",
    "Friday I am away",
    "hoy a las 9 de la mañana",  # an hour ago
    "3 de marzo de 2020",
    "x" * 5_000,
]


@pytest.mark.parametrize(("text", "due"), PROMISES_ES)
def test_a_promise_typed_in_spanish_is_understood(text, due):
    wanted = promise(text, "es")
    assert wanted is not None
    assert wanted.due == at(due)


@pytest.mark.parametrize(("text", "due"), PROMISES_EN)
def test_a_promise_typed_in_english_is_understood(text, due):
    wanted = promise(text, "en")
    assert wanted is not None
    assert wanted.due == at(due)


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_no_date_as_a_whole_is_not_understood(text, language):
    assert promise(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "due"),
    [
        ("Hola, lo miro y te digo. Te lo mando mañana a las 10", "es", "11-25 10:00"),
        ("Lo tienes el viernes", "es", "11-27 15:00"),
        ("lo tienes antes del viernes", "es", "11-27 08:00"),
        ("Te llamo en una hora", "es", "11-24 11:00"),
        ("estará listo el 3 de diciembre", "es", "12-03 18:00"),
        ("Mañana a primera hora me paso por tu mesa", "es", "11-25 10:00"),
        ("Irene, lo siento mucho. Antes de las 13h lo tienes arreglado", "es", "11-24 13:00"),
        ("En media hora estoy contigo", "es", "11-24 10:30"),
        ("Voy a tu mesa a las 12", "es", "11-24 12:00"),
        ("El viernes llega el portátil nuevo", "es", "11-27 15:00"),
        ("Uy, se me pasó. Esta tarde sin falta", "es", "11-24 18:00"),
        ("Perdona, hoy antes de comer seguro", "es", "11-24 14:00"),
        ("I'll send it tomorrow at 10", "en", "11-25 10:00"),
        ("Should be with you by Thursday", "en", "11-26 18:00"),
        ("Sorry, it's on back order, will be Monday at the latest", "en", "11-30 18:00"),
        ("Tomorrow morning I'll have a look", "en", "11-25 14:00"),
        ("It'll be fixed by noon", "en", "11-24 12:00"),
        ("Give me until 5pm", "en", "11-24 17:00"),
        ("It will be ready on Friday at noon", "en", "11-27 12:00"),
    ],
)
def test_a_time_is_heard_by_which_whoever_serves_will_do_it(text, language, due):
    found = promised_in(text, language)
    assert found is not None
    assert found.due == at(due)


@pytest.mark.parametrize(
    "text",
    [
        "Te lo envié ayer",
        "te lo mando ya",
        "¿me lo puedes mandar mañana?",
        "lo tienes desde el lunes en tu correo",
        "Te confirmo que el pago de octubre se hizo el 28",
        "te aviso: mañana no hay servicio",
        "te lo mandó el lunes mi compañera",
        "¿mañana a las 10 te lo miro?",
        "¿seguro que el viernes?",
        "Estoy seguro, el viernes no venía nadie",
        "El pedido del lunes lo tienes en tu mesa",
        "Hasta el lunes no llega",
        "on Friday I will be away",
        "Llámame el jueves si no funciona",
        "I sent it on Monday",
        "",
    ],
)
def test_what_was_done_or_is_of_something_else_promises_no_time(text):
    assert promised_in(text) is None


@given(st.text(max_size=300))
@settings(max_examples=sample(60, 2_000), deadline=None)
def test_any_text_may_be_searched_for_a_promise(text):
    found = promised_in(f"te lo mando {text}")
    assert found is None or found.due > NOW
