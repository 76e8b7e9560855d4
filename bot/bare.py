"""Words that say nothing of any matter: a wish for a person, a word of assent, "I have a question", "are you a robot?"

What they are likest to are examples that happen to share a word: "¿Puedo hablar con un humano?" is likest to harassment,
"¡Urgente!" to a new customer. Told so, or given a number and somebody's afternoon, whoever only wanted no bot, or only
said "ok", would wonder what they had done.
"""

import re

from msgspec.structs import replace

from bot.domain.reading import Bare, Reading
from knowledge.caution.afterwards import asks_for_more, is_well
from knowledge.caution.forms import words_of
from knowledge.caution.signals import known_words, plain

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
# Not "alguien" and "someone": who needs somebody to talk to may have something to confide.
_FOR_A_PERSON = frozenset(
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
_AROUND = known_words() | frozenset(
    words_of(
        "porfa porfavor please pls perdon perdona perdonad disculpa disculpad disculpen sorry excuse es era its s"
    )
)

# What begins a matter and does not say which: the answer is to ask for it, as anybody would.
_OPENS = frozenset(
    words_of("duda dudas pregunta preguntita consulta cuestion ayudar ayudarme ayudais question questions")
)
_OPENING = (
    _AROUND
    | _OPENS
    | frozenset(
        words_of(
            """
        tengo tenia quiero queria quisiera necesito hacer haceros hacerte hacerle hago pregunto preguntar preguntaros
        preguntarte preguntarle consultar consultaros comentar puedo puedes podeis pueden podria podrias podriais
        alguien rapida rapidita pequeña algo cosa cosita problema ayuda ayudarme
        have had got ask can could would need want quick small little one something anybody someone somebody problem
        issue help with
        """
        )
    )
)
# So much by itself; with an exclamation mark or in capitals it may be a cry.
_OPENS_ALONE = re.compile(
    r"(?:(?:hola|buenas|hi|hello|hey|oye|perdona)[ ,]+)?"
    r"(?:(?:tengo|i have|i ve got|ive got|i've got|got) (?:un|algun|a|an) (?:problema|problem|issue)"
    r"|necesito (?:tu |vuestra |su |de tu |de su )?ayuda|i need (?:some |your )?help|necesito una cosa|i need something"
    r"|(?:me |nos )?(?:ayudas|ayudais|ayudan|puedes ayudar|podeis ayudar|podrias ayudar|pueden ayudar)(?:me|nos)?"
    r"|can (?:you|someone|somebody|anyone) help(?: me)?|can i ask (?:you )?something"
    r"|(?:y )?otra cosa(?: mas)?|una cosa(?: mas)?|(?:and )?(?:one more|another) thing|(?:sigues|estas|estais|hay alguien) (?:ahi|por ahi)|(?:are )?you there|anyone there"
    r"|(?:puedo|quer[ií]a|quiero|necesito|quisiera) (?:preguntar|consultar|pedir)(?:te|os|le|les)? (?:algo|una cosa|una cosita))(?:,? (?:por favor|porfa|please|pls))?[ ?.]*"
)
_IS_A_CRY = re.compile(r"!|^[^a-záéíóúñ]+$")

_ABOUT_US = re.compile(
    r"(?:(?:hola|buenas|hi|hello|hey|oye|perdona|y|and|so)[ ,]+)?(?:"
    r"ayuda|help|menu|(?:y )?(?:tu )?quien eres(?: tu)?|que eres(?: tu)?|como te llamas|quien (?:me )?(?:habla|escribe|contesta|responde)"
    r"|(?:eres|es esto|esto es|hablo con|estoy hablando con) (?:un |una )?(?:bot|robot|maquina|chatbot|ia|persona|humano|humana)"
    r"(?: (?:real|de verdad))?(?: o (?:un |una )?(?:bot|robot|maquina|chatbot|ia|persona|humano|humana)(?: (?:real|de verdad))?)?"
    r"|que (?:puedes|sabes|podeis) hacer(?: por mi)?|que haces(?: tu)?|en que (?:me )?puedes ayudar(?:me)?|para que (?:sirves|sirve esto|vales)"
    r"|como (?:funciona|funcionas|va|se usa)(?: tu)?(?: (?:esto|este chat|este bot|el bot|este canal|la ventanilla|ventanilla))|como funcionas|que es esto"
    r"|quien (?:lee|ve|puede (?:leer|ver)|va a (?:leer|ver)) (?:esto|lo que (?:te |os )?(?:escribo|digo|pongo|pregunto)|mis mensajes|este chat)"
    r"|who are you|what are you|what(?:'s| is) your name|what (?:can|do) you do(?: for me)?|what is this|how (?:do you|does this) work"
    r"|how can you help(?: me)?|what(?:'s| is) this (?:for|bot|chat)"
    r"|(?:are you|is this|am i (?:talking|speaking|chatting) (?:to|with)) (?:an? )?(?:real )?(?:bot|robot|machine|chatbot|ai|person|human)"
    r"(?: or (?:an? )?(?:real )?(?:bot|robot|machine|chatbot|ai|person|human))?"
    r"|who (?:can |will )?(?:sees?|reads?) (?:this|that|these|what i (?:write|say|type)|my messages|this chat)"
    r")"
)

# Assent, laughter, a trial of the keyboard, "that was it".
_ASSENT = frozenset(
    words_of(
        """
        ok okay okey oki okis okas k kk vale va perfecto genial estupendo fenomenal entendido claro listo acuerdo bien
        bueno venga yep yes si sure great cool fine good alright perfect right noted understood perdon sorry
        ah aha aja eh em hm hmm mm mmm uy ups oops oh wow nope jaja jajaja jeje xd lol haha hehe
        prueba probando test testing nada era olvidalo dejalo mind nevermind nvm esta
        """
    )
)
_NOTHING = _ASSENT | frozenset(
    words_of(
        "ya todo toda muy de pues a y eso esto esta es solo una un muchas gracias hecho never it s is that thats all so the"
    )
)
_URGENT = frozenset(words_of("urgente urgentisimo urge urgen urgencia prisa asap urgent urgently hurry"))

# What was answered does not do, or was not meant: said of what was just answered.
_OBJECTS = re.compile(
    r"(?:no[, ]+)?(?:no (?:me )?(?:sirve|vale|ayuda)(?: de nada)?|eso no(?: (?:es|era)(?: (?:eso|lo que (?:pedi|queria|pregunte|preguntaba|digo)))?)?|no (?:es|era) eso"
    r"|(?:esto |it )?no (?:me )?(?:va|funciona|deja|puedo)(?: nada)?|(?:it |this )?(?:does not work|doesn't work|is not working|isn't working|not working)"
    r"|no (?:lo |te )?entiendo(?: nada)?|(?:that(?:'s| is) )?not what i (?:asked(?: for)?|meant|wanted)|that(?:'s| is) not it|that (?:does not|doesn't) help|i (?:do not|don't) (?:understand|get it))"
)
# The wrong window; a wish at parting; "one moment".
_PASSING = re.compile(
    r"(?:(?:perdon|perdona|disculpa|sorry|ups|oops|vale|ok|bueno|pues)[, ]+)*(?:no era (?:para ti|aqui)|me (?:he )?(?:equivocad[oa]|equivoque) de (?:chat|ventana|canal|persona)"
    r"|wrong (?:chat|window|channel|person)|un (?:momento|segundo|momentito)|espera(?: un (?:momento|segundo))?|wait(?: a (?:moment|second|sec))?|one (?:moment|second|sec)|hold on"
    r"|no(?:[, ]+gracias)?|no[, ]+thanks|no[, ]+thank you|adios|hasta (?:luego|manana|pronto|el lunes)|nos vemos|chao|bye|bye bye|goodbye|see you(?: (?:later|tomorrow))?|feliz (?:ano|ano nuevo|navidad|finde|fin de semana|dia)"
    r"|felices fiestas|buen (?:finde|fin de semana|dia)|have a (?:nice|good|great) (?:day|weekend|one|evening)|happy (?:new year|christmas|holidays|friday)|merry christmas|good luck|(?:mucha )?suerte)"
)
_THANKS = re.compile(r"\b(?:gracias|thanks|thank you|thx)\b")
_FEW = 8  # words


def bare_of(text: str) -> Bare:
    """What such words are: "help" asks about the desk itself, "opening" announces a need and does not say which,
    "nothing" waits for no answer, and "matterless" may, though nobody can tell of what. Empty for all others.
    """
    said = _said(text)
    without_addresses = _ADDRESS.sub(" ", text)
    words = _WORD.findall(plain(without_addresses))
    if _ABOUT_US.fullmatch(said) and not (said in ("ayuda", "help") and _IS_A_CRY.search(text)):
        return "help"
    if _PASSING.fullmatch(said):
        return "nothing"
    if _OBJECTS.fullmatch(said):
        return "matterless"
    if _OPENS_ALONE.fullmatch(plain(text).strip(" ¡¿")) and not _IS_A_CRY.search(text):
        return "opening"
    has_figures = any(c.isdigit() for c in without_addresses)
    if not words and is_well(text):
        return "nothing"
    if not words and not has_figures:
        return "matterless" if without_addresses != text else "opening"
    if _OPENS.intersection(words) and _OPENING.issuperset(words) and not _IS_A_CRY.search(text):
        return "opening"
    if has_figures:
        return ""
    if _ASSENT.intersection(words) and _NOTHING.issuperset(words) and "?" not in text:
        return "nothing"
    around = _AROUND | _URGENT
    return "matterless" if _URGENT.intersection(words) and around.issuperset(words) else ""


def _said(text: str) -> str:
    return plain(text).strip(" .!¡?¿,")


def without_a_matter(reading: Reading, text: str) -> Reading:
    """`reading` as of words about nothing, where `text` says nothing of any matter. Danger and words that are confidential
    themselves stay.
    """
    bare = "" if reading.danger or reading.caution in ("words", "requester") else bare_of(text)
    if _only_thanks(reading, text):
        return replace(reading, bare="thanks", choices=(), chances=(), topic=None)
    if not bare and not is_only_for_a_person(reading, text):
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
        wants_person=reading.wants_person and bare != "help",
        bare=bare,
        still_so=reading.still_so or (bare == "matterless" and _OBJECTS.fullmatch(_said(text)) is not None),
    )


def _only_thanks(reading: Reading, text: str) -> bool:
    """A few words with thanks among them that are like nothing there is: "vale gracias, mañana lo miro"."""
    said = plain(text)
    says_more = reading.caution or reading.danger or reading.complains or reading.still_so or reading.too_long
    if reading.verdict != "person" or says_more or reading.asks_progress or "?" in text:
        return False
    return len(words_of(text)) <= _FEW and _THANKS.search(said) is not None and not asks_for_more(text)


def is_only_for_a_person(reading: Reading, text: str) -> bool:
    return (
        reading.wants_person
        and reading.danger is None
        and _FOR_A_PERSON.issuperset(_WORD.findall(plain(text)))
    )
