"""Who may do what: one table, role x command x state. Enforced at the desk at the time of the act.

A person has every role that holds for them at that moment; an act is allowed when one of them allows it.
"""

from typing import Literal

from bot.domain.commands import DESK
from bot.domain.request import Request, Status
from knowledge.directory import Directory, PersonId

Role = Literal[
    "desk",  # timers and delivery
    "requester",
    "owner",
    "offered",  # asked to take a hand-over
    "consulted",
    "lead",  # of the department; the concierge's lead where the request is about that lead
    "backup",
    "colleague",  # owns topics of the department
    "former",  # owned it before
    "concierge_lead",
    "administrator",
    "stranger",
]

LIVE: frozenset[Status] = frozenset({"new", "open", "pending", "resolved"})
ACTIVE: frozenset[Status] = frozenset({"new", "open", "pending"})
WORKED: frozenset[Status] = frozenset({"open", "pending"})
RESOLVED: frozenset[Status] = frozenset({"resolved"})
ALL: frozenset[Status] = LIVE | {"closed", "withdrawn"}

TABLE: dict[str, dict[Role, frozenset[Status]]] = {
    "say": {
        "requester": LIVE,
        "owner": LIVE,
        "offered": WORKED,
        "lead": WORKED,
        "backup": WORKED,
        "colleague": WORKED,
    },
    "edit": {"requester": LIVE, "owner": LIVE, "former": LIVE},
    "delete": {"requester": LIVE, "owner": LIVE, "former": LIVE},
    "move_words": {"requester": ALL},
    "choose": {"requester": frozenset({"new"})},
    "not_this": {"requester": ACTIVE},
    "make_private": {"requester": ALL, "owner": LIVE, "lead": LIVE},
    "lift_private": {"requester": LIVE, "lead": LIVE},
    "set_wanted_by": {"requester": ACTIVE, "owner": WORKED},
    "want_person": {"requester": LIVE},
    "article_solved": {"requester": frozenset({"new"})},
    "nudge": {"requester": ACTIVE},
    "withdraw": {"requester": ACTIVE},
    "reopen": {"requester": RESOLVED},
    "rate": {"requester": RESOLVED},
    "complain": {"requester": ALL - {"withdrawn"}},
    "made_good": {"requester": ALL},
    "thank": {"requester": frozenset({"resolved", "closed"})},
    "take": {
        "owner": ACTIVE,
        "offered": WORKED,
        "lead": WORKED,
        "backup": WORKED,
        "colleague": WORKED,
    },
    "note": {"owner": LIVE, "offered": WORKED, "lead": LIVE, "backup": WORKED},
    "ask_requester": {"owner": WORKED},
    "promise": {"owner": WORKED},
    "wait_for": {"owner": WORKED},
    "consult": {"owner": WORKED},
    "answer_consult": {"consulted": LIVE},
    "hand_over": {"owner": WORKED},
    "decline_handover": {"offered": WORKED},
    "withdraw_handover": {"owner": WORKED, "lead": WORKED},
    "resolve": {"owner": WORKED},
    "undo": {"owner": LIVE},
    "file_under": {"owner": LIVE, "lead": LIVE},
    "set_urgency": {"owner": WORKED, "lead": WORKED},
    "join_matter": {"owner": LIVE, "lead": LIVE},
    "leave_matter": {"owner": LIVE, "lead": LIVE},
    "reassign": {"lead": WORKED, "concierge_lead": WORKED},
    "take_back": {"lead": WORKED, "concierge_lead": WORKED},
    "timer": {"desk": ALL},
    "not_reached": {"desk": ALL},
    "show_bulletin": {"desk": ALL},
}

READERS: frozenset[Role] = frozenset(
    {"requester", "owner", "offered", "lead", "backup", "colleague", "former", "concierge_lead", "desk"}
)
CONFIDENTIAL_READERS: frozenset[Role] = frozenset({"requester", "owner", "offered", "lead", "desk"})


def lead_of(request: Request, directory: Directory) -> PersonId:
    """The lead who may know of this request: somebody else's where it is about the department's own, or theirs."""
    lead = directory.departments[request.department].lead
    if lead in request.about or lead == request.requester:
        return directory.departments[directory.concierge].lead
    return lead


def roles(person: PersonId, request: Request, directory: Directory) -> frozenset[Role]:
    """Every role of `person` towards this request now; never empty."""
    if person == DESK:
        return frozenset({"desk"})
    if person == request.requester:
        return frozenset({"requester"})  # nobody serves themselves
    found: set[Role] = set()
    if any(c.colleague == person for c in request.consults):
        found.add("consulted")
    if person == request.owner:
        found.add("owner")
    if person not in request.about:
        found |= _serving_roles(person, request, directory)
    if person in directory.administrators:
        found.add("administrator")
    return frozenset(found) or frozenset({"stranger"})


def _serving_roles(person: PersonId, request: Request, directory: Directory) -> set[Role]:
    found: set[Role] = set()
    offer = request.offer
    if offer is not None and person == offer.asked:
        found.add("offered")
    if person == lead_of(request, directory):
        found.add("lead")
    if person == directory.departments[directory.concierge].lead:
        found.add("concierge_lead")
    listed = directory.people.get(person)
    cleared = listed is not None and (listed.confidential or not request.confidential)
    if (
        offer is not None
        and offer.person is None
        and cleared
        and _serves(person, offer.department, directory)
    ):
        found.add("offered")
    if not request.confidential:
        if any(person == former for former, _ in request.former):
            found.add("former")
        if person in _backups(request, directory):
            found.add("backup")
        if _serves(person, request.department, directory):
            found.add("colleague")
    return found


def _backups(request: Request, directory: Directory) -> set[PersonId | None]:
    owner = directory.people.get(request.owner)
    return {directory.departments[request.department].backup, owner.backup if owner else None}


def _serves(person: PersonId, department: str, directory: Directory) -> bool:
    listed = directory.people.get(person)
    return listed is not None and listed.department == department


def may(person: PersonId, verb: str, request: Request, directory: Directory) -> bool:
    row = TABLE.get(verb, {})
    return any(request.status in row.get(role, ()) for role in roles(person, request, directory))


def may_read(person: PersonId, request: Request, directory: Directory) -> bool:
    """Whether `person` may read the request's words now (law 11 for confidential ones)."""
    readers = CONFIDENTIAL_READERS if request.confidential else READERS
    mine = roles(person, request, directory)
    if request.confidential and mine == {"concierge_lead"}:
        return False
    return bool(mine & readers)


def verbs(person: PersonId, request: Request, directory: Directory) -> frozenset[str]:
    """What `person` may order now; for showing only the buttons that would work."""
    mine = roles(person, request, directory)
    return frozenset(
        verb for verb, row in TABLE.items() if any(request.status in row.get(role, ()) for role in mine)
    )
