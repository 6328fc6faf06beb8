"""What every test stands on: a home of its own, quiet screens, and real data only where the machine has some."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_HOMES = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_STATE_HOME": "home/state",
    "XDG_DATA_HOME": "home/data",
}
_NOT_OURS = ("DATELINE_WHO", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PYTHONSAFEPATH", "PYTHONPATH")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the whole run folders of its own, so that no test sees or touches the developer's settings or caches.

    For the session and not for each test: fixtures of a wider scope, and the children they start, need it too.
    """
    root = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name, below in _HOMES.items():
            (root / below).mkdir(parents=True, exist_ok=True)
            patch.setenv(name, str(root / below))
        patch.setenv("TEXTUAL_ANIMATIONS", "none")
        # No test here cuts the power; those that kill a process start one, which waits for the disk as always.
        patch.setattr("corpus.store.database.SYNCHRONOUS", "OFF")
        for name in _NOT_OURS:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _seldom_collected() -> None:
    """Look for garbage less often: a screen makes so many small things that looking takes half of a test's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A fresh home for one test, for those that look at what is kept there."""
    for name, below in _HOMES.items():
        (tmp_path / below).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(tmp_path / below))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data that DATELINE_DATA names; the test is skipped where there is none."""
    named = os.environ.get("DATELINE_DATA", "")
    if not named:
        pytest.skip("needs real data: set DATELINE_DATA to a folder of it")
    folder = Path(named)
    if not folder.is_dir():
        pytest.skip(f"needs real data: DATELINE_DATA names {named}, which is no folder")
    return folder
