"""Where captures come from besides the site itself: web archives and saved pages."""
