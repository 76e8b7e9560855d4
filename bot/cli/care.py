"""`publish`, `forget`, `doctor`, `retry`: looking after a desk that exists, running or not."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.answer import ERASED, encode_answer
from bot.assembly import tenant_of
from bot.cli.fail import Failed
from bot.commit import requests_in
from bot.domain.instants import instant_of
from bot.settings import Settings, WrongSetting, from_environment
from bot.shelf import DIRECTORY, Shelf, TooDifferent, dropped_too_much, looked_up, published_files
from bot.store.binaries import NoServer
from bot.store.dump import Dump
from bot.store.embedded import InUse, attach_or_start
from bot.store.findings import Finding, inspect
from bot.store.link import Unavailable
from bot.store.people import folded
from bot.store.store import Store
from knowledge.check import check
from knowledge.directory import Directory, PersonId
from knowledge.loader import Files, build, emails, fingerprint, read_folder
from knowledge.reading.faults import Faulty

_directory = click.option("--directory", type=click.Path(path_type=Path), help="The company's directory.")
T = TypeVar("T")

_data = click.option("--data", type=click.Path(path_type=Path), help="Where data lies.  [default: ./data]")


def settings_of(**given: Any) -> Settings:
    try:
        return from_environment(**given)
    except WrongSetting as wrong:
        raise Failed(str(wrong)) from None


@contextmanager
def redis_of(settings: Settings, purpose: str) -> Iterator[str]:
    """The Redis of REDIS_URL, of the running desk, or one for as long as this takes."""
    if settings.redis_url:
        yield settings.redis_url
        return
    try:
        with attach_or_start(settings.data, purpose) as url:
            yield url
    except (NoServer, InUse) as trouble:
        raise Failed(str(trouble)) from None


def with_store(settings: Settings, purpose: str, act: Callable[[Store], Awaitable[T]]) -> T:
    async def whole(url: str) -> T:
        store = Store.connect(url, tenant_of(settings))
        try:
            return await act(store)
        finally:
            await store.aclose()

    try:
        with redis_of(settings, purpose) as url:
            return asyncio.run(whole(url))
    except Unavailable as trouble:
        raise Failed(
            f"Redis does not answer ({trouble}). Check REDIS_URL and that the server runs."
        ) from None


@click.command()
@click.argument("email")
@_directory
@_data
def forget(email: str, **given: Any) -> None:
    """Erase a person's words and identity everywhere; counts and times stay."""
    settings = settings_of(**given)
    if folded(email) in _listed(settings):
        raise Failed(
            f"{email} is in the directory. Take them out of it first, so that nobody is sent to them."
        )

    async def act(store: Store) -> str:
        if folded(email) in emails(await published_files(store.publisher)):
            raise Failed(
                f"{email} is still in the directory that the desk uses. Make the one that they were taken out of the "
                "accepted one with `ventanilla publish`, then forget them."
            )
        await store.publisher.drop_earlier()
        person = await store.people.at(email)
        if person is None:  # perhaps since an earlier try, which ended before the file was rewritten
            await store.eraser.compact()
            return f"Nobody with the address {email} is known here: there is nothing to erase."
        erased = await store.eraser.forget(person, needles=[email], erased_answer=encode_answer(ERASED))
        return (
            f"Erased: words in {erased.requests} requests, {erased.notices} messages on their way, "
            f"{erased.entries} shown messages, {erased.identities} identities. The append-only file was rewritten."
            f"{await _still_open(store, PersonId(person))}"
        )

    click.echo(with_store(settings, "forget", act))


@click.command()
@_directory
@_data
@click.option("--yes", is_flag=True, help="Also where it drops over a fifth of people or topics.")
def publish(*, yes: bool, **given: Any) -> None:
    """Make an edited directory the accepted one; a running desk uses it within seconds."""
    settings = settings_of(**given)

    async def act(store: Store) -> str:
        shelf = Shelf(store.publisher, store.people)
        if await store.publisher.current(DIRECTORY) == fingerprint(files):
            return "The desk uses this directory already."
        await shelf.publish(files, yes=yes)
        return "Published. A running desk uses it within seconds."

    try:
        files = read_folder(settings.directory)
        click.echo(with_store(settings, "publish", act))
    except TooDifferent as too_different:
        raise Failed(f"{too_different} The desk goes on with the one before.") from None
    except Faulty as faulty:
        faults = "\n".join(str(fault) for fault in faulty.faults if not fault.warning)
        raise Failed(f"{faults}\nThe desk goes on with the last good one until this is mended.") from None


