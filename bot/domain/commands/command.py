"""What every command is: who orders it, and the id that never acts twice."""

from hashlib import blake2b

from msgspec import Struct

from bot.domain.request import RequestNumber, WordsId
from knowledge.directory import PersonId


class Command(Struct, frozen=True, kw_only=True, tag_field="verb", omit_defaults=True):
    id: str
    by: PersonId  # who orders it; DESK for a timer


DESK = PersonId("desk")


def words_id(command: Command, field: str = "text") -> WordsId:
    """The id under which a text of this command is kept: the same for every delivery of the command."""
    return WordsId(blake2b(f"{command.id}/{field}".encode(), digest_size=8).hexdigest())


class About(Command, frozen=True, kw_only=True):
    """A command about one request. `seen` is the version on the card that was clicked, for "this has changed"."""

    number: RequestNumber
    seen: int | None = None


class Attached(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that came with words. It lies beside the events, as words do: whoever is forgotten, their files are."""

    source: str  # the platform, and what it calls the file: `slack:T1/F123`
    name: str  # as a person gave it: data
    kind: str = "application/octet-stream"  # the media type that the platform says
    size: int = 0  # bytes; 0 where the platform does not say
