"""Where a topic needs somebody's yes, resolving on the page says whose is missing, and takes going on without it."""

from bot.domain import commands as c
from bot.domain.reading import Reading
from bot.domain.request import Place
from bot.words import of
from tests.handlers.web.parsed import elements

ES = of("es")


async def test_a_missing_yes_is_named_and_one_tick_goes_on_without_it(stage, irene):
    await stage.at(1, 11)
    needing = (t for t in stage.directory.topics.values() if t.needs_yes_from and not t.confidential)
    topic = next(t for t in needing if t.needs_yes_from not in {o.person for o in t.owners})
    reading = Reading(language="es", verdict="route", topic=topic.id, confidence=0.9)
    place = Place("web", f"{irene}/asks")
    ask = c.Ask(id="ask", by=irene, text="Lo necesito", place=place, reading=reading)
    number = (await stage.desk.handle(ask)).number
    owner = await stage.owner_of(number)
    form = await stage.get("/desk/form", form="resolve", by=owner, side="work", number=number)
    [tick] = [e for e in elements(form, "input") if e.attributes.get("name") == "f.without_yes"]
    assert tick.attributes["type"] == "checkbox"
    name = stage.directory.people[topic.needs_yes_from].name
    assert ES("form-resolve-without_yes", name=name) in form
    refused = await (await stage.act(owner, "resolve", number, text="Hecho")).text()
    assert ES("refused-yes-missing", name=name) in refused
    assert (await stage.request(number)).status == "open"
    await stage.act(owner, "resolve", number, text="Hecho", without_yes="yes")
    assert (await stage.request(number)).status == "resolved"
