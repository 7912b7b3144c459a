"""Words and states that the pages of rules share."""

from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gouvernail.kernel.rules import Control, Finding, Outcome, Post
from gouvernail.kernel.text.measures import language_of
from gouvernail.people.models import Seat
from gouvernail.rulebooks.models import RuleControl
from gouvernail.rulebooks.queries import in_words

register = template.Library()
OUTCOMES = {
    Outcome.NOTE: ("info", _("note")),
    Outcome.WARN: ("warn", _("warning")),
    Outcome.REVIEW: ("warn", _("review")),
    Outcome.BLOCK: ("stop", _("block")),
    Outcome.PASS: ("ok", _("pass")),
}
CONTROLS = {
    Control.OBSERVE: _("observe"),
    Control.WARN: _("warn"),
    Control.ENFORCE: _("enforce"),
}


@register.filter
def outcome_state(outcome: Outcome) -> str:
    """Return the kind of state of an outcome."""
    return OUTCOMES[outcome][0]


@register.filter
def outcome_words(outcome: Outcome) -> str:
    """Return an outcome in the reader's language."""
    return str(OUTCOMES[outcome][1])


@register.filter
def control_words(control: Control) -> str:
    """Return a level of control in the reader's language."""
    return str(CONTROLS[control])


@register.filter
def level_words(level: str) -> str:
    """Return a level named by its slug, in the reader's language."""
    return str(CONTROLS[Control(level)])


@register.filter
def slug_words(slug: str) -> str:
    """Return an outcome named by its slug, in the reader's language."""
    return str(OUTCOMES[Outcome[slug.upper()]][1])


@register.filter
def slug_state(slug: str) -> str:
    """Return the kind of state of an outcome named by its slug."""
    return OUTCOMES[Outcome[slug.upper()]][0]


@register.filter
def rule_seats(seats: tuple[str, ...]) -> str:
    """Write the seats a rule asks for."""
    names = dict(Seat.choices)
    return ", ".join(str(names.get(seat, seat)) for seat in seats)


@register.filter
def finding_words(finding: Finding) -> str:
    """Return what a finding says, in the reader's language."""
    return in_words(finding.message)


@register.filter
def finding_title(finding: Finding) -> str:
    """Return the title of the rule behind a finding, in the reader's language."""
    return in_words(finding.title)


@register.filter
def at_key(found: Mapping[str, object], key: str) -> object:
    """Return what a mapping holds under a key, or nothing."""
    return found.get(key) if found else None


@register.filter
def said_in_words(said: Mapping[str, str]) -> str:
    """Return what is said in both languages, in the reader's."""
    return in_words(said)


@register.filter
def month_words(month: str) -> str:
    """Return `2026-11` in words of the reader's language, as `nov. 2026`."""
    return date_format(date.fromisoformat(f"{month}-01"), "N Y")


@register.filter
def still_waits(control: RuleControl, at: datetime) -> bool:
    """Return whether a change of level can still be taken back."""
    asked, agreed = RuleControl.Status.ASKED, RuleControl.Status.AGREED
    waits = control.starts_at is not None and control.starts_at > at
    return control.status == asked or (control.status == agreed and waits)


@register.filter
def of_reader(words: Mapping[str, str]) -> str:
    """Return what is written in both languages, in the reader's."""
    return in_words(words)


@register.filter
def post_language(post: Post) -> str:
    """Return the language of an example: as written there, or by its little words; else empty."""
    return post.lang or language_of(post.text)
