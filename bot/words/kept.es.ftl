# El tiempo que se cumple: avisos, retrasos, ausencias y quién sigue.

until-yesterday = hasta ayer { $hour ->
    [one] a la
   *[other] a las
} { $time }
until-today = hasta hoy { $hour ->
    [one] a la
   *[other] a las
} { $time }
until-tomorrow = hasta mañana { $hour ->
    [one] a la
   *[other] a las
} { $time }
until-date = hasta el { $date } { $hour ->
    [one] a la
   *[other] a las
} { $time }

since-yesterday = desde ayer { $hour ->
    [one] a la
   *[other] a las
} { $time }
since-today = desde hoy { $hour ->
    [one] a la
   *[other] a las
} { $time }
since-tomorrow = desde mañana { $hour ->
    [one] a la
   *[other] a las
} { $time }
since-date = desde el { $date } { $hour ->
    [one] a la
   *[other] a las
} { $time }
since-day-yesterday = desde ayer
since-day-today = desde hoy
since-day-tomorrow = desde mañana
since-day-date = desde el { $date }

# A quien atiende
button-promise-by = Prometer: { $by }
button-promise-meant = Era { $by }
button-promise-other = Otra hora
warned-next_response = Esperan una respuesta tuya y falta poco para que venza el plazo: contesta { $by }.
breached-next_response = Esperan una respuesta tuya y el plazo pasó { $on }. Una línea tuya ya cuenta.
lead-too_long = Quien lo pide dice que está tardando demasiado.
lead-next = Si { $by } nadie contesta a quien lo pide, pasa a la siguiente persona.
lead-next-name = Si { $by } nadie contesta a quien lo pide, pasa a { $name }.
lead-next-you = Si { $by } nadie contesta a quien lo pide, pasa a ti.
gone-lead = { $name } ya no está en ningún chat: su cuenta está cerrada.
gone-lead-passes = { $count ->
    [one] La solicitud que tenía pasa a quien le sustituye. Pide a quien lleva el directorio que quite su ficha, para que no le llegue nada más.
   *[other] Las { $count } solicitudes que tenía pasan a quien le sustituye. Pide a quien lleva el directorio que quite su ficha, para que no le llegue nada más.
}
elsewhere = { $name } no puede atenderlo ahora mismo; de momento lo lleva { $owner }.
away-lead = { $name } no está { $until }.
away-lead-passes = { $count ->
    [one] Una de sus solicitudes vence antes y pasa a quien le sustituye; lo demás espera a su vuelta.
   *[other] { $count } de sus solicitudes vencen antes y pasan a quien le sustituye; lo demás espera a su vuelta.
}

# A quien lo pide
foretold = { $name } todavía no te ha contestado, y deberías tener una respuesta { $by }. Puede que no llegue a tiempo; lo siento.
foretold-promise-came = { $before } te prometió una respuesta { $by }. Ahora lo lleva { $name }, que todavía no ha dicho si la tendrás. Puede que no llegue a tiempo; lo siento.
foretold-promise = { $name } te prometió una respuesta { $by } y todavía no ha dicho si la tendrá. Puede que no llegue a tiempo; lo siento.
foretold-written = Tienes prometida una respuesta { $by }. { $name } te escribió { $on }; si con eso no basta, escríbelo aquí y lo leerá.
foretold-resolution = Esto debería estar resuelto { $by } y puede que no llegue a tiempo; lo siento. Lo lleva { $name }.
foretold-lead = Si no llega, se lo diré en ese momento a { $lead }, responsable del equipo.
foretold-lead-later = Si no llega, se lo diré a { $lead }, responsable del equipo, cuando vuelva al trabajo, { $on }.
foretold-told = Si no llega, se lo diré en ese momento a { $lead }.
foretold-told-later = Si no llega, se lo diré a { $lead } cuando vuelva al trabajo, { $on }.
foretold-moves = Si pasa a otra persona, te avisaré.
late = Lo siento: ya deberías tener una respuesta y todavía no te ha llegado.
late-resolution = Lo siento: esto ya debería estar resuelto y todavía no lo está. Sigue a cargo de { $name }.
late-next = Si nadie te escribe { $by }, se encargará la siguiente persona.
lapse-told = Se lo he dicho también a { $lead }.
why-escalated = No has tenido tu respuesta a tiempo, y lo siento.

