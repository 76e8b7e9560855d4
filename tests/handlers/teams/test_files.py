"""Files between platforms: whole on the other side, for their readers alone, and never fetched from anywhere else."""

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.delivery.files import LINK_FOR, MOST_BYTES, safe_name
from bot.delivery.gateway import Undeliverable
from bot.domain import commands as c
from bot.domain.request import Request
from bot.retention import erase_due
from bot.store.store import Store
from bot.words import of
from handlers.teams.files import TeamsFiles
from handlers.teams.hosts import Hosts
from handlers.web.app import make_app
from tests.handlers.teams.crossing import World, world
from tests.handlers.teams.stage import PAYSLIP
from tests.slack_server.faults import ratelimited, reset
from tests.slack_server.workspace import User
from tests.teams_server.server import FakeTeams, Fault, Message

PDF = b"%PDF-1.7 " + bytes(range(256)) * 3000
PRINTER = "No me funciona la impresora de la segunda planta"
PICTURE = b"\x89PNG" + bytes(range(255, -1, -1)) * 2000


@pytest.fixture
async def between(store: Store, fake: FakeTeams) -> AsyncIterator[World]:
    async with world(store, fake) as found:
        yield found


async def asked(between: World, asks: str, owns: str, text: str = PAYSLIP) -> Request:
    await between.reachable_on(owns)
    requester = await between.requester(asks)
    await requester.ask(text)
    await between.settle()
    return await between.teams.newest()


def in_slack(between: World) -> User:
    users = (user for team in between.slack.fake.world.teams.values() for user in team.users.values())
    return next(user for user in users if user.name == "Berta Solís")


def cards_of_kind(messages: list[Message], ending: str) -> list[Message]:
    return [
        m
        for m in messages
        for part in m.activity.get("attachments", ())
        if part["contentType"].endswith(ending)
    ]


async def test_a_pdf_from_an_owner_in_teams_opens_in_the_requester_s_slack(between: World):
    request = await asked(between, "slack", "teams")
    owner = between.teams.user_of(request.owner)
    address = between.teams.fake.file("nomina.pdf", PDF)
    card = next(m for m in between.teams.shown(owner) if request.ref in m.told)
    sent = between.teams.activities.with_file(owner, "Aquí la tienes", "nómina \u202eoctubre.pdf", address)
    html = between.teams.activities.quoting(owner, card, "x")["attachments"]
    sent["attachments"] += html
    await between.teams.send(sent)
    await between.settle()
    del between.teams.fake.files["nomina.pdf"]
    berta = in_slack(between)
    [there] = [f for f in between.slack.fake.world.files.values() if f.shared]
    assert there.data == PDF
    assert there.name == "nómina _octubre.pdf"
    [told] = [m for m in between.slack.fake.messages(between.slack.fake.world.dm(berta)) if m.files]
    assert request.ref in told.text
    assert between.teams.fake.violations == []


@pytest.mark.parametrize(("locale", "names"), [("es-ES", "imagen"), ("en-GB", "picture")])
async def test_pictures_pasted_in_teams_reach_the_owner_s_slack(between: World, locale: str, names: str):
    """Screenshots mostly. They have no name, and only the bot's own token opens them."""
    await between.reachable_on("slack")
    teams = between.teams
    berta = teams.colleague("Berta Solís", locale=locale)
    addresses = [teams.fake.picture(f"0-weu-{n}", PICTURE + bytes([n])) for n in range(2)]
    await teams.send(teams.activities.with_picture(berta, PRINTER, *addresses))
    await between.settle()
    request = await teams.newest()
    teams.fake.files.clear()  # Teams forgets them
    there = [f for f in between.slack.fake.world.files.values() if f.shared]
    assert [f.data for f in there] == [PICTURE + b"\0", PICTURE + b"\1"]
    assert [f.name for f in there] == [f"{names}.png", f"{names} 2.png"]
    told = "Archivo" if names == "imagen" else "File"
    assert any(f"({told}: {names}.png)" in text for text in await teams.words(request.number))
    assert teams.fake.violations == []


