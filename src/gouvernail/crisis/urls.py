"""Addresses of incidents, plans and the directory."""

from django.urls import path

from gouvernail.crisis import views

app_name = "crisis"
ONE = "incidents/<uuid:incident_id>/"
PLAN = "crisis/plans/<uuid:plan_id>/"
STATEMENT = "crisis/statements/<uuid:statement_id>/"
urlpatterns = [
    path("incidents/", views.incident_list, name="incident-list"),
    path("incidents/new/", views.incident_create, name="incident-create"),
    path(ONE, views.incident_detail, name="incident-detail"),
    path(f"{ONE}timeline/", views.incident_timeline, name="incident-timeline"),
    path(f"{ONE}write/", views.entry_create, name="entry-create"),
    path(f"{ONE}situation/", views.incident_describe, name="incident-describe"),
    path(f"{ONE}severity/", views.incident_grade, name="incident-grade"),
    path(f"{ONE}close/", views.incident_close, name="incident-close"),
    path(f"{ONE}seats/", views.seat_take, name="seat-take"),
    path(f"{ONE}tasks/", views.task_create, name="task-create"),
    path(f"{ONE}evidence/", views.evidence_create, name="evidence-create"),
    path(f"{ONE}captured/", views.evidence_list, name="evidence-list"),
    path(f"{ONE}messages/", views.message_list, name="message-list"),
    path(f"{ONE}freeze/", views.room_freeze, name="room-freeze"),
    path(f"{ONE}accounts/", views.incident_accounts, name="incident-accounts"),
    path("incidents/accounts/<uuid:taken_id>/cut/", views.account_cut, name="account-cut"),
    path("incidents/accounts/<uuid:taken_id>/ours/", views.account_regain, name="account-regain"),
    path("incidents/accounts/<uuid:taken_id>/never/", views.account_clear, name="account-clear"),
    path(f"{ONE}calls/", views.calls_start, name="calls-start"),
    path(f"{ONE}call/", views.call_create, name="call-create"),
    path(f"{ONE}statements/<uuid:statement_id>/", views.message_prepare, name="message-prepare"),
    path("incidents/tasks/<uuid:task_id>/settle/", views.task_settle, name="task-settle"),
    path("incidents/tasks/<uuid:task_id>/reopen/", views.task_reopen, name="task-reopen"),
    path("incidents/calls/<uuid:call_id>/reached/", views.call_answer, name="call-answer"),
    path("incidents/calls/<uuid:call_id>/silent/", views.call_escalate, name="call-escalate"),
    path("incidents/evidence/<uuid:evidence_id>/", views.evidence_file, name="evidence-file"),
    path("incidents/messages/<uuid:message_id>/draft/", views.message_draft, name="message-draft"),
    path("incidents/messages/<uuid:message_id>/send/", views.message_send, name="message-send"),
    path("incidents/messages/<uuid:message_id>/used/", views.message_use, name="message-use"),
    path("crisis/plans/", views.plan_list, name="plan-list"),
    path("crisis/plans/import/", views.plan_import, name="plan-import"),
    path("crisis/plans/new/", views.plan_create, name="plan-create"),
    path(PLAN, views.plan_detail, name="plan-detail"),
    path(f"{PLAN}card/<slug:language>/", views.plan_card, name="plan-card"),
    path(f"{PLAN}edit/", views.plan_edit, name="plan-edit"),
    path(f"{PLAN}archive/", views.plan_archive, name="plan-archive"),
    path(f"{PLAN}policy/", views.plan_policy, name="plan-policy"),
    path(f"{PLAN}roles/", views.role_name, name="role-name"),
    path(f"{PLAN}steps/new/", views.step_edit, name="step-create"),
    path(f"{PLAN}steps/<uuid:step_id>/", views.step_edit, name="step-edit"),
    path(f"{PLAN}steps/<uuid:step_id>/remove/", views.step_remove, name="step-remove"),
    path(f"{PLAN}statements/new/", views.statement_edit, name="statement-create"),
    path(f"{PLAN}statements/submit/", views.statements_submit, name="statements-submit"),
    path(f"{PLAN}statements/<uuid:statement_id>/", views.statement_edit, name="statement-edit"),
    path(f"{STATEMENT}approve/", views.statement_approve, name="statement-approve"),
    path(f"{STATEMENT}return/", views.statement_return, name="statement-return"),
    path(f"{STATEMENT}remove/", views.statement_remove, name="statement-remove"),
    path("crisis/directory/", views.contact_list, name="contact-list"),
    path("crisis/directory/new/", views.contact_edit, name="contact-create"),
    path("crisis/directory/<uuid:contact_id>/", views.contact_edit, name="contact-edit"),
    path("crisis/directory/<uuid:contact_id>/move/", views.contact_move, name="contact-move"),
    path("crisis/directory/<uuid:contact_id>/remove/", views.contact_remove, name="contact-remove"),
]
