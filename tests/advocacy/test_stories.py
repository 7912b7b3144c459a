"""Stories: a second person approves, an edit voids it, who speaks is counted, trust is earned."""

from datetime import datetime, timedelta

import pytest

from gouvernail.advocacy.actions import (
    KitFacts,
    NewShare,
    answer_idea,
    approve_kit,
    approve_words,
    begin_story,
    declare_share,
    edit_programme,
    propose_words,
    put_wording,
    refuse_words,
    remove_share,
    return_kit,
    submit_kit,
    suggest,
    take_words_back,
    write_kit,
)
from gouvernail.advocacy.errors import (
    AdvocacyInvalidError,
    AdvocacyNotFoundError,
    AdvocacyStateError,
    KitChangedError,
    NotForYouError,
)
from gouvernail.advocacy.models import Kit, Membership, OwnWords, Programme
from gouvernail.advocacy.permissions import visible_kit
from gouvernail.advocacy.queries import checked, figures_by_network, figures_of, kit_lines
from gouvernail.advocacy.queries.checking import usable_pictures
from gouvernail.advocacy.queries.disclosing import composed, fits_on, says
from gouvernail.advocacy.queries.reading import story_of
from gouvernail.brand.models.assets import LibraryItem, LibraryVersion
from gouvernail.people.models import Person
from gouvernail.policies.errors import SecondPersonNeededError
from tests.make.advocacy import WORDS, make_kit, make_member, programme_facts
from tests.make.people import make_grant, make_person

DAY = timedelta(days=1)


def test_a_second_person_approves_and_an_edit_voids_it(
    programme: Programme, membership: Membership, karim: Person, claire: Person, nina: Person,
    hugo: Person, noon: datetime,
) -> None:  # fmt: skip
    kit = make_kit(programme, by=karim)
    with pytest.raises(AdvocacyNotFoundError):
        visible_kit(kit.pk, viewer=nina)
    kit = submit_kit(kit.pk, by=karim, at=noon)
    with pytest.raises(SecondPersonNeededError):
        approve_kit(kit.pk, digest=kit.digest, by=karim, at=noon)
    with pytest.raises(KitChangedError):
        approve_kit(kit.pk, digest="0" * 64, by=claire, at=noon)
    with pytest.raises(AdvocacyNotFoundError):
        approve_kit(kit.pk, digest=kit.digest, by=hugo, at=noon)

    kit = approve_kit(kit.pk, digest=kit.digest, by=claire, at=noon)

    assert (kit.status, visible_kit(kit.pk, viewer=nina)) == ("open", kit)
    put_wording(kit.pk, language="en", network="x", text="It opens.", by=claire, at=noon)
    kit.refresh_from_db()
    assert (kit.status, kit.approved_by, kit.digest) == ("draft", None, "")
    with pytest.raises(AdvocacyNotFoundError):
        visible_kit(kit.pk, viewer=nina)
    kit = submit_kit(kit.pk, by=karim, at=noon)
    with pytest.raises(SecondPersonNeededError):
        approve_kit(kit.pk, digest=kit.digest, by=claire, at=noon)  # a hand in it by now
    kit = return_kit(kit.pk, reason="Trop long.", by=claire, at=noon)
    assert (kit.status, kit.returned) == ("draft", "Trop long.")


def test_other_words_of_who_speaks_void_approvals_too(
    programme: Programme, kit: Kit, karim: Person, noon: datetime
) -> None:
    edit_programme(programme.pk, facts=programme_facts(disclosure="#Nordet"), by=karim, at=noon)

    kit.refresh_from_db()
    assert kit.status == "draft"


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [("Bravo #JeTravailleChezNordet !", "#JeTravailleChezNordet", True),
     ("Bravo #jetravailleCHEZnordet", "#JeTravailleChezNordet", True),
     ("#JeTravailleChezNordetEnergie", "#JeTravailleChezNordet", False),
     ("Mes  propos\nsont les miens.", "mes propos sont les miens", True),
     ("Bravo", "#JeTravailleChezNordet", False)],
)  # fmt: skip
def test_who_speaks_is_found_whole_whatever_its_case(text: str, words: str, held: bool) -> None:  # noqa: FBT001
    assert says(text, words) is held


