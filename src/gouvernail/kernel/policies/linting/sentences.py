"""What the linter says, in both languages, how much it matters, and where it comes from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FOLLOWED: Final = {
    "fr": "demandes de Gouvernail (R45 à R64), à adapter à votre droit",
    "en": "what Gouvernail asks for (R45 to R64), to be adapted to your law",
}
CARE: Final = {
    "fr": "bonne pratique de rédaction",
    "en": "good practice in drafting",
}
BOARDS: Final = {
    "fr": "États-Unis : NLRB, mémorandums OM 12-59 (30 mai 2012) et GC 15-04 (18 mars 2015), "
    "décision Stericycle, 372 NLRB No. 113 (2 août 2023). France : code du travail, "
    "article L. 1121-1",
    "en": "United States: NLRB, memoranda OM 12-59 (30 May 2012) and GC 15-04 (18 March 2015), "
    "Stericycle, 372 NLRB No. 113 (2 August 2023). France: Labour Code, article L. 1121-1",
}
FLESCH: Final = {
    "fr": "indice de Kandel et Moles (1958) pour le français",
    "en": "Flesch-Kincaid grade level (Kincaid and others, 1975) for English",
}
Sentence = tuple[str, Mapping[str, str], Mapping[str, str]]

SENTENCES: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        "missing_clause": (
            "warn",
            FOLLOWED,
            {
                "fr": "Aucune clause sur : {topic} ({need}).",
                "en": "No clause on: {topic} ({need}).",
            },
        ),
        "broad_ban": (
            "warn",
            BOARDS,
            {
                "fr": "Interdiction peut-être trop large : {ban}. {way}",
                "en": "This ban may be too broad: {ban}. {way}",
            },
        ),
        "no_owner": (
            "warn",
            FOLLOWED,
            {
                "fr": "Rien ne dit qui tient ce texte à jour.",
                "en": "Nothing says who keeps this text up to date.",
            },
        ),
        "no_review_date": (
            "warn",
            FOLLOWED,
            {
                "fr": "Rien ne dit quand ce texte sera relu.",
                "en": "Nothing says when this text will be reviewed.",
            },
        ),
        "review_overdue": (
            "warn",
            FOLLOWED,
            {
                "fr": "Le texte devait être relu avant le {day}.",
                "en": "The text was due for review by {day}.",
            },
        ),
        "undefined_role": (
            "note",
            CARE,
            {
                "fr": "« {role} » décide ou reçoit ici, mais rien ne dit qui c’est.",
                "en": "“{role}” decides or is told here, but nothing says who that is.",
            },
        ),
        "deadlines_differ": (
            "warn",
            CARE,
            {
                "fr": "Le délai pour {act} est de {here} ici, de {there} dans {where}.",
                "en": "The time to {act} is {here} here, and {there} in {where}.",
            },
        ),
        "deciders_differ": (
            "warn",
            CARE,
            {
                "fr": "Pour {act}, « {here} » décide ici, « {there} » dans {where}.",
                "en": "To {act}, “{here}” decides here, “{there}” in {where}.",
            },
        ),
        "permission_differs": (
            "warn",
            CARE,
            {
                "fr": "{act} : permis ici, interdit dans {where}.",
                "en": "{act}: allowed here, forbidden in {where}.",
            },
        ),
        "impossible_date": (
            "warn",
            CARE,
            {
                "fr": "Ce jour n’existe pas : {day}.",
                "en": "There is no such day: {day}.",
            },
        ),
        "hard_to_read": (
            "note",
            FLESCH,
            {
                "fr": "Lecture difficile : {score}. Coupez les phrases longues.",
                "en": "Hard to read: {score}. Cut the long sentences.",
            },
        ),
        "clause_untranslated": (
            "warn",
            CARE,
            {
                "fr": "La clause {anchor} manque dans {where}.",
                "en": "Clause {anchor} is missing from {where}.",
            },
        ),
        "clause_empty": (
            "warn",
            CARE,
            {
                "fr": "La clause {anchor} n’a pas de texte dans {where}.",
                "en": "Clause {anchor} has no text in {where}.",
            },
        ),
        "order_differs": (
            "warn",
            CARE,
            {
                "fr": "La clause {anchor} n’est pas à la même place dans {where}.",
                "en": "Clause {anchor} does not stand at the same place in {where}.",
            },
        ),
        "figures_differ": (
            "warn",
            CARE,
            {
                "fr": "Chiffres ou dates : {here} ici, {there} dans {where}.",
                "en": "Figures or dates: {here} here, {there} in {where}.",
            },
        ),
        "shape_differs": (
            "warn",
            CARE,
            {
                "fr": "{here} ici, {there} dans {where} : une partie n’est peut-être pas traduite.",
                "en": "{here} here, {there} in {where}: a part may not be translated.",
            },
        ),
        "force_differs": (
            "warn",
            CARE,
            {
                "fr": "Une interdiction d’un côté n’en est pas une dans {where}.",
                "en": "What one side forbids is not forbidden in {where}.",
            },
        ),
    }
)
