"""What allows breaches to be followed up, and some cases: most end mildly, one is appealed."""

from datetime import timedelta
from typing import Any

from demo.team import Site
from gouvernail.charter.actions import write_modules
from gouvernail.charter.queries.charter import the_charter
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.conduct.actions import (
    BasisChoices,
    NewCase,
    NewProof,
    Ruling,
    agree_to_basis,
    appeal_case,
    decide_appeal,
    decide_case,
    follow_cases,
    give_account,
    open_case,
    propose_basis,
    take_case,
    weigh,
)
from gouvernail.foundation.ids import uuid7


def load_conduct(site: Site) -> None:
    """Record the legal basis of the file, and lead each of its cases to where it stands today."""
    facts = site.facts.get("conduct")
    if facts is None:
        return
    at = site.before(days=facts["days"])
    charter = the_charter()
    offered = {one.code for one in MODULES if is_on(one, charter)}
    write_modules(on=frozenset(offered | {"conduct"}), by=site.lead, at=at)
    basis = facts["basis"]
    choices = BasisChoices(
        regime=basis["regime"],
        adopted_on=site.day(-basis["adopted"]),
        consulted_on=site.day(-basis["consulted"]) if "consulted" in basis else None,
        reference=basis["reference"],
    )
    propose_basis(choices=choices, by=site.people[basis["by"]], at=at)
    if "second" in basis:
        agree_to_basis(by=site.people[basis["second"]], at=at + timedelta(days=2))
    for entry in facts.get("cases", ()):
        _load(site, entry)
    follow_cases(at=site.before(days=0))


def _load(site: Site, entry: dict[str, Any]) -> None:
    at = site.before(days=entry["days"])
    about = site.people[entry["about"]]
    new = NewCase(
        key=uuid7(),
        person_id=about.pk,
        title=entry["title"],
        facts=entry["facts"],
        happened_on=site.day(-round(entry["days"]) - 1),
        clause=entry["clause"],
        seriousness=entry.get("seriousness", "minor"),
        decider_id=site.people[entry["decider"]].pk,
        proofs=(NewProof(kind="words", label=entry["proof"]),),
    )
    case = open_case(new=new, by=site.people[entry["by"]], at=at)
    if "account" not in entry:
        return
    at += timedelta(days=2)
    give_account(case.pk, text=entry["account"], companion=entry.get("with", ""), by=about, at=at)
    decider = site.people[entry["decider"]]
    if "faith" in entry:
        good_faith, trial, shown = entry["faith"]
        weigh(
            case.pk,
            seriousness=case.seriousness,
            good_faith=good_faith,
            is_experiment=trial,
            exemption=shown,
            by=decider,
            at=at + timedelta(hours=3),
        )
    if "ruling" in entry:
        at += timedelta(days=1)
        decide_case(case.pk, ruling=_ruling(entry["ruling"]), by=decider, at=at)
    if "appeal" in entry:
        said = entry["appeal"]
        judge = site.people[said["judge"]]
        at += timedelta(days=4)
        appeal_case(case.pk, text=said["text"], by=about, at=at)
        take_case(case.pk, is_free=True, by=judge, at=at + timedelta(hours=2))
        ruling, verdict = _ruling(said["ruling"]), said["verdict"]
        at += timedelta(days=3)
        decide_appeal(case.pk, verdict=verdict, ruling=ruling, by=judge, at=at)


def _ruling(said: dict[str, Any]) -> Ruling:
    return Ruling(**said | {"acts": tuple(said.get("acts", ()))})
