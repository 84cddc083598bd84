"""Reading letters on a Dask cluster: its workers take shares of them from the file store, and the rows come back.

Concept: https://distributed.dask.org/en/stable/client.html
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extractors.errors import ReadersUnreachableError, WrongReadersError
from extractors.letters.extractor_code import extractor_hash
from extractors.letters.shares import LetterStore, Limits, Reading, StoredLetter, cut_into_shares, read_share
from extractors.worker_pool import open_pool

if TYPE_CHECKING:
    from distributed import Client, Future

SECONDS_TO_CONNECT = 20
# A worker always has its next share, and results that wait for an earlier one stay few.
SHARES_PER_THREAD = 2


def read_on_cluster(
    letters: Sequence[StoredLetter], *, address: str, store: LetterStore, limits: Limits | None = None
) -> Generator[Reading, None, None]:
    """Read letters on the workers of the scheduler at `address`, each of which reaches the same file store.

    A share whose worker is lost is read by another. Raises `ReadersUnreachableError` or `WrongReadersError`.
    """
    if not letters:
        return
    with _open_client(address) as client:
        most_ahead = SHARES_PER_THREAD * sum(client.nthreads().values())  # type: ignore[no-untyped-call]
        ahead: deque[Future[list[Reading]]] = deque()
        for share in cut_into_shares(letters):
            if len(ahead) >= most_ahead:
                yield from ahead.popleft().result()
            ahead.append(client.submit(read_share_here, share, store, limits or Limits(), extractor_hash(), pure=False))
        while ahead:
            yield from ahead.popleft().result()


def read_share_here(share: Sequence[StoredLetter], store: LetterStore, limits: Limits, version: str) -> list[Reading]:
    """Read a share on the worker that this runs on, a letter at a time: a worker has a thread for each core."""
    if extractor_hash() != version:
        raise WrongReadersError("a Dask worker has another version of the extractor: install the same one there")
    if multiprocessing.current_process().daemon:
        raise WrongReadersError(
            "a Dask worker may start no processes: start it with DASK_DISTRIBUTED__WORKER__DAEMON=False"
        )
    with open_pool(len(share), workers=1, mib=limits.mib) as pool:
        return list(read_share(pool, share, store, limits))


@contextmanager
def _open_client(address: str) -> Iterator[Client]:
    """Connect to a scheduler that has workers; what goes wrong with the cluster becomes an error that names it."""
    try:
        from distributed import CancelledError, Client, KilledWorker  # noqa: PLC0415 (an extra, and 1 s to load)
    except ImportError as problem:
        raise WrongReadersError("JTAI_READERS needs the package distributed: install the extra “dask”") from problem
    try:
        with Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
            yield client
    except ImportError as problem:
        raise WrongReadersError(f"the workers of {address} lack a package: {problem}") from problem
    except (OSError, CancelledError, KilledWorker) as problem:
        raise ReadersUnreachableError(
            f"letters cannot be read on the Dask cluster {address}: {problem}\n"
            "Nothing is released and nothing is lost. Start its scheduler and workers and refresh again, or read here, "
            "without JTAI_READERS."
        ) from problem
