# Fechas y horas. Un plazo se dice con «antes de»; un momento, con «a las».

time-pattern = H:mm
date-pattern = EEEE d 'de' MMMM
date-pattern-year = EEEE d 'de' MMMM 'de' y
date-pattern-brief = EEE d MMM

on-yesterday = ayer { $hour ->
    [one] a la
   *[other] a las
} { $time }
on-today = hoy { $hour ->
    [one] a la
   *[other] a las
} { $time }
on-tomorrow = mañana { $hour ->
    [one] a la
   *[other] a las
} { $time }
on-date = el { $date } { $hour ->
    [one] a la
   *[other] a las
} { $time }

by-yesterday = ayer antes de { $hour ->
    [one] la
   *[other] las
} { $time }
by-today = hoy antes de { $hour ->
    [one] la
   *[other] las
} { $time }
by-tomorrow = mañana antes de { $hour ->
    [one] la
   *[other] las
} { $time }
by-date = el { $date } antes de { $hour ->
    [one] la
   *[other] las
} { $time }

# Lo mismo, en un botón
by-briefly-yesterday = { by-yesterday }
by-briefly-today = { by-today }
by-briefly-tomorrow = { by-tomorrow }
by-briefly-date = { $date } antes de { $hour ->
    [one] la
   *[other] las
} { $time }

day-yesterday = ayer
day-today = hoy
day-tomorrow = mañana
day-date = el { $date }

by-day-yesterday = antes de que acabara el día de ayer
by-day-today = hoy mismo
by-day-tomorrow = antes de que acabe el día de mañana
by-day-date = antes de que acabe el { $date }

before-day-yesterday = ayer a primera hora
before-day-today = hoy a primera hora
before-day-tomorrow = antes de mañana
before-day-date = antes del { $date }

span-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
span-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
span-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
