"""The API as a whole: the part of every room that has one, in the order of the site."""

from importlib import import_module
from importlib.util import find_spec

from openinsa.api.interface import Interface
from openinsa.api.rooms import Room

ROOMS = (
    "people",
    "privacy",
    "jobs",
    "staffing",
    "leave",
    "payroll",
    "ending",
    "issuing",
    "agreements",
    "delivery",
    "worker",
    "documents",
    "law",
)


def rooms() -> list[Room]:
    names = [f"openinsa.{name}.api" for name in ROOMS]
    return [import_module(name).room for name in names if find_spec(name)]


api = Interface(rooms(), urls_namespace="v1")
