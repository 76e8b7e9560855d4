"""The dashboard over real HTTP: who gets in, what they see, and what stays out of every file."""

import csv
import html
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import quote

import pytest
from aiohttp.test_utils import TestClient

from bot.domain.indexes import indexes
from bot.figures.shown import FIGURES
from bot.settings import Settings
from bot.simulation import kept
from bot.store.store import Store
from bot.words import of
from handlers.web.public import receipt_path
from handlers.web.stats import link, register
from knowledge.directory import PersonId
from tests import histories
from tests.handlers.web.stage import Stage, example_library

SETTINGS = Settings(secret="s" * 32)
LEAD, OWNER = "javier.montero", "lucia.ferrando"
DOORS = ("/stats", "/stats/figures.csv", "/stats/figures.json", "/stats/chart/weekly.svg")


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Stage]:
    stage = Stage(store, example_library())
    register(stage.app)
    await stage.client.start_server()
    await histories.keep(store, stage.directory, 500, seed=3, until=await store.now(), days=60)
    yield stage
    await stage.client.close()


async def made(desk: Stage, email: str, **changes: object) -> str:
    now = await desk.store.now()
    return link(desk.person(email), now, SETTINGS, str(changes.get("tenant", desk.directory.tenant)))


async def let_in(desk: Stage, email: str = LEAD) -> TestClient:
    """A browser of its own in which the link was tapped. The cookie's path keeps it to /stats."""
    answer = await desk.client.post(await made(desk, email), allow_redirects=False)
    assert answer.status == 303
    return desk.client


async def test_a_link_shows_nothing_before_the_tap_and_the_figures_after_it(desk: Stage) -> None:
    address = await made(desk, LEAD)
    preview = await desk.client.get(address)
    assert preview.status == 200
    assert "Recibidas" not in await preview.text()
    assert preview.headers["Cache-Control"] == "no-store"
    assert (await desk.client.get("/stats")).status == 404
    answer = await desk.client.post(address, allow_redirects=False)
    assert answer.headers["Location"] == "/stats"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    shown = await desk.client.get("/stats")
    text = await shown.text()
    assert shown.status == 200
    assert "Recibidas" in text
    assert "simulate --remove" in text
    assert shown.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "<script" not in text
    assert " style=" not in text


async def test_guessed_altered_foreign_and_ended_links_read_not_here(desk: Stage) -> None:
    now, person = await desk.store.now(), desk.person(LEAD)
    good = await made(desk, LEAD)
    receipt = receipt_path(1001, person, now, SETTINGS).removeprefix("/r/")  # type: ignore[arg-type]
    bad = [
        "/stats?link=",
        "/stats?link=guessed",
        good[:-2]
        + ("A" if good[-2] != "A" else "B")
        + good[-1],  # of the last character some bits mean nothing
        f"/stats?link={quote(receipt)}",
        await made(desk, LEAD, tenant="another"),
        link(person, now, Settings(secret="t" * 32), desk.directory.tenant),
        link(person, now - timedelta(hours=25), SETTINGS, desk.directory.tenant),
    ]
    for address in bad:
        for method in (desk.client.get, desk.client.post):
            answer = await method(address, allow_redirects=False)
            assert answer.status == 404, address
            assert "Recibidas" not in await answer.text()


async def test_a_tap_that_another_site_makes_is_not_one(desk: Stage) -> None:
    answer = await desk.client.post(
        await made(desk, LEAD), headers={"Sec-Fetch-Site": "cross-site"}, allow_redirects=False
    )
    assert answer.status == 404


async def test_who_leads_nothing_finds_nothing_behind_any_door(desk: Stage) -> None:
    await let_in(desk, OWNER)
    for door in DOORS:
        assert (await desk.client.get(door)).status == 404, door


async def test_everybody_has_a_page_of_their_own_figures_each_with_its_definition(desk: Stage) -> None:
    owner = desk.directory.people[desk.person(OWNER)]
    answer = await desk.client.post(await made(desk, OWNER), allow_redirects=False)
    assert answer.headers["Location"] == "/stats/own"
    text = await (await desk.client.get("/stats/own")).text()
    assert "Solo las ves tú" in text
    assert owner.name in text
    say = of("es")
    for figure in FIGURES:
        assert html.escape(say(f"figure-{figure.name}-means")).replace("&#x27;", "&#39;") in text, figure.name
    others = [p for p in desk.directory.people.values() if p.id != owner.id]
    assert not any(person.name in text for person in others)
    for word in ("person", "owner", "viewer"):
        same = await desk.client.get("/stats/own", params={word: others[0].id})
        assert await same.text() == text
    await let_in(desk)
    lead = await (await desk.client.get("/stats/own")).text()
    assert owner.name not in lead
    assert 'href="/stats"' in lead


