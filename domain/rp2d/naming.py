"""What a study calls its recommended dose: for phase 2 (RP2D), or for expansion (RDE)."""

from domain.protocol.model import Protocol

RP2D, RDE = "RP2D", "RDE"


def short_name(protocol: Protocol) -> str:
    """The abbreviation that the protocol's own endpoints use; RP2D where they name none.

    Source: IMM27M registration, primary endpoint "recommended dose for expansion (RDE)".
    """
    titles = " ".join(one.title for one in protocol.endpoints)
    return RDE if f"({RDE})" in titles and RP2D not in titles else RP2D
