"""What to do next: three gestures, the gravest first, each with its button; and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.onboarding.queries.figures import Figures

SHOWN: Final = 3
ENOUGH_PEOPLE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """One thing to do: why, and the button that leads there."""

    title: str
    why: str
    action: str
    url: str


def next_gestures(figures: Figures) -> list[Gesture]:
    """Return at most three things to do, the gravest first. No query."""
    return [gesture for _number, gesture in zip(range(SHOWN), _gestures(figures), strict=False)]


def _behind(code: str) -> str:
    return reverse("onboarding:figure", args=[code])


def _gestures(figures: Figures) -> Iterator[Gesture]:
    counts = figures.counts
    if not counts["accounts"] and not figures.waiting:
        yield Gesture(
            title=_("Bring the accounts you know of"),
            why=_("Nothing can be said of accounts that nobody has listed."),
            action=_("What do you have?"),
            url=reverse("onboarding:first-hour"),
        )
    if number := counts["departures"]:
        yield Gesture(
            title=ngettext(
                "Give a new owner to %(number)s account",
                "Give a new owner to %(number)s accounts",
                number,
            )
            % {"number": number},
            why=_("Their owner has left, perhaps with the only way in."),
            action=_("Name owners"),
            url=_behind("departures"),
        )
    if number := counts["orphans"]:
        yield Gesture(
            title=ngettext(
                "Name who answers for %(number)s account",
                "Name who answers for %(number)s accounts",
                number,
            )
            % {"number": number},
            why=_("Nobody is named: in a crisis, nobody would be called."),
            action=_("Name owners"),
            url=_behind("orphans"),
        )
    if figures.people < ENOUGH_PEOPLE:
        yield Gesture(
            title=_("Invite a second person"),
            why=_("Alone, nobody re-reads what you write, nor replaces you."),
            action=_("Invite somebody"),
            url=reverse("people:invite"),
        )
    yield from _calmer(figures)


def _calmer(figures: Figures) -> Iterator[Gesture]:
    counts = figures.counts
    if number := figures.waiting:
        yield Gesture(
            title=ngettext(
                "Decide on %(number)s proposed account",
                "Decide on %(number)s proposed accounts",
                number,
            )
            % {"number": number},
            why=_("They were found on your website or pasted, and wait for your choice."),
            action=_("Choose"),
            url=reverse("onboarding:proposals"),
        )
    if number := counts["one_holder"]:
        yield Gesture(
            title=ngettext(
                "Name a backup for %(number)s account",
                "Name a backup for %(number)s accounts",
                number,
            )
            % {"number": number},
            why=_("One absence is enough to lose them."),
            action=_("Name backups"),
            url=_behind("one_holder"),
        )
    if not figures.policies:
        yield Gesture(
            title=_("Put the policy you have in force"),
            why=_("No policy is in force: nobody knows what they may do."),
            action=_("Send the policy"),
            url=reverse("onboarding:policy"),
        )
    for code, title, why, action in _lists(counts["duplicates"], counts["no_review"]):
        yield Gesture(title=title, why=why, action=action, url=_behind(code))


def _lists(duplicates: int, no_review: int) -> Iterator[tuple[str, str, str, str]]:
    if duplicates:
        title = ngettext(
            "Compare %(number)s account that looks like another",
            "Compare %(number)s accounts that look like one another",
            duplicates,
        )
        why = _("Same network, same name: one of them may be forgotten, or not ours.")
        yield "duplicates", title % {"number": duplicates}, why, _("Compare")
    if no_review:
        title = ngettext(
            "Plan the review of %(number)s account",
            "Plan the review of %(number)s accounts",
            no_review,
        )
        why = _("Without a date, nobody will ask whether they are still useful.")
        yield "no_review", title % {"number": no_review}, why, _("Plan reviews")


def what_is_missing(figures: Figures) -> list[str]:
    """Return, in words, what the figures cannot say because nobody has entered it. No query."""
    missing = []
    if not figures.counts["accounts"]:
        missing.append(_("No account is listed yet."))
    if not figures.policies:
        missing.append(_("No policy is in force."))
    if figures.people < ENOUGH_PEOPLE:
        missing.append(_("Only one person is in the team."))
    if number := figures.unconfirmed:
        words = ngettext(
            "%(number)s account was found and nobody has confirmed it.",
            "%(number)s accounts were found and nobody has confirmed them.",
            number,
        )
        missing.append(words % {"number": number})
    if number := figures.purposeless:
        words = ngettext(
            "%(number)s account has no written purpose.",
            "%(number)s accounts have no written purpose.",
            number,
        )
        missing.append(words % {"number": number})
    return missing
