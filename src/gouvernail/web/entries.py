"""One line that the side bar may offer, and those that stand in more than one place or are long."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gouvernail.people.permissions import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line that may be offered.

    `name` is the view it leads to; `under` are the beginnings of the names of the views that
    belong to it (`registry:account`), `right` what one must be allowed somewhere to see it, `seat`
    in what capacity one sees it too, `without` what one must not (who is offered the same
    elsewhere), `counts` what is counted beside it.
    """

    label: Promise
    name: str
    under: tuple[str, ...]
    icon: str = ""
    right: Right | None = None
    seat: str = ""
    without: Right | None = None
    counts: str = ""
    children: tuple["Entry", ...] = ()


TRAINING = Entry(
    label=pgettext_lazy("navigation", "Training"),
    name="training:my-learning",
    under=("training:",),
    icon="certificate",
    children=(
        Entry(
            label=pgettext_lazy("navigation", "My learning"),
            name="training:my-learning",
            under=("training:my-learning", "training:certificate"),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Courses"),
            name="training:course-list",
            under=(
                *("training:course", "training:lesson", "training:draft", "training:starter"),
                *("training:bank", "training:question", "training:quiz", "training:attempt"),
            ),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Practise"),
            name="training:scenario-list",
            under=("training:scenario", "training:run"),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Sessions"),
            name="training:session-list",
            under=("training:session",),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Resources"),
            name="training:resource-list",
            under=("training:resource",),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Progress"),
            name="training:progress",
            under=(
                *("training:progress", "training:assignment", "training:waiver"),
                *("training:completion", "training:import", "training:proof"),
            ),
            right=Right.SEE_TRAINING,
        ),
    ),
)

LISTENING = Entry(
    label=pgettext_lazy("navigation", "Listening"),
    name="inbox:conversation-list",
    under=("inbox:", "listening:"),
    icon="ear",
    right=Right.SEE_CONTENT,
    children=(
        Entry(
            label=pgettext_lazy("navigation", "Conversations"),
            name="inbox:conversation-list",
            under=("inbox:conversation",),
        ),
        Entry(
            label=pgettext_lazy("navigation", "What I am asked"),
            name="inbox:question-list",
            under=("inbox:question",),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Topics"),
            name="listening:topic-list",
            under=("listening:topic",),
            right=Right.SEE_LISTENING,
        ),
        Entry(
            label=pgettext_lazy("navigation", "Mentions"),
            name="listening:mention-list",
            under=("listening:mention",),
            right=Right.SEE_LISTENING,
        ),
        Entry(
            label=pgettext_lazy("navigation", "Alerts"),
            name="listening:spike-list",
            under=("listening:spike", "listening:telling", "listening:channel"),
            right=Right.SEE_LISTENING,
        ),
        Entry(
            label=pgettext_lazy("navigation", "Sources"),
            name="listening:source-list",
            under=("listening:source",),
            right=Right.SEE_LISTENING,
        ),
    ),
)

REPORTS = Entry(
    label=pgettext_lazy("navigation", "Report"),
    name="conduct:report-kinds",
    under=("conduct:report", "conduct:mine"),
    icon="flag",
    children=(
        Entry(
            label=pgettext_lazy("navigation", "Report something"),
            name="conduct:report-kinds",
            under=("conduct:report",),
        ),
        Entry(
            label=pgettext_lazy("navigation", "What concerns me"),
            name="conduct:mine",
            under=("conduct:mine",),
        ),
    ),
)
ASKED = Entry(
    label=pgettext_lazy("navigation", "What I am asked"),
    name="inbox:question-list",
    under=("inbox:",),
    icon="message-2",
    without=Right.SEE_CONTENT,
)
CRISIS = Entry(
    label=pgettext_lazy("navigation", "Crisis"),
    name="crisis:incident-list",
    under=("crisis:", "watch:", "drills:"),
    icon="urgent",
    right=Right.SEE_INCIDENTS,
    children=(
        Entry(
            label=pgettext_lazy("navigation", "Incidents"),
            name="crisis:incident-list",
            under=(
                *("crisis:incident", "crisis:message", "crisis:entry", "crisis:seat"),
                *("crisis:task", "crisis:evidence"),
                *("watch:watch", "watch:room", "watch:report", "watch:reader", "watch:copy"),
                *("watch:relief", "watch:review", "watch:improvement"),
            ),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Crisis plans"),
            name="crisis:plan-list",
            under=("crisis:plan", "crisis:step", "crisis:statement", "crisis:role"),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Crisis directory"),
            name="crisis:contact-list",
            under=("crisis:contact",),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Drills"),
            name="drills:drill-list",
            under=("drills:",),
        ),
        Entry(
            label=pgettext_lazy("navigation", "Holding pages"),
            name="watch:page-list",
            under=("watch:page",),
        ),
    ),
)
