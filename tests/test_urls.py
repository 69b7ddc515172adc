"""What an address says, on the shapes that such portals are known to have."""

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.address import joined
from scraper.site import Site
from scraper.urls import canonical, entry_id, file_identity, is_trap, link_kind, slug

SITE = Site.of("https://replica.invalid")
HERE = "https://replica.invalid"
ARTICLE = f"{HERE}/tin/-/asset_publisher/aBcD/content/bai-mot"
PAGING = (
    "p_p_id=101_INSTANCE_aBcD&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-1"
    "&p_p_col_count=2&_101_INSTANCE_aBcD_delta=10&_101_INSTANCE_aBcD_keywords="
    "&_101_INSTANCE_aBcD_advancedSearch=false&_101_INSTANCE_aBcD_andOperator=true"
    "&p_r_p_564233524_resetCur=false&_101_INSTANCE_aBcD_cur="
)
UUID = "4d50c656-57df-4e9b-ab12-3d86ef1a2813"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://replica.invalid", "/"),
        ("https://REPLICA.invalid:443/tin/", "/tin"),
        ("http://replica.invalid:80/tin", "/tin"),
        ("//replica.invalid/tin", "/tin"),
        ("/tin", "/tin"),
        ("/vi", "/"),
        ("/vi/tin", "/tin"),
        ("/vi_VN/tin", "/tin"),
        ("/en/vi/en/tin", "/tin"),
        ("/web/guest", "/"),
        ("/vi/web/guest/tin", "/tin"),
        ("/web/so-lao-dong/vi/tin", "/tin"),
        ("//replica.invalid//tin///a", "/tin/a"),
        ("/tin/./x/../a", "/tin/a"),
        ("/tin;jsessionid=AB12.node1", "/tin"),
        ("/tin;jsessionid=AB12?b=6201&a=1", "/tin?a=1&b=6201"),
        ("/tin#main-content", "/tin"),
        ("/tin%c3%a0%2D1", "/tin%C3%A0-1"),
        ("/tinà-1", "/tin%C3%A0-1"),
        ("https&#x3a;&#x2f;&#x2f;replica.invalid&#x2f;tin", "/tin"),
        ("https&amp;#x3a;//replica.invalid/tin?a=1&amp;amp;b=2", "/tin?a=1&b=2"),
        (f"/tin?{PAGING}1", "/tin"),
        (f"/tin?{PAGING}7", "/tin?_101_INSTANCE_aBcD_cur=7"),
        ("/tin?redirect=%2Fvi%2Ftin&p_auth=x1", "/tin"),
        ("/vi/tin/-/view_content/12-hai.html?redirect=x", "/tin/-/view_content/12-hai.html"),
        (f"{ARTICLE}?_101_INSTANCE_aBcD_redirect=%2F&{PAGING}3", ARTICLE[len(HERE) :]),
        (f"/documents/10/20/B%2BC.pdf/{UUID}?t=1580802112818&version=1.0",
         f"/documents/10/20/B%2BC.pdf/{UUID}"),
        ("/image/journal/article?img_id=5&t=1661506472436", "/image/journal/article?img_id=5"),
        ("/sitemap.xml?layoutUuid=u&groupId=3&privateLayout=false",
         "/sitemap.xml?groupId=3&layoutUuid=u&privateLayout=false"),
    ],
)  # fmt: skip
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url, SITE) == HERE + expected


def test_two_publishers_page_apart() -> None:
    first = canonical(f"{HERE}/tin?_101_INSTANCE_a_cur=2&_101_INSTANCE_b_cur=3", SITE)
    turned = canonical(f"{HERE}/tin?_101_INSTANCE_b_cur=3&_101_INSTANCE_a_cur=2", SITE)
    assert first == turned != canonical(f"{HERE}/tin?_101_INSTANCE_a_cur=2", SITE)


def test_another_host_is_kept() -> None:
    assert canonical("http://Other.invalid/vi/tin?a=1#x", SITE) == "http://other.invalid/vi/tin?a=1"
    assert canonical(" javascript:; ", SITE) == "javascript:;"


def test_a_loopback_site_keeps_its_scheme() -> None:
    site = Site.of("http://127.0.0.1:8123")
    assert canonical("http://127.0.0.1:8123/vi/tin", site) == "http://127.0.0.1:8123/tin"


