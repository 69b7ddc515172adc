"""The search: queries, ranking, facets, excerpts."""
