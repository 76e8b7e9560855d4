"""Which language a short text is written in: by its small words, its endings and its letters.

Offline and in microseconds. Knows Spanish and English; a few other languages are known only well enough not to
take them for one of the two.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from knowledge.pasted import without_pasted

LOOKED_AT = 2_000  # characters; the language of a longer text shows in its beginning
BEYOND_DOUBT = 2.0
ENOUGH = 0.9  # evidence below this is no evidence: a name, a number, "ok"

# Words written alike in two of the languages ("no", "me", "a", "has", "son", "once") stand in neither list.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "es": """
        de la que el en los se del las un por con una su para es al lo como más pero sus le ya o este sí porque esta
        entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante todos uno les ni contra otros
        ese eso ante ellos e esto mí antes algunos qué unos yo otro otras otra él tanto esa estos mucho quienes nada
        muchos cual poco ella estar estas algunas algo nosotros mi mis tú te ti tu tus ellas nosotras vosotros os mío
        mía suyo nuestro nuestra estoy está están estaba era fue fui sido soy eres somos hola buenas buenos días
        gracias favor necesito quiero quisiera puedo puede puedes podría podrían podéis tengo tiene tienen tenía he
        ha han había haber hacer hago hace hizo hecho dónde cómo cuándo cuánto cuánta cuántos cuántas quién cuál
        cuáles por qué hoy mañana ayer ahora aquí ahí allí ir voy va van vamos ver decir dice dicen dijo dime dame
        pon poner quita abre cierra llamar llama manda enviar envía buscar busca muestra muéstrame recuérdame
        recordar todavía aún siempre nunca después luego según cada mismo misma sigue desde ningún ninguna alguien
        nadie usted ustedes vos che órale oye pues así tarde noche lunes martes miércoles jueves viernes sábado
        domingo enero febrero marzo abril junio julio septiembre octubre noviembre diciembre semana mes año hora
        correo clave contraseña ordenador computadora portátil nómina jefe jefa empresa oficina reunión vacaciones
        permiso baja factura pago cuenta dinero trabajo ayuda duda pregunta problema falta funciona falla
        servidor responde código pantalla impresora puerta silla llave llaves tarjeta plaza viaje gasto gastos queda
        quedan llega llegado tampoco hemos habéis pasa sitio planta baño luz coche dinero usuario sale sirve
        """,
        "en": """
        the of and to in is you that it for was on are as with his they at be this from have or had by but what
        all were we when your can said there use an each which she do how their if will up other about out many then
        them these some her would make like him into time look two more go see number way could people my than been
        who its now find did get may where i i'm i've i'd i'll it's isn't don't doesn't didn't can't won't aren't
        haven't hasn't wasn't what's where's who's that's there's let's please hello hi hey thanks thank you want
        need needs should does give tell show any am our us they're why because after before over under again also
        not only just still already yes today tomorrow yesterday monday tuesday wednesday thursday friday saturday
        sunday january february march april june july august september october november december week month year
        day hour email password laptop computer payslip manager boss company office meeting holiday leave sick
        invoice payment account money work help question problem missing broken works working long much someone
        anyone nobody something anything nothing good morning evening night set turn play call send open close
        every never mind keeps slow badge desk chair room door floor printer screen phone trip expenses supplier
        customer back down off hasn't team here lost found cannot wrong stuck drops new old card works order
        """,
        "pt": """
        não uma você meu minha seu sua são está com como para mais foi pelo pela dos das ao aos num numa obrigado
        obrigada olá bom dia quero preciso posso onde quando muito também isso isto eu ele ela nós vocês então ainda
        já tem têm fazer trabalho senha até à às os em do da no na por favor
        """,
        "fr": """
        le les des une et est pas vous nous je tu il elle ils elles que qui dans pour sur avec ce cette ces mon ma
        mes votre vos notre nos au aux du ne plus mais où est-ce bonjour merci suis ai avez avons ont être avoir
        besoin mot passe comment pourquoi quand très bien aussi j'ai c'est n'est d'un d'une l'ordinateur
        """,
        "de": """
        der die das und ist nicht ich sie es ein eine einen einem einer mit für auf von zu dem den im wir ihr mein
        meine mir mich sich auch wie was wo wann warum haben habe hat sind bin war kann können muss bitte danke hallo
        guten tag noch nur aber oder wenn bei nach über unser keine kein
        """,
        "it": """
        il gli che di è non per una sono con del della dei delle nel nella mi ti ci si ho hai ha abbiamo hanno
        questo questa come dove quando perché grazie ciao buongiorno vorrei posso bisogno mio mia anche più molto
        essere fare lavoro
        """,
        "ca": """
        els amb una és no em jo què com quan on per perquè gràcies bon dia hola vull necessito puc meva meu seva
        aquest aquesta això molt també encara avui demà dels uns unes hi ha
        """,
    }
)
_ENDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "es": (
            *(
                "ción",
                "cion",
                "ciones",
                "dad",
                "dades",
                "mente",
                "ando",
                "iendo",
                "ado",
                "ada",
                "ados",
                "adas",
            ),
            *(
                "ido",
                "ida",
                "idos",
                "idas",
                "ería",
                "eria",
                "anza",
                "encia",
                "ancia",
                "illo",
                "illa",
                "aje",
                "eza",
            ),
            *(
                "ar",
                "arme",
                "erme",
                "irme",
                "arlo",
                "arla",
                "aron",
                "ieron",
                "amos",
                "emos",
                "imos",
                "ita",
                "ito",
            ),
            *("rme", "rte", "rlo", "ndo", "oso", "osa", "ó", "é", "á", "í", "as", "os"),
        ),
        "en": (
            *(
                "ing",
                "tion",
                "tions",
                "ed",
                "ly",
                "ness",
                "ment",
                "ments",
                "ight",
                "ough",
                "ould",
                "'s",
                "n't",
                "'t",
            ),
            *(
                "th",
                "ck",
                "sh",
                "ss",
                "y",
                "ow",
                "ew",
                "k",
                "ll",
                "ff",
                "ful",
                "less",
                "able",
                "ous",
                "ve",
                "ty",
            ),
        ),
        "pt": ("ção", "ções", "ão", "ões", "nh", "inho", "inha", "mos"),
        "fr": ("eux", "aux", "tion", "ment", "ez", "ère", "ée", "és", "ais", "ait"),
        "de": ("ung", "en", "ich", "isch", "keit", "heit", "lich", "sch", "ß"),
        "it": ("zione", "zioni", "tà", "are", "ere", "ire", "ato", "ati", "etto", "ggio"),
        "ca": ("ció", "cions", "tat", "ment", "eu", "au", "ny", "atge"),
    }
)
_LETTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "es": ("ñ", "¿", "¡", "ll", "qu", "rr", "ue", "ie"),
        "en": ("w", "k", "th", "sh", "oo", "ee", "ck", "gh", "wh", "ph", "'"),
        "pt": ("ã", "õ", "ç", "lh", "nh", "ê"),
        "fr": ("ç", "è", "ê", "œ", "oi", "eau", "'"),
        "de": ("ä", "ö", "ü", "ß", "sch", "cht", "w", "z"),
        "it": ("è", "ì", "ò", "gli", "zz", "cch", "cc", "gg"),
        "ca": ("ç", "l·l", "à", "ò", "ny", "tx"),
    }
)
_WORD = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*")
# A message of a machine is in no language of its reader.
_CODE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
# Nor is code, what a screen says in quotation marks, or a line that may be a machine's: its words say nothing of the language.
_PASTED = re.compile(
    r"(?s:```.*?(?:```|\Z))|`[^`\n]+`|[\"“«][^\"”»\n]{25,400}[\"”»]"
    r"|^[ \t]*(?:npm err|\[?(?:error|warn(?:ing)?|info|debug|fatal|critical)\b[\]:\d !-]"
    r"|[\[(]?\d{2,4}[-/.:]\d\d[-/.:]\d\d|[\w.]*(?:error|exception)\b ?[:(]|[>$#] |>>>).*$",
    re.IGNORECASE | re.MULTILINE,
)
_ACCENTS = str.maketrans("áéíóúüàèìòù", "aeiouuaeiou")


def _word_sets() -> dict[str, frozenset[str]]:
    """Each language's own words, also as people write them without accents."""
    own = {language: set(words.split()) for language, words in _WORDS.items()}
    bare = {language: words | {word.translate(_ACCENTS) for word in words} for language, words in own.items()}
    # A word of Spanish and English alike says nothing of either ("me", "no"), whatever list it strayed into.
    both = bare["es"] & bare["en"]
    return {
        language: frozenset(words - both if language in ("es", "en") else words)
        for language, words in bare.items()
    }


