"""The rule book: Korean labour, insurance and tax law as pure functions, a folder per topic."""
