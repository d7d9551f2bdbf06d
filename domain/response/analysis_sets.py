"""Whom the response rates are taken of: treated, and evaluable for response, with the reason for each who is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.reasons import Reason
from domain.response.of_study import StudyResponse


@dataclass(frozen=True)
class AnalysisSets:
    """The sets by screening number.

    Attributes:
        treated: at least one dose of study treatment was given.
        evaluable: of them those with a baseline and a later assessment that was not NE, before new anti-cancer therapy.
        not_evaluable: the others of the treated, each with the reason.
    """

    treated: tuple[str, ...]
    evaluable: tuple[str, ...]
    not_evaluable: Mapping[str, Reason]


def derive_sets(responses: Sequence[StudyResponse]) -> AnalysisSets:
    """The analysis sets.

    Args:
        responses: of the subjects in question; those who were not treated are in no set.
    """
    treated = [one for one in responses if one.is_treated]
    return AnalysisSets(
        tuple(one.subject_id for one in treated),
        tuple(one.subject_id for one in treated if one.is_evaluable),
        {one.subject_id: one.not_evaluable for one in treated if one.not_evaluable is not None},
    )
