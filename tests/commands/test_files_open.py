"""The server may have many connections: the soft limit of open files is raised to what the system allows."""

import resource
import subprocess
import sys

PROGRAM = """
import resource
from app.commands.serving import allow_many_connections
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
allow_many_connections()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def test_as_many_files_may_be_open_as_the_system_allows() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert int(ended.stdout) == (65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536))
