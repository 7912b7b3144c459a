"""Keeping the watch of an incident, reporting on the clock, looking back."""

from gouvernail.watch.actions.files import keep_files, page_file
from gouvernail.watch.actions.following import (
    escalate_reports,
    follow_readers,
    prepare_soon,
    remind_reliefs,
)
from gouvernail.watch.actions.letters import send_letters
from gouvernail.watch.actions.pages import (
    PageFacts,
    archive_page,
    clear_page,
    follow_statements,
    speak_on_page,
    write_page,
)
from gouvernail.watch.actions.readers import (
    Reader,
    acknowledge,
    acknowledge_by_link,
    add_reader,
    drop_reader,
    forget_readers,
    note_acknowledged,
    remove_reader,
)
from gouvernail.watch.actions.reliefs import (
    accept_relief,
    ask_relief,
    decline_relief,
    withdraw_relief,
)
from gouvernail.watch.actions.reports import (
    begin_report,
    prepare_report,
    send_report,
    write_report,
)
from gouvernail.watch.actions.reviews import (
    ReviewFacts,
    add_improvement,
    finish_review,
    remind_improvements,
    remind_of_reviews,
    settle_improvement,
    write_review,
)
from gouvernail.watch.actions.watches import (
    PACES,
    choose_topics,
    end_watch,
    follow_severity,
    open_missing,
    open_watch,
    set_pace,
)

__all__ = [
    "PACES",
    "PageFacts",
    "Reader",
    "ReviewFacts",
    "accept_relief",
    "acknowledge",
    "acknowledge_by_link",
    "add_improvement",
    "add_reader",
    "archive_page",
    "ask_relief",
    "begin_report",
    "choose_topics",
    "clear_page",
    "decline_relief",
    "drop_reader",
    "end_watch",
    "escalate_reports",
    "finish_review",
    "follow_readers",
    "follow_severity",
    "follow_statements",
    "forget_readers",
    "keep_files",
    "note_acknowledged",
    "open_missing",
    "open_watch",
    "page_file",
    "prepare_report",
    "prepare_soon",
    "remind_improvements",
    "remind_of_reviews",
    "remind_reliefs",
    "remove_reader",
    "send_letters",
    "send_report",
    "set_pace",
    "settle_improvement",
    "speak_on_page",
    "withdraw_relief",
    "write_page",
    "write_report",
    "write_review",
]
