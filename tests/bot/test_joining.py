"""One person wherever they write: what a code, an administrator, and an address may join, and what none of them may."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

from bot.__main__ import main
from bot.delivery.reach import place_of
from bot.domain import commands as c
from bot.domain.request import Place, RequestNumber
from bot.joining import MOST_ASKED, MOST_TRIED, Account, Joining, concern
from bot.shelf import Shelf
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from bot.words import of
from knowledge.directory import PersonId
from tests.bot.desks import SmallDesk, new_id
from tests.faults.processes import written
from tests.knowledge.directories import edited, three_topics

EN = of("en")
PAYSLIP = "No me ha llegado la nómina de octubre"


@pytest.fixture
async def desk(store: Store) -> SmallDesk:
    return await SmallDesk.on(store)


@pytest.fixture
def joining(desk: SmallDesk) -> Joining:
    return Joining(desk, desk.store)


async def account(desk: SmallDesk, identity: str, address: str | None = None) -> Account:
    person = PersonId(await desk.store.people.meet(identity, address))
    platform = identity.partition(":")[0]
    await desk.store.people.set_profile(person, {f"place.{platform}": f"at {identity}", "name": identity})
    return Account(person, identity, platform)


async def code_for(joining: Joining, who: Account) -> str:
    said = await joining.answered("link", who, EN)
    found = re.search(r"\w{4}-\w{4}", said)
    assert found is not None
    return found[0]


async def joined(joining: Joining, asks: Account, writes: Account) -> str:
    code = await code_for(joining, asks)
    await joining.answered(code, writes, EN)
    return await joining.answered(code, writes, EN)


async def test_a_code_written_twice_makes_two_accounts_one_person(desk: SmallDesk, joining: Joining):
    slack, teams = await account(desk, "slack:T1:U1"), await account(desk, "teams:M1:7")
    code = await code_for(joining, slack)
    assert await joining.answered(code.casefold(), teams, EN) == EN(
        "join-confirm", name="slack:T1:U1", platform="Slack"
    )
    assert (
        await desk.store.people.person("teams:M1:7") == teams.person
    )  # not before they said that it is them
    with capture_logs() as logs:
        said = await joining.answered(f"\u2068{code}\u2069", teams, EN)
    assert said == EN("join-done", platform="Slack")
    assert await desk.known.behind("teams:M1:7") == await desk.known.behind("slack:T1:U1")
    assert code not in str(logs)
    assert code.replace("-", "") not in str(logs)
    [stays] = {await desk.store.people.person(name) for name in ("teams:M1:7", "slack:T1:U1")}
    profile = await desk.store.people.profile(str(stays))
    assert (profile["place.slack"], profile["place.teams"]) == ("at slack:T1:U1", "at teams:M1:7")
    assert await joining.answered(code, teams, EN) == EN("join-unknown")  # good once


async def test_the_directory_s_person_stays_whichever_side_asks(desk: SmallDesk, joining: Joining):
    ana = await account(desk, "slack:T1:U1", "ana@ensayo.example")
    guest = await account(desk, "teams:M1:7")
    assert ana.person == desk.at("ana")
    await joined(joining, guest, ana)
    assert await desk.store.people.person("teams:M1:7") == desk.at("ana")


async def test_two_people_who_are_vouched_for_are_never_joined_by_a_code(desk: SmallDesk, joining: Joining):
    ana = await account(desk, "slack:T1:U1", "ana@ensayo.example")
    for identity, address in (("teams:M1:7", "bo@ensayo.example"), ("teams:M1:8", "new@ensayo.example")):
        other = await account(desk, identity, address)
        assert await joined(joining, ana, other) == EN("join-two-people")
        assert await desk.store.people.person(identity) == other.person


async def test_a_code_is_nothing_on_its_own_platform_nor_for_a_third(desk: SmallDesk, joining: Joining):
    slack, teams = await account(desk, "slack:T1:U1"), await account(desk, "teams:M1:7")
    third = await account(desk, "teams:M1:8")
    code = await code_for(joining, slack)
    same = await account(desk, "slack:T1:U2")
    assert await joining.answered(code, same, EN) == EN("join-elsewhere", platform="Slack")
    await joining.answered(code, teams, EN)
    again = await joining.answered(code, third, EN)  # was not told whose it is: is told first
    assert again == EN("join-confirm", name="slack:T1:U1", platform="Slack")
    assert await desk.store.people.person("teams:M1:8") == third.person


async def test_codes_run_out_and_cannot_be_guessed_or_asked_for_without_end(
    desk: SmallDesk, joining: Joining, monkeypatch: pytest.MonkeyPatch
):
    slack, teams = await account(desk, "slack:T1:U1"), await account(desk, "teams:M1:7")
    code = await code_for(joining, slack)
    [ticket] = [name async for name in desk.store.link.names("ticket:*")]
    assert code.replace("-", "").encode() not in ticket
    assert 0 < await desk.store.link.ask("PTTL", ticket) <= 600_000
    await joining.answered(code, teams, EN)
    assert 0 < await desk.store.link.ask("PTTL", ticket) <= 600_000  # looking does not make it last
    await desk.store.link.ask("DEL", ticket)
    assert await joining.answered(code, teams, EN) == EN("join-unknown")
    for _ in range(MOST_TRIED):
        said = await joining.answered("AB2D-EF3H", teams, EN)
    assert said == EN("join-later")
    for _ in range(MOST_ASKED):
        said = await joining.answered("link", slack, EN)
    assert said == EN("join-later")


async def test_whose_open_requests_would_be_left_behind_keep_them(desk: SmallDesk, joining: Joining):
    ana = await account(desk, "slack:T1:U1", "ana@ensayo.example")
    guest = await account(desk, "teams:M1:7")
    asked = await desk.says(guest.person, PAYSLIP)
    assert await joined(joining, ana, guest) == EN("join-open", refs=f"R-{asked.number}")
    assert await desk.store.people.person("teams:M1:7") == guest.person
    other = await account(desk, "slack:T1:U2")
    await joined(joining, other, guest)  # the one with open requests stays, whoever asked
    assert await desk.store.people.person("slack:T1:U2") == guest.person


async def test_joining_gives_their_requests_and_parting_takes_them(desk: SmallDesk, joining: Joining):
    slack, teams = await account(desk, "slack:T1:U1"), await account(desk, "teams:M1:7")
    asked = await desk.says(slack.person, PAYSLIP)
    number = RequestNumber(asked.number or 0)
    before = await desk.handle(c.Withdraw(id=new_id(), by=teams.person, number=number))
    assert before.kind == "refused"
    await joined(joining, teams, slack)
    now = await desk.known.behind("teams:M1:7")
    assert now == slack.person
    parted = await desk.store.people.part("teams:M1:7")
    assert parted not in (slack.person, teams.person, None)
    after = await desk.handle(c.Withdraw(id=new_id(), by=PersonId(str(parted)), number=number))
    assert after.kind == "refused"


async def test_an_address_that_was_given_to_somebody_else_joins_nobody(store: Store):
    old = await store.people.meet("slack:T1:U1", "ana@ensayo.example")
    new = await store.people.meet("slack:T1:U2", "ana@ensayo.example")
    assert new != old
    assert await store.people.addresses(new) == []
    teams = await store.people.meet("teams:M1:7", "ana@ensayo.example")  # one account a workspace is no doubt
    assert teams == old
    assert await store.people.meet("teams:M1:8", "ana@ensayo.example") not in (old, new)
    both = await asyncio.gather(*(store.people.meet(f"slack:T9:U{n}", "bo@ensayo.example") for n in range(8)))
    assert len(set(both)) == 8


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("vincular", True),
        ("Vincular mis cuentas.", True),
        ("link teams", True),
        ("K7M4-9QXA", True),
        ("k7m49qxa", True),
        ("prefiero Slack", True),
        ("escríbeme en Teams", True),
        ("I prefer where I write", True),
        ("Escríbeme donde te escriba.", True),
        ("prefiero que me escribas en Slack", True),
        ("avísame por Microsoft Teams", True),
        ("I'd prefer Teams", True),
        ("write to me where I write", True),
        ("please reach me on Slack", True),
        ("prefiero Teams para la reunión del lunes", False),
        ("escríbeme cuando esté", False),
        ("no puedo vincular mi cuenta de correo", False),
        ("prefiero que me llamen", False),
        ("WIFI-2024", False),
        ("next week", False),
        ("same here", False),
        ("desk 2234", False),
        ("Nóminas!", False),
        ("link", True),
    ],
)
def test_only_words_that_say_nothing_else_are_about_accounts(text: str, about: bool):
    assert concern(text) is about


async def test_a_person_on_both_is_told_where_they_wrote_from_or_where_they_said(
    desk: SmallDesk, joining: Joining
):
    slack, teams = await account(desk, "slack:T1:U1"), await account(desk, "teams:M1:7")
    assert await joining.answered("prefer teams", slack, EN) == EN("prefer-not-there", platform="Teams")
    await joined(joining, slack, teams)
    person = await desk.known.behind("slack:T1:U1")
    assert person is not None
    asked = await desk.says(person, PAYSLIP, place=Place("slack", "at slack:T1:U1"))
    request = await desk.request(asked.number)

    async def told_at() -> Place:
        profile = await desk.store.people.profile(str(person))
        return place_of(person, "asks", request, profile, ("slack", "teams"))

    me = Account(person, "slack:T1:U1", "slack")
    assert await told_at() == request.place
    assert await joining.answered("Prefiero Teams", me, EN) == EN("prefer-done", platform="Teams")
    assert await told_at() == Place("teams", "at teams:M1:7")
    await joining.answered("prefiero donde escriba", me, EN)
    assert await told_at() == request.place


# ventanilla people


class Command:
    """`ventanilla people …`, on the tests' Redis."""

    def __init__(self, url: str, folder: Path) -> None:
        self.env = {"REDIS_URL": url, "VENTANILLA_DIRECTORY": str(folder), "VENTANILLA_SECRET": "s" * 32}

    async def __call__(self, *args: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, main, ["people", *args], env=self.env)


