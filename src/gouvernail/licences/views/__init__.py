"""Pages of the licence to publish."""

from gouvernail.licences.views.asked import (
    requirement_agree,
    requirement_list,
    requirement_refuse,
    requirement_set,
    requirement_withdraw,
    starter_take,
    terms_set,
)
from gouvernail.licences.views.held import (
    beside,
    mine,
    person_detail,
    person_export_csv,
    person_export_json,
    person_list,
    restriction_lift,
    waiver_ask,
    waiver_end,
    waiver_give,
    waiver_grant,
    waiver_refuse,
    waiver_withdraw,
)
from gouvernail.licences.views.managed import team_export_csv, team_list

__all__ = [
    "beside",
    "mine",
    "person_detail",
    "person_export_csv",
    "person_export_json",
    "person_list",
    "requirement_agree",
    "requirement_list",
    "requirement_refuse",
    "requirement_set",
    "requirement_withdraw",
    "restriction_lift",
    "starter_take",
    "team_export_csv",
    "team_list",
    "terms_set",
    "waiver_ask",
    "waiver_end",
    "waiver_give",
    "waiver_grant",
    "waiver_refuse",
    "waiver_withdraw",
]
