"""Factor tables: exact keys, no falling back, refusals with their reason, a user's own rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from importlib.resources import files

import pytest

from greencalc import FactorError, load_factors
from greencalc.factors.rows import Factor
from greencalc.factors.tables import factor_data, factors_of
from greencalc.formula import ORIGINS
from greencalc.units.text import exact_in, parse_unit

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
        "gwp": 39,
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
        ("gwp", ("HFO-1234yf", "IPCC-AR6"), "gwp", "0.501 tCO2e/t"),
        ("gwp", ("R-1234yf", "IPCC-AR6"), "gwp", "0.501 tCO2e/t"),
        ("gwp", ("R134a", "IPCC-AR6"), "gwp", "1530 tCO2e/t"),
        ("gwp", ("R-134a", "NDRC-2015"), "gwp", "1300 tCO2e/t"),
        ("gwp", ("R-32", "IPCC-AR5"), "gwp", "677 tCO2e/t"),
        ("gwp", ("R410A", "IPCC-AR6"), "gwp", "2255.5 tCO2e/t"),
        ("gwp", ("R-404A", "IPCC-AR5"), "gwp", "3942.8 tCO2e/t"),
        ("gwp", ("R-407C", "NDRC-2015"), "gwp", "1525.5 tCO2e/t"),
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
        ("gwp", ("R1234yf", "IPCC-AR5"), "HFO-1234yf / IPCC-AR6 (四氟丙烯)"),
        ("gwp", (), "there is no row for ;"),
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
    with pytest.raises(
        FactorError, match=r"there is no row for SF6 / IPCC-AR5; the table is empty\. A row of your own"
    ):
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


# What every row has to be


def number(row: Factor, column: str, unit: str) -> Fraction:
    return exact_in(row.values[column], parse_unit(unit)[1])


MOST_HEAT = 50  # GJ/t, the net heating value of methane: no hydrocarbon, coal or oil has more
MOST_HEAT_OF_STEAM = Fraction("2.81")  # GJ/t, of saturated steam at any pressure, above water of 0 C
KCAL = (Fraction("4.1816"), Fraction("4.1868"))  # kJ, as the tables convert


def heat_of_mass(row: Factor) -> Fraction | None:
    """The heat of a tonne in GJ, where the row is of a mass."""
    if "ncv" in row.values and row.values["ncv"].endswith("t"):
        return number(row, "ncv", "GJ/t")
    if row.values.get("coefficient", "").endswith("kgce/kg"):
        return number(row, "coefficient", "kgce/kg") * Fraction("29.3076")
    return None


def senseless(row: Factor) -> Iterator[str]:
    """What cannot be of the row's numbers, or is beyond what such a thing can have."""
    heat = None if row.table == "energy_media" else heat_of_mass(row)  # a medium is what it takes to make it
    if heat is not None and heat > MOST_HEAT:
        yield "more heat than any fuel has"
    if "steam" in row.key[0] and heat is not None and heat > MOST_HEAT_OF_STEAM:
        yield "more heat than saturated steam has"
    if row.table == "fuel_carbon":
        yield from senseless_fuel(row, heat)
    if row.table == "grid_factor" and not 0 < number(row, "factor", "tCO2/MWh") <= Fraction("1.2"):
        yield "more than a coal plant emits"
    if row.table == "gwp" and not 0 < number(row, "gwp", "tCO2e/t") <= 30_000:
        yield "beyond all gases"


OF_CARBON_MONOXIDE = {"blast-furnace gas", "converter gas", "closed calcium-carbide furnace gas"}


def senseless_fuel(row: Factor, heat: Fraction | None) -> Iterator[str]:
    carbon = number(row, "carbon_content", "t/GJ")
    if not Fraction("0.8") <= Fraction(row.values["oxidation"]) <= 1:
        yield "oxidation"
    most = "0.08" if row.key[0] in OF_CARBON_MONOXIDE else "0.036"
    if not Fraction("0.012") <= carbon <= Fraction(most):
        yield "carbon for its heat"
    if heat is not None and not Fraction("0.3") <= heat * carbon <= Fraction("0.92"):
        yield "carbon in its mass"
    if heat is None and not Fraction("0.05") <= number(row, "ncv", "GJ/Nm3") * carbon * 1000 / Fraction("0.536") <= 2:
        yield "carbon atoms in a molecule"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_row_is_physically_sensible_or_its_note_says_what_is_not(row) -> None:
    found = list(senseless(row))
    assert not found or any(word in row.note for word in ("is more than", "losses")), (found, row.note)


