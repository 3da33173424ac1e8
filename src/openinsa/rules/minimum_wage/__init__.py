"""최저임금·생활임금 - minimum and living wage."""
