"""Factor tables: exact keys, no falling back, refusals with their reason, a user's own rows."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest

from greencalc import FactorError, load_factors
from greencalc.factors import factor_data, factors_of
from greencalc.formula import ORIGINS
from greencalc.unit_text import exact_in, parse_unit

FACTORS = load_factors()
ROWS = [row for rows in FACTORS.tables.values() for row in rows.values()]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_row_says_where_it_is_from_and_its_amounts_are_read(row) -> None:
    assert row.origin in ORIGINS
    assert row.source
    assert row.values
    units = {
        "coal_equivalent": ("kgce/kg", "kgce/m3", "kgce/MJ"),
        "energy_media": ("kgce/kg", "kgce/m3"),
        "fuel_carbon": ("GJ/t", "GJ/Nm3"),
        "grid_factor": ("tCO2/MWh",),
        "gwp": ("tCO2e/t",),
    }[row.table]
    first = next(iter(row.values.values())) if row.table != "coal_equivalent" else row.values["coefficient"]
    dimensions = [parse_unit(unit)[1] for unit in units]
    assert any(_fits(first, unit) for unit in dimensions)


def _fits(amount, unit) -> bool:
    try:
        return exact_in(amount, unit) > 0
    except ValueError:
        return False


def test_tables_have_the_rows_that_they_should() -> None:
    assert {name: len(rows) for name, rows in FACTORS.tables.items()} == {
        "coal_equivalent": 37,
        "energy_media": 9,
        "fuel_carbon": 53,
        "grid_factor": 122,
        "gwp": 26,
    }


@pytest.mark.parametrize(
    ("table", "key", "column", "amount"),
    [
        ("coal_equivalent", ("diesel",), "coefficient", "1.4571 kgce/kg"),
        ("coal_equivalent", ("柴油",), "coefficient", "1.4571 kgce/kg"),
        ("coal_equivalent", ("oil-field natural gas",), "coefficient", "1.3300 kgce/m3"),
        ("coal_equivalent", ("electricity (calorific)",), "coefficient", "0.1229 kgce/kWh"),
        ("energy_media", ("fresh water",), "coefficient", "0.2571 kgce/t"),
        ("energy_media", ("compressed air",), "coefficient", "0.0400 kgce/m3"),
        ("fuel_carbon", ("natural gas", "GB/T 32151.34-2024"), "ncv", "389.31 GJ/万Nm3"),
        ("fuel_carbon", ("天然气", "NDRC-2015"), "carbon_content", "0.0153 t/GJ"),
        ("fuel_carbon", ("gasoline", "NDRC-2015"), "oxidation", "0.98"),
        ("grid_factor", ("national", "2023", "location"), "factor", "0.5306 tCO2/MWh"),
        ("grid_factor", ("national", "2021", "location"), "factor", "0.5568 tCO2/MWh"),
        ("grid_factor", ("province:chongqing", "2022", "location"), "factor", "0.5227 tCO2/MWh"),
        ("gwp", ("SF6", "IPCC-AR6"), "gwp", "24300 tCO2e/t"),
        ("gwp", ("六氟化硫", "NDRC-2015"), "gwp", "23900 tCO2e/t"),
    ],
    ids=str,
)
def test_a_row_is_found_by_its_whole_key(table, key, column, amount) -> None:
    assert FACTORS.lookup(table, *key, purpose="A.9").values[column] == amount


@pytest.mark.parametrize(
    ("table", "key", "says"),
    [
        ("grid_factor", ("national", "2024", "location"), "nearest are national / 2021 / location, national / 2022"),
        ("grid_factor", ("province:tibet", "2023", "location"), "there is no row for province:tibet / 2023 / location"),
        ("grid_factor", ("national", "2023"), "there is no row for national / 2023;"),
        ("coal_equivalent", ("natural gas",), "oil-field natural gas (油田天然气), gas-field natural gas (气田天然气)"),
        (
            "coal_equivalent",
            ("焦炉煤气",),
            "stands for several rows: coke-oven gas (low) (焦炉煤气), coke-oven gas (high)",
        ),
        (
            "fuel_carbon",
            ("diesel", "IPCC"),
            "nearest are diesel / NDRC-2015 (柴油), diesel / GB/T 32151.34-2024 (柴油), ",
        ),
        (
            "gwp",
            ("SF6", "IPCC-AR4"),
            "nearest are SF6 / IPCC-AR5 (六氟化硫), SF6 / IPCC-AR6 (六氟化硫), SF6 / NDRC-2015 (六氟化硫), ",
        ),
    ],
    ids=str,
)
def test_a_miss_never_falls_back_and_lists_the_nearest(table, key, says) -> None:
    with pytest.raises(FactorError) as caught:
        FACTORS.lookup(table, *key, purpose="A.9")
    assert says in str(caught.value)


def test_what_must_not_be_used_is_refused_with_the_reason() -> None:
    with pytest.raises(FactorError, match=r"refused for A\.9: it is a carbon footprint"):
        FACTORS.lookup("grid_factor", "national", "2023", "carbon-footprint", purpose="A.9")
    with pytest.raises(FactorError, match=r"0\.6205 kgCO2e/kWh is grid_factor.*refused for A\.9"):
        FACTORS.check_value("grid_factor", "0.6205 kgCO2e/kWh", "A.9")
    with pytest.raises(FactorError, match=r"refused for A\.9"):
        FACTORS.check_value("grid_factor", "577.7 gCO2/kWh", "A.9")
    with pytest.raises(FactorError, match="cites GB/T 2589 of 2020"):
        FACTORS.lookup("energy_media", "fresh water (2008 edition)", purpose="A.8")
    assert FACTORS.lookup("energy_media", "fresh water (2008 edition)", purpose="other").key[0]
    FACTORS.check_value("grid_factor", "0.6204 kgCO2e/kWh", "A.9")
    FACTORS.check_value("grid_factor", "0.6205 kgCO2e/kWh", "life cycle")
    FACTORS.check_value("energy_media", "0.6205 kgCO2e/kWh", "A.9")
    FACTORS.check_value("grid_factor", "0.6205 t", "A.9")


GRID = "scope,vintage,factor,unit,basis,origin,source\n"


def test_a_users_rows_replace_and_add(tmp_path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text(
        f"{GRID}national,2023,0.5,tCO2/MWh,location,user,ours\nnational,2024,0.49,tCO2/MWh,location,user,ours\n",
        encoding="utf-8",
    )
    factors = load_factors(path)
    row = factors.lookup("grid_factor", "national", "2023", "location", purpose="A.9")
    assert (row.values["factor"], row.file, row.origin) == ("0.5 tCO2/MWh", "grid.csv", "user")
    assert factors.lookup("grid_factor", "national", "2024", "location", purpose="A.9").source == "ours"
    assert factors.lookup("grid_factor", "national", "2022", "location", purpose="A.9").file == "grid_factor.csv"
    assert factors.files[-1] == ("grid.csv", hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(FACTORS.tables["grid_factor"]) == 122
    alone = load_factors(path, shipped=False)
    assert [len(rows) for rows in alone.tables.values()] == [0, 0, 0, 2, 0]
    with pytest.raises(FactorError, match=r"nearest are $"):
        alone.lookup("gwp", "SF6", "IPCC-AR5", purpose="A.9")


def test_a_users_row_is_refused_like_a_shipped_one(tmp_path) -> None:
    path = tmp_path / "grid.csv"
    rows = "plant,2023,0.5,tCO2/MWh,carbon-footprint,user,ours\nplant,2024,0.6205,tCO2/MWh,location,user,ours\n"
    path.write_text(GRID + rows, encoding="utf-8")
    factors = load_factors(path)
    for key in (("plant", "2023", "carbon-footprint"), ("plant", "2024", "location")):
        with pytest.raises(FactorError, match=r"refused for A\.9"):
            factors.lookup("grid_factor", *key, purpose="A.9")


def test_files_are_named_with_their_hash() -> None:
    for name, digest in FACTORS.files:
        assert digest == hashlib.sha256(files("greencalc.factors").joinpath(name).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "it is none of the factor tables"),
        (f"{GRID}national,2023,0.5,tCO2/MWh,location,user\n", "row 2 has 6 cells; the header has 7"),
        (f"{GRID}national,2023,0.5,tCO2/MWh,location,guessed,ours\n", "row 2: origin 'guessed' is not one of"),
        (f"{GRID}national,2023,0.5,tCO2/MWh,location,user,\n", "row 2: a key or the source is empty"),
        (f"{GRID}national,2023,,tCO2/MWh,location,user,ours\n", "row 2: factor is empty"),
        (f"{GRID}national,,0.5,tCO2/MWh,location,user,ours\n", "row 2: a key or the source is empty"),
        (f"{GRID}national,2023,0.5,tons,location,user,ours\n", "row 2: factor: '0.5 tons'"),
        (f"{GRID}national,2023,0,tCO2/MWh,location,user,ours\n", "row 2: factor: 0 tCO2/MWh is not above 0"),
        (
            f"{GRID}national,2023,0.5,tCO2/MWh,location,user,ours\nnational,2023,0.6,tCO2/MWh,location,user,ours\n",
            "row 3: the key national / 2023 / location is there twice",
        ),
    ],
    ids=range(9),
)
def test_a_users_file_is_checked(tmp_path, text, says) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FactorError) as caught:
        load_factors(path)
    assert says in str(caught.value)
    with pytest.raises(FactorError, match=r"cannot be read"):
        load_factors(tmp_path / "none.csv")


def test_rows_survive_as_plain_data() -> None:
    row = FACTORS.lookup("fuel_carbon", "diesel", "NDRC-2015", purpose="A.9")
    again = factors_of([factor_data(row)], [("a.csv", "00")])
    assert factor_data(again.lookup("fuel_carbon", "柴油", "NDRC-2015", purpose="A.9")) == factor_data(row)
    assert again.files == (("a.csv", "00"),)
    for broken in ({"table": "none"}, {"key": 5}, {"more": 1}, {"values": 3}):
        with pytest.raises(FactorError, match="a row is none of a factor table"):
            factors_of([factor_data(row) | broken], [])
    with pytest.raises(FactorError, match="is not above 0"):
        factors_of([factor_data(row) | {"values": {"ncv": "0 GJ/t"}}], [])


def test_factor_tables_are_given_by_their_paths() -> None:
    says = r"^a path is of type list; give each file by itself, as load_factors\('grid.csv', 'gwp.csv'\)$"
    with pytest.raises(FactorError, match=says):
        load_factors(["grid.csv"])
    with pytest.raises(FactorError, match="shipped is 'no'; give True or False"):
        load_factors(shipped="no")


@pytest.mark.parametrize(
    ("table", "vintage", "purpose", "says"),
    [
        ("grid_factor", 2023, "A.9", "part 2 of the key is 2023; write it as text, in quotation marks"),
        ("grid_factor", "2023", None, "purpose is None; write it as text, in quotation marks"),
        (["gwp"], "2023", "A.9", "table is of type list; write it as text, in quotation marks"),
        ("grid", "2023", "A.9", "there is no table 'grid'; there are coal_equivalent, energy_media, "),
    ],
)
def test_a_factor_is_looked_up_by_texts(table, vintage, purpose, says) -> None:
    with pytest.raises(FactorError) as caught:
        FACTORS.lookup(table, "national", vintage, "location", purpose=purpose)
    assert str(caught.value).startswith(says)


def test_an_amount_to_be_checked_is_a_text() -> None:
    with pytest.raises(FactorError, match="amount is 5; write it as text, in quotation marks"):
        FACTORS.check_value("grid_factor", 5, "A.9")
