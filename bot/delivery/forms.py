"""What an act asks before it is a command: a modal, a dialog, or fields on a page. A form is named like its verb.

Fields carry the names that `bot.acts` reads. A list of people or departments has values `person:ID` and
`department:ID`, and names only who could have it.
"""

from collections.abc import Callable
from typing import get_args

from bot.acts import REVIEWED_AFTER, STRUCK, USUALLY_REVIEWED_AFTER
from bot.delivery.card import Choice, Field, Form
from bot.delivery.cards.view import View
from bot.domain.approval import yes_missing
from bot.domain.promises import corrects
from bot.domain.request import Delay, Request, WordsId
from bot.domain.rights import speaks_for
from bot.words import Words, of, text_in
from knowledge.directory import Person, PersonId, Texts, Urgency
from knowledge.personal import striker_for

LONGEST_QUESTION = 200  # characters


class Maker:
    def __init__(self, request: Request | None, view: View) -> None:
        """`request` is None where one form serves several requests at once."""
        self.request, self.view = request, view
        self.say: Words = of(view.language, view.directory.languages[0])

    def text(self, form: str, name: str = "text", *, hint: str = "", required: bool = True) -> Field:
        return self._field(form, name, "text", hint, required=required)

    def line(self, form: str, name: str, *, hint: str = "", required: bool = True) -> Field:
        return self._field(form, name, "line", hint, required=required)

    def due(self, form: str, *, hint: str = "form-due-hint", required: bool = True) -> Field:
        return self._field(form, "due", "when", hint, required=required)

    def yes(self, form: str, name: str) -> Field:
        return self._field(form, name, "yes", "", required=False)

    def _field(self, form: str, name: str, kind: str, hint: str, *, required: bool) -> Field:
        return Field(
            name=name,
            label=self.say(f"form-{form}-{name}"),
            kind=kind,  # type: ignore[arg-type]  # the callers above name its kinds
            hint=self.say(hint) if hint else "",
            required=required,
        )

    def form(self, name: str, *fields: Field, fixed: dict[str, str] | None = None) -> Form:
        title, submit = self.say(f"form-{name}"), self.say(f"form-{name}-send")
        return Form(name=name, verb=name, title=title, submit=submit, fields=fields, fixed=fixed or {})

    def people(self) -> tuple[Choice, ...]:
        """Who could be given it or asked: never who asks, whom it names, or who has it already."""
        listed = sorted(self.view.directory.people.values(), key=lambda person: person.name.casefold())
        return tuple(
            Choice(f"person:{p.id}", self._place(p))
            for p in listed
            if p.id not in self._barred() and self._cleared(p)
        )

    def departments(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(f"department:{d.id}", self.say("form-department", name=self._own(d.name)))
            for d in self.view.directory.departments.values()
            if d.elsewhere is None
        )

    def topics(self) -> tuple[Choice, ...]:
        directory = self.view.directory
        found = (t for t in directory.topics.values() if self.request is None or t.id != self.request.topic)
        labels = (
            (t.id, f"{self._own(directory.departments[t.department].name)}: {self._own(t.name)}")
            for t in found
        )
        return tuple(Choice(id_, label) for id_, label in sorted(labels, key=lambda pair: pair[1].casefold()))

    def team(self) -> tuple[Choice, ...]:
        """Oneself, and of whom one may say that they are away; nothing for who speaks for nobody else."""
        people, own = self.view.directory.people, self.view.viewer
        team = [person for person in people.values() if speaks_for(own, person, self.view.directory)]
        if not team or own not in people:
            return ()
        team.sort(key=lambda person: person.name.casefold())
        me = Choice(f"person:{own}", self.say("form-away-myself", name=people[own].name))
        return (me, *(Choice(f"person:{person.id}", person.name) for person in team))

    def topic(self) -> str:
        """Its name, of the one request that this is about."""
        found = (
            self.view.directory.topics.get(self.request.topic)
            if self.request and self.request.topic
            else None
        )
        return self._own(found.name) if found else ""

    def told(self) -> tuple[str, str]:
        """What was asked and what was answered in the end, stripped of what is personal."""
        request = self.request
        if request is None or request.confidential:
            return "", ""
        striker = striker_for(self.view.directory)
        names = [self.view.names.get(request.requester, "")]
        texts = (
            self.view.texts.get(words or WordsId(""), "") for words in (request.first_words, _answer(request))
        )
        asked, answered = (striker.struck(text, STRUCK, names=names) for text in texts)
        return asked, answered

    def _place(self, person: Person) -> str:
        department = self.view.directory.departments[person.department]
        return self.say("form-place", name=person.name, department=self._own(department.name))

    def _own(self, texts: Texts) -> str:
        return text_in(texts, self.say.language)

    def _barred(self) -> frozenset[PersonId]:
        if self.request is None:
            return frozenset({self.view.viewer})
        return frozenset({self.request.requester, self.request.owner, self.view.viewer, *self.request.about})

    def _cleared(self, person: Person) -> bool:
        return self.request is None or not self.request.confidential or person.confidential


