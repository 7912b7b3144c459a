"""The brand, as far as words go: `audiences.yaml`, `colours.yaml`, `guide.yaml`, `templates.yaml`.

What is compared is what is in force: a draft that somebody writes by hand is no part of the model,
and files do not write over it. Pictures stay in the library: a pair of do and don't keeps its own
as long as its words stay, and an audience the accounts that speak to it.
"""

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gouvernail.blueprint.errors import DraftInTheWayError
from gouvernail.blueprint.sections.columns import (
    Column,
    Kind,
    Row,
    Value,
    choice,
    lines_that_differ,
    long,
    one_way,
    row_line,
    rows,
    text,
    unit,
)
from gouvernail.blueprint.sections.section import Listed, Standing, Writing
from gouvernail.brand.actions.agreeing import answer_removal
from gouvernail.brand.actions.audiences import AudienceFacts, archive_audience, write_audience
from gouvernail.brand.actions.guides import (
    LONGEST_WORDS,
    WORDS,
    SectionFacts,
    archive_section,
    begin_section,
    publish_section,
    write_section,
)
from gouvernail.brand.actions.templates import (
    LARGEST_SIDE,
    TemplateFacts,
    archive_template,
    begin_template,
    publish_template,
    write_template,
)
from gouvernail.brand.actions.themes import ThemeFacts, archive_theme, write_theme
from gouvernail.brand.models import (
    Audience,
    Part,
    Removal,
    SectionVersion,
    TemplateVersion,
    Theme,
    Topic,
    Version,
)
from gouvernail.brand.permissions.guides import (
    visible_audiences,
    visible_sections,
    visible_templates,
    visible_themes,
)
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.people.models import Person, Unit

TITLE: Final = 160
AUDIENCE: Final = 4_000
SAID_IN_PAIRS: Final = tuple(f"{word}{tail}" for word in WORDS for tail in ("", "_en"))
IN_FORCE: Final = Version.Status.IN_FORCE
TITLES: Final = (
    Column(name="title", required=True, longest=TITLE),
    Column(name="title_en", longest=TITLE),
)


class Named(Listed):
    """Rows of the brand: their names count without case."""

    def name_of(self, row: Row) -> str:
        """Return what names a row, without case."""
        return super().name_of(row).casefold()

    def told(self, found: Iterable[tuple[Row, Any]]) -> dict[str, Standing]:
        """Return rows by name, in the order of their names; two of one name are both kept."""
        standing: dict[str, Standing] = {}
        for row, pk in sorted(found, key=lambda each: (self.name_of(each[0]), each[1])):
            name = self.name_of(row)
            while name in standing:
                name += " (2)"
            standing[name] = Standing(row=row, pk=pk)
        return standing

    def remove(self, before: Standing, how: Writing) -> None:
        """Set aside what stands."""
        if before.pk is not None:
            self.set_aside(before.pk, how)

    @abstractmethod
    def set_aside(self, pk: UUID, how: Writing) -> None:
        """Set one aside."""

    def details(self, before: Row, after: Row) -> list[tuple[str, Value, Value]]:
        """Return what differs, with the lines that differ of what takes several."""
        return [
            (name, *lines_that_differ(old, new))
            for name, old, new in super().details(before, after)
        ]


