"""Remarks of the linter stand beside their clause; one set aside keeps its reason, to be read."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.kernel.policies import linting
from gouvernail.ledger.models import Leaf
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.policies.actions import submit_version
from gouvernail.policies.actions.remarks import dismiss_remark, take_up_remark
from gouvernail.policies.errors import RemarkGoneError, WordsMissingError
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.queries import remarks
from gouvernail.policies.queries.remarks import Remarked, remarks_of
from gouvernail.policies.starters import starter
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter, make_draft_version

BROAD = starter("charter", "en").replace(
    "Refund, compensation", "Never make negative remarks about the company. Refund, compensation"
)


@pytest.fixture
def draft(claire: Person) -> PolicyVersion:
    policy = make_charter(by=claire)
    return make_draft_version(policy, by=claire, source=starter("charter", "fr"), source_en=BROAD)


def found(version: PolicyVersion) -> dict[str, Remarked]:
    return {one.code: one for one in remarks_of(version, today=clock.today())}


def test_the_charter_to_start_from_gets_no_remark(claire: Person) -> None:
    version = make_charter(by=claire).versions.get()

    assert found(version) == {}


def test_a_remark_stands_at_its_clause_with_its_words_and_source(draft: PolicyVersion) -> None:
    ban = found(draft)["broad_ban"]

    assert (ban.anchor, ban.language, ban.severity) == ("8.1", "en", "warn")
    assert "negative" in ban.words
    assert "NLRB" in ban.source


def test_a_remark_set_aside_keeps_its_reason_until_the_clause_changes(
    client: Client, draft: PolicyVersion, claire: Person
) -> None:
    client.force_login(claire)
    key = found(draft)["broad_ban"].key
    url = reverse("policies:remark-dismiss", args=["charter", draft.number, key])

    refused = client.post(url, {"reason": " "})
    client.post(url, {"reason": "Quoted as an example."})
    beside = client.get(
        reverse("policies:version-remarks", args=["charter", draft.number]),
        {"beside": "1", "show": "aside"},
        headers={"HX-Request": "true"},
    )

    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    aside = found(draft)["broad_ban"].aside
    assert aside is not None
    assert aside.reason == "Quoted as an example."
    assert 'id="r8-1" hx-swap-oob="true"' in beside.text
    assert "Quoted as an example." in beside.text
    assert Leaf.objects.filter(verb="policy_remark.dismissed").count() == 1
    clause = draft.clauses.get(anchor="8.1")
    clause.text_en = clause.text_en.replace("the company", "the company or its managers")
    clause.save()
    assert found(draft)["broad_ban"].aside is None
    take_up_remark(version_id=draft.pk, key=key, by=claire, at=clock.now())
    with pytest.raises(RemarkGoneError):
        take_up_remark(version_id=draft.pk, key=key, by=claire, at=clock.now())


def test_who_approves_reads_the_remarks_and_cannot_set_them_aside(
    client: Client, draft: PolicyVersion, claire: Person, nordet: Unit
) -> None:
    juliette = make_person(name="Juliette Roy", home_unit=nordet)
    make_grant(person=juliette, unit=nordet, role=Role.REVIEWER, seat=Seat.LEGAL)
    key = found(draft)["broad_ban"].key
    dismiss_remark(version_id=draft.pk, key=key, reason="Quoted.", by=claire, at=clock.now())
    submit_version(
        version_id=draft.pk, in_force_on=clock.today(), changes="A.", by=claire, at=clock.now()
    )
    client.force_login(juliette)

    page = client.get(reverse("policies:policy-version", args=["charter", draft.number]))
    remarks = client.get(
        reverse("policies:version-remarks", args=["charter", draft.number]), {"show": "aside"}
    )
    url = reverse("policies:remark-dismiss", args=["charter", draft.number, key])

    assert reverse("policies:version-remarks", args=["charter", draft.number]) in page.text
    assert "Quoted." in remarks.text
    assert "remark-take-up" not in remarks.text
    assert client.post(url, {"reason": "No."}).status_code == 403
    with pytest.raises(WordsMissingError):
        dismiss_remark(version_id=draft.pk, key=key, reason="", by=claire, at=clock.now())


def test_what_colleagues_owe_is_not_missing_from_rules_for_people_outside(claire: Person) -> None:
    policy = make_charter(by=claire, source="## 1 Ici\n\nNe critiquez jamais la direction.")
    codes = set(found(policy.versions.get()))
    policy.audience = policy.Audience.EXTERNAL
    policy.save()

    outside = set(found(policy.versions.get()))

    assert "missing_clause" in codes
    assert outside == codes - {"missing_clause"}


def test_words_are_linted_once_a_day_however_often_they_are_read(
    client: Client, draft: PolicyVersion, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(claire)
    url = reverse("policies:version-remarks", args=["charter", draft.number])
    read: list[int] = []

    def lint(texts: Sequence[linting.Examined], *, today: date) -> list[linting.Remark]:
        read.append(len(texts))
        return linting.lint(texts, today=today)

    monkeypatch.setattr(remarks, "lint", lint)
    clause = draft.clauses.exclude(text="").first()
    assert clause is not None
    clause.text += f" {draft.pk}"  # words that nobody read before
    clause.save()

    first, again = client.get(url), client.get(url)
    clause.text += " Autre."
    clause.save()
    client.get(url)

    assert len(read) == 2
    assert first.context["remarks"] == again.context["remarks"] != []