def _answer(request: Request) -> WordsId | None:
    """The line on what was done; a tick says nothing, so then the last reply."""
    replies = [
        words for words, by in request.messages if by != request.requester and not request.stands_by(by)
    ]
    return replies[-1] if replies else request.resolution_words


def form_for(name: str, request: Request | None, view: View, fixed: dict[str, str] | None = None) -> Form:
    """The form of this name (its verb's). `fixed` are fields the button brought along. Raises KeyError for no form."""
    form = (FORMS | OWN_FORMS)[name](Maker(request, view))
    return Form(
        name=form.name,
        verb=form.verb,
        title=form.title,
        submit=form.submit,
        # What the button brought along is not asked for again.
        fields=tuple(field for field in form.fields if field.name not in (fixed or {})),
        fixed={**form.fixed, **(fixed or {})},
    )


def say_form(make: Maker) -> Form:
    return make.form("say", make.text("say"))


def note_form(make: Maker) -> Form:
    return make.form("note", make.text("note", hint="form-note-hint"))


def promise_form(make: Maker) -> Form:
    """What was promised before is put off with a reason: a choice, or words of one's own."""
    due, said = make.due("promise"), make.text("promise", hint="form-promise-hint", required=False)
    request, view = make.request, make.view
    before = request.promise if request is not None else None
    if before is None or corrects(before, view.viewer, view.now):
        return make.form("promise", due, said)
    because = Field(
        name="because",
        label=make.say("form-promise-because"),
        kind="choice",
        hint=make.say("form-promise-because-hint"),
        choices=tuple(Choice(delay, make.say(f"because-{delay}")) for delay in get_args(Delay)),
        required=False,
    )
    return make.form("promise", due, because, said)


def wait_for_form(make: Maker) -> Form:
    who = make.line("wait_for", "who", hint="form-wait_for-hint")
    return make.form("wait_for", who, make.due("wait_for"))


def hand_over_form(make: Maker) -> Form:
    return make.form("hand_over", _to(make, "hand_over"), make.text("hand_over", hint="form-hand_over-hint"))


def decline_handover_form(make: Maker) -> Form:
    reason = make.text("decline_handover", hint="form-decline_handover-hint")
    return make.form("decline_handover", _to(make, "decline_handover"), reason)


def _to(make: Maker, form: str) -> Field:
    """A department or a person, in one list: departments first, since they always answer."""
    return Field(
        name="to",
        label=make.say(f"form-{form}-to"),
        kind="department",
        choices=(*make.departments(), *make.people()),
    )


def consult_form(make: Maker) -> Form:
    colleague = Field(
        name="colleague", label=make.say("form-consult-colleague"), kind="person", choices=make.people()
    )
    question = make.text("consult", hint="form-consult-hint")
    return make.form("consult", colleague, question, make.yes("consult", "yes_or_no"))


def answer_consult_form(make: Maker) -> Form:
    return make.form("answer_consult", make.text("answer_consult"))


def resolve_form(make: Maker) -> Form:
    """Where the topic needs a yes that is not there, going on without it is said, not forgotten."""
    done = make.text("resolve", hint="form-resolve-hint")
    whose = yes_missing(make.request, make.view.directory) if make.request is not None else None
    if whose is None:
        return make.form("resolve", done)
    name = make.view.directory.people[whose].name
    without = Field(
        name="without_yes",
        label=make.say("form-resolve-without_yes", name=name),
        kind="yes",
        hint=make.say("form-resolve-without_yes-hint", name=name),
        required=False,
    )
    return make.form("resolve", done, without)


