"""Pages of deliveries, hand-offs and the freeze."""

from gouvernail.publishing.views.deliveries import (
    delivery_detail,
    delivery_list,
    delivery_resolve,
    delivery_send,
    delivery_stop,
)
from gouvernail.publishing.views.freezes import (
    freeze,
    freeze_confirm,
    freeze_control,
    freeze_decline,
    freeze_engage,
    freeze_lift,
    freeze_take_back,
)
from gouvernail.publishing.views.handoffs import (
    hand_off,
    hand_off_link,
    hand_off_posted,
    hand_off_qr,
)
from gouvernail.publishing.views.withdrawals import (
    delivery_withdraw,
    withdrawal_confirm,
    withdrawal_drop,
)

__all__ = [
    "delivery_detail",
    "delivery_list",
    "delivery_resolve",
    "delivery_send",
    "delivery_stop",
    "delivery_withdraw",
    "freeze",
    "freeze_confirm",
    "freeze_control",
    "freeze_decline",
    "freeze_engage",
    "freeze_lift",
    "freeze_take_back",
    "hand_off",
    "hand_off_link",
    "hand_off_posted",
    "hand_off_qr",
    "withdrawal_confirm",
    "withdrawal_drop",
]
