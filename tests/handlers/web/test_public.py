from msgspec.structs import replace

from bot.store.store import Store
from handlers.web.public import RECEIPT_DAYS, receipt_path
from handlers.web.room import ROOM
from tests.handlers.web.stage import STORY, Stage


async def link(stage, number, person) -> str:
    return receipt_path(number, person, await stage.desk.now(), stage.app[ROOM].settings)


async def test_alive_ready_and_counting(stage):
    assert (await stage.client.get("/healthz")).status == 200
    assert await stage.get("/readyz") == "ready\n"
    await stage.store.move_clock(3_600_000)  # moved on purpose, which is no fault of the machine's clock
    assert await stage.get("/readyz") == "ready\n"
    assert "ventanilla_web_panes" in await stage.get("/metrics")


async def test_alive_but_not_ready_while_redis_is_away(library, tmp_path):
    away = Stage(Store.connect(f"unix://{tmp_path}/none.sock", "t"), library)
    await away.client.start_server()
    assert (await away.client.get("/healthz")).status == 200
    assert (await away.client.get("/readyz")).status == 503
    await away.client.close()
    await away.store.aclose()


async def test_a_receipt_shows_nothing_before_a_tap_and_the_whole_history_after_it(stage, irene):
    number = await stage.ask(irene)
    path = await link(stage, number, irene)
    before = await stage.get(path)
    assert f"R-{number}" not in before
    answer = await stage.client.post(path)
    html = await answer.text()
    assert f"R-{number}" in html
    assert STORY in html
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


async def test_a_receipt_never_shows_a_private_note(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    await stage.act(owner, "note", number, text="solo para nosotros")
    html = await (await stage.client.post(await link(stage, number, irene))).text()
    assert "solo para nosotros" not in html


async def test_a_forged_foreign_or_confidential_receipt_reads_as_absent(stage, irene):
    number = await stage.ask(irene)
    path = await link(stage, number, irene)
    forged = path[:-3] + ("AAA" if not path.endswith("AAA") else "BBB")
    others = await link(stage, number, stage.person("rosa.delgado"))
    owners = await link(stage, number, await stage.owner_of(number))
    await stage.act(irene, "make_private", number, side="asks")
    for one in (forged, others, owners, path, "/r/x"):
        answer = await stage.client.post(one)
        assert answer.status == 404
        assert STORY not in await answer.text()


async def test_a_receipt_expires(stage, irene):
    number = await stage.ask(irene)
    path = await link(stage, number, irene)
    await stage.store.move_clock((RECEIPT_DAYS * 86400 - 60) * 1000)
    assert (await stage.client.post(path)).status == 200
    await stage.store.move_clock(120_000)
    assert (await stage.client.post(path)).status == 404


async def test_a_receipt_of_somebody_who_was_erased_reads_as_absent(stage, irene):
    """A forwarded link would go on showing what they were answered."""
    number = await stage.ask(irene)
    await stage.act(await stage.owner_of(number), "say", number, text="Te la mando hoy")
    path = await link(stage, number, irene)
    assert "Te la mando hoy" in await (await stage.client.post(path)).text()
    left = {person: about for person, about in stage.directory.people.items() if person != irene}
    stage.library = replace(stage.library, directory=replace(stage.directory, people=left))
    await stage.store.eraser.forget(irene)
    answer = await stage.client.post(path)
    assert answer.status == 404
    assert "Te la mando hoy" not in await answer.text()
