"""What people and timers order. Every command has an id: the same id never acts twice.

`text` fields are people's words; the desk stores them beside the events under `words_id(command)`.
"""

import msgspec

# All names of the four parts, so that a reader of commands need not know where each is kept.
from bot.domain.commands.asking import *  # noqa: F403
from bot.domain.commands.asking import Ask, Asking, EditWords, Say, Split
from bot.domain.commands.command import *  # noqa: F403
from bot.domain.commands.command import DESK as DESK
from bot.domain.commands.command import Attached, words_id
from bot.domain.commands.serving import *  # noqa: F403
from bot.domain.commands.serving import Serving
from bot.domain.commands.unasked import *  # noqa: F403
from bot.domain.commands.unasked import Unasked
from bot.domain.request import WordsId, files_with

AnyCommand = Asking | Serving | Unasked

TEXT_FIELDS = ("text", "who")


def texts(command: AnyCommand) -> dict[WordsId, str]:
    """People's words in a command, by the id they are kept under."""
    if isinstance(command, EditWords | Split):
        return {command.words: command.text} if command.words is not None else {}
    found = {}
    for field in TEXT_FIELDS:
        text = getattr(command, field, "")
        if text:
            found[words_id(command, field)] = text
    if isinstance(command, Ask | Say) and command.files:
        ids = file_ids(command)
        found |= {id_: encode_attached(file).decode() for id_, file in zip(ids, command.files, strict=True)}
    return found


def file_ids(command: Ask | Say) -> tuple[WordsId, ...]:
    return files_with(words_id(command), len(command.files)) if command.files else ()


encode_attached = msgspec.json.Encoder().encode
decode_attached = msgspec.json.Decoder(Attached).decode
