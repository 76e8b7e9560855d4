"""The desk put together on one Redis: what web, worker and the command line have in common."""

import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog
from msgspec import Struct

from bot.cli.fail import Failed, reading
from bot.delivery.files import Files
from bot.delivery.gateway import Gateway
from bot.delivery.worker import Worker
from bot.desk import Desk
from bot.figures.monday import Monday
from bot.figures.painter import shared
from bot.figures.speaker import Speaker
from bot.known import Known
from bot.learning import Learning
from bot.settings import Settings
from bot.shelf import Shelf, TooDifferent
from bot.store.store import Store
from knowledge.loader import read_folder
from knowledge.reading.faults import Faulty

log = structlog.get_logger()

# So many things more than are gone before Python looks for circles among them, and how often among what stayed. At its
# own 700 it goes again and again through what is under way and gone a moment later.
COLLECTED_AT = (3_000, 5, 10)


class Parts(Struct, frozen=True, kw_only=True):
    store: Store
    shelf: Shelf
    known: Known
    desk: Desk

    def worker(self, gateways: Mapping[str, Gateway], files: Files, *, alone: bool) -> Worker:
        """`alone`: the data folder is locked, so no other worker can be running."""
        return Worker(
            self.store, gateways, lambda: self.desk.directory, self.desk.handle, alone=alone, files=files
        )

    def monday(self, gateways: Mapping[str, Gateway], settings: Settings) -> Monday:
        speaker = Speaker(self.store, settings, shared())
        return Monday(self.store, gateways, lambda: self.desk.directory, speaker)


@asynccontextmanager
async def connected(settings: Settings, url: str) -> AsyncIterator[Parts]:
    """Raises Failed where the directory's folder does not say which company this is."""
    gc.set_threshold(*COLLECTED_AT)
    store = Store.connect(url, tenant_of(settings))
    shelf = Shelf(store.publisher, store.people, Learning(store), store.articles)
    known = Known(store.people)
    desk = Desk(store, known, lambda: shelf.library)
    try:
        yield Parts(store=store, shelf=shelf, known=known, desk=desk)
    finally:
        await store.aclose()


def tenant_of(settings: Settings) -> str:
    """The company's id, also from a directory that has a fault elsewhere."""
    with reading(settings.directory):
        files = read_folder(settings.directory)
    for line in files.get("company.yaml", "").splitlines():
        key, _, value = line.partition(":")
        if key == "id" and value.split("#")[0].strip():
            return value.split("#")[0].strip().strip("\"'")
    raise Failed(
        f"{settings.directory / 'company.yaml'}: has no id. Give the company one, for example: id: faro"
    )


async def published(
    parts: Parts, settings: Settings, *, yes: bool, publishes: bool, patience_s: float = 120.0
) -> None:
    """The accepted directory in use: the folder's, where it has no fault; else the last good one, loudly."""
    await parts.shelf.refresh()
    if publishes:
        try:
            await parts.shelf.publish(read_folder(settings.directory), yes=yes)
        except (Faulty, TooDifferent) as wrong:
            if not await parts.shelf.refresh():
                raise Failed(
                    f"{wrong}\nThe desk can't start on this directory until this is mended."
                ) from None
            log.error("directory.refused", keeps="the last good one", why=str(wrong))
    if await parts.shelf.refresh():
        return
    log.info("shelf.waits", waits_for="a worker that publishes the directory")
    try:
        await parts.shelf.wait(patience_s)
    except TimeoutError:
        raise Failed(
            "No directory has been published on this Redis yet. Start `ventanilla worker` with the same REDIS_URL: it "
            "publishes the one of its --directory."
        ) from None
