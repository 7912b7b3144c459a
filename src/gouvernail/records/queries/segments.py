"""The archive as the rules read it: closed segments, then the open tail as one more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from django.db.models import QuerySet

from gouvernail.kernel.rules import Media, Post
from gouvernail.kernel.rules.segments import Filed, SegmentError, seal
from gouvernail.kernel.rules.segments import Segment as Sealed
from gouvernail.records.models import HistoryImport, Record, Segment
from gouvernail.records.queries.words import having, indexed_words

TAIL: Final = "tail"


def filed_of(record: Record) -> Filed:
    """Return a record as a segment holds it. No query when its account is loaded."""
    media = tuple(
        Media(
            sha256=str(one.get("sha256", "")),
            mime=str(one.get("mime", "")),
            alt=str(one.get("alt", "")),
        )
        for one in record.media
    )
    network = record.account.network
    post = Post(text=record.text, lang=record.language[:2], network=network, media=media)
    return Filed(
        key=str(record.pk), account=str(record.account_id), at=record.published_at, post=post
    )


def open_tail() -> QuerySet[Record]:
    """Return what no segment holds yet, imports set aside left out, by key. One query."""
    return (
        Record.objects.filter(words__segment__isnull=True, words__isnull=False, aside=False)
        .select_related("account")
        .order_by("pk")
    )


def closed_segments() -> QuerySet[Segment]:
    """Return the closed segments in their lasting order, without their bytes. One query.

    Those of imports that are set aside are left out.
    """
    rows = Segment.objects.exclude(history__status=HistoryImport.Status.ASIDE)
    return rows.defer("content").order_by("closed_at", "pk")


class RecordArchive:
    """What `kernel.rules` searches: an `Archive` over the records of this site.

    It stands as the site stood when it was first asked: segments closed later are not in it.
    """

    def segments(self) -> Sequence[tuple[str, int]]:
        """Return digests and counts of the closed segments, then the tail. Two queries, once."""
        closed = [(one.digest, one.count) for one in self._closed]
        return [*closed, (TAIL, len(self._tail))] if self._tail else closed

    def load(self, name: str) -> bytes:
        """Return the bytes of one segment. One query; none for the tail.

        Raises:
            SegmentError: `segment_damaged`, the bytes kept are not those that were sealed under
                this digest; `segment_unknown`, `segment_refold`: another format, or folding.
        """
        if name == TAIL:
            return seal(self._tail)
        content = bytes(Segment.objects.values_list("content", flat=True).get(digest=name))
        if Sealed(content).digest != name:
            raise SegmentError("segment_damaged")
        return content

    def having(self, words: Collection[str]) -> Mapping[str, Sequence[int]]:
        """Return, by segment, the numbers of the posts that have all these words. One query."""
        names = {one.pk: one.digest for one in self._closed}
        found: dict[str, list[int]] = {}
        for segment, place in having(words):
            if segment in names:
                found.setdefault(names[segment], []).append(place)
        wanted = set(words)
        tail = [at for at, held in enumerate(self._tail_words) if wanted <= held]
        return {**found, TAIL: tail} if tail else found

    @cached_property
    def _closed(self) -> list[Segment]:
        return list(closed_segments())

    @cached_property
    def _tail(self) -> list[Filed]:
        self._closed  # noqa: B018 - read first: what is closed meanwhile may not be missing
        return [filed_of(one) for one in open_tail()]

    @cached_property
    def _tail_words(self) -> list[set[str]]:
        return [set(indexed_words(one.post.text)) for one in self._tail]


def weight_of(records: Iterable[Record]) -> int:
    """Return about how many bytes records take in a segment. Pure."""
    return sum(3 * len(one.text) + 200 for one in records)
