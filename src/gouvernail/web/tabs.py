"""The tab bar of a phone: what one is asked most, in one touch. The rest is behind “More”."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.people.permissions import Right
from gouvernail.web.entries import REPORTS, TRAINING, Entry
from gouvernail.web.navigation import ACCOUNTS, CALENDAR, TODAY

TABS: tuple[Entry, ...] = (
    TODAY,
    Entry(
        label=pgettext_lazy("navigation", "Approve"),
        name="content:review-list",
        under=("content:review",),
        icon="checkbox",
        right=Right.SEE_CONTENT,
        counts="review",
    ),
    replace(CALENDAR, icon="calendar-month", right=Right.SEE_CONTENT),
    Entry(
        label=pgettext_lazy("navigation", "Answer"),
        name="inbox:conversation-list",
        under=("inbox:",),
        icon="messages",
        right=Right.MODERATE_COMMENTS,
    ),
    replace(ACCOUNTS, children=()),
    Entry(
        label=_("Policies"),
        name="policies:policy-list",
        under=("policies:", "signing:", "consultations:"),
        icon="scale",
        right=Right.READ_POLICIES,
        without=Right.SEE_CONTENT,
    ),
    replace(TRAINING, children=(), without=Right.SEE_CONTENT),
    replace(REPORTS, without=Right.SEE_CONTENT),
)
