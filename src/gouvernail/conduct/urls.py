"""Addresses of the reports of staff, of the legal basis, of cases and of their figures."""

from django.urls import path

from gouvernail.conduct.views import basis, cases, figures, offers, reports

app_name = "conduct"

urlpatterns = [
    path("report/", reports.report_kinds, name="report-kinds"),
    path("report/new/<slug:kind>/", reports.report_create, name="report-create"),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/export.csv", reports.report_export, name="report-export"),
    path("reports/<uuid:report_id>/", reports.report_detail, name="report-detail"),
    path("reports/<uuid:report_id>/say/", reports.report_say, name="report-say"),
    path("reports/<uuid:report_id>/files/<uuid:file_id>/", reports.report_file, name="report-file"),
    path("reports/<uuid:report_id>/take/", reports.report_take, name="report-take"),
    path("reports/<uuid:report_id>/pass/", reports.report_pass, name="report-pass"),
    path("reports/<uuid:report_id>/sort/", reports.report_sort, name="report-sort"),
    path("reports/<uuid:report_id>/answer/", reports.report_answer, name="report-answer"),
    path("reports/<uuid:report_id>/reopen/", reports.report_reopen, name="report-reopen"),
    path("reports/<uuid:report_id>/withdraw/", reports.report_withdraw, name="report-withdraw"),
    path("conduct/", cases.case_list, name="case-list"),
    path("conduct/export.csv", cases.case_export, name="case-export"),
    path("conduct/mine/", cases.mine, name="mine"),
    path("conduct/from/<slug:kind>/", offers.case_offers, name="case-offers"),
    path("conduct/new/", cases.case_create, name="case-create"),
    path("conduct/figures/", figures.figure_list, name="figure-list"),
    path("conduct/figures/export.csv", figures.figure_export, name="figure-export"),
    path("conduct/basis/", basis.basis, name="basis"),
    path("conduct/basis/propose/", basis.basis_propose, name="basis-propose"),
    path("conduct/basis/agree/", basis.basis_agree, name="basis-agree"),
    path("conduct/basis/decline/", basis.basis_decline, name="basis-decline"),
    path("conduct/basis/end/", basis.basis_end, name="basis-end"),
    path("conduct/cases/<uuid:case_id>/", cases.case_detail, name="case-detail"),
    path("conduct/cases/<uuid:case_id>/take/", cases.case_take, name="case-take"),
    path("conduct/cases/<uuid:case_id>/appoint/", cases.case_appoint, name="case-appoint"),
    path("conduct/cases/<uuid:case_id>/aside/", cases.case_aside, name="case-aside"),
    path("conduct/cases/<uuid:case_id>/another/", cases.case_another, name="case-another"),
    path("conduct/cases/<uuid:case_id>/account/", cases.case_account, name="case-account"),
    path("conduct/cases/<uuid:case_id>/time/", cases.case_time, name="case-time"),
    path("conduct/cases/<uuid:case_id>/weigh/", cases.case_weigh, name="case-weigh"),
    path("conduct/cases/<uuid:case_id>/proof/", cases.case_proof, name="case-proof"),
    path("conduct/cases/<uuid:case_id>/decide/", cases.case_decide, name="case-decide"),
    path("conduct/cases/<uuid:case_id>/appeal/", cases.case_appeal, name="case-appeal"),
    path("conduct/cases/<uuid:case_id>/judge/", cases.case_judge, name="case-judge"),
    path("conduct/cases/<uuid:case_id>/lift/", cases.case_lift, name="case-lift"),
]