def ask_requester_form(make: Maker) -> Form:
    return make.form("ask_requester", make.text("ask_requester", hint="form-ask_requester-hint"))


def set_wanted_by_form(make: Maker) -> Form:
    due = make.due("set_wanted_by", hint="form-set_wanted_by-hint", required=False)
    return make.form("set_wanted_by", due)


def file_under_form(make: Maker) -> Form:
    topic = Field(
        name="topic",
        label=make.say("form-file_under-topic"),
        kind="choice",
        hint=make.say("form-file_under-hint"),
        choices=make.topics(),
    )
    return make.form("file_under", topic)


def set_urgency_form(make: Maker) -> Form:
    choices = tuple(Choice(urgency, make.say(f"urgency-{urgency}")) for urgency in get_args(Urgency))
    urgency = Field(
        name="urgency", label=make.say("form-set_urgency-urgency"), kind="choice", choices=choices
    )
    return make.form("set_urgency", urgency)


def reassign_form(make: Maker) -> Form:
    person = Field(
        name="person", label=make.say("form-reassign-person"), kind="person", choices=make.people()
    )
    return make.form("reassign", person)


def withdraw_form(make: Maker) -> Form:
    """Nothing to fill in: a second tap, since it cannot be undone."""
    return make.form("withdraw")


def rate_form(make: Maker) -> Form:
    """The optional line, after the tap that is the rating."""
    rating = make.request.rating if make.request else None
    said = make.text("rate", hint="form-rate-hint")
    return make.form("rate", said, fixed={"outcome": rating.outcome} if rating else {})


def complain_form(make: Maker) -> Form:
    return make.form(
        "complain",
        make.text("complain", hint="form-complain-hint", required=False),
        make.yes("complain", "for_information"),
    )


def reopen_form(make: Maker) -> Form:
    return make.form("reopen", make.text("reopen", required=False))


def edit_form(make: Maker) -> Form:
    return make.form("edit", make.text("edit"))


def away_form(make: Maker) -> Form:
    """Until when, in words, and of whom: oneself, or for today a colleague of one's team. Nobody asks why."""
    until = make.line("away", "until", hint="form-away-hint", required=False)
    team = make.team()
    if not team:
        return make.form("away", until)
    who = Field(
        name="person",
        label=make.say("form-away-person"),
        kind="choice",
        hint=make.say("form-away-person-hint"),
        choices=team,
        required=False,
    )
    return make.form("away", until, who)


def keep_answer_form(make: Maker) -> Form:
    """What was asked and answered, with names, addresses and numbers struck, to be made an answer for everybody."""
    question, answer = make.told()
    title = Field(name="title", label=make.say("form-keep_answer-title"), kind="line", value=make.topic())
    asked = Field(
        name="question",
        label=make.say("form-keep_answer-question"),
        kind="line",
        hint=make.say("form-keep_answer-question-hint"),
        value=" ".join(question.split())[:LONGEST_QUESTION],
    )
    body = Field(
        name="text",
        label=make.say("form-keep_answer-text"),
        kind="text",
        hint=make.say("form-keep_answer-hint"),
        value=answer,
    )
    months = Field(
        name="months",
        label=make.say("form-keep_answer-months"),
        kind="choice",
        choices=tuple(Choice(n, make.say("form-keep_answer-after", months=int(n))) for n in REVIEWED_AFTER),
        value=USUALLY_REVIEWED_AFTER,
    )
    return make.form("keep_answer", title, asked, body, months)


FORMS: dict[str, Callable[[Maker], Form]] = {
    "answer_consult": answer_consult_form,
    "ask_requester": ask_requester_form,
    "complain": complain_form,
    "consult": consult_form,
    "decline_handover": decline_handover_form,
    "edit": edit_form,
    "file_under": file_under_form,
    "hand_over": hand_over_form,
    "keep_answer": keep_answer_form,
    "note": note_form,
    "promise": promise_form,
    "rate": rate_form,
    "reassign": reassign_form,
    "reopen": reopen_form,
    "resolve": resolve_form,
    "say": say_form,
    "set_urgency": set_urgency_form,
    "set_wanted_by": set_wanted_by_form,
    "wait_for": wait_for_form,
    "withdraw": withdraw_form,
}

# About a person and no request: nothing that a request's verb does (`bot.away`).
OWN_FORMS: dict[str, Callable[[Maker], Form]] = {"away": away_form}
