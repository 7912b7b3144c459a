"""Addresses of conversations."""

from django.urls import path

from gouvernail.inbox import views

app_name = "inbox"
ONE = "conversations/<uuid:conversation_id>/"
urlpatterns = [
    path("conversations/", views.conversation_list, name="conversation-list"),
    path("conversations/settings/", views.desk_edit, name="desk-edit"),
    path("conversations/settings/rules/", views.rule_create, name="rule-create"),
    path("conversations/settings/rules/<uuid:rule_id>/drop/", views.rule_drop, name="rule-drop"),
    path("conversations/settings/rules/<uuid:rule_id>/up/", views.rule_move, name="rule-move"),
    path("conversations/letters/", views.letter_take, name="letter-take"),
    path("conversations/report/", views.report, name="report"),
    path("conversations/report.csv", views.report_export, name="report-export"),
    path(ONE, views.conversation_detail, name="conversation-detail"),
    path(f"{ONE}claim/", views.conversation_claim, name="conversation-claim"),
    path(f"{ONE}release/", views.conversation_release, name="conversation-release"),
    path(f"{ONE}assign/", views.conversation_assign, name="conversation-assign"),
    path(f"{ONE}note/", views.conversation_note, name="conversation-note"),
    path(f"{ONE}later/", views.conversation_snooze, name="conversation-snooze"),
    path(f"{ONE}priority/", views.conversation_priority, name="conversation-priority"),
    path(f"{ONE}close/", views.conversation_close, name="conversation-close"),
    path(f"{ONE}reopen/", views.conversation_reopen, name="conversation-reopen"),
    path(f"{ONE}join/", views.conversation_merge, name="conversation-merge"),
    path(f"{ONE}complaint/", views.conversation_flag, name="conversation-flag"),
    path(f"{ONE}register/", views.conversation_register, name="conversation-register"),
    path(f"{ONE}moderate/", views.conversation_moderate, name="conversation-moderate"),
    path(f"{ONE}expert/", views.conversation_expert, name="conversation-expert"),
    path(f"{ONE}expert/withdraw/", views.question_withdraw, name="question-withdraw"),
    path(f"{ONE}answer/", views.conversation_reply, name="conversation-reply"),
    path("questions/", views.question_list, name="question-list"),
    path("questions/<uuid:question_id>/", views.question_answer, name="question-answer"),
    path("answers/<uuid:request_id>/", views.reply_review, name="reply-review"),
    path("answers/<uuid:request_id>/decide/", views.reply_decide, name="reply-decide"),
    path("answers/<uuid:request_id>/alone/", views.reply_release, name="reply-release"),
    path("answers/<uuid:request_id>/withdraw/", views.reply_withdraw, name="reply-withdraw"),
]
