"""What is said after an answer: that it is still so, or so again; or only that all is well now."""

import re

from knowledge.caution.forms import words_of
from knowledge.caution.signals import SHORT, is_thanks, known_words, wants_withdraw

_STILL = re.compile(
    # Spanish
    r"\b(?:sigue|siguen|sigo|seguimos|continua|continuan|continuo)(?: \w+){0,3}? (?:sin|igual|mal|fallando|fallandome|roto|rota|parad[oa]|bloquead[oa]"
    r"|dando|pasando|ocurriendo|apareciendo|saliendo|lo mismo|con (?:el|lo|los|la) mism\w+)\b"
    r"|\b(?:todavia|aun) (?:no|nada|sin|sigue|me falta|falta)\b|\b(?:no|nada)(?: \w+){0,4} (?:todavia|aun)\b"
    r"|\b(?:ha|han|he|hemos) vuelto a (?!ver|leer|mirar|enviar|mandar|pedir|preguntar|escribir)\w+"
    r"|\bvuelv(?:e|en|o) a (?:fallar|pasar|ocurrir|dar|salir|aparecer|estar|ir mal|caer\w*|bloquear\w*)\b"
    r"|\b(?:otra vez|de nuevo)(?: \w+){0,2} (?:lo mismo|igual|rot[oa]|mal|falla\w*|parad[oa]|bloquead[oa]|sin|ha fallado)\b"
    r"|\b(?:lo mismo|igual|rot[oa]|mal|falla\w*|parad[oa]|bloquead[oa]|ha pasado|ha fallado|sin \w+) (?:otra vez|de nuevo)\b"
    r"|\b(?:continua|persiste)n? (?:el|la|los|las) (?:\w+ )?(?:error|fallo|problema|aviso|mensaje|averia)s?\b"
    r"|\b(?:pues )?no (?:esta|ha quedado|quedo|lo veo) (?:resuelt|solucionad|arreglad|list)[oa]s?\b|\bno (?:se ha )?(?:resuelto|solucionado|arreglado)\b"
    r"|\bestamos (?:en las mismas|igual)\b|\btampoco (?:funciona|va|llega|ha llegado|me deja)\b"
    # English
    r"|\bstill (?:(?:does|do|did|can|is|has|have|will) not|not|no|nothing|hasnt|havent|doesnt|dont|cant|cannot|isnt|wont|waiting|missing|broken|failing|down|locked|blocked|the same|an? \w+ problem|having)\b"
    r"|\b(?:not|nothing|hasnt|havent|isnt)(?: \w+){0,4} yet\b"
    r"|\b(?:its|it is|it|has|is|this|same \w+|same thing|problem) (?:\w+ ){0,2}?(?:back|broken|failing|happening|happened|down|stuck|locked) again\b"
    r"|\b(?:happened|happening|failed|failing|broke|broken|stopped working|same (?:problem|error|thing)) again\b|\bagain the same\b"
    r"|\b(?:is|its) (?:not|isnt|still) (?:fixed|solved|resolved|sorted|done)\b|\bisnt (?:fixed|solved|resolved|sorted|done)\b"
    r"|\b(?:didnt|did not|doesnt|does not) (?:help|fix|solve|work either)\b|\bproblem(?: \w+)? (?:persists|remains|is back)\b"
)

_MORE = re.compile(
    r"\b(?:no|ni|not|never|nunca|pero|aunque|but|however|although|except|salvo|menos|necesit\w+|need\w*|falta\w*|quiero|quisiera|want|also|tambien"
    r"|ademas|error\w*|problema|mal|bad|wrong|podeis|podrias?|puedes|pueden|could|can you|would|queja|another|otr[oa]s?|cuando|when|donde|where|(?:do|ca|wo|is|are|was|were|does|did|has|have|could|should)nt)\b"
)
_NO_MORE = re.compile(
    r"\b(?:(?:ya )?no (?:hace|hacia) falta(?: nada)?(?: mas)?|nada mas|no (?:te|os|se) preocup\w+|sin problemas?|no (?:problems?|worries|need)|nothing (?:else|more)"
    r"|(?:that is|thats|eso es) (?:all|todo)|problema? (?:resuelto|solucionado|arreglado)|problem (?:is )?(?:solved|fixed|gone)|sin errores|want to thank)\b"
)
_WELL = re.compile(
    r"\b(?:recibid[oa]s?|recibi|llego|llegaron|(?:ha|han) llegado|la tengo|lo tengo|los tengo|las tengo|tod[oa] (?:bien|perfecto|correcto|resuelto|listo|ok|en orden)"
    r"|resuelt[oa]|solucionad[oa]|arreglad[oa]|(?:ya|ahora) (?:si )?(?:va|funciona|puedo|entro|sale|aparece|veo|esta)|funciona (?:bien|perfecto|perfectamente)"
    r"|quedo|ha quedado|cracks?|maquina|genial|perfecto|estupendo|vale|okay|ok|oki|listo|entendido|de acuerdo|te debo una|que rapid[oa]s?"
    r"|received|arrived|got (?:it|them|everything)|have (?:it|them) now|works?(?: now| fine| again| perfectly| like)?|working (?:now|again|fine)|fixed|solved|sorted"
    r"|all (?:good|set|fine|sorted|ok)|that did it|did the trick|perfect|great|brilliant|awesome|lifesaver|legend|understood|noted|owe you)\b"
)
_AROUND = frozenset(
    words_of(
        "ha han he hemos me nos la lo los las le ya ahora si correo mail email mesa copia documento archivo todo toda tengo puedo entrar ver abrir veo sois eres son"
        " unos unas funciona funcionan cracks crack maquina maquinas fenomeno debo una te os rapido rapida rapidos sin problema problemas ningun abrazo besos detalle favor"
        " has have had it its this that they them works work working like charm fixed solved sorted sorting out did trick received arrived got now can could"
        " see open in into access from inbox legend lifesaver owe one beer coffee cafe caña quickly"
    )
)
_THUMBS = frozenset("👍👌🙏🎉😊🙂😀❤💚💙✅🥳👏💪")


def is_still_so(text: str) -> bool:
    """Whether the message says that what was told of before is still so, or so again: "sigue sin llegar"."""
    return _STILL.search(" ".join(words_of(text))) is not None


def asks_for_more(text: str) -> bool:
    """Whether some word of it may be a need, or takes back what is said beside it."""
    return _MORE.search(" ".join(words_of(text))) is not None


def is_well(text: str) -> bool:
    """Whether the message only thanks, or says that all is well now: nothing in it waits for an answer.

    In doubt it is not: a request that comes back for nothing is a smaller harm than a need that nobody hears.
    """
    words = words_of(text)
    if not words:
        return bool(text.strip()) and not {c for c in text if not c.isspace()} - _THUMBS - {"\ufe0f"}
    if len(words) > SHORT or "?" in text:
        return False
    said = _NO_MORE.sub(" ", " ".join(words))
    if _MORE.search(said) or is_still_so(text):
        return False
    if is_thanks(text) or wants_withdraw(text):
        return True
    strange = [
        word
        for word in words
        if word not in known_words() and word not in _AROUND and not _WELL.fullmatch(word)
    ]
    return _WELL.search(said) is not None and len(strange) <= 1
