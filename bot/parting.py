"""Words that become a request of their own: added to one by mistake, or the second of two things in one message.

The new request is there before anything leaves the old one, so that a crash between the two loses nothing; the click
that comes again finds the new one by its command's id.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.answer import Answer, decode_answer
from bot.commit import request_in
from bot.domain import commands as c
from bot.domain.refusals import NoSuchRequest
from bot.domain.request import Request, RequestNumber, WordsId, comes_with
from bot.domain.rights import may
from bot.hearing import Said
from bot.orders import ask_of
from knowledge.directory import PersonId

if TYPE_CHECKING:
    from bot.desk import Desk


async def something_else(desk: "Desk", by: PersonId, number: int, words: WordsId) -> Answer:
    """Words that were added to a request leave it.

    However often it is tapped they become one request and no more: its id comes from the words, not from the tap.
    """
    new = f"apart/{number}/{words}/{by}"
    loaded = await desk.store.load(number, new)
    request = request_in(loaded)
    words_of = await desk.store.words(number)
    text = words_of.get(words)
    if request is None or text is None or (words, by) not in request.messages:
        if loaded.seen is not None:
            return decode_answer(loaded.seen)
        why = NoSuchRequest(number=RequestNumber(number))
        return Answer(kind="refused", number=RequestNumber(number), refusal=why)
    files = _files_with(request, words, words_of)
    said = _said(new, by, text.decode(), request, files, words_of)
    private = request.confidential and request.confidential_settled
    answer = await _asked(desk, replace(said, private=private), files, number)
    if answer.kind == "done" and answer.number is not None:
        left = [id_ for id_, who in request.messages if who == by and id_ != words and id_ in words_of]
        stays = "\n".join(words_of[id_].decode() for id_ in left)
        reading = await desk.read(replace(said, text=stays), loaded.now)
        move = c.MoveWords(
            id=f"{new}/move", by=by, number=request.number, words=words, to=answer.number, reading=reading
        )
        await desk.handle(move)
    return answer


async def split(desk: "Desk", command: c.Split) -> Answer:
    """The second of two things is asked for by itself, as if it had been written so, and the first stays where it is.

    Whoever taps twice gets one more request and no more: its id comes from the words, not from the tap.
    """
    loaded = await desk.store.load(command.number, command.id)
    if loaded.seen is not None:
        return decode_answer(loaded.seen)
    request = request_in(loaded)
    words_of = await desk.store.words(command.number)
    first = request.first_words if request is not None else None
    text = words_of.get(first or "")
    nothing = request is None or not request.needs or text is None or first is None
    if nothing or request is None or not may(command.by, "split", request, desk.directory):
        return await desk.handle(replace(command, to=command.number))  # refused, by the rules and for good
    whole, at = text.decode() if text else "", request.needs[1].begins
    files = _files_with(request, WordsId(first or ""), words_of)
    said = _said(f"split/{command.number}/{first}", command.by, whole[at:].strip(), request, files, words_of)
    private = request.confidential and request.confidential_settled
    answer = await _asked(desk, replace(said, private=private), files, command.number)
    if answer.kind != "done" or answer.number is None:
        return answer
    stays = whole[:at].strip()
    reading = await desk.read(replace(said, text=stays), loaded.now)
    return await desk.handle(replace(command, words=first, text=stays, to=answer.number, reading=reading))


def _files_with(request: Request, words: WordsId, words_of: dict[str, bytes]) -> list[WordsId]:
    return [file for file, _ in request.files if comes_with(file, words) and file in words_of]


def _said(
    id: str,  # noqa: A002
    by: PersonId,
    text: str,
    request: Request,
    files: Iterable[WordsId],
    words_of: dict[str, bytes],
) -> Said:
    return Said(
        id=id,
        by=by,
        text=text,
        place=request.place,
        files=tuple(c.decode_attached(words_of[file]) for file in files),
        as_requester=True,
    )


async def _asked(desk: "Desk", said: Said, files: Iterable[WordsId], number: int) -> Answer:
    """As a request of its own, with what came along copied to it."""
    reading = await desk.read(said, await desk.now())
    ask = ask_of(said, reading, as_new=True)
    answer = await desk.handle(ask)
    if answer.kind == "done" and answer.number is not None:
        for file, new in zip(files, c.file_ids(ask), strict=True):
            await desk.store.files.copy((number, said.by, file), (answer.number, said.by, new))
    return answer