_SETS: Mapping[str, frozenset[str]] = MappingProxyType(_word_sets())
LANGUAGES: tuple[str, ...] = tuple(_SETS)


def small_words(language: str) -> frozenset[str]:
    """The commonest words of a language; none of one that is not known."""
    return _SETS.get(language, frozenset())


def is_small_word(word: str) -> bool:
    """Whether it is one of Spanish or English, in which the desk is spoken to."""
    return word in _SETS["es"] or word in _SETS["en"]


@lru_cache(maxsize=20_000)
def _evidence(word: str) -> tuple[tuple[str, float], ...]:
    """What one word says for those of LANGUAGES that it says anything for."""
    found = ((language, _word_evidence(word, language)) for language in LANGUAGES)
    return tuple((language, value) for language, value in found if value)


def _word_evidence(word: str, language: str) -> float:
    if word in _SETS[language]:
        return 1.0
    score = 0.35 if len(word) > 3 and word.endswith(_ENDINGS[language]) else 0.0
    return score + 0.15 * sum(1 for letters in _LETTERS[language] if letters in word)


@lru_cache(maxsize=8)  # one message is asked for more than once in a row; nobody changes the answer
def evidence(text: str) -> Mapping[str, float]:
    """How much speaks for each known language: about one for each of its words seen."""
    lowered = _CODE.sub(" ", text[:LOOKED_AT]).casefold().replace("’", "'")
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for word in _WORD.findall(lowered):
        for language, value in _evidence(word):
            scores[language] += value
    if not lowered.isascii():
        scores["es"] += sum(map(lowered.count, "¿¡ñ"))
    return scores


