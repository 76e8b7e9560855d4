"""Files on the local desk: sent beside words, there for the other side, and kept before they are said to be noted."""

import re

import aiohttp
import pytest

from bot.delivery.files import MOST_BYTES
from tests.handlers.web.stage import Stage

PDF = b"%PDF-1.7 " + bytes(range(256)) * 2000
PRINTER = "No me funciona la impresora de la segunda planta"


async def send(
    stage: Stage, by: str, text: str, *files: tuple[str, bytes], **more: object
) -> aiohttp.ClientResponse:
    form = aiohttp.FormData()
    given = {"id": stage.new_id(), "by": by, "side": "asks", "thread": "", "text": text} | more
    for name, value in given.items():
        form.add_field(name, str(value))
    for name, data in files or (("", b""),):  # a browser sends an empty part where nothing was chosen
        form.add_field("file", data, filename=name, content_type="application/pdf")
    return await stage.client.post("/desk/say", data=form, headers={"HX-Request": "true"})


async def links(stage: Stage, person: str, side: str) -> list[str]:
    told = "\n".join(entry.card.text for entry in await stage.shown(person, side))  # type: ignore[arg-type]
    return re.findall(r": (/files/\S+)", told)


async def test_a_file_goes_with_the_words_and_comes_back_from_the_owner(stage: Stage):
    asks = stage.person("irene.cobo")
    answer = await send(stage, asks, PRINTER, ("impresora.pdf", PDF), ("otra.png", b"PNG"))
    assert answer.status == 200, await answer.text()
    await stage.worker.settle()
    number = max(row.number for row in await stage.views.asked(asks, stage.directory, await stage.desk.now()))
    owner = await stage.owner_of(number)
    found = await links(stage, owner, "work")
    got = [await (await stage.client.post(link)).read() for link in found]
    assert got == [PDF, b"PNG"]
    opened = await stage.get("/desk/open", person=owner, number=number)
    for link in re.findall(r'href="(/files/[^"]+)"', opened):
        got.append(await (await stage.client.post(link)).read())
    assert got == [PDF, b"PNG"] * 2
    reply = await send(stage, owner, "Con esto se arregla", ("driver.pdf", PDF), side="work", thread=number)
    assert reply.status == 200
    [back] = await links(stage, asks, "asks")
    assert await (await stage.client.post(back)).read() == PDF


async def test_a_file_alone_says_its_name_and_words_alone_need_no_file(stage: Stage):
    asks = stage.person("irene.cobo")
    assert (await send(stage, asks, PRINTER)).status == 200
    await stage.worker.settle()
    assert (await send(stage, asks, "", ("foto.png", b"PNG"))).status == 200
    own = [entry.card.text for entry in await stage.shown(asks, "asks")]
    assert any("foto.png" in text for text in own)


async def test_sent_again_under_the_same_id_it_is_there_once(stage: Stage):
    asks, same = stage.person("irene.cobo"), stage.new_id()
    for _ in range(2):
        assert (await send(stage, asks, PRINTER, ("a.pdf", PDF), id=same)).status == 200
    await stage.worker.settle()
    number = max(row.number for row in await stage.views.asked(asks, stage.directory, await stage.desk.now()))
    assert len((await stage.request(number)).files) == 1
    assert len(await links(stage, await stage.owner_of(number), "work")) == 1


@pytest.mark.parametrize("count", [1, 30])
async def test_what_is_too_large_or_too_much_is_told_and_nothing_is_done(stage: Stage, count: int):
    asks = stage.person("irene.cobo")
    data = bytes(MOST_BYTES + 1) if count == 1 else b"x"
    answer = await send(stage, asks, PRINTER, *((f"{n}.bin", data) for n in range(count)))
    assert answer.status in (400, 413)
    assert await stage.views.asked(asks, stage.directory, await stage.desk.now()) == []
