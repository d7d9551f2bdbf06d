"""BAT6021 through its parts on a real file, as it stood at several moments; each test works on a copy of its own."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.terms import CommitteeAction
from storage.person import Person
from storage.study_file import StudyFile
from tests.domain.build import START
from tests.domain.parts.story import PERSON, Story, cohort
from ui.session import Session

WAITING, READY, COMBINATION, SIGNAL, ALL = "waiting", "ready", "combination", "signal", "all"
PART_MONO, PART_COMBINATION = "mono", "combination"
EXPANSION, COMBINED = "expansion-mono", "expansion-combination"


def session_at(folder: Path, stage: str) -> Session:
    """A session on a copy of the study as it stood at a stage; its clock stands there."""
    data, now = _stages()[stage]
    return session_of(data, folder, now)


def session_of(data: bytes, folder: Path, now: datetime) -> Session:
    """A session on a file of these bytes."""
    path = folder / "study.titrant"
    path.write_bytes(data)
    return Session(StudyFile.open(path), Person(PERSON.name, PERSON.role), clock=lambda: now)


@lru_cache(maxsize=1)
def _stages() -> dict[str, tuple[bytes, datetime]]:
    kept: dict[str, tuple[bytes, datetime]] = {}

    def keep(stage: str, story: Story) -> None:
        kept[stage] = closed(story), story.now
        story.file = StudyFile.open(story.file.path)  # type: ignore[union-attr]

    with TemporaryDirectory() as folder:
        tell_bat6021(Path(folder), keep)
    return kept


def closed(story: Story) -> bytes:
    """The bytes of a story's file, which is closed for it."""
    assert story.file is not None
    story.file.close()
    return story.file.path.read_bytes()


def on_file(protocol_id: str, folder: Path, content: str = "") -> Story:
    """A story whose acts are saved in a study file."""
    story = Story(protocol_id, content=content)
    story.file = StudyFile.create(folder / "s.titrant", story.study_record, story.version, person=PERSON, now=START)
    return story


def tell_bat6021(folder: Path, keep: Callable[[str, Story], None]) -> None:
    """Monotherapy to its MTD, the combination, both expansions; a DLT in the first of them."""
    story = on_file("bat6021", folder)
    for level, outcomes in ((1, "N"), (2, "N"), (3, "N"), (4, "NNN"), (5, "NNT"), (5, "NNN"), (6, "NTT")):
        story.treat(PART_MONO, level, outcomes)
        if (level, outcomes) != (5, "NNT"):
            story.decide(PART_MONO)
    story.condition(PART_COMBINATION, 1)
    story.wait(12)
    keep(WAITING, story)
    story.condition(PART_COMBINATION, 2)
    keep(READY, story)
    story.open(PART_COMBINATION, ["30", "100"])
    story.treat(PART_COMBINATION, 1, "NNN")
    story.decide(PART_COMBINATION)
    keep(COMBINATION, story)
    story.treat(PART_COMBINATION, 2, "NNN")
    story.treat(PART_COMBINATION, 2, "NNN")
    story.decide(PART_COMBINATION, CommitteeAction.MTD)
    story.condition(EXPANSION)
    story.open(EXPANSION, cohorts=[cohort(1, "100", tumour="Colorectal"), cohort(2, "30", tumour="NSCLC")])
    story.treat(EXPANSION, 1, "NNT", cohort=1)
    keep(SIGNAL, story)
    story.decide(EXPANSION, CommitteeAction.ENROL)
    story.condition(COMBINED)
    tumours = ("Gastric", "NSCLC", "Hepatocellular", "Oesophageal")
    story.open(COMBINED, cohorts=[cohort(n, "100", tumour=t) for n, t in enumerate(tumours, 1)])
    story.treat(COMBINED, 1, "NN", cohort=2, tumour="NSCLC")
    story.candidate("Gastric")
    keep(ALL, story)
    story.file.close()  # type: ignore[union-attr]
