"""What can go wrong with one URL, in words that name it, and whether another try makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from extractors.errors import JtaiError

TIMED_OUT, TOO_MANY_REQUESTS, FIRST_SERVER_ERROR = 408, 429, 500


class FetchError(JtaiError):
    """One URL could not be fetched; the message names it and says why.

    `is_passing` problems are worth another try, after `after_seconds` where the site said so; those that are
    `is_site_wide` concern every other URL of the site as well.
    """

    def __init__(
        self,
        message: str,
        *,
        is_passing: bool = False,
        after_seconds: float | None = None,
        is_site_wide: bool = False,
    ) -> None:
        super().__init__(message)
        self.is_passing = is_passing
        self.after_seconds = after_seconds
        self.is_site_wide = is_site_wide


def error_from(response: httpx.Response, url: str, *, longest_wait_seconds: float) -> FetchError:
    """What an answer without a body for us means; too long a wait asked for is not waited for."""
    after = seconds_to_wait(response.headers.get("Retry-After"), datetime.now(UTC))
    if after is not None and after > longest_wait_seconds:
        message = f"{url}: we are asked to come back in {after:.0f} seconds; refresh again then"
        return FetchError(message, is_site_wide=True)
    return FetchError(
        f"{url}: answered {response.status_code} {response.reason_phrase}",
        is_passing=is_passing(response.status_code),
        after_seconds=after,
    )


def is_passing(status_code: int) -> bool:
    """Whether a status speaks of the site's state, not of the document: it may be another one next time."""
    return status_code in (TIMED_OUT, TOO_MANY_REQUESTS) or status_code >= FIRST_SERVER_ERROR


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date; null where there is none that can be read."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        then = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):  # a day or a year of many digits
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())


def wait_before_next_try(problem: Exception) -> bool | float:
    """Whether to try again; a number of seconds where the site named one."""
    if not isinstance(problem, FetchError) or not problem.is_passing:
        return False
    return True if problem.after_seconds is None else problem.after_seconds


@contextmanager
def wrap_http_errors(url: str) -> Iterator[None]:
    """Turn what the HTTP library raises into a problem that names the URL."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
        message = f"{url}: no connection ({str(problem) or type(problem).__name__})"
        raise FetchError(message, is_passing=True, is_site_wide=True) from problem
    except httpx.TimeoutException as problem:
        message = f"{url}: timed out, nothing came for too long ({type(problem).__name__})"
        raise FetchError(message, is_passing=True) from problem
    except TimeoutError as problem:
        raise FetchError(f"{url}: not finished in time", is_passing=True) from problem
    except httpx.RequestError as problem:
        raise FetchError(f"{url}: {str(problem) or type(problem).__name__}", is_passing=True) from problem
    except httpx.InvalidURL as problem:
        raise FetchError(f"{url}: not an address that can be asked ({problem})") from problem
