"""What every event has."""

from datetime import datetime

from msgspec import Struct

from bot.domain.request import RequestNumber


class Event(Struct, frozen=True, gc=False, kw_only=True, tag_field="kind", omit_defaults=True):
    number: RequestNumber
    at: datetime  # aware, UTC