async def _still_open(store: Store, person: PersonId) -> str:
    """What is still owed to whoever was erased: its owners see that the words and the person are gone, and not why."""
    files = await published_files(store.publisher)
    listed = (await looked_up(store.people, files)).people if files else {}
    asked = [int(number) for number, _ in await store.index(f"requester:{person}")]
    theirs = [
        f"{r.ref} ({listed[r.owner].name})" if r.owner in listed else r.ref
        for r in requests_in(await store.states(asked)).values()
        if r.is_open
    ]
    if not theirs:
        return ""
    return (
        f"\nStill open: {', '.join(theirs)}. Whoever has it reads that the words are not kept any more and that "
        "whoever asked is no longer here, but not why: tell them, so that they resolve it."
    )


def _listed(settings: Settings) -> tuple[str, ...]:
    try:
        return emails(read_folder(settings.directory))
    except (Faulty, OSError):
        return ()


@click.command()
@_directory
@_data
def doctor(**given: Any) -> None:
    """Look over settings, Redis, directory and deliveries; say what to do about each fault."""
    settings = settings_of(**given)

    async def looked_over(store: Store) -> list[Finding]:
        return [finding for check_ in CHECKS for finding in await check_(settings, store)]

    findings = [*_of_directory(settings), *with_store(settings, "doctor", looked_over)]
    for finding in findings:
        mark = {"fine": "ok     ", "warning": "warning", "fault": "FAULT  "}[finding.level]
        click.echo(f"{mark} {finding.name}: {finding.sentence}")
    wrong = sum(finding.level == "fault" for finding in findings)
    if wrong:
        raise Failed(f"{wrong} {'fault' if wrong == 1 else 'faults'} to mend.")


def _of_directory(settings: Settings) -> list[Finding]:
    try:
        files = read_folder(settings.directory)
        faults = check(files)
        if any(not fault.warning for fault in faults):
            raise Faulty(faults)
        accepted: Directory = build(files)
    except Faulty as faulty:
        return [Finding("fault", "directory", str(fault)) for fault in faulty.faults if not fault.warning]
    except OSError as error:
        return [
            Finding("fault", "directory", f"{settings.directory} can't be read: {error.strerror or error}.")
        ]
    found = [Finding("warning", "directory", str(fault)) for fault in faults]
    counts = f"{len(accepted.departments)} departments, {len(accepted.topics)} topics, {len(accepted.people)} people"
    return [Finding("fine", "directory", f"{accepted.name}: {counts}."), *found]


async def _of_published(settings: Settings, store: Store) -> list[Finding]:
    """Whether the desk uses what lies in the folder, and if not, why."""
    used = await published_files(store.publisher)
    try:
        files = read_folder(settings.directory)
        return [_compared(used, files)] if used else []
    except (Faulty, OSError):
        return (
            [Finding("warning", "published", "the desk goes on with the last good directory.")]
            if used
            else []
        )


def _compared(used: Files, files: Files) -> Finding:
    if fingerprint(used) == fingerprint(files):
        return Finding("fine", "published", "the desk uses this directory.")
    if dropped := dropped_too_much(used, files):
        sentence = f"{dropped} Until `ventanilla publish --yes` the desk goes on with the one before."
        return Finding("warning", "published", sentence)
    sentence = "the desk uses another directory than this. `ventanilla publish` makes this the accepted one."
    return Finding("warning", "published", sentence)


async def _of_store(_: Settings, store: Store) -> list[Finding]:
    found = await inspect(store)
    letters = await store.lanes.dead_letters()
    if not letters:
        return [*found, Finding("fine", "deliveries", "nothing is stuck.")]
    sentence = f"{len(letters)} messages could not be delivered. `ventanilla retry` sends them again."
    return [*found, Finding("fault", "deliveries", sentence)]


async def _of_record(_: Settings, store: Store) -> list[Finding]:
    """The last times that everything left or came: whoever looks after a desk should know of them."""
    done = (await Dump(store).recorded())[-3:]
    return [
        Finding("fine", "record", f"{about['what']} {_on(at)} by {about['by']}: {about['about']}")
        for at, about in done
    ]


def _on(at_ms: int) -> str:
    return f"{instant_of(at_ms):%Y-%m-%d %H:%M} UTC"


# What `doctor` asks of Redis and, added by the command line, of each platform.
CHECKS: list[Callable[[Settings, Store], Awaitable[list[Finding]]]] = [
    _of_published,
    _of_store,
    _of_record,
]


@click.command()
@_directory
@_data
def retry(**given: Any) -> None:
    """Send again what could not be delivered."""

    async def act(store: Store) -> int:
        return sum([await store.lanes.revive(letter) for letter in await store.lanes.dead_letters(10_000)])

    count = with_store(settings_of(**given), "retry", act)
    click.echo(f"{count} {'message is' if count == 1 else 'messages are'} on the way again.")
