import contextlib

from .assessment import Assessment as Assessment, evaluate as evaluate
from .errors import (
    DeclarationError as DeclarationError,
    FactorError as FactorError,
    FactsError as FactsError,
    GreencalcError as GreencalcError,
    InputError as InputError,
    OutputError as OutputError,
    PackError as PackError,
    PartError as PartError,
    PlantFileError as PlantFileError,
    RegistryError as RegistryError,
    StandardError as StandardError,
    UnitTextError as UnitTextError,
)
from .explaining.explanation import Explanation as Explanation, explain as explain
from .explaining.gaps import Change as Change, Gap as Gap, Gaps as Gaps, NextStep as NextStep
from .explaining.ledgers import explain_ledger as explain_ledger
from .factors import Factor as Factor, Factors as Factors, load_factors as load_factors
from .formula import Formula as Formula, spec as spec
from .formula.computation import Computation as Computation, Input as Input
from .judging.judged_plant import JudgedPlant as JudgedPlant
from .judging.results import (
    GroupResult as GroupResult,
    Interval as Interval,
    ItemResult as ItemResult,
    Judgement as Judgement,
)
from .languages.said import in_language as in_language
from .ledgers.carbon import CarbonLedger as CarbonLedger, carbon_ledger as carbon_ledger
from .ledgers.carbon_lines import CarbonLine as CarbonLine
from .ledgers.energy import EnergyLedger as EnergyLedger, energy_ledger as energy_ledger
from .ledgers.energy_lines import EnergyLine as EnergyLine
from .ledgers.steps import Step as Step
from .many_plants.files.score_file import FileScores as FileScores, score_file as score_file
from .many_plants.meter_readings.ledger_totals import (
    LedgerTotals as LedgerTotals,
    ledger_totals as ledger_totals,
)
from .many_plants.queries.expressions import Expressions as Expressions, expressions as expressions
from .many_plants.queries.settle import settle as settle
from .many_plants.queries.sql import sql as sql
from .many_plants.row_fault import FaultGroup as FaultGroup, RowFault as RowFault
from .many_plants.score_columns import score_columns as score_columns
from .many_plants.scorer import Score as Score, Scorer as Scorer, scorer as scorer
from .many_plants.scores import Scores as Scores
from .many_plants.table_reader import plant_facts as plant_facts
from .plant.plant_file import Plant as Plant, load_plant as load_plant
from .plant.plausible_ranges import PlausibleRange as PlausibleRange, load_plausibility as load_plausibility
from .plant.slips import Finding as Finding
from .plots.contributions import plot_contributions as plot_contributions
from .plots.groups import plot_groups as plot_groups
from .plots.indicators import plot_indicators as plot_indicators
from .plots.lost_points import plot_points_lost as plot_points_lost
from .plots.tornado import plot_tornado as plot_tornado
from .plots.years import plot_years as plot_years
from .replaying import PackDifference as PackDifference, Replay as Replay, replay as replay
from .report_pages.html_report import html_report as html_report
from .reporting.comparison import (
    AssessmentComparison as AssessmentComparison,
    Difference as Difference,
    InputDifference as InputDifference,
    compare as compare,
)
from .standards import standards as standards
from .standards.clause_files import load_formulas as load_formulas
from .standards.gbt2589_2020 import (
    coal_equivalent_from_heating_value_of_gas as coal_equivalent_from_heating_value_of_gas,
    coal_equivalent_from_heating_value_of_mass as coal_equivalent_from_heating_value_of_mass,
    coal_equivalent_of_energy as coal_equivalent_of_energy,
    coal_equivalent_of_gas as coal_equivalent_of_gas,
    coal_equivalent_of_mass as coal_equivalent_of_mass,
    coal_equivalent_of_net_heat as coal_equivalent_of_net_heat,
    comprehensive_energy_consumption as comprehensive_energy_consumption,
    fuel_mass_of_volume as fuel_mass_of_volume,
    gas_volume_at_reference as gas_volume_at_reference,
    net_heat_of_gross_heat as net_heat_of_gross_heat,
)
from .standards.gbt19515_2023 import (
    recoverability_rate as recoverability_rate,
    recyclability_rate as recyclability_rate,
)
from .standards.gbt32150 import (
    co2_mass_share as co2_mass_share,
    combustion_emission as combustion_emission,
    electricity_emission as electricity_emission,
    fuel_heat_of_gas as fuel_heat_of_gas,
    fuel_heat_of_mass as fuel_heat_of_mass,
    gas_emission_from_stocks as gas_emission_from_stocks,
    gas_filled as gas_filled,
    heat_emission as heat_emission,
    hot_water_heat as hot_water_heat,
    loss_per_filling as loss_per_filling,
    shielding_gas_emission as shielding_gas_emission,
    steam_heat as steam_heat,
)
from .standards.gbt36132_2025 import (
    building_coefficient as building_coefficient,
    carbon_of_product as carbon_of_product,
    carbon_per_output_value as carbon_per_output_value,
    energy_by_quota as energy_by_quota,
    energy_of_product as energy_of_product,
    energy_per_output_value as energy_per_output_value,
    equivalent_output as equivalent_output,
    floor_area_ratio_of_buildings as floor_area_ratio_of_buildings,
    green_retrofit_investment_share as green_retrofit_investment_share,
    industrial_water_reuse_rate as industrial_water_reuse_rate,
    material_per_output_value as material_per_output_value,
    material_per_vehicle as material_per_vehicle,
    output_in_standard_product as output_in_standard_product,
    output_value_per_land_area as output_value_per_land_area,
    platform_functions_realised as platform_functions_realised,
    pollutant_emitted_per_output_value as pollutant_emitted_per_output_value,
    pollutant_emitted_per_vehicle as pollutant_emitted_per_vehicle,
    pollutant_generated_per_output_value as pollutant_generated_per_output_value,
    pollutant_generated_per_vehicle as pollutant_generated_per_vehicle,
    renewable_energy_share as renewable_energy_share,
    share_by_output_and_energy as share_by_output_and_energy,
    share_by_standard_product as share_by_standard_product,
    waste_gas_emitted_per_output_value as waste_gas_emitted_per_output_value,
    waste_gas_emitted_per_vehicle as waste_gas_emitted_per_vehicle,
    waste_gas_generated_per_output_value as waste_gas_generated_per_output_value,
    waste_gas_generated_per_vehicle as waste_gas_generated_per_vehicle,
    wastewater_discharged_per_output_value as wastewater_discharged_per_output_value,
    wastewater_discharged_per_vehicle as wastewater_discharged_per_vehicle,
    wastewater_generated_per_output_value as wastewater_generated_per_output_value,
    wastewater_generated_per_vehicle as wastewater_generated_per_vehicle,
    water_intake_per_output_value as water_intake_per_output_value,
    water_intake_per_vehicle as water_intake_per_vehicle,
)
from .standards.levels import (
    Cap as Cap,
    Level as Level,
    LevelReached as LevelReached,
    RequiredPoints as RequiredPoints,
    RequiredShare as RequiredShare,
)
from .standards.qct1158_2022 import water_per_vehicle as water_per_vehicle
from .standards.qct1160_2022 import (
    capacity_per_land_area as capacity_per_land_area,
    capacity_utilisation_rate as capacity_utilisation_rate,
    carbon_emission_total as carbon_emission_total,
    carbon_per_vehicle as carbon_per_vehicle,
    cod_per_painted_area as cod_per_painted_area,
    energy_consumption_of_carriers as energy_consumption_of_carriers,
    energy_per_vehicle as energy_per_vehicle,
    equivalent_capacity as equivalent_capacity,
    floor_area_of_storeys as floor_area_of_storeys,
    floor_area_ratio as floor_area_ratio,
    fugitive_emission as fugitive_emission,
    fugitive_emission_by_parts as fugitive_emission_by_parts,
    green_paint_usage_rate as green_paint_usage_rate,
    hazardous_waste_per_painted_area as hazardous_waste_per_painted_area,
    painted_area_from_body_mass as painted_area_from_body_mass,
    phosphorus_per_painted_area as phosphorus_per_painted_area,
    pollutant_generated as pollutant_generated,
    solid_waste_utilisation_rate as solid_waste_utilisation_rate,
    solvent_consumption as solvent_consumption,
    vocs_emitted_by_solvent_balance as vocs_emitted_by_solvent_balance,
    vocs_emitted_from_materials as vocs_emitted_from_materials,
    vocs_per_painted_area as vocs_per_painted_area,
    wastewater_reuse_rate as wastewater_reuse_rate,
)
from .standards.rules import (
    BestOfRule as BestOfRule,
    CalculatedRule as CalculatedRule,
    DegreeRule as DegreeRule,
    FormulaRule as FormulaRule,
    LimitRule as LimitRule,
    LimitValue as LimitValue,
    LineRule as LineRule,
    ShareRule as ShareRule,
    Years as Years,
    YesNoRule as YesNoRule,
)
from .standards.scales.points import PointsRule as PointsRule
from .standards.scales.scale import Knot as Knot, ScaleRule as ScaleRule, ShareAt as ShareAt
from .standards.scales.steps import StepsRule as StepsRule
from .standards.scales.within import RangeRule as RangeRule
from .standards.table import Assumption as Assumption, Group as Group, Item as Item, Standard as Standard
from .standards.table_file import load_standard as load_standard
from .table_plan.targets import Target as Target
from .uncertainty.inputs import UncertainInput as UncertainInput
from .uncertainty.propagate import propagate as propagate
from .uncertainty.propagation import Propagation as Propagation
from .uncertainty.results import (
    Chance as Chance,
    Estimate as Estimate,
    Influence as Influence,
    SobolIndex as SobolIndex,
    Swing as Swing,
)
from .units.pint_registry import Q as Q, register_units as register_units
from .workbooks.write_workbook import write_workbook as write_workbook

__version__: str
loading: contextlib.AbstractContextManager[bool]
