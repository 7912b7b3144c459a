"""What people agree to, byte for byte: the same draft gives the same digests for ever."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID

from gouvernail.content.queries import revision_digest
from gouvernail.content.queries.payloads import (
    Basis,
    Message,
    Timing,
    approved_fields,
    fields_digest,
    is_intact,
)
from gouvernail.foundation.digests import canonical, plain


def test_what_is_agreed_to_is_these_fields_and_their_digest_is_of_their_canonical_bytes() -> None:
    at = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    message = Message(
        account_id=UUID(int=2),
        network="mastodon",
        text="See example.org and http://example.com/a",
        lang="en",
        media=[{"sha256": "a" * 64}],
        options={"visibility": "public"},
    )
    timing = Timing(at=at, wall_time="2026-11-20T14:00", time_zone="Europe/Paris", fold=1)
    basis = Basis(policies=({"id": "p"},), ruleset_sha256="b" * 64, approvals_required=2)
    written = (
        '{"account_id":"00000000-0000-0000-0000-000000000002","approvals_required":2,"fold":1,'
        '"lang":"en","links":["https://example.org","http://example.com/a"],'
        f'"media":[{{"sha256":"{"a" * 64}"}}],"network":"mastodon",'
        '"options":{"visibility":"public"},"policy":[{"id":"p"}],'
        '"publish_at_utc":"2026-11-20T13:00:00.000000Z",'
        '"revision_id":"00000000-0000-0000-0000-000000000001",'
        f'"ruleset_sha256":"{"b" * 64}","text":"See example.org and http://example.com/a",'
        '"tz":"Europe/Paris","v":1,"wall_time":"2026-11-20T14:00"}'
    )

    def agreed(timing: Timing, text: str = message.text) -> dict[str, object]:
        said = replace(message, text=text)
        return approved_fields(revision_id=UUID(int=1), message=said, timing=timing, basis=basis)

    fields = agreed(timing)
    whole = {"account": {"fields": fields, "digest": fields_digest(fields)}}

    assert canonical(fields) == written.encode()
    assert fields_digest(fields) == hashlib.sha256(b"\x03" + written.encode()).hexdigest()
    told = f'{{"account":"{fields_digest(fields)}"}}'
    assert revision_digest(whole) == hashlib.sha256(b"\x03" + told.encode()).hexdigest()
    assert is_intact(whole, revision_digest(whole))
    assert not is_intact(whole, "0" * 64)
    other = {"account": {"fields": {**fields, "fold": 0}, "digest": fields_digest(fields)}}
    assert not is_intact(other, revision_digest(whole))
    assert agreed(replace(timing, at=None))["publish_at_utc"] is None
    assert "parts" not in fields
    assert agreed(timing, "One.\n---\nTwo.")["parts"] == ["One.", "Two."]


def test_numbers_keep_their_digits_up_to_what_every_reader_can_hold() -> None:
    edge = 1 << 53

    assert plain([edge - 1, edge, 1 - edge, -edge]) == [edge - 1, str(edge), 1 - edge, str(-edge)]
    assert plain([memoryview(b"\x0f"), time(9, 5), (True, None)]) == [
        "0f",
        "09:05:00",
        [True, None],
    ]
