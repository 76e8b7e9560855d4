# What every chat platform says.

chat-empty = There was no text. Write in a line what you need.
chat-too-long = That text has more than { $most } characters. Send it in several messages, please; none of it was kept.
chat-broken = Something went wrong on our side and has been recorded. Nothing was done; please try again in a moment.
chat-held-new = It is a request of mine
chat-added-beside = I have added it to { $ref }, which is what { $name } asked for in that thread. If yours is something else, write it to me in private and it will be a request of your own.
chat-added-beside-nameless = I have added it to { $ref }, which is what was asked for in that thread. If yours is something else, write it to me in private and it will be a request of your own.
chat-note-which = Which request is this private note for? I have not sent it to anybody.
chat-note-on = { $ref } · { $name }
chat-note-kept = Kept as a private note in { $ref }.
chat-in-private = { $ref } goes on in private.

# A department's channel
chat-board-untaken = { $ref } · { $topic } · nobody has taken it yet
chat-board-taken = { $ref } · { $topic } · { $owner } has it
chat-board-answered = { $ref } · { $topic } · { $owner } has it and has answered
chat-board-ended = { $ref } · { $topic } · { $state }
chat-board-moved = { $ref } has gone to { $department }.

# A department as its lead sees it
chat-lead-title = { $department }, now
chat-lead-late = Late
chat-lead-late-none = Nothing is late.
chat-lead-escalated = Brought to you
chat-lead-load = Open now: { $people }
chat-lead-has = { $name } ({ $count })
chat-lead-has-away = { $name } ({ $count }; away { $until })

# Somebody's own status that ends
chat-status-offer = Your status lasts { $until }. If you are away until then, one tap notes it, and what is due before goes to whoever stands in for you.
chat-status-button = I am away { $until }
