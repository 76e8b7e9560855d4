"""What is said after an answer: only that all is well now, or more."""

import re

from knowledge.caution.forms import words_of
from knowledge.caution.signals import SHORT, is_still_so, is_thanks, known_words, wants_withdraw

_MORE = re.compile(
    r"\b(?:no|ni|not|never|nunca|pero|aunque|but|however|although|except|salvo|menos|necesit\w+|need\w*|falta\w*|quiero|quisiera|want|also|tambien"
    r"|ademas|error\w*|problema|mal|bad|wrong|podeis|podrias?|puedes|pueden|could|can you|would|queja|another|otr[oa]s?|cuando|when|donde|where|(?:do|ca|wo|is|are|was|were|does|did|has|have|could|should)nt)\b"
)
_NO_MORE = re.compile(
    r"\b(?:(?:ya )?no (?:hace|hacia) falta(?: nada)?(?: mas)?|nada mas|no (?:te|os|se) preocup\w+|sin problemas?|no (?:problems?|worries|need)|nothing (?:else|more)"
    r"|never ?mind|(?:that is|thats|eso es) (?:all|todo)|problema? (?:resuelto|solucionado|arreglado)|problem (?:is )?(?:solved|fixed|gone)|sin errores|want to thank)\b"
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
