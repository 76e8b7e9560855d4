"""A line of a queue, as Slack's Home is given it."""

from datetime import datetime
from typing import Any

from bot.domain.request import RequestNumber
from bot.views import Row


def late_row(number: int, at: datetime, **about: Any) -> Row:
    """Asked and due at `at`, taken and late; `about` says what is otherwise."""
    told: dict[str, Any] = {
        "version": 1,
        "status": "open",
        "requester": "Berta Solís",
        "owner": "Tomás Gil",
        "topic": {"es": "Recibo", "en": "Payslip"},
        "department": {"es": "Nóminas", "en": "Payroll"},
        "first_words": "no me ha llegado",
        "wanted_by": None,
        "promise_due": None,
        "waiting_for": "me",
        "urgency": "normal",
        "confidential": False,
        "taken": True,
        "asked_of_me": False,
        "late": True,
    }
    return Row(number=RequestNumber(number), asked_at=at, due=at, **told | about)
