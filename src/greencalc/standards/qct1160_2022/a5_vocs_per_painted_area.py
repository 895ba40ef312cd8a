"""A.5 VOCs emission per unit painted area, with the balances that give emission and area."""

from __future__ import annotations

from typing import Annotated

from greencalc.formula import Amount, Result, Symbol, formula, total
from greencalc.standards.qct1160_2022.symbols import PaintedArea, SolventInput

_OF_THE_VEHICLES = "it is a property of the vehicles built"
_LEAVES = "solvent that leaves in another way is not avoided"

VocsEmitted = Annotated[
    Amount, Symbol("E", "kg", "VOCs emitted in the period", "VOCs 排放量", at_least="0", measure="less")
]

CoatingMass = Annotated[
    Amount,
    Symbol(
        "m_j",
        "kg",
        "mass of a coating, thinner or cleaner used",
        "涂装材料用量",
        at_least="0",
        over="material",
        measure="less",
    ),
]
VocsShare = Annotated[
    Amount,
    Symbol(
        "x_j",
        "dimensionless",
        "mass share of VOCs in a material",
        "VOCs 质量分数",
        at_least="0",
        at_most="1",
        over="material",
        measure="less",
    ),
]
VocsRecovered = Annotated[Amount, Symbol("E_r", "kg", "VOCs recovered", "VOCs 回收量", at_least="0", measure="more")]
VocsRemoved = Annotated[
    Amount, Symbol("E_d", "kg", "VOCs destroyed or captured", "VOCs 去除量", at_least="0", measure="more")
]

WasteGas = Annotated[Amount, Symbol("O_1", "kg", "VOCs in waste gas", "废气中 VOCs 量", at_least="0", measure="less")]
WasteWater = Annotated[
    Amount, Symbol("O_2", "kg", "solvent in waste water", "废水中溶剂量", at_least="0", measure="less")
]
InProduct = Annotated[
    Amount,
    Symbol("O_3", "kg", "solvent left in products", "产品中残留溶剂量", at_least="0", no_measure=_LEAVES),
]
Fugitive = Annotated[
    Amount,
    Symbol("O_4", "kg", "uncaptured emission of VOCs to air", "无组织逸散的 VOCs 量", at_least="0", measure="less"),
]
Destroyed = Annotated[
    Amount, Symbol("O_5", "kg", "solvent destroyed or captured", "溶剂去除量", at_least="0", measure="more")
]
InWaste = Annotated[
    Amount,
    Symbol("O_6", "kg", "solvent in collected waste", "收集的废物中溶剂量", at_least="0", no_measure=_LEAVES),
]
Sold = Annotated[
    Amount,
    Symbol("O_7", "kg", "solvent sold in products", "外售产品中溶剂量", at_least="0", no_measure=_LEAVES),
]
Recovered = Annotated[
    Amount,
    Symbol("O_8", "kg", "solvent recovered for reuse elsewhere", "回收后外用的溶剂量", at_least="0", measure="more"),
]
Other = Annotated[
    Amount, Symbol("O_9", "kg", "solvent released in other ways", "其他途径释放的溶剂量", at_least="0", measure="less")
]
FugitiveTotal = Annotated[Amount, Symbol("F", "kg", "fugitive emission", "无组织排放量", at_least="0", measure="less")]

BodyMass = Annotated[
    Amount,
    Symbol("m_b", "kg", "mass of the body shells painted", "白车身质量", above="0", no_measure=_OF_THE_VEHICLES),
]
SheetThickness = Annotated[
    Amount,
    Symbol("d", "m", "mean thickness of the body sheet", "板材平均厚度", above="0", no_measure=_OF_THE_VEHICLES),
]
SheetDensity = Annotated[
    Amount,
    Symbol(r"\rho", "kg/m3", "density of the body sheet", "板材密度", above="0", no_measure=_OF_THE_VEHICLES),
]
AddedArea = Annotated[
    Amount,
    Symbol(
        "S_a",
        "m2",
        "area of parts added later and painted in the plant",
        "后装件涂装面积",
        at_least="0",
        no_measure=_OF_THE_VEHICLES,
    ),
]

