"""Addresses of deliveries, hand-offs and the freeze."""

from django.urls import path

from gouvernail.publishing import views

app_name = "publishing"
urlpatterns = [
    path("deliveries/", views.delivery_list, name="delivery-list"),
    path("deliveries/<uuid:delivery_id>/", views.delivery_detail, name="delivery-detail"),
    path("deliveries/<uuid:delivery_id>/resolve", views.delivery_resolve, name="delivery-resolve"),
    path("deliveries/<uuid:delivery_id>/send", views.delivery_send, name="delivery-send"),
    path(
        "deliveries/<uuid:delivery_id>/withdraw", views.delivery_withdraw, name="delivery-withdraw"
    ),
    path("deliveries/<uuid:delivery_id>/stop", views.delivery_stop, name="delivery-stop"),
    path(
        "withdrawals/<uuid:withdrawal_id>/confirm",
        views.withdrawal_confirm,
        name="withdrawal-confirm",
    ),
    path("withdrawals/<uuid:withdrawal_id>/drop", views.withdrawal_drop, name="withdrawal-drop"),
    path("hand-off/<uuid:delivery_id>/", views.hand_off, name="hand-off"),
    path("hand-off/<uuid:delivery_id>/qr.svg", views.hand_off_qr, name="hand-off-qr"),
    path("hand-off/<uuid:delivery_id>/posted", views.hand_off_posted, name="hand-off-posted"),
    path("hand-off/<uuid:delivery_id>/link", views.hand_off_link, name="hand-off-link"),
    path("freeze/", views.freeze, name="freeze"),
    path("freeze/control", views.freeze_control, name="freeze-control"),
    path("freeze/engage", views.freeze_engage, name="freeze-engage"),
    path("freeze/<uuid:freeze_id>/lift", views.freeze_lift, name="freeze-lift"),
    path("freeze/<uuid:freeze_id>/confirm", views.freeze_confirm, name="freeze-confirm"),
    path("freeze/<uuid:freeze_id>/take-back", views.freeze_take_back, name="freeze-take-back"),
    path("freeze/<uuid:freeze_id>/decline", views.freeze_decline, name="freeze-decline"),
]