class Versioned(Named):
    """Rows written as the next version of what they name, and put in force at once."""

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Write the next version and put it in force; a draft by hand is not written over."""
        pk = before.pk if before is not None else None
        if pk is not None and self.versions(pk).filter(status=Version.Status.DRAFT).exists():
            raise DraftInTheWayError
        number, key = self.written(row, pk, how)
        if how.publishes:
            self.put_in_force(key, number, how)

    @abstractmethod
    def versions(self, pk: UUID) -> "QuerySet[Any]":
        """Return every version of one of them."""

    @abstractmethod
    def written(self, row: Row, pk: UUID | None, how: Writing) -> tuple[int, UUID]:
        """Write the first version, or the next one of `pk`; return its number and its key."""

    @abstractmethod
    def put_in_force(self, pk: UUID, number: int, how: Writing) -> None:
        """Put a version in force."""


class Audiences(Named):
    """Those one speaks to; one without `parent` is at high level."""

    file = "audiences"
    key = "audiences"
    named_by = ("code",)
    columns = (
        Column(name="code", required=True, longest=40),
        unit(),
        Column(name="parent", kind=Kind.AUDIENCE),
        *TITLES,
        *(long(name, longest=AUDIENCE) for name in ("text", "text_en", "needs", "needs_en")),
        Column(name="networks", kind=Kind.CHOICES, default=(), choices=tuple(NETWORKS)),
        Column(name="languages", kind=Kind.LANGUAGES, default=()),
        Column(name="topics", kind=Kind.WORDS, default=()),
    )

    def in_order(self, rows: Mapping[str, Row]) -> list[str]:
        """Return those at high level first."""
        return sorted(rows, key=lambda name: bool(rows[name]["parent"]))

    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the audiences in use. Two queries."""
        found = visible_audiences(viewer).select_related("unit", "parent")
        return self.told((self._row(one), one.pk) for one in found)

    def _row(self, one: Audience) -> Row:
        said = {each.name: one_way(str(getattr(one, each.name))) for each in self.columns[3:9]}
        return self.full(
            {"code": one.code, "unit": one.unit.code, **said}
            | {"parent": one.parent.code if one.parent else ""}
            | {"networks": tuple(sorted(one.networks))}
            | {name: tuple(getattr(one, name)) for name in ("languages", "topics")}
        )

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Write an audience; the accounts that speak to it stay."""
        said: Any = row
        seen = visible_audiences(how.by)
        audience_id = before.pk if before else None
        kept = (
            seen.get(pk=audience_id).links.values_list("account", flat=True) if audience_id else ()
        )
        parent = seen.filter(code__iexact=said["parent"]).first() if said["parent"] else None
        facts = AudienceFacts(
            **{name: value for name, value in said.items() if name not in {"unit", "parent"}},
            unit_id=_unit(row),
            parent_id=parent.pk if parent else None,
            account_ids=tuple(kept),
        )
        write_audience(facts=facts, audience_id=audience_id, by=how.by, at=how.at)

    def set_aside(self, pk: UUID, how: Writing) -> None:
        """Set an audience aside."""
        archive_audience(audience_id=pk, by=how.by, at=how.at)


class Colours(Named):
    """Colour themes: named colours, and which text may be laid on which ground."""

    file = "colours"
    key = "colours"
    named_by = ("unit", "title")
    columns = (
        unit(),
        *TITLES,
        rows(
            "colours",
            Column(name="name", required=True, longest=60),
            Column(name="name_en", longest=60),
            Column(name="hex", kind=Kind.COLOUR, required=True),
            required=True,
        ),
        rows("pairs", text("text", required=True), text("ground", required=True)),
    )

    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the themes in use. Two queries."""
        found = visible_themes(viewer).select_related("unit")
        return self.told((self._row(one), one.pk) for one in found)

    def _row(self, one: Theme) -> Row:
        colours, pairs = self.columns[3].inner, self.columns[4].inner
        names = [str(each["name"]) for each in one.colours]
        laid = [{"text": names[over], "ground": names[under]} for over, under in one.pairs]
        return self.full(
            {"unit": one.unit.code, "title": one.title, "title_en": one.title_en}
            | {"colours": tuple(row_line(each, colours) for each in one.colours)}
            | {"pairs": tuple(row_line(each, pairs) for each in laid)}
        )

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Write a theme; two colours that nobody could read on one another are refused."""
        colours, pairs = _read(row["colours"]), _read(row["pairs"])
        facts = ThemeFacts(
            unit_id=_unit(row),
            title=str(row["title"]),
            title_en=str(row["title_en"]),
            colours=tuple((one["name"], one.get("name_en", ""), one["hex"]) for one in colours),
            pairs=tuple((one["text"], one["ground"]) for one in pairs),
        )
        write_theme(facts=facts, theme_id=before.pk if before else None, by=how.by, at=how.at)

    def set_aside(self, pk: UUID, how: Writing) -> None:
        """Set a theme aside."""
        archive_theme(theme_id=pk, by=how.by, at=how.at)


class Guide(Versioned):
    """The sections of the style guide in force; what is written is put in force at once."""

    file = "guide"
    key = "guide"
    named_by = ("unit", "network", "topic")
    columns = (
        unit(),
        choice("network", tuple(NETWORKS)),
        choice("topic", Topic.values, required=True),
        *TITLES,
        long("text"),
        long("text_en"),
        rows(
            "pairs",
            *(long(f"{w}{tail}", longest=LONGEST_WORDS) for w in WORDS for tail in ("", "_en")),
        ),
    )

    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the sections in force. Two queries."""
        versions = SectionVersion.objects.filter(
            section__in=visible_sections(viewer).values("pk"), status=IN_FORCE
        ).select_related("section__unit")
        return self.told((self._row(one), one.section_id) for one in versions)

    def _row(self, one: SectionVersion) -> Row:
        pairs = tuple(row_line(each, self.columns[-1].inner) for each in one.pairs)
        where = {"network": one.section.network, "topic": one.section.topic}
        return self.full({"unit": one.section.unit.code, **where, **_said(one), "pairs": pairs})

    def versions(self, pk: UUID) -> "QuerySet[Any]":
        """Return every version of a section."""
        return SectionVersion.objects.filter(section_id=pk)

    def written(self, row: Row, pk: UUID | None, how: Writing) -> tuple[int, UUID]:
        """Write the next version of a section; pictures of pairs stay with their words."""
        said: Any = row
        pictures = _pictures(pk)
        facts = SectionFacts(
            **{name: said[name] for name in ("title", "title_en", "text", "text_en")},
            changes=_reason(),
            pairs=tuple(one | pictures.get(_words(one), {}) for one in _read(row["pairs"])),
        )
        if pk is None:
            place = {name: said[name] for name in ("network", "topic")}
            draft = begin_section(unit_id=_unit(row), **place, facts=facts, by=how.by, at=how.at)
        else:
            draft = write_section(section_id=pk, facts=facts, by=how.by, at=how.at)
        return draft.number, draft.section_id

    def put_in_force(self, pk: UUID, number: int, how: Writing) -> None:
        """Put a version of a section in force."""
        publish_section(section_id=pk, number=number, by=how.publisher, at=how.at)

    def set_aside(self, pk: UUID, how: Writing) -> None:
        """Take a section out of the guide."""
        _agree(archive_section(section_id=pk, reason=_reason(), by=how.by, at=how.at), how)


