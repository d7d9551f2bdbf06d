"""The options of response assessment that protocols set differently."""

from dataclasses import dataclass

from domain.reasons import Reason
from domain.response.terms import PrAfterCr, Response


@dataclass(frozen=True)
class ResponseRules:
    """What a protocol may set; the defaults are those of RECIST 1.1 for a trial without randomisation.

    Attributes:
        confirm_days: least number of days from a CR or PR to its confirmation.
        sd_min_days: least number of days from the reference date at which SD counts as best response.
        max_ne: how many visits between a response and its confirmation may be NE.
        accepts_sd: whether one SD may stand between a PR and its confirmation.
        pr_sticks: whether a confirmed PR stays PR until PD from the nadir.
        pr_after_cr: how a PR after a CR is read.
        missing_as_ne: whether a subject without assessment is NE; otherwise MISSING.
        stops_at_pd: whether assessments after the first PD are left out.
        benefit_days: least number of days of SD for clinical benefit (12 weeks).
        control: best responses that count as disease control.
        benefit: responses that count as clinical benefit once ``benefit_days`` are reached.
    """

    confirm_days: int = 28
    sd_min_days: int = 42
    max_ne: int = 1
    accepts_sd: bool = False
    pr_sticks: bool = True
    pr_after_cr: PrAfterCr = PrAfterCr.AS_RECORDED
    missing_as_ne: bool = False
    stops_at_pd: bool = True
    benefit_days: int = 84
    control: tuple[Response, ...] = (Response.CR, Response.PR, Response.SD)
    benefit: tuple[Response, ...] = (Response.CR, Response.PR, Response.SD)

    def method(self) -> tuple[Reason, ...]:
        """The options as sentences of a method line."""
        return (
            Reason("response_method_confirmed", {"days": self.confirm_days, "most": self.max_ne}),
            Reason("response_method_sd_accepted" if self.accepts_sd else "response_method_sd_refused"),
            Reason("response_method_sd", {"days": self.sd_min_days}),
            Reason("response_method_pr_sticks" if self.pr_sticks else "response_method_pr_each_visit"),
            Reason(f"response_method_pr_after_cr_{self.pr_after_cr.name.lower()}"),
            Reason("response_method_benefit", {"days": self.benefit_days}),
        )
