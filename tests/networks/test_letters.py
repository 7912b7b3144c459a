"""Notifications by mail become what was heard; what is no notification is said not understood."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.networks.contract.heard import What
from gouvernail.networks.letters import MAX_BYTES, Letter, NotUnderstood, read
from tests.networks.conftest import NOON

FACEBOOK = "Facebook <notification@facebookmail.com>"
INSTAGRAM = "Instagram <no-reply@mail.instagram.com>"
LINKEDIN = "LinkedIn <notifications-noreply@linkedin.com>"
X = "X <notify@x.com>"


def mail(sender: str, subject: str, text: str, html: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"], message["Message-ID"] = "Tue, 17 Nov 2026 09:00:00 +0100", "<m1@x>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def understood(data: bytes, receiver: str = "") -> Letter:
    letter = read(data, at=NOON, receiver=receiver)
    assert isinstance(letter, Letter), letter
    return letter


@pytest.mark.parametrize(
    ("sender", "subject", "network", "act", "who"),
    [
        (FACEBOOK, "Ana Bo a commenté votre publication.", "facebook", "comment", "Ana Bo"),
        (FACEBOOK, "Ana Bo commented on your post", "facebook", "comment", "Ana Bo"),
        (FACEBOOK, "Ana Bo vous a mentionné dans un commentaire", "facebook", "mention", "Ana Bo"),
        (FACEBOOK, "Nouveau message de Ana Bo", "facebook", "message", "Ana Bo"),
        (FACEBOOK, "Ana Bo recommande Alizé", "facebook", "review", "Ana Bo"),
        (INSTAGRAM, "ana.bo mentioned you in a comment", "instagram", "mention", "ana.bo"),
        (INSTAGRAM, "ana.bo a commenté votre photo", "instagram", "comment", "ana.bo"),
        (LINKEDIN, "Ana Bo commented on Alizé’s post", "linkedin", "comment", "Ana Bo"),
        (LINKEDIN, "Ana Bo a partagé votre post", "linkedin", "share", "Ana Bo"),
        (X, "Ana (@anabo) replied to your post", "x", "reply", "Ana"),
        (X, "TR: Ana (@anabo) vous a mentionné", "x", "mention", "Ana"),
    ],
)
def test_subjects_of_four_networks_in_two_languages_are_understood(
    sender: str, subject: str, network: str, act: str, who: str
) -> None:
    letter = understood(mail(sender, subject, "Le vent est trop fort !"))

    assert (letter.heard.network, letter.act, letter.heard.author_name) == (network, act, who)
    assert letter.heard.text == "Le vent est trop fort !"
    assert letter.private == (act == "message")
    assert letter.heard.posted_at == datetime(2026, 11, 17, 8, 0, tzinfo=UTC)


def test_the_words_are_those_between_the_greeting_and_the_buttons() -> None:
    html = (
        "<html><body><style>p{}</style><p>Ana Bo commented on your post</p>"
        "<p>« C’est une honte, <b>remboursez</b> ! »</p><p>See comment</p>"
        '<a href="https://www.facebook.com/alize/posts/5?comment_id=9">See comment</a>'
        "<p>This message was sent to alize@example.org</p></body></html>"
    )
    letter = understood(mail(FACEBOOK, "Ana Bo commented on your post", "", html))

    assert letter.heard.text == "C’est une honte, remboursez !"
    assert letter.heard.url == "https://www.facebook.com/alize/posts/5?comment_id=9"
    assert letter.heard.remote_id == letter.heard.url
    assert letter.heard.what is What.REPLY


def test_a_link_to_another_site_is_never_the_address_of_the_post() -> None:
    text = "Remboursez ! https://facebook.com.evil.example/p/1 https://evil.example/facebook.com/"

    letter = understood(mail(FACEBOOK, "Ana Bo commented on your post", text))

    assert (letter.heard.url, letter.heard.remote_id) == ("", "mail:m1@x")


def test_a_notification_attached_whole_to_a_forward_is_read() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "com@alize.example", "TR: notification"
    outer.set_content("Voir ci-joint")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = X, "Ana (@anabo) a répondu à votre post"
    inner.set_content("Merci !")
    outer.add_attachment(inner)

    letter = understood(outer.as_bytes())

    assert (letter.heard.text, letter.heard.author_handle) == ("Merci !", "anabo")


def test_a_forwarder_that_signs_for_itself_is_seen_through_by_the_headers_of_the_list() -> None:
    own = "Alizé <relais@alize.example>"
    subject = "Ana Bo commented on your post"
    listed = {"List_Unsubscribe": "<https://www.facebook.com/o.php?k=1>"}
    mixed = {"List_Unsubscribe": "<https://www.facebook.com/>, <https://evil.example/>"}

    assert understood(mail(own, subject, "Merci !", **listed)).heard.network == "facebook"
    assert read(mail(own, subject, "Merci !", **mixed), at=NOON) == NotUnderstood(
        "unknown_sender", subject
    )


def test_only_the_word_of_our_own_server_vouches_for_a_sender() -> None:
    subject = "Ana Bo commented on your post"
    good = "mx.alize.example; dkim=pass header.d=facebookmail.com; spf=pass"

    def vouched(said: str, receiver: str = "mx.alize.example") -> bool:
        data = mail(FACEBOOK, subject, "Merci !", Authentication_Results=said)
        return understood(data, receiver).vouched

    assert vouched(good)
    assert not vouched(good, receiver="")
    assert not vouched(good.replace("mx.alize", "mx.evil"))
    assert not vouched(good.replace("pass header", "fail header"))
    assert not vouched(good.replace("facebookmail.com", "facebookmail.com.evil.example"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (mail("ana@example.org", "Bonjour", "Bonjour"), "unknown_sender"),
        (mail("f@facebookmail.com.evil.example", "A commented on b", "x"), "unknown_sender"),
        (mail(FACEBOOK, "Votre rapport hebdomadaire", "Bravo"), "unknown_subject"),
        (mail(FACEBOOK, "Ana Bo commented on your post", " "), "no_text"),
        (b"x" * (MAX_BYTES + 1), "too_long"),
        (b"", "unknown_sender"),
    ],
)
def test_what_is_no_notification_says_why(data: bytes, reason: str) -> None:
    answer = read(data, at=NOON)

    assert isinstance(answer, NotUnderstood)
    assert answer.reason == reason


PIECES = st.sampled_from(
    [
        b"From: notification@facebookmail.com\r\n",
        b"Subject: Ana commented on your post\r\n",
        b"Subject: =?utf-8?b?////?=\r\n",
        b"Subject: =?nonsense?q?a?=\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/html; charset=nonsense\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Date: Tue, 99 Nov 99999\r\n",
        b"\r\n--a\r\n",
        b"\r\n",
        b"<p>words \xff\x00</p>",
        b"\xc3\x28 \xf0\x9f",
    ]
)


@given(st.lists(PIECES | st.binary(max_size=20), max_size=15).map(b"".join))
@settings(max_examples=150, deadline=None)
def test_no_mail_makes_the_reader_raise(data: bytes) -> None:
    assert isinstance(read(data, at=NOON), Letter | NotUnderstood)
