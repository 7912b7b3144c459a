"""Addresses of policies."""

from django.urls import path

from gouvernail.policies import views

app_name = "policies"
urlpatterns = [
    path("policies/", views.policy_list, name="policy-list"),
    path("policies/new", views.policy_create, name="policy-create"),
    path("policies/<slug:slug>/", views.policy_detail, name="policy-detail"),
    path("policies/<slug:slug>/edit", views.policy_edit, name="policy-edit"),
    path("policies/<slug:slug>/write", views.policy_write, name="policy-write"),
    path("policies/<slug:slug>/publish", views.policy_publish, name="policy-publish"),
    path("policies/<slug:slug>/sign", views.policy_sign, name="policy-sign"),
    path("policies/<slug:slug>/signatures", views.policy_signatures, name="policy-signatures"),
    path("policies/<slug:slug>/<int:number>/", views.policy_version, name="policy-version"),
    path("policies/<slug:slug>/<int:number>/file", views.policy_file, name="policy-file"),
    path("policies/<slug:slug>/<int:number>/compare", views.policy_compare, name="policy-compare"),
]
