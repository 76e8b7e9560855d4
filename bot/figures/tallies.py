"""`tallies(request) -> Counter`: what one request adds to the figures, as a pure function of its state.

A commit adds tallies(after) - tallies(before), so every correction is right by construction, and a rebuild is the sum
over all requests. A cell names department, topic, platform and day of asking; a confidential request's, by department
only (law 11). Nothing here is by person (law 14): who was served how well is kept in histories, for themselves.
"""

from collections import Counter

from bot.domain.request import Request


def tallies(request: Request) -> Counter[str]:
    cell = _cell(request)
    return Counter({f"{cell}|{measure}": count for measure, count in _measures(request).items() if count})


def _cell(request: Request) -> str:
    day = request.asked_at.date().isoformat()
    if request.confidential:
        return f"{request.department}||{day}"
    return f"{request.department}|{request.topic or ''}|{request.place.platform}|{day}"


def _measures(request: Request) -> dict[str, int]:
    resolved = request.status in ("resolved", "closed") and not request.unconfirmed
    return {
        "received": 1,
        "open": int(request.is_open),
        "resolved": int(resolved and not request.by_article),
        "by_article": int(resolved and request.by_article),
        "unconfirmed": int(request.unconfirmed),
        "withdrawn": int(request.status == "withdrawn"),
        "reopened": request.reopened,
        "handovers": request.handovers,
        "complaints": int(request.complaint is not None),
        "made_good": int(request.complaint is not None and request.complaint.made_good_at is not None),
        **{f"rated_{o}": int(request.rating is not None and request.rating.outcome == o) for o in _OUTCOMES},
        "first_response_breached": int(
            request.first_response is not None and request.first_response.breached
        ),
        "resolution_breached": int(request.resolution is not None and request.resolution.breached),
    }


_OUTCOMES = ("exceeded", "met", "missed")
