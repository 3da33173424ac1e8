"""Forms to PDF and spreadsheet: data of `contracts` in, bytes out."""
