"""Addresses of the rules."""

from django.urls import path

from gouvernail.rulebooks import views
from gouvernail.rulebooks.views import editor, editor_start, published, shipped, trace, trials

app_name = "rulebooks"
urlpatterns = [
    path("rules/", views.pack_list, name="pack-list"),
    path("rules/starters", views.pack_starters, name="pack-starters"),
    path("rules/reports/", views.report_list, name="report-list"),
    path("rules/reports.csv", views.report_export, name="report-export"),
    path("rules/verdicts/", views.verdict_list, name="verdict-list"),
    path("rules/verdicts/<uuid:verdict_id>/", views.verdict_detail, name="verdict-detail"),
    path("rules/published/", published.published_list, name="published-list"),
    path(
        "rules/published/<uuid:published_id>/aside",
        published.published_aside,
        name="published-aside",
    ),
    path(
        "rules/published/<uuid:published_id>/back", published.published_back, name="published-back"
    ),
    path("rules/dismissals/", views.dismissal_list, name="dismissal-list"),
    path(
        "rules/dismissals/<uuid:dismissal_id>/reinstate",
        views.dismissal_reinstate,
        name="dismissal-reinstate",
    ),
    path("rules/waivers/", views.waiver_list, name="waiver-list"),
    path("rules/waivers/<uuid:waiver_id>/", views.waiver_detail, name="waiver-detail"),
    path("rules/waivers/<uuid:waiver_id>/grant", views.waiver_grant, name="waiver-grant"),
    path("rules/waivers/<uuid:waiver_id>/refuse", views.waiver_refuse, name="waiver-refuse"),
    path("rules/waivers/<uuid:waiver_id>/withdraw", views.waiver_withdraw, name="waiver-withdraw"),
    path("rules/waivers/<uuid:waiver_id>/end", views.waiver_end, name="waiver-end"),
    path("rules/levels/<uuid:control_id>/agree", views.control_agree, name="control-agree"),
    path("rules/levels/<uuid:control_id>/reject", views.control_reject, name="control-reject"),
    path(
        "rules/levels/<uuid:control_id>/withdraw", views.control_withdraw, name="control-withdraw"
    ),
    path("rules/trials/<uuid:trial_id>/", trials.trial_detail, name="trial-detail"),
    path("rules/trials/<uuid:trial_id>/cancel", trials.trial_cancel, name="trial-cancel"),
    path("rules/trials/<uuid:trial_id>/export.csv", trials.trial_export, name="trial-export"),
    path(
        "rules/trials/<uuid:trial_id>/<uuid:record_id>/read", trials.trial_read, name="trial-read"
    ),
    path("rules/<slug:slug>/<int:number>/try", trials.trial_start, name="trial-start"),
    path("rules/<slug:slug>/", views.pack_detail, name="pack-detail"),
    path("rules/<slug:slug>/levels/", views.control_list, name="control-list"),
    path("rules/<slug:slug>/waivers/new/", views.waiver_ask, name="waiver-ask"),
    path("rules/<slug:slug>/new/", views.pack_upload, name="pack-upload"),
    path("rules/<slug:slug>/export.yaml", views.pack_yaml, name="pack-yaml"),
    path("rules/<slug:slug>/export.csv", views.pack_csv, name="pack-csv"),
    path("rules/<slug:slug>/retire-ask", views.pack_retire_ask, name="pack-retire-ask"),
    path("rules/<slug:slug>/retire", views.pack_retire, name="pack-retire"),
    path("rules/<slug:slug>/keep", views.pack_keep, name="pack-keep"),
    path("rules/<slug:slug>/<int:number>/", views.version_detail, name="version-detail"),
    path("rules/<slug:slug>/<int:number>/submit", views.version_submit, name="version-submit"),
    path("rules/<slug:slug>/<int:number>/agree", views.version_agree, name="version-agree"),
    path("rules/<slug:slug>/<int:number>/reject", views.version_reject, name="version-reject"),
    path(
        "rules/<slug:slug>/<int:number>/withdraw", views.version_withdraw, name="version-withdraw"
    ),
    path("rules/<slug:slug>/<int:number>/restore", views.version_restore, name="version-restore"),
    path("rules/<slug:slug>/<int:number>/compare/", views.version_compare, name="version-compare"),
    path("rules/starters/packs/", shipped.shipped_list, name="shipped-list"),
    path("rules/starters/packs/<slug:slug>/", shipped.shipped_detail, name="shipped-detail"),
    path(
        "rules/starters/packs/<slug:slug>/install", shipped.shipped_install, name="shipped-install"
    ),
    path("rules/starters/packs/<slug:slug>/update", shipped.shipped_update, name="shipped-update"),
    path("rules/starters/rule/", editor_start.rule_begin, name="rule-begin"),
    path("rules/starters/policies/<slug:slug>/", editor_start.rule_propose, name="rule-propose"),
    path("rules/starters/pack/", editor_start.pack_create, name="pack-create"),
    path("rules/trace/gaps/", trace.trace_gaps, name="trace-gaps"),
    path("rules/trace/policies/<slug:slug>/", trace.trace_policy, name="trace-policy"),
    path("rules/trace/policies/<slug:slug>/part", trace.trace_policy_part, name="trace-part"),
    path("rules/trace/rules/<slug:rule_id>/", trace.trace_rule, name="trace-rule"),
    path("rules/trace/texts/<uuid:subject_id>/", trace.trace_subject, name="trace-subject"),
    path("rules/trace/verdicts/<uuid:verdict_id>/", trace.trace_verdict, name="trace-verdict"),
    path("rules/<slug:slug>/editor/", editor.pack_editor, name="pack-editor"),
    path("rules/<slug:slug>/editor/live", editor.pack_editor_live, name="pack-editor-live"),
]
