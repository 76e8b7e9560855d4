"""The directory and its matcher, published once and used by every process.

Whoever starts the desk publishes the folder's files by their hash; the matcher is fitted to them in a child process
and published beside them. A process uses a directory and a matcher only as a pair.
"""

import asyncio
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec
import structlog
from msgspec.structs import replace

from bot.fitting import fit_in_child, version_for
from bot.kept import with_answers
from bot.learning import LEARNED, Learning, parts_of, refitted_of, version_of
from bot.reader import Library, warm
from bot.store.articles import Articles
from bot.store.people import People
from bot.store.publish import Publisher
from bot.words import of
from knowledge.caution import own_words
from knowledge.check import changed_too_much
from knowledge.directory import Directory
from knowledge.lessons import Grounds, Learned, Refitted, is_worse, learned
from knowledge.loader import build, emails, fingerprint
from knowledge.matcher import Matcher, Right, examples_of
from knowledge.reading.faults import Faulty

DIRECTORY, MATCHER = "directory", "matcher"
LOOKS_EVERY_S = 5.0
LEARNS_ANEW_EVERY_S = 300.0  # meanwhile each lesson is added to what was fitted

log = structlog.get_logger()

Files = Mapping[str, str]
Answers = tuple[dict[str, bytes], dict[str, float]]


class TooDifferent(Exception):
    """The change drops more than a fifth of people or topics, and nobody said yes to that."""


class Shelf:
    def __init__(
        self,
        publisher: Publisher,
        people: People,
        learning: Learning | None = None,
        articles: Articles | None = None,
    ) -> None:
        """Without `learning` and `articles` it stays with what the directory itself says."""
        self._publisher = publisher
        self._people = people
        self._learning = learning
        self._articles = articles
        self._answers: Answers = ({}, {})
        self._base: Library | None = None
        self._library: Library | None = None
        self._version = ""
        self._grounds: Grounds | None = None
        self._refitted: tuple[str, Refitted | None] = ("", None)
        self._not_better = ""
        self.learned: Learned | None = None

    @property
    def library(self) -> Library:
        if self._library is None:
            raise RuntimeError("no directory has been taken from the shelf yet")
        return self._library

    @property
    def grounds(self) -> Grounds:
        """What lessons are added to."""
        if self._grounds is None:
            raise RuntimeError("no directory has been taken from the shelf yet")
        return self._grounds

    async def publish(self, files: Files, *, yes: bool = False) -> None:
        """Makes these files the accepted directory. Raises `Faulty` with every fault, or TooDifferent."""
        version = fingerprint(files)
        if await self._publisher.current(DIRECTORY) == version:
            await self.publish_matcher(files)
            return
        used = {} if yes else await published_files(self._publisher)
        if dropped := await asyncio.to_thread(dropped_too_much, used, files):
            raise TooDifferent(dropped)
        ids = await self._people.enrol(emails(files))
        parts = {f"file:{name}": text.encode() for name, text in files.items()}
        parts["ids"] = msgspec.json.encode(ids)
        await self.publish_matcher(files)
        await self._publisher.publish(DIRECTORY, version, parts)

    async def publish_matcher(self, files: Files) -> None:
        version = version_for(fingerprint(files))
        if version in await self._publisher.versions(MATCHER):
            return
        fitted = await fit_in_child(files)
        await self._publisher.publish(MATCHER, version, {"matcher": fitted})

    async def refresh(self) -> bool:
        """Takes the accepted directory and the matcher fitted to it. True when there is a pair to work with."""
        version = await self._publisher.current(DIRECTORY)
        if version and version != self._version:
            parts = await self._publisher.fetch(DIRECTORY, version)
            fitted = await self._publisher.fetch(MATCHER, version_for(version))
            if parts is not None and fitted is not None:
                library = await asyncio.to_thread(_library, parts, fitted)
                self._grounds = await asyncio.to_thread(grounds_of, library)
                self._base = library
                self._library, self._version = await self._as_of_now(library, self._grounds), version
                log.info("shelf.taken", directory=version[:12])
                return True
        if self._base is not None and self._grounds is not None and await self._has_news():
            self._library = await self._as_of_now(self._base, self._grounds)
        return self._library is not None

    async def _has_news(self) -> bool:
        if self._articles is not None and await self._articles.all() != self._answers:
            return True
        return self._learning is not None and await self._learning.changed()

    async def _as_of_now(self, base: Library, grounds: Grounds) -> Library:
        """With what was taught and which answers were kept since the directory was written."""
        library = await self._with_lessons(base, grounds)
        if self._articles is None:
            return library
        self._answers = await self._articles.all()
        return replace(library, directory=with_answers(library.directory, *self._answers))

    async def _with_lessons(self, library: Library, grounds: Grounds) -> Library:
        """This directory with the matcher that has learned what counts now, which is the same on every process."""
        if self._learning is None:
            return library
        standing = await self._learning.standing()
        lessons = await self._learning.lessons(standing, library.directory)
        refitted = await self._refitted_as(standing.refit, library.directory.version)
        self.learned = await asyncio.to_thread(learned, grounds, lessons, refitted)
        self._learning.taken(standing)
        return replace(library, matcher=self.learned.matcher)

    async def _refitted_as(self, version: str, directory: str) -> Refitted | None:
        if version != self._refitted[0]:
            ours = version.startswith(f"{version_for(directory)}.")  # another release's is fitted anew here
            parts = await self._publisher.fetch(LEARNED, version) if ours else None
            refitted = await asyncio.to_thread(refitted_of, parts) if parts else None
            self._refitted = (version, refitted)
        return self._refitted[1]

    async def learn_anew(self) -> bool:
        """Fits a matcher, and its lines, to the directory and all that was learned; True when one was published.

        The worker's work. One that finds fewer of the directory's own examples is not published, but logged.
        """
        now, grounds = self.learned, self._grounds
        if now is None or grounds is None:
            return False
        version = version_of(now, version_for(self._version))
        current = await self._publisher.current(LEARNED) or ""
        if version in (current, self._not_better):
            return False
        if not version:  # all of it was taken back
            await self._publisher.drop(LEARNED)
            return False
        files = await published_files(self._publisher)
        if fingerprint(files) != self._version:
            return False  # the directory has just moved on
        fitted = await fit_in_child(files, [example for _, example in now.examples])
        right = await asyncio.to_thread(_right_with, fitted, grounds.own)
        if is_worse(right, now.right_before):
            log.warning("learning.not_better", right=right, before=now.right_before)
            self._not_better = version
            return False
        await self._publisher.publish(LEARNED, version, parts_of(now, fitted))
        await self._publisher.drop_others(LEARNED)  # they hold words of lessons that may be gone
        log.info("learning.fitted", lessons=len(now.examples), right=right, before=now.right_before)
        return True

    async def keep_learning(self) -> None:
        """Fits anew from time to time, for ever."""
        while True:
            await asyncio.sleep(LEARNS_ANEW_EVERY_S)
            try:
                await self.learn_anew()
            except Exception:  # what was taught counts meanwhile all the same
                log.exception("learning.not_fitted")

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


