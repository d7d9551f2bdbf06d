from pathlib import Path

import pytest

from storage.drive import mounts_of_linux, network_share_of, share_in

TABLE = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
server:/trials /mnt/trials nfs4 rw,vers=4.2 0 0
//server/share /mnt/my\\040share cifs rw 0 0
/dev/sdb1 /mnt/trials/local ext4 rw 0 0
lin@host: /home/lin/remote fuse.sshfs rw 0 0
"""


# TRU-3: a network share is warned of
@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/home/lin/study.titrant", ""),
        ("/mnt/trials/study.titrant", "nfs4"),
        ("/mnt/trials2/study.titrant", ""),
        ("/mnt/trials/local/study.titrant", ""),
        ("/mnt/my share/study.titrant", "cifs"),
        ("/home/lin/remote/a/b", "fuse.sshfs"),
    ],
)
def test_a_path_on_a_network_share_is_told_from_a_local_one(path, share):
    assert share_in(mounts_of_linux(TABLE), Path(path)) == share


def test_a_path_that_nothing_carries_is_on_no_known_share():
    assert share_in({}, Path("/a")) == ""


def test_the_folder_of_this_test_is_looked_up(tmp_path):
    assert isinstance(network_share_of(tmp_path), str)
