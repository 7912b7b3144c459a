"""What the rules in force say."""

from gouvernail.rulebooks.queries.comparing import Comparison, comparison
from gouvernail.rulebooks.queries.dismissals import (
    dismissals_of,
    is_dismissed,
    words_digest,
    words_of,
)
from gouvernail.rulebooks.queries.judging import (
    Rulebook,
    account_limits,
    judge_text,
    post_of,
    replayed,
    rulebook_for,
    rulebooks_for,
    words_as_plain,
)
from gouvernail.rulebooks.queries.packs import (
    bound_in_force,
    kernel_pack,
    pack_in_force,
    packs_for,
    packs_for_list,
    rule_of,
    ruleset_digest,
    version_before,
    versions_of,
)
from gouvernail.rulebooks.queries.reading import RuleLine, Tried, in_words, rules_of, tried
from gouvernail.rulebooks.queries.rulings import RuledVerdict, Rulings, levels_in
from gouvernail.rulebooks.queries.standing import (
    Standing,
    controls_for_list,
    controls_to_decide,
    standings_of,
    waivers_for_list,
    waivers_in,
    waivers_named,
)

__all__ = [
    "Comparison",
    "RuleLine",
    "Rulebook",
    "RuledVerdict",
    "Rulings",
    "Standing",
    "Tried",
    "account_limits",
    "bound_in_force",
    "comparison",
    "controls_for_list",
    "controls_to_decide",
    "dismissals_of",
    "in_words",
    "is_dismissed",
    "judge_text",
    "kernel_pack",
    "levels_in",
    "pack_in_force",
    "packs_for",
    "packs_for_list",
    "post_of",
    "replayed",
    "rule_of",
    "rulebook_for",
    "rulebooks_for",
    "rules_of",
    "ruleset_digest",
    "standings_of",
    "tried",
    "version_before",
    "versions_of",
    "waivers_for_list",
    "waivers_in",
    "waivers_named",
    "words_as_plain",
    "words_digest",
    "words_of",
]
