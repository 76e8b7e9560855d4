# What somebody reads who asks for something. Short, warm, no jargon; it says sorry and does not argue.

title = { $ref } · { $topic }
title-confidential = { $ref } · Confidential
somebody = somebody
somebody-gone = somebody who is no longer here
words-gone = (This text is no longer kept.)
text-options = You can choose:
text-private = private
quote-opens = “
quote-closes = ”

# The receipt
receipt-recorded = { $name } wrote this down for you:
receipt-understood = Here is what I understood: { $topic }.
receipt-two = I think these are two things: “{ $one }” and “{ $other }”. For now everything stays together; with one tap, each of the two gets its own person.
receipt-wish = You need it { $wish }.
receipt-owner = { $name } from { $department } has it.
receipt-taken = { $name } from { $department } is working on it.
receipt-to-the-end = { $name } from { $department } answers for it to the end.
receipt-unknown = I can't tell yet which team this is for, so a person is looking at it: { $name } from { $department }. If it is another team's, they will pass it on with everything you have already said.
receipt-answers = You can normally expect an answer { $by }.
receipt-opens = They are back at work { $on } and will see it then.
receipt-not-yet = I'm sorry: nobody has answered you yet. { $name } is back at work { $on } and will see it then.
receipt-there = { $name } is at work now; you can normally expect an answer { $by }.
receipt-late = You should have had an answer by now and you don't. I'm sorry.
receipt-late-lead = You should have had an answer by now and you don't. I'm sorry; { $lead }, who leads the team, knows about it.
readers-open = That team can read this, and so can anyone who had it before and the person in charge of this desk.
readers-private = It is confidential: only the person who has it and { $lead }, who leads the team, can read it.
readers-alerted = It is confidential: only the people I alert and { $lead }, who leads the team, can read it.
readers-private-alone = It is confidential: only the person who has it can read it.

# How it is going
standing-pending = You have been asked a question. Once you answer it, we go on.
standing-promise = You have been promised an answer { $by }.
standing-promise-near = I have reminded them of what was promised.
standing-waits = They are waiting for { $who } and will tell you more { $by }.
standing-waits-gone = They are waiting for somebody else and will tell you more { $by }.
standing-lapsed = You had been promised an answer { $by } and it has not come. I'm sorry.
standing-lapsed-written = You had been promised an answer { $by }. { $name } wrote to you { $on }; if that is not all you need, say so here.
standing-offered = { $department } has been asked to take it over; until they do, it stays where it is.
standing-complaint = This did not go as it should have, and I'm sorry. We go on until you say it is put right.
standing-wanted-lead = I have told { $lead }, who leads the team, as well.
standing-wanted = I have told { $lead } as well.
standing-nudged = They know that you asked.
summary-since = It came to them { $on }.
summary-new = I am looking at it.
summary-choices = I still need to know from you what it is about.
summary-article = I left you an article; tell me whether it helped.
summary-resolved = Resolved { $on }.
summary-closed = Closed { $on }.
summary-withdrawn = You withdrew it { $on }.

# What the desk answers by itself
choices-which = So that it reaches the right person: which of these is it?
choices-lapse-person = If you choose nothing within ten minutes, a person at the desk reads it and asks you.
choices-lapse = If you choose nothing within ten minutes, I will pass it to whoever seems most likely.
article-here = There is already a written answer to this:
article-behind = { $name } from { $department } stands behind this text. It was last reviewed { $day }.
article-again = I left you this article: “{ $title }”. Did it help?
signpost-here = There is an official way for this:
signpost-elsewhere = {$department} does not answer here yet. Until it does, this is how to reach it:
signpost-not-kept = I have not kept what you wrote.
danger-life = Call now: { $contact }.
danger-violence = If you can, get to safety and call now: { $contact }.
danger-distress = You don't have to go through this alone. You can call right now: { $contact }.
danger-stolen_device = Emergency contact for your site: { $contact }.
danger-password = Emergency contact for your site: { $contact }. If you can, change the password now.
danger-life-wherever = Call the emergency number where you are now. In { $site }: { $contact }.
danger-violence-wherever = If you can, get to safety and call the emergency number where you are now. In { $site }: { $contact }.
danger-distress-wherever = You don't have to go through this alone. You can call the emergency number where you are right now. In { $site }: { $contact }.
danger-stolen_device-wherever = Emergency contact in { $site }: { $contact }.
danger-password-wherever = Emergency contact in { $site }: { $contact }. If you can, change the password now.
danger-looked-at = { $name } has read this and is not treating it as an emergency.
danger-still = If you need help right now, call { $contact }.
danger-still-wherever = If you need help right now, call the emergency number where you are. In { $site }: { $contact }.
danger-told = I have alerted { $names }.
danger-taken = { $name } is dealing with it now.
danger-not-emergency = This is a help desk, not the emergency service.
danger-ref = Your request is { $ref }.