@pytest.mark.parametrize("row", [row for row in ROWS if row.table == "coal_equivalent"], ids=str)
def test_a_heating_value_names_its_edition_and_gives_the_coefficient(row) -> None:
    """It is kcal / 7000, rounded; a kcal is 4.1816 kJ in the edition of 2008, and 4.1868 kJ in standard coal."""
    if "ncv" not in row.values:
        assert "heating value" not in row.source
        return
    if "electricity" in row.key[0]:
        assert "heating value by definition" in row.source
        assert Fraction(row.values["coefficient"].split()[0]) == round(Fraction(860, 7000), 4)
        return
    said = re.findall(r"heating value (?:of|cited to) (GB/T 2589-20\d\d)", row.source)
    assert len(said) == 1
    heat, coefficient = (Fraction(row.values[column].split()[0]) for column in ("ncv", "coefficient"))
    assert coefficient in {round(heat / kcal / 7000, 4) for kcal in KCAL}
    assert abs(coefficient / (heat / Fraction("29307.6")) - 1) <= Fraction("0.0016")


def test_the_heating_values_of_fuels_name_the_edition_that_they_are_shared_with() -> None:
    old = {row.key[0]: row for row in ROWS if row.table == "coal_equivalent" and "ncv" in row.values}
    shared = [
        row
        for row in ROWS
        if row.table == "fuel_carbon"
        and row.key[0] in old
        and heat_of_mass(row) is not None
        and number(row, "ncv", "kJ/kg") == number(old[row.key[0]], "ncv", "kJ/kg")
    ]
    assert len(shared) >= 10
    assert all("its heating value is the one of GB/T 2589-20" in row.source for row in shared)


def test_a_coefficient_whose_row_of_2020_was_not_seen_says_so() -> None:
    for row in ROWS:
        if row.table in {"coal_equivalent", "energy_media"} and "2020" not in row.source.partition("; heating")[0]:
            assert (
                "was not seen" in row.note
                or "is no row of" in row.note
                or "is of GB/T 2589-2008" in row.note
                or ("is more than" in row.note)
            )
    for name in ("oil-field natural gas", "gas-field natural gas"):
        note = FACTORS.lookup("coal_equivalent", name, purpose="A.8").note
        assert "which of the two applies is not certain" in note


BLENDS = {
    "R-404A": {"HFC-125": 44, "HFC-143a": 52, "HFC-134a": 4},
    "R-407C": {"HFC-32": 23, "HFC-125": 25, "HFC-134a": 52},
    "R-410A": {"HFC-32": 50, "HFC-125": 50},
    "R-507A": {"HFC-125": 50, "HFC-143a": 50},
}


def test_a_blend_is_its_parts_by_mass_and_derived() -> None:
    potentials = {key: number(row, "gwp", "tCO2e/t") for key, row in FACTORS.tables["gwp"].items()}
    blends = [row for row in FACTORS.tables["gwp"].values() if row.key[0].startswith("R-")]
    assert {row.key for row in blends} == {(name, which) for name in BLENDS for which in {key[1] for key in potentials}}
    for row in blends:
        gas, which = row.key
        parts = BLENDS[gas]
        assert potentials[row.key] == sum(share * potentials[part, which] for part, share in parts.items()) / 100
        assert row.origin == "derived"
        assert all(f"{share} % {part}" in row.source for part, share in parts.items())


@pytest.mark.parametrize("table", FACTORS.tables)
def test_a_miss_says_how_to_add_a_row_of_ones_own(tmp_path, table) -> None:
    key = next(iter(FACTORS.tables[table]))
    with pytest.raises(FactorError) as caught:
        FACTORS.lookup(table, "nowhere to be found", *key[1:], purpose="other")
    [columns] = re.findall(r"CSV file with the columns (\S+), given as load_factors\('own.csv'\)", str(caught.value))
    path = tmp_path / "own.csv"
    example = FACTORS.tables[table][key]
    cells = {
        **dict.fromkeys(columns.split(","), "x"),
        **{column: amount.split()[0] for column, amount in example.values.items()},
        **{
            unit: amount.split()[1]
            for column, amount in example.values.items()
            for unit in (f"{column}_unit", "unit", "carbon_unit")
            if unit in columns.split(",") and (column == "carbon_content" or unit != "carbon_unit") and " " in amount
        },
        "origin": "user",
    }
    path.write_text(f"{columns}\n{','.join(cells[name] for name in columns.split(','))}\n", encoding="utf-8")
    added = load_factors(path).tables[table]["x", *["x"] * (len(key) - 1)]
    assert (added.origin, added.amounts) == ("user", example.amounts)


def test_a_note_of_ones_own_is_kept_and_survives_as_plain_data(tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"{GRID.strip()},note\nplant,2024,0.5,tCO2/MWh,location,user,us,a guess\n", encoding="utf-8")
    row = load_factors(path).lookup("grid_factor", "plant", "2024", "location", purpose="A.9")
    assert row.note == "a guess"
    assert factors_of([factor_data(row)], []).lookup("grid_factor", *row.key, purpose="A.9") == row
    assert "in doubt: a guess" in str(load_factors(path, shipped=False))
