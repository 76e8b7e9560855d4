# Cifras sobre el servicio: cómo se llaman y, al lado de cada una, qué cuenta.

figure-received = Recibidas
figure-received-means = Solicitudes hechas en el periodo, por día de la solicitud (UTC). Las confidenciales se cuentan aparte.
figure-by_article = Resueltas con un artículo
figure-by_article-means = Quien preguntó dijo que la respuesta preparada lo resolvió.
figure-unconfirmed = Sin confirmar
figure-unconfirmed-means = Se dio un artículo y nadie dijo si sirvió. Nunca cuentan como atendidas.
figure-withdrawn = Retiradas
figure-withdrawn-means = Quien la hizo la retiró.
figure-resolved = Resueltas por una persona
figure-resolved-means = Resueltas o cerradas con el trabajo de una persona, y no reabiertas después.
figure-reopened = Reabiertas
figure-reopened-means = Cuántas veces volvió algo resuelto, por un «aún no», por más palabras o por una queja.
figure-handovers = Traspasos por solicitud
figure-handovers-means = Veces que una persona eligió otro departamento, se tomara o no, por cada solicitud recibida.
figure-wrong_first = Primer responsable equivocado
figure-wrong_first-means = De las que se dieron a una persona: las que después pasaron a otro departamento, o en las que quien la hizo dijo «no es esto».
figure-escalations = Avisos a quien dirige
figure-escalations-means = Cuántas veces se avisó a quien dirige, por cualquier motivo.
figure-complaints = Quejas
figure-complaints-means = Valoraciones «peor de lo que esperaba» y quejas dichas con palabras. Más palabras sobre una queja abierta son la misma.
figure-made_good = Reparadas
figure-made_good-means = Quejas de las que quien se quejó dijo que ya está bien.
figure-response_p50 = Primera respuesta, la mitad en
figure-response_p50-means = Tiempo de trabajo desde la solicitud hasta la primera respuesta o promesa de una persona. La mitad tardó menos; rango más cercano, con un 5 % de margen. Los mensajes automáticos no cuentan.
figure-response_p90 = Primera respuesta, nueve de diez en
figure-response_p90-means = Tiempo de trabajo en el que nueve de cada diez tuvieron la primera respuesta o promesa de una persona.
figure-responded_within = Primera respuesta a tiempo
figure-responded_within-means = De las primeras respuestas: las que llegaron en el plazo del departamento, como era entonces.
figure-resolution_p50 = Resolución, la mitad en
figure-resolution_p50-means = Tiempo de trabajo desde la solicitud hasta la resolución que vale, con las esperas a quien la hizo. Los artículos y el silencio no entran.
figure-resolution_p90 = Resolución, nueve de diez en
figure-resolution_p90-means = Tiempo de trabajo en el que se resolvieron nueve de cada diez.
figure-resolved_within = Resueltas a tiempo
figure-resolved_within-means = De las resueltas por una persona: las que nunca llegaron tarde. Mientras se pregunta algo a quien la hizo, el reloj se para. Reabrir no da otra oportunidad.
figure-dated_within = Antes de la fecha pedida
figure-dated_within-means = De las resueltas que tenían fecha de quien las hizo: las que lo fueron antes.
figure-promises_made = Promesas hechas
figure-promises_made-means = Fechas dadas a quien preguntó. Una fecha nueva tras una promesa rota es otra promesa.
figure-promises_kept = Promesas cumplidas
figure-promises_kept-means = Resueltas antes de que pasara la hora prometida.
figure-promises_renewed = Promesas renovadas a tiempo
figure-promises_renewed-means = Una fecha nueva, dada antes de que pasara la anterior.
figure-promises_broken = Promesas rotas
figure-promises_broken-means = La hora prometida pasó en silencio.
figure-promises_kept_share = Parte de las promesas que se cumplió
figure-promises_kept_share-means = De las promesas cumplidas y las rotas: las cumplidas. Una renovada a tiempo no cuenta hasta que se cumple o se rompe.
figure-exceeded = Mejor de lo esperado
figure-exceeded-means = Valoraciones, en el departamento de quien respondió la última vez. Si se cambia la valoración, cambia de sitio; si se reabre, se quita, salvo que sea una queja.
figure-met = Como se esperaba
figure-met-means = Valoraciones «como esperaba».
figure-missed = Peor de lo esperado
figure-missed-means = Valoraciones «peor de lo que esperaba». Cada una es también una queja.
figure-response_rate = Quién valoró
figure-response_rate-means = Valoraciones por cada vez que se preguntó cómo había sido.
figure-kudos = Agradecimientos
figure-kudos-means = Personas que dieron las gracias con un toque.
figure-backlog = Abiertas ahora
figure-backlog-means = Solicitudes abiertas y cuántos días hace que se hicieron, sea cual sea el periodo.
figure-routed = Directas a alguien
figure-routed-means = Solicitudes que, por lo que decían, fueron a una persona sin preguntar antes; por el departamento al que fueron primero y el día de la solicitud (UTC). Las de peligro y las confidenciales no entran.
figure-right_first = Bien a la primera
figure-right_first-means = De las que fueron directas a alguien: las que no tomó otro departamento, de las que nadie dijo «no es esto» y a las que nadie puso otro tema. De menos de cinco en un día no se muestra porcentaje.

