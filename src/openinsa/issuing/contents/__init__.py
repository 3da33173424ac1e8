"""From the database to what a paper says, a module for each matter; loading one registers its kinds."""
