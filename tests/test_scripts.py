"""The start-up scripts install what is missing, and nothing when nothing is."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRESENT = "#!/bin/sh\necho installed\n"
ABSENT = '#!/bin/sh\ncase "$*" in *fonts*) exit 1 ;; esac\necho installed\n'
NOTED = '#!/bin/sh\necho "{name} $*" >>"$NOTES"\n'
PASSED_ON = '#!/bin/sh\necho "sudo" >>"$NOTES"\nexec "$@"\n'


@pytest.fixture
def machine(tmp_path: Path):
    """A function that runs `need_packages` on a pretended machine and returns what it called."""
    notes = tmp_path / "notes"
    notes.touch()
    binaries = tmp_path / "bin"
    binaries.mkdir()

    def program(name: str, text: str) -> None:
        path = binaries / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def run(call: str, *, packages: str, user: int, sudo: bool = True) -> tuple[int, str]:
        program("dpkg-query", packages)
        program("apt-get", NOTED.replace("{name}", "apt-get"))
        program("id", f"#!/bin/sh\necho {user}\n")
        if sudo:
            program("sudo", PASSED_ON)
        done = subprocess.run(
            ["bash", "-c", f"set -euo pipefail; . script/_prepare.sh; {call}"],
            cwd=ROOT,
            env={
                "PATH": f"{binaries}:/usr/bin:/bin",
                "NOTES": str(notes),
                "HOME": str(tmp_path),
                "OGI_DATA": str(tmp_path),
                "OGI_VENV": str(tmp_path / "venv"),
                "LANG": "C.UTF-8",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, notes.read_text(encoding="utf-8") + done.stderr

    return run


def test_a_complete_machine_is_left_alone(machine):
    status, notes = machine(
        "need_packages python3-venv fonts-noto-cjk", packages=PRESENT, user=1000
    )
    assert (status, notes) == (0, "")


def test_root_installs_only_what_is_missing(machine):
    status, notes = machine("need_packages python3-venv fonts-noto-cjk", packages=ABSENT, user=0)
    assert status == 0
    assert "apt-get install -y -qq --no-install-recommends fonts-noto-cjk\n" in notes
    assert "python3-venv" not in notes
    assert "sudo" not in notes


def test_another_user_installs_through_sudo(machine):
    status, notes = machine("need_packages fonts-noto-cjk", packages=ABSENT, user=1000)
    assert status == 0
    assert "sudo\napt-get install" in notes


@pytest.mark.skipif(Path("/usr/bin/sudo").exists(), reason="this machine has a sudo of its own")
def test_a_user_without_sudo_is_told_what_to_install(machine):
    status, notes = machine("need_packages fonts-noto-cjk", packages=ABSENT, user=1000, sudo=False)
    assert status == 1
    assert "apt-get install fonts-noto-cjk" in notes


def test_a_python_that_is_too_old_is_passed_over(machine, tmp_path: Path):
    for name in ("python3.11", "python3"):
        shim = tmp_path / "bin" / name
        shim.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
        shim.chmod(0o755)
    status, notes = machine("find_python >&2", packages=PRESENT, user=1000)
    if not any(os.access(f"/usr/bin/{name}", os.X_OK) for name in ("python3.11", "python3.12")):
        pytest.skip("no system Python to fall back on")
    assert status == 0
    assert notes.startswith("/usr/bin/python3")


def test_the_locks_hold_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith(" ")]
        assert pins
        assert all(line.endswith("\\") for line in pins), f"{name}: a pin without a hash"
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
