"""All files of a directory → all drafts. Each file is read on its own; what joins them is `knowledge.check`'s."""

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from knowledge.reading.articles import read_article
from knowledge.reading.company import read_company, read_languages
from knowledge.reading.departments import read_department
from knowledge.reading.drafts import ArticleDraft, CompanyDraft, DepartmentDraft, PersonDraft
from knowledge.reading.faults import Fault, Sheet, TooMany
from knowledge.reading.nodes import LARGEST_BYTES, Entries, Node, Unreadable, read_nodes
from knowledge.reading.people import read_people

Files = Mapping[str, str]  # name relative to the folder, with "/" -> text

_DEPARTMENT = re.compile(r"departments/[^/]+\.yaml")
_ARTICLE = re.compile(r"articles/[^/]+\.md")
# What a byte that is no UTF-8 becomes when the folder is read.
NOT_UTF8 = "\ufffd"

People = tuple[PersonDraft, ...]
Draft = CompanyDraft | People | DepartmentDraft | ArticleDraft | None


class Drafts(Struct, frozen=True, kw_only=True):
    """`company` and `people` are None where they cannot be read: then nothing can be said against who is named
    elsewhere. `all_departments` is false where one of them cannot be read, so that a topic may well exist.
    """

    company: CompanyDraft | None
    people: People | None
    departments: tuple[DepartmentDraft, ...]
    all_departments: bool
    articles: tuple[ArticleDraft, ...]
    faults: tuple[Fault, ...]


def read_all(files: Files) -> Drafts:
    languages = _languages(files.get("company.yaml", ""))
    faults: list[Fault] = []
    company: CompanyDraft | None = None
    people: People | None = None
    departments: list[DepartmentDraft] = []
    articles: list[ArticleDraft] = []
    for name in sorted({"company.yaml", "people.yaml", *files}):
        draft, found = _read(name, files[name], languages) if name in files else (None, (_missing(name),))
        faults += found
        match draft:
            case CompanyDraft():
                company = draft
            case DepartmentDraft():
                departments.append(draft)
            case ArticleDraft():
                articles.append(draft)
            case tuple():
                people = draft
    return Drafts(
        company=company,
        people=people,
        departments=tuple(departments),
        all_departments=len(departments) == sum(bool(_DEPARTMENT.fullmatch(name)) for name in files),
        articles=tuple(articles),
        faults=tuple(faults),
    )


def _missing(name: str) -> Fault:
    return Fault(name, 1, "this file is missing. Add it; docs/directory.md shows what it holds.")


@lru_cache(maxsize=8)
def _languages(text: str) -> tuple[str, ...]:
    """Needed before any other file is read; what is wrong with them is said when company.yaml is."""
    sheet = Sheet("company.yaml")
    try:
        return read_languages(read_nodes(_readable(text, sheet), sheet), sheet)
    except (Unreadable, TooMany):
        return ()


# An edit touches one file: the others need not be read again, nor any of them to build after a check.
@lru_cache(maxsize=512)
def _read(name: str, text: str, languages: tuple[str, ...]) -> tuple[Draft, tuple[Fault, ...]]:
    sheet = Sheet(name, languages)
    draft: Draft = None
    try:
        draft = _draft(_readable(text, sheet), sheet)
    except Unreadable:
        pass
    except TooMany:
        last = sheet.faults.pop()
        sheet.faults.append(
            Fault(name, last.line, "too many faults: from here on nothing was read. Mend the others first.")
        )
    return draft, tuple(sheet.faults)


def _readable(text: str, sheet: Sheet) -> str:
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_BYTES:
        sheet.fault(1, "this file is larger than 1 MiB. Split it or take out what does not belong.")
        raise Unreadable
    if NOT_UTF8 in text:
        line = text.count("\n", 0, text.index(NOT_UTF8)) + 1
        sheet.fault(line, "here is something that is not UTF-8 text. Save the file as UTF-8.")
        raise Unreadable
    return text.replace("\r\n", "\n")


def _draft(text: str, sheet: Sheet) -> Draft:
    name = sheet.file
    if _ARTICLE.fullmatch(name):
        return read_article(text, sheet)
    if name == "people.yaml":
        return read_people(read_nodes(text, sheet), sheet)
    if name == "company.yaml":
        return read_company(_entries(read_nodes(text, sheet), sheet), sheet)
    if _DEPARTMENT.fullmatch(name):
        return read_department(_entries(read_nodes(text, sheet), sheet), sheet)
    sheet.fault(
        1,
        "this file is not read here. Name it departments/ID.yaml or articles/NAME.LANG.md, or take it away.",
    )
    return None


def _entries(root: Node, sheet: Sheet) -> Entries:
    if not isinstance(root, Entries):
        sheet.fault(root.line, "this file must hold keys and values. Begin with id: at the line's start.")
        raise Unreadable
    return root
