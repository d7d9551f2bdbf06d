"""Sentences by code and words by term. English is the source; Qt's translation gives the other languages.

Placeholders are filled after translation. ``{level}`` comes with its dose, ``{Level}`` is the same at the start of a
sentence, ``{count}`` is "1 DLT". One file an area; a code is said in one of them only.
"""

from domain.ctcae.messages import MESSAGES as CTCAE_MESSAGES
from domain.dlt.messages import MESSAGES as DLT_MESSAGES
from domain.pk.messages import MESSAGES as PK_MESSAGES
from domain.protocol.messages import MESSAGES as PROTOCOL_MESSAGES
from domain.response.messages import MESSAGES as RESPONSE_MESSAGES
from storage.transfer.table_messages import TABLE_MESSAGES
from ui.reports.words import REPORT_SENTENCES
from ui.sentences.assessments import ASSESSMENTS
from ui.sentences.design import DESIGN
from ui.sentences.deviations import DEVIATIONS
from ui.sentences.exposure import EXPOSURE
from ui.sentences.findings import FINDING
from ui.sentences.laboratory import LABORATORY
from ui.sentences.parts import PARTS
from ui.sentences.people import PEOPLE
from ui.sentences.recommended_dose import RECOMMENDED_DOSE
from ui.sentences.response import RESPONSE
from ui.sentences.results import RESULTS
from ui.sentences.rules import OUTCOME, RULE, SLOT
from ui.sentences.safety import SAFETY
from ui.sentences.safety_tables import SAFETY_TABLES
from ui.sentences.schedule import SCHEDULE
from ui.sentences.screening import SCREENING
from ui.sentences.sign_in import SIGN_IN
from ui.sentences.terms import TERMS
from ui.sentences.visits import VISITS

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

GROUPS = (
    ASSESSMENTS,
    RULE,
    OUTCOME,
    SLOT,
    FINDING,
    SAFETY,
    SAFETY_TABLES,
    PARTS,
    PEOPLE,
    SIGN_IN,
    RESPONSE,
    EXPOSURE,
    VISITS,
    SCHEDULE,
    SCREENING,
    DESIGN,
    DEVIATIONS,
    LABORATORY,
    RESULTS,
    RECOMMENDED_DOSE,
    CTCAE_MESSAGES,
    TABLE_MESSAGES,
    DLT_MESSAGES,
    PK_MESSAGES,
    RESPONSE_MESSAGES,
    PROTOCOL_MESSAGES,
    REPORT_SENTENCES,
)
SENTENCES: dict[str, str] = {code: sentence for group in GROUPS for code, sentence in group.items()}

__all__ = ["GROUPS", "MONTHS", "SENTENCES", "TERMS"]
