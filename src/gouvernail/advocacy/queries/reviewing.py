"""What an approval of a story is of."""

from gouvernail.advocacy.models import Kit
from gouvernail.advocacy.queries.checking import pictures_of
from gouvernail.foundation.digests import canonical, sha256_hex


def digest_of(kit: Kit) -> str:
    """Return the SHA-256 of all that one reads of a story, its wordings and pictures. Two queries.

    RFC 8785 bytes of its fields, so that anybody can compute it again. A picture counts by its
    bytes: a new version of it in the library is not what was read.
    """
    said = {
        "title": [kit.title, kit.title_en],
        "story": [kit.story, kit.story_en],
        "link": kit.link,
        "topics": list(kit.topics),
        "days": [kit.opens_on.isoformat(), kit.ends_on.isoformat()],
        "wordings": [[one.language, one.network, one.text] for one in kit.wordings.all()],
        "pictures": sorted([str(one.item_id), one.sha256] for one in pictures_of(kit)),
        "disclosure": [kit.programme.disclosure, kit.programme.disclosure_en],
    }
    return sha256_hex(canonical(said))
