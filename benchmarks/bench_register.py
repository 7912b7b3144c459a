"""The register and its custody at full size: pages, files, departures, one change, the daily work.

The pages of a lead of the whole site, through the whole stack but the server. Two floors are timed
in the same run: the frame, a page that asks the register nothing; and every account read once, the
columns of one line of the list for each, without a page. Queries may not be more than on a tenth
of the site; a page may take 200 ms of processor, what reads every row as much as its line says.
The daily work reads every access, 500 accounts at a time: its queries grow with the site.
"""

import os
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import AT, SHRINK, Question, compared, measure, page, signed_in

FRAME: Final = "floor: a page that asks the register nothing"
READ: Final = "floor: every account read once"
PAGE, FILE, BOOK, CROWD, DAILY = 200, 2000, 6000, 3000, 120_000


def questions() -> list[Question]:
    """Return what is asked of the site."""
    from gouvernail.custody.actions import Tried, confirm_access, keep_up
    from gouvernail.custody.models import Access
    from gouvernail.people.models import Person, Unit
    from gouvernail.registry.models import Account

    client = signed_in()
    holder = Access.objects.order_by("pk").values_list("person", flat=True)[7]
    unit, below = (Unit.objects.get(code=code) for code in ("u3", "u3-3"))
    account = Account.objects.filter(status="official", kind="organisation").order_by("pk")[7]

    lost = f"unit={unit.pk}&lost=factor"
    narrow = f"unit={below.pk}&network=x&health=stop"

    def every_account() -> list[object]:
        fields = ("pk", "name", "handle", "network", "status", "unit__name", "owner__name")
        return list(Account.objects.values_list(*fields))

    asked = (
        (FRAME, "/notifications/", PAGE),
        ("Today of a lead", "/", PAGE),
        ("list", "/accounts/", PAGE),
        ("list, one branch, by name", f"/accounts/?unit={unit.pk}&sort=name", PAGE),
        ("list, one unit, one network, at fault", f"/accounts/?{narrow}", PAGE),
        ("list, words", "/accounts/?q=account+0123", PAGE),
        ("list, by last publication", "/accounts/?sort=seen", PAGE),
        ("list, a tag", "/accounts/?tag=service", PAGE),
        ("units by networks", "/accounts/matrix/", PAGE),
        ("map", "/accounts/map/", PAGE),
        ("map of one branch", f"/accounts/map/?unit={unit.pk}", PAGE),
        ("one account", f"/accounts/{account.pk}/", PAGE),
        ("who can get into one account", f"/custody/accounts/{account.pk}/", PAGE),
        ("custody board", "/custody/", PAGE),
        ("custody board, one holder only", "/custody/?ways=one", PAGE),
        ("custody board, one branch, second factor lost", f"/custody/?{lost}", PAGE),
        ("departure of one person", f"/custody/departure/?person={holder}", PAGE),
        ("departure of a branch of 10,000", f"/custody/departure/?unit={unit.pk}", CROWD),
        ("deadlines", "/accounts/deadlines/", PAGE),
        ("every account as CSV", "/accounts/export.csv", FILE),
        ("every account as a workbook", "/accounts/export.xlsx", BOOK),
        ("load of the units as CSV", "/accounts/map.csv", PAGE),
        ("custody board as CSV", "/custody/export.csv", FILE),
    )  # fmt: skip
    found = [Question(name, page(client, path), budget) for name, path, budget in asked]
    held = Access.objects.filter(account=account).order_by("pk")[0]
    lead = Person.objects.get(grants__role="lead")
    return [
        Question(READ, every_account, PAGE),
        *found,
        Question(
            "an access confirmed",
            lambda: confirm_access(held.pk, tried=Tried.STANDS, by=lead, at=AT),
            PAGE,
        ),
        Question("every standing worked out again", lambda: keep_up(at=AT), DAILY, grows=True),
    ]


if __name__ == "__main__":
    if os.environ.get(SHRINK):
        measure(questions)
    else:
        sys.exit(compared(__file__, {READ: "× read", FRAME: "× frame"}))
