"""What was understood of a text before the desk decided anything: worked out once, outside the commit."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from bot.domain.request import DangerKind, Need
from knowledge.directory import PersonId, TopicId, Urgency


class ArticleFound(Struct, frozen=True, kw_only=True):
    article: str
    language: str
    topic: TopicId


# Why words are treated as confidential until a person settles it (law 11); empty: they are not.
Cautious = Literal["", "topic", "words", "caution", "requester"]

# What words that say nothing of any matter are (bot/bare.py); empty for all others.
Bare = Literal["", "help", "opening", "calling", "nothing", "answer", "thanks", "matterless", "readers"]


class Reading(Struct, frozen=True, kw_only=True):
    language: str
    verdict: Literal["route", "ask", "person"]
    topic: TopicId | None = None  # the best guess
    confidence: float = 0.0
    choices: tuple[TopicId, ...] = ()  # two or three, where the verdict is "ask"
    chances: tuple[float, ...] = ()  # of each of the choices: that it is what is meant, 0..1
    because: tuple[str, ...] = ()
    article: ArticleFound | None = None
    needs: tuple[Need, ...] = ()  # two, where the text asks for two things; the topic is then the first one's
    danger: DangerKind | None = None
    caution: Cautious = ""
    about: tuple[PersonId, ...] = ()
    wanted_by: datetime | None = None
    wanted_day_only: bool = False
    # Only a time of day: of the day that was said before, if any. Whether it says which half of that day.
    wanted_clock: Literal["", "open", "sure"] = ""
    wanted_bare: bool = False  # the time is all that they say: to whoever has just asked something, an answer
    urgency: Urgency | None = None  # what the words suggest
    wants_person: bool = False
    asks_progress: bool = False
    # Of what: what it names, or something that it tells beside and that may be new; empty: of whatever is theirs.
    progress_of: Literal["", "named", "beside"] = ""
    asks_who: bool = False  # only who looks after something
    complains: bool = False
    files_complaint: bool = False  # names it a complaint, whatever it is about
    for_information: bool = False  # "so that you know": nothing is asked to be done
    too_long: bool = False  # says that it takes too long
    withdraws: bool = False
    greeting: bool = False  # and nothing else
    thanks: bool = False  # and nothing else
    well: bool = False  # thanks, or says only that all is well now
    bare: Bare = ""
    objects: bool = False  # begins by saying that what was answered does not do
    corrects: bool = False  # puts right what was said before, or what was understood of it
    leans: bool = False  # on what was said before: begins as what goes on with it does, names no matter, or calls somebody
    # No word of theirs says what it is about: which topic they are likest to is chance.
    names_no_matter: bool = False
    amends: bool = False  # begins as what changes or completes what was asked for does
    still_so: bool = False  # what was told of before is so still, or again