async def test_without_a_session_there_is_no_page_of_one_s_own(desk: Stage) -> None:
    assert (await desk.client.get("/stats/own")).status == 404


async def test_a_lead_finds_their_own_department_and_no_other_behind_any_door(desk: Stage) -> None:
    await let_in(desk)
    for door in DOORS:
        assert (await desk.client.get(door)).status == 200, door
        for other in set(desk.directory.departments) - {"it"}:
            assert (await desk.client.get(door, params={"department": other})).status == 404, (door, other)
        assert (await desk.client.get(door, params={"department": "nowhere"})).status == 404


async def test_no_door_tells_of_a_person_s_own_figures_or_of_a_confidential_topic(desk: Stage) -> None:
    people = [p for p in desk.directory.people.values() if p.department == "people"]
    private = [t for t in desk.directory.topics.values() if t.confidential]
    await let_in(desk, "beatriz.lozano")
    for door in DOORS:
        text = await (await desk.client.get(door)).text()
        for person in people:
            assert person.name not in text, door
            assert f'"{person.id}"' not in text, door
        assert not any(f"topic,{topic.id}," in text or f'"{topic.id}":' in text for topic in private), door
    for topic in private:
        assert (await desk.client.get("/stats", params={"topic": topic.id})).status == 404


async def test_a_topic_of_few_owners_has_counts_and_no_speed_or_ratings(desk: Stage) -> None:
    await let_in(desk)
    found = await (await desk.client.get("/stats/figures.json")).json()
    for topic, figures in found["topics"].items():
        assert isinstance(figures["received"], int), topic
        for name in ("response_p50", "promises_kept", "exceeded", "response_rate", "kudos"):
            assert figures[name] == {"value": None, "withheld": "people"}, (topic, name)


async def test_the_spreadsheet_holds_the_same_figures_as_the_page(desk: Stage) -> None:
    await let_in(desk)
    found = await (await desk.client.get("/stats/figures.json")).json()
    text = (await (await desk.client.get("/stats/figures.csv")).read()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    received = next(r for r in rows if (r["group"], r["figure"]) == ("total", "received"))
    assert int(received["value"]) == found["total"]["received"] > 0
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


async def test_requests_behind_a_figure_are_listed_without_who_served_them(desk: Stage) -> None:
    await let_in(desk)
    text = await (await desk.client.get("/stats", params={"which": "received"})).text()
    assert "R-1" in text
    assert not any(p.name in text for p in desk.directory.people.values())


async def test_what_people_wrote_is_inert_on_the_page(desk: Stage) -> None:
    irene = desk.person("irene.cobo")
    await desk.ask(irene, 'el portátil no enciende <img src=x onerror=alert(1)> =cmd|"/C calc"!A0')
    await let_in(desk)
    text = await (await desk.client.get("/stats")).text()
    if "onerror" in text:
        assert "<img src=x" not in text


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-13-45"},
        {"since": "9999-12-31", "until": "0001-01-01"},
        {"since": "2026-09-01", "until": "2026-08-01"},
        {"topic": "<script>alert(1)</script>"},
        {"platform": "../../etc"},
        {"which": "everything"},
    ],
)
async def test_nonsense_in_the_address_is_the_usual_page_and_never_an_error(
    desk: Stage, query: dict[str, str]
) -> None:
    await let_in(desk)
    answer = await desk.client.get("/stats", params=query)
    assert answer.status == 200
    assert "<script" not in await answer.text()


async def test_the_chart_says_nothing_that_a_script_could_use(desk: Stage) -> None:
    await let_in(desk)
    answer = await desk.client.get("/stats/chart/ratings.svg", params={"scheme": "dark"})
    svg = await answer.text()
    assert answer.content_type == "image/svg+xml"
    assert "<script" not in svg
    assert "http" not in svg.replace("http://www.w3.org/", "")


async def test_simulated_requests_are_in_no_queue_and_leave_without_a_trace(desk: Stage) -> None:
    number = await desk.ask(desk.person("irene.cobo"), "se me ha roto el ratón")
    request = await desk.request(number)
    queue = await desk.views.queue(request.owner, desk.directory, await desk.store.now(), which="department")
    assert [row.number for row in queue] == [number]
    assert await kept.remove(desk.store) == 500
    assert not await kept.is_there(desk.store)
    left = {name.decode() async for name in desk.store.link.names("request:*")}
    assert left == {desk.store.keys.request(number)}
    listed = {index for index, _ in indexes(request)}
    prefix = desk.store.keys.index("")
    names = {name.decode().removeprefix(prefix) async for name in desk.store.link.names("index:*")}
    assert names == listed


def test_a_link_is_for_one_person() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert link(PersonId("P1"), now, SETTINGS, "faro") != link(PersonId("P2"), now, SETTINGS, "faro")
