"""What an address says by itself: which one it is, of which article or file, of what kind.

Liferay's address shapes follow its friendly-URL routes (`/-/asset_publisher/…`, `/-/SLUG`) and its
portlet parameters (`_101_cur`, `p_p_id`); its documents are `/documents/GROUP/FOLDER/NAME/UUID`.
Pure string functions; none raises, whatever the string.
"""

import re
from functools import lru_cache
from urllib.parse import unquote, unquote_plus

from scraper.address import REMEMBERED, Address, put_together, take_apart
from scraper.site import Site
from scraper.traps import is_trap as is_trap

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

# What stands in an address for other reasons than which page it is.
_NOISE = re.compile(
    r"p_p_(?:id|lifecycle|state|mode|col_id|col_pos|col_count|auth)|p_auth|p_r_p_.*resetCur"
    r"|(?:.*_)?(?:redirect|backURL|delta|advancedSearch|andOperator|formDate)"
    r"|p_l_back_url|doAsUserId|refererPlid|languageId|utm_\w+|fbclid|gclid|zarsrc"
)
_FILE_NOISE = frozenset({"t", "version", "download"})
_CURRENT = re.compile(r"(?:.*_)?cur")
_RENDERED_AT = re.compile(r"\d{10,13}")
_NUMBER = re.compile(r"\d{1,15}")

# A portlet's own addresses after `/-/`, which are no display page of an article.
_PORTLETS = frozenset(
    ["asset_publisher", "view_content", "asset", "blogs", "message_boards", "wiki", "calendar",
     "login", "polls", "tags", "categories", "document_library", "search", "rss"]
)  # fmt: skip
_CONTENT = ("content", "document", "blog")
_ID_SLUG = re.compile(r"(\d{1,15})(?:-(.*))?")

_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg|ico|tiff?)$", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|txt|csv|xml|zip|rar|7z|mp[34]|avi|wmv|flv)$",
    re.IGNORECASE,
)
_FEED = re.compile(r"(?:^|[./])(?:rss|atom|feed)(?:\.xml)?$", re.IGNORECASE)
_SITEMAP = re.compile(r"sitemap[^/]*\.xml(?:\.gz)?$", re.IGNORECASE)
_STATISTICS = re.compile(
    r"thong-ke|so-lieu|(?:ket-qua|tinh-hinh|tien-do)-(?:giai-quyet|xu-ly)|statistics",
    re.IGNORECASE,
)
_RENDITION = ("imageThumbnail", "documentThumbnail", "imagePreview", "previewFileIndex")


def canonical(url: str, site: Site) -> str:
    """The identity of an address: two addresses of one page of the portal become one string.

    `site.canonical_origin`, then the path without language, `/web/<site>`, session and double
    slashes, percent-encoded one way, then the parameters that choose what is shown, sorted: of a
    listing its page above the first, of an article's or a file's own address none. How many
    entries a list shows at once (`_delta`) is noise: a pass keeps to the number linked first.
    The page that an article is shown on and the publisher's instance stay, for they are part of
    an address that a reader may have kept; that two such addresses show one article is known by
    `article_key`. Another site's address keeps its host. What is no address comes back without
    the blanks around it. canonical(canonical(url)) == canonical(url).
    """
    return _canonical(url, site.host, site.canonical_origin)


@lru_cache(maxsize=REMEMBERED)
def _canonical(url: str, host: str, origin: str) -> str:
    address = take_apart(url)
    if not address.host and not address.path.startswith("/"):
        return url.strip()
    if address.host not in ("", host) or address.scheme not in ("", "http", "https"):
        query = put_together(address.query)
        return f"{address.scheme}://{address.host}{address.path}{'?' if query else ''}{query}"
    query = put_together(_telling(address))
    return f"{origin}/{'/'.join(address.page)}{'?' if query else ''}{query}"


def _telling(address: Address) -> list[tuple[str, str | None]]:
    if _article_parts(address):
        return []
    is_file = address.path.startswith(("/documents/", "/image/"))
    return sorted(
        {pair for pair in address.query if not _is_noise(*pair, is_file)},
        key=lambda pair: (pair[0], pair[1] or ""),
    )


def _is_noise(name: str, value: str | None, is_file: bool) -> bool:
    return bool(
        value == ""
        or _NOISE.fullmatch(name)
        or (value == "1" and _CURRENT.fullmatch(name))
        or (name == "t" and _RENDERED_AT.fullmatch(value or ""))
        or (is_file and name in _FILE_NOISE)
    )


def _article_parts(address: Address) -> list[str]:
    """What names the article in its own address: `['id', '7']`, `['SLUG']`, `['ID-SLUG']`."""
    parts = address.segments
    if "-" not in parts:
        return []
    rest = parts[parts.index("-") + 1 :]
    if not rest:
        return []
    if rest[0] == "asset_publisher" and len(rest) > 3 and rest[2] in _CONTENT:
        return rest[3:]
    if rest[0] in ("view_content", "blogs") and len(rest) > 1:
        return rest[1:2]
    return rest if rest[0] not in _PORTLETS and len(rest) <= 2 else []


def entry_id(url: str) -> int | None:
    """The portal's entry id, where the address shows one; None where it does not."""
    address = take_apart(url)
    parts = _article_parts(address)
    if len(parts) > 1 and parts[0] == "id" and _NUMBER.fullmatch(parts[1]):
        return int(parts[1])
    if parts and "view_content" in address.segments and (found := _ID_SLUG.match(parts[0])):
        return int(found[1])
    asset = address.value("assetEntryId")
    return int(asset) if asset and _NUMBER.fullmatch(asset) else None


def article_key(url: str) -> str | None:
    """What two addresses of one article have in common: its entry id, else its slug and group.

    None where the address is not an article's own.
    """
    entry = entry_id(url)
    return str(entry) if entry is not None else "/".join(_article_parts(take_apart(url))) or None


def publishing_page(url: str) -> str | None:
    """The page that an article's address says it is published on: what stands before `/-/`.

    None where the address names none: `/-/SLUG`.
    """
    page, dash, _ = url.partition("?")[0].partition("/-/")
    return page if dash and take_apart(page).page else None


def slug(url: str) -> str:
    """The readable last part of the address, decoded, without `.html`; '' of the root."""
    address = take_apart(url)
    title = address.value("urlTitle")
    parts = _article_parts(address) or address.page
    if title or not parts:
        return title or ""
    named = [part for part in parts if not part.isdigit()] or parts
    last = named[0] if _article_parts(address) and named[0] != "id" else parts[-1]
    if "view_content" in address.segments and (found := _ID_SLUG.fullmatch(last)):
        last = found[2] or last
    return unquote(last).removesuffix(".html")


def file_identity(url: str) -> str | None:
    """Which file of the portal's library it is, whatever its name, folder, version or time.

    `GROUP/UUID`, or `GROUP/FOLDER/NAME` of old addresses without a UUID, `d/SITE/NAME`, or
    `image/ID`; a thumbnail or preview is another file. None for every other address, and the
    host is not looked at.
    """
    address = take_apart(url)
    found = _library_file(address) or _gallery_image(address)
    rendition = next((f":{n}" for n in _RENDITION if address.value(n)), "")
    return f"{found}{rendition}" if found else None


def _library_file(address: Address) -> str | None:
    parts = address.page
    if parts[:1] == ["documents"] and len(parts) > 2:
        if parts[1] == "d":
            return "/".join(parts[1:4])
        group = next((part for part in parts[1:] if part.isdigit()), parts[1])
        for part in reversed(parts):
            if uuid := _UUID.match(part):
                return f"{group}/{uuid[0].lower()}"
        return "/".join(_file_name(part) for part in parts[1:4])
    return None


def _gallery_image(address: Address) -> str | None:
    """An image by its number, or a file by the older addresses with UUID and group."""
    parts = address.page
    if parts[:1] != ["image"] and "get_file" not in parts:
        return None
    uuid, group = address.value("uuid"), address.value("groupId")
    if uuid and group:
        return f"{group}/{uuid.lower()}"
    number = address.value("img_id") or address.value("i_id")
    return f"image/{number}" if number else None


def _file_name(part: str) -> str:
    """A name as a person would write it: the portal encodes it twice (`%2B` for a blank)."""
    return unquote_plus(unquote(part))


def link_kind(url: str, site: Site) -> str:
    """What the address is expected to be, in the words of `records.Link.kind`."""
    return _link_kind(canonical(url, site), url)


@lru_cache(maxsize=REMEMBERED)
def _link_kind(identity: str, url: str) -> str:
    address = take_apart(identity)
    path = address.path
    if path.startswith("/image/"):
        return "image"
    if path.startswith("/documents/") or "/get_file" in path:
        return "image" if any(map(_IMAGE.search, address.segments)) else "file"
    if _SITEMAP.search(path):
        return "sitemap"
    if _FEED.search(path):
        return "feed"
    if _IMAGE.search(path):
        return "image"
    if _FILE.search(path) or "fileticket" in dict(address.query):
        return "file"
    if _article_parts(address) or address.value("assetEntryId") or address.value("urlTitle"):
        return "article"
    if _STATISTICS.search(path):
        return "statistics"
    return "listing" if take_apart(url).value("cur") is not None else "page"