# La historia
line-assigned-away = Se encarga { $name }, de { $department }, porque quien lo tenía no está.
line-assigned-escalated = Se encarga { $name }, de { $department }, porque la respuesta no había llegado a tiempo.
line-assigned-unreachable = Se encarga { $name }, de { $department }, porque no se pudo avisar a quien lo tenía.
line-assigned-handed_over = Se encarga { $name }, de { $department }, porque nadie lo tomó a tiempo.
line-assigned-third_handover = Desde ahora responde { $name }, de { $department }, hasta el final.
line-assigned-reassigned = Se asignó a { $name }, de { $department }.
line-assigned-taken_back = Lo recuperó { $name }, de { $department }.
line-lead-second_handover = { $name } está al tanto: era la segunda vez que se proponía pasarlo a otro equipo.
line-lead-late = { $name } está al tanto: el plazo había pasado.
line-lead-wanted = { $name } está al tanto: se pidió hablar con otra persona.
line-lead-too_long = { $name } está al tanto: estaba tardando demasiado.
line-ladder = Si nadie contesta { $by }, pasa a la siguiente persona.
line-ladder-end = No hay nadie más a quien pasarla: se queda donde está.
line-lead-promise = { $name } está al tanto: una promesa había vencido.
line-foretold = Se avisó de que quizá no llegaría a tiempo.

# Ausencias
button-away = Voy a estar fuera
button-back = Ya estoy de vuelta
button-back-other = { $name } ya está de vuelta
form-away = ¿Hasta cuándo estarás fuera?
form-away-until = Hasta cuándo
form-away-hint = Por ejemplo: el lunes, mañana a las 12, el 3 de diciembre. Si lo dejas vacío, es solo hoy. Nadie te pregunta por qué. También puedes enviarme tu calendario (.ics).
form-away-person = Quién estará fuera
form-away-person-hint = Si no eliges a nadie, eres tú. Por otra persona solo puedes decirlo para hoy.
form-away-myself = { $name } (yo)
form-away-send = Anotarlo
away-line = No estás { $until }
away-set = Anotado: no estás { $until }.
away-set-other = Anotado: { $name } no está { $until }.
away-passes = { $count ->
    [0] Nada vence antes: todo espera a la vuelta.
    [one] Una solicitud vence antes y pasa a quien cubre la ausencia; lo demás espera a la vuelta.
   *[other] { $count } solicitudes vencen antes y pasan a quien cubre la ausencia; lo demás espera a la vuelta.
}
away-back = Anotado: ya estás de vuelta.
away-back-other = Anotado: { $name } ya está de vuelta.
away-planned = { $count ->
    [one] Anotado: una ausencia de tu calendario.
   *[other] Anotado: { $count } ausencias de tu calendario.
}
away-planned-passes = Lo que venza mientras estés fuera irá a quien te sustituye; lo demás espera a tu vuelta.
calendar-found = Según tu calendario, vas a estar fuera:
calendar-span = · { $since } { $until }
calendar-more = { $count ->
    [one] Y una vez más, { $until }.
   *[other] Y { $count } veces más, la última { $until }.
}
calendar-dates-only = Solo se anotan las fechas: el archivo no se guarda y nadie sabrá el motivo. Sustituyen a las de un calendario anterior.
calendar-none = En ese calendario no veo ausencias por venir. Cuentan los días enteros y lo que está marcado como «fuera de la oficina».
calendar-unread = No he podido leer ese calendario. Expórtalo otra vez como archivo .ics y envíamelo.
calendar-otherwise = Si el archivo era para pedir algo, envíalo otra vez con una línea que diga qué necesitas.
button-plan = Anotar esas fechas
away-unclear = No entiendo hasta cuándo. Prueba «hasta el lunes», «hasta mañana a las 12» o «hasta el 3 de diciembre».
away-not-yours = Cada persona anota su propia ausencia; por alguien de su equipo puede hacerlo también la persona responsable.
away-today-only = Por otra persona solo puedes decirlo para hoy. Si va a faltar más, que lo diga cuando pueda.

# Consultas y síes
consult-by = Si puedes, contesta { $by }.
consult-reminder-open = Todavía esperan tu respuesta para seguir con { $ref }.
consult-reminder = Todavía esperan tu respuesta para seguir con { $ref }. Si puedes, contesta { $by }.
consult-lapsed = { $name } todavía no ha contestado a lo que preguntaste:
consult-lapsed-next = Puedes preguntar a otra persona o seguir sin esa respuesta. Si llega más tarde, te avisaré.
line-consult-lapsed = { $name } no contestó a tiempo a la consulta.
line-consult-yes = { $name } dijo que sí.
line-consult-no = { $name } dijo que no.
line-consult-words = { $name } contestó a la consulta.
promise-passed = venció { $on }
fact-consulted = Has preguntado a
fact-owner-may = Puedes decidir por tu cuenta
yes-needed = Hace falta el sí de { $name }.
yes-asked = Hace falta el sí de { $name }; ya tiene la pregunta.
yes-given = { $name } dijo que sí { $on }.
yes-refused = { $name } dijo que no { $on }.
button-ask-yes = Pedir su sí
