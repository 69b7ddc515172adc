from datetime import UTC, datetime

import pytest

from scraper.fields.procedurestats import check, convention, read_procedure_statistics
from scraper.records import ProcedureStatistics

SAMPLE = ProcedureStatistics(
    scope="department", period="", updated_at="2020-07-24T08:23:00+07:00",
    updated_text="Tự động cập nhật lúc 08:23 ngày 24/07/2020",
    received=298, received_text="298", resolved=283, resolved_text="283",
    early=270, early_text="270", early_percent=95.0, early_percent_text="95%",
    on_time=283, on_time_text="283", on_time_percent=100.0, on_time_percent_text="100%",
    late=0, late_text="0", late_percent=0.0, late_percent_text="0%", convention="inclusive",
)  # fmt: skip
HEAD = ["Kết quả giải quyết", "Thủ tục hành chính"]
TAIL = ["Tự động cập nhật lúc 08:23 ngày 24/07/2020", "Liên kết web", "Thăm dò", "null Bài mẫu"]
CAPTURED = datetime(2021, 3, 26, 8, tzinfo=UTC)


def lines(*middle: str) -> str:
    return "\n".join([*HEAD, *middle, *TAIL])


SHAPES = {
    "a label and a figure a line": lines(
        "Tiếp nhận:", "298", "Giải quyết:", "283", "Trước hạn:", "270", "95%", "Đúng hạn:", "283",
        "100%", "Trễ hạn:", "0", "0%",
    ),
    "an equals sign before the percentage": lines(
        "Tiếp nhận: 298", "Giải quyết: 283", "Trước hạn: 270 = 95%", "Đúng hạn: 283 = 100%",
        "Trễ hạn: 0=0%",
    ),
    "no colons": lines(
        "Tiếp nhận", "298", "Giải quyết", "283", "Trước hạn", "270", "95%", "Đúng hạn", "283",
        "100%", "Trễ hạn", "0", "0%",
    ),
    "label and figures on one line": lines(
        "Tiếp nhận: 298 hồ sơ", "Đã giải quyết: 283 hồ sơ", "- Trước hạn: 270 (95%)",
        "- Đúng hạn: 283 (100%)", "- Quá hạn: 0 (0%)",
    ),
    "the percentage first": lines(
        "Tiếp nhận", "298", "Đã xử lý", "283", "Trước hạn", "95%", "270", "Đúng hạn", "100%", "283",
        "Chậm hạn", "0%", "0",
    ),
    "the percentage before its label": lines(
        "Tiếp nhận: 298", "Giải quyết: 283", "95%", "Trước hạn: 270", "100%", "Đúng hạn: 283",
        "0%", "Trễ hạn: 0",
    ),
    "the figure before its label": lines(
        "298", "Tiếp nhận", "283", "Giải quyết", "270", "95%", "Trước hạn", "283", "100%",
        "Đúng hạn", "0", "0%", "Trễ hạn",
    ),
    "a row of labels above a row of figures": lines(
        "Tiếp nhận", "Giải quyết", "Trước hạn", "Đúng hạn", "Trễ hạn", "298", "283", "270 (95%)",
        "283 (100%)", "0 (0%)",
    ),
    "only the order of the words": " ".join(lines(
        "Tiếp nhận:", "298", "Giải quyết:", "283", "Trước hạn:", "270", "95%", "Đúng hạn:", "283",
        "100%", "Trễ hạn:", "0", "0%",
    ).split()),
    "capitals, no heading": "\n".join([
        "Trang chủ", "SỐ HỒ SƠ TIẾP NHẬN: 298", "SỐ HỒ SƠ ĐÃ GIẢI QUYẾT: 283", "TRƯỚC HẠN: 270",
        "TỶ LỆ TRƯỚC HẠN: 95%", "ĐÚNG HẠN: 283", "100%", "TRỄ HẠN: 0", "0%", *TAIL,
    ]),
    "another number right before": "27\n" + lines(
        "Tiếp nhận:", "298", "Giải quyết:", "283", "Trước hạn:", "270", "95%", "Đúng hạn:", "283",
        "100%", "Trễ hạn:", "0", "0%",
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_figures_whatever_the_layout(shape: str) -> None:
    assert read_procedure_statistics(SHAPES[shape]) == (SAMPLE,)


def test_a_widget_that_is_printed_twice_is_one() -> None:
    text = SHAPES["no colons"]
    assert read_procedure_statistics(f"{text}\nTin tức\n{text}") == (SAMPLE,)


def one(text: str) -> ProcedureStatistics:
    (found,) = read_procedure_statistics(text)
    return found


def test_thousands_decimals_and_a_period_are_read() -> None:
    found = one(
        "Kết quả giải quyết hồ sơ\nTháng 9/2021\nTiếp nhận: 15.702\nĐã giải quyết: 15.641\n"
        "Trước hạn: 13.529 (86,5 %)\nĐúng hạn: 1.958 (12,5%)\nTrễ hạn: 154 (1%)"
    )
    assert (found.received, found.early, found.early_text) == (15702, 13529, "13.529")
    assert (found.early_percent, found.early_percent_text) == (86.5, "86,5 %")
    assert (found.period, found.updated_at, found.updated_text) == ("2021-09", "", None)
    assert found.convention == "disjoint"


def test_early_and_on_time_in_one_figure() -> None:
    found = one(
        "Tình hình giải quyết hồ sơ\nTiếp nhận 4.300\nĐã giải quyết 4.169\n"
        "Trước và đúng hạn 4.157 (99,71%)\nTrễ hạn 12 (0,29%)"
    )
    assert (found.early, found.on_time, found.on_time_percent) == (None, 4157, 99.71)
    assert found.convention == "merged"


def test_what_is_still_pending_is_not_late() -> None:
    found = one(
        "Kết quả giải quyết TTHC\nTồn kỳ trước: 9\nTiếp nhận: 50\nĐã giải quyết: 40\nTrước hạn: 30"
        "\nĐúng hạn: 10\nĐang giải quyết: 19\nTrong hạn: 18\nQuá hạn: 1\nTrả lại: 2"
    )
    assert (found.received, found.resolved, found.early, found.on_time) == (50, 40, 30, 10)
    assert found.late is None


def test_a_label_without_a_figure_is_none() -> None:
    found = one("Kết quả giải quyết thủ tục hành chính\nTiếp nhận: 5\nĐúng hạn: 4\nTrễ hạn:")
    assert (found.received, found.on_time, found.late, found.resolved) == (5, 4, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        lines(),
        lines("Tiếp nhận:", "Giải quyết:", "Trước hạn:", "%", "Đúng hạn:", "%", "Trễ hạn:", "%"),
        "Trong quý, Sở tiếp nhận 298 hồ sơ và giải quyết 283 hồ sơ, trong đó trước hạn là 270.",
        "Kết quả giải quyết việc làm đạt 116,3%, trong đó đúng hạn 90%",
        "Việc chi trả trước hạn 30/4/2021, đúng hạn 100% theo kế hoạch",
        "Lĩnh vực\nTiếp nhận\nGiải quyết\nTrước hạn\nĐúng hạn\nTrễ hạn\nViệc mẫu\n1\n2\n3\n4\n5",
        "Kết quả giải quyết hồ sơ 6 tháng đầu năm 2021\nTiếp nhận: 5\nĐúng hạn: 4\nTrễ hạn: 1",
    ],
)
def test_an_empty_widget_prose_and_unnamed_periods_give_nothing(text: str) -> None:
    assert read_procedure_statistics(text) == ()


@pytest.mark.parametrize(
    ("resolved", "early", "on_time", "late", "wanted"),
    [
        (283, 270, 283, 0, "inclusive"),
        (15641, 13529, 1958, 154, "disjoint"),
        (17651, 13767, 3254, 634, "disjoint"),
        (643272, None, 635593, 7677, "merged"),
        (257141, 124907, 102770, 19852, "unknown"),
        (283, 0, 283, 0, "unknown"),
        (0, 0, 0, 0, "unknown"),
        (None, 1, 2, 3, "unknown"),
        (10, 5, 5, None, "unknown"),
    ],
)
def test_the_convention_is_the_sum_that_holds(
    resolved: int | None, early: int | None, on_time: int, late: int | None, wanted: str
) -> None:
    record = ProcedureStatistics(
        scope="department", period="", updated_at="", resolved=resolved, early=early,
        on_time=on_time, late=late,
    )  # fmt: skip
    assert convention(record) == wanted


def test_the_sample_s_figures_are_not_odd() -> None:
    assert check(SAMPLE, CAPTURED) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tiếp nhận 9 Giải quyết 9 Trước hạn 2 Đúng hạn 3 Trễ hạn 1", ["procedure_sum"]),
        ("Tiếp nhận 9 Giải quyết 9 Trước hạn 12 Đúng hạn 9 Trễ hạn 0", ["procedure_part"]),
        ("Tiếp nhận 9 Giải quyết 9 Trước hạn 5 20% Đúng hạn 9 Trễ hạn 0", ["procedure_percent"]),
        ("Tiếp nhận 5 Giải quyết 9 Trước hạn 5 Đúng hạn 9 Trễ hạn 0", []),
        (
            "Tiếp nhận 9 Giải quyết 9 Trước hạn 5 Đúng hạn 9 Trễ hạn 0 Cập nhật lúc 08:23 ngày "
            "24/07/2021",
            ["procedure_time"],
        ),
    ],
)
def test_odd_figures_are_said_and_kept(text: str, kinds: list[str]) -> None:
    problems = check(one(f"Kết quả giải quyết hồ sơ {text}"), CAPTURED)
    assert [p.kind for p in problems] == kinds
    assert all(p.severity == "warning" for p in problems)


def test_a_year_on_a_line_of_its_own_is_the_period() -> None:
    shown = SHAPES["a label and a figure a line"].replace("Tiếp nhận:", "Năm 2020\nTiếp nhận:")
    assert [r.period for r in read_procedure_statistics(shown)] == ["2020"]
