"""The replica's sections: a page with an asset publisher each, and their addresses."""

from dataclasses import dataclass

from scraper.replica.sentences import TOPICS, Topic

GROUP_ID = 20142
PORTLET = "com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet"


@dataclass(frozen=True, slots=True)
class Section:
    """`pager` is how the section shows its pages: `numbers`, `neighbours` or `many`."""

    index: int
    path: str
    name: str
    instance: str
    delta: int
    pager: str
    feed: bool

    @property
    def topic(self) -> Topic:
        """What its articles are about."""
        return TOPICS[self.index]

    @property
    def plid(self) -> int:
        """The portal's number of the page."""
        return 61 + self.index

    @property
    def portlet_id(self) -> str:
        """The publisher on the page."""
        return f"{PORTLET}_INSTANCE_{self.instance}"

    @property
    def publisher(self) -> str:
        """The path that the publisher's articles and feed stand under."""
        return f"{self.path}/-/asset_publisher/{self.instance}"


SECTIONS = (
    Section(0, "/tin-chuyen-nganh", "Tin chuyên ngành", "kQ3vTz81xWmA", 10, "numbers", True),
    Section(1, "/viec-lam", "Lao động - Việc làm", "b7RnYcE2oLdS", 10, "neighbours", True),
    Section(2, "/lao-dong-ngoai-nuoc", "Lao động ngoài nước", "Gh5pJx9sVtUe", 5, "numbers", False),
    Section(3, "/nguoi-co-cong", "Người có công", "mZ0aKfB4wQry", 10, "many", True),
    Section(4, "/giam-ngheo", "Giảm nghèo - Bảo trợ xã hội", "uD6iHnX3cPgo", 5, "many", False),
    Section(5, "/tre-em", "Trẻ em - Bình đẳng giới", "yW8eLsT7jMvk", 10, "neighbours", True),
)
BY_PATH = {section.path: section for section in SECTIONS}
BY_INSTANCE = {section.instance: section for section in SECTIONS}