figures-none = –
figures-withheld-people = menos de 5 personas
figures-withheld-few = faltan datos
figures-withheld-undivided = no se divide así
figures-withheld-week = sin semana entera
figures-withheld-rights = no se muestra
figures-why-withheld = Las cifras hablan del servicio. La rapidez, las promesas y las valoraciones de menos de cinco personas, o de menos de cinco respuestas, promesas o valoraciones, serían las de alguien en concreto, así que no se muestran.
figures-whole-weeks = La rapidez, las promesas y las valoraciones se cuentan por semanas enteras ya terminadas, de lunes a domingo (UTC). Una semana con menos de cinco se junta con las siguientes, y una parte del departamento se muestra por separado solo si ella y el resto tienen cinco cada uno: así ningún periodo restado de otro, ni una parte restada del conjunto, habla de una sola persona.
figures-whole-weeks-short = Por semanas enteras ya terminadas.
figures-minutes = { $count ->
    [one] { $count } min
   *[other] { $count } min
}
figures-hours = { $count } h
figures-fewer-than-five = menos de 5
figures-simulated = En estas cifras hay solicitudes simuladas: nadie las hizo. «ventanilla simulate --remove» las quita.

chart-weekly = Solicitudes por semana
chart-weekly-says = { $department }: { $received } solicitudes en { $weeks } semanas, { $resolved } resueltas por una persona y { $article } con un artículo. La semana con más fue la del { $busiest }, con { $most }.
chart-weekly-empty = { $department }: ninguna solicitud en este periodo.
chart-week = Semana del
chart-requests = Solicitudes
chart-number = Valoraciones
chart-hours = Horas de trabajo
chart-response = Primera respuesta por semana
chart-response-says = { $department }: la mitad de las primeras respuestas llegó en { $half } y nueve de cada diez en { $most }. { $trend ->
    [quicker] La segunda mitad del periodo fue más rápida que la primera.
    [slower] La segunda mitad del periodo fue más lenta que la primera.
   *[same] El ritmo se mantuvo.
}
chart-response-empty = { $department }: muy pocas primeras respuestas para mostrar tiempos.
chart-half = La mitad en
chart-nine = Nueve de diez en
chart-ratings = Lo que se esperaba
chart-ratings-says = { $department }: { $better } de { $count } valoraciones fueron mejores de lo esperado, { $as } como se esperaba y { $worse } peores.
chart-ratings-empty = { $department }: muy pocas valoraciones para mostrarlas.

