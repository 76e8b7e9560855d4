"""What one process publishes and all use: the accepted directory by its hash, the fitted matcher by its version."""

from collections.abc import Mapping

from bot.store.link import Link, Script
from bot.store.pipelining import Value

_PUBLISH = Script("scripts/publish.lua")
KEPT = 5  # versions: a process may still be reading the one before


class Publisher:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def publish(
        self, kind: str, version: str, parts: Mapping[str, bytes], *, instead_of: str | None = ""
    ) -> bool:
        """Makes this the current version of `kind`.

        `instead_of` names the version that must be the current one (None: none yet; "": whichever). False: it is
        not, so somebody else published meanwhile.
        """
        must = "" if instead_of == "" else "=" + (instead_of or "")
        args: list[Value] = [kind, version, must]
        for name, content in parts.items():
            args += [name, content]
        keys = [
            self.keys.publication(kind, version),
            self.keys.publications(kind),
            self.keys.pointers,
            self.keys.clock,
        ]
        answer = await self.link.run(_PUBLISH, keys, args)
        if answer[0] != b"published":
            return False
        await self._prune(kind)
        return True

    async def _prune(self, kind: str) -> None:
        old = await self.link.ask("ZRANGE", self.keys.publications(kind), 0, -KEPT - 1)
        if old:
            await self.link.ask("DEL", *(self.keys.publication(kind, version.decode()) for version in old))
            await self.link.ask("ZREM", self.keys.publications(kind), *old)

    async def drop_earlier(self) -> None:
        """Keeps the current versions alone: an earlier directory names people who have left."""
        current = await self.currents()
        for kind in current:
            old = [version for version in await self.versions(kind) if version not in current.values()]
            if old:
                await self.link.ask("DEL", *(self.keys.publication(kind, earlier) for earlier in old))
                await self.link.ask("ZREM", self.keys.publications(kind), *old)

    async def drop(self, kind: str) -> None:
        """All versions of it: from now on there is none."""
        await self.link.ask("HDEL", self.keys.pointers, kind)
        await self.drop_others(kind)

    async def drop_others(self, kind: str) -> None:
        """All versions but the current one."""
        current = await self.current(kind)
        others = [version for version in await self.versions(kind) if version != current]
        if others:
            await self.link.ask("DEL", *(self.keys.publication(kind, version) for version in others))
            await self.link.ask("ZREM", self.keys.publications(kind), *others)

    async def current(self, kind: str) -> str | None:
        return (await self.currents()).get(kind)

    async def currents(self) -> dict[str, str]:
        """kind -> current version: one cheap question that every process asks now and then."""
        found = await self.link.ask("HGETALL", self.keys.pointers)
        return {kind.decode(): version.decode() for kind, version in found.items()}

    async def fetch(self, kind: str, version: str) -> dict[str, bytes] | None:
        """part -> bytes; None: no longer kept."""
        found = await self.link.ask("HGETALL", self.keys.publication(kind, version))
        return {name.decode(): content for name, content in found.items()} or None

    async def versions(self, kind: str) -> list[str]:
        """Those still kept, the oldest first."""
        return [v.decode() for v in await self.link.ask("ZRANGE", self.keys.publications(kind), 0, -1)]
