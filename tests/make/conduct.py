"""Makers of reports of staff, of a legal basis and of cases."""

from datetime import UTC, date, datetime
from uuid import UUID

from gouvernail.charter.models import Charter
from gouvernail.conduct.actions import (
    NewCase,
    NewProof,
    NewReport,
    Ruling,
    agree_to_basis,
    decide_case,
    give_account,
    make_report,
    open_case,
    propose_basis,
    weigh,
)
from gouvernail.conduct.actions.basis import BasisChoices
from gouvernail.conduct.models import Basis, Case, Report
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_staff_report(
    *,
    by: Person,
    kind: str = "phishing",
    words: str = "On me demande le code reçu par SMS.",
    at: datetime = NOON,
    is_discreet: bool = False,
    unit: Unit | None = None,
) -> Report:
    """Return a report as somebody just made it."""
    new = NewReport(key=uuid7(), kind=kind, words=words, is_discreet=is_discreet)
    report = make_report(new=new, by=by, at=at)
    if unit is not None:  # somewhere they have no part
        Report.objects.filter(pk=report.pk).update(unit=unit)
        report.unit = unit
    return report


CHOICES = BasisChoices(
    regime="fr_private",
    adopted_on=date(2026, 9, 1),
    consulted_on=date(2026, 6, 3),
    reference="Règlement intérieur, article 14",
)
WHY = "Une suite plus légère n’a pas suffi la première fois."


def make_basis(*, by: Person, second: Person, at: datetime = NOON) -> Basis:
    """Return a legal basis that two people put in force, its module switched on."""
    Charter.objects.update(modules=["conduct"])
    propose_basis(choices=CHOICES, by=by, at=at)
    return agree_to_basis(by=second, at=at)


def make_case(
    *,
    by: Person,
    about: Person,
    clause: str,
    decider: Person | None = None,
    at: datetime = NOON,
    happened_on: date | None = None,
    seriousness: str = "notable",
    report_id: UUID | None = None,
    proofs: tuple[NewProof, ...] = (),
    key: UUID | None = None,
    binding_because: str = "",
    late_because: str = "",
) -> Case:
    """Return a case as somebody just brought it."""
    new = NewCase(
        key=key or uuid7(),
        person_id=about.pk,
        title="Un prix annoncé trop tôt",
        facts="Le prix a paru le 12 novembre, deux jours avant l’annonce.",
        happened_on=happened_on or at.date(),
        clause=clause,
        seriousness=seriousness,
        origin="report" if report_id else "person",
        report_id=report_id,
        decider_id=decider.pk if decider else None,
        binding_because=binding_because,
        late_because=late_because,
        proofs=proofs,
    )
    return open_case(new=new, by=by, at=at)


def make_decided(case: Case, *, by: Person, at: datetime = NOON, **said: object) -> Case:
    """Return a case whose person has spoken, decided: a reminder unless said otherwise."""
    assert case.person is not None
    give_account(case.pk, text="Je croyais l’annonce faite.", by=case.person, at=at)
    fields = {"outcome": "reminder", "reason": "Un rappel suffit.", "why_not_less": WHY} | said
    known = Case.objects.values_list("good_faith", "is_experiment").get(pk=case.pk)
    if known == ("", False) and fields["outcome"] in {"restricted", "suspended", "referred"}:
        weigh(
            case.pk,
            seriousness=case.seriousness,
            good_faith="no",
            is_experiment=False,
            exemption="Il avait été prévenu.",
            by=by,
            at=at,
        )
    return decide_case(case.pk, ruling=Ruling(**fields), by=by, at=at)  # type: ignore[arg-type]
