"""Setting a finding aside: for which words, by whom, and until when; and judging again."""

from datetime import datetime
from typing import Any

import pytest

from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.rules import Finding
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import (
    dismiss_finding,
    judge_again,
    reinstate_finding,
    write_version,
)
from gouvernail.rulebooks.errors import DismissalReasonMissingError, FindingNotDismissibleError
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.queries import (
    dismissals_of,
    is_dismissed,
    judge_text,
    replayed,
)
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, adopted, make_pack, make_verdict

SUBJECT = ("draft", uuid7())


def finding_in(text: str, unit: Unit) -> Finding:
    return judge_text(text, account=None, unit=unit).findings[0]


def covers(text: str, unit: Unit) -> bool:
    dismissals = list(dismissals_of(*SUBJECT))
    return is_dismissed(finding_in(text, unit), text, dismissals) is not None


def test_a_dismissal_holds_for_those_words_wherever_they_stand(
    claire: Person, hugo: Person, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)
    text = "An unbeatable station."

    dismiss_finding(
        subject=SUBJECT,
        finding=finding_in(text, nordet),
        text=text,
        reason="A quote",
        by=hugo,
        at=noon,
    )

    assert covers("Listen: this is unbeatable!", nordet)
    assert not covers("An UNBEATABLE station.", nordet)


def test_a_dismissal_says_why(claire: Person, hugo: Person, nordet: Unit, noon: datetime) -> None:
    make_pack(unit=nordet, by=claire)
    finding = finding_in("Unbeatable.", nordet)

    with pytest.raises(DismissalReasonMissingError):
        dismiss_finding(
            subject=SUBJECT, finding=finding, text="Unbeatable.", reason=" ", by=hugo, at=noon
        )


def test_a_rule_that_allows_no_dismissal_gets_none(
    claire: Person, hugo: Person, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)
    text = "The cheapest in France."

    with pytest.raises(FindingNotDismissibleError):
        dismiss_finding(
            subject=SUBJECT,
            finding=finding_in(text, nordet),
            text=text,
            reason="No",
            by=hugo,
            at=noon,
        )


def test_a_finding_taken_back_counts_again_and_may_be_set_aside_anew(
    claire: Person, hugo: Person, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)
    text = "Unbeatable."
    asked: dict[str, Any] = {
        "subject": SUBJECT,
        "finding": finding_in(text, nordet),
        "text": text,
        "by": hugo,
    }
    dismissal = dismiss_finding(reason="A quote", at=noon, **asked)

    reinstate_finding(dismissal=dismissal, by=hugo, at=noon)
    assert not covers(text, nordet)
    dismiss_finding(reason="Really a quote", at=noon, **asked)

    assert covers(text, nordet)


def test_identifiers_are_masked_before_a_verdict_is_kept(
    claire: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    source = PACK.replace(
        "check: {terms: {any: [borealis]}}", "check: {identifiers: {kinds: [email]}}"
    ).replace("Borealis is coming.", "Write to jean.dupont@nordet.fr today.")
    make_pack(unit=nordet, by=claire, source=source)
    text = "Write to marie.durand@example.org now."

    stored = make_verdict(text, make_account(unit=energy), at=noon)

    assert "marie" not in str(stored.masked_input)
    assert "•" in stored.masked_input["text"]
    assert len(stored.masked_input["text"]) == len(text)
    assert replayed(stored) is not None


@pytest.mark.parametrize("kind", ["draft", "reply"])
def test_a_text_is_stricter_only_when_a_new_rule_asks_or_blocks(
    claire: Person, amina: Person, nordet: Unit, energy: Unit, noon: datetime, kind: str
) -> None:
    first = make_pack(unit=nordet, by=claire)
    account = make_account(unit=energy)
    stored = make_verdict("A discount and a rebate.", account, at=noon)
    StoredVerdict.objects.filter(pk=stored.pk).update(subject_kind=kind)
    asked: dict[str, Any] = {
        "subject_id": stored.subject_id,
        "revision": 1,
        "account": account,
        "fields": {"text": "A discount and a rebate.", "lang": "en", "media": []},
        "at": noon,
    }

    assert judge_again(**asked) is False
    stricter = PACK.replace("any: [unbeatable]", "any: [unbeatable, rebate]")
    second = write_version(pack_id=first.pack_id, source=stricter, by=claire, at=noon)
    adopted(second, by=claire, second=amina, at=noon)

    assert judge_again(**asked) is True
    again = StoredVerdict.objects.get(moment="sending", outcome="block")
    assert again.subject_kind == kind
