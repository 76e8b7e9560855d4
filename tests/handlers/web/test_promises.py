"""A promise on the web desk: what was typed is said back and mended in one tap; what is put off later says why."""

from bot.delivery.card import Buttons
from bot.words import of


async def test_a_misread_time_is_mended_in_one_tap_and_putting_it_off_later_needs_a_reason(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    await stage.act(owner, "promise", number, due="el viernes", text="")
    await stage.worker.settle()
    card = (await stage.shown(owner, "work"))[-1].card
    assert of("es")("button-promise-other") in card.text
    meant = next(
        button
        for block in card.blocks
        for button in (block.buttons if isinstance(block, Buttons) else ())
        if button.verb == "promise" and button.fields
    )
    await stage.act(owner, "promise", number, **meant.fields)
    mended = (await stage.request(number)).promise
    assert mended.due.isoformat() == meant.fields["due"]
    assert mended.renewed == 0

    await stage.store.move_clock(10 * 60_000)
    late = await stage.act(owner, "promise", number, **meant.fields)
    assert of("es")("refused-correction") in await late.text()
    assert (await stage.request(number)).promise == mended
    refused = await stage.act(owner, "promise", number, due="2027-01-11T10:00:00+00:00", text="")
    assert "desk:refused" in refused.headers["HX-Trigger"]
    assert of("es")("refused-reason") in await refused.text()
    await stage.act(owner, "promise", number, due="2027-01-11T10:00:00+00:00", because="urgent")
    assert (await stage.request(number)).promise.renewed == 1
    await stage.worker.settle()
    assert of("es")("because-urgent") in (await stage.shown(irene, "asks"))[-1].card.text


async def test_a_time_that_is_written_in_an_answer_is_offered_where_the_request_is_open(stage, irene):
    number = await stage.ask(irene)
    owner = await stage.owner_of(number)
    await stage.say(owner, "Te la mando mañana a las 10", side="work", thread=number)
    page = await stage.get("/desk/open", person=owner, number=number)
    assert "Has escrito que será mañana antes de las 10:00" in page
    assert 'name="f.due"' in page
    await stage.act(owner, "promise", number, due="2027-01-11T10:00:00+00:00", text="")
    assert "Has escrito que será" not in await stage.get("/desk/open", person=owner, number=number)
