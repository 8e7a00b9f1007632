"""A contract's rules as a Great Expectations suite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.contracts.declaration import Contract

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite


def expectation_suite(contract: Contract) -> ExpectationSuite:
    """Return the suite of a table; ``meta["rule"]`` of an expectation is the number of its rule.

    Imports Great Expectations (3 CPU seconds) on the first call.
    """
    import great_expectations as gx  # noqa: PLC0415 - slow; only an audit pays for it
    from great_expectations import expectations  # noqa: PLC0415

    built = []
    for i, rule in enumerate(contract.rules):
        kind = getattr(expectations, re.sub(r"(?:^|_)(.)", lambda match: match.group(1).upper(), rule.type))
        built.append(kind(**rule.kwargs, severity=rule.severity, description=rule.description, meta={"rule": i}))
    return gx.ExpectationSuite(name=f"{contract.table} {contract.version}", expectations=built)
