"""Structs of arrays to bytes and back: a short description first, then the arrays as they lie in memory."""

from typing import Any, TypeVar

import msgspec
import numpy as np
from msgspec import Struct

FORMAT = b"ventanilla-matcher-9\n"
_ALIGN = 16

T = TypeVar("T", bound=Struct)


class _Array(Struct, frozen=True):
    kind: str
    shape: tuple[int, ...]
    begin: int


class _Packed(Struct, frozen=True):
    version: str
    fields: Any
    arrays: tuple[_Array, ...]


def pack(value: Struct, version: str) -> bytes:
    places: list[_Array] = []
    chunks: list[bytes] = []
    size = 0

    def put(item: Any) -> Any:
        nonlocal size
        if not isinstance(item, np.ndarray):
            raise TypeError(f"cannot pack a {type(item).__name__}")
        data = np.ascontiguousarray(item).tobytes()
        places.append(_Array(item.dtype.str, item.shape, size))
        padded = data + bytes(-len(data) % _ALIGN)
        chunks.append(padded)
        size += len(padded)
        return {"array": len(places) - 1}

    fields = msgspec.to_builtins(value, enc_hook=put)
    head = msgspec.msgpack.encode(_Packed(version, fields, tuple(places)))
    lead = FORMAT + len(head).to_bytes(8, "little") + head
    return b"".join([lead, bytes(-len(lead) % _ALIGN), *chunks])


def unpack(data: bytes, kind: type[T]) -> tuple[T, str]:
    """Arrays look into `data` and are read-only. Raises ValueError for anything that `pack` did not write."""
    if not data.startswith(FORMAT):
        raise ValueError("this is not a matcher of this version of Ventanilla")
    first = len(FORMAT) + 8
    length = int.from_bytes(data[len(FORMAT) : first], "little")
    try:
        head = msgspec.msgpack.decode(data[first : first + length], type=_Packed)
        body = first + length + -(first + length) % _ALIGN

        def get(wanted: Any, item: Any) -> Any:
            array = head.arrays[item["array"]]
            count = int(np.prod(array.shape))
            return np.frombuffer(data, array.kind, count, body + array.begin).reshape(array.shape)

        return msgspec.convert(head.fields, kind, dec_hook=get), head.version
    except (msgspec.MsgspecError, KeyError, IndexError, TypeError) as fault:
        raise ValueError(f"the matcher's bytes are damaged: {fault}") from fault
