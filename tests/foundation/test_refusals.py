"""What an action refuses, written in the form that was sent."""

import pytest
from django import forms

from gouvernail.foundation.errors import DomainError, ForbiddenError, NotFoundError
from gouvernail.foundation.refusals import tried_all


class Words(forms.Form):
    text = forms.CharField()


def raising(error: DomainError) -> None:
    raise error


def test_a_stale_page_keeps_what_was_typed() -> None:
    form = Words({"text": "My words"})
    assert form.is_valid()

    assert tried_all(form, lambda: raising(DomainError("Yann took it."))) is None

    assert form.non_field_errors() == ["Yann took it."]
    assert form["text"].value() == "My words"


@pytest.mark.parametrize("error", [ForbiddenError("no"), NotFoundError("no")])
def test_what_one_may_not_see_or_do_goes_on_its_way(error: DomainError) -> None:
    form = Words({"text": "My words"})

    with pytest.raises(type(error)):
        tried_all(form, lambda: raising(error))