def test_who_speaks_and_the_link_are_added_once_and_counted(
    programme: Programme, kit: Kit, noon: datetime
) -> None:
    full = composed("Venez.", kit=kit, language="en")
    assert full == "Venez.\n\n#IWorkAtNordet\n\nhttps://nordet.example/station"
    assert composed(full, kit=kit, language="fr") == full

    alone = "a" * 270  # fits on X alone; not with who speaks and the link
    found = checked(alone, kit=kit, network="x", language="fr", at=noon)
    # 270, two empty lines, 22 of who speaks, 30 of a link whose ending X does not know
    assert (found.fits, found.adds_who, found.left) == (False, True, -46)
    assert "bluesky" not in fits_on(found.full)
    assert "mastodon" in fits_on(found.full)


def test_a_wording_too_long_once_disclosed_is_refused_at_its_field(
    programme: Programme, kit: Kit, karim: Person, noon: datetime
) -> None:
    with pytest.raises(AdvocacyInvalidError) as refused:
        put_wording(kit.pk, language="fr", network="x", text="a" * 270, by=karim, at=noon)

    assert set(refused.value.fields) == {"text"}
    kit.refresh_from_db()
    assert kit.status == "open"


def test_a_picture_whose_rights_end_first_does_not_go_with_it(
    programme: Programme, karim: Person, noon: datetime
) -> None:
    item = LibraryItem.objects.create(
        kind="picture", unit=programme.unit, title="La station", status="approved", keeper=karim,
        rights_until=noon.date() + DAY, added_by=karim, added_at=noon, changed_at=noon,
    )  # fmt: skip
    facts = KitFacts(
        title="Station", opens_on=noon.date(), ends_on=noon.date() + 9 * DAY, pictures=[item.pk]
    )

    with pytest.raises(AdvocacyInvalidError) as refused:
        write_kit(programme.pk, facts=facts, by=karim, at=noon)

    assert "La station" in refused.value.fields["pictures"]


def test_own_words_are_read_until_five_stories_were_clean_and_again_after_a_rule(
    programme: Programme, membership: Membership, nina: Person, claire: Person, karim: Person,
    noon: datetime,
) -> None:  # fmt: skip
    kits = [make_kit(programme, by=karim, second=claire) for _number in range(5)]

    def propose(number: int) -> object:
        return propose_words(
            kits[number % 5].pk, language="fr", network="x", text=f"Venez, version {number}.",
            by=nina, at=noon,
        )  # fmt: skip

    for number in range(5):
        words = propose(number)
        assert words.status == "waiting"  # type: ignore[attr-defined]
        approve_words(words.pk, digest=words.digest, by=claire, at=noon)  # type: ignore[attr-defined]
    assert nina.notifications.filter(kind="ambassadors.trusted").count() == 1
    trusted = propose(6)
    assert (trusted.status, trusted.by_trust) == ("approved", True)  # type: ignore[attr-defined]

    refuse_words(trusted.pk, cause="rule", reason="Sans chiffre.", by=karim, at=noon)  # type: ignore[attr-defined]

    membership.refresh_from_db()
    assert membership.clean_count == 0
    assert nina.notifications.filter(kind="ambassadors.trust_lost").count() == 1
    assert propose(7).status == "waiting"  # type: ignore[attr-defined]


def test_nobody_approves_their_own_words_or_without_a_right(
    programme: Programme, kit: Kit, karim: Person, nina: Person, hugo: Person, noon: datetime
) -> None:
    make_member(programme, karim)
    words = propose_words(kit.pk, language="fr", network="x", text="Venez.", by=karim, at=noon)

    with pytest.raises(NotForYouError):
        approve_words(words.pk, digest=words.digest, by=karim, at=noon)
    with pytest.raises(AdvocacyNotFoundError):
        approve_words(words.pk, digest=words.digest, by=hugo, at=noon)


