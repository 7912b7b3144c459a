"""Where a rule begins: a clause, a text that was published, a verdict; and where a pack does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import is_uuid
from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.outline import outline_of
from gouvernail.kernel.rules.proposing import Proposal, pack_of_proposals
from gouvernail.kernel.rules.rewriting import rewritten
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope, visible_units
from gouvernail.policies.models import Clause, PolicyVersion
from gouvernail.policies.queries import proposed_rules
from gouvernail.records.permissions import visible_record
from gouvernail.rulebooks.actions.manuscripts import keep_manuscript
from gouvernail.rulebooks.actions.packs import NewPack, create_pack
from gouvernail.rulebooks.forms.editor import shown_digest, skeleton
from gouvernail.rulebooks.models import Pack
from gouvernail.rulebooks.permissions import visible_packs, visible_verdict
from gouvernail.rulebooks.queries.editing import clause_in_force, manuscript_of
from gouvernail.rulebooks.queries.shipped import pack_shipped, packs_shipped

BLANK: Final = "blank"
SLUG: Final = r"\A[a-z0-9][a-z0-9-]*\Z"
IDENTIFIER_WORDS: Final = _("Lower-case letters, digits and hyphens, a letter or a digit first.")
EXAMPLE_LIMIT: Final = 2_000
NEW_PACK: Final = """\
pack: {slug}
title: {{fr: "{fr}", en: "{en}"}}
control: observe

rules: []
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a rule begins from: the clause it will carry out, the text it should have caught."""

    reference: str = ""
    clause: Clause | None = None
    text: str = ""


def beginning_of(asked: QueryDict, *, viewer: Person) -> Beginning:
    """Return what a rule begins from, as the address says.

    Raises:
        RecordNotFoundError, VerdictNotFoundError: not here, or not for `viewer`.
    """
    reference = asked.get("clause", "")[:130]
    text = ""
    record, verdict_id = asked.get("record", ""), asked.get("verdict", "")
    if is_uuid(record):
        text = visible_record(UUID(record), viewer=viewer).text
    elif is_uuid(verdict_id):
        verdict = visible_verdict(UUID(verdict_id), viewer=viewer)
        text = str(verdict.masked_input.get("text", ""))
    clause = clause_in_force(reference, viewer=viewer) if reference else None
    return Beginning(reference=reference, clause=clause, text=text[:EXAMPLE_LIMIT])


def writable_packs(person: Person) -> list[Pack]:
    """Return the packs in use that `person` may write, by name. One query."""
    rows = visible_packs(person).filter(
        scope(person, Right.EDIT_RULES, "unit__path"), retired_at__isnull=True
    )
    return list(rows.select_related("unit").order_by("slug"))


def begin_rule(pack: Pack, beginning: Beginning, *, by: Person, at: datetime) -> int:
    """Add a rule to fill in to what is written of a pack, and return which one it is.

    Raises:
        RightMissingError: `by` may not write rules for the pack's unit.
    """
    manuscript = manuscript_of(pack)
    outline = outline_of(manuscript.source)
    anchor = beginning.reference.partition("#")[2].replace(".", "-").lower()
    said = {
        "id": f"clause-{anchor}" if anchor else "",
        "clause": beginning.reference,
        "raises": beginning.text,
    }
    source, index = outline.added(skeleton(outline, said))
    keep_manuscript(pack_id=pack.pk, source=source, edit_count=manuscript.edit_count, by=by, at=at)
    return index


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One rule that a clause asks for, to tick; `key` names it in the page."""

    key: str
    reference: str
    clause: str
    proposal: Proposal


def offered_rules(version: PolicyVersion) -> list[Offered]:
    """Return the rules a document asks for, each once whatever the language. One query."""
    found: dict[str, Offered] = {}
    for clause in proposed_rules(version):
        for one in clause.proposals:
            same = f"{clause.reference} {one.subject} {one.rule['check']}"
            found.setdefault(
                same,
                Offered(
                    key=shown_digest(same),
                    reference=clause.reference,
                    clause=clause.title,
                    proposal=one,
                ),
            )
    return list(found.values())