@pytest.mark.parametrize("language", ["es", "en"])
async def test_a_picture_from_slack_reaches_teams_by_consent(between: World, language: str):
    request = await asked(between, "slack", "teams")
    await between.teams.store.people.set_profile(request.owner, {"language": language})
    berta = in_slack(between)
    picture = between.slack.fake.world.file("captura.png", data=PICTURE)
    card = next(m for m in between.slack.fake.from_bot(berta) if request.ref in m.text)
    await between.slack.say(berta, "Mira", thread=card.ts, files=(picture,))
    await between.settle()
    owner = between.teams.user_of(request.owner)
    [card] = cards_of_kind(between.teams.shown(owner), ".consent")
    content = card.activity["attachments"][0]["content"]
    assert (card.activity["attachments"][0]["name"], content["sizeInBytes"]) == ("captura.png", len(PICTURE))
    told = of(language)("file-from", name="Berta Solís", file="captura.png", ref=request.ref)
    assert content["description"] == told
    address = f"{between.teams.fake.base}files/there"
    pressed = [between.teams.activities.consents(owner, card, address) for _ in range(2)]
    for press in pressed:  # an invoke comes again with another id
        await between.teams.send(press)
        await between.settle()
    assert between.teams.fake.files["there"] == PICTURE
    assert len(cards_of_kind(between.teams.shown(owner), ".info")) == 1
    assert between.teams.fake.violations == []


async def test_a_picture_from_slack_is_downloaded_on_the_web_desk(between: World):
    request = await asked(between, "slack", "web")
    berta = in_slack(between)
    picture = between.slack.fake.world.file("captura.png", data=PICTURE)
    await between.slack.say(berta, "La captura", files=(picture,))
    await between.settle()
    told = "\n".join(await between.owner("web", request.owner).told())
    [path] = re.findall(r": (/files/\S+)", told)
    async with page(between, with_desk=True) as get:
        status, body, _ = await get("POST", path)
        assert (status, body) == (200, PICTURE)


async def test_who_gets_the_request_later_gets_its_files(between: World):
    await between.reachable_on("teams")
    berta = between.slack.colleague("Berta Solís")
    picture = between.slack.fake.world.file("captura.png", data=PICTURE)
    await between.slack.say(berta, PAYSLIP, files=(picture,))
    await between.settle()
    request = await between.teams.newest()
    assert cards_of_kind(between.teams.shown(between.teams.user_of(request.owner)), ".consent")


async def test_a_file_in_a_channel_is_taken_back_when_its_request_becomes_confidential(between: World):
    await between.reachable_on("teams")
    berta = between.slack.colleague("Berta Solís")
    channel = between.slack.fake.world.channel("general", berta)
    await between.slack.say(berta, f"<@UT1BOT> {PRINTER}", where=channel)
    await between.settle()
    request = await between.teams.newest()
    owner = between.teams.user_of(request.owner)
    card = next(m for m in between.teams.shown(owner) if request.ref in m.told)
    address = between.teams.fake.file("a.pdf", PDF)
    sent = between.teams.activities.with_file(owner, "Prueba con esto", "a.pdf", address)
    sent["attachments"] += between.teams.activities.quoting(owner, card, "x")["attachments"]
    await between.teams.send(sent)
    await between.settle()
    assert [f.data for f in between.slack.fake.world.files.values()] == [PDF]
    await between.desk.handle(c.MakePrivate(id="x1", by=request.requester, number=request.number))
    await between.settle()
    assert between.slack.fake.world.files == {}


async def test_a_file_in_doubt_comes_once_more_and_says_so(between: World):
    """Slack has taken it, and neither its answer nor the look-up came through."""
    request = await asked(between, "slack", "teams", PRINTER)
    owner = between.owner("teams", request.owner)
    switches = between.slack.fake.switches
    switches.next("files.completeUploadExternal", reset(applied=True))
    switches.next("files.info", ratelimited(3))
    await owner.send_file(request.number, "a.pdf", PDF)
    await between.settle()
    await between.store.move_clock(60_000)
    await between.settle()
    told = [m.text for m in between.slack.fake.from_bot(in_slack(between)) if m.files]
    assert len(told) == 2
    assert told[1].startswith(told[0])
    assert of("es")("delivery-twice") in told[1]


# The link


class Get:
    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session, self._base = session, base

    async def __call__(self, method: str, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        async with self._session.request(method, self._base + path, headers=headers) as answer:
            return answer.status, await answer.read(), dict(answer.headers)


class page:
    def __init__(self, between: World, *, with_desk: bool = False) -> None:
        settings = between.teams.room.settings
        app = make_app(between.desk, between.store, settings, with_desk=with_desk, files=between.files)
        self._server = TestServer(app)

    async def __aenter__(self) -> Get:
        await self._server.start_server()
        self._session = aiohttp.ClientSession()
        return Get(self._session, str(self._server.make_url("/")).rstrip("/"))

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        await self._server.close()


async def with_file(between: World) -> tuple[Request, str]:
    """A request with a picture, and its owner's link to it."""
    await asked(between, "slack", "teams", PRINTER)
    berta = in_slack(between)
    picture = between.slack.fake.world.file("../impresora.html", data=PICTURE)
    await between.slack.say(berta, "La impresora de la segunda planta sigue sin imprimir", files=(picture,))
    await between.settle()
    request = await between.teams.newest()
    [(words, _)] = request.files
    assert not request.confidential, request
    link = between.files.link(request.number, words, request.owner, await between.desk.now(), absolute=False)
    return request, link


async def test_a_link_shows_nothing_before_a_tap_and_then_only_downloads(between: World):
    _, link = await with_file(between)
    async with page(between) as get:
        status, body, headers = await get("GET", link)
        assert status == 200
        assert PICTURE not in body
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "same-origin")
        assert "noarchive" in headers["X-Robots-Tag"]
        status, body, headers = await get("POST", link)
        assert (status, body) == (200, PICTURE)
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''_impresora.html"
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


