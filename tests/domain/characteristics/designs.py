"""Designs and scenarios that the tests of the characteristics use."""

from hypothesis import strategies as st

from domain.characteristics.scenario import Scenario
from domain.protocol.model import Rules
from domain.terms import AfterExceeded, FillMode, TopLevel

BAT6026_SCENARIO = Scenario(
    (0.01, 0.01, 0.03, 0.08, 0.20, 0.35, 0.50, 0.65), (0.05, 0.05, 0.06, 0.16, 0.30, 0.30, 0.30, 0.30)
)


def rules_of_case(rules: dict[str, object]) -> Rules:
    """The rules of a published case, in our words."""
    return Rules(
        accelerated_levels=int(str(rules["atd_levels"])),
        moderate_limit=int(str(rules["atd_g2_limit"])),
        after_exceeded={"expand": AfterExceeded.FILL, "none": AfterExceeded.PREVIOUS}[str(rules["deesc"])],
        fill={"stepwise": FillMode.STEPWISE, "direct6": FillMode.DIRECT}[str(rules["fill"])],
        top={"stop": TopLevel.STOP, "confirm6": TopLevel.CONFIRM}[str(rules["top"])],
        start_level=int(str(rules["start"])),
    )


rules_of_all_kinds = st.builds(
    Rules,
    accelerated_levels=st.integers(0, 4),
    moderate_limit=st.integers(1, 2),
    after_exceeded=st.sampled_from(AfterExceeded),
    fill=st.sampled_from(FillMode),
    top=st.sampled_from(TopLevel),
    start_level=st.integers(1, 2),
)


@st.composite
def scenarios(draw: st.DrawFn, levels: st.SearchStrategy[int] | None = None) -> Scenario:
    """Scenarios, ordered or not, with and without moderate toxicities, certain outcomes among them."""
    number = draw(st.integers(2, 4) if levels is None else levels)
    share = st.floats(0, 1, allow_subnormal=False)
    dlt = draw(st.lists(share, min_size=number, max_size=number))
    moderate = [(1 - p) * draw(share) for p in dlt]
    return Scenario(tuple(dlt), tuple(moderate) if draw(st.booleans()) else ())
