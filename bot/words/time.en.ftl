# Dates and times. A limit is said with "by"; a moment with "at".

time-pattern = short
date-pattern = EEEE, MMMM d
date-pattern-year = EEEE, MMMM d, y
date-pattern-brief = EEE, MMM d

on-yesterday = yesterday at { $time }
on-today = today at { $time }
on-tomorrow = tomorrow at { $time }
on-date = on { $date } at { $time }

by-yesterday = by { $time } yesterday
by-today = by { $time } today
by-tomorrow = by { $time } tomorrow
by-date = by { $time } on { $date }

# The same, on a button
by-briefly-yesterday = { by-yesterday }
by-briefly-today = { by-today }
by-briefly-tomorrow = { by-tomorrow }
by-briefly-date = by { $time } on { $date }

day-yesterday = yesterday
day-today = today
day-tomorrow = tomorrow
day-date = on { $date }

by-day-yesterday = by the end of yesterday
by-day-today = today
by-day-tomorrow = by the end of tomorrow
by-day-date = by the end of { $date }

before-day-yesterday = first thing yesterday
before-day-today = first thing today
before-day-tomorrow = before tomorrow
before-day-date = before { $date }

span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
