"""What is wrong with a pack, and where: file, line, column, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

Words = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of a pack. `line` and `column` count from 1, as editors do."""

    file: str
    line: int
    column: int
    code: str
    message: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message['en']} [{self.code}]"


class PackError(Exception):
    """The pack cannot be used; every fault found is told, not only the first."""

    code = "pack_broken"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


MESSAGES: Mapping[str, Words] = {
    "yaml": ("This is not valid YAML: {detail}.", "Ce YAML est mal formé : {detail}."),
    "too_large": (
        "The file holds {size} characters; {limit} at most.",
        "Le fichier compte {size} caractères, pour {limit} au plus.",
    ),
    "too_deep": ("This is nested too deep.", "L’imbrication est trop profonde."),
    "alias": (
        "Anchors and aliases (& and *) are not allowed in a pack.",
        "Un jeu de règles ne peut pas contenir d’ancres ni d’alias (& et *).",
    ),
    "empty": ("The pack is empty.", "Le jeu de règles est vide."),
    "expected_mapping": (
        "Expected keys and values under “{key}”.",
        "« {key} » attend des clés et des valeurs.",
    ),
    "expected_list": ("Expected a list under “{key}”.", "« {key} » attend une liste."),
    "expected_text": ("Expected a text under “{key}”.", "« {key} » attend un texte."),
    "expected_number": (
        "Expected a whole number from {low} to {high} under “{key}”.",
        "« {key} » attend un nombre entier de {low} à {high}.",
    ),
    "expected_flag": (
        "Expected true or false under “{key}”.",
        "« {key} » attend true ou false.",
    ),
    "expected_choice": (
        "“{value}” is not possible under “{key}”; expected one of: {choices}.",
        "« {value} » est impossible sous « {key} » ; valeurs admises : {choices}.",
    ),
    "expected_date": (
        "Expected a date such as 2026-03-31 under “{key}”.",
        "« {key} » attend une date, par exemple 2026-03-31.",
    ),
    "expected_instant": (
        "Expected an instant with its offset such as 2026-03-31T08:00+02:00 under “{key}”.",
        "« {key} » attend un instant et son décalage, par exemple 2026-03-31T08:00+02:00.",
    ),
    "expected_moment": (
        "Expected a day or an instant such as 2026-03-31 or 2026-03-31T08:00 under “{key}”.",
        "« {key} » attend un jour ou un instant, par exemple 2026-03-31 ou 2026-03-31T08:00.",
    ),
    "expected_clock": (
        "Expected a time of day such as 08:30, in quotes, under “{key}”.",
        "« {key} » attend une heure, par exemple 08:30, entre guillemets.",
    ),
    "unknown_network": (
        "“{value}” is not a network; known networks: {choices}.",
        "« {value} » n’est pas un réseau ; réseaux connus : {choices}.",
    ),
    "unknown_unit": (
        "“{value}” is not the code of a unit here; codes that look like it: {choices}.",
        "« {value} » n’est pas le code d’une unité d’ici ; codes qui lui ressemblent : {choices}.",
    ),
    "unknown_placeholder": (
        "“{value}” stands for nothing in this message; it may hold: {choices}.",
        "« {value} » ne désigne rien dans ce message ; il peut contenir : {choices}.",
    ),
    "unknown_zone": (
        "“{value}” is not a time zone such as Europe/Paris.",
        "« {value} » n’est pas un fuseau horaire, par exemple Europe/Paris.",
    ),
    "unknown_key": (
        "Unknown key “{key}”; expected one of: {choices}.",
        "Clé inconnue « {key} » ; clés admises : {choices}.",
    ),
    "duplicate_key": (
        "The key “{key}” appears twice.",
        "La clé « {key} » est présente deux fois.",
    ),
    "missing_key": ("The key “{key}” is missing.", "Il manque la clé « {key} »."),
    "missing_language": (
        "“{key}” must be written in French and in English; {lang} is missing.",
        "« {key} » s’écrit en français et en anglais ; il manque {lang}.",
    ),
    "too_long": (
        "“{key}” is too long: {size} characters, {limit} at most.",
        "« {key} » est trop long : {size} caractères, pour {limit} au plus.",
    ),
    "bad_id": (
        "“{value}” is not an identifier: lower-case letters, digits and hyphens, 64 at most.",
        (
            "« {value} » n’est pas un identifiant : minuscules, chiffres et traits d’union, "
            "64 au plus."
        ),
    ),
    "duplicate_id": (
        "The rule “{value}” already exists at line {line}.",
        "La règle « {value} » existe déjà à la ligne {line}.",
    ),
    "bad_clause": (
        "“{value}” is not a clause reference such as charter#5.2.",
        "« {value} » n’est pas une référence de clause, par exemple charter#5.2.",
    ),
    "one_check": (
        "Expected exactly one kind of check among: {choices}.",
        "Il faut exactement un type de contrôle parmi : {choices}.",
    ),
    "unknown_list": (
        "No list is named “{value}”; known lists: {choices}.",
        "Aucune liste ne s’appelle « {value} » ; listes connues : {choices}.",
    ),
    "unknown_file": (
        "The file “{value}” was not given with the pack.",
        "Le fichier « {value} » n’accompagne pas le jeu de règles.",
    ),
    "bad_csv": ("This CSV cannot be read: {detail}.", "Ce CSV est illisible : {detail}."),
    "no_column": (
        "The CSV has no column “{value}”; its columns: {choices}.",
        "Le CSV n’a pas de colonne « {value} » ; ses colonnes : {choices}.",
    ),
    "nothing_to_find": (
        "Nothing to look for: give at least one of: {choices}.",
        "Rien à chercher : donnez au moins une des clés : {choices}.",
    ),
    "term_without_word": (
        "The term “{value}” holds no letter or digit; use a pattern.",
        "Le terme « {value} » n’a ni lettre ni chiffre ; employez pattern.",
    ),
    "term_too_long": (
        "The term “{value}” has {size} words; {limit} at most.",
        "Le terme « {value} » compte {size} mots, pour {limit} au plus.",
    ),
    "bad_pattern": (
        "The pattern cannot be used: {detail}.",
        "Ce motif est inutilisable : {detail}.",
    ),
    "not_linear": (
        "Look-around and back-references are not available: patterns run in linear time.",
        (
            "Les assertions avant ou arrière et les renvois ne sont pas admis : les motifs "
            "s’exécutent en temps linéaire."
        ),
    ),
    "matches_nothing": (
        "The pattern also matches the empty text; it would raise on every post.",
        "Ce motif accepte aussi le texte vide : il se déclencherait sur toute publication.",
    ),
    "seats_without_review": (
        "“seats” goes with the outcome review or block.",
        "« seats » va avec l’issue review ou block.",
    ),
    "dates_reversed": (
        "“until” comes before “from”.",
        "« until » précède « from ».",
    ),
    "bad_domain": (
        "“{value}” is not a domain name such as example.org.",
        "« {value} » n’est pas un nom de domaine, par exemple example.org.",
    ),
    "no_examples": (
        "A rule needs at least one example that raises it and one that passes.",
        "Une règle demande au moins un exemple qui la déclenche et un qui passe.",
    ),
}


def message(
    code: str, *, words: Mapping[str, Words] = MESSAGES, **values: object
) -> Mapping[str, str]:
    """Return the message of a fault in both languages; `words` are those of a pack, or others.

    A value that is a pair is said in English and in French.
    """
    said = {"en": words[code][0], "fr": words[code][1]}
    return {lang: said[lang].format(**_in(lang, values)) for lang in said}


def _in(lang: str, values: Mapping[str, object]) -> Mapping[str, object]:
    at = 0 if lang == "en" else 1
    return {key: one[at] if isinstance(one, tuple) else one for key, one in values.items()}
