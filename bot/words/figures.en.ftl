# Figures about the service: their names, and beside each what it counts.

figure-received = Received
figure-received-means = Requests asked in the period, by day of asking (UTC). Confidential ones are counted apart.
figure-by_article = Solved by an article
figure-by_article-means = The requester said that the prepared answer solved it.
figure-unconfirmed = Unconfirmed
figure-unconfirmed-means = An article was given and nobody said whether it helped. Never counted as answered.
figure-withdrawn = Withdrawn
figure-withdrawn-means = The requester took the request back.
figure-resolved = Resolved by a person
figure-resolved-means = Resolved or closed by a person's work, and not reopened since.
figure-reopened = Reopened
figure-reopened-means = How often a resolved request came back, by “not yet”, further words or a complaint.
figure-handovers = Hand-overs per request
figure-handovers-means = A person's choice of another department, taken or not, for each request received.
figure-wrong_first = Wrong first owner
figure-wrong_first-means = Of the requests given to a person: those that moved to another department afterwards, or where the requester said “not this”.
figure-escalations = Escalations
figure-escalations-means = How often a lead was brought in, for whatever reason.
figure-complaints = Complaints
figure-complaints-means = Ratings “worse than I expected” and complaints in words. Further words on an open complaint are the same one.
figure-made_good = Made good
figure-made_good-means = Complaints of which the requester said that it has been put right.
figure-response_p50 = First response, half within
figure-response_p50-means = Business time from asking to a person's first reply or promise. Half were quicker; nearest rank, within 5 %. Automatic messages never count.
figure-response_p90 = First response, nine in ten within
figure-response_p90-means = Business time within which nine in ten got a person's first reply or promise.
figure-responded_within = First response within target
figure-responded_within-means = Of the first responses: those within the department's target, as it was then.
figure-resolution_p50 = Resolution, half within
figure-resolution_p50-means = Business time from asking to the resolution that stands, waiting for the requester included. Articles and silence are left out.
figure-resolution_p90 = Resolution, nine in ten within
figure-resolution_p90-means = Business time within which nine in ten were resolved.
figure-resolved_within = Resolved within target
figure-resolved_within-means = Of the resolutions by a person: those never late. While the requester is asked something, the clock stops. Reopening gives no new chance.
figure-dated_within = By the requester's own date
figure-dated_within-means = Of the resolved requests with a date of the requester's: those resolved by then.
figure-promises_made = Promises made
figure-promises_made-means = Times named to a requester. A new date after a broken promise is a promise of its own.
figure-promises_kept = Promises kept
figure-promises_kept-means = Resolved before the promised time had passed.
figure-promises_renewed = Promises renewed in time
figure-promises_renewed-means = A new date, given before the old one had passed.
figure-promises_broken = Promises broken
figure-promises_broken-means = The promised time passed in silence.
figure-promises_kept_share = Share of promises kept
figure-promises_kept_share-means = Of the promises that were kept or broken: those kept. One that was renewed in time does not count until it is kept or broken.
figure-exceeded = Better than expected
figure-exceeded-means = Ratings, by the department of whoever last answered. Changing a rating moves it; reopening takes it back, unless it is a complaint.
figure-met = As expected
figure-met-means = Ratings “as I expected”.
figure-missed = Worse than expected
figure-missed-means = Ratings “worse than I expected”. Each is a complaint too.
figure-response_rate = Who rated
figure-response_rate-means = Ratings for each time that the requester was asked how it was.
figure-kudos = Thanks
figure-kudos-means = Requesters who said thank you with a tap.
figure-backlog = Open now
figure-backlog-means = Open requests and how many days ago they were asked, whatever the period.
figure-routed = Straight to somebody
figure-routed-means = Requests that what was written took to a person without a question, by the department that they went to first and the day of asking (UTC). Danger and confidential ones are left out.
figure-right_first = Right first time
figure-right_first-means = Of what went straight to somebody: where no other department took it, nobody said “not this” and nobody chose another topic. Of fewer than five in a day no share is shown.

