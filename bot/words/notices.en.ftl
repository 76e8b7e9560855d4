# What anybody may read before they write: what this is, what is kept, and how it is used.

notice-about = The help desk of { $company }
notice-about-ask = Write what you need, in your own words, in the chat that you already use: Slack or Microsoft Teams.
notice-about-person = If the answer is already written, you get it at once. If not, a person with a name has it and you know by when.

notice-privacy = What is kept and who reads it
notice-privacy-whose = This desk belongs to { $company }, and { $company } answers for what is kept in it.
notice-privacy-kept = What you write and what happens with your request are kept, and what your chat says of you: name, address, language, country and time zone.
notice-privacy-files = The files that you send stay where your chat has them, or are kept with your request and erased with it.
notice-privacy-readers = It is read by you, whoever helps you and their team, whoever helped you before, and the person in charge of this desk. The receipt of each request says who.
notice-privacy-private = If you make it private, only you, whoever helps you and the person in charge of their department read it.
notice-privacy-erased = Words are erased { $days } days after the request is closed at the latest, private ones after { $private_days } days. What happened and when stays, without your words.
notice-privacy-yours = To see what there is of yours, or to have it erased sooner, ask for it at this same desk: it reaches a person.

notice-terms = How this desk is used
notice-terms-who = Anybody who has the desk in their chat may ask, and need not know which department it belongs to.
notice-terms-times = The time that you see is what the team aims for. If it will not be met, you hear before it passes.
notice-terms-danger = This desk is not the emergency service. If somebody is in danger, call the emergency services first.
notice-terms-secrets = Do not write passwords or card numbers here.
notice-terms-licence = The program is free software under the MIT licence, offered as it is, without warranty.
