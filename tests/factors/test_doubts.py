"""Rows of factor tables that are derived, assumed or in doubt: said wherever they touch a result, and no others."""

from __future__ import annotations

import json
from typing import Any

import pytest

from greencalc import carbon_ledger, energy_ledger, evaluate, explain_ledger, load_factors, load_standard, replay
from greencalc.factors import Factor
from greencalc.reporting.data import as_data
from long_walks import some

pytestmark = pytest.mark.walk

QCT = load_standard("qct1160_2022")
FACTORS = load_factors()
REFUSED = {("energy_media", "fresh water (2008 edition)")}
ROWS = [
    row
    for rows in FACTORS.tables.values()
    for row in rows.values()
    if (row.table, row.key[0]) not in REFUSED and "average-excl" not in row.key[-1]
]
AMOUNTS = {"kgce/kg": "1 t", "kgce/t": "1 t", "kgce/m3": "1 Nm3", "kgce/MJ": "1 GJ", "kgce/kWh": "1 MWh"}
STOCKS = {"opening_stock": "1 t", "purchased": "0 t", "closing_stock": "0 t", "passed_on": "0 t"}


def facts_that_use(row: Factor) -> dict[str, Any]:
    """The facts of a plant whose ledger uses a row."""
    if row.table in {"coal_equivalent", "energy_media"}:
        line = {"carrier": row.key[0], "quantity": AMOUNTS[row.values["coefficient"].split()[1]]}
        if "electricity" in row.key[0]:
            line["basis"] = "calorific"
        return {"energy": [line], "ledger": {"gas_reference": "0 C", "energy_media": True}}
    if row.table == "fuel_carbon":
        quantity = "1 万Nm3" if row.values["ncv"].endswith("万Nm3") else "1 t"
        return {"emission": [{"kind": "combustion", "fuel": row.key[0], "set": row.key[1], "quantity": quantity}]}
    if row.table == "grid_factor":
        return {"emission": [{"kind": "electricity", "quantity": "1 MWh", "grid": list(row.key)}]}
    return {"emission": [{"kind": "gas", "gas": row.key[0], "set": row.key[1], **STOCKS}]}


def said_in(row: Factor, facts: dict[str, Any]) -> dict[str, str]:
    """All texts in which the doubt has to stand."""
    ledger = (
        energy_ledger(facts["energy"], **facts["ledger"]) if "energy" in facts else carbon_ledger(facts["emission"])
    )
    assert row in ledger.factors
    assessment = evaluate(QCT, facts)
    return {
        "assumptions of the ledger": " ".join(map(str, ledger.assumptions)),
        "the ledger": str(ledger),
        "notebook": ledger._repr_html_().replace("&#x27;", "'").replace("&gt;", ">"),
        "explanation": "".join(map(str, explain_ledger(ledger).parts)),
        "assumptions": " ".join(map(str, assessment.assumptions)),
        "report": str(assessment),
        "JSON": " ".join(one["what"] + one["source"] for one in as_data(assessment, {})["assumptions"]),
    }


@pytest.mark.parametrize("row", some(ROWS, 90), ids=str)
def test_a_doubt_is_said_wherever_the_row_touches_a_result(row) -> None:
    said = said_in(row, facts_that_use(row))
    if not row.note and row.origin == "secondary":
        del said["explanation"]  # it shows every row
        assert [where for where, text in said.items() if "".join(f"{row}=".split()) in "".join(text.split())] == []
        return
    words = row.note or row.source
    assert [where for where, text in said.items() if "".join(words.split()) not in "".join(text.split())] == []


def test_a_note_is_kept_in_the_audit_pack() -> None:
    row = FACTORS.lookup("coal_equivalent", "steam (low pressure)", purpose="A.8")
    assert "more than saturated steam" in row.note
    pack = evaluate(QCT, facts_that_use(row)).to_json()
    assert [one["note"] for one in json.loads(pack)["factors"]] == [row.note]
    assert replay(pack).agrees
