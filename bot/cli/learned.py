"""What a folder of files says, with what a desk has learned since: lessons and kept answers, where there is a store."""

import logging
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import replace

from bot.cli.care import with_store
from bot.cli.fail import Failed
from bot.cli.offline import directory_of, library_of
from bot.kept import with_answers
from bot.learning import Learning
from bot.log import events_to_stderr
from bot.reader import Library
from bot.settings import Settings, WrongSetting, from_environment
from bot.shelf import grounds_of, looked_up
from bot.store.store import Store
from knowledge.directory import Directory
from knowledge.lessons import learned
from knowledge.loader import read_folder

data_option = click.option(
    "--data", type=click.Path(path_type=Path), help="Whose lessons and answers count.  [default: ./data]"
)


class Since(Struct, frozen=True, kw_only=True):
    """What has been learned since the directory was written; `without`: why nothing of it is known here."""

    lessons: int = 0
    answers: int = 0  # kept by owners
    withdrawn: int = 0  # answers of which two people said "no longer so"
    without: str = ""

    @property
    def said(self) -> str:
        if self.without:
            return f"As the directory says it, without what a desk has learned: {self.without}"
        return (
            f"With what the desk has learned: {_so_many(self.lessons, 'lesson')} and {_so_many(self.answers, 'kept answer')}"
            + (f"; {_so_many(self.withdrawn, 'answer')} no longer so." if self.withdrawn else ".")
        )

    def as_json(self) -> dict[str, Any]:
        known = {"lessons": self.lessons, "answers": self.answers, "withdrawn": self.withdrawn}
        return {"without": self.without} if self.without else known


def library_as_of_now(folder: Path, data: Path | None) -> tuple[Library, Since]:
    """Raises Failed for a directory with a fault. A store that is not to be had is no fault: `Since` says why."""
    accepted = directory_of(folder)
    try:
        settings = from_environment(directory=folder, data=data)
    except WrongSetting as wrong:
        return library_of(accepted), Since(without=str(wrong))
    if not settings.redis_url and not _holds_a_store(settings.data):
        why = f"there is no REDIS_URL, and no desk has run in {settings.data} (--data says where)."
        return library_of(accepted), Since(without=why)
    events_to_stderr(logging.WARNING)
    try:
        return with_store(settings, "route", lambda store: _as_of_now(store, settings))
    except Failed as trouble:
        return library_of(accepted), Since(without=str(trouble))


def _holds_a_store(data: Path) -> bool:
    return (data / "redis").is_dir()


async def _as_of_now(store: Store, settings: Settings) -> tuple[Library, Since]:
    directory = await looked_up(store.people, read_folder(settings.directory))
    library = library_of(directory)
    learning = Learning(store)
    lessons = await learning.lessons(await learning.standing(), directory)
    found = learned(grounds_of(library), lessons)
    kept, doubts = await store.articles.all()
    answered = with_answers(directory, kept, doubts)
    since = Since(
        lessons=sum(judged.verdict == "applied" for judged in found.judged),
        answers=sum(article.name in kept for article in answered.articles),
        withdrawn=len(_names(with_answers(directory, kept, {}))) - len(_names(answered)),
    )
    return replace(library, directory=answered, matcher=found.matcher), since


def _names(directory: Directory) -> set[str]:
    return {article.name for article in directory.articles}


def _so_many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count or 'no'} {what}s"
