"""A list of twenty costs what a list of one costs (invariant 6): no query a row."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.people.actions import create_key
from gouvernail.people.models import Person, Role, Unit
from tests.make.brand import more_brand
from tests.make.content import EPOCH
from tests.make.growing import (
    CAMPAIGN,
    Grow,
    a_case,
    a_consultation,
    a_course,
    a_declaration,
    a_delivery,
    a_draft,
    a_followed_account,
    a_found_account,
    a_licence,
    a_line_of_the_charter,
    a_moderated_account,
    a_notification,
    a_pack,
    a_person,
    a_policy,
    a_post,
    a_programme,
    a_record,
    a_reply,
    a_request,
    a_review,
    a_reviewed_access,
    a_risk,
    a_sign_in,
    a_signer,
    a_staff_report,
    a_told_account,
    a_unit,
    an_access,
    an_account,
    an_item,
    an_opening,
)
from tests.make.growing_crises import (
    a_conversation,
    a_drill,
    a_holding_page,
    a_mention,
    a_source,
    a_spike,
    a_team,
    a_topic,
    a_way_of_telling,
    an_incident,
)
from tests.make.people import make_grant
from tests.make.rule_life import more_rules

MANY = 20

LISTS: dict[str, tuple[str, Grow]] = {
    "courses": (reverse("training:course-list"), a_course),
    "progress": (reverse("training:progress"), a_course),
    "progress as CSV": (reverse("training:progress-export"), a_course),
    "courses asked of people": (reverse("training:assignment-list"), a_course),
    "sessions": (reverse("training:session-list"), a_course),
    "resources": (reverse("training:resource-list"), a_course),
    "my learning": (reverse("training:my-learning"), a_course),
    "today, training": (reverse("web:today"), a_course),
    "conversations": (reverse("inbox:conversation-list"), a_conversation),
    "questions to experts": (reverse("inbox:question-list"), a_conversation),
    "topics of listening": (reverse("listening:topic-list"), a_topic),
    "alerts of listening": (reverse("listening:spike-list"), a_spike),
    "sources of listening": (reverse("listening:source-list"), a_source),
    "how alerts are told": (reverse("listening:telling"), a_way_of_telling),
    "mentions": (reverse("listening:mention-list"), a_mention),
    "teams": (reverse("teams:team-list"), a_team),
    "replies": (reverse("replies:reply-list"), a_reply),
    "replies as CSV": (reverse("replies:reply-export"), a_reply),
    "replies to review": (reverse("replies:reply-reviews"), a_reply),
    "today, replies": (reverse("web:today"), a_reply),
    "incidents": (reverse("crisis:incident-list"), an_incident),
    "crisis plans": (reverse("crisis:plan-list"), an_incident),
    "crisis directory": (reverse("crisis:contact-list"), an_incident),
    "drills": (reverse("drills:drill-list"), a_drill),
    "drills compared": (reverse("drills:drill-compare"), a_drill),
    "scenarios of drills": (reverse("drills:scenario-list"), a_drill),
    "today, drills": (reverse("web:today"), a_drill),
    "holding pages": (reverse("watch:page-list"), a_holding_page),
    "consultations": (reverse("consultations:consultation-list"), a_consultation),
    "today, consultations": (reverse("web:today"), a_consultation),
    "programmes of ambassadors": (reverse("advocacy:programme-list"), a_programme),
    "today, stories to share": (reverse("web:today"), a_programme),
    "licences": (reverse("licences:person-list"), a_licence),
    "licences as CSV": (reverse("licences:person-export-csv"), a_licence),
    "licences as JSON": (reverse("licences:person-export-json"), a_licence),
    "one's team": (reverse("licences:team-list"), a_licence),
    "one's team as CSV": (reverse("licences:team-export-csv"), a_licence),
    "today, licences": (reverse("web:today"), a_licence),
    "cases": (reverse("conduct:case-list"), a_case),
    "cases as CSV": (reverse("conduct:case-export"), a_case),
    "today, cases": (reverse("web:today"), a_case),
    "campaigns of signatures": (reverse("signing:campaign-list"), a_signer),
    "reports of staff": (reverse("conduct:report-list"), a_staff_report),
    "reports of staff as CSV": (reverse("conduct:report-export"), a_staff_report),
    "today, reports of staff": (reverse("web:today"), a_staff_report),
    "opening requests": (reverse("openings:opening-list"), an_opening),
    "opening requests as CSV": (reverse("openings:opening-export"), an_opening),
    "today, opening requests": (reverse("web:today"), an_opening),
    "vault": (reverse("credentials:item-list"), an_item),
    "vault, to decide": (reverse("credentials:item-list") + "?show=approve", an_item),
    "vault, under way": (reverse("credentials:item-list") + "?show=open", an_item),
    "vault as CSV": (reverse("credentials:item-export") + "?show=open", an_item),
    "today, vault": (reverse("web:today"), an_item),
    "custody": (reverse("custody:board"), an_access),
    "custody as CSV": (reverse("custody:board-export"), an_access),
    "handovers": (reverse("custody:handover-list"), an_access),
    "access reviews": (reverse("custody:review-list"), a_reviewed_access),
    "access review": (reverse("custody:review-detail", args=[CAMPAIGN]), a_reviewed_access),
    "evidence": (reverse("custody:review-evidence", args=[CAMPAIGN]), a_reviewed_access),
    "access review as CSV": (
        reverse("custody:review-export", args=[CAMPAIGN]),
        a_reviewed_access,
    ),
    "access review, mine": (
        reverse("custody:review-answer", args=[CAMPAIGN]),
        a_reviewed_access,
    ),
    "today, access reviews": (reverse("web:today"), a_reviewed_access),
    "today, revocations": (reverse("web:today"), an_access),
    "accounts found": (reverse("onboarding:proposals"), a_found_account),
    "first look": (reverse("onboarding:result"), a_found_account),
    "one figure": (reverse("onboarding:figure", args=["one_holder"]), a_found_account),
    "first look as PDF": (reverse("onboarding:report"), a_found_account),
    "reviews": (reverse("attestations:review-list"), a_review),
    "today, reviews": (reverse("web:today"), a_review),
    "accounts per person": (reverse("attestations:staffing"), a_review),
    "declarations": (reverse("attestations:campaign-detail", args=[CAMPAIGN]), a_declaration),
    "campaign report": (reverse("attestations:campaign-report", args=[CAMPAIGN]), a_declaration),
    "drafts": (reverse("content:draft-list"), a_draft),
    "calendar": (reverse("content:calendar") + "?on=2026-11-16", a_draft),
    "calendar as a list": (reverse("content:calendar") + "?view=list&on=2026-11-16", a_draft),
    "team": (reverse("people:person-list"), a_person),
    "units": (reverse("people:unit-list"), a_unit),
    "sign-ins": (reverse("people:door-list"), a_sign_in),
    "sign-ins as CSV": (reverse("people:door-export"), a_sign_in),
    "accounts": (reverse("registry:account-list"), an_account),
    "accounts by network": (reverse("registry:account-matrix"), an_account),
    "accounts as CSV": (reverse("registry:account-export", args=["csv"]), an_account),
    "accounts on the map": (reverse("registry:account-map"), an_account),
    "accounts judged": (reverse("registry:account-found"), a_followed_account),
    "suggestions": (reverse("registry:account-findings"), a_followed_account),
    "profiles": (reverse("registry:account-profiles"), a_followed_account),
    "deadlines": (reverse("registry:account-deadlines"), a_followed_account),
    "sheets as CSV": (reverse("registry:account-sheets-export"), a_followed_account),
    "deliveries": (reverse("publishing:delivery-list"), a_delivery),
    "freeze": (reverse("publishing:freeze"), a_delivery),
    "archive": (reverse("records:record-list"), a_record),
    "archive as CSV": (reverse("records:record-export"), a_record),
    "notifications": (reverse("notifications:notification-list"), a_notification),
    "policies": (reverse("policies:policy-list"), a_policy),
    "acts of moderation": (reverse("policies:act-list"), a_moderated_account),
    "acts of moderation as CSV": (reverse("policies:act-export"), a_moderated_account),
    "packs": (reverse("rulebooks:pack-list"), a_pack),
    "rules of a pack": (reverse("rulebooks:pack-detail", args=["grown-energy"]), more_rules),
    "levels": (reverse("rulebooks:control-list", args=["grown-energy"]), more_rules),
    "a version": (reverse("rulebooks:version-detail", args=["grown-energy", 1]), more_rules),
    "waivers": (reverse("rulebooks:waiver-list"), more_rules),
    "verdicts": (reverse("rulebooks:verdict-list") + "?rule=grown-energy-word", more_rules),
    "findings set aside": (reverse("rulebooks:dismissal-list"), more_rules),
    "reports of rules": (reverse("rulebooks:report-list"), more_rules),
    "practice": (reverse("practice:timeline"), a_post),
    "public accounts": (reverse("verification:account-list"), a_told_account),
    "what the public is told": (reverse("verification:choice-list"), a_told_account),
    "links back": (reverse("verification:link-list"), a_told_account),
    "reported fakes": (reverse("verification:report-list"), a_told_account),
    "reported fakes as CSV": (reverse("verification:report-export"), a_told_account),
    "style guide": (reverse("brand:guide") + "?unit=energy", more_brand),
    "sections of the guide": (reverse("brand:guide-sections") + "?unit=energy", more_brand),
    "templates": (reverse("brand:template-list"), more_brand),
    "audiences": (reverse("brand:audience-list"), more_brand),
    "audiences as CSV": (reverse("brand:audience-export"), more_brand),
    "colours and icons": (reverse("brand:kit"), more_brand),
    "charter": (reverse("charter:page"), a_line_of_the_charter),
    "starter charter": (reverse("charter:starter"), a_line_of_the_charter),
    "risks": (reverse("charter:risk-list"), a_risk),
    "risks as CSV": (reverse("charter:risk-export"), a_risk),
    "today, duties": (reverse("web:today"), a_line_of_the_charter),
    "today, requests": (reverse("web:today"), a_request),
    "today, deliveries": (reverse("web:today"), a_delivery),
    "search": (reverse("web:search") + "?q=person", a_person),
}
OF_THE_API: dict[str, tuple[str, Grow]] = {
    "drafts": ("/api/v1/drafts", a_draft),
    "accounts": ("/api/v1/accounts", an_account),
    "public accounts": ("/api/v1/public/accounts", a_told_account),
    "people": ("/api/v1/people", a_person),
    "units": ("/api/v1/units", a_unit),
    "deliveries": ("/api/v1/deliveries", a_delivery),
    "records": ("/api/v1/records", a_record),
    "policies": ("/api/v1/policies", a_policy),
    "packs": ("/api/v1/packs", a_pack),
    "versions": ("/api/v1/packs/grown-energy/versions", more_rules),
    "levels": ("/api/v1/packs/grown-energy/levels", more_rules),
    "waivers": ("/api/v1/waivers", more_rules),
    "verdicts": ("/api/v1/verdicts", more_rules),
    "openings": ("/api/v1/openings", an_opening),
    "style guide": ("/api/v1/brand/guide?unit=energy", more_brand),
    "templates": ("/api/v1/brand/templates", more_brand),
    "audiences": ("/api/v1/brand/audiences", more_brand),
    "themes": ("/api/v1/brand/themes", more_brand),
}


def cost(client: Client, address: str, headers: dict[str, str] | None = None) -> list[str]:
    """Return the statements of one answer, the second time it is asked for."""
    client.get(address, headers=headers or {})
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers=headers or {})
        assert answer.status_code == 200
        b"".join(answer)
    return [one["sql"] for one in asked.captured_queries]


def growth(grow: Grow, by: Person, unit: Unit, ask: Callable[[], list[str]]) -> tuple[int, int]:
    grow(0, by, unit)
    before = ask()
    for number in range(1, MANY):
        grow(number, by, unit)
    return len(before), len(ask())


@pytest.mark.parametrize("name", LISTS)
def test_a_page_of_twenty_costs_what_a_page_of_one_costs(
    name: str, claire: Person, camille: Person, nordet: Unit, energy: Unit, client: Client
) -> None:
    address, grow = LISTS[name]
    make_grant(person=claire, unit=nordet, role=Role.SECURITY)
    client.force_login(claire)

    one, twenty = growth(grow, claire, energy, lambda: cost(client, address))

    assert twenty <= one


@pytest.mark.parametrize("name", OF_THE_API)
def test_a_list_of_the_api_costs_the_same_whatever_its_length(
    name: str, claire: Person, energy: Unit, client: Client
) -> None:
    address, grow = OF_THE_API[name]
    scopes = ["accounts:read", "content:read", "rules:check"]
    secret = create_key(name="K", scopes=scopes, by=claire, at=EPOCH)[1]
    headers = {"Authorization": f"Bearer {secret}"}

    one, twenty = growth(grow, claire, energy, lambda: cost(client, address, headers))

    assert twenty <= one
