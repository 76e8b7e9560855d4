# What delivery adds to a message, and what it says for several at once.

button-open = Open { $ref }
delivery-together = { $count } things are waiting for you
delivery-together-line = { $ref }: { $what }
delivery-twice = (This may reach you twice.)
