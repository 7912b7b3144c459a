"""The networks that addresses may name: hosts, shapes of handles, ways a URL names an account.

Facts come from each network's own help pages and from the username patterns of the sherlock
project (MIT), which a test compares with these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple


class Route(NamedTuple):
    """One way a path names an account: `company/{handle}`, `profile.php?id={handle}`.

    `shape` narrows the network's own pattern of handles where it is not empty.
    """

    path: str
    kind: str
    url: str
    shape: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkInfo:
    """What Gouvernail knows of one network.

    `handle` is a regular expression for a whole handle without its `@`; `profile` a URL template
    with `{handle}`. `hosts` are registrable names: their subdomains count too. `reserved` are
    first path segments that are pages of the network. `by_subdomain`: the account is the first
    label of the host. `federated`: accounts live on any host, handles read `user@host`.
    """

    slug: str
    name: str
    hosts: tuple[str, ...]
    handle: str
    profile: str
    routes: tuple[Route, ...]
    reserved: frozenset[str] = frozenset()
    by_subdomain: bool = False
    federated: bool = False


def _pages(names: str) -> frozenset[str]:
    return frozenset(names.split())


_COMMON_PAGES: Final = _pages(
    "about help home login signup register explore search settings terms privacy tos jobs policies"
    " contact download share sharer intent hashtag hashtags i legal messages notifications"
    " directory feed watch events marketplace business developers support discover tag tags"
)
_OWN_PAGES: Final = {
    slug: _pages(pages)
    for slug, pages in {
        "dailymotion": "video playlist",
        "flickr": "groups explore",
        "github": "apps collections enterprise features gist orgs pricing sponsors topics trending",
        "instagram": "p reel reels tv stories ar web",
        "medium": "m p topic tagged",
        "pinterest": "pin ideas today",
        "snapchat": "spotlight lens",
        "soundcloud": "you stream charts upload",
        "patreon": "posts c",
        "telegram": "c addstickers addlist proxy",
        "tiktok": "t music video",
        "twitch": "videos p",
        "vimeo": "categories ondemand watch",
        "weibo": "u n",
    }.items()
}
_WORD: Final = r"[A-Za-z0-9_]"
_DASHED: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
_DOTTED: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"


def _simple(
    slug: str, name: str, profile: str, handle: str = _DOTTED, *, hosts: str = "", more: str = ""
) -> NetworkInfo:
    """Describe a network whose accounts sit at one path, named after `profile`'s host."""
    host, _slash, path = profile.removeprefix("https://").removeprefix("www.").partition("/")
    routes = tuple(
        Route(
            other,
            kind,
            profile if kind in ("profile", "post") else profile.replace(path, other),
        )
        for other, _colon, kind in (item.partition(":") for item in more.split())
    )
    if "{handle}" in host:
        host = host.removeprefix("{handle}.")
    return NetworkInfo(
        slug=slug,
        name=name,
        hosts=(host, *hosts.split()),
        handle=handle,
        profile=profile,
        routes=(*routes, Route(path.strip("/"), "profile", profile)) if path else routes,
        reserved=_COMMON_PAGES | _OWN_PAGES.get(slug, frozenset()),
        by_subdomain="//{handle}." in profile,
    )


def _federated(slug: str, name: str, hosts: str, paths: str, profile: str) -> NetworkInfo:
    return NetworkInfo(
        slug=slug,
        name=name,
        hosts=tuple(hosts.split()),
        handle=r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?@[^\s@/]+\.[^\s@/.]+",
        profile=profile,
        routes=tuple(Route(path, "profile", "") for path in paths.split()),
        reserved=_COMMON_PAGES,
        federated=True,
    )


