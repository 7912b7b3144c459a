"""The pages: everything works without a script, nothing typed is lost, lists cost the same."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.advocacy.actions import suggest
from gouvernail.advocacy.models import Kit, Membership, OwnWords, PersonalAccount, Programme, Share
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from tests.make.advocacy import make_kit

pytestmark = pytest.mark.django_db


@pytest.fixture
def kit(programme: Programme, karim: Person, claire: Person) -> Kit:
    """Return a story offered from today on, whatever today is."""
    return make_kit(programme, by=karim, second=claire, at=clock.now())


def test_a_story_is_copied_and_posted_without_any_script(
    client: Client, kit: Kit, membership: Membership, nina: Person
) -> None:
    client.force_login(nina)

    page = client.get(reverse("advocacy:kit-detail", args=[kit.pk])).content.decode()

    assert "readonly" in page
    assert "#JeTravailleChezNordet" in page
    assert "https://x.com/intent/post?text=Notre%20nouvelle" in page
    assert "%23JeTravailleChezNordet" in page
    assert "bsky.app/intent/compose" in page


def test_what_is_typed_is_judged_live_and_kept_when_it_is_too_long(
    client: Client, kit: Kit, membership: Membership, nina: Person
) -> None:
    client.force_login(nina)
    typed = {"network": "x", "language": "fr", "text": "Venez ! " * 40}

    live = client.post(reverse("advocacy:words-live", args=[kit.pk]), typed)
    refused = client.post(reverse("advocacy:words-create", args=[kit.pk]), typed)

    assert live.status_code == 200
    assert "#JeTravailleChezNordet" in live.content.decode()
    assert refused.status_code == 422
    assert "Venez ! Venez !" in refused.content.decode()
    assert 'aria-invalid="true"' in refused.content.decode()
    assert not OwnWords.objects.exists()


def test_the_desk_shows_numbers_and_never_who(
    client: Client, programme: Programme, kit: Kit, membership: Membership, nina: Person,
    karim: Person, noon: datetime,
) -> None:  # fmt: skip
    client.force_login(nina)
    url = "https://x.com/nina/status/1"
    told = {"network": "x", "shared_on": clock.today().isoformat(), "url": url}
    assert client.post(reverse("advocacy:share-create", args=[kit.pk]), told).status_code == 302
    client.force_login(karim)

    desk = client.get(reverse("advocacy:programme-desk", args=[programme.pk])).content.decode()

    assert Share.objects.count() == 1
    assert nina.name not in desk
    assert "x.com/nina" not in desk
    for address in ("accounts/new", "withdraw"):
        assert f"/ambassadors/{programme.pk}/{address}" not in desk


def test_an_idea_is_answered_at_the_desk_or_comes_back_as_typed(
    client: Client, programme: Programme, nina: Person, karim: Person, noon: datetime
) -> None:
    idea = suggest(programme.pk, kind="story", text="L’atelier.", by=nina, at=noon)
    client.force_login(karim)
    address = reverse("advocacy:idea-answer", args=[idea.pk])

    refused = client.post(address, {"status": "declined", "reason": ""})

    assert refused.status_code == 422
    assert client.post(address, {"status": "kept", "reason": ""}).status_code == 302
    assert client.post(reverse("advocacy:idea-story", args=[idea.pk])).status_code == 302
    assert Kit.objects.get().title == "L’atelier."


def test_today_says_what_to_share_and_what_to_read(
    client: Client, programme: Programme, kit: Kit, membership: Membership, nina: Person,
    karim: Person, claire: Person,
) -> None:  # fmt: skip
    client.force_login(nina)
    assert reverse("advocacy:kit-detail", args=[kit.pk]) in client.get("/").content.decode()
    words = {"network": "x", "language": "fr", "text": "Venez."}
    client.post(reverse("advocacy:words-create", args=[kit.pk]), words)

    client.force_login(claire)

    decide = reverse("advocacy:words-decide", args=[OwnWords.objects.get().pk])
    assert decide in client.get("/").content.decode()
    assert client.get(decide).status_code == 200


def test_a_module_that_is_off_is_offered_nowhere(
    client: Client, programme: Programme, nina: Person
) -> None:
    client.force_login(nina)

    page = client.get("/").content.decode()

    assert reverse("advocacy:programme-list") not in page
    assert client.get(reverse("advocacy:programme-list")).status_code == 200


def test_a_programme_is_written_opened_and_given_a_story(
    client: Client, karim: Person, claire: Person
) -> None:
    client.force_login(karim)
    assert karim.home_unit is not None
    facts = {
        "unit": str(karim.home_unit.pk), "title": "Nos métiers", "aim": "En parler.",
        "disclosure": "#Nordet", "owner": str(karim.pk),
    }  # fmt: skip
    refused = client.post(reverse("advocacy:programme-create"), facts | {"disclosure": ""})
    assert refused.status_code == 422
    assert "En parler." in refused.content.decode()
    client.post(reverse("advocacy:programme-create"), facts)
    programme = Programme.objects.get()
    client.post(reverse("advocacy:programme-open", args=[programme.pk]))
    today = clock.today().isoformat()
    story = {"title": "La station", "opens_on": today, "ends_on": today}
    client.post(reverse("advocacy:kit-create", args=[programme.pk]), story)
    kit = Kit.objects.get()
    wording = {"language": "fr", "network": "", "text": "Elle ouvre samedi."}
    client.post(reverse("advocacy:wording-create", args=[kit.pk]), wording)
    client.post(reverse("advocacy:kit-submit", args=[kit.pk]))

    kit.refresh_from_db()
    assert kit.status == "waiting"
    client.force_login(claire)
    page = client.get(reverse("advocacy:kit-edit", args=[kit.pk])).content.decode()
    assert kit.digest in page
    sent_back = client.post(reverse("advocacy:kit-return", args=[kit.pk]), {"reason": " "})
    assert sent_back.status_code == 422


@pytest.mark.parametrize("kits", [1, 6])
def test_my_programme_costs_the_same_whatever_its_length(
    client: Client, programme: Programme, membership: Membership, nina: Person, karim: Person,
    claire: Person, kits: int, django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:  # fmt: skip
    for number in range(kits):
        make_kit(programme, by=karim, second=claire, title=f"Kit {number}", at=clock.now())
    client.force_login(nina)
    address = reverse("advocacy:programme-detail", args=[programme.pk])
    client.get(address)

    with django_assert_max_num_queries(24):  # type: ignore[operator]  # a fixture that is a function
        client.get(address)


def test_an_account_is_declared_checked_and_forgotten(
    client: Client, programme: Programme, membership: Membership, nina: Person
) -> None:
    client.force_login(nina)
    new = reverse("advocacy:account-declare", args=[programme.pk])

    refused = client.post(new, {"network": "bluesky", "address": "https://x.com/nina"})
    assert refused.status_code == 422
    assert "https://x.com/nina" in refused.content.decode()
    client.post(new, {"network": "bluesky", "address": "@nina.bsky.social"})
    account = PersonalAccount.objects.get()
    assert not account.reads
    profile = reverse("advocacy:account-profile", args=[account.pk])
    client.post(profile, {"text": "#JeTravailleChezNordet"})
    page = client.get(reverse("advocacy:account-edit", args=[account.pk]))
    assert page.status_code == 200
    client.post(reverse("advocacy:account-remove", args=[account.pk]))

    account.refresh_from_db()
    assert (account.handle, account.says_who) == ("", None)
