"""Addresses of consultations, remarks and suggestions."""

from django.urls import path

from gouvernail.consultations import views

app_name = "consultations"
ONE = "consultations/<uuid:consultation_id>/"
urlpatterns = [
    path("consultations/", views.consultation_list, name="consultation-list"),
    path("consultations/terms/", views.terms_edit, name="terms-edit"),
    path("consultations/new/<slug:slug>/", views.consultation_create, name="consultation-create"),
    path("consultations/part/<slug:slug>/", views.policy_part, name="policy-part"),
    path(ONE, views.consultation_detail, name="consultation-detail"),
    path(f"{ONE}window/", views.consultation_move, name="consultation-move"),
    path(f"{ONE}cancel/", views.consultation_cancel, name="consultation-cancel"),
    path(f"{ONE}send/", views.remark_send, name="remark-send"),
    path(f"{ONE}mark/", views.clause_mark, name="clause-mark"),
    path(f"{ONE}remarks/", views.remark_list, name="remark-list"),
    path(f"{ONE}mine/", views.own_remarks, name="own-remarks"),
    path(f"{ONE}code/", views.code_change, name="code-change"),
    path(f"{ONE}answers/", views.remark_desk, name="remark-desk"),
    path(f"{ONE}summary/", views.consultation_summary, name="consultation-summary"),
    path(f"{ONE}summary.<slug:form>", views.summary_export, name="summary-export"),
    path("remarks/answer/", views.remarks_answer, name="remarks-answer"),
    path("remarks/group/", views.remarks_group, name="remarks-group"),
    path("remarks/<uuid:remark_id>/", views.remark_edit, name="remark-edit"),
    path("remarks/<uuid:remark_id>/withdraw/", views.remark_withdraw, name="remark-withdraw"),
    path("remarks/<uuid:remark_id>/support/", views.remark_support, name="remark-support"),
    path("remarks/<uuid:remark_id>/ungroup/", views.remark_ungroup, name="remark-ungroup"),
    path("suggestions/<slug:slug>/", views.suggestion_list, name="suggestion-list"),
    path("suggestions/<slug:slug>/new/", views.suggestion_create, name="suggestion-create"),
    path("versions/<uuid:version_id>/because-of-you/", views.summary_of, name="summary-of"),
]
