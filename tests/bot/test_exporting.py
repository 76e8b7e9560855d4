"""Everything out, and into an empty desk: what follows from the histories is the same there, and nothing is mixed."""

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.commit import decode_state
from bot.delivery.worker import Worker
from bot.domain import commands as c
from bot.domain.request import Place, RequestNumber
from bot.exporting import NotEmpty, Unreadable, bring_in, export
from bot.shelf import Shelf
from bot.store.absences import Absence
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from bot.store.tallies import Tallies
from handlers.web.gateway import WebGateway
from knowledge.directory import PersonId
from tests.bot.desks import SmallDesk, new_id
from tests.faults.derived import assert_all_is_derived, histories
from tests.faults.processes import written
from tests.knowledge.directories import edited, three_topics

SECRET = "me duele decirlo, es por un acoso 8841"


@pytest.fixture
async def other(redis_server: EmbeddedServer, tenant: str) -> AsyncIterator[Store]:
    """An empty desk beside the first."""
    found = Store.connect(redis_server.url, f"{tenant}-other")
    yield found
    await found.aclose()


@pytest.fixture
async def desk(store: Store) -> SmallDesk:
    """Some requests in every kind of state, told to everybody, one with a file that lies here."""
    desk = await SmallDesk.on(store)
    worker = Worker(store, {"web": WebGateway(store)}, lambda: desk.directory, desk.handle, alone=True)
    ana, bo = desk.at("ana"), desk.at("bo")
    guest = PersonId(await store.people.meet("teams:M1:7"))
    await store.people.set_profile(guest, {"name": "Gema", "place.teams": "a:7", "wants": "teams"})
    file = c.Attached(source="teams:gone", name="nómina.pdf", kind="application/pdf")
    for text in (
        "No me ha llegado la nómina de octubre",
        "No funciona el wifi",
        SECRET,
        "Necesito una silla",
    ):
        await store.move_clock(3 * 60_000)  # each is a request of its own
        asked = await desk.says(
            guest, text, place=Place("teams", "a:7"), files=(file,), id=f"teams:a:7:{text}"
        )
        request = await desk.request(asked.number)
        await desk.handle(c.Take(id=new_id(), by=request.owner, number=request.number))
        await desk.says(request.owner, f"Voy con ello: {text}", thread=request.number, side="work")
        await store.chat.thread_is(f"teams:a:7#{request.number}", request.number)
        for words, author in request.files:
            assert await store.files.keep((request.number, author, words), b"%PDF" + bytes(300_000))
    await desk.handle(c.Resolve(id=new_id(), by=request.owner, number=request.number, text="Hecho"))
    await store.chat.keep_reference("a:7", b'{"service_url":"https://x"}')
    now = await store.now()
    await store.absences.set(bo, Absence(now, ana), command="away", answer=b"{}")
    await desk.says(ana, "suelto, sin decir a quién", side="work", place=Place("slack", "T1/D1"))
    await worker.settle()
    return desk


async def states(store: Store) -> dict[int, bytes]:
    found = await store.states(await histories(store))
    return {number: state for number, (_, state) in found.items()}


async def test_an_export_brought_into_an_empty_desk_is_the_same_desk(
    desk: SmallDesk, other: Store, tmp_path: Path
):
    store = desk.store
    about = await export(store, tmp_path / "out")
    assert about.lines["requests.jsonl"] >= 4
    await bring_in(other, tmp_path / "out")
    assert await histories(other) == await histories(store)
    assert {n: decode_state(s) for n, s in (await states(other)).items()} == {
        n: decode_state(s) for n, s in (await states(store)).items()
    }
    await assert_all_is_derived(other)
    assert await Tallies(other.link).all() == await Tallies(store.link).all()
    for person in await store.people.everybody():
        assert await other.people.ways([person]) == await store.people.ways([person])
        assert await other.people.profile(person) == await store.people.profile(person)
    for number, events in (await histories(store)).items():
        assert events
        assert await other.words(number) == await store.words(number)
        assert await other.lanes.cards(number) == await store.lanes.cards(number)
        for words, author in decode_state((await states(store))[number]).files:
            where = (number, author, words)
            whole = [b"".join([p async for p in s.files.read(where)]) for s in (store, other)]
            assert whole[0] == whole[1] == b"%PDF" + bytes(300_000)
        assert await other.chat.request_of(f"teams:a:7#{number}") == await store.chat.request_of(
            f"teams:a:7#{number}"
        )
    assert await other.words(0) == await store.words(0)
    assert await other.chat.reference("a:7") == b'{"service_url":"https://x"}'
    assert await other.absences.all(await other.now()) == await store.absences.all(await store.now())
    assert await other.last_number() == await store.last_number()
    assert await other.people.meet("slack:T1:U77") == await store.people.meet("slack:T1:U77")  # the next id


