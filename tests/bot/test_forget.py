"""What is forgotten is nowhere: not in Redis, not in its file, not in a log. What happened, and when, stays."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.answer import ERASED, Answer, encode_answer
from bot.delivery.worker import Worker
from bot.domain import commands as c
from bot.domain.evolve import fold
from bot.domain.refusals import Erased
from bot.domain.request import RequestNumber
from bot.retention import erase_due
from bot.shelf import Shelf
from bot.store.embedded import EmbeddedServer
from bot.store.link import Unavailable
from bot.store.store import Store
from bot.store.writes import Write
from bot.words import of, refusal
from handlers.web.gateway import WebGateway
from knowledge.directory import PersonId
from tests.bot.desks import SmallDesk, new_id
from tests.faults.derived import histories
from tests.faults.processes import environment, short_folder, three_topic_folder, written
from tests.knowledge.directories import edited, three_topics

ADDRESS = "nadia.plantada@guests.example"
NAME = "Nadia Plantada"
SECRET = "mi cuenta acaba en 7741-plantada"
PLANTED = (ADDRESS, NAME, SECRET, "uplantada")
KEPT = "lo de siempre de Bo"
PAYSLIP = "No me ha llegado la nómina de octubre"


@pytest.fixture(scope="module")
def own_server() -> Iterator[EmbeddedServer]:
    """A server of one's own, since its whole folder is searched; it packs nothing, so that a search finds all."""
    folder = short_folder()
    server = EmbeddedServer.start(folder, "test")
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture
async def store(own_server: EmbeddedServer) -> AsyncIterator[Store]:
    store = Store.connect(own_server.url, "ensayo")
    await store.link.ask("FLUSHALL")
    await store.link.ask("CONFIG", "SET", "rdbcompression", "no")
    yield store
    await store.aclose()


@pytest.fixture
async def desk(store: Store) -> SmallDesk:
    return await SmallDesk.on(store)


@pytest.fixture
def worker(desk: SmallDesk) -> Worker:
    gateways = {"web": WebGateway(desk.store)}
    return Worker(desk.store, gateways, lambda: desk.directory, desk.handle, alone=True)


@pytest.fixture
async def nadia(store: Store) -> PersonId:
    """Somebody whom no directory lists."""
    person = await store.people.meet("slack:T1:UPLANTADA", ADDRESS)
    await store.people.set_profile(person, {"name": NAME, "email": ADDRESS, "language": "es"})
    return PersonId(person)


def on_disk(server: EmbeddedServer, *planted: str) -> set[str]:
    files = [path for path in server.folder.data.rglob("*") if path.is_file()]
    return {p for path in files for p in planted if p.casefold().encode() in path.read_bytes().lower()}


READ: dict[bytes, tuple[object, ...]] = {
    b"string": ("GET",),
    b"hash": ("HGETALL",),
    b"list": ("LRANGE", 0, -1),
    b"set": ("SMEMBERS",),
    b"zset": ("ZRANGE", 0, -1),
    b"stream": ("XRANGE", "-", "+"),
}


async def in_redis(store: Store, *planted: str) -> set[str]:
    """Every key of the server, its name and all that lies in it."""
    found = set()
    async for name in store.link.commands.scan_iter(match="*"):
        command, *rest = READ[await store.link.ask("TYPE", name)]
        held = (repr(name) + repr(_plain(await store.link.ask(command, name, *rest)))).casefold()  # type: ignore[arg-type]
        found |= {p for p in planted if p.casefold() in held}
    return found


