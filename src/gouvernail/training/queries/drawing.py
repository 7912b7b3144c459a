"""Drawing questions and marking answers. Pure: the seed decides, so a draw can be made again."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Asked = dict[str, Any]
"""One question as it was asked: `id`, `kind`, `text`, `explanation`, `options` (each with its `key`
and `text`, in the order shown) and `right`, the keys of the right answer (in order for `order`)."""

SHUFFLED = frozenset({"single", "several", "order"})
IN_ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question of a bank, in one language; `options` are `(key, text, right)`."""

    id: str
    kind: str
    text: str
    explanation: str
    options: tuple[tuple[str, str, bool], ...]


def drawn(questions: Sequence[Asking], *, number: int, seed: str) -> list[Asked]:
    """Return `number` of the questions (0: all), as the seed draws and shuffles them.

    All of them keep the order of the bank; what is drawn comes in the order of the draw.
    """
    chance = random.Random(seed)  # noqa: S311 - to vary what is asked, not to keep a secret
    if 0 < number < len(questions):
        questions = chance.sample(list(questions), number)
    return [_asked(question, chance) for question in questions]


def _asked(question: Asking, chance: random.Random) -> Asked:
    options = list(question.options)
    if question.kind in SHUFFLED:
        chance.shuffle(options)
    in_order = question.kind == IN_ORDER
    right = [key for key, _text, is_right in question.options if in_order or is_right]
    return {
        "id": question.id,
        "kind": question.kind,
        "text": question.text,
        "explanation": question.explanation,
        "options": [{"key": key, "text": text} for key, text, _right in options],
        "right": right,
    }


def is_right(asked: Mapping[str, Any], given: Sequence[str]) -> bool:
    """Return whether an answer is the right one: all of it, in its order where order counts."""
    if asked["kind"] == IN_ORDER:
        return list(given) == list(asked["right"])
    return set(given) == set(asked["right"])


def is_answer(asked: Mapping[str, Any], given: Sequence[str]) -> bool:
    """Return whether what was given may be an answer: keys that were offered, as many as asked."""
    keys = [option["key"] for option in asked["options"]]
    if len(set(given)) != len(given) or not set(given) <= set(keys) or not given:
        return False
    if asked["kind"] == IN_ORDER:
        return len(given) == len(keys)
    return asked["kind"] == "several" or len(given) == 1


def score(asked: Iterable[Mapping[str, Any]], answers: Mapping[str, Sequence[str]]) -> int:
    """Return how many answers are right; `answers` maps the place of a question to its answer."""
    return sum(is_right(each, answers.get(str(at), ())) for at, each in enumerate(asked))


def passes(right: int, total: int, *, pass_percent: int) -> bool:
    """Return whether so many right answers reach the mark; no rounding either way."""
    return right * 100 >= pass_percent * total
