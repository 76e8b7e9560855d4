"""Every name that the store gives to a key: the only place where one is spelled.

A tenant is one company. All its keys share the hash tag `{tenant}`, so that a commit stays on one shard of a
Cluster. No key name holds a person's words or address: names outlive `forget` in logs and key listings.
"""

from hashlib import blake2b


class Keys:
    def __init__(self, tenant: str) -> None:
        if not tenant or "{" in tenant or "}" in tenant:
            raise ValueError(f"a tenant's name is a hash tag, so it cannot be {tenant!r}")
        self.tenant = tenant
        self.prefix = f"v:{{{tenant}}}:"
        # Asked for in every commit, so made once.
        self.clock = self.prefix + "clock"  # string: ms by which tests and the desk's clock moved time
        self.numbers = self.prefix + "numbers"  # string: the last request number given out
        self.outbox = self.prefix + "outbox"  # stream: "request n has news"
        self.timers = self.prefix + "timers"  # zset: timer -> due (Unix ms)
        self.fences = self.prefix + "fences"  # string: the last fence given out
        self.lanes = self.prefix + "lanes"  # zset: lane with work -> ready at (Unix ms)
        self.holds = self.prefix + "holds"  # zset: lane that holds something back -> until (Unix ms)
        self.unsent = (
            self.prefix + "unsent"
        )  # zset: notice that makes somebody accountable -> must be sent by
        self.catching_up = self.prefix + "catching-up"  # string: until (Unix ms), while late timers fire
        self.stuck = self.prefix + "stuck"  # hash: request number -> why its news could not be planned
        self.dead = self.prefix + "dead"  # hash: notice key -> the dead letter
        self.dead_order = self.prefix + "dead-order"  # zset: notice key -> died at (Unix ms)
        self.bell = self.prefix + "bell"  # stream, short: whose feed has news
        self.feeds = self.prefix + "feeds"  # set: persons with a feed
        self.persons = self.prefix + "persons"  # string: the last person number given out
        self.people = self.prefix + "people"  # set: person ids
        self.erased = self.prefix + "erased"  # set: ids of those who were erased, and are written to no more
        self.identities = self.prefix + "identities"  # hash: platform identity -> person
        self.addresses = self.prefix + "addresses"  # hash: casefolded address -> person
        self.absences = self.prefix + "absences"  # hash: person -> until (Unix ms), who set it
        self.installations = self.prefix + "installations"  # hash: workspace -> its tokens, locked
        self.articles = self.prefix + "articles"  # hash: name -> an answer that its owner kept
        self.doubts = (
            self.prefix + "doubts"
        )  # hash: article/person -> when they said it is no longer so (Unix s)
        self.unlearned = self.prefix + "unlearned"  # hash: request -> when its lesson was taught (Unix s)
        self.lessons_turn = self.prefix + "lessons-turn"  # string: grows when lessons or their words go
        self.record = (
            self.prefix + "record"
        )  # stream: what an administrator did to all of it, when and as whom
        self.asides = self.prefix + "asides"  # zset: aside -> when it is anybody's to say (Unix ms)
        self.pointers = self.prefix + "pointers"  # hash: kind of publication -> current version

    # One request

    def request(self, number: int) -> str:
        """hash: version (length of the history), state, planned (the cursor of delivery)."""
        return f"{self.prefix}request:{number}"

    def history(self, number: int) -> str:
        """list: every event, in order."""
        return f"{self.prefix}history:{number}"

    def words(self, number: int, person: str) -> str:
        """hash: words id -> value, what one person wrote in one request."""
        return f"{self.prefix}words:{number}:{person}"

    def files(self, number: int, person: str) -> str:
        """hash: words id and piece -> bytes, of the files that one person sent with one request and we had to keep."""
        return f"{self.prefix}files:{number}:{person}"

    def authors(self, number: int) -> str:
        """set: whose words lie beside the request."""
        return f"{self.prefix}authors:{number}"

    def notices(self, number: int) -> str:
        """hash: notice key -> where its delivery stands."""
        return f"{self.prefix}notices:{number}"

    def cards(self, number: int) -> str:
        """hash: place and kind of card -> the platform's id, to change the living card."""
        return f"{self.prefix}cards:{number}"

    def lease(self, number: int) -> str:
        """string with expiry: fence and token of the worker that plans."""
        return f"{self.prefix}lease:{number}"

    # Guards

    def seen(self, command: str) -> str:
        """string with expiry: the first answer. Hashed, since a command's id may hold an address."""
        return f"{self.prefix}seen:{blake2b(command.encode(), digest_size=16).hexdigest()}"

    def claim(self, claim: str) -> str:
        """string: who holds it."""
        return f"{self.prefix}claim:{claim}"

    # Chat platforms

    def thread(self, thread: str) -> str:
        """string: the request of this thread; a claim, since what is asked in a thread takes it."""
        return self.claim(f"thread:{thread}")

    def told(self, what: str) -> str:
        """string with expiry: this was said already."""
        return f"{self.prefix}told:{what}"

    def aside(self, aside: str) -> str:
        """hash with expiry: what is to be said beside any request, who says it, and whether they have begun."""
        return f"{self.prefix}aside:{aside}"

    def board(self, platform: str, number: int, channel: str) -> str:
        """string: the message in a department's channel that shows this request."""
        return f"{self.prefix}board:{platform}:{number}:{channel}"

    def reference(self, conversation: str) -> str:
        """string: what is needed to write into this conversation."""
        return f"{self.prefix}reference:{conversation}"

    def ticket(self, ticket: str) -> str:
        """string with expiry: good once. Hashed, since whoever knows it may use it."""
        return f"{self.prefix}ticket:{blake2b(ticket.encode(), digest_size=16).hexdigest()}"

    def letter(self, letter: str) -> str:
        """string: being sent (with expiry), or sent. Hashed, since it may name an agreement."""
        return f"{self.prefix}letter:{blake2b(letter.encode(), digest_size=16).hexdigest()}"

    # Derived

    def index(self, name: str) -> str:
        """zset: member -> score."""
        return f"{self.prefix}index:{name}"

    def tally(self, name: str) -> str:
        """hash: cell -> count."""
        return f"{self.prefix}tally:{name}"

    # One lane

    def lane(self, lane: str) -> str:
        """list: notice keys, in the order in which they leave."""
        return f"{self.prefix}lane:{lane}"

    def cargo(self, lane: str) -> str:
        """hash: notice key -> the notice."""
        return f"{self.prefix}cargo:{lane}"

    def head(self, lane: str) -> str:
        """hash: key, fence, tries of the notice being sent."""
        return f"{self.prefix}head:{lane}"

    def lane_lease(self, lane: str) -> str:
        """string with expiry: fence and token of the sender."""
        return f"{self.prefix}lane-lease:{lane}"

    def held(self, lane: str) -> str:
        """zset: notice key -> until (Unix ms) * 1000 + its place."""
        return f"{self.prefix}held:{lane}"

    def together(self, lane: str) -> str:
        """set with expiry: notice keys that one message told together with another."""
        return f"{self.prefix}together:{lane}"

    def bundles(self, lane: str) -> str:
        """hash with expiry: notice key -> the message that told it together with others; message -> all it told."""
        return f"{self.prefix}bundles:{lane}"

    # One person

    def rung(self, person: str) -> str:
        """zset with expiry: notice key -> when it rang (Unix ms)."""
        return f"{self.prefix}rung:{person}"

    def feed(self, person: str) -> str:
        """stream: keys of what the web desk shows this person, in order; no words."""
        return f"{self.prefix}feed:{person}"

    def fed(self, person: str) -> str:
        """hash: key -> entry id and entry, of those still in the feed."""
        return f"{self.prefix}fed:{person}"

    def profile(self, person: str) -> str:
        """hash: name, address, language, zone, where reachable."""
        return f"{self.prefix}profile:{person}"

    def known(self, person: str) -> str:
        """set: the identities and the address that lead to this person."""
        return f"{self.prefix}known:{person}"

    def written(self, person: str) -> str:
        """set: numbers of the requests in which this person's words lie."""
        return f"{self.prefix}written:{person}"

    # Publications

    def publication(self, kind: str, version: str) -> str:
        """hash: part -> bytes, of one published version."""
        return f"{self.prefix}published:{kind}:{version}"

    def publications(self, kind: str) -> str:
        """zset: version -> published at (Unix ms)."""
        return f"{self.prefix}publications:{kind}"