def _plain(value: Any) -> Any:
    """Bytes as the text that they are."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    return value


async def everywhere(store: Store, server: EmbeddedServer, *planted: str) -> set[str]:
    return await in_redis(store, *planted) | on_disk(server, *planted)


def forget(server: EmbeddedServer, address: str, company: Path) -> "subprocess.CompletedProcess[str]":
    data = server.folder.data
    command = [sys.executable, "-m", "bot", "forget", address, "--data", data, "--directory", company]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60, check=False)


async def a_whole_story(desk: SmallDesk, worker: Worker, nadia: PersonId) -> None:
    """Nadia's words in every place where words may come to lie, delivered to all whom they concern."""
    says = desk.says
    payslip = (await says(nadia, f"{PAYSLIP}, {SECRET}", id=f"web/{ADDRESS}/1")).number
    assert payslip is not None
    request = await desk.request(payslip)
    ana, bo = request.owner, desk.at("bo")
    await says(nadia, f"Sigue igual: {SECRET}", thread=payslip)
    await worker.settle()
    await says(ana, "Lo miro ahora", thread=payslip, side="work")
    about: dict[str, Any] = {"number": RequestNumber(payslip)}
    await desk.handle(c.AskColleague(id=new_id(), by=ana, colleague=bo, text="¿La ves tú?", **about))
    await desk.handle(c.WriteNote(id=new_id(), by=ana, text="pendiente del banco", **about))
    await desk.handle(c.Resolve(id=new_id(), by=nadia, text=f"No puedo: {SECRET}", **about))  # refused
    await worker.settle()
    await desk.handle(c.Resolve(id=new_id(), by=ana, text="Enviada", **about))
    await desk.handle(c.Rate(id=new_id(), by=nadia, outcome="missed", text=f"Mal: {SECRET}", **about))
    await desk.store.move_clock(3 * 60_000)
    laptop = (await says(nadia, f"Mi portátil no enciende, {SECRET}")).number
    assert laptop is not None
    first = (await desk.request(laptop)).first_words
    assert first is not None
    edit = c.EditWords(
        id=new_id(), by=nadia, number=RequestNumber(laptop), words=first, text=f"Ya no: {SECRET}"
    )
    await desk.handle(edit)
    await desk.store.keep_words(0, nadia, "held", SECRET.encode())
    await says(bo, KEPT, thread=laptop, side="work")
    assert await desk.known.name(nadia, desk.directory) == NAME
    await worker.settle()
    await says(nadia, f"Y además {SECRET}", thread=laptop)  # still on its way


async def test_a_guest_is_nowhere_afterwards_and_history_folds_to_the_same_states_and_times(
    desk: SmallDesk, worker: Worker, nadia: PersonId, own_server: EmbeddedServer, tmp_path: Path
) -> None:
    company, store = three_topic_folder(tmp_path), desk.store
    with capture_logs() as logged:
        await a_whole_story(desk, worker, nadia)
        assert await everywhere(store, own_server, *PLANTED, KEPT) == {*PLANTED, KEPT}
        before, states = await histories(store), await store.states(range(1001, 1010))

        told = forget(own_server, ADDRESS.upper(), company)

        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout.startswith("Erased: words in 3 requests")
        assert await everywhere(store, own_server, *PLANTED) == set()
        after = await histories(store)
        assert after == before
        assert await store.states(range(1001, 1010)) == states
        assert {n: fold(events).last_at for n, events in after.items()} == {
            n: fold(events).last_at for n, events in before.items()
        }
        assert await everywhere(store, own_server, KEPT) == {KEPT}

        await worker.settle()  # the desk works on, also with what was on its way
        await desk.says(desk.at("bo"), "¿Lo vemos mañana?", thread=max(after), side="work")
        await worker.settle()
        assert await everywhere(store, own_server, *PLANTED) == set()
    assert [p for p in PLANTED if p.casefold() in f"{logged} {told.stdout}".casefold()] == []


async def test_whoever_erases_reads_what_is_still_open_of_theirs_and_who_has_it(
    desk: SmallDesk, nadia: PersonId, own_server: EmbeddedServer, tmp_path: Path
) -> None:
    """Its owner is left with a request without words, and nobody else could tell them why."""
    await Shelf(desk.store.publisher, desk.store.people).publish(three_topics())
    number = (await desk.says(nadia, f"{PAYSLIP}, {SECRET}")).number
    other = (await desk.says(desk.at("bo"), PAYSLIP)).number
    assert other is not None
    owner = (await desk.request(number)).owner

    told = forget(own_server, ADDRESS, three_topic_folder(tmp_path))

    assert (told.returncode, told.stderr) == (0, "")
    assert f"R-{number} ({desk.directory.people[owner].name})" in told.stdout
    assert f"R-{other}" not in told.stdout


async def test_nobody_is_written_to_or_asked_how_it_was_after_they_were_erased(
    desk: SmallDesk, worker: Worker, nadia: PersonId
) -> None:
    """Where they wrote from is still in the request; whoever has it goes on, and it ends like any other."""
    store = desk.store
    number = (await desk.says(nadia, f"{PAYSLIP}, {SECRET}")).number
    assert number is not None
    owner = (await desk.request(number)).owner
    about: dict[str, Any] = {"by": owner, "number": RequestNumber(number)}
    await worker.settle()
    await desk.says(owner, "Lo miro ahora", thread=number, side="work")  # on its way when they are erased
    await store.eraser.forget(nadia, needles=[ADDRESS])
    await worker.settle()

    await desk.says(owner, "¿De qué mes era?", thread=number, side="work")
    due = await store.now() + timedelta(hours=2)
    await desk.handle(c.MakePromise(id=new_id(), due=due, **about))
    await worker.settle()
    await store.move_clock(6 * 3_600_000)
    await worker.settle()
    await desk.handle(c.Resolve(id=new_id(), text="Enviada", **about))
    await worker.settle()

    assert (await desk.request(number)).survey is None
    await store.move_clock(6 * 86_400_000)
    await worker.settle()
    assert await store.feeds.read(nadia) == []
    assert await store.lanes.dead_letters() == []
    assert (await desk.request(number)).status == "closed"


