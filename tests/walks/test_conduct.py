"""A breach goes from its facts to a decision, an appeal and its end; the clock is moved."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gouvernail.conduct.actions import follow_cases
from gouvernail.conduct.models import Case
from gouvernail.foundation import clock
from gouvernail.licences.models import Restriction
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion, Signature
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow
from tests.make.conduct import NOON, make_basis
from tests.make.policies import make_charter
from tests.walks.setting import speak
from tests.walks.words import Words, words

WHY = "L’accès d’un compte a été exposé une semaine."


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_breach_goes_to_decision_appeal_and_expiry(
    visit: Visitor, hugo: Person, karim: Person, claire: Person, amina: Person, language: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    say, moved = words(language), tmp_path / "clock"
    monkeypatch.setenv("GOUVERNAIL_CLOCK_FILE", str(moved))
    speak(language, hugo, karim, claire, amina)
    _begin(hugo, claire, amina, moved=moved)

    _open(visit("/conduct/new/", as_=karim, language=language), about=hugo, decider=claire, say=say)
    case = Case.objects.get()
    address = f"/conduct/cases/{case.pk}/"
    phone = visit("/", as_=hugo, width=390, language=language)
    with phone.expect_navigation():
        phone.locator(f'a[href="{address}"]').first.click()
    _answer(phone, say)
    _decide(visit(address, as_=claire, language=language), say)
    assert all("422" in complaint for complaint in visit.complaints)  # the one refusal above
    visit.complaints.clear()
    assert Restriction.objects.get(person=hugo).lifted_at is None
    phone.reload()
    _appeal(phone, say)
    assert Restriction.objects.get(person=hugo).lifted_at is not None
    _soften(visit(address, as_=amina, language=language), say)

    phone.close()  # no page is left to ask anything of a session that is over
    held = float(moved.read_text()) if moved.exists() else 0.0
    moved.write_text(str(held + timedelta(days=40).total_seconds()))
    follow_cases(at=clock.now())

    phone = visit("/conduct/mine/", as_=hugo, width=390, language=language)
    expect(phone.locator("main")).to_contain_text(say("over", of="breach"))
    expect(phone.locator("main")).to_contain_text(say("a reminder", of="breach"))
    assert overflow(phone) == 0


def _begin(hugo: Person, claire: Person, amina: Person, *, moved: Path) -> None:
    """Have a clause that Hugo signed, and a legal basis in force."""
    make_charter(by=claire, source="## 4.1 Prix\n\nUn prix se publie après son annonce.\n")
    version = PolicyVersion.objects.get(status="in_force")
    facts = {"digest": version.digest, "statement": "Lu.", "language": "fr", "at": NOON}
    Signature.objects.create(version=version, person=hugo, **facts)
    if clock.now() < NOON:
        moved.write_text(str((NOON - clock.now()).total_seconds() + 3600))
    make_basis(by=claire, second=amina, at=clock.now())


def _open(desk: Page, *, about: Person, decider: Person, say: Words) -> None:
    """Say what happened, on which day, against which clause."""
    desk.locator("[name=person]").fill(str(about.email))
    desk.locator("[name=title]").fill("Un prix annoncé trop tôt")
    desk.locator("[name=facts]").fill("Paru deux jours avant l’annonce.")
    desk.locator("[name=happened_on]").fill(clock.today().isoformat())
    desk.locator("[name=clause]").select_option("charter#4.1")
    desk.locator("[name=seriousness]").select_option("notable")
    desk.locator("details", has=desk.locator("[name=proof_kind]")).locator("summary").click()
    desk.locator("[name=proof_kind]").select_option("words")
    desk.locator("[name=proof_label]").fill("La publication de 18 h.")
    desk.locator("[name=decider]").select_option(str(decider.pk))
    with desk.expect_navigation():
        desk.get_by_role("button", name=say("Open the case")).click()
    expect(desk.get_by_text(say("No case here"))).to_be_visible()  # theirs no more
    desk.close()


def _answer(phone: Page, say: Words) -> None:
    """Read it on a phone, and speak first."""
    assert overflow(phone) == 0
    expect(phone.locator("main")).not_to_contain_text("Karim Benali")
    account = phone.locator("section[aria-labelledby=account]")
    account.locator("[name=text]").fill("Je croyais l’annonce faite.")
    account.locator("[name=companion]").fill("Nadia Cherif")
    with phone.expect_navigation():
        account.get_by_role("button").click()
    assert overflow(phone) == 0


def _decide(desk: Page, say: Words) -> None:
    """Weigh, then decide more than a reminder: refused without its ground, then taken."""
    weigh = desk.locator("section[aria-labelledby=weigh]")
    weigh.locator("[name=good_faith]").select_option("no")
    weigh.locator("[name=exemption]").fill("La règle lui avait été rappelée la semaine d’avant.")
    with desk.expect_navigation():
        weigh.get_by_role("button").click()
    form = desk.locator("section[aria-labelledby=decide]")
    form.get_by_label(say("a restricted licence", of="breach")).check()
    form.locator("[name=reason]").fill("L’accès a été exposé : un accord, le temps de le refaire.")
    form.locator("[name=months]").fill("1")
    form.locator("[name=acts][value=publish]").check()
    with desk.expect_navigation():
        form.get_by_role("button").click()
    refused = say("Say why a reminder is not enough here: at least %(least)s characters.")
    expect(form.get_by_text(refused % {"least": 20})).to_be_visible()
    form.locator("[name=why_not_less]").fill(WHY)
    with desk.expect_navigation():
        form.get_by_role("button").click()
    expect(desk.locator("section[aria-labelledby=decision-first]")).to_contain_text(WHY)
    desk.close()


def _appeal(phone: Page, say: Words) -> None:
    """Read all of the decision, and appeal."""
    expect(phone.locator("section[aria-labelledby=decision-first]")).to_contain_text(WHY)
    assert overflow(phone) == 0
    form = phone.locator("section[aria-labelledby=appeal]")
    form.locator("[name=text]").fill("Personne ne pouvait me remplacer.")
    with phone.expect_navigation():
        form.get_by_role("button").click()


def _soften(desk: Page, say: Words) -> None:
    """Take the appeal up, and soften the decision."""
    take = desk.locator("section[aria-labelledby=take]")
    take.locator("[name=is_free]").check()
    with desk.expect_navigation():
        take.get_by_role("button").click()
    form = desk.locator("section[aria-labelledby=judge]")
    form.get_by_label(say("softened", of="appeal of a breach")).check()
    form.locator("[name=reason]").fill("Aucun suppléant n’était nommé : un rappel suffit.")
    form.locator("[name=outcome][value=reminder]").check()
    form.locator("[name=months]").fill("1")
    with desk.expect_navigation():
        form.get_by_role("button").click()
    expect(desk.locator("section[aria-labelledby=decision-appeal]")).to_be_visible()
    desk.close()
