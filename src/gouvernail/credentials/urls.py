"""Addresses of the vault of people."""

from django.urls import path

from gouvernail.credentials import views

app_name = "credentials"
ITEM, REVEAL = "credentials/items/<uuid:item_id>", "credentials/requests/<uuid:reveal_id>"
urlpatterns = [
    path("credentials/", views.item_list, name="item-list"),
    path("credentials/export", views.item_export, name="item-export"),
    path("credentials/times", views.terms_edit, name="terms-edit"),
    path("credentials/accounts/<uuid:account_id>/", views.account_panel, name="account-panel"),
    path("credentials/accounts/<uuid:account_id>/new", views.item_add, name="item-add"),
    path(f"{ITEM}/", views.item_detail, name="item-detail"),
    path(f"{ITEM}/edit", views.item_edit, name="item-edit"),
    path(f"{ITEM}/renew", views.item_renew, name="item-renew"),
    path(f"{ITEM}/confirm", views.item_confirm, name="item-confirm"),
    path(f"{ITEM}/undo", views.item_undo, name="item-undo"),
    path(f"{ITEM}/breach", views.item_breach, name="item-breach"),
    path(f"{ITEM}/retire", views.item_retire, name="item-retire"),
    path(f"{ITEM}/ask", views.reveal_ask, name="reveal-ask"),
    path(f"{ITEM}/emergency", views.reveal_emergency, name="reveal-emergency"),
    path(f"{REVEAL}/", views.reveal_detail, name="reveal-detail"),
    path(f"{REVEAL}/approve", views.reveal_approve, name="reveal-approve"),
    path(f"{REVEAL}/refuse", views.reveal_refuse, name="reveal-refuse"),
    path(f"{REVEAL}/back", views.reveal_back, name="reveal-back"),
    path(f"{REVEAL}/withdraw", views.reveal_withdraw, name="reveal-withdraw"),
    path(f"{REVEAL}/open", views.reveal_open, name="reveal-open"),
    path(f"{REVEAL}/show", views.reveal_show, name="reveal-show"),
    path(f"{REVEAL}/end", views.reveal_end, name="reveal-end"),
    path(f"{REVEAL}/account", views.reveal_account, name="reveal-account"),
    path("credentials/showings/<uuid:showing_id>", views.showing_detail, name="showing-detail"),
]
