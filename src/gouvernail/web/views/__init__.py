"""The pages and switches of the shell."""

from gouvernail.web.views.demo import demo_sign_in
from gouvernail.web.views.factor import factor
from gouvernail.web.views.proving import prove
from gouvernail.web.views.shell import language_set, styleguide, theme_set
from gouvernail.web.views.today import search, to_do, today

__all__ = [
    "demo_sign_in",
    "factor",
    "language_set",
    "prove",
    "search",
    "styleguide",
    "theme_set",
    "to_do",
    "today",
]
