from datetime import timedelta
from zoneinfo import ZoneInfo


async def test_an_hour_later_is_an_hour_later_for_everybody(stage):
    before = await stage.desk.now()
    answer = await stage.post("/desk/clock", move="hour", lang="es")
    assert "desk:clock" in answer.headers["HX-Trigger"]
    after = await stage.desk.now()
    assert timedelta(minutes=59) < after - before < timedelta(minutes=61)


async def test_tomorrow_at_nine_is_nine_where_the_company_is(stage):
    zone = ZoneInfo(stage.directory.zone)
    before = (await stage.desk.now()).astimezone(zone)
    await stage.post("/desk/clock", move="morning", lang="es")
    after = (await stage.desk.now()).astimezone(zone)
    assert (after.date() - before.date()).days == 1
    assert (after.hour, after.minute) == (9, 0)


async def test_the_clock_only_goes_forward(stage):
    before = await stage.store.clock_offset()
    answer = await stage.post("/desk/clock", move="-1")
    assert answer.status == 400
    assert await stage.store.clock_offset() == before
