"""The guide walked to its end: taken line by line, agreed to by another, read, then used."""

import io
import zipfile
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from gouvernail.brand.models import Receipt, SectionVersion, TemplateUse
from gouvernail.content.models import Draft
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, lost, overflow, picture
from tests.make.content import make_draft
from tests.make.registry import make_account
from tests.walks.words import words


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("fr", 1440, "light"), ("en", 390, "dark")]
)
def test_from_a_starter_guide_to_a_post_written_with_it(  # noqa: PLR0915 - one walk, step by step
    visit: Visitor,
    claire: Person,
    julie: Person,
    karim: Person,
    hugo: Person,
    nordet: Unit,
    energy: Unit,
    language: str,
    width: int,
    theme: str,
) -> None:
    say = words(language)
    look: dict[str, Any] = {"language": language, "width": width, "theme": theme}
    account = make_account(
        unit=energy,
        network="mastodon",
        url="https://social.example/@nordet",
        owner=hugo,
        status="official",
    )
    draft = make_draft(author=hugo, unit=energy, accounts=(account,), text="Bonjour", language="fr")

    # The lead takes two lines of the starter guide, and corrects one.
    page = visit("/brand/guide/?unit=nordet", as_=claire, **look)
    with page.expect_navigation():
        page.get_by_role("link", name=say("See the starter guide")).click()
    for box in page.locator("main input[name=lines]").all():
        box.uncheck()
    page.locator("input[value=voice]").check()
    page.locator("input[value=hashtags]").check()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Write the ticked lines as drafts")).click()
    expect(page.locator("main li .t")).to_have_count(2)
    with page.expect_navigation():
        page.locator("main li .t a").first.click()
    expect(page.locator("main")).to_contain_text(
        say("Whoever wrote in it cannot put it in force: another person does.")
    )
    with page.expect_navigation():
        page.get_by_role("link", name=say("Go on writing")).click()
    page.locator("input[name=title]").fill("")
    page.get_by_role("button", name=say("Keep the draft")).evaluate("b => b.form.noValidate = true")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep the draft")).click()
    expect(page.locator("#id_title")).to_have_attribute("aria-invalid", "true")
    page.locator("input[name=title]").fill("Une voix de Nordet")
    assert axe(page) == []
    assert overflow(page) == 0
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep the draft")).click()

    # The brand function puts both in force.
    theirs = visit("/brand/guide/sections/?unit=nordet", as_=julie, **look)
    for version in SectionVersion.objects.filter(status="draft"):
        theirs.goto(f"/brand/guide/sections/{version.section_id}/")
        with theirs.expect_navigation():
            theirs.get_by_role("button", name=say("Put in force from today")).click()
    assert SectionVersion.objects.filter(status="in_force", published_by=julie).count() == 2

    # Delegates are asked; one reads, from Today, and says so.
    page.goto("/brand/guide/readers/?unit=nordet")
    page.locator("input[name=readers][value=delegates]").check()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Ask them to read it")).click()
    reader = visit("/", as_=karim, **look)
    with reader.expect_navigation():
        reader.locator("a[href^='/brand/guide/']", has_text=say("Read")).first.click()
    expect(reader.locator("main")).to_contain_text("Une voix de Nordet")
    assert axe(reader) == []
    assert lost(reader) == []
    assert overflow(reader) == 0
    picture(reader, f"walk-brand-guide-{language}")
    with reader.expect_navigation():
        reader.get_by_role("button", name=say("I have read it")).click()
    assert Receipt.objects.get().person == karim
    reader.goto("/brand/guide/?unit=nordet&q=nordet")
    expect(reader.locator("article.b-section")).to_have_count(1)

    # A template, agreed to by another; an audience.
    page.goto("/brand/templates/new")
    page.locator("select[name=unit]").select_option(str(nordet.pk))
    page.locator("input[name=title]").fill("Rue fermée")
    page.locator("textarea[name=text]").fill("Fermée {{heure: Début}}")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep the draft")).click()
    expect(page.locator("#id_text")).to_have_attribute("aria-invalid", "true")
    page.locator("textarea[name=text]").fill("Fermée {{date: Jour}}, {{lieu: Rue}}")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep the draft")).click()
    theirs.goto(page.url)
    with theirs.expect_navigation():
        theirs.get_by_role("button", name=say("Put in force from today")).click()
    page.goto("/brand/audiences/new")
    page.locator("input[name=title]").fill("Riverains")
    page.locator("input[name=code]").fill("riverains")
    page.locator("input[name=networks][value=mastodon]").check()
    page.locator("input[name=networks][value=facebook]").check()
    page.locator(f"input[name=accounts][value='{account.pk}']").check()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep it")).click()
    expect(page.locator("tbody tr")).to_contain_text(say("nobody"))
    assert axe(page) == []
    assert overflow(page) == 0
    picture(page, f"walk-brand-audiences-{language}")

    # The author reads what matters here, inserts the template, and is stopped by its places.
    writer = visit(reverse("content:draft-edit", args=[draft.pk]), as_=hugo, **look)
    expect(writer.locator("#composer-guide")).to_contain_text("Une voix de Nordet")
    expect(writer.locator("#composer-guide details[id^=advice]")).to_have_count(1)
    writer.locator("#guide-templates summary").click()
    with writer.expect_navigation():
        writer.locator("#guide-templates button").click()
    expect(writer.locator("#composer-findings")).to_contain_text("Jour")
    expect(writer.locator("#composer-restore")).to_be_hidden()
    assert TemplateUse.objects.get().subject_id == draft.pk
    assert axe(writer) == []
    assert overflow(writer) == 0
    picture(writer, f"walk-brand-composer-{language}")
    writer.locator("textarea[name=text]").fill("Fermée mardi 3 mars, rue des Lilas #RueDesLilas")
    expect(writer.locator("#composer-guide details[id^=advice]")).to_have_count(2)
    assert Draft.objects.get().status == "drafting"

    # Colours: refused where nobody could read them, then the kit.
    page.goto("/brand/kit/themes/new")
    page.locator("select[name=unit]").select_option(str(nordet.pk))
    page.locator("input[name=title]").fill("Nordet")
    page.locator("textarea[name=colours]").fill("jaune #ffee88\nblanc #ffffff\nbleu #0b2e4f")
    page.locator("textarea[name=pairs]").fill("jaune > blanc")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep it")).click()
    expect(page.locator("#id_pairs")).to_have_attribute("aria-invalid", "true")
    page.locator("textarea[name=pairs]").fill("blanc > bleu")
    with page.expect_navigation():
        page.get_by_role("button", name=say("Keep it")).click()
    expect(page.locator("main")).to_contain_text("social.example/@nordet")
    assert axe(page) == []
    assert overflow(page) == 0
    picture(page, f"walk-brand-kit-{language}")
    with page.expect_download() as sent:
        page.get_by_role("link", name=say("Download the kit")).click()
    kit = zipfile.ZipFile(io.BytesIO(sent.value.path().read_bytes()))
    assert 'rel="me' in kit.read("follow.html").decode()
    assert all("422" in complaint for complaint in visit.complaints)  # the three refusals above
    visit.complaints.clear()
