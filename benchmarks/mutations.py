"""Damage done to a file at random: what bad disks, bad programs and bad people do to a PDF or a page.

The same `random.Random` gives the same damage. Tokens are edited in the bytes, not through a PDF library, so that what
comes out is damaged in ways that no library would write: lengths that lie, objects that hold themselves, huge numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from random import Random

from pypdf import PdfWriter
from pypdf.generic import StreamObject

Mutation = Callable[[bytes, bytes, Random], bytes]

PDF_TOKEN = re.compile(rb"(?<=[\s\[(<>/])(?:\d{1,5} 0 R|/?[A-Za-z]\w{1,30}|-?\d+(?:\.\d+)?)(?=[\s\])>/])")
MARKUP_TOKEN = re.compile(rb"<[^<>]{1,80}>|[\w/]{1,40}|&[#\w]{1,10};")
STRANGE = (
    b"0",
    b"-1",
    b"1e30",
    b"99999999999999999999",
    b"-2147483648",
    b"0.0000001",
    b"null",
    b"[]",
    b"<<>>",
    b"()",
    b"1 0 R",
    b"9999 0 R",
    b"/",
    b"%",
    b"\x00",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"q " * 400,
    b"[" * 400,
    b"A" * 5_000,
    b"31 February 2022",
    b"<script>",
    b"../../",
)


def damaged(body: bytes, other: bytes, token: re.Pattern[bytes], random: Random) -> bytes:
    """Damage a file in one to three ways; `other` is what pieces may be taken from."""
    for _ in range(random.randint(1, 3)):
        if not body:
            return body
        body = random.choice(MUTATIONS)(body, other, token, random)
    return body


def flipped(body: bytes, _: bytes, __: re.Pattern[bytes], random: Random) -> bytes:
    """Some bits fall over."""
    changed = bytearray(body)
    for _each in range(random.choice((1, 5, 50, 500))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncated(body: bytes, _: bytes, __: re.Pattern[bytes], random: Random) -> bytes:
    """The end is missing."""
    return body[: random.randrange(len(body))]


def without_a_piece(body: bytes, _: bytes, __: re.Pattern[bytes], random: Random) -> bytes:
    """A piece in the middle is missing."""
    start, length = random.randrange(len(body)), random.randint(1, 2_000)
    return body[:start] + body[start + length :]


def spliced(body: bytes, other: bytes, _: re.Pattern[bytes], random: Random) -> bytes:
    """Overwrite or insert a piece of this file or of another."""
    giver = random.choice((body, other))
    start, at, length = random.randrange(len(giver) or 1), random.randrange(len(body)), random.randint(1, 4_000)
    piece = giver[start : start + length]
    return body[:at] + piece + body[at + random.choice((0, len(piece))) :]


def retold(body: bytes, _: bytes, token: re.Pattern[bytes], random: Random) -> bytes:
    """Some words, numbers and references are others: strange ones, or from elsewhere in the file."""
    for _each in range(random.choice((1, 3, 20))):
        found, elsewhere = _some_token(body, token, random), _some_token(body, token, random)
        if found and elsewhere:
            said = random.choice((elsewhere[0], random.choice(STRANGE)))
            body = body[: found.start()] + said + body[found.end() :]
    return body


def _some_token(body: bytes, token: re.Pattern[bytes], random: Random) -> re.Match[bytes] | None:
    return token.search(body, random.randrange(len(body) or 1))


MUTATIONS = (flipped, truncated, without_a_piece, spliced, retold, retold, retold)


def laid_open(pdf: bytes) -> bytes:
    """The same PDF with its pages' content readable in the bytes, so that what is drawn can be damaged too."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        content = page.get("/Contents")
        for stream in content if isinstance(content, list) else [content]:
            drawn = stream.get_object() if stream is not None else None
            if isinstance(drawn, StreamObject):
                _decode(drawn)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _decode(stream: StreamObject) -> None:
    content = stream.get_data()
    stream.pop("/Filter", None)
    stream.pop("/DecodeParms", None)
    stream._data = content  # pypdf has no public way to store a stream without its filter
