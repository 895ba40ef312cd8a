"""What is known of a table before any of its rows is read: headers, what columns have, and what all rows have."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

import numpy as np
from attrs import field, frozen

from greencalc.errors import FactsError
from greencalc.judging.judge_plant import choices_of
from greencalc.many_plants.queries.column_facts import Cells, ColumnFacts, ColumnLanguage
from greencalc.many_plants.queries.outputs import Wanted, outputs_of
from greencalc.many_plants.seen_before import ReadTable, read_once
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard

_LIKE: Mapping[str, Any] = {"float": np.ones(1), "number": np.ones(1, int), "truth": np.ones(1, bool), "text": np.array([""])}