_X: Final = _simple(
    "x",
    "X",
    "https://x.com/{handle}",
    rf"{_WORD}{{1,15}}",
    hosts="twitter.com",
    more=("{handle}/status/*:post {handle}/statuses/*:post #!/{handle}:profile"),
)
_FACEBOOK: Final = NetworkInfo(
    slug="facebook",
    name="Facebook",
    hosts=("facebook.com", "fb.com", "fb.me"),
    handle=r"\w(?:[\w.-]*\w)?",
    profile="https://www.facebook.com/{handle}",
    routes=(
        Route("profile.php?id={handle}", "profile", "https://www.facebook.com/{handle}", r"\d+"),
        Route("groups/{handle}", "group", "https://www.facebook.com/groups/{handle}"),
        Route("pages/*/{handle}", "page", "https://www.facebook.com/{handle}", r"\d+"),
        Route("pages/category/*/{handle}", "page", "https://www.facebook.com/{handle}"),
        Route("pages/{handle}", "page", "https://www.facebook.com/{handle}"),
        Route("people/*/{handle}", "profile", "https://www.facebook.com/{handle}", r"\w+"),
        Route("pg/{handle}", "page", "https://www.facebook.com/{handle}"),
        Route("p/{handle}", "page", "https://www.facebook.com/{handle}"),
        Route("@{handle}", "profile", "https://www.facebook.com/{handle}"),
        Route("{handle}", "profile", "https://www.facebook.com/{handle}"),
    ),
    reserved=_COMMON_PAGES
    | _pages(
        "dialog gaming groups hashtag home.php l.php media pages permalink.php photo photo.php"
        " plugins reel sharer.php stories story.php video.php"
    ),
)  # fmt: skip
_YOUTUBE: Final = NetworkInfo(
    slug="youtube",
    name="YouTube",
    hosts=("youtube.com",),
    handle=r"[\w·.-]{2,100}",
    profile="https://www.youtube.com/@{handle}",
    routes=(
        Route(
            "channel/{handle}", "channel", "https://www.youtube.com/channel/{handle}",
            r"UC[A-Za-z0-9_-]{22}",
        ),
        Route("user/{handle}", "user", "https://www.youtube.com/user/{handle}"),
        Route("c/{handle}", "custom", "https://www.youtube.com/c/{handle}"),
        Route("@{handle}", "profile", "https://www.youtube.com/@{handle}"),
        Route("{handle}", "custom", "https://www.youtube.com/{handle}"),
    ),
    reserved=_COMMON_PAGES
    | _pages(
        "account attribution_link c channel embed gaming live oembed playlist post premium redirect"
        " results shorts t trending user v"
    ),
)  # fmt: skip
_LINKEDIN: Final = NetworkInfo(
    slug="linkedin",
    name="LinkedIn",
    hosts=("linkedin.com",),
    handle=r"[\w.%&'’-]{2,100}",
    profile="https://www.linkedin.com/company/{handle}/",
    routes=(
        Route("company-beta/{handle}", "page", "https://www.linkedin.com/company/{handle}/"),
        Route("pub/{handle}", "profile", "https://www.linkedin.com/in/{handle}/"),
        *(
            Route(f"{path}/{{handle}}", kind, f"https://www.linkedin.com/{path}/{{handle}}/")
            for path, kind in (
                ("company", "page"),
                ("in", "profile"),
                ("school", "school"),
                ("showcase", "showcase"),
                ("groups", "group"),
                ("newsletters", "newsletter"),
            )
        ),
    ),
    reserved=_COMMON_PAGES | {"posts", "pulse", "learning", "mynetwork"},
)  # fmt: skip
_BLUESKY: Final = NetworkInfo(
    slug="bluesky",
    name="Bluesky",
    hosts=("bsky.app", "bsky.social"),
    handle=r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"|did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.%:-]+)",
    profile="https://bsky.app/profile/{handle}",
    routes=(
        Route("profile/{handle}/post/*", "post", "https://bsky.app/profile/{handle}"),
        Route("profile/{handle}", "profile", "https://bsky.app/profile/{handle}"),
    ),
)
_TELEGRAM: Final = _simple(
    "telegram", "Telegram", "https://t.me/{handle}", rf"[A-Za-z0-9]{_WORD}{{2,31}}",
    hosts="telegram.me telegram.dog", more="s/{handle}:profile joinchat/{handle}:invite",
)  # fmt: skip
_WHATSAPP: Final = NetworkInfo(
    slug="whatsapp",
    name="WhatsApp",
    hosts=("whatsapp.com", "wa.me"),
    handle=r"\+?\d{6,15}|[A-Za-z0-9]{16,32}",
    profile="https://wa.me/{handle}",
    routes=(
        Route("send?phone={handle}", "number", "https://wa.me/{handle}", r"\+?\d{6,15}"),
        Route("channel/{handle}", "channel", "https://whatsapp.com/channel/{handle}"),
        Route("invite/{handle}", "group", "https://chat.whatsapp.com/{handle}"),
        Route("{handle}", "number", "https://wa.me/{handle}", r"\+?\d{6,15}"),
        Route("{handle}", "group", "https://chat.whatsapp.com/{handle}", r"[A-Za-z0-9]{16,32}"),
    ),
)
_REDDIT: Final = NetworkInfo(
    slug="reddit",
    name="Reddit",
    hosts=("reddit.com",),
    handle=r"[A-Za-z0-9_-]{2,24}",
    profile="https://www.reddit.com/user/{handle}",
    routes=(
        Route("user/{handle}", "profile", "https://www.reddit.com/user/{handle}"),
        Route("u/{handle}", "profile", "https://www.reddit.com/user/{handle}"),
        Route("r/{handle}", "community", "https://www.reddit.com/r/{handle}"),
    ),
)
_DISCORD: Final = NetworkInfo(
    slug="discord",
    name="Discord",
    hosts=("discord.com", "discord.gg", "discordapp.com"),
    handle=r"[A-Za-z0-9_.-]{2,32}",
    profile="https://discord.gg/{handle}",
    routes=(
        Route("invite/{handle}", "invite", "https://discord.gg/{handle}"),
        Route("channels/{handle}", "server", "https://discord.com/channels/{handle}", r"\d{15,21}"),
        Route("users/{handle}", "profile", "https://discord.com/users/{handle}", r"\d{15,21}"),
        Route("{handle}", "invite", "https://discord.gg/{handle}"),
    ),
    reserved=_COMMON_PAGES | {"channels", "app", "nitro", "safety", "company", "servers", "api"},
)
_SPOTIFY: Final = NetworkInfo(
    slug="spotify",
    name="Spotify",
    hosts=("spotify.com",),
    handle=r"[A-Za-z0-9_.-]{1,60}",
    profile="https://open.spotify.com/user/{handle}",
    routes=tuple(
        Route(path, kind, f"https://open.spotify.com/{kind}/{{handle}}")
        for kind in ("user", "artist", "show")
        for path in (f"{kind}/{{handle}}", f"*/{kind}/{{handle}}")
    ),
)
_FEED: Final = NetworkInfo(
    slug="rss",
    name="RSS",
    hosts=(),
    handle=r"\S+",
    profile="https://{handle}",
    routes=(),
)
_WEBSITE: Final = NetworkInfo(
    slug="website", name="Website", hosts=(), handle=r"\S+", profile="https://{handle}", routes=()
)

