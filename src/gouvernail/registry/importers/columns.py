"""Which column means what: guessed by its header, then by what stands in it, in both languages.

A role is a word: `address`, `network`, `handle`, `name`, `unit`, `owner`…; `on:facebook` for a
column that holds the accounts of one network; `id:youtube` for a network's own number; `links` for
addresses among others; `keep` for something to keep beside the account; empty to leave it out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.text import fold
from gouvernail.kernel.text.addresses import NETWORKS, AddressError, parse_address
from gouvernail.registry.importers.tables import Table
from gouvernail.registry.importers.vocabulary import CHOICES, choice_of

LOOKED_AT: Final = 200
SINGLE: Final = (
    "address",
    "network",
    "handle",
    "name",
    "unit",
    "owner",
    "backup",
    "custodian",
    "purpose",
    "audience",
    "language",
    "status",
    "kind",
    "opened_on",
    "review_on",
    "tags",
    "notes",
)
_ALIASES: Final = {
    "x": "twitter tw x twitter x ex twitter compte x",
    "facebook": "fb face book meta",
    "instagram": "insta ig",
    "youtube": "yt you tube",
    "linkedin": "linked in li",
    "bluesky": "bsky blue sky",
    "tiktok": "tik tok",
    "whatsapp": "whats app",
    "rss": "flux rss feed",
}
_TWITTERS: Final = ("twitter", "x twitter", "twitter x", "x ex twitter", "tw")
_FILLERS: Final = frozenset(
    [
        "handle",
        "account",
        "accounts",
        "compte",
        "comptes",
        "url",
        "link",
        "lien",
        "liens",
        "page",
        "pages",
        "profil",
        "profile",
        "username",
        "user",
        "identifiant",
        "pseudo",
        "adresse",
        "address",
        "chaine",
        "channel",
        "officiel",
        "official",
        "de",
        "du",
        "le",
        "la",
        "d",
        "l",
        "nom",
        "social",
        "reseau",
        "network",
        "usager",
    ]
)
_HEADERS: Final[Mapping[str, str]] = {
    "address": "url|urls|address|adresse|link|lien|lien du compte|account url|url du compte"
    "|profile url|page url|service url|profil|profile|lien vers le compte|adresse du compte|web"
    "|page|adresse de la page|lien de la page|url de la page|site|website",
    "network": "network|reseau|reseau social|plateforme|platform|social network|service id|media"
    "|reseaux|canal|channel|media social|type de reseau|service",
    "handle": "handle|pseudo|pseudonyme|username|user name|screen name|nom d utilisateur|@"
    "|identifiant|identifiant du compte|account|compte|nom d usager|arobase",
    "name": "name|nom|nom du compte|account name|display name|nom affiche|intitule|libelle|titre"
    "|title|nom de la page|page name|nom complet|full name|name shown|denomination",
    "unit": "unit code|code unite|code de l unite|unit|unite|direction|departement|department"
    "|entite|entity|agency name|agency|organisation|organization|division|pole|filiale|branch"
    "|unite organisationnelle|business unit|etablissement|structure|ministere|ministry|service",
    "owner": "owner|titulaire|responsable|community manager|cm|gestionnaire|account owner|manager"
    "|proprietaire|referent|administrateur|admin|responsable du compte|titulaire du compte"
    "|e mail du responsable|contact",
    "backup": "backup|suppleant|suppleante|remplacant|remplacante|deputy|adjoint|adjointe|back up"
    "|backup owner|suppleant e|second",
    "custodian": "custodian|gardien|gardien des acces|gardienne des acces|detenteur des acces",
    "purpose": "purpose|objectif|objectifs|but|finalite|objet|mission|description|raison d etre",
    "audience": "audience|public|cible|cibles|target audience|public vise|publics",
    "language": "language|langue|lang|langues|languages",
    "status": "status|statut|etat|state|situation",
    "kind": "kind|type de compte|account type|account kind|nature",
    "opened_on": "opened|opened on|created|created on|creation date|date de creation|ouvert le"
    "|date d ouverture|cree le|ouverture|creation|start date|created at|twitter created at",
    "review_on": "review|next review|review on|review date|prochaine revision|revision|a revoir le"
    "|date de revision|prochaine revue",
    "tags": "tags|etiquettes|categories|categorie|category|mots cles|mot cle|keywords|themes|theme"
    "|thematique|thematiques",
    "notes": "notes|note|commentaires|commentaire|remarques|remarque|comments|comment"
    "|observations|observation|divers",
}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    role: tuple(words.split("|")) for role, words in _HEADERS.items()
}
_ROLE_OF: Final[Mapping[str, str]] = {
    word: role for role, words in reversed(tuple(_WORDS.items())) for word in words
}
_AMBIGUOUS: Final = frozenset(
    [
        "account",
        "compte",
        "page",
        "site",
        "website",
        "web",
        "profil",
        "profile",
        "service",
        "channel",
        "canal",
        "media",
        "contact",
        "organisation",
        "organization",
        "second",
    ]
)
_DOUBTFUL: Final = frozenset(
    ["state", "etat", "situation", "nature", "account type", "type de compte"]
)
_SPLIT: Final = re.compile(r"[\s;|]+")


def normal(header: str) -> str:
    """Return a header without case, marks and punctuation, words between single spaces."""
    return re.sub(r"[^a-z0-9@]+", " ", fold(header).text).strip()


def forms_of(header: str) -> list[str]:
    """Return what a header may be read as: whole, then its last part (`social.twitter`)."""
    last = re.split(r"[./]", header.strip().rstrip("./"))[-1]
    seen = dict.fromkeys((normal(header), normal(last)))
    return [form for form in seen if form]


def network_of(words: str) -> str | None:
    """Return the network that a word names (`Twitter`, `fb`, `LinkedIn`), or None."""
    return _networks().get(normal(words))


def _networks() -> Mapping[str, str]:
    return _NETWORK_WORDS


def _network_words() -> dict[str, str]:
    words = {}
    for slug, info in NETWORKS.items():
        words[normal(slug)] = words[normal(info.name)] = slug
    for slug, aliases in _ALIASES.items():
        words |= dict.fromkeys(aliases.split(), slug)
    words |= dict.fromkeys(_TWITTERS, "x")
    words |= {"linked in": "linkedin", "you tube": "youtube", "blue sky": "bluesky"}
    words |= {"tik tok": "tiktok", "whats app": "whatsapp", "face book": "facebook"}
    words |= {"flux rss": "rss", "rss": "rss"}
    return {word: slug for word, slug in words.items() if word not in _NOT_NETWORKS}


_NOT_NETWORKS: Final = frozenset(
    [
        "compte",
        "tube",
        "you",
        "face",
        "book",
        "meta",
        "linked",
        "in",
        "blue",
        "sky",
        "tik",
        "tok",
        "whats",
        "app",
        "ex",
        "flux",
        "feed",
        "website",
    ]
)
_NETWORK_WORDS: Final = _network_words()


def role_by_header(header: str) -> str:
    """Return the role a header names by itself; empty when it says nothing."""
    for form in forms_of(header):
        role = _network_role(form) or _ROLE_OF.get(form, "")
        if role:
            return role
    return ""


def is_known_header(header: str) -> bool:
    """Return whether a header names a role."""
    return bool(role_by_header(header))


def _network_role(form: str) -> str:
    words = form.split()
    if len(words) > 5 or not words:  # noqa: PLR2004 - a sentence names no column
        return ""
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            slug = _networks().get(" ".join(words[start : start + size]))
            rest = words[:start] + words[start + size :]
            if slug is None or slug == "website":
                continue
            if rest in (["id"], ["uid"], ["user", "id"]):
                return f"id:{slug}"
            if all(word in _FILLERS for word in rest):
                return f"on:{slug}"
    return ""


def guess(table: Table) -> dict[str, str]:
    """Return the role of each column by header; columns left out have an empty role.

    A role that may stand once is given to the first column that deserves it.
    """
    columns = {
        header: [line.cells[index] for line in table.lines[:LOOKED_AT] if line.cells[index]]
        for index, header in enumerate(table.header)
    }
    roles: dict[str, str] = {}
    for header in _by_certainty(table.header):
        role = _role(header, columns[header])
        if header in table.secret_columns or (role in SINGLE and role in roles.values()):
            role = ""
        roles[header] = role
    _prefer_units_that_repeat(roles, columns)
    return {header: roles[header] for header in table.header}


def _by_certainty(headers: Sequence[str]) -> list[str]:
    """Return the headers, ambiguous ones last, otherwise by the rank of their word."""
    return sorted(headers, key=lambda header: (_is_ambiguous(header), _rank(header)))


def _is_ambiguous(header: str) -> bool:
    return all(form in _AMBIGUOUS or form not in _ROLE_OF for form in forms_of(header))


def _rank(header: str) -> int:
    role = role_by_header(header)
    forms = forms_of(header)
    ranks = [_WORDS[role].index(form) for form in forms if form in _WORDS.get(role, ())]
    return min(ranks, default=len(_ROLE_OF))


def _role(header: str, cells: Sequence[str]) -> str:
    role = role_by_header(header)
    check = _CHECKS.get(role.partition(":")[0])
    if check is not None and cells and not check(cells):
        role = ""
    if role in CHOICES and cells and _says_something_else(header, role, cells):
        return ""
    if not role and cells:
        role = _role_by_content(header, cells)
    return role


def _says_something_else(header: str, role: str, cells: Sequence[str]) -> bool:
    """Return whether a header with a second meaning (a state of a country) has it here."""
    return bool(set(forms_of(header)) & _DOUBTFUL) and (
        _share(cells, lambda cell: choice_of(role, cell) is not None) < 0.3  # noqa: PLR2004
    )


def _role_by_content(header: str, cells: Sequence[str]) -> str:
    if _share(cells, _is_social) >= 0.6:  # noqa: PLR2004
        return "address"
    if len(set(cells)) <= len(NETWORKS) and _share(cells, _is_network) >= 0.8:  # noqa: PLR2004
        return "network"
    if set(forms_of(header)) & {"account", "compte", "page"}:
        return "handle" if _share(cells, _is_handle) >= 0.6 else "name"  # noqa: PLR2004
    return ""


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(holds(cell) for cell in cells) / len(cells)


def _is_social(cell: str) -> bool:
    if "." not in cell:
        return False
    try:
        parse_address(pieces(cell)[0])
    except (AddressError, IndexError):
        return False
    return True


def _is_network(cell: str) -> bool:
    return network_of(cell) is not None


def _is_handle(cell: str) -> bool:
    return not any(mark.isspace() for mark in cell) and "://" not in cell


_CHECKS: Final[Mapping[str, Callable[[Sequence[str]], bool]]] = {
    "address": lambda cells: _share(cells, _is_social) >= 0.3,  # noqa: PLR2004
    "network": lambda cells: _share(cells, _is_network) >= 0.5,  # noqa: PLR2004
    "handle": lambda cells: _share(cells, _is_handle) >= 0.6,  # noqa: PLR2004
    "owner": lambda cells: not all("://" in cell for cell in cells),
}


def _prefer_units_that_repeat(roles: dict[str, str], columns: Mapping[str, Sequence[str]]) -> None:
    """Read a second column of organisations as names, when no column holds names."""
    if "name" in roles.values():
        return
    for header, role in roles.items():
        if role or role_by_header(header) != "unit":
            continue
        cells = columns[header]
        if cells and len(set(cells)) > len(cells) / 2:
            roles[header] = "name"
            return


def pieces(cell: str) -> list[str]:
    """Return the parts of a cell that may hold several addresses or handles."""
    parts = [part for part in _SPLIT.split(cell.replace(", ", " ").strip()) if part.strip(",")]
    several = len(parts) > 1 and (
        "://" in cell or all(part.startswith("@") or "." in part for part in parts) or "|" in cell
    )
    return parts if several else [cell.strip()] if cell.strip() else []


def signature(headers: Iterable[Sequence[str]]) -> str:
    """Return what two files of the same shape have in common: their headers, in order."""
    shapes = "\n".join("\t".join(normal(one) for one in header) for header in headers)
    return sha256_hex(shapes.encode())