def dropped_too_much(used: Files, files: Files) -> str | None:
    """A sentence when `files` drop more than a fifth of what is used. Raises Faulty where `files` have a fault."""
    with _uncollected():
        new = build(files)
        try:
            return changed_too_much(build(used), new) if used else None
        except Faulty:  # what an earlier release accepted and this one would not is no measure
            return None


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is built here is not searched for garbage, now or later: that would hold the event loop for 50 ms a time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def looked_up(people: People, files: Files) -> Directory:
    """The directory of these files with its people as the store knows them; only to read makes nobody known.

    Raises Faulty where the files have a fault that is not a warning.
    """
    known = await people.known(emails(files))
    return build(files, {email: known.get(email, email) for email in emails(files)})


async def published_files(publisher: Publisher) -> Files:
    """Those of the accepted directory; none where nothing was published yet."""
    version = await publisher.current(DIRECTORY)
    return _files(await publisher.fetch(DIRECTORY, version) or {}) if version else {}


def _files(parts: Mapping[str, bytes]) -> Files:
    return {n.removeprefix("file:"): text.decode() for n, text in parts.items() if n.startswith("file:")}


def _library(parts: Mapping[str, bytes], fitted: Mapping[str, bytes]) -> Library:
    ids = msgspec.json.decode(parts["ids"], type=dict[str, str])
    with _uncollected():
        directory = build(_files(parts), ids)
        matcher = Matcher.from_bytes(fitted["matcher"])
        library = Library(directory=directory, matcher=matcher, own=own_words(directory))
        warm(library)
        for language in library.directory.languages:
            of(language)  # its sentences
        return library


def grounds_of(library: Library) -> Grounds:
    examples, _ = examples_of(library.directory)
    own = sum(bool(example.text.strip()) for example in examples)
    return Grounds(directory=library.directory, matcher=library.matcher, own=own)


def _right_with(fitted: bytes, own: int) -> Right | None:
    return Matcher.from_bytes(fitted).right_of(own)
