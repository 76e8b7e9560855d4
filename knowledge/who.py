"""Whether somebody only asks who looks after something: that is answered, and opens no request. Pure.

How people ask it stands in knowledge/phrasings/who.*.txt.
"""

import re
from functools import lru_cache

from msgspec import Struct

from knowledge.accents import unaccented
from knowledge.directory import Department, Directory, PersonId
from knowledge.named import people_named
from knowledge.phrasings import Phrasings, phrasings

_LONGEST_NAME = 5  # words
_SECOND_SENTENCE = re.compile(r"[.!?;]\s*\S")
_BEFORE_A_NAME = re.compile(
    r"^(?:(?:the|el|la|los|las|lo|de|del|al|a|departamento|equipo|area|gente|alguien|chica|chico|chicos|department|team|people|somebody|someone) )+"
    r"|(?: (?:department|team|people|person|guy|guys|rep|contact|partner))+$"
)
_FEWEST = 4  # letters of a matter by itself


class Asked(Struct, frozen=True):
    """What somebody wants to know the name for (empty: they ask for something else), and what the directory calls so."""

    what: str = ""
    department: Department | None = None
    people: tuple[PersonId, ...] = ()

    @property
    def is_named(self) -> bool:
        return self.department is not None or bool(self.people)


_NOTHING = Asked()


@lru_cache(maxsize=1)
def _who() -> Phrasings:
    return phrasings("who")


def asked_about(text: str) -> str:
    """What somebody wants to know the name for; empty where they ask for something else."""
    return _what("looks_after", text)


def asked_of(text: str, directory: Directory) -> Asked:
    """As `asked_about`; also of which department the telephone, contact or head is asked for ("contacto de nóminas"),
    and of which listed people who they are ("¿quién es Marta Vidal?").
    """
    if not _who().found(text):  # as of nearly all
        return _NOTHING
    somebody = _what("somebody", text)
    people = _people_called(somebody, text, directory)
    if what := asked_about(text):
        return Asked(what, _department_called(what, directory), people)
    what = _what("department", text)
    department = _department_called(what, directory) if what else None
    if department is not None:
        return Asked(what, department, people)
    return Asked(somebody, people=people) if people else _NOTHING


def _people_called(name: str, text: str, directory: Directory) -> tuple[PersonId, ...]:
    """Longer than a name it asks for something else too."""
    named = people_named(directory, text) if name and len(name.split()) <= _LONGEST_NAME else ()
    return tuple(sorted(named))


def _what(kind: str, text: str) -> str:
    what = " ".join(_who().found(text).get(kind, "").split()).rstrip(" ?!.")
    return "" if _SECOND_SENTENCE.search(what) else what  # it says what is needed


def _department_called(name: str, directory: Directory) -> Department | None:
    """The department that is called so, in any of its languages ("compras", "the legal team", "RRHH")."""
    called = _bare(name)
    for department in directory.departments.values():
        if called in map(_bare, (*department.name.values(), *department.also_known_as)):
            return department
    return None


def _bare(name: str) -> str:
    return _BEFORE_A_NAME.sub("", " ".join(unaccented(name).casefold().split()))


def matter_of(text: str) -> str:
    """`text` without the words that ask who is to hear or to allow it: "¿a quién le digo que …?", "who signs off …?"."""
    matter = _who().found(text).get("matter", "")
    return matter if len(matter) >= _FEWEST else text


def as_question(rest: str, language: str) -> str:
    """What follows a command's "who", as the question that it stands for."""
    if asked_about(f"who {rest}"):
        return f"who {rest}"
    if asked_about(f"quién {rest}"):
        return f"quién {rest}"
    return f"¿Quién lleva {rest}?" if language == "es" else f"Who looks after {rest}?"
