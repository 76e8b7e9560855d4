"""The app's two icons, drawn here: a counter's window. PNG by hand, since two pictures need no library."""

import struct
import zlib
from collections.abc import Callable

Pixel = tuple[int, int, int, int]  # red, green, blue, alpha

_CLEAR: Pixel = (255, 255, 255, 0)
_WHITE: Pixel = (255, 255, 255, 255)
_BLUE: Pixel = (36, 79, 117, 255)
ACCENT = "#244F75"


def color() -> bytes:
    """192 x 192, on the app's own colour."""
    return _png(192, lambda x, y: _WHITE if _drawn(x / 192, y / 192) else _BLUE)


def outline() -> bytes:
    """32 x 32, white on nothing, as Teams asks for."""
    return _png(32, lambda x, y: _WHITE if _drawn((x + 0.5) / 32, (y + 0.5) / 32) else _CLEAR)


def _drawn(x: float, y: float) -> bool:
    """A frame, a ledge below it, and who stands behind."""
    frame = 0.18 <= x <= 0.82 and 0.16 <= y <= 0.70
    inside = 0.26 <= x <= 0.74 and 0.24 <= y <= 0.70
    ledge = 0.10 <= x <= 0.90 and 0.70 <= y <= 0.80
    head = (x - 0.5) ** 2 + (y - 0.40) ** 2 <= 0.085**2
    shoulders = ((x - 0.5) / 0.17) ** 2 + ((y - 0.70) / 0.17) ** 2 <= 1 and y <= 0.70
    return (frame and not inside) or ledge or head or shoulders


def _png(side: int, at: Callable[[int, int], Pixel]) -> bytes:
    rows = b"".join(b"\0" + b"".join(bytes(at(x, y)) for x in range(side)) for y in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
