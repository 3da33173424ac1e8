"""Dates as the public service writes them, the same in every language."""

DATE_FORMAT = SHORT_DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y-m-d H:i"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "Y-m"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y.%m.%d", "%Y%m%d"]
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
