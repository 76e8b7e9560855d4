"""The directory and its matcher, published once and used by every process.

Whoever starts the desk publishes the folder's files by their hash; the matcher is fitted to them in a child process
and published beside them. A process uses a directory and a matcher only as a pair.
"""

import asyncio
from collections.abc import Mapping

import msgspec
import structlog

from bot.fitting import fit_in_child
from bot.reader import Library
from bot.store.people import People
from bot.store.publish import Publisher
from knowledge.check import changed_too_much
from knowledge.directory import Directory
from knowledge.loader import build, emails, fingerprint
from knowledge.matcher import Matcher

DIRECTORY, MATCHER = "directory", "matcher"
LOOKS_EVERY_S = 5.0

log = structlog.get_logger()

Files = Mapping[str, str]


class TooDifferent(Exception):
    """The change drops more than a fifth of people or topics, and nobody said yes to that."""


class Shelf:
    def __init__(self, publisher: Publisher, people: People) -> None:
        self._publisher = publisher
        self._people = people
        self._library: Library | None = None
        self._version = ""

    @property
    def library(self) -> Library:
        if self._library is None:
            raise RuntimeError("no directory has been taken from the shelf yet")
        return self._library

    async def publish(self, files: Files, *, yes: bool = False) -> None:
        """Makes these files the accepted directory. Raises `Faulty` with every fault, or TooDifferent."""
        version = fingerprint(files)
        if await self._publisher.current(DIRECTORY) == version:
            await self.publish_matcher(files)
            return
        build(files)
        if self._library is not None and not yes:
            _refuse_if_too_different(self._library.directory, files)
        ids = await self._people.enrol(emails(files))
        parts = {f"file:{name}": text.encode() for name, text in files.items()}
        parts["ids"] = msgspec.json.encode(ids)
        await self.publish_matcher(files)
        await self._publisher.publish(DIRECTORY, version, parts)

    async def publish_matcher(self, files: Files) -> None:
        version = fingerprint(files)
        if version in await self._publisher.versions(MATCHER):
            return
        fitted = await fit_in_child(files)
        await self._publisher.publish(MATCHER, version, {"matcher": fitted})

    async def refresh(self) -> bool:
        """Takes the accepted directory and the matcher of its version. True when there is a pair to work with."""
        version = await self._publisher.current(DIRECTORY)
        if version and version != self._version:
            parts = await self._publisher.fetch(DIRECTORY, version)
            fitted = await self._publisher.fetch(MATCHER, version)
            if parts is not None and fitted is not None:
                self._library = await asyncio.to_thread(_library, parts, fitted)
                self._version = version
                log.info("shelf.taken", directory=version[:12])
        return self._library is not None

    async def follow(self) -> None:
        """Keeps this process on the accepted directory, for ever."""
        while True:
            await asyncio.sleep(LOOKS_EVERY_S)
            try:
                await self.refresh()
            except Exception:  # the last good pair serves on; the fault is loud
                log.exception("shelf.not_taken")

    async def wait(self, seconds: float = 120.0) -> None:
        """Until there is a pair; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not await self.refresh():  # noqa: ASYNC110  what is waited for lies in Redis
                await asyncio.sleep(0.1)


def _refuse_if_too_different(old: Directory, files: Files) -> None:
    """Raises TooDifferent. Who is not listed yet has no id so far, and gets none for a change that is refused."""
    known = {person.email: person.id for person in old.people.values()}
    new = build(files, {email: known.get(email, email) for email in emails(files)})
    if warning := changed_too_much(old, new):
        raise TooDifferent(warning)


async def published_files(publisher: Publisher) -> Files:
    """Those of the accepted directory; none where nothing was published yet."""
    version = await publisher.current(DIRECTORY)
    return _files(await publisher.fetch(DIRECTORY, version) or {}) if version else {}


def _files(parts: Mapping[str, bytes]) -> Files:
    return {n.removeprefix("file:"): text.decode() for n, text in parts.items() if n.startswith("file:")}


def _library(parts: Mapping[str, bytes], fitted: Mapping[str, bytes]) -> Library:
    ids = msgspec.json.decode(parts["ids"], type=dict[str, str])
    return Library(directory=build(_files(parts), ids), matcher=Matcher.from_bytes(fitted["matcher"]))
