"""Department of Information and Communications of Hà Nội (Liferay 6.2)."""

from scraper.departments import Department

DEPARTMENT = Department(
    name="sotttt-hanoi",
    title="Sở Thông tin và Truyền thông Hà Nội",
    host="sotttt.hanoi.gov.vn",
    place="thành phố Hà Nội",
    start=("/vi/trang-chu",),
    title_classes=frozenset({"asset-full-content-title"}),
    section_classes=frozenset({"tintuc"}),
    lead_classes=frozenset({"sapo-wrapper"}),
    byline_classes=frozenset({"view-content-author"}),
)
