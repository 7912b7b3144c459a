"""What the reader of YAML says of a fault, in words that whoever writes rules understands."""

import re
from typing import Final

_TOLD: Final = (
    (
        r"expected ',' or '\]'",
        "a list that begins with [ is not closed, or a comma is missing in it",
        "une liste qui commence par [ n’est pas fermée, ou il y manque une virgule",
    ),
    (
        r"expected ',' or '\}'",
        "a part that begins with { is not closed, or a comma is missing in it",
        "une partie qui commence par { n’est pas fermée, ou il y manque une virgule",
    ),
    (
        r"mapping values are not allowed",
        "a colon stands where no key may be; put the text in quotes",
        "un deux-points n’a pas sa place ici ; mettez le texte entre guillemets droits",
    ),
    (
        r"character '\\t' that cannot start",
        "a tab stands where spaces are expected",
        "une tabulation se trouve où des espaces sont attendus",
    ),
    (
        r"character '(?P<found>.+)' that cannot start",
        "no text may begin with {found}; put it in quotes",
        "aucun texte ne peut commencer par {found} ; mettez-le entre guillemets droits",
    ),
    (
        r"unexpected end of stream",
        "a quotation mark is not closed",
        "un guillemet droit n’est pas fermé",
    ),
    (
        r"expected <block end>",
        "this line is not set in as those it belongs with, or it is no key with its value",
        "cette ligne n’est pas décalée comme ses voisines, ou n’est pas une clé et sa valeur",
    ),
    (
        r"unknown escape character '(?P<found>.+)'",
        "\\{found} means nothing between double quotes; use single ones",
        "\\{found} ne veut rien dire entre guillemets doubles ; prenez des guillemets simples",
    ),
    (r"could not find expected ':'", "a key has no colon", "une clé n’a pas de deux-points"),
    (
        r"special characters are not allowed",
        "a character that cannot be shown stands in the file",
        "un caractère qui ne s’affiche pas se trouve dans le fichier",
    ),
    (
        r"found another document",
        "a second document begins here; one only is expected",
        "un second document commence ici ; un seul est attendu",
    ),
    (r"expected the node content", "a value is missing", "une valeur manque"),
    (
        r"expected '<document start>'",
        "something follows where the file should end",
        "quelque chose suit là où le fichier devrait finir",
    ),
    (
        r"expected alphabetic or numeric|parsing a tag",
        "& and * and ! have a meaning of their own at the beginning of a text; put it in quotes",
        "&, * et ! ont un sens propre au début d’un texte ; mettez-le entre guillemets droits",
    ),
)


def yaml_words(said: str) -> tuple[str, str]:
    """Return what the reader of YAML says, in English and in French; as it stands if unknown."""
    for pattern, english, french in _TOLD:
        found = re.search(pattern, said)
        if found:
            quoted = found.groupdict().get("found") or ""
            return english.replace("{found}", quoted), french.replace("{found}", quoted)
    return said, f"sa structure ne se lit pas ici (« {said} »)"
