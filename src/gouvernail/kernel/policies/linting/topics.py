# ruff: noqa: E501 -- a pattern reads better whole
"""The clauses a policy on social media must have, and the words that show they are there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.policies.linting.remark import Examined, Remark, remark, words_of
from gouvernail.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Topic:
    """What a clause is about. Every pattern of one clause must be found, in folded words.

    A clause that says `apart` only brushes past the subject, unless its title names it.
    """

    key: str
    need: str
    names: Mapping[str, str]
    patterns: tuple[re.Pattern[str], ...]
    apart: re.Pattern[str] | None = None

    def is_treated(self, title: str, words: str) -> bool:
        """Return whether a clause treats the subject; `words` are its title and its text."""
        if not all(pattern.search(words) for pattern in self.patterns):
            return False
        named = all(pattern.search(title) for pattern in self.patterns)
        return named or self.apart is None or not self.apart.search(words)


def _topic(
    key: str, need: str, french: str, english: str, *patterns: str, apart: str = ""
) -> Topic:
    found = tuple(re.compile(each) for each in patterns)
    return Topic(
        key, need, {"fr": french, "en": english}, found, re.compile(apart) if apart else None
    )


_DISCLAIMER: Final = (
    r"disclaimer|(?:views|opinions)\b.{0,40}\bown\b|speak(?:s|ing)? for (?:my|your|them)sel"
    r"|in (?:my|your|their) own name|(?:propos|avis|opinions?)\b.{0,30}(?:n'engage|personnel)"
    r"|(?:parle|parlez|parler|exprime|exprimez)\b.{0,20}(?:en (?:mon|votre|son) nom|a titre perso)"
)
_NETWORKS: Final = r"\b(?:social|networks?|reseaux?|personal|personnel\w*|perso)\b"
_AT_WORK: Final = (
    r"(?:\b(?:working|work) (?:time|hours)|\b(?:during|at) work\b|company time|temps de travail"
    r"|au travail\b|heures de (?:travail|service)|pendant le (?:service|travail))"
)
TOPICS: Final = (
    _topic(
        "who_speaks",
        "R48",
        "qui parle au nom de l’organisation",
        "who may speak for the organisation",
        r"(?:speaks?|speaking|posts?|publish\w*|respond) (?:for|on behalf of)\b|spokes\w+|who speaks"
        r"|authori[sz]ed to (?:speak|post|publish)|access to (?:the )?accounts? are"
        r"|(?:parle\w*|exprime\w*|publie\w*) (?:au nom|pour (?:l'|le |la |nous))|porte-parole"
        r"|qui parle|(?:professional|official) capacity|a titre professionnel",
    ),
    _topic(
        "confidentiality",
        "R45, R58",
        "les informations confidentielles",
        "confidential information",
        r"confidential(?:ity of|\b)|confidentiel|non-?public\b|proprietary|(?:sensitive|internal) .{0,20}information"
        r"|trade secret|secrets? (?:professionnel|des affaires)|pas ete annonce|not been announced",
    ),
    _topic(
        "defamation",
        "R46",
        "la diffamation et l’injure",
        "defamation and insult",
        r"defam|libel|slander|disparag|diffam|injur|insult|denigr",
        apart=r"\b(?:moder|masqu|hide|hidden|delet|remov|supprim|block|bloqu|signal|report)",
    ),
    _topic(
        "illegal",
        "R47",
        "les contenus contraires à la loi",
        "unlawful content",
        r"unlawful|illega(?:l|ux)|illicit|break the law|(?:obey|follow|respect)\w* the law|against the law"
        r"|contraires? a (?:la loi|l'ordre public)|hors la loi|respect\w* la loi",
    ),
    _topic(
        "personal_accounts",
        "R51",
        "les comptes personnels",
        "personal accounts",
        r"personal (?:use of social|(?:social media )?(?:accounts?|profiles?|pages?))"
        r"|(?:own|private) accounts?|accounts? are yours|comptes? (?:personnels?|prives?)"
        r"|vos comptes|usage personnel",
    ),
    _topic(
        "disclaimer",
        "R52",
        "la mention « je parle en mon nom »",
        "the disclaimer on personal accounts",
        _DISCLAIMER,
    ),
    _topic(
        "disclaimer_limits",
        "R53",
        "les limites de cette mention",
        "the limits of that disclaimer",
        _DISCLAIMER,
        r"(?:does not|doesn't|cannot|will not|ne|n')\s?\w{0,14} ?(?:allow|protect|excuse|cover"
        r"|permit|free you|autorise|protege|dispense|couvre|permet|excuse|rend pas)",
    ),
    _topic(
        "transparency",
        "R60",
        "dire qui l’on est et ce que l’on a reçu",
        "saying who you are and what you were given",
        r"say (?:who|where|that) you (?:are|work)|identify yourself|must be disclosed"
        r"|disclose (?:your|any|a|the|that|it)\b|dit?es? (?:qui|ou|que) vous|annonce[zr] que vous travaillez|partenariat remunere",
    ),
    _topic(
        "fact_checking",
        "R54",
        "la vérification des faits",
        "checking facts",
        r"fact-?check|rumou?rs?\b|rumeurs?\b"
        r"|(?:check|verif)\w*\b.{0,50}\b(?:facts?|sources?|figures?|faits?|chiffres?|informations?)"
        r"|(?:sources?|figures?|chiffres?|faits?)\b.{0,30}\b(?:check|verif)",
    ),
    _topic(
        "copyright",
        "R55",
        "le droit d’auteur",
        "copyright",
        r"copyright|droits? d'auteur|intellectual property|propriete intellectuelle"
        r"|(?:permission|licen[cs]e) (?:to (?:use|publish)|or license)"
        r"|appropriate permission|libre de droits",
    ),
    _topic(
        "credit",
        "R57",
        "citer les sources et les auteurs",
        "crediting sources and authors",
        r"\b(?:give|gives|giving) credit|\bcredit (?:the|your|whoever|sources?|authors?)\b|credite[zr]|attribution|(?:cite|citez|citer|nommez) "
        r".{0,30}(?:sources?|auteurs?|authors?)|source information",
    ),
    _topic(
        "competitors",
        "R56",
        "les concurrents et les autres organisations",
        "competitors and other organisations",
        r"competitors?\b|rivals?\b|concurrents?\b|other (?:companies|brands|organi[sz]ations)\b"
        r"|autres (?:entreprises|marques|organisations|associations|collectivites)",
    ),
    _topic(
        "customers_data",
        "R58",
        "les données des clients, usagers ou membres",
        "data about customers, users or members",
        r"personally identifiable|personal (?:data|information|details)|privacy|vie privee"
        r"|donnees (?:personnelles|a caractere|sur (?:les|un))|informations? personnelle"
        r"|data about|coordonnees (?:d|telephon|postal)",
    ),
    _topic(
        "time_at_work",
        "R62",
        "le temps passé pendant le travail",
        "time spent at work",
        _NETWORKS + r".{0,80}" + _AT_WORK + r"|" + _AT_WORK + r".{0,80}" + _NETWORKS,
    ),
    _topic(
        "comments",
        "R63, R64",
        "les commentaires et leur modération",
        "comments and moderation",
        r"(?:moder|hide|hidden|delet|remov|supprim|masqu|mute|block)\w*\b.{0,60}"
        r"\b(?:comments?|publications?|commentaires?|trolls)\b"
        r"|(?:comment|commentaire)s?\b.{0,60}\b(?:moder|hide|hidden|delet|remov|supprim|masqu)"
        r"|responses should occur|repond\w* .{0,30}commentaires|moderation|moderating|\bmoderer\b",
    ),
    _topic(
        "account_ownership",
        "R64",
        "à qui appartiennent les comptes",
        "who owns the accounts",
        r"(?:accounts?|pages?)\b.{0,40}\b(?:belongs?|owned by|ownership|property of|handed (?:over|back))"
        r"|(?:comptes?|pages?)\b.{0,40}\b(?:appartien|proprie|remis|restitu)",
    ),
    _topic(
        "security",
        "R64",
        "la sécurité des accès",
        "security of access",
        r"passwords?|mots? de passe|second factor|second facteur|(?:two|multi)-?factor"
        r"|double authentification|phishing|hameconnage",
    ),
    _topic(
        "consequences",
        "R69",
        "les suites d’un manquement",
        "what follows a breach",
        r"disciplin|sanction|(?:what )?follows a breach|consequences? (?:of|for|if)|in case of breach"
        r"|suites? (?:d'un|donnee|en cas|proportion)|manquement|non-respect|exclus des pages",
    ),
)


def topics_of(policies: Iterable[Examined]) -> dict[str, list[tuple[str, str]]]:
    """Return for each topic the clauses that treat it: names of policies and anchors."""
    found: dict[str, list[tuple[str, str]]] = {topic.key: [] for topic in TOPICS}
    for each in policies:
        texts = [("", "", each.policy.summary.casefold())]
        texts += [
            (clause.anchor, fold(clause.title).text, words_of(clause))
            for clause in each.policy.clauses
        ]
        for anchor, title, words in texts:
            flat = " ".join(words.split())
            for topic in TOPICS:
                if topic.is_treated(title, flat):
                    found[topic.key].append((each.name, anchor))
    return found


def missing_clauses(policies: list[Examined]) -> Iterator[Remark]:
    """Yield a remark for each topic that no policy of a language treats.

    Policies of one organisation complete one another: the remark stands on the first.
    """
    for language in ("fr", "en"):
        spoken = [each for each in policies if each.language == language]
        if not spoken:
            continue
        found = topics_of(spoken)
        for topic in TOPICS:
            if not found[topic.key]:
                yield remark("missing_clause", spoken[0], topic=topic.names, need=topic.need)
