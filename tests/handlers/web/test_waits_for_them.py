"""While the requester is asked something nothing is late: not in the owner's queue, not for the lead."""

from tests.handlers.web.parsed import elements
from tests.handlers.web.stage import Stage

PRINTER = "La impresora de la segunda planta no imprime"


async def test_what_waits_for_the_requester_is_late_for_nobody_and_stands_after_what_waits_for_the_owner(
    stage: Stage, irene: str
) -> None:
    asked = await stage.ask(irene, PRINTER)
    owner = await stage.owner_of(asked)
    await stage.act(owner, "promise", asked, due="mañana a las 12")
    await stage.act(owner, "ask_requester", asked, text="¿Qué número tiene la etiqueta?")
    waits = await stage.ask(stage.person("gonzalo.rivas"), PRINTER)
    await stage.store.move_clock(26 * 3_600_000)
    now = await stage.desk.now()
    rows = await stage.views.queue(owner, stage.directory, now)
    assert [(row.number, row.late) for row in rows] == [(waits, True), (asked, False)]
    assert rows[1].due is None
    [overview] = await stage.views.overviews(stage.person("javier.montero"), stage.directory, now)
    assert [row.number for row in overview.late] == [waits]
    opened = " ".join(e.text for e in elements(await stage.get("/desk/open", person=owner, number=asked)))
    assert "tarde" not in opened
    await stage.say(irene, "es la IMP-22", thread=asked)
    later = await stage.views.queue(owner, stage.directory, await stage.desk.now())
    assert {row.number: row.due is None for row in later} == {asked: False, waits: False}
