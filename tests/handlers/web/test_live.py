import asyncio

from aiohttp import WSMsgType

from tests.handlers.web.parsed import elements
from tests.handlers.web.stage import STORY

SOON_S = 5.0


async def news(live) -> str:
    return (await asyncio.wait_for(live.receive(), SOON_S)).data


async def news_with(live, text: str) -> str:
    """All that comes, up to and with the news that holds `text`."""
    html = ""
    while text not in html:
        html += await news(live)
    return html


def last(html: str) -> str:
    return [e.attributes["data-last"] for e in elements(html, "i") if "data-last" in e.attributes][-1]


async def test_what_is_asked_on_the_left_appears_on_both_sides_without_a_reload(stage, irene):
    owner = stage.person("ana.ruiz")
    left, right = await stage.live(irene, "asks"), await stage.live(owner, "work")
    number = await stage.ask(irene)
    assert await stage.owner_of(number) == owner
    assert f"R-{number}" in await news_with(left, "card--receipt")
    assert f"R-{number}" in await news_with(right, "card--assignment")


async def test_a_browser_that_comes_back_gets_exactly_what_it_has_not_seen(stage, irene):
    live = await stage.live(irene, "asks")
    await stage.ask(irene)
    seen = last(await news_with(live, "card--receipt"))
    await live.close()
    assert await stage.store.feeds.newest(irene) == seen
    number = await stage.ask(irene, "La impresora de la segunda planta no funciona")
    again = await stage.live(irene, "asks", seen)
    html = await news_with(again, await stage.store.feeds.newest(irene))
    assert f"R-{number}" in html
    assert "nómina" not in html


async def test_whoever_is_played_is_written_to_in_the_language_that_the_page_is_read_in(stage, irene):
    ana = stage.person("ana.ruiz")
    for asker, lang in ((irene, "en"), (stage.person("teresa.molina"), "es")):
        right = await stage.live(ana, "work", lang=lang)
        number = await stage.ask(asker)
        await news_with(right, f"R-{number}")
        card = next(e.card for e in await stage.shown(ana, "work") if e.card.number == number)
        assert card.language == lang


async def test_of_who_is_known_in_a_chat_the_chats_language_stays(stage):
    ana = stage.person("ana.ruiz")
    await stage.store.people.set_profile(ana, {"place.slack": "D1", "language": "es"})
    await stage.live(ana, "work", lang="en")
    assert (await stage.store.people.profile(ana))["language"] == "es"


async def test_each_pane_hears_its_own_side_only(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    left_of_owner = await stage.live(owner, "asks")
    assert f"R-{number}" not in await news(left_of_owner)


async def test_loud_messages_are_announced_and_ones_own_words_are_not(stage, irene):
    live = await stage.live(irene, "asks")
    await stage.ask(irene)
    html = await news_with(live, "card--receipt")
    announced = [e.text for e in elements(html, "div") if e.attributes.get("id") == "heard-asks"]
    assert len(announced) == 1
    assert "R-" in announced[0]
    assert STORY not in announced[0]


async def test_a_page_from_another_life_is_told_to_draw_itself_anew(stage, irene):
    live = await stage.live(irene, "asks", "99999999999999-0")
    assert "data-reload" in await news(live)


async def test_a_stop_tells_browsers_to_come_back(stage, irene):
    live = await stage.live(irene, "asks")
    await stage.app.shutdown()
    message = await asyncio.wait_for(live.receive(), SOON_S)
    assert (message.type, live.close_code) == (WSMsgType.CLOSE, 1012)


async def test_a_place_in_the_feed_that_is_none_is_refused(stage, irene):
    answer = await stage.client.get(
        f"/desk/live?person={irene}&side=asks&after=DROP", headers={"Origin": f"http://{stage.host}"}
    )
    assert answer.status == 400
