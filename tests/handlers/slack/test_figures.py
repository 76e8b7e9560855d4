"""Figures in Slack: asked for by the command or in words, in three sentences with the chart below them; thanks in the
department's channel.
"""

from datetime import timedelta
from typing import Any

from bot.figures.passes import of_link
from bot.words import LANGUAGES, of, text_in
from knowledge.directory import Directory, PersonId
from tests import histories
from tests.handlers.slack.stage import Stage, shown
from tests.handlers.slack.test_board import with_channel
from tests.handlers.whose_figures import HOW_IT_GOES, listed_roles, told_rightly
from tests.slack_server.workspace import User


async def lead_with_a_history(stage: Stage) -> User:
    await histories.keep(
        stage.store, stage.library.directory, 400, seed=3, until=await stage.store.now(), days=60
    )
    return await known(stage, "javier.montero")


async def known(stage: Stage, mail: str) -> User:
    """Somebody of the directory, as the roll call has found them."""
    await stage.roll_call()
    person = stage.library.directory.by_email(f"{mail}@faro.example")
    assert person is not None
    return stage.user_of(person.id)


async def test_a_lead_asks_by_the_command_and_has_three_sentences_a_picture_and_a_link(stage: Stage):
    javier = await lead_with_a_history(stage)
    said = await stage.slash(javier, "stats")
    assert "Informática" not in str(said), "in the channel where it was typed nothing is shown"
    message, picture = stage.fake.from_bot(javier)
    assert "Cómo va Informática" in shown(message)
    assert "Entraron" in shown(message)
    link = message.text.rpartition("link=")[2].split("|")[0].strip("> \n)")
    now = await stage.store.now()
    person = of_link(link, now, stage.slack.room.settings, stage.library.directory.tenant)
    assert person == await stage.person(javier)
    assert of_link(link, now + timedelta(hours=25), stage.slack.room.settings, "faro") is None
    [file] = picture.files
    stored = stage.fake.world.files[file["id"]]
    assert stored.data.startswith(b"\x89PNG")
    assert "solicitudes" in picture.text, "the picture's words say the finding"


async def test_words_do_the_same_and_who_leads_nothing_sees_their_own(stage: Stage):
    javier = await lead_with_a_history(stage)
    await stage.say(javier, "¿Cómo vamos?")
    assert "Cómo va Informática" in shown(stage.fake.from_bot(javier)[0])
    lucia = await known(stage, "lucia.ferrando")
    await stage.say(lucia, "¿Cómo vamos?")
    own = stage.fake.from_bot(lucia)[-1]
    assert "Tus cifras" in shown(own)
    assert "Solo las ves tú" in shown(own)


async def test_a_lead_s_home_says_how_it_goes_and_a_tap_sends_the_chart(stage: Stage):
    javier = await lead_with_a_history(stage)
    home = await stage.open_home(javier)
    assert "Cómo va Informática" in str(home)
    assert "Entraron" in str(home)
    await stage.press_in(javier, home, "home/figures")
    [message, picture] = stage.fake.from_bot(javier)
    assert "Cómo va Informática" in shown(message)
    assert picture.files
    lucia = await known(stage, "lucia.ferrando")
    assert "home/figures" not in str(await stage.open_home(lucia))


async def test_no_door_of_slack_tells_anybody_more_than_is_theirs(stage: Stage):
    """Role x figure x resource: by the command, in words, and in Home."""
    await histories.keep(
        stage.store, stage.library.directory, 400, seed=3, until=await stage.store.now(), days=60
    )
    await stage.roll_call()
    directory, store = stage.library.directory, stage.store
    led = {place.lead for place in directory.departments.values()}
    for viewer in listed_roles(directory).values():
        user = stage.user_of(viewer)
        for ask in ("stats", "stats it", "stats lucia.ferrando"):
            before = len(stage.fake.from_bot(user))
            reply = await stage.slash(user, ask)
            assert figures_in(str(reply.body), directory) == []
            await only_theirs(stage, user, viewer, before, is_asked=ask == "stats")
        before = len(stage.fake.from_bot(user))
        await stage.say(user, HOW_IT_GOES[directory.people[viewer].languages[0]])
        await only_theirs(stage, user, viewer, before, is_asked=True)
        home = await stage.open_home(user)
        if viewer in led:
            await told_rightly(figures_part(home, directory), viewer, directory, store)
        else:
            assert figures_in(str(home), directory) == []


async def only_theirs(stage: Stage, user: User, viewer: PersonId, before: int, *, is_asked: bool) -> None:
    """What came since: their figures and a link for them alone, or, where something else was understood, none."""
    directory = stage.library.directory
    come = stage.fake.from_bot(user)[before:]
    figures = [one for one in come if figures_in(shown(one), directory)]
    assert figures or not is_asked
    for message in figures:
        await told_rightly(shown(message), viewer, directory, stage.store)
        link = message.text.rpartition("link=")[2].split("|")[0].strip("> \n)")
        settings = stage.slack.room.settings
        assert of_link(link, await stage.store.now(), settings, directory.tenant) == viewer


def figures_part(home: dict[str, Any], directory: Directory) -> str:
    """What Home tells of figures; below it stands who has how much now, by name, which a lead may see."""
    texts = [str(block) for block in home["blocks"]]
    first = next(n for n, text in enumerate(texts) if figures_in(text, directory))
    last = next(n for n, text in enumerate(texts) if "home/figures" in text)
    assert not figures_in("".join(texts[last + 1 :]), directory)
    return "\n".join(texts[first : last + 1])


def figures_in(text: str, directory: Directory) -> list[str]:
    """The departments whose figures are told, and the names of figures of one's own."""
    titles = [
        say("figures-title", department=text_in(place.name, say.language))
        for say in map(of, LANGUAGES)
        for place in directory.departments.values()
    ]
    own = [say("figures-own-title") for say in map(of, LANGUAGES)]
    return [title for title in (*titles, *own) if title in text]


async def test_thanks_stand_in_the_department_s_channel_once_their_owner_has_agreed(stage: Stage):
    channel = stage.fake.world.channel("nominas")
    with_channel(stage, "payroll", channel.id)
    berta = stage.colleague("Berta Solís")
    _, owner = await stage.asked(berta)
    assignment = stage.fake.from_bot(owner)[0]
    await stage.press(owner, assignment, "resolve")
    await stage.fill(owner, text="Enviada")
    resolved = next(m for m in stage.fake.from_bot(berta) if "Mejor de lo que esperaba" in str(m.blocks))
    await stage.press(berta, resolved, "rate", n=0)
    living = next(m for m in stage.fake.from_bot(berta) if "en público" in str(m.blocks))
    await stage.press(berta, living, "thank", n=1)
    [card] = stage.fake.from_bot(channel)
    assert "da las gracias" not in shown(card)
    asked = next(m for m in stage.fake.from_bot(owner) if "Te lo pregunto una sola vez" in m.text)
    await stage.press(owner, asked, "answer_thanks", n=0)
    [card] = stage.fake.from_bot(channel)
    assert f"Berta Solís da las gracias a {owner.name}" in shown(card)
