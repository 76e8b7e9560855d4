"""An edit of the directory's folder takes effect by itself: whoever may publish looks at it now and then.

What is published is what somebody has changed here: of two workers whose folders differ neither overrules the other
again and again.
"""

import asyncio
from pathlib import Path

import structlog

from bot.shelf import LOOKS_EVERY_S, Shelf, TooDifferent
from bot.store.link import Unavailable
from knowledge.loader import Files, fingerprint, read_folder
from knowledge.reading.faults import Faulty

log = structlog.get_logger()


class Edits:
    """Make one before the start publishes the folder: what changes meanwhile is not missed."""

    def __init__(self, shelf: Shelf, folder: Path) -> None:
        self._shelf = shelf
        self._folder = folder
        self._done, _ = self._now()  # the state of the folder that has been dealt with
        self._seen = self._done

    async def follow(self) -> None:
        """Publishes every edit, for ever."""
        while True:
            await asyncio.sleep(LOOKS_EVERY_S)
            try:
                await self.look()
            except Unavailable:
                log.warning("directory.put_off")
            except Exception:  # the last good one serves on; the fault is loud
                log.exception("directory.not_published")

    async def look(self) -> None:
        """Publishes the folder where it has changed and then stood still from one look to the next.

        Half of what somebody saves file by file is no edit. A refusal is told once, and the last good one serves on.
        """
        state, files = await asyncio.to_thread(self._now)
        if state == self._seen != self._done:
            await self._publish(state, files)
        self._seen = state

    def _now(self) -> tuple[str, Files | None]:
        """What tells one state of the folder from another, and its files; None where they cannot be read."""
        try:
            files = read_folder(self._folder)
        except (Faulty, OSError) as trouble:
            return str(trouble), None
        return fingerprint(files), files

    async def _publish(self, state: str, files: Files | None) -> None:
        """Raises Unavailable: then the next look tries again."""
        refused = state if files is None else await self._refusal(files)
        if refused is not None:
            log.error("directory.refused", keeps="the last good one", why=refused)
        else:
            log.info("directory.published", directory=state[:12])
        self._done = state

    async def _refusal(self, files: Files) -> str | None:
        """Published and taken, or why not."""
        try:
            await self._shelf.publish(files)
        except (Faulty, TooDifferent) as wrong:
            return str(wrong)
        await self._shelf.refresh()
        return None