async def test_who_was_erased_is_written_to_by_no_other_desk_either(
    desk: SmallDesk, other: Store, tmp_path: Path
):
    guest = await desk.store.people.meet("teams:M1:7")
    await desk.store.eraser.forget(guest)
    await export(desk.store, tmp_path / "out")
    await bring_in(other, tmp_path / "out")
    assert await other.people.is_erased(guest)
    assert guest not in await other.people.everybody()


async def test_the_desk_goes_on_where_it_was(desk: SmallDesk, other: Store, tmp_path: Path):
    """Nobody is told again what they were told, and people's next words find their request."""
    await export(desk.store, tmp_path / "out")
    await bring_in(other, tmp_path / "out")
    again = await SmallDesk.on(other)
    assert again.ids == desk.ids
    gateway = WebGateway(other)
    worker = Worker(other, {"web": gateway}, lambda: again.directory, again.handle, alone=True)
    await worker.settle()
    assert await other.link.ask("SMEMBERS", other.keys.feeds) in (set(), [])
    number = RequestNumber(min(await histories(other)))
    request = await again.request(number)
    answer = await again.says(request.owner, "Sigo aquí", thread=number, side="work")
    assert (answer.kind, answer.version) == ("done", request.version + 1)


async def test_only_an_empty_desk_takes_an_export_and_only_an_empty_folder_gets_one(
    desk: SmallDesk, other: Store, tmp_path: Path
):
    await export(desk.store, tmp_path / "out")
    with pytest.raises(NotEmpty):
        await export(desk.store, tmp_path / "out")
    with pytest.raises(NotEmpty):
        await bring_in(desk.store, tmp_path / "out")
    await other.people.meet("slack:T1:U1")
    with pytest.raises(NotEmpty):
        await bring_in(other, tmp_path / "out")


@pytest.mark.parametrize(
    ("file", "spoils", "why"),
    [
        ("about.json", None, "no about.json"),
        ("requests.jsonl", b"{", r"requests.jsonl:\d+"),
        ("requests.jsonl", b"", "lines, and should have"),
        ("places.jsonl", b'{"name":"people","value":"eA=="}\n', r"places.jsonl:\d+"),
    ],
)
async def test_what_is_spoilt_is_told_with_its_line_and_nothing_is_brought_in(
    desk: SmallDesk, other: Store, tmp_path: Path, file: str, spoils: bytes | None, why: str
):
    await export(desk.store, tmp_path / "out")
    spoilt = tmp_path / "out" / file
    if spoils is None:
        spoilt.unlink()
    elif spoils:
        with spoilt.open("ab") as out:
            out.write(spoils)
    else:
        spoilt.write_bytes(spoilt.read_bytes().rpartition(b"\n{")[0] + b"\n")
    with pytest.raises(Unreadable, match=why):
        await bring_in(other, tmp_path / "out")
    assert [name async for name in other.link.names("*")] == []


async def test_an_import_that_broke_off_can_be_begun_again(desk: SmallDesk, other: Store, tmp_path: Path):
    await export(desk.store, tmp_path / "out")
    await bring_in(other, tmp_path / "out")
    await other.link.ask("DEL", other.keys.numbers, other.keys.persons)  # as if it had not come to its end
    await bring_in(other, tmp_path / "out")
    assert await histories(other) == await histories(desk.store)
    await assert_all_is_derived(other)


async def test_the_commands_say_what_they_did_keep_it_private_and_are_recorded(
    desk: SmallDesk, redis_server: EmbeddedServer, tenant: str, tmp_path: Path
):
    async def ventanilla(*args: str) -> Result:
        files = edited(three_topics(), "company.yaml", "id: ensayo", f"id: {tenant}")
        folder = written(files, tmp_path / "company")
        env = {
            "REDIS_URL": redis_server.url,
            "VENTANILLA_DIRECTORY": str(folder),
            "VENTANILLA_SECRET": "s" * 32,
        }
        return await asyncio.to_thread(CliRunner().invoke, main, args, env=env)

    await Shelf(desk.store.publisher, desk.store.people).publish(three_topics())
    out = tmp_path / "out"
    told = await ventanilla("export", "--to", str(out))
    assert told.exit_code == 0, told.output
    assert "confidential" in told.output
    assert SECRET not in told.output
    assert {stat.S_IMODE(file.stat().st_mode) for file in out.iterdir()} == {0o600}
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert SECRET in (out / "requests.jsonl").read_text("utf-8")  # a person can read what is theirs
    again = await ventanilla("import", "--from", str(out))
    assert again.exit_code == 1
    assert "Nothing" in again.output or "already" in again.output
    record = await ventanilla("doctor")
    assert "export" in record.output
    assert str(out) in record.output
