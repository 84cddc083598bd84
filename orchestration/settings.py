"""What a run may be told: each setting is an environment variable `JTAI_…`; the command line's options win."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# A user name, a key or a password in an address, up to its "@"; a port is none.
CREDENTIALS = re.compile(r"(?<=://)(?:[^/\s@]*|[^/\s@]*:(?!\d+(?:/|$))\S*)@")
BUCKET = re.compile(r"s3://[^/\s]+(/\S*)?$")


class SettingNotUnderstood(Exception):
    """A setting cannot be used; the message names the variable, what it holds and why not."""


class Settings(BaseSettings):
    """The settings of one run, read from `JTAI_HOME`, `JTAI_SOURCE` and so on."""

    model_config = SettingsConfigDict(env_prefix="JTAI_", frozen=True, extra="ignore", hide_input_in_errors=True)

    home: Path = Field(Path("data"), description="folder that holds files, warehouse and releases")
    files: str | None = Field(
        None, description="folder or bucket (s3://…) of the letters as fetched; HOME/files by default"
    )
    warehouse: str | None = Field(
        None, description="DuckDB file that a refresh builds and nobody else opens; HOME/warehouse.duckdb by default"
    )
    source: str = Field(
        "https://reports.ofsted.gov.uk", min_length=1, description="report site, archive folder or 'sample'"
    )
    pace_seconds: float = Field(1.0, ge=0, le=3600, description="seconds between two requests to a site")
    contact: str = Field("", description="e-mail or web address given to the site in the user agent")
    workers: int | None = Field(None, ge=1, description="processes that read letters; by default one a core")
    most_flagged: float = Field(
        0.25, ge=0, le=1, description="share of letters that may be flagged before a release stops"
    )
    site_url: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="address at which the site laid out by `jtai site` is found"
    )
    seconds_per_letter: float = Field(60, gt=0, description="reading one letter is given up after this")
    notify: SecretStr = Field(
        SecretStr(""), description="whom to tell of a refresh that failed: Apprise addresses, separated by spaces"
    )
    owners: str = Field(
        "", description="who answers for the assets: e-mail addresses or team:NAME, separated by spaces"
    )
    code_url: str = Field(
        "",
        pattern="^(https://.*(github|gitlab).*)?$",
        description="repository on GitHub or GitLab that the assets' code links lead to; by default the files here",
    )

    @field_validator("home", mode="before")
    @classmethod
    def _a_folder_here(cls, home: str | Path) -> Path:
        """DuckDB, the lock and the switch of the latest release need a folder of this machine."""
        if "://" in str(home):
            raise ValueError("a home must be a folder of this machine; JTAI_FILES may name a bucket for the letters")
        return Path(home).expanduser().resolve()

    @field_validator("files")
    @classmethod
    def _a_folder_or_bucket(cls, files: str | None) -> str | None:
        if files is None:
            return None
        if files and "://" not in files:
            return str(Path(files).expanduser().resolve())
        if not BUCKET.match(files):
            raise ValueError("give a folder of this machine, or a bucket as s3://bucket/folder")
        return _without_credentials(files)

    @field_validator("warehouse")
    @classmethod
    def _a_file_here(cls, warehouse: str | None) -> str | None:
        if warehouse is None:
            return None
        path = Path(warehouse).expanduser().resolve()
        if "://" in warehouse or path.is_dir() or path.suffix != ".duckdb":
            raise ValueError("give a file of this machine whose name ends in .duckdb")
        return str(path)

    @field_validator("source")
    @classmethod
    def _an_open_address(cls, source: str) -> str:
        return _without_credentials(source)


def read_settings(**given: str | Path | float | None) -> Settings:
    """Read the settings; `given` holds what the command line was told, with None for what it was not.

    Raises `SettingNotUnderstood`.
    """
    told = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings.model_validate(Settings(**told))  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingNotUnderstood("; ".join(_said_plainly(error))) from error


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return f"{Settings.model_config['env_prefix']}{name.upper()}"


def _without_credentials(address: str) -> str:
    """Refuse what would be shown by Dagster, and released with the address of each letter."""
    if CREDENTIALS.search(address):
        raise ValueError("such an address may hold no password: keys of a bucket come from the environment")
    return address


def _said_plainly(error: ValidationError) -> list[str]:
    return [
        f"{variable_of('_'.join(map(str, fault['loc'])))} is {_without_secret(fault['input'])}: {_reason(fault['msg'])}"
        for fault in error.errors()
    ]


def _reason(message: str) -> str:
    """The library's sentence as part of ours."""
    said = message.removeprefix("Value error, ")
    return said[:1].lower() + said[1:]


def _without_secret(value: object) -> str:
    return CREDENTIALS.sub("…@", repr(value))
