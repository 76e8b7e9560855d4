"""What happened, in the past tense. Events hold what was worked out when they happened, so that folding them never
asks today's directory; tags are written out and later fields have defaults, since a history outlives class names.
"""

import msgspec

# All names of the four parts, so that a reader of events need not know where each is kept.
from bot.domain.events.accountable import *  # noqa: F403
from bot.domain.events.accountable import Accountable
from bot.domain.events.ending import *  # noqa: F403
from bot.domain.events.ending import Ending
from bot.domain.events.event import Event as Event
from bot.domain.events.serving import *  # noqa: F403
from bot.domain.events.serving import Serving
from bot.domain.events.understood import *  # noqa: F403
from bot.domain.events.understood import Understood

AnyEvent = Understood | Accountable | Serving | Ending

encode_event = msgspec.json.Encoder().encode
decode_event = msgspec.json.Decoder(AnyEvent).decode
decode_history = msgspec.json.Decoder(list[AnyEvent]).decode
