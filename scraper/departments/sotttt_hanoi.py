"""Department of Information and Communications of Hà Nội (Liferay 6.2)."""

from scraper.departments import Department

DEPARTMENT = Department(
    name="sotttt-hanoi",
    title="Sở Thông tin và Truyền thông Hà Nội",
    host="sotttt.hanoi.gov.vn",
    start=("/vi/trang-chu",),
)
