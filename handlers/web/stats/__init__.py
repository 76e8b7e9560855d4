"""The dashboard of those who lead: `GET /stats`, by a signed, personal link that ends.

register(app)                         adds its routes to the web process
link(person, now, settings, tenant)   the address to hand out in chat
"""

from bot.figures.passes import link
from handlers.web.stats.routes import register

__all__ = ["link", "register"]
