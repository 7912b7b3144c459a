"""The brand of a demonstration site: its guide, who read it, templates, audiences, colours."""

from datetime import datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from demo.team import Site
from gouvernail.brand.actions.audiences import AudienceFacts, write_audience
from gouvernail.brand.actions.guides import (
    SectionFacts,
    begin_section,
    publish_section,
    starter_for,
    take_starter_guide,
    write_section,
)
from gouvernail.brand.actions.readings import ask_to_read, read_guide
from gouvernail.brand.actions.references import (
    ElementFacts,
    ReferenceFacts,
    write_element,
    write_reference,
)
from gouvernail.brand.actions.templates import TemplateFacts, begin_template, publish_template
from gouvernail.brand.actions.themes import ThemeFacts, write_theme
from gouvernail.brand.models import Audience, SectionVersion
from gouvernail.brand.queries.readings import current_digest
from gouvernail.people.models import Person

FOLDER = Path(__file__).resolve().parent / "brands"


def load_brand(site: Site) -> None:
    """Write the brand of a site over its last months, by those who write it and who agree."""
    code = site.facts["organisation"]["code"]
    said = YAML(typ="safe").load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    writer, other = site.people[said["writer"]], site.people[said["other"]]
    at = site.before(days=said["days"])
    if said.get("starter"):
        keys = [one.key for one in starter_for(site.root)]
        taken = take_starter_guide(unit_id=site.root.pk, keys=keys, by=writer, at=at)
        for version in taken[: -1 if len(taken) > 1 else None]:
            _publish(version, by=other, at=at)
    for entry in said["sections"]:
        _section(site, entry)
    _beside(site, said)
    _people(site, said, writer=writer, other=other)
    _shapes(site, said, writer=writer, other=other)


def _publish(version: SectionVersion, *, by: Person, at: datetime) -> None:
    publish_section(section_id=version.section_id, number=version.number, by=by, at=at)


def _section(site: Site, entry: dict[str, Any]) -> None:
    values = dict(entry)
    at = site.before(days=values.pop("days"))
    by, other = site.people[values.pop("writer")], site.people.get(values.pop("other", ""))
    unit = site.units[values.pop("unit")]
    place = {name: values.pop(name) for name in ("topic", "network")}
    values["pairs"] = tuple(values["pairs"])
    facts = SectionFacts(**values)
    made = begin_section(unit_id=unit.pk, **place, facts=facts, by=by, at=at)
    if other is not None:
        _publish(made, by=other, at=at)


def _beside(site: Site, said: dict[str, Any]) -> None:
    """Write the documents of the guide, and the web site beside the networks."""
    now = site.before(days=0)
    for entry in said["references"]:
        values = dict(entry)
        unit, checked = site.units[values.pop("unit")], site.day(-values.pop("checked"))
        facts = ReferenceFacts(unit_id=unit.pk, checked_on=checked, **values)
        write_reference(facts=facts, by=site.lead, at=now)
    for entry in said["elements"]:
        values = dict(entry)
        checked = values.pop("checked", None)
        element = ElementFacts(
            unit_id=site.units[values.pop("unit")].pk,
            checked_on=site.day(-checked) if checked is not None else None,
            **values,
        )
        write_element(facts=element, by=site.lead, at=now)


def _people(site: Site, said: dict[str, Any], *, writer: Person, other: Person) -> None:
    """Ask people to read, let some do it, change a section in substance, let some read again."""
    for entry in said["readings"]:
        unit = site.units[entry["unit"]]
        asked = site.before(days=entry["days"])
        ask_to_read(
            unit_id=unit.pk, readers=entry["readers"], due_days=entry["due"], by=writer, at=asked
        )
        for place, name in enumerate(entry["read"], start=1):
            at = site.before(days=entry["days"] - place * 2)
            digest = current_digest(unit)
            read_guide(code=unit.code, digest=digest, by=site.people[name], at=at)
    if "changed" in said:
        _change(site, said["changed"], writer=writer, other=other)
    for entry in said["readings"]:
        unit = site.units[entry["unit"]]
        for name in entry.get("again", ()):
            digest = current_digest(unit)
            read_guide(code=unit.code, digest=digest, by=site.people[name], at=site.before(days=3))


def _change(site: Site, entry: dict[str, Any], *, writer: Person, other: Person) -> None:
    at = site.before(days=entry["days"])
    old = SectionVersion.objects.get(
        section__unit=site.root, section__topic=entry["topic"], section__network="", number=1
    )
    facts = SectionFacts(
        title=old.title,
        title_en=old.title_en,
        text=old.text,
        text_en=old.text_en,
        pairs=tuple(old.pairs),
        changes=entry["changes"],
        changes_en=entry["changes_en"],
    )
    _publish(
        write_section(section_id=old.section_id, facts=facts, by=writer, at=at), by=other, at=at
    )


def _shapes(site: Site, said: dict[str, Any], *, writer: Person, other: Person) -> None:
    """Write templates, audiences and colours."""
    at = site.before(days=said["days"] - 10)
    for entry in said["templates"]:
        values = dict(entry)
        unit, network = site.units[values.pop("unit")], values.pop("network")
        facts = TemplateFacts(**values | {"required": tuple(values["required"])})
        made = begin_template(unit_id=unit.pk, network=network, facts=facts, by=writer, at=at)
        publish_template(template_id=made.template_id, number=1, by=other, at=at)
    known: dict[str, Audience] = {}
    for entry in said["audiences"]:
        values = dict(entry)
        parent = known.get(values.pop("parent", ""))
        accounts = tuple(site.accounts[key].pk for key in values.pop("accounts"))
        lists: dict[str, Any] = {
            name: tuple(values.pop(name, ())) for name in ("networks", "languages", "topics")
        }
        audience = AudienceFacts(
            unit_id=site.units[values.pop("unit")].pk,
            parent_id=parent.pk if parent else None,
            account_ids=accounts,
            **lists,
            **values,
        )
        row = write_audience(facts=audience, by=writer, at=at)
        known[row.code] = row
    for entry in said["themes"]:
        theme = ThemeFacts(
            unit_id=site.units[entry["unit"]].pk,
            title=entry["title"],
            title_en=entry["title_en"],
            colours=tuple(tuple(one) for one in entry["colours"]),
            pairs=tuple(tuple(one) for one in entry["pairs"]),
        )
        write_theme(facts=theme, by=writer, at=at)