@pytest.fixture
async def people(desk: SmallDesk, redis_server: EmbeddedServer, tenant: str, tmp_path: Path) -> Command:
    files = edited(three_topics(), "company.yaml", "id: ensayo", f"id: {tenant}")
    await Shelf(desk.store.publisher, desk.store.people).publish(files)
    return Command(redis_server.url, written(files, tmp_path))


async def test_people_are_listed_with_their_accounts_and_nothing_of_their_requests(
    desk: SmallDesk, people: Command
):
    guest = await account(desk, "teams:M1:7")
    await desk.says(guest.person, PAYSLIP)
    await account(desk, "slack:T1:U1", "ana@ensayo.example")
    told = await people("list")
    assert told.exit_code == 0, told.output
    assert "ana@ensayo.example" in told.output
    assert "nómina" not in told.output
    assert "R-" not in told.output
    rows = json.loads((await people("list", "teams:m1", "--json")).stdout)
    assert [(row["id"], row["reachable"], row["listed"]) for row in rows] == [
        (guest.person, ["teams"], False)
    ]


async def test_an_administrator_joins_and_parts(desk: SmallDesk, people: Command):
    ana = await account(desk, "slack:T1:U1", "ana@ensayo.example")
    guest = await account(desk, "teams:M1:7")
    told = await people("join", "teams:M1:7", "ana@ensayo.example")
    assert told.exit_code == 0, told.output
    assert await desk.store.people.person("teams:M1:7") == ana.person
    parted = await people("part", "teams:M1:7")
    assert parted.exit_code == 0, parted.output
    assert await desk.store.people.person("teams:M1:7") not in (ana.person, guest.person)
    assert "place.teams" not in await desk.store.people.profile(ana.person)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("join", "nobody@x.example", "ana@ensayo.example"), "is not known here"),
        (("join", "ana@ensayo.example", "teams:M1:7"), "is in the directory"),
        (("join", "slack:T1:U2", "ana@ensayo.example"), "two people there"),
        (("join", "teams:M1:7", "ana@ensayo.example"), "open requests"),
        (("part", "slack:T1:U99"), "is not known here"),
    ],
)
async def test_what_would_mix_people_up_is_refused_in_a_sentence(
    desk: SmallDesk, people: Command, args: tuple[str, ...], why: str
):
    await account(desk, "slack:T1:U1", "ana@ensayo.example")
    await account(desk, "slack:T1:U2")
    guest = await account(desk, "teams:M1:7")
    await desk.says(guest.person, PAYSLIP)
    told = await people(*args)
    assert told.exit_code == 1
    assert why in told.output
