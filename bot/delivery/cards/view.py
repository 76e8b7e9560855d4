"""What a card needs beside the request, and the pen that writes it in its reader's words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from bot.delivery.card import (
    Block,
    Button,
    Buttons,
    Card,
    Fact,
    Facts,
    Link,
    Markdown,
    Paragraph,
    Picture,
    Quote,
)
from bot.delivery.hints import Hint
from bot.domain.events import AnyEvent
from bot.domain.request import Request, WordsId, is_ref, ref
from bot.domain.rights import lead_of, verbs
from bot.words import Words, of, text_in
from bot.words.dates import Clock
from bot.words.text import clean, isolate, one_line
from knowledge.directory import DepartmentId, Directory, PersonId, TopicId

# Acts that need words or a choice: a form opens first. The form has the verb's name.
WITH_FORM = frozenset(
    {
        "answer_consult",
        "ask_requester",
        "complain",
        "consult",
        "decline_handover",
        "file_under",
        "hand_over",
        "keep_answer",
        "note",
        "promise",
        "reassign",
        "resolve",
        "say",
        "set_urgency",
        "set_wanted_by",
        "wait_for",
        "withdraw",
    }
)


class Complained(Struct, frozen=True, kw_only=True):
    """What a requester complained of, in their words; empty where they only tapped."""

    number: int
    who: PersonId
    at: datetime
    text: str = ""


class View(Struct, frozen=True, kw_only=True):
    """Who reads, and what they may need: loaded when the card is sent, so that erasure and rights hold."""

    viewer: PersonId
    language: str
    zone: str
    now: datetime
    directory: Directory
    names: Mapping[PersonId, str]
    texts: Mapping[WordsId, str]
    titles: Mapping[PersonId, str] = {}  # as their profile says, of who is not listed
    gone: frozenset[PersonId] = frozenset()  # who was erased
    history: tuple[AnyEvent, ...] = ()
    hints: tuple[Hint, ...] = ()  # of resolved requests like this one
    alike: tuple[Complained, ...] = ()  # of several requests, where a notice is about several


@lru_cache(maxsize=2_000)  # of a request every card has the same one
def _title(say: Words, number: str, topic: str) -> str:
    return say("title", ref=number, topic=topic)


class Pen:
    """Writes cards about one request for one reader."""

    def __init__(self, view: View, request: Request) -> None:
        self.view, self.request = view, request
        self.say = of(view.language, view.directory.languages[0])
        self.clock = Clock(self.say, view.zone, view.now)
        self._may = verbs(view.viewer, request, view.directory)

    # who and what

    def name(self, person: PersonId | None) -> str:
        """Somebody's name; that they are no longer here once they are erased."""
        return name_of(self.view, person) or self.say(
            "somebody-gone" if person in self.view.gone else "somebody"
        )

    def line(self, person: PersonId) -> str:
        """Title and site of a listed person, of anybody else the title in their profile. It is shown, never used."""
        listed = self.view.directory.people.get(person)
        if listed is None:
            return one_line(self.view.titles.get(person, ""))
        site = self.view.directory.sites.get(listed.site)
        return " · ".join(
            part for part in (self.own(listed.title), self.own(site.name) if site else "") if part
        )

    def own(self, texts: Mapping[str, str]) -> str:
        """The company's own text in the reader's language."""
        return text_in(texts, self.say.language)

    def topic(self, topic: TopicId | None = None) -> str:
        """Its plain name; of the request's where none is given. Empty where nothing was understood."""
        found = self.view.directory.topics.get(topic or self.request.topic or TopicId(""))
        return self.own(found.name) if found else ""

    def because(self, reasons: Sequence[str]) -> str:
        """What spoke for a route, in one line; empty where nothing is said of it."""
        likest = [reason if is_ref(reason) else quoted(reason, self.say) for reason in reasons[:3]]
        return self.say("because", reasons=", ".join(likest)) if likest else ""

    def department(self, department: DepartmentId | None = None) -> str:
        found = self.view.directory.departments.get(department or self.request.department)
        return self.own(found.name) if found else self.request.department

    def team(self, person: PersonId, otherwise: DepartmentId | None = None) -> str:
        """Whose they are, where they are named: who steps in for another department is not of it."""
        listed = self.view.directory.people.get(person)
        return self.department(listed.department if listed else otherwise)

    @property
    def lead(self) -> PersonId:
        return lead_of(self.request, self.view.directory)

    @property
    def title(self) -> str:
        """A confidential request's title does not say what it is about: titles are read over shoulders."""
        if self.request.confidential:
            return self.say("title-confidential", ref=self.request.ref)
        topic = self.topic()
        return _title(self.say, self.request.ref, topic) if topic else self.request.ref

    @property
    def wish(self) -> str:
        """By when the requester needs it, empty where they said nothing. Their day is a day where they are."""
        request = self.request
        if request.wanted_by is None:
            return ""
        listed = self.view.directory.people.get(request.requester)
        zone = listed.hours.zone if listed and request.wanted_day_only else self.view.zone
        clock = Clock(self.say, zone, self.view.now)
        return clock.wish(request.wanted_by, day_only=request.wanted_day_only)

    # blocks

    def text(self, words: WordsId | None) -> str:
        """A person's words, unable to harm what stands around them; a plain remark once they are erased."""
        return self.kept(words) or self.say("words-gone")

    def kept(self, words: WordsId | None) -> str:
        """As `text`, for the middle of a sentence that can do without them; empty once they are erased."""
        kept = self.view.texts.get(words) if words else None
        return isolate(clean(kept)) if kept is not None else ""

    def waits(self, sentence: str, nameless: str, waits_for: WordsId, **facts: object) -> str:
        """A sentence on whom is waited for; `nameless`, which does without them, once their name is erased."""
        who = self.kept(waits_for)
        return self.say(sentence if who else nameless, who=who, **facts)

    def quote(
        self, words: WordsId | None, by: PersonId | None, at: datetime | None = None, *, private: bool = False
    ) -> Quote:
        when = self.clock.on(at) if at else ""
        return Quote(self.text(words), who=one_line(self.name(by)), when=when, private=private)

    def quote_of(self, told: Complained) -> Quote:
        text = isolate(clean(told.text)) if told.text else self.say("alike-without-words")
        who = self.say("alike-who", ref=ref(told.number), name=one_line(self.name(told.who)))
        return Quote(text, who=who, when=self.clock.on(told.at))

    def says(self, sentence: str, **facts: object) -> Paragraph:
        return Paragraph(self.say(sentence, **facts))

    def quietly(self, sentence: str, **facts: object) -> Paragraph:
        return Paragraph(self.say(sentence, **facts), "quiet")

    def warns(self, sentence: str, **facts: object) -> Paragraph:
        return Paragraph(self.say(sentence, **facts), "warning")

    def facts(self, *facts: tuple[str, str]) -> Facts | None:
        """(id of the label, value) each; empty values are left out."""
        known = tuple(Fact(self.say(label), value) for label, value in facts if value)
        return Facts(known) if known else None

    # buttons

    def may(self, verb: str) -> bool:
        return verb in self._may

    def button(self, verb: str, *, primary: bool = False, label: str = "", **fields: str) -> Button | None:
        """None where this person could not do it now. `label` is the id of another sentence than the verb's own."""
        if not self.may(verb):
            return None
        return Button(
            label=self.say(label or f"button-{verb}"),
            verb=verb,
            style="primary" if primary else "plain",
            form=verb if verb in WITH_FORM else "",
            fields=fields,
        )

    def buttons(self, *buttons: Button | None, first: int = 0) -> Buttons | None:
        known = tuple(button for button in buttons if button is not None)
        return Buttons(known, first) if known else None

    # the whole

    def card(self, kind: str, *blocks: Block | None, title: str | None = None) -> Card:
        """Blocks that are None have nothing to say here."""
        title = self.title if title is None else title
        kept = tuple(block for block in blocks if block is not None)
        return Card(
            kind=kind,
            language=self.say.language,
            number=self.request.number,
            version=self.request.version,
            title=title,
            text=plain(title, kept, self.say),
            blocks=kept,
            glimpse=self._glimpse(title, kept) if self.request.confidential else "",
        )

    def _glimpse(self, title: str, blocks: Sequence[Block]) -> str:
        """Of a confidential card: that it is one, and in an emergency what the desk warns of. No topic, nobody's words."""
        is_urgent = self.request.emergency is not None
        warnings = [block for block in blocks if isinstance(block, Paragraph) and block.tone == "warning"]
        return "\n".join([title, *(block.text for block in warnings if is_urgent)])


