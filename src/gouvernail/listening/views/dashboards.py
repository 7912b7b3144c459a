"""The dashboard of a topic, as a page, as a picture and as a table."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.text import slugify
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.papers import png_of
from gouvernail.foundation.web import WebRequest
from gouvernail.listening.forms.topics import parts_of
from gouvernail.listening.models import Mention, Topic
from gouvernail.listening.permissions import visible_topic
from gouvernail.listening.queries.dashboards import FEELINGS, PERIODS, Board, board_of
from gouvernail.listening.queries.narrowing import Asked, mentions_page
from gouvernail.listening.queries.plots import ORDER, TALL, WIDE, volume_file
from gouvernail.people.permissions import Right, may

LATEST = 5


def _period(request: WebRequest) -> str:
    period = request.GET.get("period", "")
    return period if period in PERIODS else "week"


def _board(request: WebRequest, topic: Topic) -> Board:
    return board_of(topic, viewer=request.user, period=_period(request), at=clock.now())


@login_required
@require_GET
def topic_detail(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Show how much is said of a topic, where, by which words, and the latest of it."""
    topic = visible_topic(topic_id, viewer=request.user)
    board = _board(request, topic)
    context = {
        "topic": topic,
        "board": board,
        "is_more": board.total > board.before,
        "heat_rows": list(zip(WEEKDAYS.values(), board.heat, strict=True)),
        "hours": range(24),
        "periods": [(each, _period_words()[each]) for each in PERIODS],
        "latest": mentions_page(request.user, Asked(topic=topic), size=LATEST).rows,
        "parts": parts_of(topic.query),
        "may_edit": may(request.user, Right.EDIT_LISTENING, unit=topic.unit)
        and topic.closed_at is None,
    }
    return render(request, "listening/topic_detail.html", context)


def _period_words() -> dict[str, str]:
    return {
        "day": pgettext("period", "24 hours"),
        "week": pgettext("period", "7 days"),
        "month": pgettext("period", "30 days"),
        "year": pgettext("period", "A year"),
    }


@login_required
@require_GET
def topic_picture(request: WebRequest, topic_id: UUID) -> HttpResponse:
    """Give the plot of the dashboard as a picture that stands alone: SVG, or PNG if asked."""
    topic = visible_topic(topic_id, viewer=request.user)
    board = _board(request, topic)
    style = "TIME_FORMAT" if board.period == "day" else "SHORT_DATE_FORMAT"
    peak = ngettext(
        "Highest column: %(number)s mention", "Highest column: %(number)s mentions", board.peak
    )
    legend = [(each, str(Mention.Sentiment(each).label)) for each in ORDER]
    body = volume_file(
        board,
        title=f"{topic.label} · {_period_words()[board.period]}",
        legend=legend + ([("mark", pgettext("plot", "incident"))] if board.marks else []),
        first=date_format(board.steps[0].start, style),
        last=date_format(board.steps[-1].start, style),
        top=peak % {"number": number_format(board.peak, use_l10n=True)},
    )
    form = "png" if request.GET.get("form") == "png" else "svg"
    if form == "png":
        drawn = png_of(str(body), width=WIDE, height=TALL)
        response = HttpResponse(drawn, content_type="image/png")
    else:
        response = HttpResponse(str(body), content_type="image/svg+xml; charset=utf-8")
    name = f"{slugify(topic.label) or 'topic'}-{board.period}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_GET
def topic_figures(request: WebRequest, topic_id: UUID) -> HttpResponseBase:
    """Give the figures of the plot as CSV."""
    topic = visible_topic(topic_id, viewer=request.user)
    board = _board(request, topic)
    header = ("start", *FEELINGS, "total", "our_posts", "alerts", "incidents")
    rows = (
        (step.start, *step.feelings, step.total, step.posts, step.spikes, step.marks)
        for step in board.steps
    )
    response = StreamingHttpResponse(
        csv_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    name = f"{slugify(topic.label) or 'topic'}-{board.period}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
