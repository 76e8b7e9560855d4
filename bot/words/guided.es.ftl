# Las primeras semanas: lo que ve quien dirige un equipo al acabar el día, para decir qué llegó bien.

-guided-taps = Con un toque dices que estaba bien; con otro eliges el tema correcto, y la próxima parecida irá ahí.
guided-title = Lo que ha llegado hoy · { $department }
guided-title-late = Lo que llegó el { $day } · { $department }
guided-story = { $count ->
    [one] Hoy una solicitud ha ido directa a alguien, sin preguntar antes.
   *[other] Hoy { $count } solicitudes han ido directas a alguien, sin preguntar antes.
} { -guided-taps }
guided-story-late = { $count ->
    [one] El { $day } una solicitud fue directa a alguien, sin preguntar antes.
   *[other] El { $day } { $count } solicitudes fueron directas a alguien, sin preguntar antes.
} { -guided-taps }
guided-line = { $ref }: { $topic }, con { $name }
guided-because = Se parece a: { $examples }
guided-more = { $count ->
    [one] Y una más, que está en la cola.
   *[other] Y { $count } más, que están en la cola.
}
guided-days = Bien a la primera: { $days }.
guided-day = { $day } { $share } ({ $right } de { $routed })
button-route_right = Está bien
button-guided-better = Es otro tema
