"""What was answered to the like of it is shown to whoever has the new one, and never what is confidential."""

from tests.handlers.web.stage import Stage

FIRST = "El aire acondicionado de la segunda planta no enfría"
LIKE_IT = "Hola, el aire acondicionado de la planta segunda otra vez no enfría nada"
ANSWER = "Pulsa dos veces el botón verde del mando"


async def solved(stage: Stage, *, private: str = "") -> int:
    """`private`: made so "before" or "after" it was resolved."""
    irene = stage.person("irene.cobo")
    number = await stage.ask(irene, FIRST)
    if private == "before":
        await stage.act(irene, "make_private", number, side="asks")
    await stage.act(await stage.owner_of(number), "resolve", number, text=ANSWER)
    if private == "after":
        await stage.act(irene, "make_private", number, side="asks")
    assert (await stage.request(number)).status == "resolved"
    return number


async def card_of(stage: Stage, number: int) -> str:
    owner = await stage.owner_of(number)
    return next(e.card.text for e in reversed(await stage.shown(owner, "work")) if e.card.number == number)


async def test_the_owner_of_a_new_one_sees_what_helped_with_the_like_and_its_number(stage: Stage) -> None:
    before = await solved(stage)
    card = await card_of(stage, await stage.ask(stage.person("lucia.ferrando"), LIKE_IT))
    assert ANSWER in card
    assert f"R-{before}" in card


async def test_another_matter_of_the_same_topic_is_no_hint(stage: Stage) -> None:
    await solved(stage)
    other = await stage.ask(stage.person("lucia.ferrando"), "¿Podéis subir la calefacción del muelle?")
    assert ANSWER not in await card_of(stage, other)


async def test_once_somebody_has_answered_it_no_hint_is_needed(stage: Stage) -> None:
    await solved(stage)
    number = await stage.ask(stage.person("lucia.ferrando"), LIKE_IT)
    await stage.say(await stage.owner_of(number), "Voy para allá", side="work", thread=number)
    assert ANSWER not in await card_of(stage, number)


async def test_what_is_or_became_confidential_is_no_hint(stage: Stage) -> None:
    for when in ("before", "after"):
        await solved(stage, private=when)
    card = await card_of(stage, await stage.ask(stage.person("lucia.ferrando"), LIKE_IT))
    assert ANSWER not in card


async def test_a_confidential_one_gets_no_hint_from_others(stage: Stage) -> None:
    await solved(stage)
    lucia = stage.person("lucia.ferrando")
    number = await stage.ask(lucia, LIKE_IT)
    await stage.act(lucia, "make_private", number, side="asks")
    assert ANSWER not in await card_of(stage, number)
