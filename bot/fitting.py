"""Fits a matcher to a directory's files in a process of its own: no event loop waits, and its memory is given back.

`python -m bot.fitting` reads the files and what was taught as JSON on stdin and writes the matcher on stdout.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from knowledge import matcher
from knowledge.caution import confidential_words, own_words
from knowledge.directory import Directory
from knowledge.loader import build
from knowledge.matcher import Example, Matcher, TopicText, examples_of, fit


class Work(Struct, frozen=True):
    files: dict[str, str]
    taught: tuple[Example, ...] = ()  # beside the directory's own examples, after them


@lru_cache
def fitted_by() -> str:
    """Which program fits: all that lies beside it makes a matcher what it is.

    Another release takes no matcher of this one, though it be fitted to the same files: it would misread it, or be none
    the better for being newer.
    """
    digest = blake2b(digest_size=8)
    folder = Path(matcher.__file__).parent
    for file in sorted(path for path in folder.iterdir() if path.is_file()):
        digest.update(file.name.encode() + b"\0" + blake2b(file.read_bytes()).digest())
    return digest.hexdigest()


def version_for(directory: str) -> str:
    """Of the matcher that this program fits to that version of a directory."""
    return f"{directory}.{fitted_by()}"


async def fit_in_child(files: Mapping[str, str], taught: Sequence[Example] = ()) -> bytes:
    """Raises RuntimeError with the child's last line where fitting failed."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    fitted, trouble = await child.communicate(msgspec.json.encode(Work(dict(files), tuple(taught))))
    if child.returncode:
        last = trouble.decode(errors="replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"the matcher could not be fitted: {last}")
    return fitted


def fitted_bytes(files: Mapping[str, str], taught: Sequence[Example] = ()) -> bytes:
    directory = build(files)
    examples, texts = examples_of(directory)
    return fitted_to(directory, [*examples, *taught], texts).to_bytes()


def fitted_to(directory: Directory, examples: Sequence[Example], texts: Sequence[TopicText]) -> Matcher:
    """A matcher that knows what of it is confidential, and what words tell that by themselves."""
    hidden = confidential_topics(directory)
    told_by_words = partial(confidential_words, own=own_words(directory))
    return fit(examples, texts, confidential=hidden, told_by_words=told_by_words)


def confidential_topics(directory: Directory) -> frozenset[str]:
    return frozenset(str(topic) for topic in directory.topics if directory.is_delicate(topic))


if __name__ == "__main__":
    work = msgspec.json.decode(sys.stdin.buffer.read(), type=Work)
    sys.stdout.buffer.write(fitted_bytes(work.files, work.taught))
