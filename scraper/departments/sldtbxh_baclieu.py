"""Department of Labour, Invalids and Social Affairs of Bạc Liêu province."""

from scraper.departments import Department

DEPARTMENT = Department(
    name="sldtbxh-baclieu",
    title="Sở Lao động - Thương binh và Xã hội tỉnh Bạc Liêu",
    host="sldtbxh.baclieu.gov.vn",
    place="tỉnh Bạc Liêu",
)
