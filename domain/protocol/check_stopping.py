"""Can the stopping boundary of an expansion part be computed?"""

from collections.abc import Iterable
from decimal import Decimal

from domain.protocol.file import PartTables
from domain.protocol.tables import Reading
from domain.protocol.values import shown


def check_stopping(parts: Iterable[PartTables], reading: Reading) -> None:
    """Note what is wrong with the boundaries.

    Args:
        parts: of the file.
        reading: takes the faults.
    """
    for part in parts:
        path, values = part.stopping.path, part.stopping.values
        if values and part.is_escalation:
            reading.fault(path, "protocol_stopping_no_expansion")
        prior = values.get("prior")
        if isinstance(prior, tuple) and (len(prior) != 2 or min(prior) <= 0):
            reading.fault(f"{path}.prior", "protocol_stopping_prior", given=shown(prior))
        for name in ("limit", "probability"):
            share = values.get(name)
            if isinstance(share, Decimal) and not 0 < share < 1:
                reading.fault(f"{path}.{name}", "protocol_stopping_share", given=share)