async def test_whatever_is_wrong_with_a_link_looks_as_if_nothing_were_there(between: World):
    request, link = await with_file(between)
    [(words, _)] = request.files
    now = await between.desk.now()
    stranger = between.files.link(request.number, words, "P99999", now, absolute=False)  # type: ignore[arg-type]
    other = between.files.link(request.number + 1, words, request.owner, now, absolute=False)
    async with page(between) as get:
        gone = (await get("GET", "/files/nothing"))[1]
        # Not the last character: two of its bits say nothing.
        forged = link[:-2] + ("A" if link[-2] != "A" else "B") + link[-1]
        for wrong in (forged, stranger, other):
            for method in ("GET", "POST"):
                status, body, _ = await get(method, wrong)
                assert (status, body) == (404, gone), wrong
        await between.desk.handle(c.MakePrivate(id="x1", by=request.requester, number=request.number))
        for method in ("GET", "POST"):  # confidential: never by a link alone, also for who may read it
            assert (await get(method, link))[0] == 404


async def test_a_link_that_has_run_out_is_renewed_into_its_reader_s_own_chat_alone(between: World):
    request, link = await with_file(between)
    owner = between.teams.user_of(request.owner)
    await between.store.move_clock(int(LINK_FOR.total_seconds() * 1000) + 1000)
    async with page(between) as get:
        before = len(between.teams.shown(owner))
        assert PICTURE not in (await get("POST", link))[1]
        assert PICTURE not in (await get("POST", link))[1]  # once is enough
        shown = between.teams.shown(owner)[before:]
        [fresh] = {found for m in shown for found in re.findall(r"https://\S+?(/files/[\w.-]+)", m.told)}
        assert len(shown) == 1
        assert (await get("POST", fresh))[1] == PICTURE


async def test_a_new_link_that_could_not_be_sent_is_said_not_to_be_and_may_be_asked_for_again(
    between: World,
):
    request, link = await with_file(between)
    owner = between.teams.user_of(request.owner)
    await between.store.move_clock(int(LINK_FOR.total_seconds() * 1000) + 1000)
    async with page(between) as get:
        before = len(between.teams.shown(owner))
        between.teams.fake.faults["POST"].append(Fault(503))
        status, body, _ = await get("POST", link)
        assert (status, of("es")("file-not-sent") in body.decode()) == (503, True)
        assert len(between.teams.shown(owner)) == before
        status, body, _ = await get("POST", link)
        assert (status, of("es")("file-sent") in body.decode()) == (200, True)
        assert len(between.teams.shown(owner)) == before + 1


async def test_a_file_that_cannot_be_fetched_just_now_is_told_of_without_words_that_nobody_wrote(
    between: World,
):
    _, link = await with_file(between)
    between.slack.fake.switches.next("files.info", ratelimited(3))
    async with page(between) as get:
        status, body, _ = await get("POST", link)
        assert (status, of("es")("file-unavailable") in body.decode()) == (503, True)
        assert (await get("POST", link))[1] == PICTURE


async def test_a_deleted_message_takes_its_file_along(between: World):
    request = await asked(between, "teams", "slack")
    berta = next(u for u in between.teams.fake.users.values() if u.name == "Berta Solís")
    address = between.teams.fake.file("a.pdf", PDF)
    sent = between.teams.activities.with_file(berta, f"{request.ref}: aquí", "a.pdf", address)
    await between.teams.send(sent)
    await between.settle()
    [(words, author)] = (await between.teams.newest()).files
    assert await between.store.files.size((request.number, author, words)) == len(PDF)
    await between.teams.send(between.teams.activities.base(berta, "messageDelete", id=sent["id"]))
    await between.settle()
    assert (await between.teams.newest()).files == ()
    assert await between.store.files.size((request.number, author, words)) is None
    assert words not in await between.store.words(request.number)


