"""Questions about accounts: the list, the matrix, what is wrong, who is meant."""

from gouvernail.registry.queries.addresses import address_problem, handle_key
from gouvernail.registry.queries.faults import (
    BY_CODE,
    FAULTS,
    STATES,
    Fault,
    Health,
    Severity,
    health_of,
    with_health,
)
from gouvernail.registry.queries.listing import (
    DEFAULT_ORDER,
    ORDERS,
    Choices,
    Filters,
    LastPublication,
    Row,
    Tally,
    account_with_health,
    accounts_for_export,
    accounts_for_list,
    choices,
    fragile_first,
    rows_of,
    tally,
)
from gouvernail.registry.queries.matrix import Matrix, account_matrix
from gouvernail.registry.queries.networks import (
    Ability,
    abilities_of,
    network_choices,
    network_label,
)
from gouvernail.registry.queries.people import (
    nameable_people,
    people_by_name,
    person_named,
    units_by_name,
)

__all__ = [
    "BY_CODE",
    "DEFAULT_ORDER",
    "FAULTS",
    "ORDERS",
    "STATES",
    "Ability",
    "Choices",
    "Fault",
    "Filters",
    "Health",
    "LastPublication",
    "Matrix",
    "Row",
    "Severity",
    "Tally",
    "abilities_of",
    "account_matrix",
    "account_with_health",
    "accounts_for_export",
    "accounts_for_list",
    "address_problem",
    "choices",
    "fragile_first",
    "handle_key",
    "health_of",
    "nameable_people",
    "network_choices",
    "network_label",
    "people_by_name",
    "person_named",
    "rows_of",
    "tally",
    "units_by_name",
    "with_health",
]
