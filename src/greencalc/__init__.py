"""Green factory indicators of car plants after QC/T 1160-2022 and GB/T 36132-2025, with units enforced.

Formulas are plain functions that take quantities or text and return quantities; ``evaluate`` composes them
into a standard's score.

>>> import greencalc
>>> print(
...     greencalc.wastewater_reuse_rate(
...         water_reused="52 万m3", water_discharged="31 万m3"
...     ).round(2)
... )
62.65 percent
>>> standard = greencalc.load_standard("qct1160_2022")
>>> assessment = greencalc.evaluate(
...     standard, {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
... )
>>> print(assessment.item("10.5.2").why)
62.65 % is not >= 70 %

``help(greencalc.wastewater_reuse_rate)`` shows a formula's page, ``print(greencalc.spec(...))`` its symbols, and
``dir(greencalc)`` all public names, which are loaded when they are first used.
"""

from __future__ import annotations

import importlib
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what type checkers and editors see; the table below loads the same names at run time
    from greencalc.assessment import Assessment as Assessment
    from greencalc.batch import (
        score_columns as score_columns,
    )
    from greencalc.comparison import (
        AssessmentComparison as AssessmentComparison,
    )
    from greencalc.comparison import (
        compare as compare,
    )
    from greencalc.errors import (
        DeclarationError as DeclarationError,
    )
    from greencalc.errors import (
        FactorError as FactorError,
    )
    from greencalc.errors import (
        FactsError as FactsError,
    )
    from greencalc.errors import (
        GreencalcError as GreencalcError,
    )
    from greencalc.errors import (
        InputError as InputError,
    )
    from greencalc.errors import (
        OutputError as OutputError,
    )
    from greencalc.errors import (
        PackError as PackError,
    )
    from greencalc.errors import (
        PartError as PartError,
    )
    from greencalc.errors import (
        PlantFileError as PlantFileError,
    )
    from greencalc.errors import (
        RegistryError as RegistryError,
    )
    from greencalc.errors import (
        StandardError as StandardError,
    )
    from greencalc.errors import (
        UnitTextError as UnitTextError,
    )
    from greencalc.evaluation import evaluate as evaluate
    from greencalc.explanation import (
        Explanation as Explanation,
    )
    from greencalc.explanation import (
        explain as explain,
    )
    from greencalc.factors import (
        load_factors as load_factors,
    )
    from greencalc.formula import (
        Formula as Formula,
    )
    from greencalc.formula import (
        spec as spec,
    )
    from greencalc.ledger_of_carbon import (
        CarbonLedger as CarbonLedger,
    )
    from greencalc.ledger_of_carbon import (
        carbon_ledger as carbon_ledger,
    )
    from greencalc.ledger_of_energy import (
        EnergyLedger as EnergyLedger,
    )
    from greencalc.ledger_of_energy import (
        energy_ledger as energy_ledger,
    )
    from greencalc.ledger_tracing import (
        explain_ledger as explain_ledger,
    )
    from greencalc.plant import (
        Plant as Plant,
    )
    from greencalc.plant import (
        load_plant as load_plant,
    )
    from greencalc.plant_files import (
        FileScores as FileScores,
    )
    from greencalc.plant_files import (
        score_file as score_file,
    )
    from greencalc.plant_table import plant_facts as plant_facts
    from greencalc.plausibility import (
        load_plausibility as load_plausibility,
    )
    from greencalc.registry import (
        Q as Q,
    )
    from greencalc.registry import (
        register_units as register_units,
    )
    from greencalc.replaying import (
        Replay as Replay,
    )
    from greencalc.replaying import (
        replay as replay,
    )
    from greencalc.scores import (
        FaultGroup as FaultGroup,
    )
    from greencalc.scores import (
        RowFault as RowFault,
    )
    from greencalc.scores import (
        Scores as Scores,
    )
    from greencalc.standard import Standard as Standard
    from greencalc.standard_file import (
        load_standard as load_standard,
    )
    from greencalc.standard_file import (
        standards as standards,
    )
    from greencalc.standards.gbt2589_2020 import (
        coal_equivalent_from_heating_value_of_gas as coal_equivalent_from_heating_value_of_gas,
    )
    from greencalc.standards.gbt2589_2020 import (
        coal_equivalent_from_heating_value_of_mass as coal_equivalent_from_heating_value_of_mass,
    )
    from greencalc.standards.gbt2589_2020 import (
        coal_equivalent_of_energy as coal_equivalent_of_energy,
    )
    from greencalc.standards.gbt2589_2020 import (
        coal_equivalent_of_gas as coal_equivalent_of_gas,
    )
    from greencalc.standards.gbt2589_2020 import (
        coal_equivalent_of_mass as coal_equivalent_of_mass,
    )
    from greencalc.standards.gbt2589_2020 import (
        coal_equivalent_of_net_heat as coal_equivalent_of_net_heat,
    )
    from greencalc.standards.gbt2589_2020 import (
        comprehensive_energy_consumption as comprehensive_energy_consumption,
    )
    from greencalc.standards.gbt2589_2020 import (
        fuel_mass_of_volume as fuel_mass_of_volume,
    )
    from greencalc.standards.gbt2589_2020 import (
        gas_volume_at_reference as gas_volume_at_reference,
    )
    from greencalc.standards.gbt2589_2020 import (
        net_heat_of_gross_heat as net_heat_of_gross_heat,
    )
    from greencalc.standards.gbt19515_2023 import (
        recoverability_rate as recoverability_rate,
    )
    from greencalc.standards.gbt19515_2023 import (
        recyclability_rate as recyclability_rate,
    )
    from greencalc.standards.gbt32150 import (
        co2_mass_share as co2_mass_share,
    )
    from greencalc.standards.gbt32150 import (
        combustion_emission as combustion_emission,
    )
    from greencalc.standards.gbt32150 import (
        electricity_emission as electricity_emission,
    )
    from greencalc.standards.gbt32150 import (
        fuel_heat_of_gas as fuel_heat_of_gas,
    )
    from greencalc.standards.gbt32150 import (
        fuel_heat_of_mass as fuel_heat_of_mass,
    )
    from greencalc.standards.gbt32150 import (
        gas_emission_from_stocks as gas_emission_from_stocks,
    )
    from greencalc.standards.gbt32150 import (
        gas_filled as gas_filled,
    )
    from greencalc.standards.gbt32150 import (
        heat_emission as heat_emission,
    )
    from greencalc.standards.gbt32150 import (
        hot_water_heat as hot_water_heat,
    )
    from greencalc.standards.gbt32150 import (
        loss_per_filling as loss_per_filling,
    )
    from greencalc.standards.gbt32150 import (
        shielding_gas_emission as shielding_gas_emission,
    )
    from greencalc.standards.gbt32150 import (
        steam_heat as steam_heat,
    )
    from greencalc.standards.gbt36132_2025 import (
        building_coefficient as building_coefficient,
    )
    from greencalc.standards.gbt36132_2025 import (
        carbon_per_output_value as carbon_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        energy_per_output_value as energy_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        equivalent_output as equivalent_output,
    )
    from greencalc.standards.gbt36132_2025 import (
        floor_area_ratio_of_buildings as floor_area_ratio_of_buildings,
    )
    from greencalc.standards.gbt36132_2025 import (
        green_retrofit_investment_share as green_retrofit_investment_share,
    )
    from greencalc.standards.gbt36132_2025 import (
        industrial_water_reuse_rate as industrial_water_reuse_rate,
    )
    from greencalc.standards.gbt36132_2025 import (
        material_per_output_value as material_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        material_per_vehicle as material_per_vehicle,
    )
    from greencalc.standards.gbt36132_2025 import (
        output_value_per_land_area as output_value_per_land_area,
    )
    from greencalc.standards.gbt36132_2025 import (
        platform_functions_realised as platform_functions_realised,
    )
    from greencalc.standards.gbt36132_2025 import (
        pollutant_emitted_per_output_value as pollutant_emitted_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        pollutant_emitted_per_vehicle as pollutant_emitted_per_vehicle,
    )
    from greencalc.standards.gbt36132_2025 import (
        pollutant_generated_per_output_value as pollutant_generated_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        pollutant_generated_per_vehicle as pollutant_generated_per_vehicle,
    )
    from greencalc.standards.gbt36132_2025 import (
        renewable_energy_share as renewable_energy_share,
    )
    from greencalc.standards.gbt36132_2025 import (
        waste_gas_emitted_per_output_value as waste_gas_emitted_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        waste_gas_emitted_per_vehicle as waste_gas_emitted_per_vehicle,
    )
    from greencalc.standards.gbt36132_2025 import (
        waste_gas_generated_per_output_value as waste_gas_generated_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        waste_gas_generated_per_vehicle as waste_gas_generated_per_vehicle,
    )
    from greencalc.standards.gbt36132_2025 import (
        wastewater_discharged_per_output_value as wastewater_discharged_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        wastewater_discharged_per_vehicle as wastewater_discharged_per_vehicle,
    )
    from greencalc.standards.gbt36132_2025 import (
        wastewater_generated_per_output_value as wastewater_generated_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        wastewater_generated_per_vehicle as wastewater_generated_per_vehicle,
    )
    from greencalc.standards.gbt36132_2025 import (
        water_intake_per_output_value as water_intake_per_output_value,
    )
    from greencalc.standards.gbt36132_2025 import (
        water_intake_per_vehicle as water_intake_per_vehicle,
    )
    from greencalc.standards.qct1158_2022 import water_per_vehicle as water_per_vehicle
    from greencalc.standards.qct1160_2022 import (
        capacity_per_land_area as capacity_per_land_area,
    )
    from greencalc.standards.qct1160_2022 import (
        capacity_utilisation_rate as capacity_utilisation_rate,
    )
    from greencalc.standards.qct1160_2022 import (
        carbon_emission_total as carbon_emission_total,
    )
    from greencalc.standards.qct1160_2022 import (
        carbon_per_vehicle as carbon_per_vehicle,
    )
    from greencalc.standards.qct1160_2022 import (
        cod_per_painted_area as cod_per_painted_area,
    )
    from greencalc.standards.qct1160_2022 import (
        energy_consumption_of_carriers as energy_consumption_of_carriers,
    )
    from greencalc.standards.qct1160_2022 import (
        energy_per_vehicle as energy_per_vehicle,
    )
    from greencalc.standards.qct1160_2022 import (
        equivalent_capacity as equivalent_capacity,
    )
    from greencalc.standards.qct1160_2022 import (
        floor_area_of_storeys as floor_area_of_storeys,
    )
    from greencalc.standards.qct1160_2022 import (
        floor_area_ratio as floor_area_ratio,
    )
    from greencalc.standards.qct1160_2022 import (
        fugitive_emission as fugitive_emission,
    )
    from greencalc.standards.qct1160_2022 import (
        fugitive_emission_by_parts as fugitive_emission_by_parts,
    )
    from greencalc.standards.qct1160_2022 import (
        green_paint_usage_rate as green_paint_usage_rate,
    )
    from greencalc.standards.qct1160_2022 import (
        hazardous_waste_per_painted_area as hazardous_waste_per_painted_area,
    )
    from greencalc.standards.qct1160_2022 import (
        painted_area_from_body_mass as painted_area_from_body_mass,
    )
    from greencalc.standards.qct1160_2022 import (
        phosphorus_per_painted_area as phosphorus_per_painted_area,
    )
    from greencalc.standards.qct1160_2022 import (
        pollutant_generated as pollutant_generated,
    )
    from greencalc.standards.qct1160_2022 import (
        solid_waste_utilisation_rate as solid_waste_utilisation_rate,
    )
    from greencalc.standards.qct1160_2022 import (
        solvent_consumption as solvent_consumption,
    )
    from greencalc.standards.qct1160_2022 import (
        vocs_emitted_by_solvent_balance as vocs_emitted_by_solvent_balance,
    )
    from greencalc.standards.qct1160_2022 import (
        vocs_emitted_from_materials as vocs_emitted_from_materials,
    )
    from greencalc.standards.qct1160_2022 import (
        vocs_per_painted_area as vocs_per_painted_area,
    )
    from greencalc.standards.qct1160_2022 import (
        wastewater_reuse_rate as wastewater_reuse_rate,
    )

