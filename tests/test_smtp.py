"""The mail server of the tests keeps what Django sends."""

from django.core import mail

from tests.smtp import mailbox


def test_a_message_sent_by_django_arrives_whole() -> None:
    with mailbox() as box:
        connection = mail.get_connection(
            "django.core.mail.backends.smtp.EmailBackend", host=box.host, port=box.port
        )
        sent = mail.EmailMessage(
            "À relire", "L’été…", "a@nordet.example", ["b@nordet.example"], connection=connection
        )

        sent.send()

        message = box.wait_for(1)[0]
    assert message["Subject"] == "À relire"
    assert message.get_content().strip() == "L’été…"
