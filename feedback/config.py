"""Typed settings from the environment; a missing or unsafe one stops the start."""

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class UnsafeSettings(RuntimeError):
    """The settings do not allow a start; the text names each one at fault."""


class Settings(BaseSettings):
    """Everything the platform may be told from outside."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    #: `production` refuses everything that only a demonstration may do.
    environment: Literal["demo", "production", "test"] = "demo"
    #: Where the embedded database, the secret and the server's files live.
    data_dir: Path = ROOT / "var"
    #: `sqlite:///…` or `postgresql+psycopg://…`; empty means SQLite in `data_dir`.
    database_url: str = ""
    #: Signs cookies; in production it is given, otherwise made once in `data_dir`.
    secret_key: str = ""
    #: Where the web server listens; beyond this machine only when asked to.
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    #: The address people see, for links in e-mails and QR codes.
    public_url: str = ""
    #: Code of the plan in force in this province, a file in feedback/plans.
    plan: str = "demo"
    province_vi: str = "tỉnh Sông Hiền"
    province_en: str = "Sông Hiền province"
    web_workers: int = Field(default=2, ge=1, le=32)
    web_threads: int = Field(default=1, ge=1, le=32)
    #: `console` prints invitations, `smtp` sends them.
    delivery: Literal["console", "smtp"] = "console"
    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    mail_from: str = "gopy@localhost"
    #: Longest time an undelivered message may keep its text (DESIGN section 6).
    outbox_hours: int = Field(default=72, ge=1, le=72)

    @field_validator("database_url")
    @classmethod
    def name_the_driver(cls, url: str) -> str:
        """PostgreSQL addresses get the driver that the platform is tested with."""
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        if url and not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @model_validator(mode="after")
    def refuse_unsafe_production(self) -> "Settings":
        """In production nothing is guessed that people's safety hangs on."""
        if self.environment == "production":
            if len(self.secret_key) < 32:
                raise ValueError("SECRET_KEY needs at least 32 characters")
            if not self.public_url.startswith("https://"):
                raise ValueError("PUBLIC_URL must begin with https://")
            if self.plan == "demo":
                raise ValueError("PLAN must name a real plan, not demo")
        return self

    @property
    def is_demo(self) -> bool:
        """True where the demonstration province may be loaded."""
        return self.environment != "production"

    @property
    def loads_demo(self) -> bool:
        """True where an empty database is filled with the demonstration province."""
        return self.environment == "demo"

    @property
    def sign_ins_file(self) -> Path:
        """Where the demonstration leaves its sign-ins, for its owner's eyes only."""
        return self.data_dir / "demo-sign-ins.txt"

    @property
    def database(self) -> str:
        """The database address in use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'gopy.db'}"

    @property
    def address(self) -> str:
        """The public address without a slash at the end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def local_address(self) -> str:
        """The web server's own address on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{host}:{self.port}"

    def make_data_dir(self) -> None:
        """Make the data folder where there is none; others may not look into it."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    def signing_key(self) -> str:
        """The key for cookies; outside production it is made once and kept."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret-key"
        if not path.exists():
            self.make_data_dir()
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return path.read_text()


def load_settings() -> Settings:
    """Read the environment once; say every fault in one readable text."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(p) for p in e['loc']).upper() or 'settings'}: {e['msg']}"
            for e in error.errors()
        )
        raise UnsafeSettings(f"Cannot start: {faults}") from None
