"""Whether a folder lies on a network share, where the write-ahead log of SQLite is not safe (sqlite.org/wal.html).

Windows on two computers don't see each other's locks there, so a study should lie on a drive of this computer, and its
backups may lie on the share.
"""

import re
import subprocess
import sys
from pathlib import Path

_NETWORK = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "afs", "9p", "ceph"),
        *("lustre", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs"),
        *("macfuse", "osxfuse"),
    )
)
_DRIVE_REMOTE = 4


def network_share_of(path: Path) -> str:
    """Name of the network file system that the path lies on, such as "nfs4"; "" for a local one or an unknown one."""
    path = path.resolve()
    if sys.platform == "win32":
        import ctypes

        is_remote = path.drive.startswith("\\\\")
        is_remote = is_remote or ctypes.windll.kernel32.GetDriveTypeW(path.drive + "\\") == _DRIVE_REMOTE
        return "smb" if is_remote else ""
    if sys.platform == "darwin":
        done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
        return share_in(_mounts_of_mac(done.stdout), path)
    try:
        table = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return share_in(mounts_of_linux(table), path)


def share_in(mounts: dict[str, str], path: Path) -> str:
    """Which network file system carries the path, given mount points and their file systems."""
    carriers = [point for point in mounts if path.is_relative_to(point)]
    if not carriers:
        return ""
    kind = mounts[max(carriers, key=len)]
    return kind if kind in _NETWORK else ""


def mounts_of_linux(table: str) -> dict[str, str]:
    """Mount point -> file system, from the text of /proc/self/mounts; a later line covers an earlier one."""
    mounts = {}
    for line in table.splitlines():
        if len(fields := line.split(" ")) >= 3:
            point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[1])
            mounts[point] = fields[2]
    return mounts


def _mounts_of_mac(table: str) -> dict[str, str]:
    lines = (re.match(r".+? on (/.*) \(([^,)]+)", line) for line in table.splitlines())
    return {match[1]: match[2] for match in lines if match}
