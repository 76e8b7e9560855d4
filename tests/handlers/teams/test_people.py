"""Who somebody is: the roster joins full members of the company alone, and what comes twice acts once."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain import commands as c
from bot.store.store import FIRST_NUMBER, Store
from bot.words import of
from handlers.teams.people import vouched
from handlers.teams.settings import TeamsSettings
from knowledge.directory import PersonId
from tests.handlers.teams.stage import PAYSLIP, Stage, buttons, read
from tests.samples import sample
from tests.teams_server.activities import CHANNEL
from tests.teams_server.server import TENANT, FakeTeams, Message, User


async def test_a_full_member_is_joined_to_their_address(stage: Stage):
    listed = next(iter(stage.library.directory.people.values()))
    assert await stage.person(stage.user_of(listed.id)) == listed.id


async def test_guests_and_outsiders_are_persons_of_their_own(stage: Stage):
    listed = next(iter(stage.library.directory.people.values()))
    for about in (
        {"role": "guest", "email": listed.email},
        {"role": "anonymous", "email": listed.email},
        {"role": "", "email": listed.email},
        {"email": "somebody@evil.example"},
        {"email": f"{listed.email}.evil.example"},
        {"email": ""},
    ):
        guest = stage.fake.user("Guest", **about)
        await stage.say(guest, "Hola")
        assert await stage.person(guest) not in stage.library.directory.people, about


def test_an_external_user_is_not_vouched_for_whatever_their_address(stage: Stage):
    directory = stage.library.directory
    mail = f"x@{directory.mail_domains[0]}"
    member = {"userRole": "user", "email": mail, "userPrincipalName": mail}
    assert vouched(member, directory, listed=True) == mail
    assert vouched(member, directory, listed=False) is None
    external = member | {"userPrincipalName": "x_other.example#EXT#@faro.onmicrosoft.com"}
    assert vouched(external, directory, listed=True) is None


async def test_a_guest_sees_only_their_own_requests(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    guest = stage.fake.user("Guest", role="guest", email="g@other.example")
    await stage.say(guest, f"¿Cómo va {request.ref}?")
    for message in stage.shown(guest):
        assert "nómina de octubre" not in read(message.card)
    dialog = stage.activities.dialog(
        guest, "task/fetch", {"ventanilla": {"verb": "whole", "n": request.number, "form": "whole"}}
    )
    answer = await stage.send(dialog)
    assert answer["task"]["type"] == "message"
    assert PAYSLIP not in str(answer)


@pytest.mark.parametrize(
    ("locale", "asked"), [("es-ES", "¿Quién lleva la impresora?"), ("en-GB", "Who looks after the printer?")]
)
async def test_a_guest_is_told_no_names_of_the_directory_and_a_colleague_is(
    stage: Stage, locale: str, asked: str
):
    guest = stage.fake.user("Gema", role="guest", email="g@other.example", locale=locale)
    colleague = stage.colleague("Berta Solís", locale=locale)
    names = [person.name for person in stage.library.directory.people.values()]
    for who in (guest, colleague):
        await stage.say(who, asked)
    [to_guest], [to_colleague] = stage.shown(guest), stage.shown(colleague)
    assert to_guest.told == of(locale[:2])("who-outside")
    assert not [name for name in names if name in str(to_guest.activity)]
    assert [name for name in names if name in str(to_colleague.activity)]
    assert await stage.last_number() == FIRST_NUMBER - 1


async def test_a_guest_who_becomes_a_member_is_one_from_the_next_day_on(stage: Stage):
    guest = stage.fake.user("Gema", role="guest", email="gema@faro.example")
    await stage.say(guest, "¿Quién lleva la impresora?")
    person = await stage.person(guest)
    assert stage.shown(guest)[-1].told == of("es")("who-outside")
    guest.role = "user"
    await stage.say(guest, "¿Quién lleva la impresora?")
    assert stage.shown(guest)[-1].told == of("es")("who-outside"), "Teams is asked once a day"
    await stage.store.move_clock(24 * 3_600_000)
    await stage.say(guest, "¿Quién lleva la impresora?")
    assert of("es")("who-outside") not in stage.shown(guest)[-1].told
    assert await stage.person(guest) == person, "an address joins nobody later on"


async def test_one_from_outside_stays_so_while_teams_does_not_say(stage: Stage):
    guest = stage.fake.user("Gema", role="guest", email="gema@other.example")
    await stage.say(guest, "Hola")
    await stage.store.move_clock(24 * 3_600_000)
    guest.role = "user"
    stage.fake.tokens_given += 1  # the login has forgotten it
    await stage.say(guest, "¿Quién lleva la impresora?")
    assert stage.shown(guest)[-1].told == of("es")("who-outside")


async def test_language_and_zone_come_with_the_activity(stage: Stage):
    carol = stage.fake.user("Carol", role="guest", locale="en-GB", zone="Europe/London")
    await stage.say(carol, "Hola")
    profile = await stage.store.people.profile(await stage.person(carol))
    assert (profile["language"], profile["zone"], profile["place.teams"]) == (
        "en",
        "Europe/London",
        carol.chat,
    )
    odd = stage.activities.said(carol, "hello") | {"localTimezone": "../../etc/passwd", "locale": "x" * 500}
    await stage.send(odd)
    profile = await stage.store.people.profile(await stage.person(carol))
    assert profile["zone"] == "Europe/London"


async def test_one_who_writes_in_a_channel_and_in_person_is_one_person(stage: Stage):
    stage.fake.conversations.add(CHANNEL)
    berta = stage.colleague("Berta Solís")
    await stage.send(stage.activities.mention(berta, "La impresora no imprime", CHANNEL))
    await stage.say(berta, "Hola")
    assert (await stage.newest()).requester == await stage.person(berta)


async def test_where_the_roster_does_not_answer_nothing_is_done_and_it_comes_again(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.room.tokens.token()
    stage.fake.tokens_given += 1  # the login has forgotten it
    said = stage.activities.said(berta, PAYSLIP)
    assert (await stage.post(said))[0] == 503
    last = await stage.last_number()
    assert (await stage.post(said))[0] == 200
    assert await stage.last_number() == last + 1


# Where we are not: a message extension is used in any conversation

TWO_PEOPLE = "a:two-people-among-themselves"
FETCH, SEND = "composeExtension/fetchTask", "composeExtension/submitAction"


PERSON = {"ventanilla": {"verb": "want_person"}}  # the home card's button


def among_themselves(stage: Stage, user: User, name: str, command: str, **value: Any) -> dict[str, Any]:
    """Teams calls a chat of two people personal, as it does ours."""
    return stage.activities.extension(user, name, command, TWO_PEOPLE, **value)


async def filled(stage: Stage, user: User, command: str, text: str, **value: Any) -> Any:
    opened = await stage.send(among_themselves(stage, user, FETCH, command, **value))
    [send] = buttons(opened["task"]["value"]["card"]["content"])
    answer = await stage.send(
        among_themselves(stage, user, SEND, command, data=send["data"] | {"text": text}, **value)
    )
    await stage.settle()
    return answer


def with_the_app(stage: Stage) -> tuple[PersonId, User]:
    """Somebody of the directory who has the app and has never written."""
    listed = next(iter(stage.library.directory.people.values()))
    return listed.id, stage.user_of(listed.id)


@pytest.fixture
async def quiet(store: Store, fake: FakeTeams) -> AsyncIterator[Stage]:
    """Everybody has the app, and nobody was ever heard."""
    async with await Stage.make(store, fake) as stage:
        for person in stage.library.directory.people.values():
            stage.listed(person.email)
        yield stage


async def test_whose_first_word_is_in_a_chat_of_others_is_who_the_directory_says(quiet: Stage):
    listed, user = with_the_app(quiet)
    answer = await filled(quiet, user, "ask", "La impresora de la segunda planta no imprime")
    request = await quiet.newest()
    assert request.ref in answer["task"]["value"]
    assert await quiet.person(user) == request.requester == listed
    assert request.ref in quiet.shown(user)[-1].told


async def test_a_chat_of_others_is_nobodys_place(stage: Stage):
    """Were it, all that is for them would be refused there, and all they have would go to others."""
    _, user = with_the_app(stage)
    await stage.say(user, "hola")
    answer = await filled(stage, user, "ask", "La impresora de la segunda planta no imprime")
    assert (await stage.newest()).ref in answer["task"]["value"]
    profile = await stage.store.people.profile(await stage.person(user))
    assert profile["place.teams"] == user.chat


@pytest.mark.parametrize("locale", ["es-ES", "en-GB"])
async def test_whom_teams_does_not_tell_us_is_nobody_yet_and_is_shown_the_way(quiet: Stage, locale: str):
    listed, user = with_the_app(quiet)
    user.locale = locale
    quiet.fake.blocked.add(user.chat)
    say = of(locale[:2])
    opened = await quiet.send(among_themselves(quiet, user, FETCH, "ask"))
    card = opened["task"]["value"]["card"]["content"]
    assert read(card) == say("teams-unseen")
    [way] = [act for part in card["body"] if part["type"] == "ActionSet" for act in part["actions"]]
    assert way["url"].startswith("https://teams.microsoft.com/l/chat/0/0?users=28:")
    data = {"ventanilla": {"verb": "ask", "sent": True}, "text": "La impresora no imprime"}
    answer = await quiet.send(among_themselves(quiet, user, SEND, "ask", data=data))
    assert say("teams-unseen") in str(answer)
    assert await quiet.last_number() == FIRST_NUMBER - 1
    assert await quiet.store.people.person(f"teams:{TENANT}:{user.aad}") is None
    quiet.fake.blocked.clear()
    await quiet.say(user, "hola")
    assert await quiet.person(user) == listed


async def test_the_author_of_a_message_in_a_chat_of_others_is_named_and_is_nobody_yet(quiet: Stage):
    _, user = with_the_app(quiet)
    written_by, author = next(
        (person.id, quiet.user_of(person.id))
        for person in quiet.library.directory.people.values()
        if person.id != with_the_app(quiet)[0]
    )
    payload = quiet.activities.wrote(author, "x")
    await filled(quiet, user, "findOwner", "La impresora no imprime", messagePayload=payload)
    request = await quiet.newest()
    assert request.author is None
    assert of("es")("teams-author", name=author.name) in (await quiet.words(request.number))[0]
    await quiet.say(author, "hola")
    assert await quiet.person(author) == written_by


async def test_the_author_of_a_message_where_we_are_is_who_the_directory_says(quiet: Stage):
    quiet.fake.conversations.add(CHANNEL)
    _, user = with_the_app(quiet)
    author = quiet.user_of(list(quiet.library.directory.people)[1])
    payload = quiet.activities.wrote(author, "x")
    data = {"ventanilla": {"verb": "ask", "sent": True}, "text": "La impresora no imprime"}
    more = {"messagePayload": payload, "data": data}
    await quiet.send(quiet.activities.extension(user, SEND, "findOwner", CHANNEL, **more))
    assert (await quiet.newest()).author == list(quiet.library.directory.people)[1]
    assert "place.teams" not in await quiet.store.people.profile(await quiet.person(author))


async def test_the_app_is_removed_by_somebody_who_was_never_heard(quiet: Stage):
    """Then we are in no conversation with them, and Teams does not say who they were."""
    listed, user = with_the_app(quiet)
    quiet.fake.conversations.discard(user.chat)
    quiet.fake.blocked.add(user.chat)
    await quiet.send(quiet.activities.installed(user, "remove"))
    quiet.fake.blocked.clear()
    quiet.fake.conversations.add(user.chat)
    await quiet.send(quiet.activities.installed(user))
    assert await quiet.person(user) == listed


async def test_in_a_channel_the_team_s_roster_says_who_writes(stage: Stage):
    stage.fake.conversations |= {CHANNEL, "19:team@thread.tacv2"}
    berta = stage.colleague("Berta Solís")
    asked = stage.activities.mention(berta, "La impresora no imprime", CHANNEL)
    asked["channelData"] = {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}}
    await stage.send(asked)
    assert ("MEMBER", "19:team@thread.tacv2") in stage.fake.calls
    later = stage.activities.mention(stage.colleague("Eva Ríos"), "No imprime", f"{CHANNEL};messageid=7")
    await stage.send(later)
    assert stage.fake.calls.count(("MEMBER", CHANNEL)) == 1


# Twice


async def test_redelivered_activities_act_once(stage: Stage):
    rng = random.Random(7)
    count = sample(60, 1000)
    people = [stage.colleague(f"Persona {n}") for n in range(count // 4)]
    said = [
        stage.activities.said(rng.choice(people), f"No me funciona el programa número {n}")
        for n in range(count)
    ]
    wave = [activity for activity in said for _ in range(rng.choice((1, 2, 2, 3)))]
    rng.shuffle(wave)
    for start in range(0, len(wave), 40):
        answers = await asyncio.gather(*(stage.post(activity) for activity in wave[start : start + 40]))
        assert {status for status, _ in answers} == {200}
    first, last = (await _numbers(stage))[0], await stage.last_number()
    texts: list[str] = []
    for number in range(first, last + 1):
        if (await stage.store.states([number])).get(number) is not None:
            texts += await stage.words(number)
    assert sorted(texts) == sorted(activity["text"] for activity in said)


async def _numbers(stage: Stage) -> list[int]:
    return sorted(int(member) for member, _ in await stage.store.index("open", count=10_000))


async def test_invokes_that_come_again_under_new_ids_act_once(stage: Stage):
    _, request, owner, assignment = await stage.assigned()
    [reply] = buttons(assignment.card, "say")
    presses = [
        stage.activities.execute(owner, assignment, reply, {"text": f"Respuesta {n}"})
        for n in range(sample(10, 1000))
    ]
    wave = [press | {"id": f"{i}-{copy}"} for i, press in enumerate(presses) for copy in range(3)]
    random.Random(3).shuffle(wave)
    for start in range(0, len(wave), 15):
        answers = await asyncio.gather(*(stage.post(press) for press in wave[start : start + 15]))
        done = of("es")("teams-done", ref=request.ref)
        assert {body["value"] for status, body in answers if status == 200} == {done}
    words = await stage.words(request.number)
    assert sorted(w for w in words if w.startswith("Respuesta")) == sorted(
        f"Respuesta {n}" for n in range(len(presses))
    )


async def test_what_teams_sends_again_after_fifteen_seconds_acts_once_in_another_process_too(stage: Stage):
    """As when the first answer was late: words, a quote with a file, a button of either kind, a dialog, an edit."""
    berta, _, owner, assignment = await stage.assigned()
    [reply] = buttons(assignment.card, "say")
    [promise] = buttons(assignment.card, "promise")[:1]
    opened = await stage.send(stage.activities.dialog(owner, "task/fetch", promise["data"], owner.chat))
    [send] = buttons(opened["task"]["value"]["card"]["content"])
    said = stage.activities.said(berta, "No me funciona la impresora de la segunda planta")
    quote = stage.activities.quoting(owner, assignment, "Lo miro")
    sent = [
        said,
        quote,
        stage.activities.execute(owner, assignment, reply, {"text": "Va de camino"}),
        stage.activities.submit(owner, assignment, reply["fallback"]["data"], {"text": "Y otra cosa"}),
        stage.activities.dialog(
            owner, "task/submit", send["data"] | {"due": "mañana a las 17:00"}, owner.chat
        ),
        stage.activities.base(owner, "messageUpdate", text="Lo miro hoy") | {"id": quote["id"]},
        stage.activities.said(berta, "¿cómo va lo mío?"),
        stage.activities.said(berta, "ayuda"),
        stage.activities.installed(berta),
    ]
    for activity in sent:
        await stage.send(activity)
    await stage.settle()
    before = await told_and_kept(stage)
    async with Stage(stage.store, stage.fake, stage.library) as another:
        await stage.store.move_clock(15_000)
        for activity in sent:
            again = {"id": f"{activity['id']}-again"} if activity["type"] == "invoke" else {}
            await another.send(activity | again)
        await another.settle()
    await stage.settle()
    assert await told_and_kept(stage) == before


async def told_and_kept(stage: Stage) -> tuple[int, list[tuple[str, str]], list[int], list[list[str]]]:
    numbers = list(range(FIRST_NUMBER, await stage.last_number() + 1))
    told = [(m.where, read(m.card) or str(m.activity.get("text"))) for m in stage.fake.messages]
    histories = [len(await stage.store.history(number)) for number in numbers]
    return len(numbers), told, histories, [sorted(await stage.words(number)) for number in numbers]


async def test_two_take_at_once_and_one_has_it(stage: Stage):
    berta = stage.colleague("Berta Solís")
    await stage.say(berta, PAYSLIP)
    request = await stage.newest()
    owner = stage.user_of(request.owner)
    take: dict[str, Any] = {
        "type": "Action.Execute",
        "verb": "take",
        "data": {"ventanilla": {"verb": "take", "n": request.number, "s": request.version}},
    }
    [card] = stage.shown(owner)
    people = [owner, *(stage.user_of(p) for p in list(stage.library.directory.people)[:5])]
    await asyncio.gather(*(stage.post(stage.activities.execute(user, card, take, {})) for user in people))
    after = await stage.request(request.number)
    history = await stage.store.history(request.number)
    assert after.owner == request.owner
    assert sum(b"taken" in event for event in history) <= 1


async def test_an_owner_with_many_requests_writes_loose_words_and_none_reaches_a_requester(stage: Stage):
    owner: User | None = None
    for n in range(sample(8, 40)):
        who = stage.colleague(f"Persona {n}")
        await stage.send(stage.activities.said(who, PAYSLIP))
        owner = owner or stage.user_of((await stage.newest()).owner)
    await stage.settle()
    assert owner is not None
    before = {u.id: len(stage.shown(u)) for u in stage.fake.users.values() if u.name.startswith("Persona")}
    for n in range(sample(40, 1000)):
        await stage.send(stage.activities.said(owner, f"Suelto {n}"))
    await stage.settle()
    for user in stage.fake.users.values():
        if user.id in before:
            assert len(stage.shown(user)) == before[user.id]


@pytest.mark.parametrize(
    ("first", "second"),
    [("15:00:10", "15:00:40"), ("15:59:45", "16:00:15"), ("15:59:59", "16:00:29")],
    ids=["in the hour", "over its turn", "at its turn"],
)
async def test_what_is_sent_from_a_dialog_and_comes_again_half_a_minute_later_is_one_request(
    stage: Stage, first: str, second: str
):
    berta = stage.colleague("Berta Solís")
    data = {"ventanilla": {"verb": "ask", "sent": True}, "text": "La impresora no imprime"}
    sent = stage.activities.extension(berta, SEND, "ask", berta.chat, data=data)
    home = stage.activities.execute(
        berta, Message(id="m", where=berta.chat, activity={}), {"verb": "x", "data": PERSON}, {}
    )
    for at, id_ in ((first, "a"), (second, "b")):
        for invoke in (sent, home):
            await stage.send(invoke | {"id": id_, "timestamp": f"2026-11-24T{at}.000Z"})
    await stage.settle()
    assert await stage.last_number() == FIRST_NUMBER
    assert len(await stage.words(FIRST_NUMBER)) == 2  # a person was asked for, about the same


async def test_the_same_words_and_the_same_tap_an_hour_later_are_another(stage: Stage):
    berta = stage.colleague("Berta Solís")
    shown = Message(id="m", where=berta.chat, activity={})
    for at in ("15:10", "17:10"):
        tap = stage.activities.execute(berta, shown, {"verb": "x", "data": PERSON}, {})
        await stage.send(tap | {"timestamp": f"2026-11-24T{at}:00.000Z"})
        await stage.settle()
        request = await stage.newest()
        withdraw = c.Withdraw(id=f"w{at}", by=request.requester, number=request.number)
        await stage.desk.handle(withdraw)
    assert await stage.last_number() == FIRST_NUMBER + 1


async def test_who_removes_the_app_and_is_in_slack_too_keeps_what_they_have(stage: Stage):
    stage.desk.known.chats = ("slack", "teams")
    await stage.say(stage.colleague("Berta Solís"), PAYSLIP)
    request = await stage.newest()
    await stage.store.people.set_profile(request.owner, {"place.slack": "T1/D1"})
    await stage.send(stage.activities.installed(stage.user_of(request.owner), "remove"))
    assert (await stage.request(request.number)).owner == request.owner
    await stage.store.people.set_profile(request.owner, {"place.slack": ""})
    await stage.send(stage.activities.installed(stage.user_of(request.owner)))
    await stage.send(stage.activities.installed(stage.user_of(request.owner), "remove"))
    assert (await stage.request(request.number)).owner != request.owner


# Development


@pytest.fixture
async def open_stage(store: Store, fake: FakeTeams):
    async with await Stage.make(store, fake, teams=TeamsSettings(no_auth=True)) as stage:
        yield stage


def local(text: str, user: str, **more: Any) -> dict[str, Any]:
    """As the Emulator and Web Chat send: no tenant, no directory's id, no type of conversation."""
    return {
        "type": "message",
        "id": f"{user}|{hash(text) & 0xFFFF}",
        "channelId": "emulator",
        "serviceUrl": "http://localhost:1/",
        "from": {"id": user, "name": user, "role": "user"},
        "conversation": {"id": f"{user}|livechat"},
        "recipient": {"id": "bot", "name": "Bot", "role": "bot"},
        "text": text,
    } | more


async def test_local_clients_talk_without_a_token_in_development(open_stage: Stage):
    stage = open_stage
    stage.fake.tokens_given = 0
    status, _ = await stage.post(local(PAYSLIP, "user-1"), token="")
    assert status == 200
    request = await stage.newest()
    assert await stage.words(request.number) == [PAYSLIP]
    listed = stage.library.directory.people[request.owner]
    update = local("", listed.email) | {"type": "conversationUpdate", "membersAdded": [{"id": "bot"}]}
    assert (await stage.post(update, token=""))[0] == 200
    profile = await stage.store.people.profile(listed.id)
    assert profile["place.teams"] == f"{listed.email}|livechat"


async def test_in_development_no_address_but_this_machines_is_called(open_stage: Stage):
    body = local(PAYSLIP, "user-1") | {"serviceUrl": "https://smba.trafficmanager.net.evil.example/"}
    assert (await open_stage.post(body, token=""))[0] == 401
