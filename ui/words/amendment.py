"""An amendment that waits for its day, in a sentence."""

from domain.study import Study
from ui.text import say_date, tr
from ui.words.ground import say_version


def say_next_version(study: Study) -> str:
    """Which version follows the one in force, and when; "" where no amendment waits for its day."""
    following = study.next_version
    if following is None:
        return ""
    return tr("Amendment {next} takes effect on {day}; until then {version} is in force.").format(
        next=say_version(following.version),
        day=say_date(following.effective_on),
        version=say_version(study.protocol.version),
    )
