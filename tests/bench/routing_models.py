"""The matcher and the plain baselines behind one small face: fit, then say (topic, confidence, unsure) of a text."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from knowledge.matcher import Example, Matcher, fit, names_as_texts
from knowledge.matcher.fitting import fit_rows
from knowledge.matcher.model import version_of
from knowledge.matcher.text import words_of
from tests.bench.routing_data import Line

WITHOUT_SKLEARN = (
    "(Two baselines are left out: they need scikit-learn, which the desk does not; "
    "`.venv/bin/python -m pip install scikit-learn==1.7.2` adds them.)"
)
Answer = tuple[str, float, bool | None]  # unsure: None where the model has no word of its own on that
Ask = Callable[[str], Answer]


def ventanilla(train: Sequence[Line]) -> Ask:
    examples = _examples(train)
    return _asking(fit(examples, names_as_texts(examples)))


def ventanilla_without_encoder(train: Sequence[Line]) -> Ask:
    examples = _examples(train)
    fitted = fit_rows(examples, names_as_texts(examples), frozenset(), with_encoder=False)
    return _asking(Matcher(fitted, version_of(fitted)))


def _examples(train: Sequence[Line]) -> list[Example]:
    return [Example(str(line["text"]), str(line["topic"]), str(line["lang"])) for line in train]


def _asking(matcher: Matcher) -> Ask:
    def ask(text: str) -> Answer:
        found = matcher.predict(text)
        return found.guesses[0].topic, found.guesses[0].confidence, found.unsure

    return ask


def bm25(train: Sequence[Line]) -> Ask:
    """The five nearest examples vote with their BM25 scores."""
    texts = [Counter(words_of(str(line["text"]))) for line in train]
    mean = sum(sum(text.values()) for text in texts) / len(texts)
    posting: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, text in enumerate(texts):
        for word, count in text.items():
            posting[word].append(
                (place, 2.2 * count / (count + 1.2 * (0.25 + 0.75 * sum(text.values()) / mean)))
            )

    def ask(text: str) -> Answer:
        scores: Counter[int] = Counter()
        for word in words_of(text):
            found = posting.get(word, ())
            rarity = math.log(1 + (len(texts) - len(found) + 0.5) / (len(found) + 0.5))
            for place, weight in found:
                scores[place] += rarity * weight
        votes: Counter[str] = Counter()
        for place, score in scores.most_common(5):
            votes[str(train[place]["topic"])] += score
        best = votes.most_common(1)
        return (best[0][0], best[0][1], None) if best else (str(train[0]["topic"]), 0.0, None)

    return ask


def fuzzy(train: Sequence[Line]) -> Ask:
    """The example with the likest letters."""
    texts = [(" ".join(sorted(words_of(str(line["text"])))), str(line["topic"])) for line in train]

    def ask(text: str) -> Answer:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(" ".join(sorted(words_of(text))))
        best, topic = 0.0, texts[0][1]
        for other, its_topic in texts:
            matcher.set_seq1(other)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                best, topic = matcher.ratio(), its_topic
        return topic, best, None

    return ask


def _of_sklearn(make: Callable[[], object], chance_of: str) -> Callable[[Sequence[Line]], Ask]:
    def model(train: Sequence[Line]) -> Ask:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_union

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        features = make_union(words, letters)
        rows = features.fit_transform([line["text"] for line in train])
        fitted = make()
        fitted.fit(rows, [line["topic"] for line in train])  # type: ignore[attr-defined]

        def ask(text: str) -> Answer:
            scores = getattr(fitted, chance_of)(features.transform([text]))[0]
            return fitted.classes_[scores.argmax()], float(scores.max()), None  # type: ignore[attr-defined]

        return ask

    return model


def baselines() -> dict[str, Callable[[Sequence[Line]], Ask]]:
    """Those that can run here: scikit-learn is no part of the project, and a test run need not wait for it."""
    found: dict[str, Callable[[Sequence[Line]], Ask]] = {}
    try:
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC
    except ImportError:
        print(WITHOUT_SKLEARN)
    else:
        found["TF-IDF + LogReg"] = _of_sklearn(
            lambda: LogisticRegression(C=10, max_iter=300), "predict_proba"
        )
        found["TF-IDF + SVM"] = _of_sklearn(LinearSVC, "decision_function")
    return {**found, "BM25 nearest 5": bm25, "fuzzy match": fuzzy}
