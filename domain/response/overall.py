"""Overall response of a visit, by the tables of RECIST 1.1."""

from domain.response.terms import Response


def combine(target: Response, non_target: Response, *, has_new: bool) -> Response:
    """Table 1 where there are target lesions, table 2 where there are only others.

    Args:
        target: target response; ``NONE`` without target lesions.
        non_target: non-target response; ``NONE`` without non-target lesions.
        has_new: whether there is an unequivocal new lesion.

    Source: RECIST 1.1, tables 1 and 2.
    """
    if has_new or target is Response.PD or non_target is Response.PD:
        return Response.PD
    if target is Response.NONE:
        return Response.NE if non_target is Response.NONE else non_target
    if target is Response.CR and non_target in (Response.NON_CR_NON_PD, Response.NE):
        return Response.PR
    return target
