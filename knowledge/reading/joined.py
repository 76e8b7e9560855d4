"""The drafts of all files held side by side: who and what is known, and where a fault of the whole is put."""

from collections import Counter
from collections.abc import Iterable

from knowledge.directory import For
from knowledge.reading.drafts import DepartmentDraft, OwnerDraft, PersonDraft, TopicDraft
from knowledge.reading.faults import MOST_FAULTS_A_FILE, Fault, did_you_mean, nearest, shown
from knowledge.reading.fields import Word
from knowledge.reading.whole import Drafts


class Joined:
    def __init__(self, drafts: Drafts) -> None:
        self.drafts = drafts
        self.faults: list[Fault] = []
        self._count: Counter[tuple[str, bool]] = Counter()
        # Of two with one address the first counts; the second is a fault of its own.
        self.people: dict[str, PersonDraft] = {
            p.email.text: p for p in reversed(drafts.people or ()) if p.email.text
        }
        self.departments: dict[str, DepartmentDraft] = {d.id.text: d for d in drafts.departments if d.id.text}
        self.topics: dict[str, TopicDraft] = {t.id: t for d in drafts.departments for t in d.topics if t.id}
        sites = drafts.company.sites if drafts.company else ()
        self.sites = {site.id: site.country for site in sites}
        self._company_is_faulty = any(f.file == "company.yaml" and not f.warning for f in drafts.faults)
        self.languages = drafts.company.languages if drafts.company else ()

    def fault(self, file: str, line: int, message: str) -> None:
        self._add(Fault(file, line, message))

    def warn(self, file: str, line: int, message: str) -> None:
        self._add(Fault(file, line, message, warning=True))

    def _add(self, fault: Fault) -> None:
        # A fault is never dropped for a warning, so that what is wrong is never accepted.
        if self._count[fault.file, fault.warning] < MOST_FAULTS_A_FILE:
            self._count[fault.file, fault.warning] += 1
            self.faults.append(fault)

    def listed(self, file: str, role: str, email: Word) -> PersonDraft | None:
        """The person meant, or None after a fault. `role` begins the sentence: "owner of topic payslip"."""
        if not email.text or self.drafts.people is None:
            return None
        if email.text not in self.people:
            self.fault(
                file,
                email.line,
                f"{role} {shown(email.text)} is not in people.yaml. {self._near(email.text)}",
            )
        return self.people.get(email.text)

    def _near(self, email: str) -> str:
        # By the name alone: one domain would make all addresses alike.
        name, names = email.partition("@")[0], {known.partition("@")[0]: known for known in self.people}
        near = nearest(name, names)
        return f'Did you mean "{names[near]}"?' if near else "Add the person there or correct the address."

    def known(self, file: str, role: str, word: Word, known: Iterable[str], otherwise: str) -> bool:
        """Whether the word is one of `known`; a fault if not. An empty word has its fault already."""
        if not word.text or word.text in (names := list(known)):
            return bool(word.text)
        self.fault(
            file,
            word.line,
            f"{role} {shown(word.text)} is unknown. {did_you_mean(word.text, names, otherwise)}",
        )
        return False

    def nobody_is_for(self, file: str, line: int, what: str, for_: For) -> None:
        """Warnings for a selector that no listed site or company can ever meet. Sites with a fault may be any."""
        if self.drafts.company is None or self._company_is_faulty:
            return
        companies = {person.company for person in self.people.values() if person.company}
        for kind, wanted, known in (
            ("country", for_.country, set(self.sites.values())),
            ("site", for_.site, set(self.sites)),
            ("company", for_.company, companies),
        ):
            for word in wanted:
                if word not in known:
                    hint = did_you_mean(word, known, "Correct it or take it out.")
                    self.warn(
                        file,
                        line,
                        f"for of {what} names the {kind} {shown(word)}, which nobody here has. {hint}",
                    )

    def left_out(self, owners: Iterable[OwnerDraft]) -> list[str]:
        """The sites whose people find no owner by country and site alone."""
        selectors = [owner.for_ for owner in owners if not owner.for_.company and not owner.for_.employment]
        return [
            site
            for site, country in self.sites.items()
            if not any(
                (not f.country or country in f.country) and (not f.site or site in f.site) for f in selectors
            )
        ]
