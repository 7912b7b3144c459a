"""What is said of a rule of Vale that cannot be kept, in both languages."""

from collections.abc import Mapping
from typing import Final

from gouvernail.kernel.rules.problems import MESSAGES, Words

WORDS: Final[Mapping[str, Words]] = {
    **MESSAGES,
    "no_counterpart": (
        "“{value}” has no counterpart here: {why}.",
        "« {value} » n’a pas d’équivalent ici : {why_fr}.",
    ),
    "other_scope": (
        "A post has no “{value}”: the rule would be asked about the whole of it.",
        "Une publication n’a pas de « {value} » : la règle porterait sur toute la publication.",
    ),
    "not_kept": (
        "The key “{key}” is not kept; the rest of the rule is.",
        "La clé « {key} » n’est pas reprise ; le reste de la règle l’est.",
    ),
    "no_sample": (
        "No example could be written for it: write the rule by hand.",
        "Aucun exemple n’a pu être écrit : rédigez la règle à la main.",
    ),
}
REASONS: Final[Mapping[str, Words]] = {
    "spelling": (
        "no dictionary ships; bring word lists, or `reject.txt`",
        "aucun dictionnaire n’est fourni ; apportez des listes de mots, ou « reject.txt »",
    ),
    "readability": (
        "use the check `tone` in a rule of your own",
        "écrivez une règle avec le contrôle « tone »",
    ),
    "metric": (
        "formulas over the counts of a document do not suit a post",
        "les formules sur les décomptes d’un document ne conviennent pas à une publication",
    ),
    "script": ("a pack holds no program", "un jeu de règles ne contient aucun programme"),
    "sequence": (
        "words are not tagged with their part of speech",
        "les mots ne sont pas étiquetés par nature",
    ),
    "same_word": (
        "it compares a word with the one before it, which linear-time patterns cannot",
        "elle compare un mot au précédent, ce qu’un motif en temps linéaire ne peut pas",
    ),
    "same_capture": (
        "it asks for the same words twice, which linear-time patterns cannot",
        "elle demande deux fois les mêmes mots, ce qu’un motif en temps linéaire ne peut pas",
    ),
    "title_case": (
        "titles and sentence case are rules of headings",
        "les capitales de titre ou de phrase sont des règles d’intertitres",
    ),
}
