"""Settings, and what they make on the disk."""

from pathlib import Path

from tests.conftest import make_settings


def test_nobody_else_looks_into_a_new_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    settings = make_settings(folder, secret_key="")
    key = settings.signing_key()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600
    assert settings.signing_key() == key, "made once and kept"
