"""Whole months for many people at once: tables in, payslips with explanations out."""
