"""A plan as it is shown and kept, with what its packs would have done to past posts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.blueprint.sections.packs import Packs
from gouvernail.blueprint.sections.planning import Change
from gouvernail.kernel.rules import load_pack
from gouvernail.kernel.rules.segments import SegmentError
from gouvernail.people.models import Unit
from gouvernail.rulebooks.models import Pack
from gouvernail.rulebooks.queries import kernel_pack, pack_in_force
from gouvernail.rulebooks.queries.foreseen import foreseen

Told = dict[str, Any]
SIGNS: Final = {"add": "+", "change": "~", "remove": "-"}


def told(changes: Iterable[Change], *, replay: bool = True) -> list[Told]:
    """Return changes as JSON holds them, each pack with its figures when `replay`.

    `foreseen` of a pack is what `rulebooks.queries.foreseen` says against the version in force, or
    a `problem`. Some eight queries for each pack, and the archive is read.
    """
    return [_told(one, replay=replay and isinstance(one.section, Packs)) for one in changes]


def _told(change: Change, *, replay: bool) -> Told:
    said = {
        "what": str(change.what),
        "section": change.section.name,
        "name": change.name,
        "place": str(change.place) if change.place else None,
        "fields": {
            name: {"before": before, "after": after} for name, before, after in change.details
        },
    }
    return said | {"foreseen": _foreseen(change)} if replay else said


def _foreseen(change: Change) -> Told:
    row = change.after or (change.before.row if change.before else {})
    unit = Unit.objects.filter(code__iexact=str(row["unit"])).first()
    if unit is None:  # it is created by the same plan
        return {"posts": 0}
    pack_id = change.before.pk if change.before else None
    pack = Pack.objects.get(pk=pack_id) if pack_id else None
    standing = pack_in_force(pack) if pack else None
    before = kernel_pack(standing) if standing else None
    after = load_pack(str(change.after["source"]), name=change.name) if change.after else None
    try:
        figures = foreseen(unit, before, after)
    except SegmentError as error:
        return {"problem": error.code}
    return asdict(figures) | {"left_out": list(figures.left_out)}


def replay_lines(figures: Mapping[str, Any]) -> list[str]:
    """Return what the figures of a pack say, in words."""
    if "problem" in figures:
        return [_("A part of the archive cannot be read: %(code)s.") % {"code": figures["problem"]}]
    if not figures["posts"]:
        return [_("No past post to try it on: the archive of this unit is empty.")]
    lines = [
        _(
            "Of %(posts)s past posts: %(stopped)s newly stopped, %(found)s newly remarked on, "
            "%(let_go)s no longer stopped."
        )
        % figures,
        _("Beside the version in force, as if every rule were enforced."),
    ]
    if figures["read"] < figures["archive"]:
        lines.append(
            _("Only the last %(read)s posts of %(archive)s in the archive were looked at.")
            % figures
        )
    if figures["left_out"]:
        number = len(figures["left_out"])
        lines.append(
            ngettext(
                "%(number)s rule asks what an archive does not say: %(rules)s.",
                "%(number)s rules ask what an archive does not say: %(rules)s.",
                number,
            )
            % {"number": number, "rules": ", ".join(figures["left_out"])}
        )
    return lines


def shown(changes: Sequence[Told]) -> list[Told]:
    """Return kept changes as a page shows them: each field by its lines, figures in words."""
    return [
        one
        | {
            "sign": SIGNS[one["what"]],
            "lines": [
                (name, _lines(each["before"]), _lines(each["after"]))
                for name, each in one["fields"].items()
            ],
            "replay": replay_lines(one["foreseen"]) if "foreseen" in one else [],
        }
        for one in changes
    ]


def _lines(value: object) -> list[str]:
    said = value if isinstance(value, list | tuple) else str(value).splitlines()
    return [str(line) for line in said if str(line)]
