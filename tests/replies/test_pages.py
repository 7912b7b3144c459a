"""The library as pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.models import Request
from gouvernail.foundation.clock import now
from gouvernail.people.models import Absence, Person, Role, Unit
from gouvernail.replies.actions import submit_version
from gouvernail.replies.errors import ReplyBlockedError
from gouvernail.replies.models import Reply
from tests.make.people import make_grant, make_person
from tests.make.replies import make_colleague, make_in_use, make_reply

TYPED = {
    "title_en": "Late delivery",
    "short_en": "Hello {first_name}, we will see where {parcel} is.",
    "topics": "Parcels, Deliveries",
    "networks": ["bluesky", "linkedin"],
}


@pytest.fixture
def writing(client: Client, hugo: Person) -> Client:
    client.force_login(hugo)
    return client


def test_a_reply_is_written_submitted_and_approved_on_pages(
    writing: Client, client: Client, energy: Unit
) -> None:
    page = writing.post(reverse("replies:reply-create"), TYPED | {"unit": energy.pk})
    reply = Reply.objects.get()
    detail = reverse("replies:reply-detail", args=[reply.pk])
    assert page["Location"] == detail
    assert (reply.topics, reply.versions.get().networks) == (
        ["Parcels", "Deliveries"],
        ["bluesky", "linkedin"],
    )
    writing.post(reverse("replies:reply-submit", args=[reply.pk]))
    request = Request.objects.get()

    client.force_login(make_colleague(energy))
    review = client.get(reverse("replies:reply-review", args=[request.pk]))
    assert "we will see where [parcel] is" in review.text
    address = reverse("replies:reply-decide", args=[request.pk])
    client.post(address, {"verdict": "approve", "digest": request.digest})

    reply.refresh_from_db()
    assert reply.current is not None
    assert "we will see where" in client.get(detail).text


def test_a_fault_is_said_at_its_field_and_what_was_typed_is_kept(
    writing: Client, energy: Unit
) -> None:
    typed = TYPED | {"unit": energy.pk, "short_en": "Hello {first name}"}

    page = writing.post(reverse("replies:reply-create"), typed)

    assert page.status_code == 422
    assert "is not a name to fill" in page.text
    assert "Hello {first name}" in page.text


def test_what_is_typed_shows_as_it_will_be_read_with_its_length(writing: Client) -> None:
    typed = {"short_en": "Hello {first_name}, " + "x" * 290, "networks": ["bluesky"]}

    page = writing.post(reverse("replies:reply-preview"), typed)

    assert "Hello Bruno" in page.text
    assert "303/300" in page.text
    assert "too long" in page.text


def test_the_list_is_narrowed_as_the_address_says(
    writing: Client, hugo: Person, energy: Unit
) -> None:
    make_in_use(by=hugo, unit=energy, title_en="Late delivery")
    make_reply(by=hugo, unit=energy, title_en="Refund", theme="delicate", asked_en="money")

    def shown(**query: str) -> set[str]:
        page = writing.get(reverse("replies:reply-list"), query)
        return {title for title in ("Late delivery", "Refund") if f">{title}</a>" in page.text}

    assert shown() == {"Late delivery", "Refund"}
    assert shown(state="in_use") == {"Late delivery"}
    assert shown(state="draft") == {"Refund"}
    assert shown(theme="delicate") == {"Refund"}
    assert shown(q="parcel") == {"Late delivery"}
    assert shown(q="money refund") == {"Refund"}
    assert shown(state="retired") == set()


def test_a_file_is_taken_and_each_line_that_is_not_says_why(writing: Client, energy: Unit) -> None:
    table = SimpleUploadedFile("replies.csv", b"title_en,short_en\nLate,Hello\nBad,{\n")

    page = writing.post(
        reverse("replies:reply-import"),
        {"what": "file", "file-unit": energy.pk, "file-file": table},
    )

    assert Reply.objects.count() == 1
    assert "Line 3" in page.text
    broken = SimpleUploadedFile("replies.csv", b"a,b\n1,2\n")
    page = writing.post(
        reverse("replies:reply-import"),
        {"what": "file", "file-unit": energy.pk, "file-file": broken},
    )
    assert page.status_code == 422
    assert "These columns are needed" in page.text


def test_what_is_to_review_is_listed_and_said_still_good(
    writing: Client, hugo: Person, energy: Unit
) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    reply.versions.update(review_on=now().date() - timedelta(days=1))
    reviews = reverse("replies:reply-reviews")

    assert "Late delivery" in writing.get(reviews).text
    assert "Is this reply still good?" in writing.get(reverse("web:today")).text
    confirm = reverse("replies:reply-confirm", args=[reply.pk])
    assert writing.post(confirm, {"back": "reviews"})["Location"] == reviews

    assert "Nothing to review" in writing.get(reviews).text


def test_versions_are_read_side_by_side(writing: Client, hugo: Person, energy: Unit) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    edit = reverse("replies:reply-edit", args=[reply.pk])
    typed = {"title_en": "Late delivery", "short_en": "Hello {first_name}, sorry. {signature}"}

    writing.post(edit, typed)
    page = writing.get(reverse("replies:version-compare", args=[reply.pk, 2]))

    assert "<ins>" in page.text
    assert "<del>" in page.text
    missing = writing.get(reverse("replies:version-compare", args=[reply.pk, 3]))
    assert missing.status_code == 404


def test_a_message_tried_shows_the_reply_and_the_words_that_brought_it(
    writing: Client, hugo: Person, energy: Unit
) -> None:
    make_in_use(by=hugo, unit=energy)
    asked = {"message": "my parcel is lost", "lang": "en", "unit": str(energy.pk)}

    page = writing.post(reverse("replies:reply-find"), asked)

    assert "Late delivery" in page.text
    assert "parcel" in page.text
    nothing = writing.post(reverse("replies:reply-find"), asked | {"message": "zzqx"})
    assert "No reply is like this message" in nothing.text


def test_replies_are_tried_for_units_whose_content_one_reads_and_for_no_other(
    client: Client, ines: Person, karim: Person, energy: Unit, care: Unit
) -> None:
    make_in_use(by=karim, unit=energy)
    make_grant(person=ines, unit=energy, role=Role.SECURITY)  # sees the unit, not what it writes
    client.force_login(ines)
    asked = {"message": "my parcel is lost", "lang": "en", "unit": str(energy.pk)}

    page = client.post(reverse("replies:reply-find"), asked)
    told = client.get(reverse("replies:reply-find"), asked)

    assert page.status_code == 422
    assert "Late delivery" not in page.text
    assert [value for value, _label in page.context["form"].fields["unit"].choices] == [
        str(care.pk)
    ]
    assert told.context["rows"] is None


def test_somebody_who_decides_is_told_and_finds_it_on_today(
    client: Client, hugo: Person, energy: Unit
) -> None:
    colleague = make_colleague(energy)
    submit_version(make_reply(by=hugo, unit=energy).pk, by=hugo, at=now())
    client.force_login(colleague)

    assert "Reply: Late delivery" in client.get(reverse("web:today")).text


def test_a_colleague_who_was_faster_loses_nobody_what_they_typed(
    writing: Client, hugo: Person, energy: Unit
) -> None:
    reply = make_reply(by=hugo, unit=energy, when_en="After two days")
    edit = reverse("replies:reply-edit", args=[reply.pk])
    form = writing.get(edit).context["form"]
    opened = {one.name: one.value() for one in form if one.value() is not None}
    writing.post(edit, opened | {"when_en": "After three days", "networks": ["x"]})

    page = writing.post(edit, opened | {"check_en": "Is it a strike day?"})

    assert page.status_code == 409
    assert "Is it a strike day?" in page.text
    assert ("When to use it, in English", "After three days") in page.context["beside"]
    assert ("Networks", "X") in page.context["beside"]
    again = {one.name: one.value() for one in page.context["form"] if one.value() is not None}
    assert writing.post(edit, again)["Location"] == reverse("replies:reply-detail", args=[reply.pk])
    reply.refresh_from_db()
    assert (reply.when_en, reply.check_en) == ("After two days", "Is it a strike day?")


@pytest.mark.parametrize("day", ["2027-02-30", "tomorrow", "2020-01-01"])
def test_a_day_of_review_that_is_not_one_is_said_and_moves_nothing(
    writing: Client, hugo: Person, energy: Unit, day: str
) -> None:
    reply = make_in_use(by=hugo, unit=energy)
    before = reply.versions.get().review_on

    page = writing.post(
        reverse("replies:reply-confirm", args=[reply.pk]), {"review_on": day}, follow=True
    )

    assert "Still good:" not in page.text
    assert 'class="g-toast is-stop' in page.text or "is-stop" in page.text
    assert reply.versions.get().review_on == before


def test_a_file_too_heavy_is_refused_before_it_is_read(
    writing: Client, energy: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.replies.forms.MOST_BYTES", 10)
    monkeypatch.setattr("gouvernail.replies.views.writing.read_lines", None)
    table = SimpleUploadedFile("replies.csv", b"title_en,short_en\nLate,Hello\n")

    page = writing.post(
        reverse("replies:reply-import"),
        {"what": "file", "file-unit": energy.pk, "file-file": table},
    )

    assert page.status_code == 422
    assert "too heavy" in page.text


def test_whoever_stands_in_decides_and_is_led_where_they_may_go(
    writing: Client, client: Client, hugo: Person, energy: Unit, care: Unit
) -> None:
    keeper = make_colleague(energy)
    stand_in = make_person(name="Stand in", home_unit=care)
    submit_version(make_reply(by=hugo, unit=energy).pk, by=hugo, at=now())
    request = Request.objects.get()
    later = now() + timedelta(days=5)
    Absence.objects.create(person=keeper, delegate=stand_in, starts_at=now(), ends_at=later)
    detail = writing.get(reverse("replies:reply-detail", args=[Reply.objects.get().pk]))
    assert stand_in in detail.context["page"].awaited

    client.force_login(stand_in)
    sent = {"verdict": "approve", "digest": request.digest}
    page = client.post(reverse("replies:reply-decide", args=[request.pk]), sent)

    assert page["Location"] == reverse("web:today")
    assert Reply.objects.get().current is not None


def test_words_that_the_rules_have_come_to_forbid_say_so_on_their_review(
    client: Client, hugo: Person, energy: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_version(make_reply(by=hugo, unit=energy).pk, by=hugo, at=now())
    request = Request.objects.get()
    client.force_login(make_colleague(energy))

    def refuse(*_args: object, **_facts: object) -> None:
        raise ReplyBlockedError({"short_en": "No promise of a date."})

    monkeypatch.setattr("gouvernail.replies.actions.deciding.allowed", refuse)
    sent = {"verdict": "approve", "digest": request.digest}
    page = client.post(reverse("replies:reply-decide", args=[request.pk]), sent, follow=True)

    assert page.redirect_chain[-1][0] == reverse("replies:reply-review", args=[request.pk])
    assert "No promise of a date." in page.text
