"""What each month adds to the sum of all articles' counters, kept up as counters are stored.

To add up every counter anew takes a second for 400,000 of them; a counter that is stored changes
its own month and that of the article's next one, however many there are.
"""

# SQLite's date functions read our own UTC times; the reader's month is the one in Viet Nam.
LOCAL_MONTH = "substr(datetime({}, '+7 hours'), 1, 7)"

_ROW = "SELECT observed_at, views, own_visits FROM view_counts WHERE article_id = {row}.article_id"
_BEFORE = (
    f"({_ROW} AND observed_at < {{row}}.observed_at ORDER BY observed_at DESC LIMIT 1) AS before"
)
_NEXT = f"({_ROW} AND observed_at > {{row}}.observed_at ORDER BY observed_at LIMIT 1) AS next"
_ADD = """
    ON CONFLICT (month) DO UPDATE SET counts = counts + excluded.counts,
        articles = articles + excluded.articles, views = views + excluded.views,
        own_visits = own_visits + excluded.own_visits;
"""
# A counter comes between the one before it and the next (sign 1), or goes from there (-1).
_BETWEEN = (
    f"""
    INSERT INTO view_steps
    SELECT {LOCAL_MONTH.format("{row}.observed_at")}, {{sign}}, {{sign}} * (before.views IS NULL),
        {{sign}} * ({{row}}.views - coalesce(before.views, 0)),
        {{sign}} * ({{row}}.own_visits - coalesce(before.own_visits, 0))
    FROM (SELECT 1) LEFT JOIN {_BEFORE} WHERE TRUE"""
    + _ADD
    + f"""
    INSERT INTO view_steps
    SELECT {LOCAL_MONTH.format("next.observed_at")}, 0, -({{sign}}) * (before.views IS NULL),
        {{sign}} * (coalesce(before.views, 0) - {{row}}.views),
        {{sign}} * (coalesce(before.own_visits, 0) - {{row}}.own_visits)
    FROM {_NEXT} LEFT JOIN {_BEFORE} WHERE TRUE"""
    + _ADD
)

DROP = """
DROP TRIGGER view_counts_insert;
DROP TRIGGER view_counts_delete;
DROP TRIGGER view_counts_update;
DROP TABLE view_steps;
"""
SCHEMA = f"""
CREATE TABLE view_steps (
    month TEXT PRIMARY KEY, counts INTEGER NOT NULL, articles INTEGER NOT NULL,
    views INTEGER NOT NULL, own_visits INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO view_steps
SELECT {LOCAL_MONTH.format("observed_at")}, count(*), sum(place = 1), sum(views - views_before),
    sum(own_visits - visits_before)
FROM (
    SELECT observed_at, views, own_visits, row_number() OVER seen AS place,
        lag(views, 1, 0) OVER seen AS views_before, lag(own_visits, 1, 0) OVER seen AS visits_before
    FROM view_counts WINDOW seen AS (PARTITION BY article_id ORDER BY observed_at)
)
GROUP BY 1;
CREATE TRIGGER view_counts_insert AFTER INSERT ON view_counts BEGIN
    {_BETWEEN.format(row="new", sign="1")}
END;
CREATE TRIGGER view_counts_delete AFTER DELETE ON view_counts BEGIN
    {_BETWEEN.format(row="old", sign="-1")}
    DELETE FROM view_steps WHERE counts = 0;
END;
CREATE TRIGGER view_counts_update AFTER UPDATE ON view_counts
WHEN (old.views, old.own_visits) IS NOT (new.views, new.own_visits) BEGIN
    UPDATE view_steps SET views = views + new.views - old.views,
        own_visits = own_visits + new.own_visits - old.own_visits
    WHERE month = {LOCAL_MONTH.format("new.observed_at")};
    UPDATE view_steps SET views = views + old.views - new.views,
        own_visits = own_visits + old.own_visits - new.own_visits
    WHERE month = (SELECT {LOCAL_MONTH.format("next.observed_at")} FROM {_NEXT.format(row="new")});
END;
"""