def detect(text: str, among: Sequence[str]) -> str | None:
    """The language of `among` the text is written in; None when it shows none of them.

    Never raises. A text in a language that is known but not among those asked for gives None.
    """
    return _detected(text, tuple(among))


@lru_cache(maxsize=16)  # one message is asked for more than once in a row
def _detected(text: str, among: tuple[str, ...]) -> str | None:
    own = _PASTED.sub(" ", without_pasted(text[:LOOKED_AT]))
    scores = evidence(own if _WORD.search(own) else text)
    best = _surest(scores, LANGUAGES)
    if best in among:
        return best
    # Romance languages share most small words: a near miss of a wanted one is that one.
    wanted = _surest(scores, [language for language in among if language in scores])
    if wanted is not None and best is not None and scores[wanted] >= 0.85 * scores[best]:
        return wanted
    return None


def is_surely_other(text: str, than: Sequence[str]) -> bool:
    """Whether the text is, beyond doubt, in a known language that is none of these."""
    scores = evidence(text)
    best = _surest(scores, LANGUAGES)
    if best is None or best in than or scores[best] < BEYOND_DOUBT:
        return False
    return all(scores[best] >= 1.5 * scores.get(language, 0.0) for language in than)


def _surest(scores: Mapping[str, float], languages: Iterable[str]) -> str | None:
    best = max(languages, key=scores.__getitem__, default=None)
    return best if best is not None and scores[best] >= ENOUGH else None
