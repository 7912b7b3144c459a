"""Addresses of courses, quizzes, certificates, assignments, sessions and the library."""

from django.urls import path

from gouvernail.training import views
from gouvernail.training.views import runs, scenarios

app_name = "training"
urlpatterns = [
    path("courses/", views.course_list, name="course-list"),
    path("courses/new/", views.course_create, name="course-create"),
    path("courses/starters/", views.starter_list, name="starter-list"),
    path("courses/<slug:slug>/", views.course_detail, name="course-detail"),
    path("courses/<slug:slug>/edit/", views.course_edit, name="course-edit"),
    path("courses/<slug:slug>/archive", views.course_archive, name="course-archive"),
    path("courses/<slug:slug>/write/", views.course_write, name="course-write"),
    path("courses/<slug:slug>/write/start", views.draft_start, name="draft-start"),
    path("courses/<slug:slug>/write/drop", views.draft_drop, name="draft-drop"),
    path("courses/<slug:slug>/write/publish", views.course_publish, name="course-publish"),
    path("courses/<slug:slug>/write/lessons/", views.lesson_write, name="lesson-create"),
    path(
        "courses/<slug:slug>/write/lessons/<uuid:lesson_id>/",
        views.lesson_write,
        name="lesson-write",
    ),
    path(
        "courses/<slug:slug>/write/lessons/<uuid:lesson_id>/change",
        views.lesson_change,
        name="lesson-change",
    ),
    path("courses/<slug:slug>/lessons/<int:place>/", views.lesson_detail, name="lesson-detail"),
    path(
        "courses/<slug:slug>/lessons/<uuid:lesson_id>/read", views.lesson_read, name="lesson-read"
    ),
    path("courses/<slug:slug>/finish", views.course_finish, name="course-finish"),
    path("question-banks/", views.bank_list, name="bank-list"),
    path("question-banks/<slug:slug>/", views.bank_detail, name="bank-detail"),
    path("question-banks/<slug:slug>/questions/", views.question_write, name="question-create"),
    path(
        "question-banks/<slug:slug>/questions/<uuid:question_id>/",
        views.question_write,
        name="question-write",
    ),
    path(
        "question-banks/<slug:slug>/questions/<uuid:question_id>/retire",
        views.question_retire,
        name="question-retire",
    ),
    path("quizzes/new/", views.quiz_create, name="quiz-create"),
    path("quizzes/<slug:slug>/", views.quiz_detail, name="quiz-detail"),
    path("quizzes/<slug:slug>/edit/", views.quiz_edit, name="quiz-edit"),
    path("quizzes/<slug:slug>/start", views.attempt_start, name="attempt-start"),
    path("quiz-attempts/<uuid:attempt_id>/", views.attempt_detail, name="attempt-detail"),
    path("certificates/check/", views.certificate_check, name="certificate-check"),
    path("certificates/check/<slug:code>/", views.certificate_check, name="certificate-check-one"),
    path(
        "certificates/<uuid:certificate_id>/", views.certificate_detail, name="certificate-detail"
    ),
    path(
        "certificates/<uuid:certificate_id>/certificate.pdf",
        views.certificate_pdf,
        name="certificate-pdf",
    ),
    path(
        "certificates/<uuid:certificate_id>/revoke",
        views.certificate_revoke,
        name="certificate-revoke",
    ),
    path("training-files/<uuid:file_id>/", views.file_read, name="file-read"),
    path("scenarios/", scenarios.scenario_list, name="scenario-list"),
    path("scenario-starters/", scenarios.scenario_starters, name="scenario-starters"),
    path("scenarios/<slug:slug>/", scenarios.scenario_detail, name="scenario-detail"),
    path("scenarios/<slug:slug>/edit/", scenarios.scenario_edit, name="scenario-edit"),
    path("scenarios/<slug:slug>/archive", scenarios.scenario_archive, name="scenario-archive"),
    path("scenarios/<slug:slug>/start", runs.run_start, name="run-start"),
    path("practices/", runs.run_list, name="run-list"),
    path("practices/<uuid:run_id>/", runs.run_detail, name="run-detail"),
    path("practices/<uuid:run_id>/end", runs.run_end, name="run-end"),
    path("practices/<uuid:run_id>/review", runs.run_review, name="run-review"),
]
