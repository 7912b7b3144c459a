"""Bans wider than their purpose, of the kinds that labour boards and courts set aside.

Sources: for the United States, the reports of the General Counsel of the NLRB on social media
policies (memorandum OM 12-59, 30 May 2012) and on employer rules (GC 15-04, 18 March 2015), and
Stericycle, Inc., 372 NLRB No. 113 (2 August 2023); for France, article L. 1121-1 of the Labour
Code: a restriction of liberties is justified by the task and in proportion to its aim. A remark
says that a sentence looks like these; it is not legal advice.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.policies.linting.remark import Examined, Remark, Said, remark, said

_BAN: Final = re.compile(
    r"\b(?:do not|don't|never|must not|mustn't|may not|cannot|can't|shall not|should not"
    r"|(?:is|are|be) (?:\w+ )?(?:prohibited|forbidden|banned)|not (?:be )?(?:allowed|permitted)"
    r"|prohibited from|forbidden to|refrain from|no employee|nobody may|no one may"
    r"|ne \w+(?: \w+)? (?:pas|jamais|aucun)\w*|n'\w+ (?:pas|jamais|aucun)\w*|ne (?:pas|jamais) \w+"
    r"|jamais|interdit\w*|interdiction|il est defendu|s'abst\w+|s'interdi\w+|proscrit\w*"
    r"|nul ne (?:peut|doit)|aucun (?:salarie|agent|membre))\b"
)
_EMPLOYER: Final = (
    r"(?:compan(?:y|ies)|employer|management|managers?|supervisors?|boss|organi[sz]ation"
    r"|entreprise|employeur|direction|hierarchi\w+|superieurs?|organisation|collectivite"
    r"|association|dirigeants?|elus|administration|institution|mairie|commune)"
)
_SAVED: Final = re.compile(
    r"(?:working conditions|conditions de travail|pay)\b.{0,60}(?:free|yours|right|libre|droit)"
    r"|(?:free|libres?|right|droit)\b.{0,80}(?:working conditions|conditions de travail|\bpay\b"
    r"|syndic|union)|nothing (?:here|in this)|rien (?:ici|dans ce)"
)


@dataclass(frozen=True, slots=True)
class Ban:
    """A kind of ban: a sentence that forbids (unless `alone`) and holds `what`, less `unless`."""

    key: str
    names: Mapping[str, str]
    ways: Mapping[str, str]
    what: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    alone: bool = False


def _ban(  # noqa: PLR0913, PLR0917 -- a row of a table
    key: str, french: str, english: str, way: str, way_en: str, what: str,
    unless: str = "", *, alone: bool = False,
) -> Ban:  # fmt: skip
    return Ban(
        key,
        {"fr": french, "en": english},
        {"fr": way, "en": way_en},
        re.compile(what),
        re.compile(unless) if unless else None,
        alone,
    )


BANS: Final = (
    _ban(
        "pay",
        "parler de sa paie ou de ses conditions de travail",
        "talking about one’s pay or working conditions",
        "Les salariés peuvent en parler entre eux et en public : retirez-le.",
        "Employees may talk about these together and in public: take it out.",
        r"\b(?:discuss|talk|speak|shar|disclos|reveal|post|mention|comment|publish|parl|evoqu|divulg"
        r"|communiqu|publi|discut)\w*\b.{0,60}\b(?:salar(?:y|ies)|wages?|pay(?: rates?)?"
        r"|working conditions|terms of employment"
        r"|salaires?|remunerations?|conditions de travail)\b",
        r"\bpay (?:attention|for)|paid partnership|pour (?:gagner|payer)",
    ),
    _ban(
        "criticism",
        "critiquer l’employeur ou la direction",
        "criticising the employer or its managers",
        "Visez la diffamation et l’injure ; la critique reste libre.",
        "Aim at defamation and insult; criticism stays free.",
        r"\b(?:critici[sz]\w*|negative(?:ly)?|disparag\w+|complain\w*|speak ill|critiqu\w+"
        r"|denigr\w+|du mal|se plaindre|negatifs?|negatives?)\b.{0,80}\b" + _EMPLOYER + r"\b",
    ),
    _ban(
        "employer",
        "parler de son employeur",
        "speaking of one’s employer",
        "Visez ce qui est confidentiel ou dit en son nom ; le reste est libre.",
        "Aim at what is confidential or said on its behalf; the rest is free.",
        r"\b(?:talk|speak|post|writ|mention|nam|refer|comment|parl|evoqu|mentionn|cit|nomm|ecri"
        r"|comment)\w*\b (?:(?:about|of|on|to|de|du|sur|a|publiquement|publicly)\b ?|d'|l'){0,2}"
        r"(?:the |their |your |our |its |la |le |les |leurs? |vos |votre |notre |son |sa )?"
        r"(?:l'|d')?" + _EMPLOYER + r"\b",
        r"confiden|internal|interne|non public|sensitive|on behalf|au nom|pour le compte"
        r"|personnel\w* d|personal data|in the name|without|sans|secret|prive",
    ),
    _ban(
        "vague",
        "des mots vagues, sans exemple de ce qui est visé",
        "vague words, with no example of what is meant",
        "Dites ce qui est visé, avec un exemple.",
        "Say what is meant, with an example.",
        r"\b(?:inappropriate|unprofessional|disrespectful|offensive|embarrass\w+|objectionable"
        r"|rude|inapproprie\w*|deplaces?|irrespectueu\w+|(?:nui\w+|atteinte|tern\w+|prejudic\w+)"
        r" (?:a |de )?l'image|(?:harm|damage|hurt|tarnish)\w* .{0,20}(?:image|reputation))\b",
        r"such as|for example|e\.g\.|including|par exemple|notamment|tels? que|telles? que|:"
        r"|comments?\b|commentaires?\b",
    ),
    _ban(
        "permission",
        "demander une autorisation pour parler de son travail à titre personnel",
        "asking leave to speak of one’s work in one’s own name",
        "Limitez l’accord préalable à ce qui est publié au nom de l’organisation.",
        "Ask for agreement only for what is published for the organisation.",
        r"(?:prior|written|prealable|ecrite?)\b.{0,20}\b(?:permission|approval|authori[sz]ation"
        r"|consent|accord|autorisation)\b.{0,120}\b(?:your (?:work|job)|company(?:'s)? name|logo"
        r"|mention|personal|own account|(?:votre|leur|son) (?:travail|metier)|nom de l'"
        r"|compte personnel|comptes personnels)"
        r"|\b(?:personal|own|private) (?:social media )?(?:accounts?|posts?|profiles?|pages?)\b"
        r".{0,60}\b(?:pre-?approved|(?:approved|cleared|authori[sz]ed|reviewed) (?:in advance"
        r"|beforehand|before|by))"
        r"|\bcomptes? (?:personnels?|prives?)\b.{0,60}\b(?:prealablement|au prealable|d'abord)\b"
        r".{0,20}\b(?:approuv|valid|autoris|soumis|relu)"
        r"|\bcomptes? (?:personnels?|prives?)\b.{0,40}\b(?:approuv|valid|autoris|soumis)\w*"
        r" (?:au prealable|avant|a l'avance|d'abord|par)\b"
        r"|\b(?:your (?:work|job)|company(?:'s)? name|logo|mention\w*|personal|(?:votre|leur|son)"
        r" (?:travail|metier)|nom de l'|comptes? personnels?)\b.{0,120}\b(?:prior|without|prealable"
        r"|sans|before)\b.{0,20}\b(?:permission|approval|authori[sz]ation|consent|accord"
        r"|autorisation)",
        r"endors\w+|photo|picture|image|picto|parent|child|enfant",
        alone=True,
    ),
    _ban(
        "media",
        "parler à la presse, même en son nom",
        "speaking to the press, even in one’s own name",
        "Réservez à quelques personnes la parole au nom de l’organisation, rien de plus.",
        "Keep for a few people what is said for the organisation, nothing more.",
        r"\b(?:talk|speak|contact|comment|respond|parl\w+|repond\w+|contact\w+|s'adress\w+)\b"
        r".{0,30}\b(?:the media|press|journalists?|reporters?|(?<!social )medias?(?! soci)|presse"
        r"|journalistes?)\b",
        r"on behalf|for the (?:company|organi[sz]ation)|au nom|pour le compte",
    ),
    _ban(
        "everything",
        "toute information sur le travail ou l’organisation",
        "any information about work or the organisation",
        "Dites quelles informations sont confidentielles, et pourquoi.",
        "Say which information is confidential, and why.",
        r"\b(?:any|all|every|toute?s?|aucune?|n'importe quelle)\b (?:\w+ )?(?:informations?"
        r"|aspects?|matters?|details?|sujets?|elements?)\b.{0,40}\b(?:work|job|"
        + _EMPLOYER
        + r"|travail|metier|service|collegues?|colleagues)\b",
        r"confidential|confidentiel|internal|interne|not (?:yet )?public|non public|sensitive",
    ),
    _ban(
        "colleagues",
        "parler de ses collègues ou se lier à eux",
        "speaking of colleagues or being linked to them",
        "Visez les données personnelles et le harcèlement.",
        "Aim at personal data and harassment.",
        r"\b(?:discuss\w*|mention\w*|friend|connect|talk about|parl\w+|evoqu\w+|ajout\w+)\b.{0,20}"
        r"\b(?:colleagues?|co-?workers?|other employees|collegues?)\b",
        r"consent|accord|without|sans|private|health|sante|personal data",
    ),
    _ban(
        "passwords",
        "donner les mots de passe de comptes personnels",
        "giving the passwords of personal accounts",
        "L’organisation n’a rien à y faire : retirez-le.",
        "They are no business of the organisation: take it out.",
        r"\b(?:must|shall|required to|have to|doi\w+|tenus? de)\b.{0,40}\b(?:give|provide|share"
        r"|disclose|hand|fourni\w+|communiqu\w+|donn\w+|remettre)\b.{0,50}\b(?:passwords?|logins?"
        r"|mots? de passe|identifiants)\b.{0,40}\b(?:personal|own|private|personnels?|prives?)\b",
        alone=True,
    ),
    _ban(
        "monitoring",
        "surveiller les comptes personnels",
        "watching personal accounts",
        "Ne suivez que les comptes de l’organisation, ou avec l’accord de chacun.",
        "Follow only the organisation’s accounts, or with each person’s consent.",
        r"\b(?:we|" + _EMPLOYER + r"|nous)\b.{0,30}\b(?:monitors?|watch\w*|track\w*|surveill\w+"
        r"|control\w+)\b.{0,40}\b(?:personal|private|personnels?|prives?)\b",
        r"\b(?:never|does not|do not|not|ne|n'\w+|jamais|sans)\b",
        alone=True,
    ),
)


def broad_bans(about: Examined) -> Iterator[Remark]:
    """Yield a remark for each sentence that looks like a ban set aside elsewhere."""
    for each in said(about.policy):
        for ban in BANS:
            if span := _raised(each, ban):
                yield remark(
                    "broad_ban",
                    about,
                    clause=each.clause,
                    span=span,
                    ban=ban.names,
                    way=ban.ways,
                )


def _raised(sentence: Said, ban: Ban) -> tuple[int, int] | None:
    words = " ".join(sentence.folded.text.split())
    found = ban.what.search(words)
    if found is None or not (ban.alone or _BAN.search(words)):
        return None
    if (ban.unless and ban.unless.search(words)) or _SAVED.search(words):
        return None
    return sentence.whole
