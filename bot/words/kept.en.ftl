# Time as it is kept: warnings, delays, absences, and who comes next.

until-yesterday = until { $time } yesterday
until-today = until { $time } today
until-tomorrow = until { $time } tomorrow
until-date = until { $time } on { $date }

since-yesterday = from { $time } yesterday
since-today = from { $time } today
since-tomorrow = from { $time } tomorrow
since-date = from { $time } on { $date }
since-day-yesterday = from yesterday
since-day-today = from today
since-day-tomorrow = from tomorrow
since-day-date = from { $date }

# To who serves
button-promise-by = Promise: { $by }
button-promise-meant = I meant { $by }
button-promise-other = Another time
warned-next_response = They are waiting for an answer from you and it is nearly due: answer { $by }.
breached-next_response = They are waiting for an answer from you and it was due { $on }. A line from you counts.
lead-too_long = The requester says it is taking too long.
lead-next = If nobody answers the requester { $by }, it goes to the next person.
lead-next-name = If nobody answers the requester { $by }, it goes to { $name }.
lead-next-you = If nobody answers the requester { $by }, it comes to you.
gone-lead = { $name } can no longer be reached in any chat: their account is closed.
gone-lead-passes = { $count ->
    [one] The one request they had goes to whoever stands in. Ask whoever keeps the directory to take them out, so that nothing more comes to them.
   *[other] The { $count } requests they had go to whoever stands in. Ask whoever keeps the directory to take them out, so that nothing more comes to them.
}
elsewhere = { $name } cannot take it at the moment, so { $owner } has it for now.
away-lead = { $name } is away { $until }.
away-lead-passes = { $count ->
    [one] One of their requests is due before that and goes to whoever stands in; the rest waits for their return.
   *[other] { $count } of their requests are due before that and go to whoever stands in; the rest waits for their return.
}

# To who asks
foretold = { $name } has not answered you yet, and you should have an answer { $by }. It may be late; I'm sorry.
foretold-promise-came = { $before } promised you an answer { $by }. { $name } has it now and has not yet said whether you will have it. It may be late; I'm sorry.
foretold-promise = { $name } promised you an answer { $by } and has not yet said whether it will be there. It may be late; I'm sorry.
foretold-written = You have been promised an answer { $by }. { $name } wrote to you { $on }; if that is not all you need, say so here and they will read it.
foretold-resolution = This should be resolved { $by } and may be late; I'm sorry. { $name } has it.
foretold-lead = If it does not come, I will tell { $lead }, who leads the team, right then.
foretold-lead-later = If it does not come, I will tell { $lead }, who leads the team, when they are back at work { $on }.
foretold-told = If it does not come, I will tell { $lead } right then.
foretold-told-later = If it does not come, I will tell { $lead } when they are back at work { $on }.
foretold-moves = If somebody else takes over, I will let you know.
late = I'm sorry: you should have had an answer by now, and it has not come.
late-resolution = I'm sorry: this should have been resolved by now, and it is not. { $name } still has it.
late-next = If nobody has written to you { $by }, the next person takes over.
lapse-told = I have told { $lead } as well.
why-escalated = You did not have your answer in time, and I'm sorry.

# The history
line-assigned-away = { $name } from { $department } has it, because the person who had it is away.
line-assigned-escalated = { $name } from { $department } has it, because the answer had not come in time.
line-assigned-unreachable = { $name } from { $department } has it, because the person who had it could not be reached.
line-assigned-handed_over = { $name } from { $department } has it, because nobody took it in time.
line-assigned-third_handover = From now on { $name } from { $department } answers for it to the end.
line-assigned-reassigned = It was assigned to { $name } from { $department }.
line-assigned-taken_back = { $name } from { $department } took it back.
line-lead-second_handover = { $name } knows about it: it was proposed to another team for the second time.
line-lead-late = { $name } knows about it: its time had passed.
line-lead-wanted = { $name } knows about it: somebody else was asked for.
line-lead-too_long = { $name } knows about it: it was taking too long.
line-ladder = If nobody answers { $by }, it goes to the next person.
line-ladder-end = There is nobody else for it to go to: it stays where it is.
line-lead-promise = { $name } knows about it: a promise had not been kept in time.
line-foretold = Word was given that it might be late.

# Absences
button-away = I'll be away
button-back = I'm back
button-back-other = { $name } is back
form-away = Until when will you be away?
form-away-until = Until when
form-away-hint = For example: Monday, tomorrow at 12, December 3. Leave it empty and it is for today only. Nobody asks you why. You can also send me your calendar (.ics).
form-away-person = Who will be away
form-away-person-hint = If you choose nobody, it is you. For somebody else you can only say it for today.
form-away-myself = { $name } (me)
form-away-send = Note it
away-line = You are away { $until }
away-set = Noted: you are away { $until }.
away-set-other = Noted: { $name } is away { $until }.
away-passes = { $count ->
    [0] Nothing is due before that: everything waits for the return.
    [one] One request is due before that and goes to whoever stands in; the rest waits for the return.
   *[other] { $count } requests are due before that and go to whoever stands in; the rest waits for the return.
}
away-back = Noted: you are back.
away-back-other = Noted: { $name } is back.
away-planned = { $count ->
    [one] Noted: one absence from your calendar.
   *[other] Noted: { $count } absences from your calendar.
}
away-planned-passes = What is due while you are away goes to whoever stands in for you; the rest waits for your return.
calendar-found = Your calendar says that you will be away:
calendar-span = · { $since } { $until }
calendar-more = { $count ->
    [one] And once more, { $until }.
   *[other] And { $count } more times, the last one { $until }.
}
calendar-dates-only = Only the dates are noted: the file is not kept and nobody will know why. They replace those of an earlier calendar.
calendar-none = I see no absences to come in that calendar. Whole days count, and what is marked as “out of office”.
calendar-unread = I could not read that calendar. Export it again as an .ics file and send it to me.
calendar-otherwise = If the file was for a request, send it again with a line that says what you need.
button-plan = Note these dates
away-unclear = I don't understand until when. Try “until Monday”, “until tomorrow at 12” or “until December 3”.
away-not-yours = Everyone notes their own absence; for somebody on the team, the person in charge can too.
away-today-only = For somebody else you can only say it for today. If they will be away longer, let them say so when they can.

# Questions to colleagues, and a yes
consult-by = If you can, answer { $by }.
consult-reminder-open = Your answer is still needed to go on with { $ref }.
consult-reminder = Your answer is still needed to go on with { $ref }. If you can, answer { $by }.
consult-lapsed = { $name } has not yet answered what you asked:
consult-lapsed-next = You can ask somebody else or go on without it. If an answer comes later, you will get it.
line-consult-lapsed = { $name } did not answer the question in time.
line-consult-yes = { $name } said yes.
line-consult-no = { $name } said no.
line-consult-words = { $name } answered the question.
promise-passed = was due { $on }
fact-consulted = You have asked
fact-owner-may = You can decide yourself
yes-needed = This needs a yes from { $name }.
yes-asked = This needs a yes from { $name }, who has been asked.
yes-given = { $name } said yes { $on }.
yes-refused = { $name } said no { $on }.
button-ask-yes = Ask for the yes
