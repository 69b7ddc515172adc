"""The department's figures: what its statistics pages and widget show."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from scraper.replica import text
from scraper.replica.blocks import Table
from scraper.replica.recipe import OPENING
from scraper.replica.sentences import DISTRICTS

FIELDS = (
    "Lao động - Việc làm",
    "Giáo dục nghề nghiệp",
    "Người có công",
    "Bảo trợ xã hội",
    "Phòng, chống tệ nạn xã hội",
    "An toàn lao động",
)
HEADER = ("Lĩnh vực", "Tiếp nhận", "Giải quyết", "Trước hạn", "Đúng hạn", "Trễ hạn")
WIDGET_STAMP = datetime(2020, 8, 14, 7, 45)
_QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}
_PROCEDURES = (
    "Đăng ký hợp đồng mẫu của người lao động",
    "Cấp giấy chứng nhận mẫu về giáo dục nghề nghiệp",
    "Hỗ trợ học nghề đối với người lao động (mẫu)",
    "Giải quyết trợ cấp mẫu cho thân nhân người có công",
    "Tiếp nhận đối tượng vào cơ sở trợ giúp xã hội (mẫu)",
    "Khai báo mẫu đối với thiết bị có yêu cầu nghiêm ngặt về an toàn",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Results of procedures; on time counts early ones too, as in the widget of the real site."""

    scope: str
    received: int
    resolved: int
    early: int
    on_time: int
    late: int

    def percent(self, part: int) -> str:
        """A share of the resolved, as printed on tables: `95,41%`."""
        return f"{100 * part / self.resolved:.2f}%".replace(".", ",")


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """`period` is `YYYY`, `YYYY-Qn`, `YYYY-MM` or ''; `figures` by field where it has them."""

    path: str
    title: str
    period: str
    tables: tuple[Table, ...]
    figures: tuple[Figures, ...] = ()
    updated: datetime | None = None


def _figures(scope: str, rng: random.Random, scale: int) -> Figures:
    received = rng.randint(20, 90) * scale
    resolved = received - rng.randint(0, received // 10)
    late = rng.randint(0, resolved // 40)
    on_time = resolved - late
    return Figures(scope, received, resolved, on_time - rng.randint(0, on_time // 8), on_time, late)


def widget(clock: datetime) -> tuple[Figures, datetime]:
    """The department's figures and their own, stale time; renewed each thirty days of the clock."""
    round_ = (clock - OPENING) // timedelta(days=30)
    found = _figures("department", random.Random(f"widget/{round_}"), 4)
    return found, WIDGET_STAMP + timedelta(days=30 * round_)


def _results(path: str, words: str, period: str, scale: int) -> StatisticsPage:
    rng = random.Random(f"results/{period}")
    rows = [_figures(f"field:{name}", rng, scale) for name in FIELDS]
    cells = tuple(
        (
            row.scope.partition(":")[2],
            text.grouped(row.received),
            text.grouped(row.resolved),
            *(
                f"{text.grouped(part)} ({row.percent(part)})"
                for part in (row.early, row.on_time, row.late)
            ),
        )
        for row in rows
    )
    title = f"Kết quả giải quyết thủ tục hành chính {words}"
    shown = Table(f"{title} theo lĩnh vực", HEADER, cells)
    updated = datetime(int(period[:4]) + 1, 1, 5, 8, 30) if len(period) == 4 else None
    return StatisticsPage(path, title, period, (shown,), tuple(rows), updated)


def _catalogue() -> StatisticsPage:
    rows = tuple(
        (str(n + 1), f"{1 + n % 2}.00{311 + 173 * n:04d}", name, FIELDS[n])
        for n, name in enumerate(_PROCEDURES)
    )
    table = Table("Danh mục thủ tục (mẫu)", ("STT", "Mã thủ tục", "Tên thủ tục", "Lĩnh vực"), rows)
    title = "Danh mục thủ tục hành chính"
    return StatisticsPage("/thong-ke/danh-muc-thu-tuc", title, "", (table,))


def _field(path: str, title: str, columns: tuple[str, ...], share: bool) -> StatisticsPage:
    tables = []
    for year in (2018, 2019, 2020):
        rng = random.Random(f"{path}/{year}")
        rows = tuple(
            (
                place,
                *(text.count(rng) for _ in columns[1 : -1 if share else None]),
                *([text.percent(rng)] if share else []),
            )
            for place in DISTRICTS
        )
        tables.append(Table(f"{title} năm {year}", columns, rows))
    return StatisticsPage(path, title, "", tuple(tables))


def _pages() -> tuple[StatisticsPage, ...]:
    root = "/thong-ke"
    years = [
        _results(f"{root}/thu-tuc-nam-{year}", f"năm {year}", str(year), 40)
        for year in (2018, 2019, 2020)
    ]
    quarters = [
        _results(f"{root}/thu-tuc-quy-{q}-2020", f"quý {_QUARTERS[q]} năm 2020", f"2020-Q{q}", 10)
        for q in (1, 2, 3, 4)
    ]
    months = [
        _results(
            f"{root}/thu-tuc-thang-{m:02d}-2021", f"tháng {m:02d} năm 2021", f"2021-{m:02d}", 3
        )
        for m in (1, 2)
    ]
    place = "Địa phương"
    poor = ("Hộ nghèo", "Hộ cận nghèo", "Tỷ lệ hộ nghèo")
    jobs = ("Chỉ tiêu", "Việc làm mới", "Xuất khẩu lao động")
    classes = ("Số lớp", "Số học viên", "Tỷ lệ có việc làm")
    merit = ("Số người hưởng trợ cấp", "Kinh phí (triệu đồng)")
    return (
        *years,
        *quarters,
        *months,
        _catalogue(),
        _field(f"{root}/ho-ngheo", "Kết quả rà soát hộ nghèo", (place, *poor), True),
        _field(f"{root}/viec-lam", "Kết quả giải quyết việc làm", (place, *jobs), False),
        _field(f"{root}/dao-tao-nghe", "Kết quả đào tạo nghề", (place, *classes), True),
        _field(f"{root}/nguoi-co-cong", "Trợ cấp người có công", (place, *merit), False),
    )


INDEX = "/thong-ke"
PAGES = _pages()
BY_PATH = {page.path: page for page in PAGES}
