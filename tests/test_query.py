"""What is typed into a search box, as terms and as queries of the index."""

from unicodedata import normalize

import pytest

from archive.search.abbreviations import FILE, abbreviations
from archive.search.query import NOTHING, Tier, exact_query, loose_query, read_query
from archive.search.terms import MOST_TERMS, read_terms
from scraper.text import fold

WRITTEN = "{title lead body}"
FOLDED = "{title_fold lead_fold body_fold}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  đào   tạo ", ["đào", "tạo"]),
        ('"đào tạo" nghề', ["đào tạo", "nghề"]),
        ("“đào tạo” nghề", ["đào tạo", "nghề"]),
        ('nghề "đào tạo', ["nghề", "đào tạo"]),
        ('đào" tạo', ["đào", "tạo"]),
        (normalize("NFD", "nghề"), ["nghề"]),
        ("hoà", ["hòa"]),
        ("đào đào", ["đào"]),
        ('* - "" / \0 _ -"" -', []),
        ("18/2020/NQ-HĐND", ["18 2020 NQ HĐND"]),
        ("18/2020/NQ -HĐND về", ["18 2020 NQ HĐND", "về"]),
        ("18/2020/NQ -đường", ["18 2020 NQ", "đường"]),
        ("Covid -19", ["Covid", "19"]),
        ("năm 2015 -2020", ["năm", "2015", "2020"]),
        ("nghèo -20180", ["nghèo", "20180"]),
        ("a - b", ["a", "b"]),
    ],
)
def test_terms(text: str, wanted: list[str]) -> None:
    assert [" ".join(term.words) for term in read_terms(text)] == wanted


def test_exclusions_and_beginnings() -> None:
    plain, out, phrase, beginning = read_terms('nghề -đào -"lao động" tuyển*')
    assert not plain.excluded and not plain.beginning
    assert out.excluded and out.words == ("đào",)
    assert phrase.excluded and phrase.words == ("lao", "động")
    assert [term.excluded for term in read_terms("nghèo -2018")] == [False, True]
    assert beginning.beginning and beginning.words == ("tuyển",)
    assert not read_terms("t*")[0].beginning


def test_terms_are_bounded() -> None:
    assert len(read_terms(" ".join(map(str, range(1000))))) == MOST_TERMS
    assert len(read_terms("đ" * 100_000)) == 1


@pytest.mark.parametrize(
    ("text", "exact", "loose"),
    [
        ("tạo", f'{WRITTEN} : "tạo"', f'{FOLDED} : "tao"'),
        ("TAO", f'{FOLDED} : "tao"', f'{FOLDED} : "tao"'),
        ("i ó", f'{FOLDED} : ("i" OR "y") AND {WRITTEN} : "ó"',
         f'{FOLDED} : ("i" OR "y") AND {FOLDED} : "o"'),
        ("NQ-HĐND", f'{WRITTEN} : "NQ HĐND"', f'{FOLDED} : "nq hdnd"'),
        ("6/BC-X", f'{FOLDED} : ("6 bc x" OR "06 bc x")', f'{FOLDED} : ("6 bc x" OR "06 bc x")'),
        ("kĩ", f'{WRITTEN} : ("kĩ" OR "kỹ")', f'{FOLDED} : ("ki" OR "ky")'),
        ("tuyển*", f'{WRITTEN} : "tuyển"*', f'{FOLDED} : "tuyen"*'),
        ("a -đ", f'{FOLDED} : "a" NOT {WRITTEN} : "đ"', f'{FOLDED} : "a" NOT {WRITTEN} : "đ"'),
        ("*", NOTHING, NOTHING),
    ],
)  # fmt: skip
def test_queries(text: str, exact: str, loose: str) -> None:
    assert exact_query(text) == exact
    assert loose_query(text) == loose


@pytest.mark.parametrize(
    ("text", "short", "other"),
    [
        ("XKLĐ", "XKLĐ", "xuất khẩu lao động"),
        ("đi xkld nhật bản", "XKLĐ", "xuất khẩu lao động"),
        ("hội nghị xuat khau lao dong", "XKLĐ", "XKLĐ"),
        ("Xuất Khẩu lao ĐỘNG", "XKLĐ", "XKLĐ"),
        ('"người có công"', "NCC", "NCC"),
        ("uỷ ban nhân dân", "UBND", "UBND"),
    ],
)
def test_abbreviations_work_both_ways(text: str, short: str, other: str) -> None:
    query = read_query(text)
    assert [a.short for a in query.widened] == [short]
    assert [" ".join(other.words) for g in query.groups for other in g.others] == [other]
    assert not read_query(text, frozenset({short})).widened


@pytest.mark.parametrize(
    "text",
    ["LĐTBXH", "Sở LĐ-TB&XH", "ld-tbxh", "lao động - thương binh và xã hội", "LĐTB&XH tỉnh"],
)
def test_an_abbreviation_has_several_forms(text: str) -> None:
    (group,) = (g for g in read_query(text).groups if g.abbreviation)
    assert group.abbreviation and len(group.others) == len(group.abbreviation.forms) - 1
    found = read_query("Sở LĐ-TB&XH").match(Tier.FOLDED)
    assert '"ldtbxh"' in found and '"lao dong thuong binh va xa hoi"' in found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26/03/2021", 20210326), ("1/2/2020", 20200201), ("26-3-2021", 20210326),
        ("26/03/2021 -nghề", None), ('"26/03/2021"', None), ("ngày 26/03/2021", None),
        ("32/03/2021", None), ("26/13/2021", None), ("26/03/21", None), ("26/03", None),
        ("18/2020", None), ("²/03/2021", None),
    ],
)  # fmt: skip
def test_a_day(text: str, day: int | None) -> None:
    assert read_query(text).day == day


@pytest.mark.parametrize(
    ("text", "asking", "words"),
    [
        ("trợ cấp là bao nhiêu?", ("là bao nhiêu",), "trợ cấp"),
        ("lam the nao de vay von", ("làm thế nào để",), "vay von"),
        ("vì sao nghỉ việc, ở đâu", ("vì sao", "ở đâu"), "nghỉ việc"),
        ("bao nhiêu", (), "bao nhiêu"),
        ('"ở đâu" vay', (), "ở đâu vay"),
        ('"ở" "đâu" vay', (), "ở đâu vay"),
        ("bao giờ* vay", (), "bao giờ vay"),
        ("đâu ở vay", (), "đâu ở vay"),
    ],
)
def test_words_that_only_ask_are_not_sought(text: str, asking: tuple[str, ...], words: str) -> None:
    query = read_query(text)
    assert query.asking == asking
    assert " ".join(word for term in query.terms for word in term.words) == words
    assert read_query(text, frozenset(asking)).asking == ()


def test_the_file_of_abbreviations_is_in_order() -> None:
    lines = [x for x in FILE.read_text("utf-8").splitlines() if not x.startswith("#")]
    shorts = [line.split("\t")[0] for line in lines]
    assert len(set(map(fold, shorts))) == len(shorts)
    assert all(len(a.long.split()) > 1 and a.short.isupper() for a in abbreviations().values())


def test_tiers() -> None:
    assert read_query("dao tao").tiers == (Tier.FOLDED,)
    assert read_query("dao tạo").tiers == (Tier.TYPED, Tier.FOLDED)
    assert read_query("dao tạo").is_mixed and not read_query("đào tạo").is_mixed