def test_a_figure_of_fewer_than_five_people_is_not_told(
    programme: Programme, kit: Kit, nina: Person, noon: datetime
) -> None:
    people = [nina]
    for number in range(4):
        person = make_person(name=f"Ambassador {number}", home_unit=programme.unit)
        make_grant(person=person, unit=programme.unit, role="employee")
        people.append(person)
    new = NewShare(network="x", shared_on=noon.date(), text="Venez ! #JeTravailleChezNordet")
    for person in people[:4]:
        make_member(programme, person)
        declare_share(kit.pk, new=new, by=person, at=noon)
        declare_share(kit.pk, new=new, by=person, at=noon)

    assert figures_of([kit])[str(kit.pk)].shares is None
    assert "<5" in next(kit_lines(programme))
    make_member(programme, people[4])
    last = declare_share(kit.pk, new=new, by=people[4], at=noon)
    figure = figures_of([kit])[str(kit.pk)]
    assert (figure.shares, figure.disclosed) == (9, 9)
    remove_share(last.pk, by=people[4], at=noon)
    assert figures_of([kit])[str(kit.pk)].shares is None


def test_a_post_is_known_by_the_link_of_its_story_or_by_its_words(
    programme: Programme, kit: Kit
) -> None:
    kits = [Kit.objects.prefetch_related("wordings").get(pk=kit.pk)]

    assert story_of("Samedi : nordet.example/station", kits, []) == kit
    assert story_of("Samedi : https://NORDET.example/station/?utm_source=x", kits, []) == kit
    for other in (
        "https://nordet.example/station-2",
        "https://autre.example/nordet.example/station",
        "https://pas-nordet.example/station",
        "https://nordet.example/",
    ):
        assert story_of(f"Samedi : {other}", kits, []) is None
    assert story_of(WORDS.upper() + " #JeTravailleChezNordet", kits, []) == kit
    assert story_of("Belle balade à vélo dimanche avec les enfants.", kits, []) is None


def test_a_suggestion_is_answered_and_may_become_a_story(
    programme: Programme, nina: Person, karim: Person, noon: datetime
) -> None:
    idea = suggest(programme.pk, kind="story", text="Montrer l’atelier.", by=nina, at=noon)
    assert karim.notifications.filter(kind="ambassadors.idea").count() == 1
    with pytest.raises(AdvocacyInvalidError):
        answer_idea(idea.pk, status="declined", reason=" ", by=karim, at=noon)
    with pytest.raises(AdvocacyStateError):
        begin_story(idea.pk, by=karim, at=noon)

    answer_idea(idea.pk, status="kept", reason="Bonne idée.", by=karim, at=noon)

    assert nina.notifications.filter(kind="ambassadors.idea_answered").count() == 1
    kit = begin_story(idea.pk, by=karim, at=noon)
    assert (kit.title, kit.status) == ("Montrer l’atelier.", "draft")
    assert begin_story(idea.pk, by=karim, at=noon) == kit


def test_a_share_is_told_once_and_its_words_are_not_kept(
    kit: Kit, membership: Membership, nina: Person, noon: datetime
) -> None:
    url = "https://x.com/nina/status/12"
    told = NewShare(network="x", shared_on=noon.date(), url=url, text="Venez !")

    first = declare_share(kit.pk, new=told, by=nina, at=noon)
    again = declare_share(kit.pk, new=told, by=nina, at=noon)

    assert (first.disclosure, again.pk) == ("missing", first.pk)
    for wrong, field in (
        (NewShare(network="x", shared_on=noon.date() + DAY), "shared_on"),
        (NewShare(network="x", shared_on=noon.date(), url="javascript:1"), "url"),
        (NewShare(network="linkedin", shared_on=noon.date(), url=url), "url"),
    ):
        with pytest.raises(AdvocacyInvalidError) as refused:
            declare_share(kit.pk, new=wrong, by=nina, at=noon)
        assert set(refused.value.fields) == {field}


