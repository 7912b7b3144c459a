"""Addresses of the reports of staff."""

from django.urls import path

from gouvernail.conduct import views

app_name = "conduct"

urlpatterns = [
    path("report/", views.report_kinds, name="report-kinds"),
    path("report/new/<slug:kind>/", views.report_create, name="report-create"),
    path("reports/", views.report_list, name="report-list"),
    path("reports/export.csv", views.report_export, name="report-export"),
    path("reports/<uuid:report_id>/", views.report_detail, name="report-detail"),
    path("reports/<uuid:report_id>/say/", views.report_say, name="report-say"),
    path("reports/<uuid:report_id>/take/", views.report_take, name="report-take"),
    path("reports/<uuid:report_id>/pass/", views.report_pass, name="report-pass"),
    path("reports/<uuid:report_id>/sort/", views.report_sort, name="report-sort"),
    path("reports/<uuid:report_id>/answer/", views.report_answer, name="report-answer"),
    path("reports/<uuid:report_id>/reopen/", views.report_reopen, name="report-reopen"),
    path("reports/<uuid:report_id>/withdraw/", views.report_withdraw, name="report-withdraw"),
]
