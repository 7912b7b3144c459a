"""The public pages, what machines read, and the pages of those who keep them."""

from gouvernail.verification.views.asking import account_list, account_page, answer
from gouvernail.verification.views.choosing import (
    choice_list,
    choice_make,
    directory,
    directory_switch,
    link_list,
    link_note,
)
from gouvernail.verification.views.faking import fake_report, fake_reported
from gouvernail.verification.views.machines import (
    badge,
    document,
    feed,
    key_list,
    method,
    public_key,
    signature,
)
from gouvernail.verification.views.reports import (
    report_answer,
    report_decide,
    report_detail,
    report_dismiss,
    report_export,
    report_list,
    report_restore,
)
from gouvernail.verification.views.silences import silence_end, silence_list

__all__ = [
    "account_list",
    "account_page",
    "answer",
    "badge",
    "choice_list",
    "choice_make",
    "directory",
    "directory_switch",
    "document",
    "fake_report",
    "fake_reported",
    "feed",
    "key_list",
    "link_list",
    "link_note",
    "method",
    "public_key",
    "report_answer",
    "report_decide",
    "report_detail",
    "report_dismiss",
    "report_export",
    "report_list",
    "report_restore",
    "signature",
    "silence_end",
    "silence_list",
]
