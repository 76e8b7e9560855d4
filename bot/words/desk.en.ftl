# The page of the local desk: what stands around. What the bot says is in the other files.

desk-title = Ventanilla: the local desk
desk-skip = Go to writing
desk-noscript = This page needs JavaScript to show what arrives.
desk-help = Help
desk-help-title = How it works
desk-help-story = On the left, someone says what they need in their own words. On the right, the person who answers for it sees it at once. Be anyone on either side, and move the clock forward.
desk-close = Close
desk-language = Language of the page
desk-show = Which side to see
desk-show-both = Both
desk-show-asks = Who asks
desk-show-work = Who answers

desk-clock = It is now
desk-clock-hour = +1 h
desk-clock-morning = Tomorrow, 9:00

desk-be = Be someone else
desk-asks = Asks
desk-work = Answers
desk-conversation = Conversation with the desk
desk-messages = Messages for you
desk-history = History of the request
desk-acts = What you can do

desk-asks-hello = What do you need?
desk-asks-story = Write it as you would tell a colleague. No menus: a person with a name will have it within a second.
desk-try-1 = Hi, my October payslip has not arrived and I need it by Friday, it is for the bank
desk-try-2 = How do I book a meeting room?
desk-try-3 = There is smoke coming from an electrical panel in the warehouse
desk-work-hello = What is yours arrives here
desk-work-story = When a request is this person's, it appears here without reloading, with the words of whoever asked, why it came here and by when an answer is expected.
desk-hint-owner = { $name } has { $ref }.
desk-hint-be = Be { $name }

desk-write = Write to the desk
desk-write-hint = What you need, in your own words
desk-send = Send
desk-into = in
desk-into-no = better as a new one
desk-you-said = You:
desk-reply-to = Reply to { $name }
desk-reply = Reply

desk-queue = Queue
desk-queue-count = { $count ->
    [one] { $count } request
   *[other] { $count } requests, soonest due first
}
desk-queue-none = Nothing is waiting here.
desk-queue-none-search = Nothing matches the search.
desk-filter = Which requests
desk-filter-mine = Mine
desk-filter-for_me = Waiting for me
desk-filter-for_them = Waiting for others
desk-filter-today = Today
desk-filter-department = Department
desk-search = Search by number, name or words
desk-search-hint = Number, name or words
desk-col-pick = Pick
desk-col-ref = Number
desk-col-who = Who
desk-col-words = What they said
desk-col-state = State
desk-col-due = Due
desk-pick = Pick { $ref }
desk-picked = { $count ->
    [one] { $count } picked
   *[other] { $count } picked
}
desk-unpick = None
desk-confidential = confidential
desk-private = Private note
desk-urgency-urgent = urgent
desk-urgency-high = high

desk-state-new = new
desk-state-untaken = not taken
desk-state-open = under way
desk-state-pending = waiting for the requester
desk-state-resolved = resolved
desk-state-closed = closed
desk-state-withdrawn = withdrawn
desk-state-for_me = waiting for your answer
desk-due-late = late, { $when }
desk-due-none = no target
desk-wish = by { $when }
desk-promised = promised { $when }

desk-open-close = Close
desk-open-state = State
desk-open-owner = Owner
desk-open-due = Due
desk-open-wanted = Needed
desk-open-promise = Promised

desk-optional = (if you like)
desk-choose = Choose
desk-cancel = Cancel
desk-when-today = today at 17:00
desk-when-tomorrow = tomorrow at 10:00
desk-when-friday = on Friday

desk-told-noted = Noted in { $ref }.
desk-told-done = Done in { $ref }.
desk-told-done-many = { $count ->
    [one] Done in { $count } request.
   *[other] Done in { $count } requests.
}
desk-told-keep_answer = Published. From now on it is offered to whoever asks the like of { $ref }.
desk-told-route_right = { $ref } was right: noted.
desk-told-file_under = { $ref } has its topic now.
desk-told-article_outdated = Thank you for saying so. A person has { $ref } now.
desk-told-undone = Undone in { $ref }.
desk-told-undone-many = Undone in { $count } requests.
desk-told-not-all = { $refs }: { $why }
desk-undo = Undo
desk-undo-until = You can undo it for { $seconds } seconds.
desk-empty = The text is missing: write what you need and send it again.
desk-too-long = The text has { $length } characters and { $most } fit. Shorten it or send it in several messages; what you wrote is still here.
desk-unavailable = It cannot be stored right now. What you wrote is still here: send it again in a moment.
page-unavailable = I cannot show this page just now. Try again in a moment.
desk-unreadable = What the page sent was not understood. Reload it and try again.
desk-nobody = That person is no longer in the directory. Reload the page and choose someone else.
desk-gone = That request does not exist or is not yours.
desk-broken = Something went wrong on our side and has been recorded. Try again in a moment.
desk-away = Not connected to the desk: it keeps trying by itself.

desk-keys-on = Keyboard shortcuts
desk-key-down = the next in the queue
desk-key-up = the one before
desk-key-pick = pick it
desk-key-open = open it
desk-key-reply = reply
desk-key-promise = promise
desk-key-hand-over = hand over with a reason
desk-key-resolve = resolve
desk-key-note = private note
desk-key-undo = undo the last act
desk-key-search = search
desk-key-close = close what is open
desk-key-help = this help

desk-receipt-title = Receipt of a request
desk-receipt-story = This link is personal and expires. The receipt opens when you ask for it.
desk-receipt-open = See the receipt
desk-receipt-gone = The link has expired or is not valid. Ask whoever sent it for another one.

desk-today = today
desk-tomorrow = tomorrow
desk-written = Written: { $on }
desk-yesterday = yesterday

desk-urgency-normal = normal
desk-urgency-low = low
desk-into-this = Add to this: { $ref }

desk-too-much = It is too much to send at once. Split it into several messages; what you wrote is still here.
desk-key-take = take it
desk-into-short = Add to this
desk-more = More
desk-write-loose = Write without opening one: you will be asked whom it is for
desk-attach = Attach
desk-file = (File: { $name })
desk-files = Files:
