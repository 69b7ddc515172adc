"""The domain that somebody registered, by the Public Suffix List: what stands below `gov.vn`."""

from tldextract import TLDExtract

from scraper.site import Site

# The list that comes with the package: no file is written, and nobody is asked.
_EXTRACT = TLDExtract(cache_dir=None, suffix_list_urls=())


def domain_of(site: Site) -> str:
    """The registered domain of the site's host; the host itself where there is none."""
    host = site.host.partition(":")[0]
    return _EXTRACT(host).top_domain_under_public_suffix or host
