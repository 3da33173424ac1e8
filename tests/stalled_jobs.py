"""Jobs whose worker died, taken up now instead of at the next full minute."""

from types import SimpleNamespace

from openinsa.jobs.tasks import app, take_up_stalled


async def take_up() -> None:
    """What the worker does each minute, now."""
    with app.replace_connector(app.connector.get_worker_connector()) as opened:
        async with opened.open_async():
            await take_up_stalled(SimpleNamespace(app=opened), 0)
