"""Runs over the site: crawl and refresh."""
