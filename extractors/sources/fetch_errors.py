"""What can go wrong with one URL: in words that name it, and as one of a few outcomes that say what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus

import httpx

from extractors.errors import JtaiError

FIRST_SERVER_ERROR = 500


class Outcome(StrEnum):
    """What an answer is, where it is not the body asked for. Outage, incomplete and challenge may pass."""

    GONE = "gone"  # the site says that there is no such document
    REFUSED = "refused"  # we are not let in
    UNUSABLE = "unusable"  # another kind of file, an address that leads nowhere: as it is, for good
    OUTAGE = "outage"  # the site cannot answer now
    INCOMPLETE = "incomplete"  # a part of the body
    CHALLENGE = "challenge"  # another page in its place


PASSING = frozenset({Outcome.OUTAGE, Outcome.INCOMPLETE, Outcome.CHALLENGE})
OUTCOME_OF_STATUS: Mapping[int, Outcome] = {
    HTTPStatus.NOT_FOUND: Outcome.GONE,
    HTTPStatus.GONE: Outcome.GONE,
    HTTPStatus.UNAUTHORIZED: Outcome.REFUSED,
    HTTPStatus.FORBIDDEN: Outcome.REFUSED,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: Outcome.REFUSED,
    HTTPStatus.REQUEST_TIMEOUT: Outcome.OUTAGE,
    HTTPStatus.TOO_MANY_REQUESTS: Outcome.OUTAGE,
    # One that was asked for never gets here.
    HTTPStatus.NOT_MODIFIED: Outcome.OUTAGE,
}


class FetchError(JtaiError):
    """One URL could not be fetched; the message names it and says why.

    Passing problems are worth another try, after `after_seconds` where the site said so; those that are
    `is_site_wide` concern every other URL of the site as well.
    """

    def __init__(
        self,
        message: str,
        outcome: Outcome,
        *,
        after_seconds: float | None = None,
        is_site_wide: bool = False,
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.after_seconds = after_seconds
        self.is_site_wide = is_site_wide

    @property
    def is_passing(self) -> bool:
        """Whether another try may help."""
        return self.outcome in PASSING


def error_from(response: httpx.Response, url: str, *, longest_wait_seconds: float) -> FetchError:
    """What an answer without a body for us means; too long a wait asked for is not waited for."""
    after = seconds_to_wait(response.headers.get("Retry-After"), datetime.now(UTC))
    if after is not None and after > longest_wait_seconds:
        message = f"{url}: we are asked to come back in {after:.0f} seconds; refresh again then"
        return FetchError(message, Outcome.REFUSED, is_site_wide=True)
    unasked = ", though no version was named" if response.status_code == HTTPStatus.NOT_MODIFIED else ""
    return FetchError(
        f"{url}: answered {response.status_code} {response.reason_phrase}{unasked}",
        outcome_of(response.status_code),
        after_seconds=after,
    )


def outcome_of(status_code: int) -> Outcome:
    """What a status other than 200 means; an error of the server speaks of its state, not of the document."""
    others = Outcome.OUTAGE if status_code >= FIRST_SERVER_ERROR else Outcome.UNUSABLE
    return OUTCOME_OF_STATUS.get(status_code, others)


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
        raise FetchError(message, Outcome.OUTAGE, is_site_wide=True) from problem
    except httpx.TimeoutException as problem:
        message = f"{url}: timed out, nothing came for too long ({type(problem).__name__})"
        raise FetchError(message, Outcome.OUTAGE) from problem
    except TimeoutError as problem:
        raise FetchError(f"{url}: not finished in time", Outcome.OUTAGE) from problem
    except httpx.RemoteProtocolError as problem:
        raise FetchError(f"{url}: {problem}", Outcome.INCOMPLETE) from problem
    except httpx.RequestError as problem:
        raise FetchError(f"{url}: {str(problem) or type(problem).__name__}", Outcome.OUTAGE) from problem
    except httpx.InvalidURL as problem:
        raise FetchError(f"{url}: not an address that can be asked ({problem})", Outcome.UNUSABLE) from problem
