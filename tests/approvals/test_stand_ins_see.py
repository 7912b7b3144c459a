"""A stand-in sees what the absent person sees, for as long as they stand in."""

from datetime import datetime, timedelta

import pytest

from gouvernail.approvals.errors import RequestNotFoundError
from gouvernail.approvals.queries import request_for
from gouvernail.foundation import clock
from gouvernail.people.models import Absence, Person, Unit
from tests.make.content import make_submitted


@pytest.mark.parametrize(("starts", "sees"), [(-1, True), (-30, False), (5, False)])
def test_only_while_the_other_is_away(
    starts: int, *, sees: bool, camille: Person, hugo: Person, nina: Person, energy: Unit
) -> None:
    now: datetime = clock.now()
    _draft, request = make_submitted(author=hugo, unit=energy, at=now)
    begins = now + timedelta(days=starts)
    Absence.objects.create(
        person=camille, delegate=nina, starts_at=begins, ends_at=begins + timedelta(days=3)
    )

    if sees:
        assert request_for(request.pk, viewer=nina) == request
    else:
        with pytest.raises(RequestNotFoundError):
            request_for(request.pk, viewer=nina)
