"""The one question, where others read along: what is confidential is never a choice in a channel."""

from tests.handlers.slack.stage import Stage, buttons, shown

BOT = "<@UT1BOT>"


async def test_a_question_with_a_confidential_choice_is_asked_in_private(stage: Stage):
    berta = stage.colleague("Berta Solís")
    channel = stage.fake.world.channel("general", berta)
    await stage.say(berta, f"{BOT} me pasa algo", where=channel)
    request = await stage.newest()
    topics = stage.library.directory.topics
    assert request.choices is not None
    assert any(topics[topic].confidential for topic in request.choices.topics)
    assert request.confidential
    [line] = stage.fake.from_bot(channel)
    assert not buttons(line.blocks or [])
    assert not any(topic.name["es"] in line.text + shown(line) for topic in topics.values())
    [asked] = [message for message in stage.fake.from_bot(berta) if buttons(message.blocks or [], "choose")]
    offered = [button["text"]["text"] for button in buttons(asked.blocks or [], "choose")]
    assert offered == [*(topics[topic].name["es"] for topic in request.choices.topics), "Otra cosa"]
    assert request.ref in shown(asked)