_EMISSION = Symbol(
    "E",
    "kg",
    "VOCs emitted in the period",
    "VOCs 排放量",
    at_least="0",
    why="what is recovered and removed cannot exceed what went in",
)
_ORDINANCE = "31st Federal Immission Control Ordinance of Germany, Annex V; Directive 2010/75/EU, Annex VII"


@formula(
    standard="QC/T 1160-2022",
    clause="A.5",
    result=Symbol("v", "g/m2", "VOCs emission per unit painted area", "单位涂装面积 VOCs 排放量"),
    title="VOCs emission per unit painted area",
    title_zh="单位涂装面积 VOCs 排放量",
    origin="derived",
    source="shape from the name and unit in QC/T 1160-2022, 10.4.5 (public preview)",
)
def vocs_per_painted_area(*, vocs_emitted: VocsEmitted, painted_area: PaintedArea) -> Result:
    """VOCs emitted per square metre painted.

    Emission covers all stages from electrocoat to wax and final polish, and the solvent that cleans equipment
    (secondary: DB44/816-2010). Which painted area is meant is not public.

    Examples
    --------
    >>> print(vocs_per_painted_area(vocs_emitted="36 t", painted_area="200 万m2"))
    18.0 gram / meter ** 2
    """
    return vocs_emitted / painted_area


@formula(
    standard="QC/T 1160-2022",
    clause="A.5",
    result=_EMISSION,
    title="VOCs emission from the materials used",
    title_zh="VOCs 排放量（物料衡算）",
    origin="secondary",
    source="material balance of the Guangdong provincial method, as cited on secondary pages",
    gives=("vocs_emitted", "pollutant_mass_emitted"),
)
def vocs_emitted_from_materials(
    *,
    material_mass: CoatingMass,
    vocs_share: VocsShare,
    vocs_recovered: VocsRecovered,
    vocs_removed: VocsRemoved,
) -> Result:
    """VOCs in all materials used, less what is recovered and removed.

    Examples
    --------
    >>> print(
    ...     vocs_emitted_from_materials(
    ...         material_mass=["800 t", "50 t"],
    ...         vocs_share=["12 %", "100 %"],
    ...         vocs_recovered="30 t",
    ...         vocs_removed="80 t",
    ...     ).to("t")
    ... )
    36.0 metric_ton
    """
    return total(material_mass * vocs_share) - vocs_recovered - vocs_removed


@formula(
    standard="QC/T 1160-2022",
    clause="A.5",
    result=Symbol(
        "C", "kg", "solvent consumption", "有机溶剂消耗量", at_least="0", why="no more is recovered than went in"
    ),
    title="Solvent consumption",
    title_zh="有机溶剂消耗量",
    origin="secondary",
    source=_ORDINANCE,
)
def solvent_consumption(*, solvent_input: SolventInput, solvent_recovered: Recovered) -> Result:
    """Solvent bought and used, less what is recovered for reuse elsewhere.

    Examples
    --------
    >>> print(
    ...     solvent_consumption(solvent_input="500 t", solvent_recovered="24 t").to(
    ...         "t"
    ...     )
    ... )
    476.0 metric_ton
    """
    return solvent_input - solvent_recovered


