"""Words one typing error apart: a letter missing, too many, wrong, or two neighbours swapped."""


def shortened(word: str) -> set[str]:
    """The word whole and without each of its letters: words one error apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def one_error_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        wrong = [place for place in range(len(one)) if one[place] != other[place]]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
        return len(wrong) == 1
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
