"""Moderating from a conversation: done there, recorded here with its clause and public reason."""

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.inbox.actions import moderate
from gouvernail.inbox.errors import ConversationInvalidError
from gouvernail.inbox.models import Conversation
from gouvernail.inbox.queries.thread import thread_of
from gouvernail.people.models import Person
from gouvernail.policies.models import ModerationAct, ModerationReason
from gouvernail.registry.models import Account
from tests.make.inbox import make_conversation
from tests.make.policies import make_moderated
from tests.make.registry import make_account


@pytest.fixture
def insulted(claire: Person) -> Conversation:
    """Return a conversation with an insult, under an account that has rules of comments."""
    space = make_moderated(by=claire)
    account = Account.objects.get(pk=space.account_id)
    return make_conversation(account, text="Voleurs !", url="https://bsky.app/profile/b/post/3l")


def _first(conversation: Conversation) -> str:
    return str(conversation.messages.order_by("pk").values_list("pk", flat=True)[0])


def test_it_is_in_the_register_with_its_clause_and_in_the_thread(
    client: Client, insulted: Conversation, claire: Person
) -> None:
    client.force_login(claire)
    reason = ModerationReason.objects.get()
    one = reverse("inbox:conversation-detail", args=[insulted.pk])

    before = client.get(one)
    client.post(
        reverse("inbox:conversation-moderate", args=[insulted.pk]),
        {"message": _first(insulted), "act": "hide", "reason": str(reason.pk)},
    )

    act = ModerationAct.objects.get()
    assert "Insult" in before.text
    assert (act.account_id, act.anchor, act.quote) == (insulted.account_id, "1", "Voleurs !")
    assert act.link == "https://bsky.app/profile/b/post/3l"
    assert [each.code for each in thread_of(insulted) if each.code] == ["moderated"]
    assert "Hidden · Insult" in client.get(one).text


def test_without_rules_of_comments_nothing_is_offered_nor_recorded(
    client: Client, claire: Person
) -> None:
    home = claire.home_unit
    assert home is not None
    told = make_conversation(make_account(unit=home), text="Voleurs !")
    client.force_login(claire)

    page = client.get(reverse("inbox:conversation-detail", args=[told.pk]))
    with pytest.raises(ConversationInvalidError) as refused:
        moderate(
            told.pk,
            message_id=_first(told),
            act="hide",
            reason_id=told.pk,
            by=claire,
            at=clock.now(),
        )

    assert reverse("inbox:conversation-moderate", args=[told.pk]) not in page.text
    assert set(refused.value.fields) == {"reason"}
    assert not ModerationAct.objects.exists()


def test_a_reason_of_other_rules_is_refused_at_its_field(
    client: Client, insulted: Conversation, claire: Person
) -> None:
    client.force_login(claire)

    page = client.post(
        reverse("inbox:conversation-moderate", args=[insulted.pk]),
        {"message": _first(insulted), "act": "hide", "reason": str(insulted.pk)},
    )

    assert page.status_code == 422
    assert set(page.context["moderate_form"].errors) == {"reason"}


def test_what_is_recorded_is_the_comment_that_was_hidden_not_the_last_one(
    client: Client, insulted: Conversation, claire: Person
) -> None:
    hidden, root = _first(insulted), insulted.root_id
    make_conversation(insulted.account, remote_id="at://later", parent_id=root, text="Merci !")
    client.force_login(claire)

    client.post(
        reverse("inbox:conversation-moderate", args=[insulted.pk]),
        {"message": hidden, "act": "hide", "reason": str(ModerationReason.objects.get().pk)},
    )

    assert ModerationAct.objects.get().quote == "Voleurs !"
