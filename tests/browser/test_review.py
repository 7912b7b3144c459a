"""The review page in a real browser."""

from datetime import datetime, timedelta

import pytest

from gouvernail.approvals.actions import add_remark, note_look
from gouvernail.approvals.models import Mode, Request, Route, RouteStep
from gouvernail.content.actions import Choice, Writing, decide_draft, save_draft, submit_draft
from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.content import make_submitted, request_of
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack

FIRST = (
    "New charging station in Nantes-Beaulieu: 22 fast chargers, open day and night, under a solar "
    "roof.\n\nAn excellent place to charge, two steps from tram 4.\n\nOn Saturday 21 November, "
    "come and try it: a discount of 20 % with the code BEAULIEU.\n\nnordet.fr/beaulieu"
)
THEN = (
    "New charging station in Nantes-Beaulieu: 24 fast chargers, open day and night, under a solar "
    "roof.\n\nTwo steps from tram 4.\n\nOn Saturday 21 November, come and try it: a discount of "
    "20 % with the code BEAULIEU from 21 to 29 November, conditions online.\n\nnordet.fr/beaulieu"
)


@pytest.fixture
def request_(
    hugo: Person,
    claire: Person,
    julie: Person,
    amina: Person,
    ines: Person,
    energy: Unit,
    care: Unit,
    nordet: Unit,
) -> Request:
    """A second revision, for the legal reviewer who sent the first one back."""
    make_pack(unit=nordet, by=claire)
    route = Route.objects.create(name="Usual", is_default=True)
    for position, seat in enumerate(("brand", "legal"), start=1):
        RouteStep.objects.create(
            route=route, position=position, seats=[seat], mode=Mode.ANY, hours=4
        )
    at = now() - timedelta(hours=20)
    accounts = (
        make_account(
            unit=energy,
            address="https://bsky.app/profile/nordet.bsky.social",
            name="Nordet Recharge",
        ),
        make_account(unit=energy, name="Nordet Recharge"),
        make_account(
            unit=energy, address="https://www.linkedin.com/company/nordet", name="Nordet Recharge"
        ),
    )
    draft, request = make_submitted(
        author=hugo,
        unit=energy,
        at=at,
        accounts=accounts,
        text=FIRST,
        title="Opening of the Nantes-Beaulieu station",
    )
    _decide(request, "approve", julie, at)
    note_look(request_id=request.pk, by=amina, at=at)
    _decide(
        request, "changes", amina, at, comment="Prove or remove “excellent”, and date the offer."
    )
    save_draft(draft_id=draft.pk, writing=Writing(text=THEN), by=hugo, at=at)
    draft = submit_draft(
        draft_id=draft.pk,
        answer="Removed, and the dates are in.",
        by=hugo,
        at=at + timedelta(hours=17),
    )
    request = request_of(draft)
    add_remark(
        request_id=request.pk,
        text="Conditions checked with the sales team, they are online.",
        by=julie,
        at=at + timedelta(hours=18),
    )
    _decide(request, "approve", julie, at + timedelta(hours=18))
    _other, second = make_submitted(
        author=ines,
        unit=care,
        at=at + timedelta(hours=19),
        title="Energy vouchers: who is entitled in December?",
    )
    _decide(second, "approve", julie, at + timedelta(hours=19))
    return request


def _decide(request: Request, verdict: str, by: Person, at: datetime, comment: str = "") -> Draft:
    choice = Choice(verdict=verdict, digest=request.digest, comment=comment)
    return decide_draft(request_id=request.pk, choice=choice, by=by, at=at)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_review_is_accessible_and_fits(
    visit: Visitor, amina: Person, request_: Request, width: int, theme: str, language: str
) -> None:
    page = visit(f"/reviews/{request_.pk}/", as_=amina, width=width, theme=theme, language=language)

    picture(page, f"review-{width}-{theme}-{language}")
    assert axe(page) == []
    assert overflow(page) == 0