figures-none = –
figures-withheld-people = fewer than 5 people
figures-withheld-few = too few
figures-withheld-undivided = not divided this way
figures-withheld-week = no whole week
figures-withheld-rights = not shown
figures-why-withheld = Figures are about the service. Speed, promises and ratings of fewer than five people, or of fewer than five answers, promises or ratings, would be one person's, so they are not shown.
figures-whole-weeks = Speed, promises and ratings are counted in whole weeks that are over, Monday to Sunday (UTC). A week with fewer than five is joined with the next ones, and a part of the department is shown alone only where it and the rest have five each: so no period taken from another, and no part taken from the whole, tells of one person.
figures-whole-weeks-short = In whole weeks that are over.
figures-minutes = { $count ->
    [one] { $count } min
   *[other] { $count } min
}
figures-hours = { $count } h
figures-fewer-than-five = fewer than 5
figures-simulated = These figures hold simulated requests: nobody asked them. “ventanilla simulate --remove” takes them out.

chart-weekly = Requests by week
chart-weekly-says = { $department }: { $received } requests in { $weeks } weeks, { $resolved } resolved by a person and { $article } by an article. The busiest week was that of { $busiest } with { $most }.
chart-weekly-empty = { $department }: no requests in this period.
chart-week = Week of
chart-requests = Requests
chart-number = Ratings
chart-hours = Business hours
chart-response = First response by week
chart-response-says = { $department }: half of the first responses came within { $half } and nine in ten within { $most }. { $trend ->
    [quicker] The second half of the period was quicker than the first.
    [slower] The second half of the period was slower than the first.
   *[same] The pace stayed the same.
}
chart-response-empty = { $department }: too few first responses to show times.
chart-half = Half within
chart-nine = Nine in ten within
chart-ratings = What people had expected
chart-ratings-says = { $department }: { $better } of { $count } ratings were better than expected, { $as } as expected and { $worse } worse.
chart-ratings-empty = { $department }: too few ratings to show.

stats-title = How it went
stats-open = Open the figures
stats-story = These figures are for you alone. Opening them takes one tap, so that a link preview sees nothing.
stats-gone = This page is not here
stats-gone-story = The link has ended, or it was made for something else. Ask for a new one with “how are we doing?”.
stats-since = From
stats-until = To
stats-department = Department
stats-topic = Topic
stats-platform = Platform
stats-all = All
stats-show = Show
stats-wrong-period = That period cannot be shown. It begins before it ends and lasts two years at most.
stats-summary = In short
stats-by-topic = By topic
stats-by-platform = By platform
stats-by-month = By month
stats-month = Month
stats-by-week = By week
stats-by-day = Right first time by day
stats-day = Day
stats-day-of = { $day }: { $share } of { $routed }
stats-day-few = { $day }: { $routed }, too few for a share
stats-straight-says = { $routed } requests of this period went straight to somebody, without a question; { $share } of them were right first time.
stats-straight-few = { $routed ->
    [one] One request of this period went straight to somebody, without a question: too few for a share.
   *[other] { $routed } requests of this period went straight to somebody, without a question: too few for a share.
}
stats-alike = Served alike: first response by country and language of the asker
stats-group = Country and language
stats-alike-story = Groups with fewer than 20 first responses in whole weeks that are over are left out.
stats-private = Confidential requests
stats-private-story = Whole months that are over, joined until there are five or more: so no period taken from another points to anybody.
stats-private-received = Received
stats-private-resolved = Resolved
stats-private-open = Open
stats-backlog-says = { $open ->
    [0] Nothing is open.
    [one] One request is open, asked { $oldest ->
        [0] today
        [1] yesterday
       *[other] { $oldest } days ago
    }.
   *[other] { $open } requests are open; the oldest was asked { $oldest ->
        [0] today
        [1] yesterday
       *[other] { $oldest } days ago
    }. { $half ->
        [0] Half of them were asked today
        [1] Half of them were asked today or yesterday
       *[other] Half of them were asked at most { $half } days ago
    }; { $week ->
        [0] none is older than a week
        [one] one is older than a week
       *[other] { $week } are older than a week
    }.
}
stats-definitions = What each figure counts
stats-no-topic = No topic yet
stats-requests = Requests
stats-requests-story = The newest of the period that you may read; confidential ones are not listed.
stats-which-received = Received
stats-which-open = Open
stats-which-late = Late
stats-which-reopened = Reopened
stats-which-complaints = Complaints to make good
stats-which-unconfirmed = Unconfirmed
stats-number = Number
stats-asked = Asked on
stats-state = State
stats-state-new = with the bot
stats-state-open = open
stats-state-pending = waiting for the requester
stats-state-resolved = resolved
stats-state-closed = closed
stats-state-withdrawn = withdrawn
stats-late = late
stats-words = First words
stats-no-requests = None.
stats-print = Printing this page gives a PDF.

