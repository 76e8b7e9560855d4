# Lo que lee quien pide algo. Breve, de tú, sin jerga; se disculpa y no discute.

title = { $ref } · { $topic }
title-confidential = { $ref } · Confidencial
somebody = alguien
somebody-gone = alguien que ya no está
words-gone = (Este texto ya no se guarda.)
text-options = Puedes elegir:
text-private = privado
quote-opens = «
quote-closes = »

# El recibo
receipt-recorded = { $name } ha anotado esto por ti:
receipt-understood = He entendido esto: { $topic }.
receipt-two = Creo que son dos cosas: «{ $one }» y «{ $other }». Mientras no digas nada va todo junto; con un toque, cada una de las dos tendrá a alguien que se encargue.
receipt-wish = Lo necesitas { $wish }.
receipt-owner = Se encarga { $name }, de { $department }.
receipt-taken = { $name }, de { $department }, ya está con ello.
receipt-to-the-end = { $name }, de { $department }, responde de ello hasta el final.
receipt-unknown = Todavía no sé a qué equipo le toca, así que lo mira una persona: { $name }, de { $department }. Si es de otro equipo, se lo pasará con todo lo que ya has contado.
receipt-answers = Lo normal es que te conteste { $by }.
receipt-opens = Vuelve al trabajo { $on } y lo verá entonces.
receipt-not-yet = Lo siento: todavía no te ha contestado nadie. { $name } vuelve al trabajo { $on } y lo verá entonces.
receipt-there = { $name } ya está en el trabajo; lo normal es que te conteste { $by }.
receipt-late = Ya tendrías que tener una respuesta y no la tienes. Lo siento.
receipt-late-lead = Ya tendrías que tener una respuesta y no la tienes. Lo siento; { $lead }, responsable del equipo, está al tanto.
readers-open = Lo pueden leer ese equipo, quien lo haya atendido antes y la persona responsable de la ventanilla.
readers-private = Es confidencial: solo lo leen quien se encarga y { $lead }, responsable del equipo.
readers-alerted = Es confidencial: solo lo leen las personas a las que aviso y { $lead }, responsable del equipo.
readers-private-alone = Es confidencial: solo lo lee quien se encarga.

# Cómo va
standing-pending = Te ha hecho una pregunta. Cuando la contestes, seguimos.
standing-promise = Tienes prometida una respuesta { $by }.
standing-promise-near = Le he recordado lo prometido.
standing-waits = Falta la respuesta de otra parte: { $who }. Te dirá algo { $by }.
standing-waits-gone = Falta la respuesta de otra parte. Te dirá algo { $by }.
standing-lapsed = Tenías prometida una respuesta para { $by } y no ha llegado. Lo siento.
standing-lapsed-written = Tenías prometida una respuesta para { $by }. { $name } te escribió { $on }; si con eso no basta, escríbelo aquí.
standing-offered = Ha propuesto que lo lleve { $department }; hasta que lo acepten, sigue a su cargo.
standing-complaint = No ha salido como debía y lo siento. Seguimos hasta que digas que está arreglado.
standing-wanted-lead = Se lo he dicho también a { $lead }, responsable del equipo.
standing-wanted = Se lo he dicho también a { $lead }.
standing-nudged = Ya sabe que has preguntado.
summary-since = A su cargo desde { $on }.
summary-new = Lo estoy mirando.
summary-choices = Falta que me digas de qué se trata.
summary-article = Te dejé un artículo; dime si te sirvió.
summary-resolved = Resuelto { $on }.
summary-closed = Cerrado { $on }.
summary-withdrawn = Lo retiraste { $on }.