def test_the_same_words_earn_trust_once(
    kit: Kit, membership: Membership, nina: Person, claire: Person, noon: datetime
) -> None:
    for _time in range(2):
        words = propose_words(
            kit.pk, language="fr", network="x", text="Venez donc.", by=nina, at=noon
        )
        approve_words(words.pk, digest=words.digest, by=claire, at=noon)
        take_words_back(words.pk, by=nina, at=noon)
        words.refresh_from_db()
        assert words.text == ""

    membership.refresh_from_db()
    assert membership.clean_count == 1


def test_a_single_hidden_row_is_not_told_by_the_others(
    programme: Programme, kit: Kit, karim: Person, claire: Person, noon: datetime
) -> None:
    kits = [kit] + [
        make_kit(programme, by=karim, second=claire, title=title) for title in ("Deux", "Trois")
    ]
    for number in range(7):
        person = make_person(name=f"Ambassador {number}", home_unit=programme.unit)
        make_grant(person=person, unit=programme.unit, role="employee")
        make_member(programme, person)
        for place, network, most in ((0, "x", 7), (1, "bluesky", 6), (2, "mastodon", 1)):
            if number in range(most):
                new = NewShare(network=network, shared_on=noon.date())
                declare_share(kits[place].pk, new=new, by=person, at=noon)

    by_kit = figures_of(kits)
    assert [by_kit[str(one.pk)].shares for one in kits] == [7, None, None]
    assert figures_of([kits[1]])[str(kits[1].pk)].shares is None  # alone on its page
    networks = {name: figure.shares for name, figure in figures_by_network(programme)}
    assert networks == {"x": 7, "bluesky": None, "mastodon": None}


def test_a_story_told_twice_in_other_words_counts_once_and_again_after_a_rule(
    kit: Kit, membership: Membership, nina: Person, claire: Person, karim: Person, noon: datetime
) -> None:
    def approved(text: str, at: datetime) -> OwnWords:
        words = propose_words(kit.pk, language="fr", network="x", text=text, by=nina, at=at)
        return approve_words(words.pk, digest=words.digest, by=claire, at=at)

    approved("Venez samedi voir la station.", noon)
    approved("Venez samedi voir la station !", noon)
    membership.refresh_from_db()
    assert membership.clean_count == 1
    words = propose_words(kit.pk, language="fr", network="x", text="100 %.", by=nina, at=noon)
    refuse_words(words.pk, cause="rule", reason="Sans chiffre.", by=karim, at=noon)

    approved("Samedi, la station ouvre.", noon + timedelta(hours=1))

    membership.refresh_from_db()
    assert membership.clean_count == 1


def test_an_approval_is_of_the_bytes_of_a_picture(
    programme: Programme, karim: Person, claire: Person, noon: datetime
) -> None:
    item = LibraryItem.objects.create(
        kind="picture", unit=programme.unit, title="La station", status="approved", keeper=karim,
        added_by=karim, added_at=noon, changed_at=noon,
    )  # fmt: skip
    first = LibraryVersion.objects.create(
        item=item, number=1, sha256="a" * 64, added_by=karim, added_at=noon, approved_by=karim,
        approved_at=noon,
    )  # fmt: skip
    kit = make_kit(programme, by=karim, pictures=(item.pk,))
    shown = submit_kit(kit.pk, by=karim, at=noon).digest
    LibraryVersion.objects.filter(pk=first.pk).update(replaced_at=noon)
    newer = LibraryVersion.objects.create(
        item=item, number=2, sha256="b" * 64, added_by=karim, added_at=noon, approved_by=karim,
        approved_at=noon + DAY,
    )  # fmt: skip

    with pytest.raises(KitChangedError, match="return it to its author"):
        approve_kit(kit.pk, digest=shown, by=claire, at=noon + DAY)

    newer.delete()
    LibraryVersion.objects.filter(pk=first.pk).update(replaced_at=None)
    kit = approve_kit(kit.pk, digest=shown, by=claire, at=noon)
    assert usable_pictures(kit, today=noon.date()) == [first]
    LibraryVersion.objects.filter(pk=first.pk).update(approved_at=noon + DAY)
    assert usable_pictures(kit, today=noon.date()) == []
