# What comes after: how it was, what did not go well, who is thanked.

survey-reminder = We told you a little while ago that this was done. How was it? One tap is enough, and I won't ask again.
rating-agreement = The lead of the team also sees each person's total, under the agreement “{ $agreement }”.
button-thank-public = Say thank you in public
button-for_information = I only wanted them to know
button-thanks-yes = Yes, show it
button-thanks-no = I'd rather not

complaint-says = What was not right:
complaint-by = You will hear from them { $by }.
complaint-told = Thank you for telling us. { $name } reads it; there is nothing more for you to do.
made-good-question = Has it been put right?
made-good-told = { $name } says it has been put right.
thanks-ask = May I show in the channel of { $department } that { $name } thanks you? I ask only once; your answer holds from now on.
praised-keep = Your answer helped. If you keep it, it will help the next person who asks.
thanks-board = { $name } thanks { $to } for { $ref }: { $topic }.

cause-information = For your information: the person who tells you asks for nothing to be done, but something did not go as they expected.
alike = { $count } complaints in one week about “{ $topic }”. In their own words:
alike-who = { $ref }, { $name }
alike-without-words = (without words)
alike-try = Where several people stumble over the same thing there is usually something to change before the next one does.

form-complain-for_information = I only want them to know; nothing needs to be done

refused-nothing-for_information = There is no open complaint there.
refused-nothing-answer_thanks = You have said so already, and it stays that way.

line-for_information = It was for information only.
line-thanks-shown = The thanks were seen in the channel.
