from collections.abc import Iterator

import pytest

from issuing_office import forget_test_kinds


@pytest.fixture(autouse=True)
def kinds_of_tests_end_with_them() -> Iterator[None]:
    yield
    forget_test_kinds()
