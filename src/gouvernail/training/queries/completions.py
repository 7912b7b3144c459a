"""What was finished, as a file for another system."""

from collections.abc import Iterator
from typing import Final

from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.training.models import Completion

HEADER: Final = ("person", "name", "unit", "course", "title", "done_on", "how", "score", "until")
HEADER_MORE: Final = ("code", "reference")


def completion_rows(viewer: Person) -> Iterator[list[object]]:
    """Yield what the people whose training `viewer` may see finished, latest first. One query.

    In the columns that an import reads, and more; nobody's address is given twice.
    """
    rows = Completion.objects.filter(scope(viewer, Right.SEE_TRAINING, "person__home_unit__path"))
    rows = rows.select_related("person__home_unit", "course", "certificate")
    for one in rows.order_by("-done_at", "-pk").iterator(chunk_size=2_000):
        home, held = one.person.home_unit, getattr(one, "certificate", None)
        yield [
            one.person.external_id or one.person.email or "",
            one.person.name,
            home.code if home else "",
            one.course.slug,
            one.course.label,
            site_day(one.done_at).isoformat(),
            one.how,
            one.score_percent,
            held.until.isoformat() if held and held.until else "",
            held.code if held else "",
            one.pk,
        ]
