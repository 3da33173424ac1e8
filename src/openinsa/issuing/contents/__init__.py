"""From the database to what a paper says, a module for each matter; loading one registers its kinds."""

IN_ORDER = ("employment", "wages", "attendance", "leave", "withholding", "ending", "register", "consents")
"""As people find them when they choose: what is asked for most comes first."""
