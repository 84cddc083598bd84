"""The settings of a run: each is an environment variable `JTAI_…`; the command line's options win."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractors.errors import JtaiError

# A user name, a key or a password in an address, up to its "@"; a port is none.
CREDENTIALS = re.compile(r"(?<=://)(?:[^/\s@]*|[^/\s@]*:(?!\d+(?:/|$))\S*)@")
OWNER = re.compile(r"[\w.%+-]+@[\w.-]+\.[A-Za-z]{2,}|team:[\w-]+", re.ASCII)
# Signs in a path that a library reads as syntax: for dbt-duckdb a fragment, for Great Expectations a variable, for
# SQLAlchemy a query or an encoded sign (%41), for Dagster a pattern: it would not find its own settings.
SIGNS_IN_PATHS = re.compile(r"[#$?*[]|%[0-9A-Fa-f]{2}")
# Of the bundled sample; real letters are kept elsewhere.
DEMO_HOME = Path("demo_data")
IN_PROCESS_EXECUTOR = "dagster:in_process_executor"
BUCKET = re.compile(r"s3://[^/\s]+(/\S*)?$")


class SettingError(JtaiError):
    """A setting cannot be used; the message names the variable, its value and why not."""

    exit_code: ClassVar[int] = 2


class Settings(BaseSettings):
    """The settings of one run, read from `JTAI_HOME`, `JTAI_SOURCE` and so on."""

    model_config = SettingsConfigDict(
        env_prefix="JTAI_", frozen=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True
    )

    home: Path = Field(Path("data"), description="data directory: files, warehouse and releases")
    files: str | None = Field(
        None, description="folder or bucket (s3://…) of the fetched letters (default: HOME/files)"
    )
    warehouse: str | None = Field(
        None, description="private DuckDB file that a refresh builds (default: HOME/warehouse.duckdb)"
    )
    source: str = Field(
        "https://reports.ofsted.gov.uk", min_length=1, description="report site, archive folder or 'sample'"
    )
    pace_seconds: float = Field(1.0, ge=0, le=3600, description="seconds between two requests to a site")
    contact: str = Field("", description="e-mail or web address given to the site in the user agent")
    permission: str = Field(
        "", description="who permitted, and when, to ask for what the site's robots.txt forbids; without it, nobody did"
    )
    file_hosts: str = Field(
        "",
        pattern=r"^[\w.:\s-]*$",
        description="further hosts that a site's files may be fetched from, separated by spaces",
    )
    workers: int | None = Field(None, ge=1, description="number of worker processes (default: one per core)")
    readers: str = Field(
        "",
        pattern=r"^((tcp|tls|ws|wss)://\S+)?$",
        description="address of a Dask scheduler whose workers read the letters (default: read on this machine)",
    )
    dagster_storage: SecretStr = Field(
        SecretStr(""),
        description="PostgreSQL database of Dagster's records: postgresql+psycopg2://USER:PASSWORD@HOST/DATABASE "
        "(default: SQLite files in HOME/dagster)",
    )
    executor: str = Field(
        IN_PROCESS_EXECUTOR,
        pattern=r"^\w+(\.\w+)*:\w+$",
        description="Dagster executor of runs that the command line did not start, as MODULE:NAME",
    )
    max_flagged_share: float = Field(
        0.25,
        ge=0,
        le=1,
        # The second name is the one of version 0.1.
        validation_alias=AliasChoices("JTAI_MAX_FLAGGED_SHARE", "JTAI_MOST_FLAGGED"),
        description=(
            "largest share of letters that may be flagged, or be alike beyond what is usual; above it the release is "
            "blocked"
        ),
    )
    site_url: str = Field(
        "", pattern=r"^(https?://\S+)?$", description="address at which the site laid out by `jtai site` is found"
    )
    feedback_url: str = Field(
        "",
        pattern=r"^(mailto:\S+@\S+|https://\S+)?$",
        description="where readers of the page report a problem: mailto:ADDRESS or the address of a new issue",
    )
    seconds_per_letter: float = Field(60, gt=0, description="timeout per letter, in seconds")
    notify: SecretStr = Field(
        SecretStr(""), description="where to send failure notifications: Apprise URLs, separated by spaces"
    )
    owners: str = Field(
        "team:inspection-outcomes", description="asset owners: e-mail addresses or team:NAME, separated by spaces"
    )
    code_url: str = Field(
        "",
        pattern="^(https://.*(github|gitlab).*)?$",
        description="repository on GitHub or GitLab for code links (default: local files)",
    )

    @field_validator("home", mode="before")
    @classmethod
    def _a_folder_here(cls, home: str | Path) -> Path:
        """DuckDB, the lock and the switch of the latest release need a folder of this machine."""
        if "://" in str(home):
            raise ValueError(
                "the data directory must be a folder of this machine; JTAI_FILES may name a bucket for the letters"
            )
        try:
            str(home).encode()
        except UnicodeEncodeError as problem:
            raise ValueError("the path of the data directory must be written in UTF-8") from problem
        return _without_signs(Path(home).expanduser().resolve())

    @field_validator("owners")
    @classmethod
    def _e_mail_or_team(cls, owners: str) -> str:
        for owner in owners.split():
            if not OWNER.fullmatch(owner):
                raise ValueError(f"{owner} is no owner: give e-mail addresses or team:NAME, separated by spaces")
        return owners

    @field_validator("dagster_storage")
    @classmethod
    def _a_database_of_psycopg2(cls, address: SecretStr) -> SecretStr:
        """Dagster's library knows this driver only, and SQLAlchemy takes another where none is named."""
        if not re.match(r"(postgresql\+psycopg2://\S+)?$", address.get_secret_value()):
            raise ValueError("give a database as postgresql+psycopg2://USER:PASSWORD@HOST/DATABASE")
        return address

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
        return str(_without_signs(path))

    @field_validator("source")
    @classmethod
    def _an_open_address(cls, source: str) -> str:
        is_folder = "://" not in source and source.strip() not in ("", "sample")
        return str(Path(source).expanduser().resolve()) if is_folder else _without_credentials(source)


