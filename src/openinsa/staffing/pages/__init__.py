"""Pages of staffing for people: each calls queries and actions, none writes by itself."""
