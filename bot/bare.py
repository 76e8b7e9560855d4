"""A wish for a person that says nothing of any matter: "¿Puedo hablar con un humano?"

What it is likest to are the examples of topics that speak of talking to somebody, harassment before all. Told so, whoever
only wanted no bot would read that they had reported one.
"""

import re

from msgspec.structs import replace

from bot.domain.reading import Reading
from knowledge.caution.forms import words_of
from knowledge.caution.signals import plain

_WORD = re.compile(r"[^\W\d_]+")
# Not "alguien" and "someone": who needs somebody to talk to may have something to confide.
_WORDS = frozenset(
    words_of(
        """
        persona personas humano humana humanos ser agente operador operadora asesor asesora quiero quisiera querria
        necesito prefiero puedo podria puede pueden podeis podemos poder gustaria hablar hable comunicarme contactar
        chatear tratar escribir atienda atiendan atender atendido atendida ponme pasame paseme poneme pasenme
        ponedme pasadme comunicame comuniqueme dame deme que me con un una a al la de del el y no ni es o en lugar
        vez mejor solo directamente ahora ya aqui ahi hay alguna algun otra otro verdad real fisica bot bots robot
        robots maquina maquinas por favor porfa hola buenas buenos dias tardes noches gracias
        person people human humans being agent operator representative i d m we want wants need like would rather
        prefer to can could may please speak talk talking chat connect contact transfer put pass get give let us my
        through with an the any some actual live is are there not instead of and just only now directly one hi hello
        hey good morning afternoon thanks thank you machine
        """
    )
)


def without_a_matter(reading: Reading, text: str) -> Reading:
    """`reading` as of words about nothing, where `text` only wants a person. Danger and words that are confidential themselves stay."""
    if not is_only_for_a_person(reading, text):
        return reading
    return replace(
        reading,
        verdict="person",
        topic=None,
        confidence=0.0,
        choices=(),
        chances=(),
        because=(),
        article=None,
        needs=(),
        caution="" if reading.caution in ("topic", "caution") else reading.caution,
        asks_who=False,
    )


def is_only_for_a_person(reading: Reading, text: str) -> bool:
    return reading.wants_person and reading.danger is None and _WORDS.issuperset(_WORD.findall(plain(text)))
