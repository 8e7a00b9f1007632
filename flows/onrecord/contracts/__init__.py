"""The tables' one declaration, ``schemas/<table>.odcs.yaml``, and what comes from it.

contract("quotes").arrow_schema          the schema every Parquet file is written with
table_from_rows("quotes", rows)          rows -> sorted, checked Arrow table of that schema
expectation_suite(contract("quotes"))    what Great Expectations checks before a release is published
dictionary.markdown()                    the data dictionary
"""

from onrecord.contracts.declaration import (
    Column,
    Contract,
    ContractError,
    Reference,
    Rule,
    SpanColumns,
    SpanListColumns,
)
from onrecord.contracts.odcs import all_contracts, contract
from onrecord.contracts.rows import conform, table_from_rows
from onrecord.contracts.suite import expectation_suite

__all__ = [
    "Column",
    "Contract",
    "ContractError",
    "Reference",
    "Rule",
    "SpanColumns",
    "SpanListColumns",
    "all_contracts",
    "conform",
    "contract",
    "expectation_suite",
    "table_from_rows",
]