@pytest.mark.parametrize(
    ("url", "entry", "name", "kind"),
    [
        ("/tin/-/asset_publisher/aB/content/id/4377662", 4377662, "4377662", "article"),
        ("/tin/-/asset_publisher/aB/content/bai-mot", None, "bai-mot", "article"),
        ("/tin/-/asset_publisher/aB/content/bai-mot/20182", None, "bai-mot", "article"),
        ("/tin/-/asset_publisher/aB/content/20182/bai-mot", None, "bai-mot", "article"),
        ("/vi/tin/-/view_content/12-bai-hai-.html", 12, "bai-hai-", "article"),
        ("/tin/-/view_content/12", 12, "12", "article"),
        ("/tin/-/bai-ba", None, "bai-ba", "article"),
        ("/-/bai-ba", None, "bai-ba", "article"),
        ("/-/b%C3%A0i", None, "bài", "article"),
        ("/tin?p_p_id=101&_101_assetEntryId=9&_101_urlTitle=bai", 9, "bai", "article"),
        ("/tin", None, "tin", "page"),
        ("/", None, "", "page"),
        ("/tin/-/asset_publisher/aB", None, "aB", "page"),
        ("/tin/-/asset_publisher/aB/rss", None, "rss", "feed"),
        (f"/tin?{PAGING}2", None, "tin", "listing"),
        (f"/tin?{PAGING}1", None, "tin", "listing"),
        ("/vi/thong-ke-thu-tuc", None, "thong-ke-thu-tuc", "statistics"),
        ("/ket-qua-giai-quyet-tthc", None, "ket-qua-giai-quyet-tthc", "statistics"),
        ("/sitemap.xml", None, "sitemap.xml", "sitemap"),
        ("/sitemap.xml?layoutUuid=a&groupId=1", None, "sitemap.xml", "sitemap"),
        ("/image/journal/article?img_id=5", None, "article", "image"),
        (f"/documents/1/2/anh.jpg/{UUID}?t=1", None, UUID, "image"),
        (f"/documents/1/2/bieu.pdf/{UUID}?t=1", None, UUID, "file"),
        ("/documents/d/guest/bieu-mau", None, "bieu-mau", "file"),
        ("/upload/anh.PNG", None, "anh.PNG", "image"),
        ("/upload/bieu.docx", None, "bieu.docx", "file"),
    ],
)  # fmt: skip
def test_what_an_address_tells(url: str, entry: int | None, name: str, kind: str) -> None:
    assert (entry_id(HERE + url), slug(HERE + url)) == (entry, name)
    assert link_kind(HERE + url, SITE) == kind


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        (f"/documents/10/20/A.pdf/{UUID}", f"10/{UUID}"),
        (f"/vi/documents/10/30/B%252BC.pdf/{UUID.upper()}?version=1.2&t=5", f"10/{UUID}"),
        (f"/documents/10/{UUID}", f"10/{UUID}"),
        (f"/documents/portlet_file_entry/10/A.pdf/{UUID}", f"10/{UUID}"),
        (f"/c/document_library/get_file?uuid={UUID}&groupId=10", f"10/{UUID}"),
        (f"/documents/10/20/A.jpg/{UUID}?imageThumbnail=1", f"10/{UUID}:imageThumbnail"),
        ("/documents/10/20/A+B.pdf", "10/20/A B.pdf"),
        ("/documents/10/20/A%2BB.pdf?t=1", "10/20/A B.pdf"),
        ("/documents/d/guest/bieu-mau?download=true", "d/guest/bieu-mau"),
        ("/image/journal/article?img_id=5&t=1", "image/5"),
        ("/image/journal/article?t=2&img_id=5", "image/5"),
        ("/upload/a.pdf", None),
        ("/tin", None),
    ],
)
def test_file_identity(url: str, identity: str | None) -> None:
    assert file_identity(HERE + url) == identity


