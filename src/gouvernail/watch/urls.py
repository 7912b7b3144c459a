"""Addresses of watches, reports, reviews and holding pages."""

from django.urls import path

from gouvernail.watch.views import pages, reports, reviews, watches

app_name = "watch"
ONE = "incidents/<uuid:incident_id>/"
REPORT = "watch/reports/<uuid:report_id>/"
RELIEF = "watch/reliefs/<uuid:relief_id>/"
PAGE = "crisis/pages/<uuid:page_id>/"
ACTION = "watch/actions/<uuid:improvement_id>/"
urlpatterns = [
    path(f"{ONE}watch/panel/", watches.room_panel, name="room-panel"),
    path(f"{ONE}watch/", watches.watch_detail, name="watch-detail"),
    path(f"{ONE}watch/pace/", watches.watch_pace, name="watch-pace"),
    path(f"{ONE}watch/topics/", watches.watch_topics, name="watch-topics"),
    path(f"{ONE}watch/readers/", watches.reader_create, name="reader-create"),
    path("watch/readers/<uuid:recipient_id>/remove/", watches.reader_remove, name="reader-remove"),
    path(f"{ONE}watch/relief/", watches.relief_create, name="relief-create"),
    path(RELIEF, watches.relief_detail, name="relief-detail"),
    path(f"{RELIEF}accept/", watches.relief_accept, name="relief-accept"),
    path(f"{RELIEF}withdraw/", watches.relief_withdraw, name="relief-withdraw"),
    path(REPORT, reports.report_detail, name="report-detail"),
    path(f"{REPORT}edit/", reports.report_edit, name="report-edit"),
    path(f"{REPORT}begin/", reports.report_begin, name="report-begin"),
    path(f"{REPORT}read/", reports.report_acknowledge, name="report-acknowledge"),
    path(f"{REPORT}text/<slug:language>/", reports.report_text, name="report-text"),
    path(f"{REPORT}paper/<slug:language>/", reports.report_paper, name="report-paper"),
    path("watch/copies/<uuid:copy_id>/said/", reports.copy_note, name="copy-note"),
    path("watch/read/<str:key>/", reports.acknowledge, name="acknowledge"),
    path(f"{ONE}review/", reviews.review_detail, name="review-detail"),
    path(f"{ONE}review/actions/", reviews.improvement_create, name="improvement-create"),
    path(f"{ONE}review/paper/<slug:language>/", reviews.review_paper, name="review-paper"),
    path(ACTION, reviews.improvement_detail, name="improvement-detail"),
    path(f"{ACTION}settle/", reviews.improvement_settle, name="improvement-settle"),
    path("crisis/pages/", pages.page_list, name="page-list"),
    path("crisis/pages/new/", pages.page_create, name="page-create"),
    path(PAGE, pages.page_detail, name="page-detail"),
    path(f"{PAGE}edit/", pages.page_edit, name="page-edit"),
    path(f"{PAGE}file/", pages.page_file, name="page-file"),
    path(f"{PAGE}clear/", pages.page_clear, name="page-clear"),
    path(f"{PAGE}archive/", pages.page_archive, name="page-archive"),
]
