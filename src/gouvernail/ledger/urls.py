"""Addresses of the ledger: the proof of one entry."""

from django.urls import path

from gouvernail.ledger import views

app_name = "ledger"

urlpatterns = [
    path("ledger/proofs/<str:link>/", views.proof, name="proof"),
    path("ledger/proofs/<str:link>/file", views.proof_file, name="proof-file"),
    path("ledger/proofs/<str:link>/json", views.proof_json, name="proof-json"),
    path("ledger/proofs/<str:link>/leaf", views.proof_leaf, name="proof-leaf"),
]
