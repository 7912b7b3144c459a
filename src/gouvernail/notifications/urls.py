"""Addresses of notifications."""

from django.urls import path

from gouvernail.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notification_list, name="notification-list"),
    path("notifications/bell", views.bell, name="bell"),
    path("notifications/read", views.notification_read_all, name="notification-read-all"),
    path("notifications/preference", views.preference_set, name="preference-set"),
    path(
        "notifications/<uuid:notification_id>/", views.notification_open, name="notification-open"
    ),
]