else:  # hidden from type checkers, for which every misspelt name would otherwise be a name of the package

    def __getattr__(name: str) -> Any:
        """Load a public name from its module when it is first used."""
        if name == "standards":
            with _loading:
                return importlib.import_module("greencalc.standards")
        if name not in _HOME:
            raise AttributeError(f"module 'greencalc' has no attribute {name!r}")
        with _loading:
            importlib.import_module("pint")  # before a part of it, or threads that import both wait for each other
            value = getattr(importlib.import_module(f"greencalc.{_HOME[name]}"), name)
        globals()[name] = value
        return value


_loading = threading.RLock()  # modules that import each other are loaded by one thread at a time


_MODULES = {
    "assessment": ("Assessment",),
    "batch": ("score_columns",),
    "plant_files": (
        "FileScores",
        "score_file",
    ),
    "plant_table": ("plant_facts",),
    "scores": (
        "FaultGroup",
        "RowFault",
        "Scores",
    ),
    "ledger_of_carbon": (
        "CarbonLedger",
        "carbon_ledger",
    ),
    "comparison": (
        "AssessmentComparison",
        "compare",
    ),
    "ledger_of_energy": (
        "EnergyLedger",
        "energy_ledger",
    ),
    "errors": (
        "DeclarationError",
        "FactorError",
        "FactsError",
        "GreencalcError",
        "InputError",
        "OutputError",
        "PackError",
        "PartError",
        "PlantFileError",
        "RegistryError",
        "StandardError",
        "UnitTextError",
    ),
    "evaluation": ("evaluate",),
    "explanation": (
        "Explanation",
        "explain",
    ),
    "factors": ("load_factors",),
    "formula": (
        "Formula",
        "spec",
    ),
    "ledger_tracing": ("explain_ledger",),
    "plant": (
        "Plant",
        "load_plant",
    ),
    "plausibility": ("load_plausibility",),
    "registry": (
        "Q",
        "register_units",
    ),
    "replaying": (
        "Replay",
        "replay",
    ),
    "standard": ("Standard",),
    "standard_file": ("load_standard",),
    "standards.gbt19515_2023": (
        "recoverability_rate",
        "recyclability_rate",
    ),
    "standards.gbt2589_2020": (
        "coal_equivalent_from_heating_value_of_gas",
        "coal_equivalent_from_heating_value_of_mass",
        "coal_equivalent_of_energy",
        "coal_equivalent_of_gas",
        "coal_equivalent_of_mass",
        "coal_equivalent_of_net_heat",
        "comprehensive_energy_consumption",
        "fuel_mass_of_volume",
        "gas_volume_at_reference",
        "net_heat_of_gross_heat",
    ),
    "standards.gbt32150": (
        "co2_mass_share",
        "combustion_emission",
        "electricity_emission",
        "fuel_heat_of_gas",
        "fuel_heat_of_mass",
        "gas_emission_from_stocks",
        "gas_filled",
        "heat_emission",
        "hot_water_heat",
        "loss_per_filling",
        "shielding_gas_emission",
        "steam_heat",
    ),
    "standards.gbt36132_2025": (
        "building_coefficient",
        "carbon_per_output_value",
        "energy_per_output_value",
        "equivalent_output",
        "floor_area_ratio_of_buildings",
        "green_retrofit_investment_share",
        "industrial_water_reuse_rate",
        "material_per_output_value",
        "material_per_vehicle",
        "output_value_per_land_area",
        "platform_functions_realised",
        "pollutant_emitted_per_output_value",
        "pollutant_emitted_per_vehicle",
        "pollutant_generated_per_output_value",
        "pollutant_generated_per_vehicle",
        "renewable_energy_share",
        "waste_gas_emitted_per_output_value",
        "waste_gas_emitted_per_vehicle",
        "waste_gas_generated_per_output_value",
        "waste_gas_generated_per_vehicle",
        "wastewater_discharged_per_output_value",
        "wastewater_discharged_per_vehicle",
        "wastewater_generated_per_output_value",
        "wastewater_generated_per_vehicle",
        "water_intake_per_output_value",
        "water_intake_per_vehicle",
    ),
    "standards.qct1158_2022": ("water_per_vehicle",),
    "standards.qct1160_2022": (
        "capacity_per_land_area",
        "capacity_utilisation_rate",
        "carbon_emission_total",
        "carbon_per_vehicle",
        "cod_per_painted_area",
        "energy_consumption_of_carriers",
        "energy_per_vehicle",
        "equivalent_capacity",
        "floor_area_of_storeys",
        "floor_area_ratio",
        "fugitive_emission",
        "fugitive_emission_by_parts",
        "green_paint_usage_rate",
        "hazardous_waste_per_painted_area",
        "painted_area_from_body_mass",
        "phosphorus_per_painted_area",
        "pollutant_generated",
        "solid_waste_utilisation_rate",
        "solvent_consumption",
        "vocs_emitted_by_solvent_balance",
        "vocs_emitted_from_materials",
        "vocs_per_painted_area",
        "wastewater_reuse_rate",
    ),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__version__ = "0.1.0"
__all__ = sorted([*_HOME, "standards"])  # noqa: PLE0605 (computed from the table above)


def __dir__() -> list[str]:
    """List the public names only."""
    return list(__all__)
