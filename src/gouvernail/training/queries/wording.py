"""What is said of each expectation, trick and part of a practice, and how to do better."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.training.models import Run
from gouvernail.training.queries.scripting import LEFT_ALONE
from gouvernail.training.queries.staging import REAL

EXPECTED: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "welcomes": (
        _("Greets or thanks"),
        _("A greeting or a thank you first: the person took the time to write."),
    ),
    "apologises": (
        _("Says sorry, plainly"),
        _("Say that you are sorry for what happened, with neither “if” nor “but”."),
    ),
    "gives_fact": (
        _("Gives the fact"),
        _("The fact you were told answers the person: give it, with its source or its day."),
    ),
    "says_next": (
        _("Says what comes next"),
        _("Say who does what now, and when there will be news."),
    ),
    "moves_to_private": (
        _("Opens a private way"),
        _("Details are settled in private: give a real way, such as a message or a number."),
    ),
    "no_personal_data": (
        _("Reveals nothing personal"),
        _(
            "A surname, an address or a number said again in public is shown twice, even when the"
            " person wrote it first."
        ),
    ),
    "no_promise": (
        _("Promises nothing that others decide"),
        _("A refund, a punishment or “never again” is not yours to promise: say what you will do."),
    ),
    "no_guess": (
        _("Guesses nothing"),
        _("What is not known is not supposed in public: say that it is not known, and until when."),
    ),
    "does_not_repeat": (
        _("Does not repeat what is false"),
        _("Give the fact without the false sentence: repeating it has it read once more."),
    ),
    "stays_calm": (
        _("Stays calm"),
        _("No reproach, no capitals, no row of exclamation marks: answer the person."),
    ),
    "short": (
        _("Stays short"),
        _("Under a comment, 400 characters are enough; the rest belongs in private."),
    ),
    "house_rules": (
        _("Passes the rules of the house"),
        _("A rule in force would block this answer: read what it says, and write it otherwise."),
    ),
    LEFT_ALONE: (
        _("Left alone"),
        _("Some comments ask for no answer: answering gives them more readers."),
    ),
    "nothing_hurt": (
        _("Nothing that hurts has left"),
        _("When in doubt, stop everything first: one move, then let go what helps."),
    ),
    "in_time": (
        _("Stopped within a minute"),
        _("The first minute counts: stop everything, then read."),
    ),
    "useful_left": (
        _("What helps has left"),
        _("Useful information goes on: let it go, by hand, once the rest is held."),
    ),
}
TRICKS_SAID: Final[Mapping[str, Promise]] = {
    REAL: _("It is the true one"),
    "drawn": _("A sign is drawn like another (1 for l, rn for m, a Cyrillic letter)"),
    "swapped": _("Two letters are swapped"),
    "missing": _("A letter is missing"),
    "doubled": _("A letter is doubled"),
    "added": _("A word is added (“official”, “support”)"),
    "": pgettext_lazy("what a learner said of a profile", "nothing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a result: what was looked at, whether it is met, what shows it, what to do.

    `place` of the comment it is about, where there are several; else 0.
    """

    label: str
    met: bool
    shown: str
    better: str
    is_essential: bool
    remarks: tuple[Mapping[str, str], ...] = ()
    place: int = 0


def told(run: Run) -> list[Told]:
    """Return what came of a practice, in words, in the order in which it was marked. No query."""
    why = run.content.get("why", {})
    return [_profile(one) if one["code"] == "profile" else _line(one, why) for one in run.findings]


def _line(one: Mapping[str, Any], why: Mapping[str, str]) -> Told:
    label, better = EXPECTED[one["code"]]
    explained = why.get(one["code"]) or str(better)  # as its author explains it, first
    shown = str(one["shown"])
    if one["code"] == "in_time" and shown:
        shown = str(_("%(seconds)s s")) % {"seconds": shown}
    return Told(
        label=str(label),
        met=one["met"],
        shown=shown,
        better="" if one["met"] else explained,
        is_essential=one["essential"],
        remarks=tuple(one.get("said", ())),
        place=one.get("place", 0),
    )


def _profile(one: Mapping[str, Any]) -> Told:
    better = ""
    if not one["met"] and one["shown"]:  # of one erased before, what was said is gone
        better = str(_("You said: %(said)s. It was: %(right)s.")) % {
            "said": TRICKS_SAID[one["said"]],
            "right": TRICKS_SAID[one["right"]],
        }
    return Told(
        label=f"@{one['shown']}",
        met=one["met"],
        shown=str(TRICKS_SAID[one["right"]]),
        better=better,
        is_essential=False,
    )
