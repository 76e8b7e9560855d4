"""After an answer: that it is still so is heard, and what only says that all is well asks for nothing."""

import pytest

from knowledge.caution import is_still_so
from knowledge.caution.afterwards import is_well


@pytest.mark.parametrize(
    "text",
    [
        "Sigue sin llegar, gracias",
        "Gracias, pero sigue sin funcionar",
        "Gracias, pero todavía no me llega",
        "Otra vez lo mismo",
        "Ya está otra vez roto",
        "Me ha vuelto a fallar",
        "Aún no lo tengo",
        "Pues no está resuelto",
        "Continúa el error al abrir el programa",
        "Thanks, but it still does not work",
        "Thanks, still nothing",
        "It is back again, thanks",
        "It stopped working again",
        "Same problem again",
        "It's not fixed",
        "I haven't received it yet",
        "It hasn't shown up in my account yet",
    ],
)
def test_that_it_is_still_so_is_heard_and_is_no_thank_you(text: str) -> None:
    assert is_still_so(text)
    assert not is_well(text)


@pytest.mark.parametrize(
    "text",
    [
        "Todavía me quedan días de vacaciones?",
        "Aún tengo una duda sobre el seguro",
        "He vuelto a pedir la tarjeta",
        "Vuelvo a la oficina el lunes, ¿tengo sitio?",
        "¿Está abierta otra vez la cafetería?",
        "No funciona el ratón",
        "Can I still book holidays for August?",
        "Is the canteen open again?",
        "My mouse does not work",
        "",
    ],
)
def test_a_new_matter_is_not_taken_for_an_old_one(text: str) -> None:
    assert not is_still_so(text)


@pytest.mark.parametrize(
    "text",
    [
        "Muchas gracias, ya funciona",
        "Recibido, gracias",
        "Ya me llegó, mil gracias",
        "Gracias, ya he recibido la nómina",
        "Todo resuelto, muchas gracias por tu ayuda",
        "Ya puedo entrar, gracias",
        "Muchas gracias Ana, te debo una",
        "Listo, ya quedó. Gracias",
        "Perfecto, no hace falta nada más",
        "ok",
        "👍",
        "🙏 🎉",
        "Thanks, it works now",
        "Received, many thanks",
        "That did it, thank you Ana",
        "Awesome, thank you so much for sorting this out",
        "Brilliant, problem solved",
        "All good now, no worries",
    ],
)
def test_what_only_says_that_all_is_well_is_heard(text: str) -> None:
    assert is_well(text)


@pytest.mark.parametrize(
    "text",
    [
        "Gracias, el portátil hace ruido",
        "Gracias. Necesito también la de noviembre",
        "Gracias, ¿y cuándo llega la otra?",
        "Ya no funciona",
        "Ya funciona la impresora pero ahora no va el escáner",
        "Vale, y la VPN va lenta",
        "Perfecto. Mi pantalla está rota",
        "Ya llegó, con un error en el importe",
        "Thanks, could you also send me the November one?",
        "Great. My screen is broken",
        "Thanks, my laptop is very slow",
        "Received, but the amount is wrong",
        "?",
        "",
    ],
)
def test_in_doubt_something_is_still_wanted(text: str) -> None:
    assert not is_well(text)
