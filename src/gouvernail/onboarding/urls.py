"""Addresses of the beginning and of the first hour."""

from django.urls import path

from gouvernail.onboarding import views

app_name = "onboarding"
urlpatterns = [
    path("begin/", views.begin, name="begin"),
    path("begin/<str:secret>", views.begin_link, name="begin-link"),
    path("first-hour/", views.first_hour, name="first-hour"),
    path("first-hour/dismiss", views.first_hour_dismiss, name="first-hour-dismiss"),
    path("first-hour/steps/<slug:code>/skip", views.step_skip, name="step-skip"),
    path("first-hour/steps/<slug:code>/resume", views.step_resume, name="step-resume"),
    path("first-hour/website", views.website, name="website"),
    path("first-hour/links", views.links, name="links"),
    path("first-hour/accounts/", views.proposals, name="proposals"),
    path("first-hour/accounts/decide", views.proposal_decide, name="proposal-decide"),
    path("first-hour/policy", views.policy, name="policy"),
    path("first-hour/result/", views.result, name="result"),
    path("first-hour/result/report.pdf", views.report, name="report"),
    path("first-hour/result/<slug:code>/", views.figure, name="figure"),
]
