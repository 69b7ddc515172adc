"""From read captures to rows."""