async def test_whoever_has_it_reads_that_the_erased_are_no_longer_here(
    desk: SmallDesk, worker: Worker, nadia: PersonId
) -> None:
    """They were a guest: nobody of the team."""
    number = (await desk.says(nadia, f"{PAYSLIP}, {SECRET}")).number
    assert number is not None
    owner = (await desk.request(number)).owner
    await worker.settle()
    await desk.store.eraser.forget(nadia, needles=[ADDRESS])
    await desk.says(owner, "Lo miro ahora", thread=number, side="work")
    await worker.settle()
    shown = [entry.payload.decode() for entry in await desk.store.feeds.read(owner)]
    assert "alguien que ya no está" in shown[-1]
    assert "del equipo" not in shown[-1]


async def test_what_is_sent_again_after_its_answer_was_erased_is_told_so_and_does_nothing(
    desk: SmallDesk, nadia: PersonId
) -> None:
    """An answer that named the person is gone; its command stays seen, so that nothing happens twice."""
    bo, kept = desk.at("bo"), encode_answer(Answer(kind="held", held=f"mail/{ADDRESS}"))
    await desk.store.commit(Write(number=0, expected=0, command="m7", answer=kept))
    erased = await desk.store.eraser.forget(nadia, erased_answer=encode_answer(ERASED))
    assert erased.answers == 1
    assert await desk.says(bo, PAYSLIP, id="m7") == ERASED
    assert await desk.store.last_number() == 1000, "and nothing was asked"
    assert refusal(of("es"), Erased(), names={}).startswith("Eso se ha borrado.")


