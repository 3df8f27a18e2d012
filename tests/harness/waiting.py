"""For what happens in another process and is told by no event."""

import time


def wait_until(condition, what, limit=60):
    """Looks every 2 ms; fails with `what` after `limit` seconds."""
    deadline = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < deadline, f'Not within {limit} s: {what}'
        time.sleep(0.002)
