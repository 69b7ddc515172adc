"""The site and its pages: addresses, layouts, dates, figures. Nothing of SQLite."""
