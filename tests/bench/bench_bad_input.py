"""Two thousand broken workbooks, PDFs, CSV files and JSON bodies, the same ones each time."""

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from stage import fresh_database

SEED, COUNT = 20261127, 2_000


def run() -> list[dict[str, Any]]:
    """Each is answered by a page and not by a server error, in one sentence, and leaves nothing behind."""
    with fresh_database():
        from django.db import transaction

        from mutations import BrokenPost
        from office import new_office

        with transaction.atomic():
            post = BrokenPost(new_office(), SEED)
            start = time.perf_counter()
            wrong = Counter(told for one in post.arrivals(COUNT) if (told := post.deliver(one)))
            seconds = time.perf_counter() - start
            transaction.set_rollback(True)
    if wrong:
        raise RuntimeError(f"{wrong.total()} wrong, such as {wrong.most_common(5)}")
    return [
        {
            "job": "broken files and bodies",
            "unit": "arrival",
            "count": COUNT,
            "seconds": seconds,
            "limit": None,
            "wrong": 0,
        }
    ]
