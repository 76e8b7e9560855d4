"""What the bot answers by itself, and the one question it may ask. A person is one tap away in each of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.lists import format_list

from bot.delivery.card import Block, Button, Card, Markdown, Paragraph, Quote
from bot.delivery.cards.view import Pen
from bot.domain.decide.danger import can_be_called_off
from bot.domain.request import Emergency
from knowledge.directory import Article


def recorded(pen: Pen) -> list[Block]:
    """For who asked by word of mouth: who wrote it down for them, and what."""
    request = pen.request
    if request.recorded_by is None or request.first_words is None:
        return []
    return [
        pen.says("receipt-recorded", name=pen.name(request.recorded_by)),
        Quote(pen.text(request.first_words)),
    ]


def choices_card(pen: Pen) -> Card:
    """Two or three topics in plain words, and "something else"."""
    choices = pen.request.choices
    topics = choices.topics if choices else ()
    buttons: list[Button | None] = []
    if pen.may("choose"):
        known = [topic for topic in topics if topic in pen.view.directory.topics]
        buttons = [Button(label=pen.topic(t), verb="choose", fields={"topic": t}) for t in known]
        buttons.append(Button(label=pen.say("button-choose-else"), verb="choose", fields={"topic": ""}))
    return pen.card(
        "choices",
        *recorded(pen),
        pen.says("choices-which"),
        pen.buttons(*buttons),
        pen.quietly("choices-lapse" if pen.request.topic is not None else "choices-lapse-person"),
        pen.buttons(pen.button("want_person")),
        title=pen.request.ref,
    )


def article_card(pen: Pen) -> Card:
    article = _article(pen)
    title = pen.say("title", ref=pen.request.ref, topic=article.title if article else pen.topic())
    blocks: list[Block] = [*recorded(pen), pen.says("article-here")]
    if article is not None:
        blocks += [Markdown(article.body.strip()), _standing_behind(pen, article)]
    return pen.card("article", *blocks, _article_buttons(pen), title=title)


def article_again_card(pen: Pen) -> Card:
    """The one quiet question, the next working morning."""
    article = _article(pen)
    title = article.title if article else pen.topic()
    return pen.card("article_again", pen.says("article-again", title=title), _article_buttons(pen))


def _article_buttons(pen: Pen) -> Block | None:
    return pen.buttons(
        pen.button("article_solved", primary=True),
        pen.button("want_person"),
        pen.button("article_outdated"),
        pen.button("withdraw"),
    )


def _article(pen: Pen) -> Article | None:
    offer = pen.request.article
    if offer is None:
        return None
    found = (a for a in pen.view.directory.articles if a.name == offer.article)
    return next((a for a in found if a.language == offer.language), None)


def _standing_behind(pen: Pen, article: Article) -> Paragraph:
    person = article.stands_behind
    listed = pen.view.directory.people.get(person)
    reviewed = datetime(
        article.reviewed.year,
        article.reviewed.month,
        article.reviewed.day,
        12,
        tzinfo=ZoneInfo(pen.view.zone),
    )
    return pen.quietly(
        "article-behind",
        name=pen.name(person),
        department=pen.department(listed.department) if listed else "",
        day=pen.clock.day(reviewed),
    )


def signpost_card(pen: Pen) -> Card:
    """The official way; what was written is not kept."""
    topic = pen.view.directory.topics.get(pen.request.topic) if pen.request.topic else None
    way = pen.own(topic.signpost) if topic and topic.signpost else ""
    department = pen.view.directory.departments.get(topic.department) if topic else None
    elsewhere = department is not None and topic is not None and topic.signpost == department.elsewhere
    return pen.card(
        "signpost",
        pen.says("signpost-elsewhere", department=pen.department(department.id))
        if department is not None and elsewhere
        else pen.says("signpost-here"),
        Paragraph(way) if way else None,
        pen.quietly("signpost-not-kept"),
        pen.buttons(pen.button("want_person")),
    )


def danger_card(pen: Pen) -> Card:
    """The site's emergency contact before anything else; then who has been told, and what this desk is not."""
    emergency = pen.request.emergency
    if emergency is None:
        raise ValueError("a danger card needs an emergency")
    return pen.card(
        "danger",
        *alarm(pen, emergency),
        pen.says("danger-not-emergency"),
        pen.quietly("danger-ref", ref=pen.request.ref),
        readers(pen)
        if pen.request.confidential
        else None,  # whoever confides a thing is told who hears of it
        pen.buttons(call_off(pen), pen.button("want_person"), withdrawal(pen)),
        title="",
    )


def alarm(pen: Pen, emergency: Emergency) -> list[Block]:
    """Whom to call, and who knows."""
    call = _whom_to_call(pen, emergency)
    return [*([call] if call else []), _who_was_told(pen)]


def _whom_to_call(pen: Pen, emergency: Emergency) -> Paragraph | None:
    """A number of another country's helps nobody: who may be there is sent to the one of where they are first."""
    site = pen.view.directory.sites.get(emergency.site)
    contact = pen.own(site.emergency.contact) if site else ""
    if site is None or not contact:
        return None
    where = "" if emergency.near else "-wherever"
    return pen.warns(f"danger-{emergency.kind}{where}", contact=contact, site=pen.own(site.name))


def withdrawal(pen: Pen, *, primary: bool = False) -> Button | None:
    return None if pen.request.is_looked_at else pen.button("withdraw", primary=primary)


def call_off(pen: Pen) -> Button | None:
    return pen.button("no_emergency") if can_be_called_off(pen.request, pen.view.viewer) else None


def readers(pen: Pen) -> Paragraph:
    """One line on who can read it."""
    request = pen.request
    if not request.confidential:
        return pen.quietly("readers-open")
    if request.alerted:
        return pen.quietly("readers-alerted", lead=pen.name(pen.lead))
    if pen.lead == request.owner:
        return pen.quietly("readers-private-alone")
    return pen.quietly("readers-private", lead=pen.name(pen.lead))


def _who_was_told(pen: Pen) -> Paragraph:
    emergency = pen.request.emergency
    if emergency is not None and emergency.taken_by is not None:
        return pen.says("danger-taken", name=pen.name(emergency.taken_by))
    told = emergency.told if emergency and emergency.told else (pen.request.owner,)
    people = list(dict.fromkeys(pen.name(person) for person in told))
    names = format_list(people, locale=pen.say.locale)
    return pen.says("danger-told", names=names)
