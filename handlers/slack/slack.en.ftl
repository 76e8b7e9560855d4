# What only Slack's surfaces say. Cards and refusals are the desk's own words.

slack-whole = Read all of it
slack-more = More…
slack-whole-title = { $ref }
slack-close = Close
slack-cancel = Cancel
slack-when-hint = e.g. tomorrow at 10:00, Friday, in 2 h
slack-when-pick = Or pick it from the calendar
slack-choose = Choose
slack-yes = Yes
slack-private-note = Private note
slack-cut = This is only the beginning: there is more.

slack-held-gone = I no longer have those words. Please write them again in the request's thread.
slack-file-line = I have the file and a person will look at it. Could you tell me in one line what it is for?
slack-file = [file: { $name }]
slack-unavailable = I cannot keep anything just now, so nothing was done. Please try again in a moment.
slack-unknown-action = I do not know that button: it is from an older message. Nothing was done. Write here what you want instead.
slack-not-opened = It took too long to open, and nothing was done. Please try again.
slack-done = Done in { $ref }.
slack-done-many = { $count ->
    [one] Done in { $count } request.
   *[other] Done in { $count } requests.
}
slack-not-all = Not possible in { $refs }: { $why }
slack-gone = That request does not exist or is not yours.
slack-pick-first = First tick one request or several.
slack-not-listed = This workspace is not connected to a company, so nothing was kept. An administrator can list it.

slack-private-line = I have answered { $name } in a private message.
slack-private-nowhere = This is delicate and the whole channel reads here, so I do not go on in this thread. { $owner } has it ({ $ref }). From here I cannot open a private conversation with you, nor bring you the answer: please write or call them. To delete your message: open its menu (⋯) and choose “Delete message”.
slack-private-how = You wrote this in a channel, so I have moved it here, where only you and whoever answers can read it. To delete the original: open the menu (⋯) on your message there and choose “Delete message”.

slack-tick = Done.
slack-note-gone = { $name } already has that, so it is no longer private: they may have read it. If you like, I take it out of their conversation and keep it as a private note. Next time begin the message with 🔒, and it never leaves.
slack-note-take-back = Take back, keep as a note
slack-note-taken-back = Taken out of the conversation, and kept as a private note in { $ref }.
slack-note-offer = A private note in { $ref }? Who asked never sees it. You can also reply in the thread and begin with 🔒.
slack-note-in-channel = Kept as a private note in { $ref }. But you wrote it in a channel, where everybody in it can read it: next time the button “Private note” is better.

slack-ask-title = Ask
slack-ask-label = What do you need?
slack-ask-hint = In your own words, as you would tell a colleague
slack-ask-private-label = If it is delicate
slack-ask-private = Only for whoever answers it (confidential)
slack-ask-submit = Send
slack-ask-noted = Noted as { $ref }. I answer in our conversation.
slack-ask-owned = Noted as { $ref }: { $name } has it. The receipt is in our conversation.
slack-ask-added = Added to { $ref }. If it is something else, one tap in our conversation says so.
slack-ask-heard = Noted. The answer is in our conversation.
slack-record-title = Record for someone
slack-record-who = For whom
slack-record-label = What they need
slack-record-nobody = Choose a person.

slack-home-ask = Ask for something
slack-home-record = Record for someone
slack-home-mine = My requests
slack-home-mine-none = You have not asked for anything yet.
slack-home-queue = What I answer for
slack-home-queue-none = Nothing is waiting here.
slack-home-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
slack-home-beside-one = { $count ->
    [0] { $department }
   *[other] { $department } ({ $count } late)
}
slack-home-beside = There is no room here for { $departments }. Choose “{ $filter }” above to see theirs.
slack-home-search = Search
slack-home-search-hint = Number, name or words
slack-home-pick = Several at once
slack-home-pick-hint = Choose requests
slack-home-open = Open
slack-home-row = { $ref } · { $topic } · { $state }
slack-home-owner = { $owner } has it
slack-home-asked = you asked { $when }
slack-home-asked-by = { $name } asked { $when }

slack-prompt-title = For example
slack-prompt-1 = My payslip has not arrived
slack-prompt-2 = How is my request going?
slack-prompt-3 = I want to talk to a person

slack-install-done = Ventanilla is connected to { $name }.
slack-install-not-listed = The workspace { $name } ({ $id }) is not listed in the company's directory. An administrator adds it under slack_workspaces, and then this works.
slack-install-refused = The connection was not completed. Start again from the installation page.

