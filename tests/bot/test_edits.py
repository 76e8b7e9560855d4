"""What somebody edits in the folder takes effect by itself; a fault there never stops the desk."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.edits import Edits
from bot.shelf import Shelf
from bot.store.store import Store
from tests.bot.test_shelf import BETTER, FAULTY, department, fewer_people, fitted, shelf_on
from tests.faults.processes import written
from tests.knowledge.directories import three_topics


class Folder:
    """A company's folder that is edited while a worker looks at it now and then."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store, self.path = store, written(three_topics(), path)
        self.shelf = shelf_on(store)
        self.edits = Edits(self.shelf, self.path)

    @classmethod
    async def published(cls, store: Store, path: Path) -> "Folder":
        folder = cls(store, path)
        await fitted(store, three_topics())
        await folder.shelf.publish(three_topics())
        await folder.shelf.refresh()
        return folder

    async def holds(self, files: Mapping[str, str], *, fit: bool = True) -> None:
        if fit:
            await fitted(self.store, files)
        written(files, self.path)

    async def looks(self, times: int = 2) -> list[str]:
        """What was said while the worker looked that often."""
        with capture_logs() as logged:
            for _ in range(times):
                await self.edits.look()
        return [entry["event"] for entry in logged]


@pytest.fixture
async def folder(store: Store, tmp_path: Path) -> Folder:
    return await Folder.published(store, tmp_path / "company")


async def in_another_process(store: Store) -> Shelf:
    shelf = shelf_on(store)
    await shelf.refresh()
    return shelf


async def test_an_edit_takes_effect_in_every_process_without_a_restart(store: Store, folder: Folder) -> None:
    other = await in_another_process(store)
    await folder.holds(BETTER)
    assert await folder.looks() == ["shelf.taken", "directory.published"]
    assert department(folder.shelf) == "TI"
    await other.refresh()
    assert department(other) == "TI"


async def test_half_of_what_is_being_saved_is_no_edit(folder: Folder) -> None:
    for files in (FAULTY, BETTER):
        await folder.holds(files, fit=files is BETTER)
        assert await folder.looks(1) == []
    assert "directory.published" in await folder.looks(1)
    assert department(folder.shelf) == "TI"


async def test_a_faulty_edit_keeps_the_last_good_one_and_says_so_once_until_it_is_mended(
    folder: Folder,
) -> None:
    await folder.holds(FAULTY, fit=False)
    assert await folder.looks(4) == ["directory.refused"]
    assert department(folder.shelf) == "Sistemas"
    await folder.holds(BETTER)
    assert "directory.published" in await folder.looks()
    assert department(folder.shelf) == "TI"


async def test_an_edit_that_drops_more_than_a_fifth_is_refused_until_somebody_says_yes(
    folder: Folder,
) -> None:
    await folder.holds(fewer_people())
    assert await folder.looks() == ["directory.refused"]
    assert len(folder.shelf.library.directory.people) == 9
    yes = await in_another_process(folder.store)
    await yes.publish(fewer_people(), yes=True)
    await folder.shelf.refresh()
    assert len(folder.shelf.library.directory.people) == 7


async def test_a_folder_that_is_gone_keeps_the_last_good_one_and_says_so_once(folder: Folder) -> None:
    (folder.path / "company.yaml").rename(folder.path / "company.old")
    assert await folder.looks(3) == ["directory.refused"]
    (folder.path / "company.old").rename(folder.path / "company.yaml")
    await folder.looks()
    assert department(folder.shelf) == "Sistemas"


async def test_of_two_workers_whose_folders_differ_neither_overrules_the_other(
    store: Store, folder: Folder, tmp_path: Path
) -> None:
    """As while a new version is rolled out."""
    await fitted(store, BETTER)
    newer = Edits(shelf := shelf_on(store), written(BETTER, tmp_path / "newer"))
    await shelf.publish(BETTER)
    for _ in range(3):
        await folder.looks()
        await newer.look()
    await shelf.refresh()
    assert department(shelf) == "TI"


async def test_what_was_edited_while_the_desk_started_is_not_missed(store: Store, tmp_path: Path) -> None:
    folder = Folder(store, tmp_path / "company")
    await fitted(store, three_topics())
    await folder.shelf.publish(three_topics())
    await folder.holds(BETTER)
    assert "directory.published" in await folder.looks()
