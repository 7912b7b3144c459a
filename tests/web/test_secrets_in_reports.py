"""What somebody types as a secret is never in an error report: every address that takes one."""

import pytest
from django.test import Client
from django.views.debug import SafeExceptionReporterFilter

ID = "01a20199-26a3-78d2-a848-1cb716aee215"
TAKING = {
    "connect an account": (f"/accounts/{ID}/connect/", "app_password"),
    "put something in the vault": (f"/credentials/accounts/{ID}/new", "value"),
    "renew a value": (f"/credentials/items/{ID}/renew", "value"),
    "choose a password when invited": ("/join/a-secret", "password"),
    "choose a password at the beginning": ("/begin/", "password"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("where", TAKING)
def test_what_is_typed_as_a_secret_is_starred_in_an_error_report(
    where: str, client: Client
) -> None:
    address, field = TAKING[where]
    response = client.post(address, {field: "canari-7f3a"})

    shown = SafeExceptionReporterFilter().get_post_parameters(response.wsgi_request)

    assert shown[field] == SafeExceptionReporterFilter.cleansed_substitute
    assert "canari-7f3a" not in str(shown)
