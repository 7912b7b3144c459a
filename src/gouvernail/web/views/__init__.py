"""The pages and switches of the shell."""

from gouvernail.web.views.shell import language_set, styleguide, theme_set

__all__ = ["language_set", "styleguide", "theme_set"]