class Templates(Versioned):
    """The templates of posts in force; a title is said once in a unit, for a network."""

    file = "templates"
    key = "templates"
    named_by = ("unit", "network", "title")
    columns = (
        unit(),
        choice("network", tuple(NETWORKS)),
        *TITLES,
        long("text"),
        long("text_en"),
        Column(name="required", kind=Kind.CHOICES, default=(), choices=tuple(Part.values)),
        *(
            Column(name=name, kind=Kind.NUMBER, default=0, high=LARGEST_SIDE)
            for name in ("width", "height")
        ),
    )

    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the templates in force. Two queries."""
        versions = TemplateVersion.objects.filter(
            template__in=visible_templates(viewer).values("pk"), status=IN_FORCE
        ).select_related("template__unit")
        return self.told((self._row(one), one.template_id) for one in versions)

    def _row(self, one: TemplateVersion) -> Row:
        return self.full(
            {"unit": one.template.unit.code, "network": one.template.network, **_said(one)}
            | {"required": tuple(sorted(one.required)), "width": one.width, "height": one.height}
        )

    def versions(self, pk: UUID) -> "QuerySet[Any]":
        """Return every version of a template."""
        return TemplateVersion.objects.filter(template_id=pk)

    def written(self, row: Row, pk: UUID | None, how: Writing) -> tuple[int, UUID]:
        """Write the next version of a template."""
        said: Any = {name: row[name] for name in row if name not in {"unit", "network"}}
        facts = TemplateFacts(**said, changes=_reason())
        if pk is None:
            where: Any = {"unit_id": _unit(row), "network": row["network"]}
            draft = begin_template(**where, facts=facts, by=how.by, at=how.at)
        else:
            draft = write_template(template_id=pk, facts=facts, by=how.by, at=how.at)
        return draft.number, draft.template_id

    def put_in_force(self, pk: UUID, number: int, how: Writing) -> None:
        """Put a version of a template in force."""
        publish_template(template_id=pk, number=number, by=how.publisher, at=how.at)

    def set_aside(self, pk: UUID, how: Writing) -> None:
        """Offer a template no more."""
        _agree(archive_template(template_id=pk, reason=_reason(), by=how.by, at=how.at), how)


def _agree(asked: Removal | None, how: Writing) -> None:
    if asked is not None and asked.status == Removal.Status.ASKED and how.publishes:
        answer_removal(asked.pk, agreed=True, by=how.publisher, at=how.at)


def _reason() -> str:
    return _("From the files of the governance model.")


def _unit(row: Row) -> Any:  # noqa: ANN401 - the key of a unit
    return Unit.objects.get(code__iexact=str(row["unit"])).pk


def _said(version: Version) -> dict[str, str]:
    names = ("title", "title_en", "text", "text_en")
    return {name: one_way(getattr(version, name)) for name in names}


def _read(value: Value) -> list[dict[str, str]]:
    return [json.loads(line) for line in value] if isinstance(value, tuple) else []


def _words(pair: Mapping[str, str]) -> tuple[str, str]:
    return one_way(pair.get("do", "")), one_way(pair.get("dont", ""))


def _pictures(pk: UUID | None) -> dict[tuple[str, str], dict[str, str]]:
    """Return the pictures of the pairs in force, by what each says to do and not to do."""
    if pk is None:
        return {}
    version = SectionVersion.objects.filter(section_id=pk, status=IN_FORCE).first()
    names = ("good_picture", "bad_picture")
    return {
        _words(one): {name: one.get(name, "") for name in names}
        for one in (version.pairs if version else ())
    }
