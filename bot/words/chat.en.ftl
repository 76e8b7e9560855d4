# What every chat platform says.

chat-empty = There was no text. Write in a line what you need.
chat-too-long = That text has more than { $most } characters. Send it in several messages, please; none of it was kept.
chat-broken = Something went wrong on our side and has been recorded. Nothing was done; please try again in a moment.
chat-held-new = It is a request of mine
chat-in-private = { $ref } goes on in private.

# A department's channel
chat-board-untaken = { $ref } · { $topic } · nobody has taken it yet
chat-board-taken = { $ref } · { $topic } · { $owner } has it
chat-board-ended = { $ref } · { $topic } · { $state }
chat-board-moved = { $ref } has gone to { $department }.
