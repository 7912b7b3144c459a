"""Addresses of drills and their scenarios."""

from django.urls import path

from gouvernail.drills.views import console, drills, results, scenarios

app_name = "drills"
ONE = "drills/<uuid:drill_id>/"
EVENT = f"{ONE}events/<uuid:happening_id>/"
SCENARIO = "drills/scenarios/<uuid:scenario_id>/"
PART = f"{SCENARIO}<slug:part>/<slug:key>/"
urlpatterns = [
    path("drills/", drills.drill_list, name="drill-list"),
    path("drills/compare/", results.drill_compare, name="drill-compare"),
    path("drills/export/", results.drill_export, name="drill-export"),
    path("drills/scenarios/", scenarios.scenario_list, name="scenario-list"),
    path("drills/scenarios/new/", scenarios.scenario_create, name="scenario-create"),
    path("drills/scenarios/import/", scenarios.scenario_import, name="scenario-import"),
    path(SCENARIO, scenarios.scenario_detail, name="scenario-detail"),
    path(f"{SCENARIO}edit/", scenarios.scenario_edit, name="scenario-edit"),
    path(f"{SCENARIO}archive/", scenarios.scenario_archive, name="scenario-archive"),
    path(f"{SCENARIO}plan/", drills.drill_plan, name="drill-plan"),
    path(f"{SCENARIO}<slug:part>/new/", scenarios.part_create, name="part-create"),
    path(PART, scenarios.part_edit, name="part-edit"),
    path(f"{PART}remove/", scenarios.part_remove, name="part-remove"),
    path(ONE, drills.drill_detail, name="drill-detail"),
    path(f"{ONE}stage/", drills.drill_stage, name="drill-stage"),
    path(f"{ONE}edit/", drills.drill_edit, name="drill-edit"),
    path(f"{ONE}cancel/", drills.drill_cancel, name="drill-cancel"),
    path(f"{ONE}alarm/", drills.alarm_raise, name="alarm-raise"),
    path(f"{ONE}say/", drills.word_say, name="word-say"),
    path(f"{ONE}start/", console.drill_start, name="drill-start"),
    path(f"{ONE}pace/", console.drill_pace, name="drill-pace"),
    path(f"{ONE}end/", console.drill_end, name="drill-end"),
    path(f"{ONE}console/", console.drill_console, name="drill-console"),
    path(f"{ONE}coming/", console.drill_coming, name="drill-coming"),
    path(f"{ONE}inject/", console.inject_create, name="inject-create"),
    path(f"{EVENT}play/", console.event_play, name="event-play"),
    path(f"{EVENT}skip/", console.event_skip, name="event-skip"),
    path(f"{ONE}acts/", console.act_note, name="act-note"),
    path(f"{ONE}results/", results.drill_results, name="drill-results"),
    path(f"{ONE}lessons/", results.lessons_write, name="lessons-write"),
    path("incidents/<uuid:incident_id>/drill/", drills.room_panel, name="room-panel"),
]
