"""The contracts' rules, run on the staged tables by Great Expectations, in memory and offline."""

from __future__ import annotations

import dataclasses
import functools
import gc
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onrecord.contracts import Contract, Rule, all_contracts, expectation_suite
from onrecord.files import read_parquet
from onrecord.release import layout
from onrecord.release.checks import Check, Fresh

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext
    from great_expectations.validator.validator import Validator

_BYTES_AT_ONCE = 128_000_000
_N_EXAMPLES = 3


def check(folder: Path, fresh: Fresh) -> Iterator[Check]:
    """Yield a check for each rule of each table in ``folder``, in the order of the contracts.

    Rules about single rows are held to those of the articles that are ``fresh``.
    """
    for spec in all_contracts().values():
        paths = {path: fresh.get(path.relative_to(folder).as_posix()) for path in layout.paths(folder, spec.table)}
        outcomes: dict[int, list[dict[str, Any]]] = {i: [] for i in range(len(spec.rules))}
        for rules, frame in _frames(spec, paths):
            for i, outcome in zip(rules, _validate(spec, rules, frame), strict=True):
                outcomes[i].append(outcome)
        for rule, found in zip(spec.rules, outcomes.values(), strict=True):
            yield _check(spec.table, rule, found)


def _frames(spec: Contract, paths: Mapping[Path, Sequence[str] | None]) -> Iterator[tuple[Sequence[int], pd.DataFrame]]:
    """Yield rules, by their number, with a frame to hold them to.

    A large table comes piece by piece, for memory's sake, after its keys, which are judged as a whole.
    """
    every = range(len(spec.rules))
    if not any(fresh is not None for fresh in paths.values()) and sum(map(_n_bytes, paths)) <= _BYTES_AT_ONCE:
        yield every, _frame(pa.concat_tables(read_parquet(path, _columns(spec, every)) for path in paths))
        return
    is_partial = any(fresh is not None for fresh in paths.values())  # and a few rows don't tell a share
    of_all = [i for i in every if _is_of_all(spec.rules[i]) or (is_partial and "mostly" in spec.rules[i].kwargs)]
    of_each = [i for i in every if i not in of_all]
    yield of_all, _frame(pa.concat_tables(read_parquet(path, _columns(spec, of_all)) for path in paths))
    for path, fresh in paths.items():
        for piece in layout.pieces(path, _columns(spec, of_each), fresh, _BYTES_AT_ONCE):
            yield of_each, _frame(piece)


def _is_of_all(rule: Rule) -> bool:
    """Whether a rule is about all rows of a table together: its keys, or how many there are."""
    return "unique" in rule.type or "table" in rule.type


def _n_bytes(path: Path) -> int:
    metadata = pq.read_metadata(path)
    return sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))


def _columns(spec: Contract, rules: Sequence[int]) -> list[str]:
    return sorted({name for i in rules for name in spec.rules[i].columns})


def _frame(data: pa.Table) -> pd.DataFrame:
    """Return a table as a frame; of a list, the rules need no more than its length."""
    for i, field in enumerate(data.schema):
        if pa.types.is_list(field.type):
            data = data.set_column(i, field.name, pc.list_value_length(data.column(i)))
    return data.to_pandas()


def _validate(spec: Contract, rules: Sequence[int], frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what Great Expectations says of each rule, in their order."""
    validator = _validator(frame)
    suite = expectation_suite(dataclasses.replace(spec, rules=tuple(spec.rules[i] for i in rules)))
    # SUMMARY keeps counts and a few examples; more costs minutes when many rows fail.
    results = validator.graph_validate(suite.expectation_configurations, {"result_format": "SUMMARY"})
    by_rule: dict[int, dict[str, Any]] = {}
    for result in results:
        outcome: dict[str, Any] = result.to_json_dict()
        by_rule[outcome["expectation_config"]["meta"]["rule"]] = outcome
    return [by_rule[i] for i in range(len(rules))]


def _validator(frame: pd.DataFrame) -> Validator:
    """Return what runs expectations on a frame.

    The frame is given to the engine itself: a data source would first hash all of it, twice, only to name it.
    """
    context = _great_expectations()
    from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine  # noqa: PLC0415
    from great_expectations.validator.validator import Validator  # noqa: PLC0415

    return Validator(PandasExecutionEngine(batch_data_dict={"staged": frame}), data_context=context)


@functools.cache
def _great_expectations() -> AbstractDataContext:
    """Import Great Expectations, and return how it is set up: in memory, no analytics, no progress bars."""
    collecting = gc.isenabled()
    gc.disable()  # the collector would go through the many new objects again and again, and at the end: 1 CPU second
    try:
        import great_expectations as gx  # noqa: PLC0415 - slow; paid only by an audit
        from great_expectations.data_context.types import base  # noqa: PLC0415

        gc.freeze()
    finally:
        if collecting:
            gc.enable()
    config = base.DataContextConfig(
        store_backend_defaults=base.InMemoryStoreBackendDefaults(),
        analytics_enabled=False,
        progress_bars=base.ProgressBarsConfig(globally=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)


def _check(table: str, rule: Rule, outcomes: list[dict[str, Any]]) -> Check:
    results = [outcome["result"] for outcome in outcomes]
    n_rows = sum(result.get("element_count", 0) for result in results)
    n_failed = sum(result.get("unexpected_count", 0) for result in results)
    ok = all(outcome["success"] for outcome in outcomes)
    examples = [str(value) for result in results for value in result.get("partial_unexpected_list", ())]
    if not ok and not all(results):
        examples = [f"the check itself failed: {outcome['exception_info']}" for outcome in outcomes]
    elif "mostly" in rule.kwargs:  # of all rows that have a value, not of each slice's
        n_judged = n_rows - sum(result.get("missing_count", 0) for result in results)
        ok = n_judged - n_failed >= rule.kwargs["mostly"] * n_judged
    elif not ok and not examples:
        examples = [f"found {result.get('observed_value')}" for result in results]
    return Check(
        table=table,
        column=", ".join(rule.columns) or None,
        name=rule.type,
        description=rule.description,
        severity=rule.severity,
        ok=ok,
        n_checked=n_rows,
        n_failed=n_failed,
        examples=tuple(example[:300] for example in examples[:_N_EXAMPLES]),
    )