stats-title = Cómo ha ido
stats-open = Abrir las cifras
stats-story = Estas cifras son solo para ti. Se abren con un toque, para que la vista previa de un enlace no vea nada.
stats-gone = Esta página no está aquí
stats-gone-story = El enlace ha terminado, o se hizo para otra cosa. Pide otro con «¿cómo vamos?».
stats-since = Desde
stats-until = Hasta
stats-department = Departamento
stats-topic = Tema
stats-platform = Plataforma
stats-all = Todo
stats-show = Mostrar
stats-wrong-period = Ese periodo no se puede mostrar. Empieza antes de terminar y dura dos años como mucho.
stats-summary = En pocas palabras
stats-by-topic = Por tema
stats-by-platform = Por plataforma
stats-by-month = Por mes
stats-month = Mes
stats-by-week = Por semana
stats-by-day = Bien a la primera, por día
stats-day = Día
stats-day-of = { $day }: { $share } de { $routed }
stats-day-few = { $day }: { $routed }, muy pocas para dar un porcentaje
stats-straight-says = { $routed } solicitudes de este periodo fueron directas a alguien, sin preguntar antes; el { $share } llegó bien a la primera.
stats-straight-few = { $routed ->
    [one] Una solicitud de este periodo fue directa a alguien, sin preguntar antes: muy pocas para dar un porcentaje.
   *[other] { $routed } solicitudes de este periodo fueron directas a alguien, sin preguntar antes: muy pocas para dar un porcentaje.
}
stats-alike = A todos por igual: primera respuesta según el país y el idioma de quien pregunta
stats-group = País e idioma
stats-alike-story = Los grupos con menos de 20 primeras respuestas en semanas enteras ya terminadas no se muestran.
stats-private = Solicitudes confidenciales
stats-private-story = Meses enteros ya terminados, juntos hasta que son cinco o más: así ningún periodo, restado de otro, señala a nadie.
stats-private-received = Recibidas
stats-private-resolved = Resueltas
stats-private-open = Abiertas
stats-backlog-says = { $open ->
    [0] No hay nada abierto.
    [one] Hay una solicitud abierta, { $oldest ->
        [0] de hoy
        [1] de ayer
       *[other] de hace { $oldest } días
    }.
   *[other] Hay { $open } solicitudes abiertas; la más antigua es { $oldest ->
        [0] de hoy
        [1] de ayer
       *[other] de hace { $oldest } días
    }. { $half ->
        [0] La mitad se hizo hoy
        [1] La mitad se hizo hoy o ayer
       *[other] La mitad se hizo hace { $half } días como mucho
    }; { $week ->
        [0] ninguna tiene más de una semana
        [one] una tiene más de una semana
       *[other] { $week } tienen más de una semana
    }.
}
stats-definitions = Qué cuenta cada cifra
stats-no-topic = Sin tema todavía
stats-requests = Solicitudes
stats-requests-story = Las más recientes del periodo que puedes leer; las confidenciales no aparecen.
stats-which-received = Recibidas
stats-which-open = Abiertas
stats-which-late = Con retraso
stats-which-reopened = Reabiertas
stats-which-complaints = Quejas por reparar
stats-which-unconfirmed = Sin confirmar
stats-number = Número
stats-asked = Hecha el
stats-state = Estado
stats-state-new = con el bot
stats-state-open = abierta
stats-state-pending = a la espera de quien la hizo
stats-state-resolved = resuelta
stats-state-closed = cerrada
stats-state-withdrawn = retirada
stats-late = con retraso
stats-words = Primeras palabras
stats-no-requests = Ninguna.
stats-print = Al imprimir esta página sale un PDF.

