"""What counts as one emoji: keycaps, flags, tag sequences, and joined or toned pictographs."""

from typing import Final

import regex

# © and ® are letters of business texts unless a variation selector asks for the picture.
_BASE: Final = r"(?:[©®]\uFE0F|(?![©®])\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})"
_ELEMENT: Final = rf"{_BASE}\p{{Emoji_Modifier}}?"

EMOJI: Final = regex.compile(
    r"[0-9#*]\uFE0F?\u20E3"
    r"|\p{Regional_Indicator}{2}"
    r"|\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F"
    rf"|{_ELEMENT}(?:\u200D{_ELEMENT})*(?!\uFE0E)"
)