@pytest.mark.parametrize(
    "url",
    [
        "/en", "/en/tin", "/vi/en/tin", "/vi/vi/tin", "/web/guest/en/tin", "/en_US/tin",
        "/tin;jsessionid=AB12", "/c/portal/login?p_l_id=1", "/login?redirect=x", "/dang-nhap",
        "/dang-nhap?p_p_id=58", "/tin?p_p_id=58&p_p_lifecycle=0",
        "/tin/-/login/openid", "/group/guest/x", "/c/portal/update_language?languageId=en_US",
        "/tin?p_p_id=com_liferay_login_web_portlet_LoginPortlet",
        "/tin?p_p_id=101&p_p_state=pop_up", "/tin?p_p_state=maximized", "/tin?p_p_lifecycle=1",
        "/tin?p_p_lifecycle=2", "/tin?p_auth=1aB", "/tin?_5_formDate=15", "/tin/-/a?viewMode=print",
        "/tin/-/a?_101_viewMode=print", "/tin?p_p_mode=print", "/tin/-/a?print=1",
        "/lich?year=2021&month=3", "/lich-cong-tac", "/lich-cong-tac/2021/03",
        "/calendar?p_p_id=8&_8_day=3",
        "/tin?p_p_id=8", "/tin?p_p_id=com_liferay_calendar_web_portlet_CalendarPortlet",
        "/tin/-/calendar/2021", "/tin/tin/x", "/a/b/a/b", "/a/-/b/-/c",
        "/tin/https://replica.invalid/tin", "/replica.invalid/tin", "/tin?x=" + "a" * 3000,
        "/" + "/".join(f"a{n}" for n in range(30)), "/tim-kiem?p_p_id=3&_3_keywords=a",
    ],
)  # fmt: skip
def test_traps(url: str) -> None:
    assert is_trap(HERE + url, SITE)


@pytest.mark.parametrize(
    "url",
    [
        "", "/", "/vi", "/vi/tin", "/web/guest/tin", f"/tin?{PAGING}3", "/gioi-thieu/lich-su",
        "/tin/-/view_content/12-bai.html?redirect=%2Ftin", "/thong-ke?nam=2021&quy=1",
        f"/documents/1/0/a.jpg/a.jpg/{UUID}", "/sitemap.xml?layoutUuid=a&groupId=1",
        "/tin/-/lich-tiep-dan-thang-3", "/tin/-/asset_publisher/aB/content/lich-thi-2021",
        "/dang-nhap-khau-hang", "/image/journal/article?img_id=1&t=2", "/tin/-/tin",
    ],
)  # fmt: skip
def test_no_traps(url: str) -> None:
    assert not is_trap(HERE + url, SITE)


_PIECES = st.sampled_from(
    ["https://replica.invalid", "http:", "//", "/", "vi/", "en/", "web/", "-/", "?", "&", "=", "%",
     "%2F", "%41", "%c3%a0", "#", ";jsessionid=", "..", ".", "&amp;", "&#x3a;", "cur", "_1_cur=1",
     "t=1580802112818", "à", "\ud800", "\x00", " ", "documents", "asset_publisher", "content", "[",
     "id/7", "view_content/7-a", ":80", ":443", UUID, "redirect=x"]
)  # fmt: skip
GARBAGE = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join))


@given(GARBAGE)
@example("&amp;#38;amp;#x2f;")
@example("//h:80:80/;jsessionid=a/../b")
def test_canonical_is_a_fixed_point(url: str) -> None:
    once = canonical(url, SITE)
    assert canonical(once, SITE) == once


@given(GARBAGE)
def test_garbage_never_raises(url: str) -> None:
    entry_id(url)
    slug(url)
    file_identity(url)
    is_trap(url, SITE)
    assert link_kind(url, SITE) in {
        "article", "listing", "statistics", "page", "feed", "sitemap", "image", "file"
    }  # fmt: skip


@given(GARBAGE)
def test_what_is_known_of_an_address_is_known_of_its_canonical_form(url: str) -> None:
    ours = f"{HERE}/{url}"
    assert entry_id(canonical(ours, SITE)) == entry_id(ours)
    assert file_identity(canonical(ours, SITE)) == file_identity(ours)


@pytest.mark.parametrize("base", [HERE, f"{HERE}/a/b?x=1", "http://may:81/a;b", "mailto:a@b", "a"])
@given(st.text("/ab.?&=;#%: \\@[]é+", max_size=8))
@example("../a")
@example("?")
@example("a/../b")
def test_addresses_are_joined_as_the_standard_library_does(base: str, rest: str) -> None:
    try:
        expected = urljoin(base, f"/{rest}")
    except ValueError:
        expected = ""
    assert joined(base, f"/{rest}") == expected


@pytest.mark.parametrize("base", [HERE, "http://may:81/a;b", "mailto:a@b", "a"])
@given(st.text("/ab.?&=;#%: \\@[]é+\t\x85", max_size=8))
@example("h/../a?")
@example("h:80/a?b")
@example("é/a")
@example("h/a#")
def test_whole_addresses_are_joined_as_the_standard_library_does(base: str, rest: str) -> None:
    for scheme in ("http", "https", "HTTP", "ftp"):
        try:
            expected = urljoin(base, f"{scheme}://{rest}")
        except ValueError:
            expected = ""
        assert joined(base, f"{scheme}://{rest}") == expected
