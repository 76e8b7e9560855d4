"""What can be wrong with an article beside its own head: its topic, who stands behind it, its age, its translations."""

from collections import defaultdict
from datetime import date, timedelta

from knowledge.reading.drafts import ArticleDraft
from knowledge.reading.joined import Joined


def check_articles(joined: Joined, today: date) -> None:
    translations: dict[str, dict[str, ArticleDraft]] = defaultdict(dict)
    for article in joined.drafts.articles:
        translations[article.name][article.language] = article
        _check_article(joined, article, today)
    for name, by_language in translations.items():
        _check_translations(joined, name, by_language)


def _check_article(joined: Joined, article: ArticleDraft, today: date) -> None:
    file, what = article.file, f"article {article.name}"
    joined.listed(file, f"stands_behind of {what}", article.stands_behind)
    joined.nobody_is_for(file, article.for_line, what, article.for_)
    if joined.drafts.all_departments:
        joined.known(file, f"topic of {what}", article.topic, joined.topics, "Write the id of a topic.")
    topic = joined.topics.get(article.topic.text)
    if topic is not None and topic.signpost:
        joined.fault(
            file,
            article.topic.line,
            f"topic {topic.id} is a signpost, whose answer is the official way. Take the article away.",
        )
    # Somewhere it is tomorrow already; and whoever only builds a directory knows no day.
    if date.min < today and article.reviewed > today + timedelta(days=1):
        joined.warn(
            file,
            article.reviewed_line,
            f"{what} was reviewed on {article.reviewed}, a day that has not come yet. Correct reviewed: with the day when it "
            "was.",
        )
    again = article.review_again
    if again.text and date.fromisoformat(again.text) < today:
        joined.warn(
            file, again.line, f"{what} is past its review, so it is not offered. Review it and set the dates."
        )


def _check_translations(joined: Joined, name: str, by_language: dict[str, ArticleDraft]) -> None:
    first = by_language[min(by_language)]
    for code in joined.languages:
        if code not in by_language:
            joined.warn(
                first.file,
                1,
                f"article {name} is missing in {code}, so nobody is offered it there. Add {name}.{code}.md.",
            )
    for article in by_language.values():
        if (article.topic.text, article.for_) != (first.topic.text, first.for_):
            joined.warn(
                article.file,
                article.line,
                f"article {name} has another topic or for: in {first.language}. Make them agree or rename one.",
            )
