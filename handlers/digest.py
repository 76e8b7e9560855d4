"""Which words were sent, as part of an id: sent again they act once, changed they act anew."""

from hashlib import blake2b

import msgspec


def digest(fields: dict[str, str]) -> str:
    """The same words, the same digest; nothing of them can be read in it."""
    told = msgspec.json.encode(sorted((k, v.encode("utf-8", "replace").decode()) for k, v in fields.items()))
    return blake2b(told, digest_size=8).hexdigest()