def take_offered(pack: Pack, offered: Sequence[Offered], *, by: Person, at: datetime) -> int:
    """Add proposed rules to what is written of a pack, and return which one is the first.

    Raises:
        RightMissingError: `by` may not write rules for the pack's unit.
    """
    manuscript = manuscript_of(pack)
    source, first = manuscript.source, len(outline_of(manuscript.source).chunks)
    names: dict[str, Plain] = {"fr": "p", "en": "p"}
    text = pack_of_proposals([one.proposal for one in offered], pack="p", title=names)
    written = outline_of(text)
    for chunk in written.chunks:
        outline = outline_of(source)
        named = rewritten(chunk.text, ("id",), outline.free_id(chunk.rule_id))
        lines = named.split("\n")
        moved = "\n".join(" " * outline.indent + line[written.indent :] for line in lines)
        source, _index = outline.added(moved)
    keep_manuscript(pack_id=pack.pk, source=source, edit_count=manuscript.edit_count, by=by, at=at)
    return first


class NewPackForm(forms.Form):
    """A pack to create: its names, the unit it binds, and what it begins from."""

    title = forms.CharField(label=_("Title, in French"), max_length=160)
    title_en = forms.CharField(label=_("Title, in English"), max_length=160)
    slug = forms.CharField(
        label=_("Identifier"),
        required=False,
        max_length=60,
        validators=(RegexValidator(SLUG, IDENTIFIER_WORDS),),
        help_text=format_lazy(
            "{} {}", IDENTIFIER_WORDS, _("It stays. Left empty, it is made from the French title.")
        ),
    )
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), label=_("Binds this unit, and everything below it")
    )
    begin = forms.ChoiceField(label=_("Begin from"), choices=())

    def __init__(self, data: QueryDict | None = None, *, by: Person) -> None:
        super().__init__(data)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)  # noqa: S101 -- declared above
        units.queryset = visible_units(by).filter(scope(by, Right.EDIT_RULES)).order_by("path")
        begin = self.fields["begin"]
        assert isinstance(begin, forms.ChoiceField)  # noqa: S101 -- declared above
        begin.choices = [
            (BLANK, _("nothing: a blank pack")),
            *((one.slug, one.title) for one in packs_shipped()),
        ]

    def clean(self) -> dict[str, object]:
        """Make the identifier from the title where none is given."""
        said = super().clean() or {}
        if not said.get("slug") and "slug" not in self.errors:
            made = slugify(str(said.get("title", ""))).replace("_", "-").strip("-")
            said["slug"] = made[: self.fields["slug"].max_length].strip("-")  # type: ignore[attr-defined]  # a CharField
            if not said["slug"] and said.get("title"):
                self.add_error("slug", IDENTIFIER_WORDS)
        return said

    def create(self, *, by: Person, at: datetime) -> Pack:
        """Create the pack, its first version a draft.

        Raises:
            PackAlreadyThereError: another pack has this identifier.
            RightMissingError: `by` may not write rules for that unit.
        """
        said = self.cleaned_data
        names = {
            key: said[key].replace("\\", "").replace('"', "”") for key in ("title", "title_en")
        }
        source = NEW_PACK.format(slug=said["slug"], fr=names["title"], en=names["title_en"])
        if said["begin"] != BLANK:
            source = _renamed(said["begin"], source)
        return create_pack(pack=NewPack(source=source, unit_id=said["unit"].pk), by=by, at=at)


def _renamed(starter: str, named: str) -> str:
    """Return a pack that ships under the names of `named`; its own first lines give way."""
    lines = pack_shipped(starter).source.split("\n")
    first, second = named.split("\n")[:2]
    return "\n".join(
        first if line.startswith("pack:") else second if line.startswith("title:") else line
        for line in lines
    )