# What is told as it happens
why-unreachable = I could not reach { $name }.
why-confidential = It is confidential, so it goes to somebody who may handle it.
why-about = It goes to somebody who has no part in the matter.
why-away = The person who had it is away at the moment.
why-handed_over = Nobody took it in time, so it goes to the person in charge.
why-third_handover = This has been through several teams already. I'm sorry; from now on one person answers for it to the end.
new-owner-knows = They have everything you have already said; no need to repeat it.
new-owner = { $name } from { $department } has it now.
new-owner-promise = What was promised still holds: you will have an answer { $by }.
promise-made = { $name } promises you an answer { $by }.
promise-not-by-then = { $name } won't have it { $wish }, and is sorry. You will have an answer { $by }.
promise-renewed = { $name } needs more time than they said, and is sorry about it. You will have an answer { $by }.
promise-sooner = { $name } changed the time they gave you. You will have an answer { $by }.
promise-corrected = A correction: { $name } promises you an answer { $by }.
because-longer = It is taking longer than expected.
because-waiting = It depends on somebody else, who has not answered yet.
because-urgent = Something urgent came up and goes first.
promise-resumed = With your answer this can go on: { $name } will answer you { $by }.
promise-waits = { $name } is waiting for { $who } and will tell you more { $by }.
promise-waits-gone = { $name } is waiting for somebody else and will tell you more { $by }.
lapse = I'm sorry: { $name } had promised you an answer { $by } and it has not come.
lapse-written = You had been promised an answer { $by }. { $name } wrote to you { $on } without saying whether that is all; if it is not, say so here.
lapse-lead = I have told { $lead }, who leads the team.
question-answer-here = You can answer right here. Meanwhile the clock is stopped.
question-reminder = We need an answer from you before we can go on with this:
question-reminder-last = If I don't hear from you, I will leave it as finished for now { $on }. One tap brings it back to where it was.
joined = Added to { $ref }.
joined-to = Added to { $ref }. I am passing it on to { $name }.
joined-apart = This looks like something else. For now it goes with { $ref }; if it is, one tap opens it separately.
joined-ringing = { $count ->
    [one] I took it to be about { $ref }. The other alarm, { $others }, goes on: if it was false too, say so with its number.
   *[other] I took it to be about { $ref }. The other alarms, { $others }, go on: if they were false too, say so with their numbers.
}
joined-over = If you no longer need it, one tap withdraws it; until then it stays with whoever has it.
edited = Corrected:
edited-here = Corrected since.
deleted = { $name } has deleted this message.
undone-reply = { $name } took back the last thing they wrote to you.
undone-ask = { $name } took back their last question.
undone-promise = { $name } took back their last promise and will give you another time.
undone-promise-before = { $name } took back the last time they gave you. The one before it holds: you will have an answer { $by }.
undone-resolve = { $name } reopened this: it is not finished yet.

# How it ends
resolved = { $name } considers this resolved:
resolved-silence-now = Left as finished { $on }, for lack of an answer.
resolved-silence = As an answer is still missing, I am leaving this as finished for now. If you still need it, say so and it goes on where it was.
resolved-article = The article answered it. If that was not it, say so and a person will look at it.
rating-how = How was it, compared with what you expected?
rating-who-sees = Your answer is seen by the person who helped you; everyone else only sees the team as a whole. If it was worse than you expected, the person in charge sees it too, to put it right.
rated-as = Your rating: { $outcome }.
outcome-exceeded = better than expected
outcome-met = as expected
outcome-missed = worse than expected
closed = Closed { $on }. If you need it again, write and I will tell you who has it.
closed-silence = I closed this { $on }, for lack of an answer. If you still need it, say so and it goes on where it was.
closed-unconfirmed = I closed this { $on } without knowing whether the article helped. If it did not, write and a person will look at it.
withdrawn = You withdrew this { $on }. If you need it again, just write.
withdrawn-moved = What you wrote is now { $to }.
complaint-sorry = I'm sorry this did not go as it should have.
complaint-answers = From now on { $name } answers for it, and we go on until you say it is put right.
masked = { $ref } is no longer shown here. There is nothing for you to do.

# Loose ones
greeting = Hello. How can I help?
greeting-name = Hello, { $name }. How can I help?
greeting-ask = Write it in your own words and I will tell you who has it.
thanks = Any time. I'm here when you need me.
nothing = All right. I'm here when you need me.
which = Which one do you mean? Say it in its own conversation, or with its number, such as { $ref }:
who-which = I am not sure which one you mean:
who-topic = { $name } from { $department } looks after “{ $topic }”.
who-signpost = For “{ $topic }” there is an official way. { $way }
who-leads = { $name } leads { $department }.
who-person = { $name }. Team: { $department }.
who-person-led = { $name }. Team: { $department }, led by { $lead }.
who-unknown = I do not know who looks after that. { $name } from { $department } will find out for you.
who-ask = I have not sent anything to anyone. If you need something, say it in your own words and it will reach them.
who-outside = Tell me what you need, in your own words, and it reaches whoever looks after it.
progress-not-in = { $name } is away at the moment.
progress-not-in-other = { $name } is away at the moment. { $other } stands in.
progress-none = You have nothing under way. If you need something, write it in your own words.
progress-line = { $title }: { $summary }
held = Who is this for? I have not sent it to anybody yet.
help-title = How this works
help-us = I am a program. Behind me there are always people, by name.
help-ask = Write what you need in your own words, whichever team it is for. If there is a written answer, you get it at once; if not, I tell you who has it and by when.
help-person = To talk to a person, ask for one at any time.
help-progress = To hear how it is going, ask “how is my request going?”.
help-private = Each receipt says who can read it. If it is delicate, say so or choose “Make it private”, and as few people as possible will read it.
