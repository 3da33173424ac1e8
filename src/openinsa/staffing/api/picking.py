"""A form for many: its own fields, and the contracts it is about, as the screens pick them from a list."""

from typing import Any

from django.http import HttpRequest

from openinsa.api.bodies import SAID, FormBody, json_of, refuse

AT_MOST = 20_000


class Picking(FormBody):
    """`contracts` beside the fields of a form; read as the list of ids and the cleaned fields."""

    def read(self, request: HttpRequest, row: Any) -> Any:
        given = json_of(request)
        picked = given.pop("contracts", None)
        if not isinstance(picked, list) or not 1 <= len(picked) <= AT_MOST:
            refuse("/contracts", str(SAID["array"]))
        if not all(type(one) is int and 0 < one < 2**62 for one in picked):
            refuse("/contracts", str(SAID["integer"]))
        return list(dict.fromkeys(picked)), self.cleaned(given, row)

    def schema(self) -> dict[str, Any]:
        shape = super().schema()
        contracts = {
            "type": "array",
            "items": {"type": "integer", "minimum": 1},
            "minItems": 1,
            "maxItems": AT_MOST,
        }
        shape["properties"] = {"contracts": contracts, **shape["properties"]}
        shape["required"] = ["contracts", *shape.get("required", [])]
        return shape
