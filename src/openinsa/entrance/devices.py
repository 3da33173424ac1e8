"""The device of a request in three words. Nothing else of what browsers tell about themselves is kept."""

from django.http import HttpRequest

BROWSERS = (
    ("Edg/", "Edge"),
    ("Whale/", "Whale"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """Browser and system, such as "Whale · Windows"; empty for what is neither."""
    told = request.META.get("HTTP_USER_AGENT", "")
    known = (next((name for mark, name in marks if mark in told), "") for marks in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, known))
