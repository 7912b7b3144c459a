"""Finding a conversation by what was said, and by whom, on both databases."""

import pytest

from gouvernail.inbox.models import Conversation, Message, Words
from gouvernail.inbox.queries.queue import Filters, queue_page
from gouvernail.inbox.tasks import put_in_the_index
from gouvernail.people.models import Person, Unit
from tests.make.inbox import NOON, make_conversation
from tests.make.registry import make_account


@pytest.fixture
def told(energy: Unit) -> Conversation:
    """Return a conversation of two messages."""
    account = make_account(unit=energy)
    make_conversation(
        account,
        remote_id="at://other",
        text="Merci",
        author_name="Ana",
        author_handle="ana.example",
    )
    one = make_conversation(account, remote_id="at://one", text="Débitée DEUX fois !")
    make_conversation(account, remote_id="at://two", root_id="at://one", text="Facture n° 4412")
    return one


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("débitée", True),
        ("DEBIT", True),
        ("deux fois", True),
        ('"fois deux"', False),
        ("4412", True),
        ("@bruno.example", True),
        ("carpentier", True),
        ("débitée 4412", False),
        ("!", False),
        ("ebit", False),
    ],
)
def test_words_are_found_whole_or_as_they_are_typed(
    asked: str, told: Conversation, hugo: Person, *, found: bool
) -> None:
    rows = queue_page(hugo, Filters(search=asked)).rows

    assert [one.pk for one in rows] == ([told.pk] if found else [])


def test_what_came_before_the_index_is_put_in_it(told: Conversation, hugo: Person) -> None:
    Words.objects.all().delete()
    assert not queue_page(hugo, Filters(search="4412")).rows

    put_in_the_index(NOON)

    assert [one.pk for one in queue_page(hugo, Filters(search="4412")).rows] == [told.pk]
    assert Words.objects.count() == Message.objects.exclude(text="").count()
