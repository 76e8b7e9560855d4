"""Who may do what: one table, role x command x state. Enforced at the desk at the time of the act.

A person has every role that holds for them at that moment; an act is allowed when one of them allows it.
"""

from functools import lru_cache
from typing import Literal

from bot.domain.commands import DESK
from bot.domain.request import Place, Request, Status
from knowledge.directory import Department, Directory, Person, PersonId

Role = Literal[
    "desk",  # timers and delivery
    "requester",
    "late",  # the requester of what has closed for want of their answer, which it still is
    "owner",
    "offered",  # asked to take a hand-over
    "emergency_duty",  # told of a danger that nobody has taken yet
    "consulted",
    "lead",  # of the department; the concierge's lead where the request is about that lead
    "backup",
    "colleague",  # owns topics of the department
    "former",  # owned it before
    "thanked",
    "bystander",  # called the desk in the request's own thread: their own words, and nothing else of it
    "concierge_lead",
    "administrator",
    "stranger",
]

LIVE: frozenset[Status] = frozenset({"new", "open", "pending", "resolved"})
ACTIVE: frozenset[Status] = frozenset({"new", "open", "pending"})
WORKED: frozenset[Status] = frozenset({"open", "pending"})
RESOLVED: frozenset[Status] = frozenset({"resolved"})
CLOSED: frozenset[Status] = frozenset({"closed"})
ENDED: frozenset[Status] = frozenset({"resolved", "closed"})
ALL: frozenset[Status] = LIVE | {"closed", "withdrawn"}

# Their writer's, whichever of these that is.
_OWN_WORDS: dict[Role, frozenset[Status]] = {
    "requester": LIVE,
    "owner": LIVE,
    "former": LIVE,
    "lead": LIVE,
    "backup": LIVE,
    "bystander": LIVE,
}

TABLE: dict[str, dict[Role, frozenset[Status]]] = {
    "say": {
        "requester": LIVE,
        "late": CLOSED,
        "owner": LIVE,
        "offered": WORKED,
        "emergency_duty": WORKED,
        "lead": WORKED,
        "backup": WORKED,
        "colleague": WORKED,
    },
    "edit": _OWN_WORDS,
    "delete": _OWN_WORDS,
    "move_words": {"requester": ALL},
    "split": {"requester": ACTIVE},
    "choose": {"requester": frozenset({"new"})},
    "not_this": {"requester": ACTIVE},
    "no_emergency": {"requester": ACTIVE, "owner": WORKED, "emergency_duty": WORKED},
    "make_private": {"requester": ALL, "owner": LIVE, "lead": LIVE},
    "lift_private": {"requester": LIVE, "lead": LIVE},
    "set_wanted_by": {"requester": ACTIVE, "owner": WORKED},
    "want_person": {"requester": LIVE},
    "article_solved": {"requester": frozenset({"new"})},
    "article_outdated": {"requester": frozenset({"new"})},
    "nudge": {"requester": ACTIVE},
    "withdraw": {"requester": ACTIVE},
    "reopen": {"requester": RESOLVED, "late": CLOSED},
    "rate": {"requester": ENDED},
    "complain": {"requester": ALL - {"withdrawn"}},
    "for_information": {"requester": LIVE},
    "made_good": {"requester": ALL},
    "thank": {"requester": ENDED},
    "answer_thanks": {"thanked": ALL},
    "take": {
        "owner": ACTIVE,
        "offered": WORKED,
        "emergency_duty": WORKED,
        "lead": WORKED,
        "backup": WORKED,
        "colleague": WORKED,
    },
    "note": {
        "owner": LIVE,
        "offered": WORKED,
        "emergency_duty": WORKED,
        "lead": LIVE,
        "backup": WORKED,
    },
    "ask_requester": {"owner": WORKED},
    "promise": {"owner": WORKED},
    "wait_for": {"owner": WORKED},
    "consult": {"owner": WORKED},
    "answer_consult": {"consulted": LIVE},
    "hand_over": {"owner": WORKED},
    "decline_handover": {"offered": WORKED},
    "withdraw_handover": {"owner": WORKED, "lead": WORKED},
    "resolve": {"owner": WORKED},
    "keep_answer": {"owner": ENDED, "lead": ENDED},
    "undo": {"owner": LIVE},
    "file_under": {"owner": WORKED | RESOLVED, "lead": WORKED | RESOLVED},
    "route_right": {"lead": ALL},
    "set_urgency": {"owner": WORKED, "lead": WORKED},
    "join_matter": {"owner": LIVE, "lead": LIVE},
    "leave_matter": {"owner": LIVE, "lead": LIVE},
    "reassign": {"lead": WORKED, "concierge_lead": WORKED},
    "take_back": {"lead": WORKED, "concierge_lead": WORKED},
    "timer": {"desk": ALL},
    "not_reached": {"desk": ALL},
    "owner_away": {"desk": ALL},
    "show_bulletin": {"desk": ALL},
}

READERS: frozenset[Role] = frozenset(
    {
        "requester",
        "owner",
        "offered",
        "emergency_duty",
        "lead",
        "backup",
        "colleague",
        "former",
        "concierge_lead",
        "desk",
    }
)
CONFIDENTIAL_READERS: frozenset[Role] = frozenset(
    {"requester", "owner", "offered", "emergency_duty", "lead", "desk"}
)


def department_of(request: Request, directory: Directory) -> Department:
    """The department in charge; the concierge's, where the directory lists it no more."""
    return directory.departments.get(request.department) or directory.departments[directory.concierge]


def lead_over(request: Request, directory: Directory) -> PersonId | None:
    """The lead who may know of this request: the concierge's where it is by or about the department's own.

    None where it is by or about both.
    """
    leads = (department_of(request, directory).lead, directory.departments[directory.concierge].lead)
    return next((lead for lead in leads if lead != request.requester and lead not in request.about), None)


