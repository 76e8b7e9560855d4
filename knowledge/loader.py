"""A directory's folder → its files → a Directory. The only part of knowledge that touches a disk.

The desk publishes the files as they are, by their fingerprint, and every process builds its own Directory from them.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePath

from knowledge.check import check_drafts
from knowledge.directory import Directory, PersonId
from knowledge.reading.faults import Fault, Faulty
from knowledge.reading.finished import finish
from knowledge.reading.nodes import LARGEST_BYTES
from knowledge.reading.whole import Files, read_all

__all__ = ["Fault", "Faulty", "Files", "build", "emails", "fingerprint", "load", "passed_over", "read_folder"]

# Where people put a file of a directory by mistake: beside the folders, one deeper, in one of a name that is nearly right.
_MEANT = tuple(
    f"{depth}*{end}" for depth in ("", "*/", "*/*/") for end in (".yaml", ".yml", ".md", ".markdown", ".txt")
)
_COMPANY = "Name it company.yaml."
_OWN = re.compile(r"(?P<which>company|people)\.ya?ml(?:\.txt)?")  # some systems hide the last ending
_YAML = re.compile(r".+\.ya?ml(?:\.txt)?")
_ARTICLE = re.compile(r"[^.]+\.[a-z]{2,3}(?:-[a-z]{2})?\.(?:md|markdown|txt|md\.txt)")
_BELONGS = ("company.yaml", "people.yaml", "departments/*.yaml", "departments/*.yml", "articles/*.md")


def load(path: Path) -> Directory:
    """Raises Faulty when the folder cannot be read or has a fault that is not a warning."""
    return build(read_folder(path))


def read_folder(path: Path) -> Files:
    """The texts of the files that belong to a directory, by their name relative to it. Others are passed over.

    What is no UTF-8 becomes U+FFFD, and of a file over 1 MiB little more than that is read: `check` names both.
    Raises Faulty where there is no such folder, no company.yaml in it, or a file may not be read.
    """
    if not path.is_dir():
        raise Faulty([Fault(str(path), 1, "there is no such folder. Name the one that holds company.yaml.")])
    if not (path / "company.yaml").is_file():
        near = next((f.name for f in sorted(path.iterdir()) if _meant(PurePath(f.name)) == _COMPANY), None)
        do = f"There is {near}: name it company.yaml." if near else "Add it, or name another folder."
        raise Faulty([Fault(str(path / "company.yaml"), 1, f"this file is missing. {do}")])
    found = {file for pattern in _BELONGS for file in path.glob(pattern) if file.is_file()}
    return {file.relative_to(path).as_posix(): _read(file) for file in sorted(found)}


def passed_over(path: Path) -> list[Fault]:
    """Warnings for files that look as if they were meant to be read and are not, by their name or their place. Of those of
    one folder and one kind the first.
    """
    read = {file for pattern in _BELONGS for file in path.glob(pattern)}
    files = {file for pattern in _MEANT for file in path.glob(pattern) if file.is_file()} - read
    first: dict[tuple[PurePath, str], PurePath] = {}
    for name in sorted(file.relative_to(path) for file in files):
        if do := _meant(name):
            first.setdefault((name.parent, do), name)
    return [
        Fault(name.as_posix(), 1, f"this file is not read. {do}", warning=True)
        for (_, do), name in first.items()
    ]


def _meant(name: PurePath) -> str:
    """What to do about a file that is passed over; empty where it may lie there: notes, what an editor leaves."""
    if any(part.startswith(".") for part in name.parts) or name.stem.casefold() == "readme":
        return ""
    at_the_top, plain = len(name.parts) == 1, name.name.casefold()
    if at_the_top and (found := _OWN.fullmatch(plain)):
        return _COMPANY if found["which"] == "company" else "Name it people.yaml."
    in_theirs = not at_the_top and name.parts[0].casefold().startswith(("department", "article"))
    if (
        _YAML.fullmatch(plain)
        or _ARTICLE.fullmatch(plain)
        or (in_theirs and plain.endswith((".md", ".markdown")))
    ):
        return "Name it departments/ID.yaml or articles/NAME.LANG.md, or take it away."
    return ""


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_BYTES + 4).decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise Faulty(
            [Fault(str(file), 1, f"this file cannot be read ({error.strerror}). Mend its rights.")]
        ) from None


def fingerprint(files: Files) -> str:
    """SHA-256 (hex) over names and texts; the same whatever their order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()


def build(files: Files, ids: Mapping[str, str] | None = None) -> Directory:
    """The directory that the files describe.

    `ids` gives each person's id by case-folded e-mail address (see `emails`); without it the address is the id.
    Raises Faulty when there is a fault that is not a warning, KeyError when `ids` lacks somebody.
    """
    drafts = read_all(files)
    # How old an article is concerns nobody who builds: that is but a warning.
    faults = check_drafts(drafts, today=date.min)
    if any(not fault.warning for fault in faults):
        raise Faulty(faults)
    known = {email: PersonId(email if ids is None else ids[email]) for email in emails(files)}
    return finish(drafts, fingerprint(files), known)


def emails(files: Files) -> tuple[str, ...]:
    """The case-folded address of everybody in people.yaml, in order; empty where it cannot be read."""
    return tuple(person.email.text for person in read_all(files).people or () if person.email.text)
