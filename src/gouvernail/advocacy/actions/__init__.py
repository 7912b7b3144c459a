"""Every change of a programme of ambassadors."""

from gouvernail.advocacy.actions.accounts import (
    check_profile,
    declare_account,
    edit_account,
    give_consent,
    remove_account,
    stop_reading,
)
from gouvernail.advocacy.actions.following import (
    end_parts_of,
    follow_consents,
    forget_ideas,
    tell_the_week,
    turn_days,
)
from gouvernail.advocacy.actions.ideas import answer_idea, begin_story, suggest
from gouvernail.advocacy.actions.kits import (
    KitFacts,
    approve_kit,
    close_kit,
    edit_kit,
    put_wording,
    remove_wording,
    return_kit,
    submit_kit,
    write_kit,
)
from gouvernail.advocacy.actions.members import choose_news, join, withdraw
from gouvernail.advocacy.actions.programmes import (
    ProgrammeFacts,
    close_programme,
    edit_programme,
    open_programme,
    write_programme,
)
from gouvernail.advocacy.actions.shares import (
    NewShare,
    declare_share,
    note_look,
    note_posts,
    remove_share,
)
from gouvernail.advocacy.actions.words import (
    approve_words,
    propose_words,
    refuse_words,
    take_words_back,
)

__all__ = [
    "KitFacts",
    "NewShare",
    "ProgrammeFacts",
    "answer_idea",
    "approve_kit",
    "approve_words",
    "begin_story",
    "check_profile",
    "choose_news",
    "close_kit",
    "close_programme",
    "declare_account",
    "declare_share",
    "edit_account",
    "edit_kit",
    "edit_programme",
    "end_parts_of",
    "follow_consents",
    "forget_ideas",
    "give_consent",
    "join",
    "note_look",
    "note_posts",
    "open_programme",
    "propose_words",
    "put_wording",
    "refuse_words",
    "remove_account",
    "remove_share",
    "remove_wording",
    "return_kit",
    "stop_reading",
    "submit_kit",
    "suggest",
    "take_words_back",
    "tell_the_week",
    "turn_days",
    "withdraw",
    "write_kit",
    "write_programme",
]
