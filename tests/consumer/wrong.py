"""Mistakes that mypy --strict and pyright must both find: each line that ends in the word."""

from greencalc import Q, evaluate, floor_area_ratio, load_standard, spec

floor_area_ratio(building_area=450000.0, structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area=450000, structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio("450000 m2", "0 m2", "900 mu")  # wrong
floor_area_ratio(building_area="45 万㎡", land_area="900 mu")  # wrong
floor_area_ratio(building_area="45 万㎡", structure_area="0 m2", land="900 mu")  # wrong
floor_area_ratio(building_area=None, structure_area="0 m2", land_area="900 mu")  # wrong
floor_area_ratio(building_area=[450000.0], structure_area="0 m2", land_area="900 mu")  # wrong
evaluate("qct1160_2022", {})  # wrong
evaluate(load_standard("qct1160_2022"), {}, not_applicable="zero")  # wrong
spec(5)  # wrong
Q(5, 6)  # wrong
load_standard("qct1160_2022").number = "other"  # wrong

from greencalc.testing import amounts, arguments, check_formula, mistakes

check_formula("floor_area_ratio")  # wrong
amounts("land_area")  # wrong
arguments(5)  # wrong
mistakes(None)  # wrong
checked: bool = check_formula(floor_area_ratio)  # wrong
