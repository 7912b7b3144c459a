"""Writing the charter."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from gouvernail.charter.errors import CharterInvalidError
from gouvernail.charter.models import Charter
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.columns import faults_of
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require_overall, require_step_up

FACTORS_OF = {
    Charter.Separation.SMALL: Charter.SecondFactor.OPTIONAL,
    Charter.Separation.STANDARD: Charter.SecondFactor.POWERS,
    Charter.Separation.REGULATED: Charter.SecondFactor.EVERYONE,
}
SETTINGS = ("separation", "second_factor")  # what changes with an entry of its own
COUNTRY_LETTERS = 2  # ISO 3166-1 alpha-2
SETUP = Actor(kind="machine", ref="setup", auth="cli")


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterChoices:
    """What a charter says; `country` is ISO 3166-1 alpha-2, `time_zone` an IANA name.

    Without `second_factor` a charter keeps what it says; a new one follows its separation.
    """

    name: str
    name_en: str = ""
    country: str = "FR"
    time_zone: str = "Europe/Paris"
    separation: str = Charter.Separation.STANDARD
    second_factor: str = ""


@action("charter.write_charter")
def write_charter(*, choices: CharterChoices, by: Person | None, at: datetime) -> Charter:
    """Write the organisation's choices; `by` may be nobody only on a site that has no charter yet.

    Raises:
        CharterInvalidError: a choice cannot be taken.
        RightMissingError: `by` may not edit the charter.
    """
    charter = Charter.objects.select_for_update().first()
    if charter is not None or by is not None:
        require_overall(_someone(by), Right.EDIT_CHARTER)
    _check(choices)
    if charter is not None:
        require_step_up(Act.EDIT_CHARTER, at=at)
    before = {name: getattr(charter, name) for name in SETTINGS} if charter else {}
    usual = FACTORS_OF[Charter.Separation(choices.separation)]
    factor = choices.second_factor or before.get("second_factor", usual)
    charter = charter or Charter()
    for name in ("name", "name_en", "country", "time_zone", "separation"):
        setattr(charter, name, getattr(choices, name))
    charter.second_factor = factor
    if wrong := faults_of(charter):
        raise CharterInvalidError(wrong)
    charter.save()
    actor = by if by is not None else SETUP
    record(actor=actor, verb="charter.written", subject=charter, at=at)
    for name, old in before.items():
        if old != (new := getattr(charter, name)):
            data = {"before": old, "after": new}
            record(actor=actor, verb=f"charter.{name}_changed", subject=charter, at=at, data=data)
    return charter


def _someone(by: Person | None) -> Person:
    if by is None:
        raise CharterInvalidError({"name": _("This organisation already has a charter.")})
    return by


def _check(choices: CharterChoices) -> None:
    wrong = {}
    if not choices.name.strip():
        wrong["name"] = _("Give the organisation a name.")
    if choices.separation not in Charter.Separation.values:
        wrong["separation"] = _("Choose one of the three settings.")
    if choices.second_factor not in {"", *Charter.SecondFactor.values}:
        wrong["second_factor"] = _("Choose one of the three settings.")
    if not (len(choices.country) == COUNTRY_LETTERS and choices.country.isalpha()):
        wrong["country"] = _("Write the two letters of the country, such as FR or CA.")
    try:
        ZoneInfo(choices.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        wrong["time_zone"] = _("This time zone is not known.")
    if wrong:
        raise CharterInvalidError(wrong)