digest-title = How last week went: { $department }
digest-received-more = { $now ->
    [0] No request came in
    [one] One request came in
   *[other] { $now } requests came in
}, { $more } more than the week before: look whether one cause stands behind them.
digest-received-fewer = { $now ->
    [0] No request came in
    [one] One request came in
   *[other] { $now } requests came in
}, { $fewer } fewer than the week before: a good week to write down an answer that was given often.
digest-received-same = { $now ->
    [0] No request came in
    [one] One request came in
   *[other] { $now } requests came in
}, as many as the week before.
digest-received-near = { $now ->
    [0] No request came in
    [one] One request came in
   *[other] { $now } requests came in
}, about as many as the week before.
digest-response-slower = Half of the first responses took { $now } (the week before: { $before }): colleagues waited longer for a first word.
digest-response-quicker = Half of the first responses took { $now } (the week before: { $before }): colleagues heard from a person sooner.
digest-response-same = Half of the first responses took { $now }, as in the week before.
digest-response-alone = Half of the first responses took { $now }; of the week before there were too few to compare.
digest-response-unknown = How long first responses took is not told: they were too few, or too few people gave them or asked.
digest-promises-broken = { $broken ->
    [one] One promise passed in silence. A new date before the old one has passed keeps the trust that it was for.
   *[other] { $broken } promises passed in silence. A new date before the old one has passed keeps the trust that it was for.
}
digest-promises-kept = { $kept ->
    [0] No promise passed in silence.
    [one] No promise passed in silence; one was kept.
   *[other] No promise passed in silence; { $kept } were kept.
}
digest-reopened = { $count ->
    [0] Nothing that was resolved came back.
    [one] One resolved request came back: ask what was missing before it was called done.
   *[other] Resolved requests came back { $count } times: ask what was missing before they were called done.
}
digest-complaints = { $count ->
    [one] One complaint is not made good yet. A word to the person comes before its cause.
   *[other] { $count } complaints are not made good yet. A word to each person comes before the cause.
}
digest-oldest = { $count ->
    [0] Nothing is open.
    [one] One request is open, asked { $oldest ->
        [0] today
        [1] yesterday
       *[other] { $oldest } days ago
    }.
   *[other] { $count } requests are open; the oldest was asked { $oldest ->
        [0] today
        [1] yesterday
       *[other] { $oldest } days ago
    }.
}
digest-oldest-list = Oldest open: { $numbers }
digest-thanks = { $count ->
    [one] One colleague said thank you. Pass it on.
   *[other] { $count } colleagues said thank you. Pass it on.
}
digest-try-wrong_first = To try this week: { $share } % went to the wrong department first. Add two real sentences to the topic that was meant.
digest-try-unconfirmed = To try this week: { $count } people got an article and said nothing. Read it as somebody who does not know the word for it.
digest-try-broken = To try this week: when naming a time, name one that holds even on a bad day.
digest-try-backlog = To try this week: half an hour together on what is older than a week ({ $count }).
digest-try-article = To try this week: write one answer that was given often as an article.
digest-try-unanswered = To try this week: write the answer about “{ $topic }” as an article; nothing is asked more often without one.
digest-unanswered = Asked most without an article that answers it: { $topics }.
digest-asked = { $topic } ({ $count })
digest-left = Articles after which a person was wanted all the same: { $articles }.
digest-left-of = “{ $title }” ({ $left } of { $offered })
digest-link = Open the figures
digest-simulated = With simulated requests.

figures-title = How { $department } is doing: last week
figures-own-title = Your figures
chat-lead-chart = See the chart
figures-own-means = Yours are the requests that you were the last to answer, and those that you have taken.
figures-own-link = See what each one counts
figures-own-story = { $since } to { $until }. Only you see them.
figures-own-agreement = Only you and the lead of your department see them, under the agreement “{ $agreement }” of { $day }.
digest-complaints-list = To be made good: { $numbers }
digest-thank = Whom to thank where all can hear it: { $names }.

agreement-title = Figures by person: what was agreed
agreement-says = Your company has agreed “{ $agreement }”, dated { $day }. From today the lead of your department can also see your figures: speed, promises and ratings.
agreement-what = You see the same ones: write “my figures” whenever you like.
agreement-not = Nobody is given requests, or passed over, because of them, and confidential ones are not in them.
stats-by-person = By person
stats-person = Person
stats-agreement = Shown under the agreement “{ $agreement }”, dated { $day }. Everybody listed was told of it first, and sees the same of themselves.
