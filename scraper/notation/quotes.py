"""The words around a place in a text, as a mention is quoted."""

import re

# Letters of a quote, the mention itself included.
LENGTH = 120
# A dossier's number (unit-date-sequence) names one citizen's case: it is never quoted.
_DOSSIER = re.compile(
    r"(?<![\w.-])(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2,3}(?:\.\d{1,4}){0,4}-\d{6}-\d{3,6}(?![\w-])"
)
_LEFT_OUT = "[…]"
_CUT_HEAD, _CUT_TAIL = re.compile(r"\A\S+"), re.compile(r"\S+\Z")


def quote_around(text: str, start: int, end: int) -> str:
    """`text[start:end]` with whole words of its line on both sides, about `LENGTH` letters.

    White space becomes single blanks; numbers of dossiers are left out.
    """
    side = max(0, LENGTH - (end - start)) // 2
    before = text[max(0, start - side) : start].rpartition("\n")[2]
    after = text[end : end + side].partition("\n")[0]
    if not _is_edge(text, start - len(before) - 1):
        before = _CUT_HEAD.sub("", before)
    if not _is_edge(text, end + len(after)):
        after = _CUT_TAIL.sub("", after)
    quote = " ".join(f"{before}{text[start:end]}{after}".split())
    return _DOSSIER.sub(_LEFT_OUT, quote)


def _is_edge(text: str, place: int) -> bool:
    return not 0 <= place < len(text) or text[place].isspace()
