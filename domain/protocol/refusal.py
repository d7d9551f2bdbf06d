"""The refusal of a protocol that can't be run."""

from domain.protocol.messages import MESSAGES
from domain.reasons import Finding


class ProtocolRefused(ValueError):  # noqa: N818 - a refusal is an answer, not a failure
    """A protocol that can't be run, with every fault.

    Attributes:
        findings: each with its path in the file and the reason.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the faults; English sentences are the text of the exception."""
        self.findings = findings
        lines = (f"{finding.field}: {MESSAGES[finding.code].format(**finding.numbers)}" for finding in findings)
        super().__init__("\n".join(lines))
