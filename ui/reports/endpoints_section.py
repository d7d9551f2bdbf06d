"""The registered endpoints on paper, each with its time frame and what answers it (PRO-5)."""

from domain.escalation.status import PartStatus
from domain.protocol.model import Protocol
from domain.summaries.endpoints import tabulate_registered_endpoints
from ui.reports.paper import Block
from ui.reports.section import Section, table_section
from ui.reports.words import tr
from ui.text import Words


def endpoint_sections(status: PartStatus, words: Words) -> tuple[Section, ...]:
    """The section of a cohort report.

    Args:
        status: of a part; the endpoints are those of the whole study.
        words: of the same part and site.
    """
    return (_section(status.study.protocol, words),)


def endpoint_blocks(protocol: Protocol, words: Words) -> list[Block]:
    """The content of the section in a protocol appendix, which numbers it itself."""
    return list(_section(protocol, words).content)


def _section(protocol: Protocol, words: Words) -> Section:
    table = tabulate_registered_endpoints(protocol)
    return table_section(table, words, tr("None: the protocol names no endpoint."), is_tight=True)
