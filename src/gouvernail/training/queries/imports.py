"""Files of completions on their way in, what came of them, and what was refused."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.people.models import Person
from gouvernail.training.models import CompletionImport, RefusedLine
from gouvernail.training.permissions import visible_imports

NEWEST: Final = 20
PROBLEMS: Final[dict[str, Promise]] = {
    "right_lost": _("Who sent it no longer keeps the training of anybody."),
    "file_gone": _("Its file is no longer kept here. Send it again."),
    "fault": _("A fault ended it several times; it is in the log of the server. Try again later."),
}
REFUSED_HEADER: Final = ("line", "person", "course", "done_on", "score", "reference", "why")


def imports_waiting() -> QuerySet[CompletionImport]:
    """Return what the worker has to take in, first come first. One query when iterated."""
    rows = CompletionImport.objects.filter(status=CompletionImport.Status.WAITING)
    return rows.order_by("moved_at", "pk")


def newest_imports(viewer: Person) -> QuerySet[CompletionImport]:
    """Return the twenty newest imports `viewer` may see, and who sent them. One query."""
    rows = visible_imports(viewer).select_related("started_by")
    return rows.order_by("-started_at", "-pk")[:NEWEST]


def import_problem(run: CompletionImport) -> str:
    """Return why an import was not taken in to its end; "" when it was, or goes on. No query."""
    return str(PROBLEMS.get(run.explanation, PROBLEMS["fault"])) if run.explanation else ""


def refused_lines(run: CompletionImport) -> QuerySet[RefusedLine]:
    """Return the lines that were left out, in the order of the file. One query when iterated."""
    return run.refused_lines.order_by("number")


def refused_rows(run: CompletionImport) -> Iterator[tuple[object, ...]]:
    """Yield what was left out under `REFUSED_HEADER`: corrected, it is a file to take in.

    One query, read in slices.
    """
    for one in refused_lines(run).iterator(chunk_size=500):
        said = (one.who, one.course_slug, one.done_on, one.score, one.reference)
        yield (one.number, *said, one.get_problem_display())