async def test_what_a_try_that_ended_too_early_left_on_the_disk_goes_with_the_next(
    desk: SmallDesk,
    nadia: PersonId,
    own_server: EmbeddedServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever was erased is known by no address any more; the file that still holds their words is rewritten all the same."""

    async def away(_: object) -> None:
        raise Unavailable("the disk is slow")

    await desk.says(nadia, f"{PAYSLIP}, {SECRET}")
    with monkeypatch.context() as slow:
        slow.setattr("bot.store.erase.Eraser.compact", away)
        with pytest.raises(Unavailable):
            await desk.store.eraser.forget(nadia, needles=[ADDRESS])
    assert SECRET in on_disk(own_server, SECRET)
    told = forget(own_server, ADDRESS, three_topic_folder(tmp_path))
    assert (told.returncode, told.stderr) == (0, "")
    assert await everywhere(desk.store, own_server, *PLANTED) == set()


async def test_who_has_left_is_in_no_earlier_directory_either(
    store: Store, own_server: EmbeddedServer, tmp_path: Path
) -> None:
    zoe = "zoe.plantada@ensayo.example"
    with_zoe = edited(three_topics(), "people.yaml", "- name: Carmen Duarte", ZOE + "- name: Carmen Duarte")
    shelf = Shelf(store.publisher, store.people)
    await shelf.publish(with_zoe)
    await shelf.refresh()
    person = await store.people.at(zoe)
    assert person is not None
    await store.keep_words(1001, person, "w1", SECRET.encode())
    company = three_topic_folder(tmp_path / "without")

    refused = forget(own_server, zoe, written(with_zoe, tmp_path / "with"))
    assert (refused.returncode, refused.stderr.split(". ")[0]) == (1, f"{zoe} is in the directory")
    refused = forget(own_server, zoe, company)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{zoe} is still in the directory that the desk uses.")
    assert await in_redis(store, zoe, SECRET) == {zoe, SECRET}

    await shelf.publish(three_topics())
    assert await in_redis(store, zoe, "Zoe Plantada") == {zoe, "Zoe Plantada"}  # in the one before
    told = forget(own_server, zoe, company)
    assert (told.returncode, told.stderr) == (0, "")
    assert await everywhere(store, own_server, zoe, "Zoe Plantada", SECRET) == set()
    assert await Shelf(store.publisher, store.people).refresh()


ZOE = """\
- name: Zoe Plantada
  email: zoe.plantada@ensayo.example
  department: it
  site: madrid
  title: {es: Técnica, en: Technician}
  languages: [es]
"""


# --- retention --------------------------------------------------------------------------------------------------


async def closed(desk: SmallDesk, worker: Worker, text: str) -> int:
    """A request that was asked, answered, resolved and closed by its timer."""
    number = (await desk.says(desk.at("bo"), text)).number
    assert number is not None
    owner = (await desk.request(number)).owner
    await worker.settle()
    await desk.says(owner, f"La tienes en el portal, {SECRET}", thread=number, side="work")
    await desk.handle(c.Resolve(id=new_id(), by=owner, number=RequestNumber(number), text=f"Hecho, {SECRET}"))
    await worker.settle()
    await desk.store.move_clock(6 * 86_400_000)
    await worker.settle()
    assert (await desk.request(number)).status == "closed"
    return number


async def pass_days(store: Store, days: float) -> None:
    await store.move_clock(int(timedelta(days=days).total_seconds() * 1000))


@pytest.mark.parametrize(
    ("asked", "days", "confidential"),
    [(f"{PAYSLIP}, {SECRET}", 180, False), (f"Un compañero me está acosando, {SECRET}", 90, True)],
)
async def test_words_go_when_their_days_are_over_and_not_before(
    desk: SmallDesk, worker: Worker, own_server: EmbeddedServer, asked: str, days: int, confidential: bool
) -> None:
    store = desk.store
    number = await closed(desk, worker, asked)
    request = await desk.request(number)
    assert request.confidential == confidential
    assert request.words_until is not None
    assert request.closed_at is not None
    assert request.words_until - request.closed_at == timedelta(days=days)
    await pass_days(store, days - 1)
    assert await erase_due(store, await store.now()) == 0
    assert await in_redis(store, SECRET) == {SECRET}
    before = (await store.history(number), await store.states([number]))
    await pass_days(store, 1)
    assert await erase_due(store, await store.now()) == 1
    assert await in_redis(store, SECRET) == set()
    await store.eraser.compact()
    assert on_disk(own_server, SECRET) == set()
    assert (await store.history(number), await store.states([number])) == before
    assert await erase_due(store, await store.now()) == 0


async def test_a_request_that_is_open_again_keeps_its_words(
    desk: SmallDesk, worker: Worker, nadia: PersonId
) -> None:
    store = desk.store
    number = RequestNumber(await closed(desk, worker, f"{PAYSLIP}, {SECRET}"))
    await desk.handle(c.Complain(id=new_id(), by=desk.at("bo"), number=number, text="No la tengo"))
    await pass_days(store, 400)
    assert await erase_due(store, await store.now()) == 0
    assert len(await store.words(number)) == 4


async def test_many_requests_are_erased_in_one_go_and_the_others_stay(
    desk: SmallDesk, worker: Worker
) -> None:
    store = desk.store
    old = [await closed(desk, worker, f"{PAYSLIP}, {SECRET} {n}") for n in range(3)]
    await pass_days(store, 170)
    young = await closed(desk, worker, f"{PAYSLIP}, {KEPT}")
    await pass_days(store, 20)
    assert await erase_due(store, await store.now()) == len(old)
    assert [await store.words(number) for number in old] == [{}] * len(old)
    assert len(await store.words(young)) == 3


async def test_words_that_came_at_the_very_moment_are_not_lost(desk: SmallDesk, worker: Worker) -> None:
    """The request is opened again between the look at the index and the deletion."""
    store = desk.store
    number = RequestNumber(await closed(desk, worker, f"{PAYSLIP}, {SECRET}"))
    await pass_days(store, 200)
    now = await store.now()
    await desk.handle(c.Complain(id=new_id(), by=desk.at("bo"), number=number, text=KEPT))
    assert not await store.eraser.erase_if_due(number, now)
    assert KEPT in await desk.texts(number)


async def test_words_that_were_held_and_never_sent_go_by_themselves(desk: SmallDesk) -> None:
    number = (await desk.says(desk.at("ana"), "Mi portátil no enciende")).number
    owner = (await desk.request(number)).owner
    answer = await desk.says(owner, f"Lo reviso esta tarde, {SECRET}", side="work")
    assert answer.kind == "held"
    left_ms = await desk.store.link.ask("PTTL", desk.store.keys.words(0, owner))
    assert 0 < left_ms <= 7 * 86_400_000
