"""A directory's folder → its files → a Directory. The only part of knowledge that touches a disk.

The desk publishes the files as they are, by their fingerprint, and every process builds its own Directory from them.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from knowledge.check import check_drafts
from knowledge.directory import Directory, PersonId
from knowledge.reading.faults import Fault, Faulty
from knowledge.reading.finished import finish
from knowledge.reading.nodes import LARGEST_BYTES
from knowledge.reading.whole import Files, read_all

__all__ = ["Fault", "Faulty", "Files", "build", "emails", "fingerprint", "load", "read_folder"]

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
        raise Faulty(
            [Fault(str(path / "company.yaml"), 1, "this file is missing. Add it, or name another folder.")]
        )
    found = {file for pattern in _BELONGS for file in path.glob(pattern) if file.is_file()}
    return {file.relative_to(path).as_posix(): _read(file) for file in sorted(found)}


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
