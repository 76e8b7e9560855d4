"""What the page sends -> words and commands. Nothing here decides; whatever cannot be read is told in a sentence."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from msgspec import Struct
from msgspec.structs import replace

from bot.acts import Typing, command_of
from bot.delivery.files import KEPT, MOST_BYTES
from bot.domain.commands import AnyCommand, Attached
from bot.domain.request import RequestNumber
from bot.hearing import Said
from handlers.web.gateway import place_of
from handlers.web.room import Unknown, Wanted

MOST_PARTS = 20  # fields and files of a composer
LONGEST_FIELD = 1 << 20  # bytes
MOST_FIELDS = 1000  # forty requests picked, and room to spare
_ID = re.compile(r"[0-9a-zA-Z-]{8,64}")
_NUMBER = re.compile(r"[0-9]{1,12}")


class Upload(Struct, frozen=True):
    name: str
    kind: str
    data: bytes


class Sent(Struct, frozen=True, kw_only=True):
    """An act as a form sent it."""

    id: str
    verb: str
    numbers: tuple[int, ...]
    seen: int | None
    fields: dict[str, str]
    form: str = ""


async def fields(request: web.Request) -> list[tuple[str, str]]:
    """The form's fields. Broken Unicode becomes the replacement character: nothing is refused for a bad byte."""
    try:
        body = await request.read()
    except HTTPRequestEntityTooLarge as error:
        raise Unknown("desk-too-much", 413) from error
    try:
        return parse_qsl(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Unknown from error


async def with_files(request: web.Request) -> tuple[dict[str, str], list[Upload]]:
    """A composer's fields and the files beside them, whichever way the form was sent."""
    if request.content_type != "multipart/form-data":
        return dict(await fields(request)), []
    given: dict[str, str] = {}
    files: list[Upload] = []
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or len(given) + len(files) > MOST_PARTS:
                raise Unknown
            most = MOST_BYTES if part.filename else LONGEST_FIELD
            data = bytearray()
            while piece := await part.read_chunk():
                data += piece
                if len(data) > most:
                    raise Unknown("desk-too-much", 413)
            if part.filename:
                kind = part.headers.get("Content-Type", "application/octet-stream")[:100]
                files.append(Upload(part.filename, kind, bytes(data)))
            elif part.name and part.name != "file":
                given[part.name] = data.decode("utf-8", "replace")
    except ValueError as error:
        raise Unknown from error
    return given, [file for file in files if file.data]


def command_id(given: Mapping[str, str], wanted: Wanted) -> str:
    """The form's own id, under the person's name: nobody's first answer is given to somebody else."""
    id_ = given.get("id", "")
    if not _ID.fullmatch(id_):
        raise Unknown
    return f"web/{wanted.person}/{id_}"


def number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise Unknown
    return int(text)


def numbers(texts: Sequence[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number(text) for text in texts if text))


def words(given: Mapping[str, str], wanted: Wanted, files: Sequence[Upload] = ()) -> Said:
    """Words in a pane's composer, and a line for each file. A browser sends line ends as CRLF; a person wrote lines."""
    thread = given.get("thread", "")
    about = number(thread) if thread else None
    lines = [wanted.t("desk-file", name=file.name) for file in files]
    text = "\n".join(part for part in (given.get("text", ""), *lines) if part)
    attached = tuple(
        Attached(source=KEPT, name=file.name, kind=file.kind, size=len(file.data)) for file in files
    )
    return replace(said(command_id(given, wanted), text, wanted, about), files=attached)


def said(id_: str, text: str, wanted: Wanted, thread: int | None) -> Said:
    return Said(
        id=id_,
        by=wanted.person,
        text=text.replace("\r\n", "\n"),
        place=place_of(wanted.person, wanted.side),
        thread=RequestNumber(thread) if thread is not None else None,
        as_requester=wanted.side == "asks",
    )


def act(pairs: Sequence[tuple[str, str]], wanted: Wanted) -> Sent:
    given = dict(pairs)
    seen = given.get("seen", "")
    return Sent(
        id=command_id(given, wanted),
        verb=given.get("verb", ""),
        # A card about no single request names the one it acts on among its fields.
        numbers=numbers([value for name, value in pairs if name in ("number", "f.number")]),
        seen=number(seen) if seen else None,
        fields={
            name.removeprefix("f."): value.replace("\r\n", "\n")
            for name, value in pairs
            if name.startswith("f.")
        },
        form=given.get("form", ""),
    )


def command(sent: Sent, about: int, wanted: Wanted, now: datetime) -> AnyCommand:
    """Raises Unclear for what was typed, Unknown for a verb that is nobody's click.

    Of several requests each gets an id of its own, made from the form's: sent twice, each acts once.
    """
    several = len(sent.numbers) > 1
    try:
        return command_of(
            sent.verb,
            sent.fields,
            id=f"{sent.id}/{about}" if several else sent.id,
            number=about,
            seen=None if several else sent.seen,
            typing=typing(wanted, now),
        )
    except KeyError as error:
        raise Unknown from error


def typing(wanted: Wanted, now: datetime) -> Typing:
    """What a date in words needs to be understood."""
    return Typing(
        by=wanted.person,
        now=now,
        zone=wanted.zone,
        language=wanted.language,
        directory=wanted.room.directory,
    )
