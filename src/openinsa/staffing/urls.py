from django.urls import path

from openinsa.staffing.pages import contracts, month, months, my_days, papers, people, projects, settings

app_name = "staffing"
urlpatterns = [
    path("projects/", projects.project_list, name="projects"),
    path("projects/new/", projects.new_project, name="new_project"),
    path("projects/<int:project_id>/", projects.project, name="project"),
    path("projects/<int:project_id>/edit/", projects.edit_project, name="edit_project"),
    path("people/", people.people_list, name="people"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/show/<slug:what>/", people.show_value, name="show_value"),
    path("contracts/", contracts.contract_list, name="contracts"),
    path("contracts/<int:contract_id>/", contracts.contract, name="contract"),
    path("contracts/<int:contract_id>/terms/", contracts.new_terms, name="new_terms"),
    path("contracts/<int:contract_id>/end/", contracts.end, name="end_contract"),
    path("months/", months.month_list, name="months"),
    path("my-days/", my_days.my_days, name="my_days"),
    path("months/<int:month_id>/", month.show, name="month"),
    path("months/<int:month_id>/cells/", month.save_cells, name="month_cells"),
    path("months/<int:month_id>/changes/", month.changes, name="month_changes"),
    path("months/<int:month_id>/print/", month.print_view, name="month_print"),
    path("months/<int:month_id>/attendance.pdf", papers.attendance, name="attendance"),
    path("months/<int:month_id>/attendance.xlsx", papers.attendance_spreadsheet, name="attendance_spreadsheet"),
    path("months/<int:month_id>/people/<int:contract_id>/", month.person, name="month_person"),
    path("months/<int:month_id>/steps/<slug:name>/", month.step, name="month_step"),
    path("settings/", settings.settings, name="settings"),
    path("settings/new/", settings.new_settings, name="new_settings"),
    path("settings/holidays/new/", settings.new_holiday, name="new_holiday"),
    path("settings/holidays/<int:holiday_id>/drop/", settings.drop_holiday, name="drop_holiday"),
    path("settings/marks/<int:code_id>/", settings.edit_day_code, name="edit_day_code"),
]
