"""Reading what the commits have counted, and putting a recount in its place."""

import sys
from array import array
from collections.abc import Mapping, Sequence

from bot.store.link import Link, Script
from bot.store.pipelining import Value

_ADD = Script("scripts/add_tallies.lua")
_HISTORIES = Script("scripts/histories.lua")
_LENGTHS = Script("scripts/lengths.lua")
_REPLACE = Script("scripts/replace_tallies.lua")
_AT_ONCE = 2_000  # keys in one round trip

Counts = Mapping[tuple[str, str], int]  # (tally, cell) -> count


class Tallies:
    def __init__(self, link: Link) -> None:
        self.link = link
        self.keys = link.keys

    async def hashes(self, names: Sequence[str]) -> list[dict[str, int]]:
        """The cells of these tallies, in one round trip."""
        found = await self.link.batch([("HGETALL", self.keys.tally(name)) for name in names])
        return [{cell.decode(): int(count) for cell, count in _pairs(one)} for one in found]

    async def sheets(self, names: Sequence[str]) -> list[bytes]:
        """Big-endian 32-bit counters; what follows the last byte is nothing."""
        if not names:
            return []
        found = await self.link.ask("MGET", *(self.keys.tally(name) for name in names))
        return [one or b"" for one in found]

    async def all(self) -> dict[tuple[str, str], int]:
        """Every cell that is not nothing; for comparing, and not in a hurry."""
        prefix = self.keys.tally("")
        names = [name.decode().removeprefix(prefix) async for name in self.link.names("tally:*")]
        kinds = await self.link.batch([("TYPE", self.keys.tally(name)) for name in names])
        sheets = [name for name, kind in zip(names, kinds, strict=True) if _text(kind) == "string"]
        hashes = [name for name, kind in zip(names, kinds, strict=True) if _text(kind) == "hash"]
        counts: dict[tuple[str, str], int] = {}
        for start in range(0, len(sheets), _AT_ONCE):
            part = sheets[start : start + _AT_ONCE]
            for name, packed in zip(part, await self.sheets(part), strict=True):
                counts |= {(name, f"#{n}"): count for n, count in enumerate(unpacked(packed)) if count}
        for name, cells in zip(hashes, await self.hashes(hashes), strict=True):
            counts |= {(name, cell): count for cell, count in cells.items()}
        return counts

    async def histories(self, numbers: Sequence[int]) -> list[bytes]:
        """Whole histories of some hundred requests in one round trip, each a JSON array; an absent one is empty."""
        found = await self.link.run(_HISTORIES, [self.keys.history(n) for n in numbers])
        return list(found)

    async def lengths(self, numbers: Sequence[int]) -> list[int]:
        """How long some thousand histories are."""
        return list(await self.link.run(_LENGTHS, [self.keys.history(n) for n in numbers]))

    async def last_change(self) -> str:
        """Changes with every commit in which something happened."""
        if not await self.link.ask("EXISTS", self.keys.outbox):
            return ""
        found = await self.link.ask("XINFO", "STREAM", self.keys.outbox)
        pairs = found.items() if isinstance(found, dict) else zip(found[::2], found[1::2], strict=True)
        return next((_text(value) for name, value in pairs if _text(name) == "last-generated-id"), "")

    async def replace(self, counts: Counts, unchanged_since: str) -> bool:
        """Puts `counts` in the place of all tallies, unless something was committed since; False then."""
        prefix = self.keys.tally("")
        old = {name.decode().removeprefix(prefix) async for name in self.link.names("tally:*")}
        cells: dict[str, list[Value]] = {name: [] for name in old}
        for (name, cell), count in counts.items():
            if count:
                cells.setdefault(name, []).extend((cell, count))
        names = list(cells)
        args: list[Value] = [unchanged_since]
        for name in names:
            args += [_packed(cells[name]), 0] if _is_sheet(cells[name]) else ["", len(cells[name]) // 2]
            args += [] if _is_sheet(cells[name]) else cells[name]
        keys = [self.keys.outbox, *(self.keys.tally(name) for name in names)]
        return bool(await self.link.run(_REPLACE, keys, args))

    async def add(self, counts: Counts) -> None:
        """Not to be sent again when it fails: nothing guards it."""
        cells = [(name, cell, count) for (name, cell), count in counts.items() if count]
        for start in range(0, len(cells), _AT_ONCE):
            part = cells[start : start + _AT_ONCE]
            args: list[Value] = [value for _, cell, count in part for value in (cell, count)]
            await self.link.run(_ADD, [self.keys.tally(name) for name, _, _ in part], args)


def unpacked(sheet: bytes) -> Sequence[int]:
    counters = array("i", sheet)
    if sys.byteorder == "little":
        counters.byteswap()
    return counters


def _is_sheet(cells: Sequence[Value]) -> bool:
    return bool(cells) and str(cells[0]).startswith("#")


def _packed(cells: Sequence[Value]) -> bytes:
    places = [int(str(cell)[1:]) for cell in cells[::2]]
    counters = array("i", bytes(4 * (max(places) + 1)))
    for place, count in zip(places, cells[1::2], strict=True):
        counters[place] = int(count)
    if sys.byteorder == "little":
        counters.byteswap()
    return counters.tobytes()


def _pairs(found: object) -> list[tuple[bytes, bytes]]:
    if isinstance(found, dict):
        return list(found.items())
    assert isinstance(found, list)
    return list(zip(found[::2], found[1::2], strict=True))


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
