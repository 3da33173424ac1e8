"""Projects with their clerks, and public holidays that they swapped."""

from typing import Any

from django.db.models import QuerySet

from openinsa.api.bodies import FormBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.people.models import User
from openinsa.staffing.actions.holiday_swaps import swap_holiday, take_swap_back
from openinsa.staffing.actions.projects import assign_clerks, change_project, make_project
from openinsa.staffing.api.room import project_under, room, today
from openinsa.staffing.forms import HolidaySwapForm, ProjectForm
from openinsa.staffing.models import HolidaySwap, Project, ProjectClerk
from openinsa.staffing.pages.projects import PROJECT_FIELDS, PROJECTS
from openinsa.staffing.queries import projects_with_figures
from openinsa.staffing.scope import projects_of, reach

MANAGES = "staffing.manage_projects"
FIELDS = (
    "name department_id starts_on ends_on budget construction_site day_labour_payment review_approval"
    " review_approved_on"
)
ProjectTold = shape("Project", Project, FIELDS, clerks=list[int])
SwapTold = shape("HolidaySwap", HolidaySwap, "project_id holiday instead agreed_on agreement grounds")

room.table(
    "/projects",
    "list_projects",
    PROJECTS,
    may="staffing.see",
    rows=lambda call: projects_with_figures(call.by, today()),
    also={"department_id": "department_id"},
)


def told(project: Project) -> dict[str, Any]:
    clerks = list(ProjectClerk.objects.filter(project=project).values_list("clerk_id", flat=True))
    return {name: getattr(project, name) for name in ("id", *FIELDS.split())} | {"clerks": clerks}


@room.get("/projects/{int:project_id}", of=project_under("staffing.see"), answer=ProjectTold)
def show_project(call: Call, project: Project) -> dict[str, Any]:
    """One project and who is in charge of it."""
    return told(project)


@room.post("/projects", may=MANAGES, body=FormBody(ProjectForm), answer=ProjectTold, status=201)
def add_project(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    """Add a project to a department, with its clerks."""
    clerks = given.pop("clerks")
    made = make_project(call.by, **given)
    return told(assign_clerks(call.by, made.pk, clerks))


def _standing(project: Project) -> dict[str, Any]:
    clerks = ProjectClerk.objects.filter(project=project).values_list("clerk_id", flat=True)
    return {name: getattr(project, name) for name in PROJECT_FIELDS} | {"clerks": list(clerks)}


@room.patch(
    "/projects/{int:project_id}",
    of=project_under(MANAGES),
    body=FormBody(ProjectForm, now=_standing, without=("department",)),
    answer=ProjectTold,
)
def edit_project(call: Call, project: Project, given: dict[str, Any]) -> dict[str, Any]:
    """Change a project, and who is in charge of it."""
    clerks = given.pop("clerks")
    changed = change_project(call.by, project.pk, **given)
    assign_clerks(call.by, project.pk, clerks)
    return told(changed)


@room.get("/projects/{int:project_id}/holiday-swaps", of=project_under("staffing.see"), answer=list[SwapTold])
def list_holiday_swaps(call: Call, project: Project) -> "QuerySet[HolidaySwap]":
    """Public holidays that a project swapped for workdays."""
    return project.holiday_swaps.all()


@room.post(
    "/projects/{int:project_id}/holiday-swaps",
    of=project_under(MANAGES),
    body=FormBody(HolidaySwapForm),
    answer=SwapTold,
    status=201,
)
def add_holiday_swap(call: Call, project: Project, given: dict[str, Any]) -> HolidaySwap:
    """Swap a public holiday for a workday, for everybody in a project."""
    return swap_holiday(call.by, project.pk, **given)


def swap_of(by: User, project_id: int, swap_id: int) -> HolidaySwap:
    return reach(HolidaySwap.objects.filter(project=reach(projects_of(by, MANAGES), project_id)), swap_id)


@room.delete("/projects/{int:project_id}/holiday-swaps/{int:swap_id}", of=swap_of)
def drop_holiday_swap(call: Call, swap: HolidaySwap) -> None:
    """Take a swap back."""
    take_swap_back(call.by, swap.project_id, swap.pk)
