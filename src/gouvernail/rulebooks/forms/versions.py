"""A pack sent as a file or as text, and what is wrong with it, line by line."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gouvernail.foundation.errors import DomainError
from gouvernail.kernel.rules import Problem
from gouvernail.people.models import Person
from gouvernail.rulebooks.actions import write_version
from gouvernail.rulebooks.errors import PackBrokenError
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.queries import in_words

FILE_LIMIT = 2_000_000
AROUND = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault of a pack with the lines around it."""

    problem: Problem
    message: str
    lines: tuple[tuple[int, str], ...]


class VersionForm(forms.Form):
    """A new version: a file, or the text of one."""

    file = forms.FileField(label=gettext_lazy("File"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "mono"}),
    )

    def clean(self) -> dict[str, object]:
        """Take the file when there is one; it must be text in UTF-8, of a reasonable size."""
        said = super().clean() or {}
        sent = said.get("file")
        if sent is None:
            if not str(said.get("source", "")).strip():
                self.add_error("file", _("Choose a file, or paste its text."))
            return said
        if sent.size > FILE_LIMIT:
            self.add_error("file", _("This file is too large for a rule pack: 2 MB at most."))
            return said
        try:
            said["source"] = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not text in UTF-8."))
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of a new version: the version, or why not, at which lines."""

    version: PackVersion | None = None
    refused: str = ""
    faults: tuple[Fault, ...] = ()


def written(pack: Pack, source: str, *, by: Person, at: datetime) -> Written:
    """Add a version, or say line by line what is wrong with it.

    Raises:
        RightMissingError: `by` may not write rules for the pack's unit.
    """
    try:
        return Written(version=write_version(pack_id=pack.pk, source=source, by=by, at=at))
    except PackBrokenError as broken:
        return Written(refused=broken.message, faults=tuple(faults(broken.problems, source)))
    except DomainError as refused:
        if refused.code != "pack_unchanged":
            raise
        return Written(refused=refused.message)


def faults(problems: tuple[Problem, ...], source: str) -> list[Fault]:
    """Return the faults in the reader's language, with the lines around each."""
    lines = source.splitlines()
    return [
        Fault(
            problem=problem,
            message=in_words(problem.message),
            lines=tuple(
                (number, lines[number - 1])
                for number in range(problem.line - AROUND, problem.line + AROUND + 1)
                if 1 <= number <= len(lines)
            ),
        )
        for problem in problems
    ]
