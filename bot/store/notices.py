"""A notice as the store sees it: where it goes, its key, whose words it holds, and bytes."""

import msgspec
from msgspec import Struct


class Notice(Struct, frozen=True, kw_only=True):
    number: int  # the request it tells of
    lane: str  # platform and conversation: what is sent in order
    key: str  # number / event / recipient / kind: planning twice adds nothing
    payload: bytes
    people: tuple[str, ...] = ()  # whose words or names the payload holds, so that `forget` finds it


class DeadLetter(Struct, frozen=True):
    notice: Notice
    why: str


packed = msgspec.msgpack.Encoder().encode
unpacked = msgspec.msgpack.Decoder(Notice).decode
unpacked_letter = msgspec.msgpack.Decoder(DeadLetter).decode
