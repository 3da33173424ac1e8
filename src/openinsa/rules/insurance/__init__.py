"""사회보험 - social insurance."""
