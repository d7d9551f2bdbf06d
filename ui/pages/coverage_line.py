"""How much of a cohort is verified against its source, in one line (TRU-6)."""

from domain.records import Enrolment
from domain.verification_state import derive_coverage, subjects_at
from ui.models.query_rows import say_coverage
from ui.session import Session
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.elided_label import Label


class CoverageLine(Card):
    """Stands on the decision page, since what is decided rests on data that were verified or not."""

    def __init__(self) -> None:
        """Build it hidden."""
        super().__init__(tr("Source verification"), " ", bottom=12)
        self.said = Label("", wrap=True)
        self.add(self.said)
        self.hide()

    def show_level(self, session: Session, part_id: str, level: int) -> None:
        """Say it of the subjects enrolled at a level; not shown where nobody could have verified anything."""
        records = session.file.records()
        self.setVisible(bool(records.get("account")))
        if records.get("account"):
            self.set_caption(tr("level {number}, as entered now").format(number=level))
            study = session.study
            enrolled = [one for one in map(study.enrolment, study.entries.by_subject) if one is not None]
            subjects = subjects_at({Enrolment.kind: enrolled}, part_id, level)
            self.said.setText(say_coverage(derive_coverage(records, subjects)))
