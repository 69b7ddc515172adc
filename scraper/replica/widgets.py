"""The portlets beside the middle column (results, links, poll, traffic) and the footer."""

from html import escape

from scraper.replica import statistics
from scraper.replica.messages import Visit
from scraper.replica.portal import Portal

POLL_QUESTION = "Bạn đánh giá thế nào về trang thông tin mẫu này?"
POLL_OPTIONS = (("Rất tốt", 41), ("Tốt", 27), ("Cần cải thiện", 9))
POLLS = "com_liferay_polls_web_portlet_PollsDisplayPortlet_INSTANCE_pC4dV9wXzA1b"
WEB_LINKS = (
    ("Cổng thông tin mẫu của tỉnh Ví Dụ", "https://tinh.example"),
    ("Bộ mẫu về lao động", "https://bo-lao-dong.example"),
    ("Dịch vụ công trực tuyến mẫu", "https://dich-vu-cong.example/"),
)
DETAILS = {
    "name": "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH VÍ DỤ",
    "responsible": "Giám đốc Sở",
    "address": "12/3 Đường Số Mẫu, phường 1, thành phố Ví Dụ, tỉnh Ví Dụ",
    "phone": "0200.0000001 - 0200.0000002",
    "fax": "0200.0000003",
    "email": "thu-mau@replica.invalid",
}
_DAY = 86_400_000


def left_column(portal: Portal, visit: Visit) -> str:
    """Kết quả giải quyết, Liên kết web, Thăm dò, and the calendar without end."""
    kind = portal.breakage.kind if portal.breakage else ""
    if kind == "bare":
        return ""
    results = "" if kind == "no_results" else _results(portal)
    return results + _links() + _poll(visit) + _calendar(portal, visit)


def _portlet(name: str, title: str, inner: str) -> str:
    return (
        f'<div class="portlet-boundary portlet-boundary_{name}_ portlet-static"'
        f' id="p_p_id_{name}_"><section class="portlet" id="portlet_{name}">'
        f'<div class="portlet-content"><h2 class="portlet-title-text">{title}</h2>'
        f'<div class="portlet-content-container"><div class="portlet-body">{inner}</div></div>'
        "</div></section></div>\n"
    )


def _results(portal: Portal) -> str:
    found, stamp = statistics.widget(portal.clock)
    shares = {
        "Trước hạn": found.early,
        "Đúng hạn": found.on_time,
        "Trễ hạn": found.late,
    }
    rows = "".join(
        f'<li><span class="nhan">{label}:</span> <b>{part}</b> <i>{100 * part // found.resolved}%'
        "</i></li>\n"
        for label, part in shares.items()
    )
    inner = (
        '<img alt="Responsive Image" src="/o/so-ldtbxh-theme/images/ket-qua.png" />'
        "<p>Thủ tục hành chính</p>\n"
        f'<ul class="kq"><li><span class="nhan">Tiếp nhận:</span> <b>{found.received}</b></li>\n'
        f'<li><span class="nhan">Giải quyết:</span> <b>{found.resolved}</b></li>\n{rows}</ul>'
        f'<p class="cap-nhat">Tự động cập nhật lúc {stamp:%H:%M} ngày {stamp:%d/%m/%Y}</p>'
    )
    return _portlet("ketquatthc_WAR_ketquatthcportlet", "Kết quả giải quyết", inner)


def _links() -> str:
    options = "".join(f'<option value="{url}">{escape(text)}</option>' for text, url in WEB_LINKS)
    anchors = "".join(
        f'<li><a href="{url}" target="_blank">{escape(text)}</a></li>' for text, url in WEB_LINKS
    )
    inner = f'<select onchange="window.open(this.value)">{options}</select><ul>{anchors}</ul>'
    return _portlet("lienketweb_INSTANCE_aQ2sWd4f", "Liên kết web", inner)


def _poll(visit: Visit) -> str:
    answers = "".join(
        f'<div class="radio"><label><input name="choiceId" type="radio" value="{n}" /> {text}'
        "</label></div>"
        for n, (text, _) in enumerate(POLL_OPTIONS)
    )
    here = escape(visit.path)
    inner = (
        f'<form action="{here}?p_p_id={POLLS}&amp;p_p_lifecycle=1&amp;p_auth={visit.serial:08x}"'
        f' method="post"><p>{POLL_QUESTION}</p>{answers}<button type="submit">Bình chọn</button>'
        f'</form><a href="{here}?p_p_id={POLLS}&amp;p_p_lifecycle=0&amp;p_p_state=pop_up&amp;'
        f'_{POLLS}_mvcRenderCommandName=%2Fpolls_display%2Fview_results" target="_blank">'
        "Kết quả</a>"
    )
    return _portlet(POLLS, "Thăm dò", inner)


def _calendar(portal: Portal, visit: Visit) -> str:
    """Days of the news as links: each leads to more of them, for ever."""
    asked = visit.query.get("formDate", "")
    usable = asked.isdecimal() and len(asked) < 14
    shown = int(asked) if usable else portal.milliseconds(visit.serial)
    here = escape(visit.path)
    days = "".join(
        f'<a href="{here}?formDate={shown + step * _DAY}">{label}</a> '
        for step, label in ((-30, "«"), (-1, "‹"), (1, "›"), (30, "»"))
    )
    return _portlet("lichtin_WAR_lichtinportlet", "Lịch", f'<div class="lich">{days}</div>')


def traffic(portal: Portal, visit: Visit) -> str:
    """Thống kê truy cập; on articles a script fills it, so that it is empty."""
    counters = ""
    if "/-/" not in visit.path:
        today = visit.serial % 1000 + 120
        rows = (
            ("Đang truy cập", visit.serial % 17 + 3),
            ("Hôm nay", today),
            ("Trong tháng", 4_000 + portal.clock.day * 90 + today),
            ("Tổng lượt truy cập", 1_250_000 + visit.serial),
        )
        counters = "".join(
            f"<li>{label}: <span>{value:,}</span></li>".replace(",", ".") for label, value in rows
        )
    return _portlet("thongketruycap", "Thống kê truy cập", f'<ul id="luot">{counters}</ul>')


def footer() -> str:
    """Who answers for the site."""
    return (
        '<footer id="footer" role="contentinfo"><div class="journal-content-article"'
        ' data-analytics-asset-id="20333" data-analytics-asset-title="Chân trang"'
        f' data-analytics-asset-type="web-content"><p><strong>{DETAILS["name"]}</strong></p>'
        f"<p>Chịu trách nhiệm chính: {DETAILS['responsible']}</p>"
        f"<p>Địa chỉ: {DETAILS['address']}</p>"
        f"<p>Điện thoại: {DETAILS['phone']}&nbsp;&nbsp;&nbsp; - &nbsp;&nbsp; Fax: {DETAILS['fax']}"
        f'</p><p>Email: <a href="mailto:{DETAILS["email"]}">{DETAILS["email"]}</a></p>'
        "</div></footer>\n"
    )


def poll_results() -> str:
    """The pop-up behind the poll."""
    total = sum(votes for _, votes in POLL_OPTIONS)
    rows = "".join(
        f"<tr><td>{votes * 100 // total}%</td><td>{votes}</td><td>{text}</td></tr>"
        for text, votes in POLL_OPTIONS
    )
    return f"<h3>{POLL_QUESTION}</h3><table>{rows}</table><p>Tổng số phiếu: {total}</p>"