# The network inside the product: accounts there are only ever named, never pasted as a link.
_PRACTICE: Final = NetworkInfo(
    slug="practice",
    name="Practice",
    hosts=(),
    handle=r"[a-z0-9][a-z0-9._-]{0,79}",
    profile="/practice/{handle}/",
    routes=(),
)

_ALL: Final = (
    _BLUESKY,
    _PRACTICE,
    _federated(
        "mastodon", "Mastodon", "",
        "@{handle} users/{handle} web/@{handle} web/accounts/@{handle} deck/@{handle}",
        "https://{host}/@{handle}",
    ),
    _X,
    _FACEBOOK,
    _simple(
        "instagram", "Instagram", "https://www.instagram.com/{handle}/",
        r"[A-Za-z0-9_.]{1,30}", hosts="instagr.am",
        more="_u/{handle}:profile stories/{handle}:post @{handle}:profile",
    ),
    _LINKEDIN,
    _YOUTUBE,
    _simple("tiktok", "TikTok", "https://www.tiktok.com/@{handle}", r"[A-Za-z0-9_.]{2,24}",
            more="@{handle}/video/*:post"),
    _simple("threads", "Threads", "https://www.threads.net/@{handle}", r"[A-Za-z0-9_.]{1,30}",
            hosts="threads.com", more="@{handle}/post/*:post"),
    _simple("pinterest", "Pinterest", "https://www.pinterest.com/{handle}/", r"\w{2,30}",
            hosts="pinterest.fr pinterest.ca pinterest.co.uk pinterest.de pinterest.es pinterest.it"
            " pinterest.ch pinterest.be pinterest.com.au"),
    _simple("snapchat", "Snapchat", "https://www.snapchat.com/add/{handle}",
            r"[A-Za-z][A-Za-z0-9_.-]{2,14}", more="@{handle}:profile p/{handle}:profile"),
    _WHATSAPP,
    _TELEGRAM,
    _REDDIT,
    _simple("flickr", "Flickr", "https://www.flickr.com/people/{handle}", r"[\w@-]{2,64}",
            more="photos/{handle}:profile groups/{handle}:group"),
    _simple("github", "GitHub", "https://github.com/{handle}",
            r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}", more="orgs/{handle}:organisation"),
    _simple("gitlab", "GitLab", "https://gitlab.com/{handle}", more="groups/{handle}:group"),
    _simple("vimeo", "Vimeo", "https://vimeo.com/{handle}", rf"(?!\d+$){_DOTTED}",
            more="user/{handle}:profile channels/{handle}:channel"),
    _simple("twitch", "Twitch", "https://www.twitch.tv/{handle}", rf"{_WORD}{{3,25}}"),
    _simple("dailymotion", "Dailymotion", "https://www.dailymotion.com/{handle}",
            more="user/{handle}:profile"),
    _simple("medium", "Medium", "https://medium.com/@{handle}",
            more="{handle}:publication"),
    _simple("tumblr", "Tumblr", "https://{handle}.tumblr.com", _DASHED),
    _simple("wordpress", "WordPress.com", "https://{handle}.wordpress.com", _DASHED),
    _simple("substack", "Substack", "https://{handle}.substack.com", _DASHED),
    _simple("blogger", "Blogger", "https://{handle}.blogspot.com", _DASHED, hosts="blogspot.fr"),
    _simple("overblog", "Over-blog", "https://{handle}.over-blog.com", _DASHED),
    _simple("bandcamp", "Bandcamp", "https://{handle}.bandcamp.com", _DASHED),
    _DISCORD,
    _federated("peertube", "PeerTube", "framatube.org", "c/{handle} a/{handle}"
               " video-channels/{handle} accounts/{handle}", "https://{host}/c/{handle}"),
    _federated("pixelfed", "Pixelfed", "pixelfed.social pixelfed.fr pixelfed.de pixey.org",
               "@{handle} users/{handle} {handle}", "https://{host}/{handle}"),
    _federated("lemmy", "Lemmy", "lemmy.world lemmy.ml lemm.ee jlai.lu",
               "u/{handle} c/{handle}", "https://{host}/u/{handle}"),
    _SPOTIFY,
    _simple("soundcloud", "SoundCloud", "https://soundcloud.com/{handle}"),
    _simple("mixcloud", "Mixcloud", "https://www.mixcloud.com/{handle}/"),
    _simple("linktree", "Linktree", "https://linktr.ee/{handle}", r"[\w.]{2,30}"),
    _simple("kick", "Kick", "https://kick.com/{handle}"),
    _simple("rumble", "Rumble", "https://rumble.com/user/{handle}", more="c/{handle}:channel"),
    _simple("vk", "VK", "https://vk.com/{handle}"),
    _simple("weibo", "Weibo", "https://weibo.com/{handle}", r"[\w-]{2,40}",
            more="u/{handle}:profile n/{handle}:profile"),
    _simple("behance", "Behance", "https://www.behance.net/{handle}"),
    _simple("dribbble", "Dribbble", "https://dribbble.com/{handle}"),
    _simple("slideshare", "SlideShare", "https://www.slideshare.net/{handle}"),
    _simple("issuu", "Issuu", "https://issuu.com/{handle}"),
    _simple("patreon", "Patreon", "https://www.patreon.com/{handle}", more="c/{handle}:profile"),
    _simple("producthunt", "Product Hunt", "https://www.producthunt.com/@{handle}"),
    _simple("xing", "XING", "https://www.xing.com/profile/{handle}", more="pages/{handle}:page"),
    _FEED,
    _WEBSITE,
)  # fmt: skip

NETWORKS: Final[Mapping[str, NetworkInfo]] = MappingProxyType(
    {network.slug: network for network in _ALL}
)
