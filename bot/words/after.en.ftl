# What comes after: how it was, what did not go well, who is thanked.

survey-reminder = We told you a little while ago that this was done. How was it? One tap is enough, and I won't ask again.
rating-agreement = The lead of the team also sees each person's total, under the agreement “{ $agreement }”.
button-thank-public = Say thank you where all can see it
button-for_information = I only wanted them to know
button-thanks-yes = Yes, let them be seen
button-thanks-no = I'd rather not

complaint-says = What was not right:
complaint-by = You will hear from them { $by }.
complaint-told = Thank you for telling us. { $name } reads it; there is nothing more for you to do.
made-good-question = Is it right now?
made-good-told = { $name } says that it is right now.
thanks-ask = May it be seen in the channel of { $department } that { $name } thanks you? I ask only once, and it holds for those to come.
praised-keep = Your answer helped. Kept, it helps whoever asks the same next.
thanks-board = { $name } thanks { $to } for { $ref }: { $topic }.

cause-information = For you to know. Whoever tells it asks for nothing to be done, but something did not go as they expected.
alike = { $count } complaints in one week about “{ $topic }”. In their own words:
alike-who = { $ref }, { $name }
alike-without-words = (without words)
alike-try = Where several people stumble over the same thing there is usually something to change before the next one does.

form-complain-for_information = I only want them to know; nothing needs to be done

refused-nothing-for_information = There is no open complaint there.
refused-nothing-answer_thanks = You have said so already, and it stays that way.

line-for_information = It was only to be known.
line-thanks-shown = The thanks were seen in the channel.
