"""Roles that decide or are told, and whether the text says who they are."""

import re
from collections.abc import Iterator
from typing import Final

from gouvernail.kernel.policies.linting.remark import Examined, Remark, remark, said, words_of
from gouvernail.kernel.text.folding import fold

_EMPTY: Final = (
    r"(?!(?:the|this|that|your|our|their|a|an|each|every|any|all|other|own|my|its|with|by|to|from"
    r"|of|and|or|you|same|whole|is|are|be|social)\b)"
)
ROLE: Final = re.compile(
    rf"\b(?:{_EMPTY}[a-z-]+ ){{0,1}}{_EMPTY}[a-z-]+ (?:managers?|officers?|committees?|teams?"
    r"|leads?|coordinators?|counsel|departments?|directors?|directorate)\b"
    r"|\b(?:responsables?|direction|comites?|cellules?|services?|referente?s?|equipes?|delegue?e?s?)"
    r" (?:de (?:la |l')?|des? |du |d'|a la )?(?!(?:qui|que|est|sont|et|ou|a|au|pour|dans)\b)"
    r"[a-z-]{3,}(?: (?:sociaux|numerique|interne|externe|editorial\w*))?"
    r"|\bcommunity managers?\b"
)
_TOLD: Final = re.compile(
    r"\b(?:ask|asks|contact|tell|inform|notify|report to|refer to|let|approved by|agreed by"
    r"|decided by|validated by|hand (?:it )?over to|go(?:es)? to|passed? (?:it )?on to|agreement of"
    r"|demande[zr](?: l'avis)?|preven(?:ez|ir)|contacte[zr]|informe[zr]|averti\w+|saisi\w*"
    r"|sollicite[zr]|accord|transmi\w+|valid\w+ par|approuv\w+ par|adresse\w*(?:-vous)?|aupres"
    r"|decid\w+ par|signale\w*)"
    r"(?: (?:the|a|au|aux|la|le|les|du|de|des|your|votre|our|notre)| (?:a |de )?l')*\s*$"
)
_DECIDES: Final = re.compile(
    r"\s*(?:must |may |doit |peut |alone |seule? )?(?:approves?|decides?|agrees?|authori[sz]es?"
    r"|validates?|approuve|valide|decide|autorise|tranche|donne son accord)\b"
)
_WHO: Final = re.compile(r"\b(?:who|qui|roles?|contacts?|definitions?|responsab\w+|people named)\b")
_NEAR: Final = 60
_LONG: Final = 4


def role_in(words: str) -> str:
    """Return the first role of a folded sentence, empty when there is none."""
    found = ROLE.search(words)
    return found[0] if found else ""


def undefined_roles(about: Examined) -> Iterator[Remark]:
    """Yield a remark for each role that decides or is told and that nothing defines.

    A role is defined by a clause whose title says who is who, or by what follows its name: a verb
    of being, a colon, an address.
    """
    whole = [(words_of(clause), clause) for clause in about.policy.clauses]
    defined = " ".join(words for words, clause in whole if _WHO.search(words.partition(". ")[0]))
    everything = " ".join(words for words, _clause in whole)
    facts = fold(" ".join(about.policy.facts.values())).text
    done: set[str] = set()
    for each in said(about.policy):
        words = each.folded.text
        for found in ROLE.finditer(words):
            role = found[0]
            before = words[max(0, found.start() - _NEAR) : found.start()]
            if not (_TOLD.search(before) or _DECIDES.match(words, found.end())):
                continue
            if role in done or role in defined or _is_explained(role, everything, facts):
                continue
            done.add(role)
            start, end = each.span(*found.span())
            yield remark(
                "undefined_role",
                about,
                clause=each.clause,
                span=(start, end),
                role=each.clause.text[start:end],
            )


def _is_explained(role: str, everything: str, facts: str) -> bool:
    if any(len(word) > _LONG and word in facts for word in role.split()[:-1]):
        return True
    for found in re.finditer(re.escape(role), everything):
        after = everything[found.end() : found.end() + _NEAR]
        if re.match(
            r"\s*(?:\(|:|,? (?:is|are|means|made of|est|sont|designe\w*|se compose|reunit)\b)",
            after,
        ):
            return True
        if re.search(r"[\w.]+@[\w.]+\w|(?:^|\s)@\w+|\]\(", after):
            return True
    return False
