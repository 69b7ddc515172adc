"""What makes a real page heavy: the theme's inline styles and scripts, of no meaning to readers."""

import random
from functools import cache

BUILD = 7303
_STAMP = 1_611_820_800_000
_MODULES = (
    "frontend-js-web", "frontend-js-aui-web", "frontend-taglib-clay", "frontend-js-metal-web",
    "frontend-taglib", "journal-web", "asset-publisher-web", "site-navigation-menu-web",
    "login-web", "polls-web", "calendar-web", "portal-search-web", "product-navigation-taglib",
    "document-library-web", "layout-taglib", "asset-taglib", "segments-web", "staging-web",
)  # fmt: skip
_FILES = (
    "liferay/Layout", "liferay/Notification", "liferay/Menu", "liferay/Poller", "util/address",
    "js/ItemSelector", "js/Pagination",
)  # fmt: skip
_RULES = (
    "{{background-color:#{a:06x};border-radius:{n}px;color:#fff;padding:{n}px {m}px}}",
    "{{display:flex;flex-wrap:wrap;margin-bottom:{m}px;width:{n}%}}",
    "{{font-family:Arial,Helvetica,sans-serif;font-size:{n}px;line-height:1.{m}}}",
    "{{border:1px solid #{a:06x};box-shadow:0 0 {n}px rgba(0,0,0,.{m})}}",
)
_THEME = b"""@font-face { font-family: Mau; src: url(../fonts/mau.woff); }
body { font: 15px/1.5 Arial, sans-serif; margin: 0; color: #222; background: #eee; }
.hide-accessible, .sr-only { position: absolute; clip: rect(0 0 0 0); }
.lexicon-icon { width: 1em; height: 1em; }
#banner { background: #a40000 url("../images/banner.png") repeat-x; color: #fff; padding: 20px; }
#banner a { color: #ffd; margin-right: 12px; }
#navigation ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; }
#content { padding: 20px; } .portlet-layout { display: flex; gap: 24px; }
.portlet-column-first { width: 25%; } .portlet-column-last { width: 75%; background: #fff; }
"""


def css_links() -> str:
    """Style sheets of the theme and the portlets, with the build in their addresses."""
    theme = (
        f'<link class="lfr-css-file" data-senna-track="temporary" href="/o/so-ldtbxh-theme/css/'
        f"clay.css?browserId=other&amp;themeId=soldtbxh_WAR_soldtbxhtheme&amp;minifierType=css"
        f'&amp;languageId=vi_VN&amp;b={BUILD}&amp;t={_STAMP}" id="liferayAUICSS" rel="stylesheet"'
        ' type="text/css" />\n'
    )
    return theme + "".join(
        f'<link data-senna-track="temporary" href="/o/{name}/css/main.css?browserId=other&amp;'
        f"themeId=soldtbxh_WAR_soldtbxhtheme&amp;minifierType=css&amp;languageId=vi_VN&amp;"
        f'b={BUILD}&amp;t={_STAMP + n}" rel="stylesheet" type="text/css" />\n'
        for n, name in enumerate(_MODULES)
    )


def sheet(path: str) -> bytes:
    """The style sheet at `path`: the theme's own makes the page look like one, the others do not.

    It shows its pictures by addresses relative to itself, as themes do.
    """
    if not path.endswith("/clay.css"):
        return b".portlet{margin:0}"
    return _THEME


@cache
def styles() -> str:
    """The theme's own rules, written into each page."""
    rng = random.Random("styles")
    rules = [
        f".so-ldtbxh .{rng.choice(_MODULES)} .khoi-{n}"
        + rng.choice(_RULES).format(
            a=rng.randrange(1 << 24), n=rng.randint(1, 40), m=rng.randint(1, 99)
        )
        for n in range(80)
    ]
    return f'<style data-senna-track="temporary" type="text/css">\n{"".join(rules)}\n</style>\n'


@cache
def loader() -> str:
    """The module loader's configuration."""
    rng = random.Random("loader")
    modules = ",".join(
        f'"{name}@{rng.randint(1, 5)}.0.{rng.randint(1, 60)}/{path}":{{"dependencies":["exports",'
        f'"module","require","{rng.choice(_MODULES)}/{rng.choice(_FILES)}"],"map":{{}}}}'
        for name in _MODULES
        for path in _FILES
    )
    return (
        '<script data-senna-track="permanent" type="text/javascript">window.__CONFIG__='
        f'{{basePath:"",combine:true,reportMismatchedAnonymousModules:"warn",url:"/combo",'
        f"modules:{{{modules}}}}};</script>\n"
    )


def scripts(seed: str) -> str:
    """Portlet set-up at the end of a page: between 2 and 60 KB, by the page."""
    rng = random.Random(seed)
    pool = _pool()
    start, count = rng.randrange(len(pool)), rng.randint(3, len(pool))
    return "".join((pool[start:] + pool[:start])[:count])


@cache
def _pool() -> list[str]:
    rng = random.Random("scripts")
    return [_set_up(rng, number) for number in range(90)]


def _set_up(rng: random.Random, number: int) -> str:
    spot = f"{rng.choice(_MODULES).replace('-', '_')}_INSTANCE_{rng.randrange(1 << 40):x}"
    return (
        f'<script type="text/javascript">\n// <![CDATA[\nAUI().use("liferay-menu","aui-base",'
        f'"liferay-form",function(A){{(function(){{var $=AUI.$;var _=AUI._;'
        f'Liferay.Portlet.onLoad({{canEditTitle:false,columnPos:{number},isStatic:"end",'
        f'namespacedId:"p_p_id_{spot}_",portletId:"{spot}",refreshURL:"\\x2fc\\x2fportal\\x2f'
        f"render_portlet\\x3fp_l_id\\x3d{rng.randint(20, 90)}\\x26p_p_id\\x3d{spot}\\x26"
        f'p_p_lifecycle\\x3d0\\x26p_t_lifecycle\\x3d0",refreshURLData:{{}}}});'
        f"}})();}});\n// ]]>\n</script>\n"
    )
