"""An owner's loose words, kept until they say to whom they go. They are theirs alone and no part of a request."""

from itertools import count, takewhile

from bot.domain.commands import Attached, decode_attached, encode_attached
from bot.domain.request import WordsId, files_with
from bot.hearing import Said
from bot.store.store import Store
from knowledge.directory import PersonId

_NO_REQUEST = 0


class Held:
    """Under the message's own id, so that once they have gone its edits follow them. Raises Unavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, said: Said) -> None:
        await self._store.keep_words(_NO_REQUEST, said.by, said.id, said.text.encode())
        for id_, file in zip(files_with(WordsId(said.id), len(said.files)), said.files, strict=True):
            await self._store.keep_words(_NO_REQUEST, said.by, id_, encode_attached(file))

    async def change(self, person: PersonId, held: str, text: str) -> bool:
        """What was typed anew before it went anywhere; False where it is kept no longer."""
        if await self.words(person, held) is None:
            return False
        await self._store.keep_words(_NO_REQUEST, person, held, text.encode())
        return True

    async def drop(self, person: PersonId, held: str) -> None:
        """Its writer has taken it back."""
        files = await self.files(person, held)
        for id_ in (held, *files_with(WordsId(held), len(files))):
            await self._store.drop_words(_NO_REQUEST, person, id_)
            await self._store.files.drop(_NO_REQUEST, person, id_)

    async def words(self, person: PersonId, held: str) -> str | None:
        """None once they are kept no longer, and for whoever did not write them."""
        words = (await self._store.words_by(_NO_REQUEST, person)).get(held)
        return words.decode() if words is not None else None

    async def files(self, person: PersonId, held: str) -> tuple[Attached, ...]:
        """The files that came with them."""
        kept = await self._store.words_by(_NO_REQUEST, person)
        ids = takewhile(kept.__contains__, (f"{held}.{n}" for n in count()))
        return tuple(decode_attached(kept[id_]) for id_ in ids)
