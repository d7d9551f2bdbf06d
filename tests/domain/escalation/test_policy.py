"""Daily bread of a site, in the words of policy vectors p01 to p50, answered by the shipped protocols.

Those about spacing, committee and re-opening stand in test_spacing, test_committee and tests/ui/test_session;
those about windows and evaluability in tests/domain/test_evaluability.
"""

import pytest

from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import parse_history
from domain.protocol.reader import load_shipped

VECTORS = [
    ("p01", "bat6026", "1N", "escalate 2 1"),
    ("p02", "bat6026", "1M", "expand 1 2"),
    ("p04", "bat6026", "1T", "expand 1 2"),
    ("p05", "bat6026", "1TTN", "stop - 0"),
    ("p06", "bat6026", "1N 2MNN", "escalate 3 3"),
    ("p07", "bat6026", "1N 2N 3TTN", "de-escalate 2 2"),
    ("p08", "bat6026", "1N 2N 3NNT", "expand 3 3"),
    ("p09", "bat6026", "1N 2N 3NNTNNN", "escalate 4 3"),
    ("p10", "bat6026", "1N 2N 3NNN 4NNTNNT", "de-escalate 3 3"),
    ("p11", "bat6026", "1N 2N 3NNTNNN 4NNTNNT", "mtd 3 0"),
    ("p12", "bat6026", "1N 2N 3NNN 4TTN 3NTT", "de-escalate 2 2"),
    ("p13", "bat6026", "1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN", "mad 7 0"),
    ("p18", "bat6026", "1N 2N 3TT", "de-escalate 2 2"),
    ("p19", "bat6026", "1N 2N 3NNNN", "escalate 4 3"),
    ("p20", "bat6026", "1N 2N 3NNNT", "expand 3 2"),
    ("p21", "bat6026", "1N 2N 3NNTT", "de-escalate 2 2"),
    ("p22", "bat6026", "1N 2N 3NNNNT", "expand 3 1"),
    ("p23", "bat6026", "1N 2N 3NNNNNTT", "choose 3 0"),
    ("p24", "bat6026", "1N 2N 3NN?", "wait 3 0"),
    ("p30", "bat6026", "1N 2N 3NNT 4N", "de-escalate 3 3"),
    ("p31", "bat6026", "1N 2N 3NNNNNN 4N", "enrol 4 2"),
    ("p32", "bat6026", "1N 2N 3NNNN", "escalate 4 3"),
    ("p43", "imm27m", "1N", "escalate 2 3"),
    ("p44", "imm27m", "1M", "expand 1 2"),
    ("p46", "bat6026", "1N 2N 3NNNNT 4?", "de-escalate 3 1"),
    ("p48", "bat6026", "1N 2N 3NNX", "enrol 3 1"),
]


@pytest.mark.parametrize(("vector", "protocol", "history", "expected"), VECTORS)
def test_policy_vector(vector: str, protocol: str, history: str, expected: str) -> None:
    part = load_shipped(protocol).first_part
    answer = recommend_next(part, treated_from(parse_history(history, len(part.levels))))
    assert f"{answer.action.value} {answer.dose_level or '-'} {answer.subjects}" == expected, vector
