# What is said in Microsoft Teams alone.

teams-cut = Not all of it fits here.
teams-whole = Show all of it
teams-page-before = Back
teams-page-next = Next
teams-whole-title = { $ref }: what was said
teams-reply-hint = Write the reply here
teams-needed = This is missing.
teams-wrote = What you wrote
teams-unavailable = I can't store that right now, so nothing was done. Please try again in a minute.
teams-held-gone = That text is no longer kept. Please write it again.
teams-note-in-channel = Kept as a private note in { $ref }. But you wrote it in a channel, where everybody can read it: next time the button “Private note” is better.
teams-note-gone = { $name } already has that message, so the lock comes too late and the message stays as it was. If you delete it, I take it out of their conversation too; for a note that only those who serve see, begin the message with (private).
teams-unread = I can't read that: I understand text, files and pictures only. Write in a line what you need, or ask for a person.
teams-want-person = I would like to talk to a person, please.
teams-more-acts = More…
teams-done = Done: { $ref }.
teams-gone = That request isn't there, or you can't see it.
teams-unknown-action = That button no longer works. Write “help” and I'll tell you what you can do.
teams-welcome = Hello. Here you can ask for whatever you need from any department, in your own words: a person with a name will always have it.
teams-home-mine = What you asked for
teams-home-none = You have not asked for anything yet.
teams-queue = What you answer for
teams-queue-none = There is nothing here.
teams-more = { $count ->
    [one] And { $count } more.
   *[other] And { $count } more.
}
teams-ask-title = Ask for something
teams-ask-label = What do you need?
teams-ask-hint = In your own words
teams-ask-private = Only for whoever answers it
teams-ask-send = Send
teams-ask-noted = Noted: { $ref }. I'll write to you in the personal chat.
teams-ask-heard = I'll answer you in the personal chat.
teams-unseen = From this conversation I can't tell who you are, so nothing was done. Write to me once in the personal chat, and from then on you can ask from anywhere.
teams-author = ({ $name } wrote it.)
teams-private-line = { $name }, this is better in private: I'll go on with you in the personal chat.
teams-private-how = You wrote this where more people read, so I have moved it here, where only you and whoever answers can read it. To delete the original: open the menu (⋯) on your message there and choose “Delete”.
teams-open-chat = Open the personal chat
teams-picture = { $count ->
    [1] picture.png
   *[other] picture { $count }.png
}
teams-file-unseen = The file doesn't reach me from here. Send it to me in the personal chat, quoting a message of { $ref }, and whoever answers it will have it.
teams-file = (File: { $name })

# The app package
teams-app-full = Ventanilla: ask for what you need and a person will always have it
teams-app-short = The one counter where a request always finds its owner
teams-app-long = Write what you need in your own words, in Spanish or in English. Ventanilla answers at once where the company already knows the answer; otherwise a named person has it within a second, with a receipt, a number and a time. No menus, no forms to look for, and nobody is asked the same thing twice.
teams-tab = My requests
teams-command-help = help
teams-command-help-about = What you can do here, and how what you asked for is going
teams-command-queue = queue
teams-command-queue-about = What you answer for, if you serve others
teams-action-ask = Ask
teams-action-ask-about = Say what you need in your own words
teams-action-find = Find the right owner
teams-action-find-about = Finds the person who answers for what this message says

# The card in a department's channel

# The tab
teams-tab-wait = One moment…
teams-tab-sign-in = Teams did not say who you are. Open the tab again, or write to the bot in the personal chat.
teams-tab-unavailable = That could not be done just now. Please try again in a moment.
teams-tab-back = Back to my requests
