"""A new request's owner reads what was answered to the like of it, and never anything confidential."""

import pytest

from tests.handlers.web.stage import Stage

FIRST = "El aire acondicionado de la segunda planta no enfría"
LIKE_IT = "el aire acondicionado de la tercera planta no enfría nada"
ANSWER = "Sube la persiana del cuadro y pulsa dos veces el botón verde"


async def owners_card(stage: Stage, number: int) -> str:
    owner = await stage.owner_of(number)
    shown = await stage.shown(owner, "work")
    return "\n".join(entry.card.text for entry in shown if entry.card.number == number)


@pytest.mark.parametrize("private", [False, True])
async def test_the_owner_reads_what_helped_the_last_time(stage: Stage, private: bool) -> None:
    irene, teresa = stage.person("irene.cobo"), stage.person("teresa.molina")
    first = await stage.ask(irene, FIRST)
    if private:
        await stage.act(irene, "make_private", first, side="asks")
    await stage.act(await stage.owner_of(first), "resolve", first, text=ANSWER)
    assert (await stage.request(first)).status == "resolved"
    second = await stage.ask(teresa, LIKE_IT)
    request = await stage.request(second)
    assert request.owner != teresa
    told = await owners_card(stage, second)
    assert (ANSWER in told) is not private
    assert (f"R-{first}" in told) is not private
