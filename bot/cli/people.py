"""`people`: who is known, on which platforms, and which accounts are one person.

Nothing here tells what anybody asked, answered or how well: only who somebody is and where they can be written to.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct, to_builtins

from bot.cli.care import settings_of, with_store
from bot.cli.fail import Failed
from bot.cli.groups import ListsAlone
from bot.domain.request import ref
from bot.joining import merge, open_requests
from bot.shelf import published_files
from bot.store.people import workspace_of
from bot.store.store import Store
from knowledge.loader import build, emails

AT_ONCE = 500

Command = Callable[..., None]


class Somebody(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    addresses: list[str]
    identities: list[str]
    reachable: list[str]  # platforms
    listed: bool  # in the directory


@click.group(cls=ListsAlone)
def people() -> None:
    """Who is known and where, and which accounts are one person; alone it lists."""


def _of_desk(command: Command) -> Command:
    for option in (
        click.option("--directory", type=click.Path(path_type=Path), help="The company's directory."),
        click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]"),
    ):
        command = option(command)
    return command


@people.command("list")
@click.argument("text", default="")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@_of_desk
def list_(text: str, *, as_json: bool, **given: Any) -> None:
    """Show who is known, with their accounts; with TEXT only those whose name, address or account has it."""
    found = with_store(settings_of(**given), "people", everybody)
    wanted = [one for one in found if _mentions(one, text.casefold())]
    if as_json:
        click.echo(json.dumps([to_builtins(one) for one in wanted], ensure_ascii=False, indent=2))
        return
    for one in wanted:
        told = [one.id, one.name or "(no name)", *one.addresses]
        click.echo("  ".join(told) + ("" if one.listed else "  not in the directory"))
        for identity in one.identities:
            platform = identity.partition(":")[0]
            click.echo(f"  {identity}{'' if platform in one.reachable else '  cannot be written to yet'}")
    click.echo(f"{len(wanted)} of {len(found)} people.", err=True)


@people.command()
@click.argument("who")
@click.argument("into")
@_of_desk
def join(who: str, into: str, **given: Any) -> None:
    """Make WHO's accounts INTO's: each an id (P12), an address, or an account (slack:T1:U1)."""

    async def act(store: Store) -> str:
        goes, stays = await _one(store, who), await _one(store, into)
        if goes == stays:
            return f"{goes} is one person already: there is nothing to join."
        if goes in await _listed(store):
            raise Failed(
                f"{who} is in the directory: join the other way round, or take them out of it first."
            )
        if left := await open_requests(store, goes):
            refs = ", ".join(map(ref, left))
            raise Failed(
                f"{who} has open requests that nobody could read any more: {refs}. Close them first."
            )
        if doubles := await _doubles(store, goes, stays):
            raise Failed(
                f"Both have an account of their own in {doubles[0].rstrip(':')}, so they are two people there. Part "
                f"one of the accounts first."
            )
        moved = await merge(store, goes, stays)
        return f"{moved} {'account is' if moved == 1 else 'accounts are'} now {stays}'s, as of the next few seconds."

    click.echo(with_store(settings_of(**given), "people", act))


@people.command()
@click.argument("account")
@_of_desk
def part(account: str, **given: Any) -> None:
    """Make an ACCOUNT (slack:T1:U1) a person of its own, who sees nothing of what was asked before."""

    async def act(store: Store) -> str:
        person = await store.people.person(account)
        if person is None:
            raise Failed(f"{account} is not known here; `ventanilla people list` shows who is.")
        platform = account.partition(":")[0]
        await store.people.set_profile(person, {f"place.{platform}": ""})
        own = await store.people.part(account)
        return f"{account} is now {own}, a person of their own; {person} is not written to there any more."

    click.echo(with_store(settings_of(**given), "people", act))


async def everybody(store: Store) -> list[Somebody]:
    listed = await _listed(store)  # person -> their name there
    known = await store.people.everybody()
    found = []
    for start in range(0, len(known), AT_ONCE):
        part_ = known[start : start + AT_ONCE]
        profiles = await store.people.profiles(part_)
        ways = await store.people.ways(part_)
        found += [_somebody(person, profiles[person], ways[person], listed.get(person)) for person in part_]
    return found


def _somebody(
    person: str, profile: dict[str, str], ways: Sequence[tuple[str, str]], listed: str | None
) -> Somebody:
    return Somebody(
        id=person,
        name=listed or profile.get("name", ""),
        addresses=[name for kind, name in ways if kind == "address"],
        identities=[name for kind, name in ways if kind == "identity"],
        reachable=sorted(field.partition(".")[2] for field in profile if field.startswith("place.")),
        listed=listed is not None,
    )


def _mentions(one: Somebody, text: str) -> bool:
    return any(text in told.casefold() for told in (one.id, one.name, *one.addresses, *one.identities))


async def _one(store: Store, told: str) -> str:
    """Raises Failed for nobody."""
    if ":" in told:
        found = await store.people.person(told)
    elif "@" in told:
        found = await store.people.at(told)
    else:
        found = told if told in await store.people.everybody() else None
    if found is None:
        raise Failed(f"{told} is not known here; `ventanilla people list` shows who is.")
    return found


async def _listed(store: Store) -> dict[str, str]:
    """Person -> name, of the directory that the desk uses."""
    files = await published_files(store.publisher)
    ids = await store.people.enrol(emails(files)) if files else {}
    return {p.id: p.name for p in build(files, ids).people.values()} if files else {}


async def _doubles(store: Store, one: str, other: str) -> list[str]:
    """Workspaces in which both have an account."""
    theirs = [{workspace_of(name) for name in await store.people.identities(p)} for p in (one, other)]
    return sorted(theirs[0] & theirs[1])