async def test_what_is_kept_goes_with_the_words_for_retention_and_for_the_forgotten(between: World):
    request = await asked(between, "teams", "slack")
    berta = next(u for u in between.teams.fake.users.values() if u.name == "Berta Solís")
    for n in range(2):
        address = between.teams.fake.file(f"{n}.pdf", PDF)
        text = f"{request.ref}: aquí {n}"
        await between.teams.send(between.teams.activities.with_file(berta, text, f"{n}.pdf", address))
        await between.settle()
    assert [name async for name in between.store.link.names("files:*")]
    await between.desk.handle(c.Withdraw(id="w1", by=request.requester, number=request.number))
    await between.store.move_clock(400 * 24 * 3_600_000)
    assert await erase_due(between.store, await between.store.now()) == 1
    assert [name async for name in between.store.link.names("files:*")] == []


# Where from


class Nowhere:
    """No connection is ever made."""

    def __call__(self) -> aiohttp.ClientSession:
        raise AssertionError("a connection")

    async def token(self) -> str:
        raise AssertionError("a token")


async def test_the_bot_s_token_opens_pictures_of_the_connector_alone(between: World):
    files = between.teams.room.teams_files
    assert files._is_of_the_chat(
        "https://smba.trafficmanager.net/emea/t/v3/attachments/0-weu/views/original?x=1"
    )
    for url in (
        "https://smba.trafficmanager.net/emea/v3/conversations/a:1/members",
        "https://evil.example/v3/attachments/0-weu/views/original",
        "https://smba.trafficmanager.net@evil.example/v3/attachments/0/views/original",
        "https://smba.trafficmanager.net.evil.example/v3/attachments/0/views/original",
        "https://evil.trafficmanager.net/v3/attachments/0/views/original",
        "http://smba.trafficmanager.net/emea/v3/attachments/0/views/original",
        "https://faro-my.sharepoint.com/v3/attachments/0/views/original",
    ):
        assert not files._is_of_the_chat(url), url


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://169.254.169.254/",
        "http://localhost:6379/",
        "https://[::1]/",
        "https://faro-my.sharepoint.com.evil.example/f",
        "https://evilsharepoint.com/f",
        "https://evil.example/.sharepoint.com",
        "https://user@faro-my.sharepoint.com/f",
        "https://faro-my.sharepoint.com:8443/f",
        "http://faro-my.sharepoint.com/f",
        "https://faro-my.sharepoint.com\\@evil.example/f",
        "https://FARO-MY.SHAREPOINT.COM.evil.example/",
        "file:///etc/passwd",
        "gopher://faro-my.sharepoint.com/",
        "//faro-my.sharepoint.com/f",
        "",
    ],
)
async def test_files_are_fetched_from_nowhere_else_and_written_nowhere_else(url: str):
    files = TeamsFiles(Nowhere(), Nowhere(), Hosts())  # type: ignore[arg-type]
    assert not files.allows(url)
    with pytest.raises(Undeliverable):
        async with files.opened(url):
            pass
    with pytest.raises(Undeliverable):
        await files.write(url, None)  # type: ignore[arg-type]


def test_where_files_lie_is_allowed_in_any_spelling():
    files = TeamsFiles(Nowhere(), Nowhere(), Hosts())  # type: ignore[arg-type]
    assert files.allows(
        "https://faro-my.sharepoint.com/personal/x/_layouts/15/download.aspx?UniqueId=1&tempauth=ey"
    )
    assert files.allows("https://FARO-my.SharePoint.com/f")


async def test_what_is_too_large_is_told_and_not_carried(between: World):
    request = await asked(between, "slack", "teams")
    owner = between.teams.user_of(request.owner)
    address = between.teams.fake.file("film.mov", b"x" * (MOST_BYTES + 1))
    card = next(m for m in between.teams.shown(owner) if request.ref in m.told)
    sent = between.teams.activities.with_file(owner, "El vídeo", "film.mov", address)
    sent["attachments"] += between.teams.activities.quoting(owner, card, "x")["attachments"]
    await between.teams.send(sent)
    await between.settle()
    berta = in_slack(between)
    told = [m.text for m in between.slack.fake.from_bot(berta)]
    assert any("film.mov" in text and "no he podido" in text for text in told)
    assert [f for f in between.slack.fake.world.files.values() if f.shared] == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("CON:<x>|?.pdf", "CON__x___.pdf"),
        ("\x00 .", "file"),
        ("", "file"),
        ("n" * 500 + ".pdf", "n" * 116 + ".pdf"),
    ],
)
def test_names_lead_nowhere_and_keep_their_ending(name: str, safe: str):
    assert safe_name(name) == safe