@formula(
    standard="QC/T 1160-2022",
    clause="A.5",
    result=Symbol(
        "F", "kg", "fugitive emission", "无组织排放量", at_least="0", why="no more solvent leaves than went in"
    ),
    title="Fugitive emission, by difference",
    title_zh="无组织排放量（间接法）",
    origin="secondary",
    source=_ORDINANCE,
    gives=("fugitive_emission",),
)
def fugitive_emission(
    *,
    solvent_input: SolventInput,
    vocs_in_waste_gas: WasteGas,
    solvent_destroyed: Destroyed,
    solvent_in_waste: InWaste,
    solvent_sold: Sold,
    solvent_recovered: Recovered,
) -> Result:
    """Solvent that went in and left in no known way.

    Examples
    --------
    >>> print(
    ...     fugitive_emission(
    ...         solvent_input="500 t",
    ...         vocs_in_waste_gas="20 t",
    ...         solvent_destroyed="400 t",
    ...         solvent_in_waste="40 t",
    ...         solvent_sold="0 t",
    ...         solvent_recovered="24 t",
    ...     ).to("t")
    ... )
    16.0 metric_ton
    """
    return solvent_input - vocs_in_waste_gas - solvent_destroyed - solvent_in_waste - solvent_sold - solvent_recovered


@formula(
    standard="QC/T 1160-2022",
    clause="A.5",
    result=Symbol("F", "kg", "fugitive emission", "无组织排放量"),
    title="Fugitive emission, by its parts",
    title_zh="无组织排放量（直接法）",
    origin="secondary",
    source=_ORDINANCE,
    gives=("fugitive_emission",),
)
def fugitive_emission_by_parts(
    *,
    solvent_in_water: WasteWater,
    solvent_in_product: InProduct,
    uncaptured_emission: Fugitive,
    other_release: Other,
) -> Result:
    """Sum of the ways in which solvent escapes; it has to agree with the difference.

    Examples
    --------
    >>> print(
    ...     fugitive_emission_by_parts(
    ...         solvent_in_water="1 t",
    ...         solvent_in_product="0 t",
    ...         uncaptured_emission="15 t",
    ...         other_release="0 t",
    ...     ).to("t")
    ... )
    16.0 metric_ton
    """
    return solvent_in_water + solvent_in_product + uncaptured_emission + other_release


@formula(
    standard="QC/T 1160-2022",
    clause="A.5",
    result=_EMISSION,
    title="VOCs emission by solvent balance",
    title_zh="VOCs 排放量（溶剂平衡）",
    origin="secondary",
    source=_ORDINANCE,
    gives=("vocs_emitted", "pollutant_mass_emitted"),
)
def vocs_emitted_by_solvent_balance(*, fugitive_emission: FugitiveTotal, vocs_in_waste_gas: WasteGas) -> Result:
    """Fugitive emission and the emission in waste gas.

    Examples
    --------
    >>> print(
    ...     vocs_emitted_by_solvent_balance(
    ...         fugitive_emission="16 t", vocs_in_waste_gas="20 t"
    ...     ).to("t")
    ... )
    36.0 metric_ton
    """
    return fugitive_emission + vocs_in_waste_gas


@formula(
    standard="QC/T 1160-2022",
    clause="A.5",
    result=Symbol("S", "m2", "painted area", "涂装面积"),
    title="Painted area from body mass and sheet thickness",
    title_zh="涂装面积（电泳面积法）",
    origin="secondary",
    source="31st Federal Immission Control Ordinance of Germany, Annex VI no. 3: electrocoat area; or take it from CAD",
    gives=("painted_area",),
)
def painted_area_from_body_mass(
    *,
    body_mass: BodyMass,
    sheet_thickness: SheetThickness,
    sheet_density: SheetDensity,
    added_area: AddedArea,
) -> Result:
    """Both sides of a sheet that has the body's mass, and the parts added later.

    The masses are those of all bodies painted, or of one for the area of one.

    Examples
    --------
    >>> print(
    ...     painted_area_from_body_mass(
    ...         body_mass="314 kg",
    ...         sheet_thickness="0.8 mm",
    ...         sheet_density="7850 kg/m3",
    ...         added_area="0 m2",
    ...     )
    ... )
    100.0 meter ** 2
    """
    return 2 * body_mass / (sheet_thickness * sheet_density) + added_area