def read_settings(**given: str | Path | float | None) -> Settings:
    """Read the settings; `given` holds the options of the command line, None where not given.

    Raises `SettingError`.
    """
    options = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**options)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingError("; ".join(_describe_errors(error))) from error


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return f"{Settings.model_config['env_prefix']}{name.upper()}"


def _without_signs(path: Path) -> Path:
    if found := SIGNS_IN_PATHS.search(str(path)):
        raise ValueError(
            f"{path} has {found[0]!r} in it, which a library reads as syntax: use a path without # $ ? * [ "
            "and without a sign written as a code, such as %41"
        )
    return path


def _without_credentials(address: str) -> str:
    """Refuse what would be shown by Dagster, and released with the address of each letter."""
    if CREDENTIALS.search(address):
        raise ValueError("such an address may hold no password: keys of a bucket come from the environment")
    return address


def _describe_errors(error: ValidationError) -> list[str]:
    return [
        f"{_variable_at(fault['loc'])} is {_without_secret(fault['input'])}: {_lower_first(fault['msg'])}"
        for fault in error.errors()
    ]


def _variable_at(place: tuple[int | str, ...]) -> str:
    """The variable that an error is about; a setting with several names is placed by the first of them."""
    name = "_".join(map(str, place))
    return name if name.startswith("JTAI_") else variable_of(name)


def _lower_first(message: str) -> str:
    """The library's sentence as part of ours."""
    reason = message.removeprefix("Value error, ")
    return reason[:1].lower() + reason[1:]


def _without_secret(value: object) -> str:
    return CREDENTIALS.sub("…@", repr(str(value) if isinstance(value, Path) else value))
