"""Short stories, each up to the moment at which somebody is shown something."""

from datetime import timedelta
from typing import Any

from bot.domain import commands as c
from tests.bot.delivery.told import Told, friday
from tests.bot.domain.world import ANA, BO, CARMEN, HUGO, LUIS, article, reading


def asked(**about: Any) -> Told:
    told = Told()
    told.asks(**about)
    return told


def wished() -> Told:
    return asked(wanted_by=friday(), wanted_day_only=True, because=("nómina", "octubre"))


def offered_article() -> Told:
    return asked(text="¿Dónde descargo mi nómina?", article=article())


def asked_which() -> Told:
    return asked(text="No me va lo del mes", verdict="ask", choices=("payslip", "laptop"))


def nonsense() -> Told:
    return asked(text="Lorem ipsum", read=reading(None))


def smoke() -> Told:
    return asked(text="Sale humo del almacén", read=reading(None, danger="life"))


def private() -> Told:
    return asked(text="Un compañero me está acosando", read=reading("harassment"))


def taken() -> Told:
    told = wished()
    told.does(c.Say, ANA, text="Hola, Bo. La he pedido; te la mando esta tarde.")
    return told


def promised() -> Told:
    told = wished()
    told.does(c.MakePromise, ANA, due=told.now + timedelta(hours=3), text="En cuanto conteste el banco")
    return told


def waiting() -> Told:
    told = wished()
    told.does(c.WaitFor, ANA, who="la gestoría", due=told.now + timedelta(hours=3))
    return told


def lapsed() -> Told:
    told = promised()
    told.timer("promise_due", told.is_.promise.due)  # type: ignore[union-attr]
    return told


def breached() -> Told:
    told = wished()
    told.timer("breach", told.is_.first_response.due, "first_response")  # type: ignore[union-attr]
    return told


def warned() -> Told:
    told = wished()
    told.timer("warn", told.is_.first_response.warns_at, "first_response")  # type: ignore[union-attr]
    return told


def questioned() -> Told:
    told = wished()
    told.does(c.AskRequester, ANA, text="¿Te sirve una copia en PDF?")
    return told


def offered() -> Told:
    told = taken()
    told.does(c.HandOver, ANA, person=LUIS, text="Es de la nómina de México")
    return told


def handed_over() -> Told:
    told = offered()
    told.does(c.Take, LUIS)
    return told


def unreached() -> Told:
    told = wished()
    told.later(minutes=6).does(c.NotReached, c.DESK, person=ANA)
    return told


def consulted() -> Told:
    told = taken()
    told.does(c.AskColleague, ANA, colleague=HUGO, text="¿Bo estaba de alta en octubre?", yes_or_no=True)
    return told


def consult_answered() -> Told:
    told = consulted()
    consult = told.is_.consults[0].id
    told.does(c.AnswerColleague, HUGO, consult=consult, yes=True, text="Desde el día 3.")
    return told


def resolved() -> Told:
    told = taken()
    told.later(minutes=40).does(c.Resolve, ANA, text="Te la he enviado por correo.")
    return told


def complained() -> Told:
    told = resolved()
    told.does(c.Rate, BO, outcome="missed", text="No era la de octubre")
    return told


def rated() -> Told:
    told = resolved()
    told.does(c.Rate, BO, outcome="exceeded")
    return told


def nudged() -> Told:
    told = wished()
    told.later(minutes=20).does(c.Nudge, BO)
    return told


def reopened() -> Told:
    told = resolved()
    told.later(minutes=5).does(c.Reopen, BO)
    return told


def withdrawn() -> Told:
    told = wished()
    told.later(minutes=5).does(c.Withdraw, BO)
    return told


def undone() -> Told:
    told = taken()
    told.does(c.Undo, ANA)
    return told


def helped() -> Told:
    told = offered_article()
    told.does(c.ArticleSolved, BO)
    return told


def silent() -> Told:
    told = questioned()
    assert told.is_.pending_resolves_at is not None
    told.timer("pending_resolve", told.is_.pending_resolves_at)
    return told


def danger_over() -> Told:
    told = smoke()
    told.does(c.Say, CARMEN, text="Ya está apagado, era un cuadro eléctrico.")
    return told


def wanted_person() -> Told:
    told = wished()
    told.does(c.WantPerson, BO)
    return told
