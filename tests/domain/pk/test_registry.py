"""The registry of parameters, the units, and the sentences."""

import pytest

from domain.pk.absence import Absence
from domain.pk.messages import MESSAGES
from domain.pk.nca import estimate_profiles
from domain.pk.parameters import PARAMETERS
from domain.pk.settings import Settings
from domain.pk.terms import Route
from domain.pk.units import UnitKind, Units, unit_fault
from tests.domain.pk.build import profile


@pytest.mark.parametrize("route", list(Route))
def test_codes_and_keys_are_unique_and_codes_fit_cdisc(route: Route) -> None:
    codes = [parameter.code(route) for parameter in PARAMETERS]
    assert len(set(codes)) == len(codes) == len({parameter.key for parameter in PARAMETERS})
    assert all(1 <= len(code) <= 8 and code == code.upper() for code in codes)
    assert all(parameter.name(route) and parameter.formula and parameter.source for parameter in PARAMETERS)


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("cl_obs", ("CLFO", "CLO", "CLO")),
        ("cl_pred", ("CLFP", "CLP", "CLP")),
        ("vz_obs", ("VZFO", "VZO", "VZO")),
        ("vz_pred", ("VZFP", "VZP", "VZP")),
        ("cl_tau", ("CLFTAU", "CLTAU", "CLTAU")),
        ("mrt_obs", ("MRTEVIFO", "MRTIBIFO", "MRTICIFO")),
        ("mrt_last", ("MRTEVLST", "MRTIBLST", "MRTICLST")),
        ("auctau", ("AUCTAU", "AUCTAU", "AUCTAU")),
    ],
)
def test_the_code_follows_the_route(key: str, codes: tuple[str, str, str]) -> None:
    row = next(parameter for parameter in PARAMETERS if parameter.key == key)
    assert row.codes == codes


def test_names_follow_the_route() -> None:
    names = {parameter.key: parameter.names for parameter in PARAMETERS}
    assert names["cl_obs"] == ("Total CL Obs by F", "Total CL Obs", "Total CL Obs")
    assert names["cl_tau"][0] == "Total CL by F for Dose Int"
    assert names["mrt_obs"][2] == "MRT IV Cont Inf Infinity Obs"


def test_every_row_is_computed_and_every_column_has_a_row() -> None:
    results = estimate_profiles([profile([0.0, 1.0], [1.0, 2.0])], Settings())
    assert {parameter.key for parameter in PARAMETERS} == set(results.columns)


def test_every_absence_has_its_sentence() -> None:
    assert all(absence.code in MESSAGES for absence in Absence if absence is not Absence.NONE)


@pytest.mark.parametrize(
    ("units", "kind", "label"),
    [
        (Units("h", "ug/mL", "mg"), UnitKind.AUC, "h*ug/mL"),
        (Units("h", "ug/mL", "mg"), UnitKind.AUMC, "h2*ug/mL"),
        (Units("h", "ug/mL", "mg"), UnitKind.PER_TIME, "/h"),
        (Units("h", "ug/mL", "mg"), UnitKind.CLEARANCE, "L/h"),
        (Units("h", "ug/mL", "mg/kg"), UnitKind.CLEARANCE, "L/h/kg"),
        (Units("h", "ug/mL", "mg/kg"), UnitKind.VOLUME, "L/kg"),
        (Units("h", "ug/mL", "mg"), UnitKind.AUC_PER_DOSE, "h*ug/mL/mg"),
        (Units("h", "U/L", "U"), UnitKind.VOLUME, "U/(U/L)"),
        (Units("h", "ug/mL", ""), UnitKind.CLEARANCE, None),
        (Units(), UnitKind.CONCENTRATION, None),
        (Units(), UnitKind.NUMBER, ""),
        (Units(), UnitKind.PERCENT, "%"),
    ],
)
def test_units_are_written_as_cdisc_does(units: Units, kind: UnitKind, label: str | None) -> None:
    assert units.label(kind) == label


@pytest.mark.parametrize(
    ("dose", "conc", "factor"),
    [
        ("mg", "ug/mL", 1.0),
        ("mg", "mg/L", 1.0),
        ("mg", "ng/mL", 1000.0),
        ("ug", "ug/mL", 0.001),
        ("g", "µg/ml", 1000.0),
        ("mg/kg", "ng/mL", 1000.0),
        ("umol", "nM", 1000.0),
        ("nmol", "nmol/L", 1.0),
        ("mg", "nmol/L", None),
        ("mmol", "ng/mL", None),
        ("", "ng/mL", 1.0),
        ("MBq", "kBq/mL", 1.0),
    ],
)
def test_dose_by_concentration_in_litres(dose: str, conc: str, factor: float | None) -> None:
    assert Units("h", conc, dose).volume_factor == factor


@pytest.mark.parametrize(
    ("field", "unit", "is_fault"),
    [
        ("time", "h", False),
        ("time", "fortnight", False),
        ("time", "ug/mL", True),
        ("conc", "ng/mL", False),
        ("conc", "arbitrary", False),
        ("conc", "ng", True),
        ("conc", "h", True),
        ("dose", "mg/m2", False),
        ("dose", "mL", True),
        ("dose", "", False),
    ],
)
def test_a_unit_of_another_kind_is_found(field: str, unit: str, is_fault: bool) -> None:
    assert unit_fault(field, unit) is is_fault


@pytest.mark.parametrize(
    ("key", "iv", "oral"),
    [
        # NCI EVS, codelist C85493: C111333 and C111364, C114121, C85774 and C85775, C85797 and C85796, C70918, C85579.
        ("vz_tau", "Vz for Dose Int", "Vz for Dose Int by F"),
        ("cl_tau", "Total CL for Dose Int", "Total CL by F for Dose Int"),
        ("vz_obs", "Vz Obs", "Vz Obs by F"),
        ("cl_pred", "Total CL Pred", "Total CL Pred by F"),
        ("cmax", "Max Conc", "Max Conc"),
        ("cmin", "Min Conc", "Min Conc"),
        ("tmin", "Time of CMIN Observation", "Time of CMIN Observation"),
    ],
)
def test_names_are_those_of_the_controlled_terminology(key: str, iv: str, oral: str) -> None:  # PK-2
    row = next(parameter for parameter in PARAMETERS if parameter.key == key)
    assert (row.name(Route.IV_INFUSION), row.name(Route.EXTRAVASCULAR)) == (iv, oral)
