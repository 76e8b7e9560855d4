from handlers.web.pages import KEYS
from tests.handlers.web.parsed import elements


def texts(html: str, tag: str = "") -> str:
    return " ".join(element.text for element in elements(html, tag))


def the(html: str, id_: str):
    return next(e for e in elements(html) if e.attributes.get("id") == id_)


async def test_it_opens_on_the_story_requester_left_owner_right(stage):
    html = await stage.get("/desk", lang="es")
    panes = [e.attributes.get("data-side") for e in elements(html, "section")]
    assert panes == ["asks", "work"]
    assert len([e for e in elements(html, "button") if "data-try" in e.attributes]) == 3
    moves = [e.attributes["value"] for e in elements(html, "button") if e.attributes.get("name") == "move"]
    assert moves == ["hour", "morning"]


async def test_the_one_on_the_right_is_who_would_have_the_first_sentence(stage):
    html = await stage.get("/desk", lang="es")
    asks, work = (e.attributes["data-person"] for e in elements(html, "section"))
    story = next(e.text.strip() for e in elements(html, "button") if "data-try" in e.attributes)
    number = await stage.ask(asks, story)
    assert await stage.owner_of(number) == work


async def test_each_side_can_be_any_person_of_the_company(stage):
    html = await stage.get("/desk", lang="es")
    links = [e.attributes["href"] for e in elements(html, "a")]
    for person in stage.directory.people:
        assert sum(f"asks={person}&" in link + "&" for link in links) >= 1
        assert sum(f"work={person}&" in link + "&" for link in links) >= 1


async def test_each_side_speaks_the_pages_language_where_its_person_does_and_else_their_own(stage):
    james, ana = stage.person("james.whitfield"), stage.person("ana.ruiz")
    ximena = stage.person("ximena.castillo")  # Spanish alone
    for asks, work, lang, spoken in (
        (james, ana, "es", ["es", "es"]),
        (james, ana, "en", ["en", "en"]),
        (james, ximena, "en", ["en", "es"]),
    ):
        html = await stage.get("/desk", asks=asks, work=work, lang=lang)
        assert elements(html, "html")[0].attributes["lang"] == lang
        assert [e.attributes["lang"] for e in elements(html, "section")] == spoken


async def test_the_browsers_language_decides_where_nobody_said(stage):
    answer = await stage.client.get("/desk", headers={"Accept-Language": "fr, en-GB;q=0.8"})
    assert elements(await answer.text(), "html")[0].attributes["lang"] == "en"


async def test_every_key_that_works_is_in_the_help(stage):
    script = await stage.get("/static/desk.js")
    html = await stage.get("/desk", lang="en")
    shown = {e.text for e in elements(html, "kbd")}
    for key, _ in KEYS:
        assert key in shown
    for key in ("j", "k", "x", "u"):
        assert f"    {key}: () =>" in script


async def test_an_unknown_person_in_the_address_is_somebody_known(stage):
    html = await stage.get("/desk", asks="P9999", work="<script>")
    assert {e.attributes["data-person"] for e in elements(html, "section")} <= set(stage.directory.people)


async def test_the_front_door_leads_to_the_desk(stage):
    answer = await stage.client.get("/", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (302, "/desk")


async def test_on_a_later_day_each_card_says_of_which_day_its_today_is(stage, irene):
    await stage.at(1, 11)
    number = await stage.ask(irene)
    await stage.worker.settle()
    assert "Escrito" not in await stage.get("/desk", asks=irene)
    await stage.at(2, 9)
    assert "Escrito: ayer, 11:00" in await stage.get("/desk", asks=irene)
    await stage.act(await stage.owner_of(number), "say", number, text="Lo miro")
    entries = await stage.shown(irene, "asks")
    assert (await stage.get("/desk", asks=irene)).count("Escrito: ayer") < len(entries), (
        "what is drawn today is not"
    )
