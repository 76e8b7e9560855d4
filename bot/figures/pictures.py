"""A picture made lighter: a chart has few colours, and a platform takes few bytes.

What the drawing library writes is 32 bits a dot, hardly packed. As a palette it is a tenth of that, and the same to the
eye: colours are kept in steps of eight, the most frequent ones of them.
"""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = (8, 6, 0, 0, 0)  # depth, colour type, compression, filter method, interlace
_SUB = 1
_COLOURS = 256
_STEP = 8


def lighter(png: bytes) -> bytes:
    """The same picture with a palette; as it was, where it is written otherwise than we know."""
    parts = dict[bytes, bytes]()
    for kind, data in _parts(png):
        parts[kind] = parts.get(kind, b"") + data
    width, height, *how = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, -1)
    if tuple(how) != _RGBA or lines.shape[1] != 1 + 4 * width or not np.isin(lines[:, 0], (0, _SUB)).all():
        return png
    places, palette = _reduced(_dots(lines, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = np.pad(places.reshape(height, width), ((0, 0), (1, 0)))  # each line begins with "no filter"
    return b"".join(
        (
            _SIGNATURE,
            _part(b"IHDR", head),
            _part(b"PLTE", palette.tobytes()),
            _part(b"IDAT", zlib.compress(body.astype(np.uint8).tobytes(), 9)),
            _part(b"IEND", b""),
        )
    )


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        [length] = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _dots(lines: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Red, green, blue of each dot. "Sub" is each dot less the one before it. A chart has a ground of its own."""
    dots = lines[:, 1:].reshape(-1, width, 4)
    summed = np.cumsum(dots, axis=1, dtype=np.uint8)
    plain = np.where((lines[:, 0] == _SUB)[:, None, None], summed, dots)
    return plain[:, :, :3].reshape(-1, 3)


def _reduced(dots: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The place of each dot's colour in a palette. A colour that is not in it takes the nearest that is."""
    coarse = dots // _STEP
    keys = coarse[:, 0].astype(np.int32) << 16 | coarse[:, 1].astype(np.int32) << 8 | coarse[:, 2]
    _, first, which, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    exact = dots[first].astype(np.int32)
    kept = np.argsort(-counts)[:_COLOURS]
    distance = ((exact[:, None, :] - exact[None, kept, :]) ** 2).sum(axis=2)
    return distance.argmin(axis=1).astype(np.uint8)[which], exact[kept].astype(np.uint8)
