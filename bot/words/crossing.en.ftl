# One person, wherever they write
join-code = So that Ventanilla knows you are the same person, write this code in your chat with me in { $platform }: { $code }. It is good for ten minutes, and once. Give it to nobody: whoever writes it would pass for you.
join-or = { " " }or{ " " }
join-confirm = { $name } asked for that code in { $platform }. If that is you, write it once more and I will join the two accounts. If it is not, do nothing more.
join-done = Done: your { $platform } account and this one are now the same person. If this was not you, say so here and a person will undo it.
join-same = Those two accounts are the same person already.
join-unknown = That code is not valid, or it has run out. Write “link” in your other chat and I will give you a new one.
join-elsewhere = That code is for your chat with me on the other platform: here you are already in { $platform }.
join-later = That was a lot of tries in a short time. Please try again in an hour.
join-two-people = Those two accounts belong to two people of the company. Only whoever administers Ventanilla can join them.
join-open = What you asked from the other account has to be closed first: { $refs }. Then ask for a code again.
prefer-done = All right: from now on I will write to you in { $platform }.
prefer-where-written = All right: I will answer where you write.
prefer-not-there = I do not know yet who you are in { $platform }. Write to me there once, or write “link” here.

# Files
file-from = { $name } sends “{ $file }” for { $ref }.
file-open = Open “{ $file }”
file-lost = { $name } sent “{ $file }”, but I could not bring it here. Ask them to send it once more or some other way.
file-title = A file for you
file-story = This link is yours alone. Tap to download “{ $file }”.
file-get = Download
file-over = This link has run out
file-over-story = Tap, and I send a new one to your chat.
file-again = Send me another link
file-sent = Done: the new link is in your chat.
file-not-sent = I could not send you the new link. Try again in a moment; if it still does not come, ask for the file in your chat.
file-unavailable = I could not fetch the file just now. Try again in a moment.
file-gone = There is nothing here.
file-saved = Saved: “{ $file }”.
file-saving-failed = I could not save “{ $file }”. Please try to accept it again in a moment.
file-declined = All right, I am not saving “{ $file }”.
