"""What the sign-in screen shows of an encrypted study before anybody has its key.

The study itself tells nothing then. So this machine remembers, from the last time that somebody signed in here, the
name of the study, its site, how far it was saved and who its people are: nothing about subjects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.study import Study
from ui.settings import Settings


@dataclass(frozen=True)
class StudyFace:
    """The outside of a study.

    Attributes:
        study_id: name of the study; "" where it was never opened here.
        saved_until: when the last thing was saved that this machine knows of, with the site's offset.
        people: user id -> printed name and role.
        signed_in: user id -> when they signed in last on this machine, with the site's offset.
    """

    study_id: str = ""
    title: str = ""
    site_id: str = ""
    saved_until: datetime | None = None
    people: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    signed_in: Mapping[str, datetime] = field(default_factory=dict)

    def with_sign_in(self, user_id: str, moment: datetime) -> "StudyFace":
        """The same after somebody signed in."""
        return replace(self, signed_in={**self.signed_in, user_id: moment})


def face_of(study: Study, saved_until: datetime | None, people: Mapping[str, tuple[str, str]]) -> StudyFace:
    """The outside of an open study; ``saved_until`` is aware UTC."""
    return StudyFace(
        study_id=study.record.study_id,
        title=study.record.study_title,
        site_id=study.record.site_id,
        saved_until=_local(saved_until, study.zone) if saved_until else None,
        people=people,
    )


def remembered_face(settings: Settings, file_id: str) -> StudyFace:
    """What this machine remembers of a study; an empty face where it remembers nothing."""
    values = settings.face(file_id)
    try:
        saved = values.get("saved_until")
        people, signed_in = values.get("people") or {}, values.get("signed_in") or {}
        if not isinstance(people, dict) or not isinstance(signed_in, dict):
            return StudyFace()
        return StudyFace(
            study_id=str(values.get("study_id", "")),
            title=str(values.get("title", "")),
            site_id=str(values.get("site_id", "")),
            saved_until=datetime.fromisoformat(str(saved)) if saved else None,
            people={str(user): (str(name), str(role)) for user, (name, role) in people.items()},
            signed_in={str(user): datetime.fromisoformat(str(moment)) for user, moment in signed_in.items()},
        )
    except (ValueError, TypeError):
        return StudyFace()


def remember_face(settings: Settings, file_id: str, face: StudyFace) -> None:
    """Keep the outside of a study for the next sign-in; who signed in when is added to what is kept."""
    signed_in = {**remembered_face(settings, file_id).signed_in, **face.signed_in}
    settings.keep_face(
        file_id,
        {
            "study_id": face.study_id,
            "title": face.title,
            "site_id": face.site_id,
            "saved_until": face.saved_until.isoformat() if face.saved_until else None,
            "people": {user: list(name_and_role) for user, name_and_role in face.people.items()},
            "signed_in": {user: moment.isoformat() for user, moment in signed_in.items()},
        },
    )


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone)