digest-title = Cómo fue la semana: { $department }
digest-received-more = { $now ->
    [0] No entró ninguna solicitud
    [one] Entró una solicitud
   *[other] Entraron { $now } solicitudes
}, { $more } más que la semana anterior: mira si hay una misma causa detrás.
digest-received-fewer = { $now ->
    [0] No entró ninguna solicitud
    [one] Entró una solicitud
   *[other] Entraron { $now } solicitudes
}, { $fewer } menos que la semana anterior: buena semana para dejar escrita una respuesta que se dio muchas veces.
digest-received-same = { $now ->
    [0] No entró ninguna solicitud
    [one] Entró una solicitud
   *[other] Entraron { $now } solicitudes
}, lo mismo que la semana anterior.
digest-received-near = { $now ->
    [0] No entró ninguna solicitud
    [one] Entró una solicitud
   *[other] Entraron { $now } solicitudes
}, más o menos como la semana anterior.
digest-response-slower = La mitad de las primeras respuestas tardó { $now } (la semana anterior: { $before }): la gente esperó más hasta la primera respuesta.
digest-response-quicker = La mitad de las primeras respuestas tardó { $now } (la semana anterior: { $before }): la gente tuvo antes la respuesta de una persona.
digest-response-same = La mitad de las primeras respuestas tardó { $now }, como la semana anterior.
digest-response-alone = La mitad de las primeras respuestas tardó { $now }; de la semana anterior hubo muy pocas para comparar.
digest-response-unknown = Cuánto tardaron las primeras respuestas no se dice: fueron muy pocas, o las dieron o las pidieron muy pocas personas.
digest-promises-broken = { $broken ->
    [one] Una promesa pasó en silencio. Dar otra fecha antes de que pase la primera mantiene la confianza.
   *[other] { $broken } promesas pasaron en silencio. Dar otra fecha antes de que pase la primera mantiene la confianza.
}
digest-promises-kept = { $kept ->
    [0] Ninguna promesa pasó en silencio.
    [one] Ninguna promesa pasó en silencio; se cumplió una.
   *[other] Ninguna promesa pasó en silencio; se cumplieron { $kept }.
}
digest-reopened = { $count ->
    [0] Nada de lo resuelto volvió.
    [one] Una solicitud resuelta volvió: pregunta qué faltaba cuando se dio por hecha.
   *[other] Lo resuelto volvió { $count } veces: pregunta qué faltaba cuando se dio por hecho.
}
digest-complaints = { $count ->
    [one] Hay una queja por reparar. Primero, una palabra a la persona; después, la causa.
   *[other] Hay { $count } quejas por reparar. Primero, una palabra a cada persona; después, la causa.
}
digest-oldest = { $count ->
    [0] No hay nada abierto.
    [one] Hay una solicitud abierta, { $oldest ->
        [0] de hoy
        [1] de ayer
       *[other] de hace { $oldest } días
    }.
   *[other] Hay { $count } solicitudes abiertas; la más antigua es { $oldest ->
        [0] de hoy
        [1] de ayer
       *[other] de hace { $oldest } días
    }.
}
digest-oldest-list = Desde hace más tiempo: { $numbers }
digest-thanks = { $count ->
    [one] Una persona dio las gracias. Cuéntalo en el equipo.
   *[other] { $count } personas dieron las gracias. Cuéntalo en el equipo.
}
digest-try-wrong_first = Para probar esta semana: el { $share } % fue primero al departamento equivocado. Añade dos frases reales al tema que era.
digest-try-unconfirmed = Para probar esta semana: { $count } personas recibieron un artículo y no dijeron nada. Léelo como lo haría alguien que no conoce el término.
digest-try-broken = Para probar esta semana: al dar una hora, da una que valga también en un mal día.
digest-try-backlog = Para probar esta semana: media hora en equipo con lo que tiene más de una semana ({ $count }).
digest-try-article = Para probar esta semana: escribe como artículo una respuesta que se dio muchas veces.
digest-try-unanswered = Para probar esta semana: escribe como artículo la respuesta sobre «{ $topic }»; nada se pregunta más sin tener uno.
digest-unanswered = Lo que más se pregunta sin un artículo que lo conteste: { $topics }.
digest-asked = { $topic } ({ $count })
digest-left = Artículos tras los que hizo falta una persona: { $articles }.
digest-left-of = «{ $title }» ({ $left } de { $offered })
digest-link = Abrir las cifras
digest-simulated = Con solicitudes simuladas.

figures-title = Cómo va { $department }: la semana pasada
figures-own-title = Tus cifras
chat-lead-chart = Ver el gráfico
figures-own-means = Tuyas son las solicitudes que contestaste la última vez, y las que has tomado.
figures-own-link = Ver qué cuenta cada una
figures-own-story = Del { $since } al { $until }. Solo las ves tú.
figures-own-agreement = Solo las ves tú y quien dirige tu departamento, según el acuerdo «{ $agreement }» de { $day }.
digest-complaints-list = Por reparar: { $numbers }
digest-thank = A quien se puede dar las gracias delante de todos: { $names }.

agreement-title = Cifras por persona: lo que se ha acordado
agreement-says = Tu empresa ha acordado «{ $agreement }», con fecha { $day }. Desde hoy, quien dirige tu departamento puede ver también tus cifras: rapidez, promesas y valoraciones.
agreement-what = Tú ves las mismas: escribe «mis cifras» cuando quieras.
agreement-not = Nadie recibe ni deja de recibir solicitudes por ellas, y las confidenciales no entran.
stats-by-person = Por persona
stats-person = Persona
stats-agreement = Se muestran por el acuerdo «{ $agreement }», de { $day }. Cada persona que aparece fue avisada antes y ve lo mismo de sí misma.
