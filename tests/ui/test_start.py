"""What the start does not load: it is loaded when a study is opened."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LATER = (
    *("numpy", "pyqtgraph", "sqlite3", "sqlcipher3", "sqlite_utils", "cryptography", "argon2", "icalendar"),
    *("http", "asyncio", "xml", "tomllib"),
    *("domain.records", "domain.protocol.model", "domain.study", "domain.escalation", "domain.characteristics"),
    *("storage.study_file", "storage.act", "storage.schema_v1", "storage.backup"),
    *("ui.session", "ui.entrance", "ui.custody", "ui.dialogs", "ui.forms", "ui.pages", "ui.plots"),
    *(
        "ui.screens.study_screen",
        "ui.screens.sign_in_screen",
        "ui.screens.new_study_screen",
        "ui.command_line.demo_command",
    ),
)
START = """
import sys
from PySide6.QtCore import QTimer
from ui.app import make_application
import main
application = make_application()
ending = QTimer()
ending.timeout.connect(lambda: application.exit())
ending.start(0)
sys.argv = ["titrant", "--theme", "light"]
main.console()
application.processEvents()
assert [window for window in application.topLevelWidgets() if window.isVisible()]
print(*sorted(sys.modules))
"""


def test_the_start_screen_stands_before_anything_of_a_study_is_loaded(tmp_path: Path):
    own = {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0", "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", START]
    done = subprocess.run(
        command, check=True, timeout=60, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **own}
    )
    loaded = done.stdout.split()
    assert "ui.screens.start_screen" in loaded
    assert set(LATER) & set(loaded) == set()
