"""Files: read with the bot's token from Slack alone, written into a conversation, never twice and never cut."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.files import MOST_BYTES, File, Opened
from bot.delivery.gateway import Doubtful, Postponed, SendFailed, Undeliverable
from bot.domain.request import Place
from handlers.slack.ask import OWNER_SHORTCUT
from handlers.slack.gateway import place_of
from tests.handlers.slack.stage import PAYSLIP, Stage
from tests.slack_server.faults import Fault, error, ratelimited, reset, server_error

OPEN_TOPIC = "no me funciona la impresora de la segunda planta, sale todo en blanco"
PICTURE = bytes(range(256)) * 1000


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 50_000):
        yield data[start : start + 50_000]


def opened(name: str, data: bytes = PICTURE) -> Opened:
    return Opened(File(name=name, kind="image/png", size=len(data)), pieces(data))


@pytest.fixture
def where(stage: Stage) -> Place:
    return place_of("T1", stage.colleague("Berta Solís").id)


async def upload(stage: Stage, where: Place, file: Opened, words: str = "Ana Ruiz") -> str:
    return await stage.slack.gateway.upload(where, file, words=words, number=None)


async def read(stage: Stage, file: str) -> tuple[File, bytes]:
    async with stage.slack.gateway.fetch(file) as found:
        return found.file, b"".join([piece async for piece in found.pieces])


async def test_a_file_of_one_conversation_is_whole_in_the_other(stage: Stage, where: Place):
    there = stage.fake.world.file("captura.png", data=PICTURE)
    async with stage.slack.gateway.fetch(f"T1/{there.id}") as found:
        new = await upload(stage, where, found, "Ana Ruiz <!channel>")
    berta = stage.fake.world.find_user(where.conversation.partition("/")[2])
    [message] = stage.fake.messages(stage.fake.world.dm(berta))
    assert message.text == "Ana Ruiz &lt;!channel&gt;"
    copy = stage.fake.world.files[new.partition("/")[2]]
    assert (copy.name, copy.data, message.files[0]["id"]) == ("captura.png", PICTURE, copy.id)
    assert (await read(stage, new))[1] == PICTURE


async def test_a_file_goes_into_its_thread(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    root = str(stage.payloads.said(berta, channel, "hola")["ts"])
    await upload(stage, place_of("T1", channel.id, root), opened("a.png"))
    assert stage.fake.from_bot(channel)[0].thread_ts == root


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://files.slack.com.evil.example/F1",
        "https://evil.example/files.slack.com/F1",
        "http://files.slack.com/F1",
        "https://user@files.slack.com/F1",
        "https://files.slack.com:8443/F1",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_goes_to_no_host_but_slacks(stage: Stage, url: str):
    there = stage.fake.world.file("a.png", data=PICTURE, url=url or " ")
    with pytest.raises(Undeliverable) as failed:
        await read(stage, f"T1/{there.id}")
    assert not failed.value.unreachable
    assert not stage.fake.called("url_private")


async def test_what_is_too_large_is_not_read(stage: Stage):
    there = stage.fake.world.file("film.mov", said_size=MOST_BYTES + 1)
    with pytest.raises(Undeliverable, match="too large"):
        await read(stage, f"T1/{there.id}")
    assert not stage.fake.called("url_private")


@pytest.mark.parametrize("said_size", [10, len(PICTURE) - 1, len(PICTURE) + 1])
async def test_a_file_of_another_size_than_is_said_is_not_handed_on(
    stage: Stage, where: Place, said_size: int
):
    there = stage.fake.world.file("a.png", data=PICTURE, said_size=said_size)
    with pytest.raises(Undeliverable, match="size"):
        async with stage.slack.gateway.fetch(f"T1/{there.id}") as found:
            await upload(stage, where, found)
    assert not stage.fake.called("files.completeUploadExternal")


async def test_a_page_to_sign_in_is_not_taken_for_the_file(stage: Stage):
    stage.fake.world.team("T2")
    there = stage.fake.world.file("a.png", data=PICTURE, team="T2")
    there.team, there.url = "T1", f"{stage.fake.api_url}files-pri/F-of-another"
    with pytest.raises(Undeliverable, match="302"):
        await read(stage, f"T1/{there.id}")


@pytest.mark.parametrize("gone", ["T1/F99999", "T9/F1", "T1/"])
async def test_a_file_that_is_not_there_is_undeliverable(stage: Stage, gone: str):
    with pytest.raises(Undeliverable):
        await read(stage, gone)


async def test_a_file_on_another_service_is_not_read(stage: Stage):
    there = stage.fake.world.file("doc", is_external=True, data=PICTURE)
    with pytest.raises(Undeliverable, match="does not lie in Slack"):
        await read(stage, f"T1/{there.id}")


@pytest.mark.parametrize(
    ("method", "fault", "expected"),
    [
        ("files.getUploadURLExternal", ratelimited(3), Postponed),
        ("files.completeUploadExternal", ratelimited(3), Postponed),
        ("files.completeUploadExternal", error("channel_not_found"), Undeliverable),
        ("files.completeUploadExternal", reset(applied=False), Postponed),
        ("files.completeUploadExternal", server_error(applied=False), Postponed),
    ],
)
async def test_what_surely_did_not_arrive_is_told_apart(
    stage: Stage, where: Place, method: str, fault: Fault, expected: type[SendFailed]
):
    stage.fake.switches.next(method, fault)
    with pytest.raises(expected):
        await upload(stage, where, opened("a.png"))


@pytest.mark.parametrize("fault", [reset(applied=True), server_error(applied=True)])
async def test_a_doubtful_upload_is_looked_up_and_not_repeated(stage: Stage, where: Place, fault: Fault):
    stage.fake.switches.next("files.completeUploadExternal", fault)
    new = await upload(stage, where, opened("a.png"))
    assert stage.fake.world.files[new.partition("/")[2]].shared
    assert len(stage.fake.called("files.completeUploadExternal")) == 1


async def test_what_cannot_even_be_looked_up_stays_in_doubt(stage: Stage, where: Place):
    stage.fake.switches.next("files.completeUploadExternal", reset(applied=True))
    stage.fake.switches.next("files.info", ratelimited(3))
    with pytest.raises(Doubtful):
        await upload(stage, where, opened("a.png"))


async def test_a_name_cannot_leave_its_folder_or_speak_over_others(stage: Stage, where: Place):
    new = await upload(stage, where, opened("../../etc/\u202epasswd.png"))
    name = stage.fake.world.files[new.partition("/")[2]].name
    assert "/" not in name
    assert name.count("\u202e") <= name.count("\u202c") + name.count("\u2069")


async def carried(stage: Stage) -> list[bytes]:
    """What the owner of the newest request was sent."""
    owner = stage.user_of((await stage.newest()).owner)
    files = stage.fake.world.files
    return [files[f["id"]].data for m in stage.fake.from_bot(owner) for f in m.files]


async def test_a_picture_goes_to_the_owner_with_the_words(either: Stage):
    berta = either.colleague("Berta Solís")
    picture = either.fake.world.file("captura.png", data=PICTURE)
    await either.say(berta, PAYSLIP, files=(picture,))
    assert await carried(either) == [PICTURE]


async def test_a_picture_comes_along_by_ticket_and_by_the_message_shortcut(stage: Stage):
    berta, carlos = stage.colleague("Berta Solís"), stage.colleague("Carlos Vela")
    channel = stage.fake.world.channel("general", berta, carlos)
    picture = stage.fake.world.file("captura.png", data=PICTURE)
    first = stage.payloads.said(berta, channel, OPEN_TOPIC, files=(picture,))
    assert await stage.event(stage.payloads.reaction(berta, channel, first["ts"], "ticket"))
    await stage.settle()
    assert await carried(stage) == [PICTURE]
    other = stage.fake.world.file("otra.png", data=PICTURE[:1000])
    second = stage.payloads.said(berta, channel, OPEN_TOPIC, files=(other,))
    payload = stage.payloads.message_shortcut(
        carlos,
        channel,
        channel.messages[second["ts"]],
        OWNER_SHORTCUT,
        trigger="t",
        response_url=stage.fake.response_url(channel.id, carlos.id),
    )
    await stage.sender.interact(payload)
    await stage.settle()
    assert PICTURE[:1000] in await carried(stage)


@pytest.mark.parametrize("gone", ["archived", "bot_in"])
async def test_a_file_reaches_who_asked_also_when_their_channel_is_archived_or_left(stage: Stage, gone: str):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    await stage.say(berta, f"<@{stage.team.bot_user}> {PAYSLIP}", where=channel)
    owner = stage.user_of((await stage.newest()).owner)
    setattr(channel, gone, gone == "archived")
    copy = stage.fake.world.file("nomina.pdf", data=PICTURE)
    await stage.say(owner, "Aquí la tienes", thread=stage.fake.from_bot(owner)[0].ts, files=(copy,))
    there = [stage.fake.world.files[f["id"]] for m in stage.fake.from_bot(berta) for f in m.files]
    assert [(file.name, file.data) for file in there] == [("nomina.pdf", PICTURE)]
    assert await stage.store.lanes.dead_letters() == []
