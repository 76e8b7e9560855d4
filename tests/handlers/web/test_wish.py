"""By when somebody needs it stands in the owner's queue."""

from tests.handlers.web.parsed import elements

WISH = "No me ha llegado la nómina de octubre y la necesito para el viernes, es para el banco"


async def test_a_line_of_the_queue_says_by_when_it_is_needed(stage, irene):
    await stage.at(1, 11)
    wished = await stage.ask(irene, WISH)
    owner = await stage.owner_of(wished)
    page = await stage.get("/desk/queue", person=owner)
    tags = [e.text for e in elements(page, "span") if e.attributes.get("class") == "tag wish"]
    assert any(tag.startswith("para vie") for tag in tags), tags