def name_of(view: View, person: PersonId | None) -> str:
    if person is None:
        return ""
    listed = view.directory.people.get(person)
    return view.names.get(person) or (listed.name if listed else "")


def plain(title: str, blocks: Sequence[Block], say: Words) -> str:
    """The whole card as text: what a notification, a screen reader or an old client has of it."""
    parts = [title, *(_plain(block, say) for block in blocks)]
    return "\n".join(part for part in parts if part)


def _plain(block: Block, say: Words) -> str:
    match block:
        case Paragraph(text=text) | Markdown(text=text):
            return text
        case Quote(text=text, who=who, when=when, private=private):
            by = ", ".join(part for part in (who, when, say("text-private") if private else "") if part)
            return f"{by}: {quoted(text, say)}" if by else quoted(text, say)
        case Picture(alt=alt):
            return alt
        case Facts(facts=facts):
            return "\n".join(f"{fact.label}: {fact.value}" for fact in facts)
        case Link(label=label, url=url):
            return f"{label}: {url}"
        case Buttons(buttons=buttons):
            return f"{say('text-options')} {' · '.join(button.label for button in buttons)}"


def quoted(text: str, say: Words) -> str:
    """In the language's own quotation marks; `text` may have many lines."""
    return f"{say('quote-opens')}{text}{say('quote-closes')}"


def loose_card(view: View, kind: str, *blocks: Block | None, title: str = "") -> Card:
    """A card that is about no single request."""
    say = of(view.language, view.directory.languages[0])
    kept = tuple(block for block in blocks if block is not None)
    return Card(
        kind=kind,
        language=say.language,
        title=title,
        text=plain(title, kept, say),
        blocks=kept,
    )
