# Las primeras semanas: lo que ve quien dirige un equipo al acabar el día, para decir qué llegó bien.

-guided-taps = Con un toque dices que estaba bien; con otro eliges el tema correcto, y la próxima parecida irá ahí.
guided-title = Lo que ha llegado hoy · { $department }
guided-title-late = Lo que llegó el { $day } · { $department }
guided-title-days = Lo que llegó del { $first } al { $last } · { $department }
guided-story = { $count ->
    [one] Esta solicitud ha ido hoy directa a alguien, sin preguntar antes.
   *[other] Estas { $count } solicitudes han ido hoy directas a alguien, sin preguntar antes.
} { -guided-taps }
guided-story-late = { $count ->
    [one] El { $day } esta solicitud fue directa a alguien, sin preguntar antes.
   *[other] El { $day } estas { $count } solicitudes fueron directas a alguien, sin preguntar antes.
} { -guided-taps }
guided-story-days = { $count ->
    [one] Del { $first } al { $last } esta solicitud fue directa a alguien, sin preguntar antes.
   *[other] Del { $first } al { $last } estas { $count } solicitudes fueron directas a alguien, sin preguntar antes.
} { -guided-taps }
guided-line = { $ref }: { $topic }, con { $name }
guided-because = Se parece a: { $examples }
guided-more = { $count ->
    [one] Y una más, que está en la cola.
   *[other] Y { $count } más, que están en la cola.
}
guided-put-right = { $count ->
    [one] Otra no fue bien y ya se ha corregido.
   *[other] Otras { $count } no fueron bien y ya se han corregido.
}
guided-days = Bien a la primera: { $days }.
guided-day = { $day } { $share } ({ $right } de { $routed })
button-route_right = Está bien
button-guided-better = Es otro tema