# Lo que contesta la ventanilla por sí misma
choices-which = Para que llegue a la persona adecuada: ¿de qué se trata?
choices-lapse-person = Si no eliges nada en diez minutos, lo lee una persona de la ventanilla y te pregunta.
choices-lapse = Si no eliges nada en diez minutos, se lo paso a quien me parece más probable.
article-here = Sobre esto ya hay una respuesta escrita:
article-behind = Responde de este texto { $name }, de { $department }. Se revisó { $day }.
article-again = Te dejé este artículo: «{ $title }». ¿Te sirvió?
signpost-here = Para esto hay una vía oficial:
signpost-elsewhere = {$department} todavía no atiende por aquí. Mientras tanto, se le escribe así:
signpost-not-kept = No he guardado lo que has escrito.
danger-life = Llama ya: { $contact }.
danger-violence = Si puedes, ponte a salvo y llama ya: { $contact }.
danger-distress = No tienes que pasar por esto a solas. Puedes llamar ahora mismo: { $contact }.
danger-stolen_device = Contacto de emergencia de tu centro: { $contact }.
danger-password = Contacto de emergencia de tu centro: { $contact }. Si puedes, cambia la contraseña ya.
danger-life-wherever = Llama ya al número de emergencias de donde estés. En { $site }: { $contact }.
danger-violence-wherever = Si puedes, ponte a salvo y llama ya al número de emergencias de donde estés. En { $site }: { $contact }.
danger-distress-wherever = No tienes que pasar por esto a solas. Puedes llamar ahora mismo al número de emergencias de donde estés. En { $site }: { $contact }.
danger-stolen_device-wherever = Contacto de emergencia de { $site }: { $contact }.
danger-password-wherever = Contacto de emergencia de { $site }: { $contact }. Si puedes, cambia la contraseña ya.
danger-looked-at = { $name } lo ha leído y no lo trata como una emergencia.
danger-still = Si te hace falta ayuda ahora mismo, llama: { $contact }.
danger-still-wherever = Si te hace falta ayuda ahora mismo, llama al número de emergencias de donde estés. En { $site }: { $contact }.
danger-told = He avisado a { $names }.
danger-taken = { $name } ya se está ocupando.
danger-not-emergency = Esto es una ventanilla de ayuda, no el servicio de emergencias.
danger-ref = Tu aviso es { $ref }.

# Lo que se le cuenta según pasa
why-unreachable = No he podido avisar a { $name }.
why-confidential = Es confidencial, así que pasa a alguien que puede atenderlo.
why-about = Pasa a alguien que no tiene nada que ver con el asunto.
why-away = Quien lo llevaba no está en este momento.
why-handed_over = Nadie lo tomó a tiempo, así que pasa a la persona responsable.
why-third_handover = Ha pasado ya por varios equipos. Lo siento; desde ahora responde una sola persona hasta el final.
new-owner-knows = Tiene todo lo que ya has contado; no hace falta que lo repitas.
new-owner = Ahora se encarga { $name }, de { $department }.
new-owner-promise = Lo prometido sigue en pie: tendrás respuesta { $by }.
promise-made = { $name } te promete una respuesta { $by }.
promise-not-by-then = { $name } no lo tendrá { $wish }, y lo siente. Te contestará { $by }.
promise-renewed = { $name } necesita más tiempo del que dijo y lo siente. Te contestará { $by }.
promise-sooner = { $name } cambia la hora que te dijo. Te contestará { $by }.
promise-corrected = Corrección: { $name } te promete una respuesta { $by }.
because-longer = Está llevando más de lo previsto.
because-waiting = Falta la respuesta de otra persona.
because-urgent = Ha surgido algo urgente que va antes.
promise-resumed = Con tu respuesta ya se puede seguir: { $name } te contestará { $by }.
promise-waits = Falta la respuesta de otra parte: { $who }. { $name } te dirá algo { $by }.
promise-waits-gone = Falta la respuesta de otra parte. { $name } te dirá algo { $by }.
lapse = Lo siento: { $name } te había prometido una respuesta para { $by } y no ha llegado.
lapse-written = Tenías prometida una respuesta para { $by }. { $name } te escribió { $on }, sin decir si con eso está; si no basta, escríbelo aquí.
lapse-lead = Ya se lo he dicho a { $lead }, responsable del equipo.
question-answer-here = Puedes contestar aquí mismo. Mientras tanto, el plazo no corre.
question-reminder = Falta una respuesta tuya para poder seguir con esto:
question-reminder-last = Si no sé nada de ti, { $on } lo dejaré por terminado de momento. Con un toque vuelve donde estaba.
joined = Añadido a { $ref }.
joined-to = Añadido a { $ref }. Se lo paso a { $name }.
joined-apart = Esto parece otra cosa. De momento va con { $ref }; si lo es, con un toque la abro aparte.
joined-ringing = { $count ->
    [one] Lo he entendido de { $ref }. El otro aviso, { $others }, sigue en marcha: si también era falso, dilo con su número.
   *[other] Lo he entendido de { $ref }. Los otros avisos, { $others }, siguen en marcha: si también eran falsos, dilo con su número.
}
joined-over = Si ya no la necesitas, con un toque la retiras; mientras tanto sigue con quien la tiene.
edited = Corregido:
edited-here = Corregido después.
deleted = { $name } ha borrado este mensaje.
undone-reply = { $name } ha retirado lo último que te escribió.
undone-ask = { $name } ha retirado su última pregunta.
undone-promise = { $name } ha retirado su última promesa. Te dirá otra hora.
undone-promise-before = { $name } ha retirado la última hora que te dijo. Vale la de antes: tendrás respuesta { $by }.
undone-resolve = { $name } lo ha reabierto: todavía no está terminado.

