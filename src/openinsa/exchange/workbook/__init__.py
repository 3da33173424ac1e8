"""Any spreadsheet file as sheets of cells: .xlsx, .xls, .ods and .csv, with or without a password."""

from openinsa.exchange.workbook.model import Sheet, Workbook
from openinsa.exchange.workbook.opening import read_workbook, without_password

__all__ = ["Sheet", "Workbook", "read_workbook", "without_password"]
