"""Pages of payroll for people: each calls queries and actions, none writes by itself."""