# Cómo acaba
resolved = { $name } lo da por resuelto:
resolved-silence-now = Se dejó por terminado { $on }, a falta de respuesta.
resolved-silence = Como falta una respuesta, lo dejo por terminado de momento. Si todavía lo necesitas, dilo y sigue donde estaba.
resolved-article = El artículo te lo ha resuelto. Si no era eso, dilo y lo verá una persona.
rating-how = ¿Cómo ha sido, comparado con lo que esperabas?
rating-who-sees = Tu respuesta la ve quien te ha atendido; el resto solo ve el conjunto del equipo. Si fue peor de lo que esperabas, la verá también la persona responsable, para arreglarlo.
rated-as = Tu valoración: { $outcome }.
outcome-exceeded = mejor de lo esperado
outcome-met = lo esperado
outcome-missed = peor de lo esperado
closed = Cerrado { $on }. Si vuelve a hacer falta, escríbelo y te digo quién se encarga.
closed-silence = Lo cerré { $on }, a falta de respuesta. Si todavía lo necesitas, dilo y sigue donde estaba.
closed-unconfirmed = Lo he dejado por cerrado { $on } sin saber si el artículo te sirvió. Si no, escríbelo y lo verá una persona.
withdrawn = Lo retiraste { $on }. Si vuelve a hacer falta, escríbelo.
withdrawn-moved = Lo que escribiste es ahora { $to }.
complaint-sorry = Siento que no haya salido como debía.
complaint-answers = Desde ahora responde de ello { $name }, y seguimos hasta que digas que está arreglado.
masked = { $ref } ya no se muestra aquí. No tienes que hacer nada.

# Sueltas
greeting = Hola. ¿En qué te ayudo?
greeting-name = Hola, { $name }. ¿En qué te ayudo?
greeting-ask = Escríbelo con tus palabras y te digo quién se encarga.
thanks = A ti. Aquí estoy cuando haga falta.
nothing = De acuerdo. Aquí estoy cuando haga falta.
which = ¿De cuál hablas? Dilo en su conversación o con su número, por ejemplo { $ref }:
who-which = No tengo claro a cuál te refieres:
who-topic = De «{ $topic }» se encarga { $name }, de { $department }.
who-signpost = Para «{ $topic }» hay un camino oficial. { $way }
who-leads = { $department } está a cargo de { $name }.
who-person = { $name }. Equipo: { $department }.
who-person-led = { $name }. Equipo: { $department }, a cargo de { $lead }.
who-unknown = No sé quién lo lleva. { $name }, de { $department }, lo averigua por ti.
who-ask = No he enviado nada a nadie. Si lo necesitas, escríbelo con tus palabras y le llega.
who-outside = Cuéntame qué necesitas, con tus palabras, y le llega a quien se encarga.
progress-not-in = { $name } está fuera en este momento.
progress-not-in-other = { $name } está fuera en este momento. Mientras tanto, { $other } hace sus veces.
progress-none = No tienes nada en marcha. Si necesitas algo, escríbelo con tus palabras.
progress-line = { $title }: { $summary }
held = ¿Para quién es esto? Todavía no se lo he enviado a nadie.
help-title = Cómo funciona
help-us = Soy un programa. Detrás hay siempre personas, con su nombre.
help-ask = Escribe lo que necesitas con tus palabras, sea del equipo que sea. Si ya hay una respuesta escrita, la tienes al momento; si no, te digo quién se encarga y para cuándo.
help-person = Para hablar con una persona, pídelo en cualquier momento.
help-progress = Para saber cómo va, pregunta «¿cómo va lo mío?».
help-private = Cada recibo dice quién puede leerlo. Si es delicado, dilo o elige «Que sea privado», y lo leerá la menor gente posible.
