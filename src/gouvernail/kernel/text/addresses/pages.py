"""What an address may say after its account: pages of the account, and posts.

Many networks show a post by its number alone, whatever name stands before it: whoever reads the
address sees one account and opens another. What is in neither list vouches for nothing.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Leads = Literal["account", "post", "beyond"]


class Pages(NamedTuple):
    """Paths after an account, without a slash before: `*` is any segment, `#` a number.

    `own` are the account's own pages, `posts` what it published.
    """

    own: frozenset[str]
    posts: frozenset[str]


def _pages(own: str, posts: str = "") -> Pages:
    return Pages(frozenset(own.split()), frozenset(posts.split()))


PAGES: Final[Mapping[str, Pages]] = MappingProxyType(
    {
        "bandcamp": _pages("community merch music", "album/* track/*"),
        "behance": _pages("appreciated info moodboards projects"),
        "blogger": _pages("", "#/#/* p/*"),
        "bluesky": _pages("followers follows search", "feed/* lists/* post/*"),
        "dailymotion": _pages("playlists videos"),
        "dribbble": _pages("about collections likes projects shots"),
        "facebook": _pages(
            "about community events followers following live media members mentions photos"
            " photos_albums photos_by posts reels reviews services shop videos",
            "events/* notes/* notes/*/* permalink/* photos/* photos/*/* photos/*/*/* posts/*"
            " posts/*/* reel/* reels/* videos/* videos/*/*",
        ),
        "flickr": _pages(
            "albums favorites galleries groups photosof sets",
            "# albums/* galleries/* sets/*",
        ),
        "github": _pages("packages people projects repositories", "*"),
        "gitlab": _pages("", "*"),
        "instagram": _pages(
            "channel followers following guides reels tagged", "# p/* reel/* reels/* tv/*"
        ),
        "issuu": _pages("docs stacks", "docs/*"),
        "kick": _pages("about clips videos", "clips/* videos/*"),
        "linkedin": _pages(
            "about events insights jobs life mycompany people posts products recent-activity"
            " recent-activity/all services videos"
        ),
        "mastodon": _pages(
            "featured followers following media with_replies", "# #/embed posts/* statuses/*"
        ),
        "medium": _pages("about followers following lists", "*"),
        "mixcloud": _pages("favorites followers following listens playlists uploads", "*"),
        "overblog": _pages("", "* #/#/*"),
        "patreon": _pages("about home membership posts"),
        "peertube": _pages("about playlists video-channels video-playlists videos"),
        "pinterest": _pages("_created _saved boards pins", "* */*"),
        "pixelfed": _pages("collections followers following"),
        "reddit": _pages(
            "about comments hot new overview posts rising submitted top wiki",
            "comments/* comments/*/* comments/*/*/*",
        ),
        "rumble": _pages("about livestreams shorts videos"),
        "slideshare": _pages("documents presentations", "*"),
        "snapchat": _pages("", "spotlight/*"),
        "soundcloud": _pages(
            "albums comments followers following likes popular-tracks reposts sets tracks",
            "* sets/*",
        ),
        "substack": _pages("about archive notes podcast", "p/*"),
        "telegram": _pages("", "#"),
        "threads": _pages("media replies reposts", "post/* post/*/media"),
        "tiktok": _pages("live", "photo/* playlist/* video/*"),
        "tumblr": _pages("archive likes", "# #/* post/# post/#/*"),
        "twitch": _pages("about clips home schedule videos", "clip/* v/* video/*"),
        "vimeo": _pages("about albums collections videos", "* showcase/*"),
        "weibo": _pages("", "*"),
        "wordpress": _pages("# #/# #/#/# about", "* #/#/#/*"),
        "x": _pages(
            "about articles followers following header_photo highlights likes media photo"
            " verified_followers with_replies",
            "article/* status/* status/*/photo/# status/*/video/# statuses/*",
        ),
        "youtube": _pages(
            "about channels community courses featured live membership playlists podcasts posts"
            " releases shorts store streams videos"
        ),
    }
)
_NONE: Final = _pages("")
LOOSE: Final = frozenset(
    (
        *(("facebook", path) for path in ("p/", "pages/", "pages/category/*/")),
        *(("linkedin", "pub/"), ("snapchat", "p/"), ("weibo", "n/"), ("weibo", "u/")),
        *(("mastodon", "web/accounts/@"), ("x", "#!/")),
    )
)  # ways of naming that may open somebody else’s page, unless they end in a number


def leads_to(network: str, rest: Sequence[str]) -> Leads:
    """Return where the segments after an account lead, on its network.

    `beyond`: they are no page of the account's that is known here, and no post.
    """
    if not rest:
        return "account"
    path = "/".join(rest).lower()
    if not path.isprintable() or any(sign in path for sign in ("\\", "%", "//", "..")):
        return "beyond"
    pages = PAGES.get(network, _NONE)
    if _fits(path, pages.own):
        return "account"
    return "post" if _fits(path, pages.posts) else "beyond"


def _fits(path: str, shapes: frozenset[str]) -> bool:
    given = path.split("/")
    return any(_is_like(given, shape.split("/")) for shape in shapes)


def _is_like(given: Sequence[str], shape: Sequence[str]) -> bool:
    return len(given) == len(shape) and all(
        wanted == "*" or (one.isascii() and one.isdecimal() if wanted == "#" else one == wanted)
        for one, wanted in zip(given, shape, strict=True)
    )
