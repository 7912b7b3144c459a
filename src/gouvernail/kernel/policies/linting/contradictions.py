"""Where two policies, or two clauses of one, say different things of the same act."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final, NamedTuple

from gouvernail.kernel.policies.linting.quantities import Quantity, durations
from gouvernail.kernel.policies.linting.remark import Examined, Remark, Said, remark, said
from gouvernail.kernel.policies.linting.roles import role_in

_SAME: Final = 0.03  # twelve months and one year are the same
_UNITS: Final = {
    "minute": "minutes", "hour": "heures", "day": "jours", "working day": "jours ouvrés",
    "week": "semaines", "month": "mois", "quarter": "trimestres", "year": "ans",
}  # fmt: skip

ACTS: Final = (
    (
        {"fr": "répondre", "en": "answer"},
        r"\b(?:answer\w*|repl(?:y|ies)|respon[ds]\w*|repond\w*|reponses?)\b",
        r"\b(?:within|sous|dans (?:les|un delai)|au plus tard|no later|en moins de|less than)\b",
    ),
    (
        {"fr": "signaler une erreur", "en": "report a mistake"},
        (
            r"\b(?:report\w*|signal\w+)\b.{0,60}\b(?:mistakes?|errors?|erreurs?)\b"
            r"|\b(?:mistakes?|errors?|erreurs?)\b.{0,60}\b(?:report\w*|signal\w+)\b"
        ),
        r"\b(?:within|sous|dans l|au plus tard|no later|en moins de)",
    ),
    (
        {"fr": "relire ce texte", "en": "review the text"},
        r"\b(?:review\w*|reli[st]\w*|relu\w*|revu\w*|revis\w+|mise?s? a jour)\b",
        r"\b(?:every|each|yearly|annually|chaque|tou[st]\w* les|par an|annuel\w*)\b",
    ),
    (
        {"fr": "conserver les preuves", "en": "keep the record"},
        (
            r"\b(?:ke(?:ep|pt)|retain\w*|stored?|conserv\w+|gard\w+)\b.{0,60}\b(?:record|copies|copy"
            r"|messages?|traces?|preuves?|copies?|archives?|publications?|posts?)\b"
        ),
        r"\b(?:for|pendant|durant)\b",
    ),
    (
        {"fr": "contester une décision", "en": "appeal a decision"},
        r"\b(?:appeal\w*|recours|contest\w+|seconde lecture|second reading)\b",
        r"\b(?:within|sous|dans les|au plus tard|no later|pendant)\b",
    ),
)
DECISIONS: Final = (
    (
        {"fr": "autoriser une publication", "en": "approve a post"},
        (
            r"\b(?:approv\w+|agree\w*|sign\w* off|validat\w+|valid\w+|accord\w*"
            r"|approuv\w+)\b.{0,60}"
            r"\b(?:posts?|publications?|messages?|content|contenus?)\b"
            r"|\b(?:posts?|publications?|messages?|content|contenus?)\b.{0,60}"
            r"\b(?:approved|agreed|validated|validee?s?|approuvee?s?|accord)\b"
        ),
    ),
    (
        {"fr": "parler à la presse", "en": "speak to the press"},
        (
            r"\b(?:speak|talk|answer|respond|repl|parl|repond|interview)\w*\b.{0,40}"
            r"\b(?:press|journalists?|(?<!social )media|presse|journalistes?|medias)\b"
        ),
    ),
    (
        {"fr": "ouvrir un compte", "en": "open an account"},
        r"\b(?:open\w*|creat\w+|ouvr\w+|ouvert\w*|creer|cree)\b.{0,30}\b(?:accounts?|comptes?)\b",
    ),
)
PERMISSIONS: Final = (
    (
        {"fr": "Regarder les réseaux pendant le travail", "en": "Looking at networks at work"},
        (
            r"\b(?:at work|working (?:time|hours)|temps de travail|au travail|heures de travail"
            r"|pendant le (?:service|travail))\b"
        ),
    ),
    (
        {"fr": "Dire où l’on travaille", "en": "Saying where one works"},
        (
            r"\b(?:say (?:where|that) you work|mention (?:your|the) employer|dire (?:ou|que) vous"
            r" travaillez|mentionner (?:votre|l')\s?employeur|nommer (?:votre|l')\s?employeur)\b"
        ),
    ),
    (
        {"fr": "Partager les publications", "en": "Sharing posts"},
        (
            r"\b(?:shar(?:e|ing) (?:our|the organi[sz]ation's|company) posts|partager (?:nos|les)"
            r" publications)\b"
        ),
    ),
)
_ALLOWED: Final = re.compile(
    r"\b(?:you may|may\b|allowed|is fine|are fine|free to|permitted|vous pouvez|peut|peuvent|permis"
    r"|autorise|possible|libre)\b"
)
_FORBIDDEN: Final = re.compile(
    r"\b(?:not (?:be )?(?:allowed|permitted)|may not|must not|do not|never|cannot|forbidden"
    r"|prohibited|interdit\w*|ne peu\w+ (?:pas|jamais)|ne (?:pas|jamais)|jamais|n'est pas permis)\b"
)


class _Told(NamedTuple):
    """What one sentence says: a value to compare, and the words to show."""

    about: Examined
    sentence: Said
    value: float | str
    shown: Mapping[str, str]


def contradictions(policies: list[Examined]) -> Iterator[Remark]:
    """Yield a remark for each pair of clauses at odds, once for each act and pair of policies."""
    spoken = [(each, sentence) for each in policies for sentence in said(each.policy)]
    for names, act, cue in ACTS:
        yield from _at_odds("deadlines_differ", names, list(_deadlines(spoken, act, cue)))
    for names, act in DECISIONS:
        yield from _at_odds("deciders_differ", names, list(_deciders(spoken, act)))
    for names, act in PERMISSIONS:
        yield from _at_odds("permission_differs", names, list(_permissions(spoken, act)))


def _at_odds(code: str, act: Mapping[str, str], told: list[_Told]) -> Iterator[Remark]:
    seen: set[tuple[str, str]] = set()
    first: dict[tuple[str, float | str], _Told] = {}  # what is said again is at odds with no more
    for each in told:
        first.setdefault((each.about.name, each.value), each)
    for here, there in combinations(first.values(), 2):
        pair = (here.about.name, there.about.name)
        if pair in seen or _agree(here, there):
            continue
        if here.about.slug == there.about.slug and here.about.language != there.about.language:
            continue  # two languages of one policy: parity says it
        seen.add(pair)
        if code == "permission_differs" and here.value == "forbidden":
            here, there = there, here  # noqa: PLW2901 -- the sentence is told from what is allowed
        anchor = there.sentence.clause.anchor
        yield remark(
            code,
            here.about,
            clause=here.sentence.clause,
            span=here.sentence.whole,
            other=there.about.name,
            act=act,
            here=here.shown,
            there=there.shown,
            where=f"{there.about.name} {anchor}",
        )


def _agree(here: _Told, there: _Told) -> bool:
    if isinstance(here.value, str) or isinstance(there.value, str):
        both = {here.value, there.value}
        alike = len(both) == 1 or both & {"allowed", "forbidden"} == set()
        return len(both) == 1 or (alike and here.about.language != there.about.language)
    return abs(here.value - there.value) <= _SAME * max(here.value, there.value)


def _deadlines(spoken: list[tuple[Examined, Said]], act: str, cue: str) -> Iterator[_Told]:
    for about, sentence in spoken:
        words = " ".join(sentence.folded.text.split())
        if not re.search(act, words) or not re.search(cue, words):
            continue
        found = durations(sentence.folded.original, about.language)
        if len(found) == 1:
            yield _Told(about, sentence, found[0].hours, _shown(found[0]))


def _shown(duration: Quantity) -> Mapping[str, str]:
    plural = "s" if float(duration.value) > 1 else ""
    unit = _UNITS[duration.unit]
    single = unit if unit == "mois" or plural else unit.replace("s", "")
    return {"fr": f"{duration.value} {single}", "en": f"{duration.value} {duration.unit}{plural}"}


def _deciders(spoken: list[tuple[Examined, Said]], act: str) -> Iterator[_Told]:
    for about, sentence in spoken:
        words = " ".join(sentence.folded.text.split())
        role = role_in(words) if re.search(act, words) else ""
        if role:
            yield _Told(about, sentence, role, {"fr": role, "en": role})


def _permissions(spoken: list[tuple[Examined, Said]], act: str) -> Iterator[_Told]:
    for about, sentence in spoken:
        words = " ".join(sentence.folded.text.split())
        if not re.search(act, words):
            continue
        forbidden = _FORBIDDEN.search(words)
        if forbidden or _ALLOWED.search(words):
            told = "forbidden" if forbidden else "allowed"
            yield _Told(about, sentence, f"{told}", {"fr": "", "en": ""})