def lead_of(request: Request, directory: Directory) -> PersonId:
    """Whom people are told of as the lead; the owner alone, where nobody stands above them."""
    return lead_over(request, directory) or request.owner


def is_cleared(person: PersonId, request: Request, directory: Directory) -> bool:
    """Whether somebody who is not accountable for it may be given this request to work on."""
    listed = directory.people.get(person)
    return listed is not None and (listed.confidential or not request.confidential)


def roles(person: PersonId, request: Request, directory: Directory) -> frozenset[Role]:
    """Every role of `person` towards this request now; never empty."""
    if person == DESK:
        return frozenset({"desk"})
    if person == request.requester:
        # Nobody serves themselves.
        return frozenset({"requester", "late"} if request.given_up else {"requester"})
    found: set[Role] = set()
    if person == request.owner:
        found.add("owner")
    if person not in request.about:
        found |= _serving_roles(person, request, directory)
    if request.stands_by(person):
        found.add("bystander")
    if person in directory.administrators:
        found.add("administrator")
    return frozenset(found) or frozenset({"stranger"})


def _serving_roles(person: PersonId, request: Request, directory: Directory) -> set[Role]:
    found: set[Role] = set()
    if request.thanks is not None and request.thanks.to == person:
        found.add("thanked")
    if person == request.complained_of:
        return found | _reads_on(person, request)
    if any(c.colleague == person for c in request.consults):
        found.add("consulted")
    if _is_offered(person, request, directory):
        found.add("offered")
    if person in request.alerted:
        found.add("emergency_duty")
    if person == lead_over(request, directory) or _stands_in(person, request, directory):
        found.add("lead")
    if person == directory.departments[directory.concierge].lead:
        found.add("concierge_lead")
    if not request.confidential:
        if any(person == former for former, _ in request.former):
            found.add("former")
        if person in _backups(request, directory):
            found.add("backup")
        if _serves(person, request.department, directory):
            found.add("colleague")
    return found


def _reads_on(person: PersonId, request: Request) -> set[Role]:
    """Whoever is complained of may be asked about it and see how it ends, and does not serve it (law 8)."""
    found: set[Role] = {"consulted"} if any(c.colleague == person for c in request.consults) else set()
    if not request.confidential and any(person == former for former, _ in request.former):
        found.add("former")
    return found


def _is_offered(person: PersonId, request: Request, directory: Directory) -> bool:
    """Who was asked; and anybody of a department, where the whole department was. Only who may have it."""
    offer = request.offer
    if offer is None or person == request.owner or not is_cleared(person, request, directory):
        return False
    whole = offer.person is None and _serves(person, offer.department, directory)
    return whole or person == offer.asked


def _stands_in(person: PersonId, request: Request, directory: Directory) -> bool:
    """The concierge's lead, once brought in because the department's own cannot be (law 11: among those marked)."""
    if person not in request.escalated_to or person != directory.departments[directory.concierge].lead:
        return False
    if not request.confidential:
        return True
    lead = lead_over(request, directory)
    return is_cleared(person, request, directory) and (
        lead is None or not is_cleared(lead, request, directory)
    )


def _backups(request: Request, directory: Directory) -> set[PersonId | None]:
    owner = directory.people.get(request.owner)
    return {department_of(request, directory).backup, owner.backup if owner else None}


def _serves(person: PersonId, department: str, directory: Directory) -> bool:
    listed = directory.people.get(person)
    return listed is not None and listed.department == department


def speaks_for(by: PersonId, person: Person, directory: Directory) -> bool:
    """Who may say for today that a colleague is away: the lead or backup of that colleague's department."""
    department = directory.departments[person.department]
    return by != person.id and by in (department.lead, department.backup)


def may(person: PersonId, verb: str, request: Request, directory: Directory) -> bool:
    row = TABLE.get(verb, {})
    return any(request.status in row.get(role, ()) for role in roles(person, request, directory))


def may_join_in(person: PersonId, place: Place | None, request: Request) -> bool:
    """Whether words to the desk in this place are the request's, whoever says them: in its own thread all read all.

    One that has become confidential is not spoken of in a thread any more, nor is what is over.
    """
    in_its_thread = place is not None and bool(place.thread) and place == request.place
    return in_its_thread and request.is_open and not request.confidential and person not in request.about


def may_publish(person: PersonId, request: Request, directory: Directory) -> bool:
    """Whether `person` answers for this topic, so that what they write may be told to everybody. Nothing confidential."""
    topic = directory.topics.get(request.topic) if request.topic else None
    if topic is None or request.confidential or topic.confidential or topic.signpost is not None:
        return False
    lead = directory.departments[topic.department].lead
    return person == lead or any(owner.person == person for owner in topic.owners)


def may_read(person: PersonId, request: Request, directory: Directory) -> bool:
    """Whether `person` may read the request's words now (law 11 for confidential ones)."""
    readers = CONFIDENTIAL_READERS if request.confidential else READERS
    return not readers.isdisjoint(roles(person, request, directory))


def verbs(person: PersonId, request: Request, directory: Directory) -> frozenset[str]:
    """What `person` may order now; for showing only the buttons that would work."""
    return _verbs_of(roles(person, request, directory), request.status)


@lru_cache
def _verbs_of(mine: frozenset[Role], status: Status) -> frozenset[str]:
    return frozenset(verb for verb, row in TABLE.items() if any(status in row.get(role, ()) for role in mine))


def may_keep(person: PersonId, request: Request, directory: Directory) -> bool:
    """Whether there is an answer that is not kept yet and that `person` may publish."""
    return not (request.unanswered or request.kept_answer) and may_publish(person, request, directory)
