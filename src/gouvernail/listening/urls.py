"""Addresses of listening."""

from django.urls import path

from gouvernail.listening.views import (
    dashboards,
    mentions,
    sources,
    spikes,
    telling,
    topics,
    unheard,
)

app_name = "listening"
TOPIC = "listening/topics/<uuid:topic_id>/"
SOURCE = "listening/sources/<uuid:source_id>/"
CHANNEL = "listening/telling/channels/<uuid:channel_id>/"
MENTION = "listening/mentions/<uuid:mention_id>/"
urlpatterns = [
    path("listening/", topics.topic_list, name="topic-list"),
    path("listening/topics/new/", topics.topic_create, name="topic-create"),
    path("listening/topics/preview/", topics.topic_preview, name="topic-preview"),
    path(TOPIC, dashboards.topic_detail, name="topic-detail"),
    path(f"{TOPIC}picture/", dashboards.topic_picture, name="topic-picture"),
    path(f"{TOPIC}figures/", dashboards.topic_figures, name="topic-figures"),
    path(f"{TOPIC}edit/", topics.topic_edit, name="topic-edit"),
    path(f"{TOPIC}owner/", topics.topic_owner, name="topic-owner"),
    path(f"{TOPIC}pause/", topics.topic_pause, name="topic-pause"),
    path(f"{TOPIC}resume/", topics.topic_resume, name="topic-resume"),
    path(f"{TOPIC}close/", topics.topic_close, name="topic-close"),
    path(f"{TOPIC}tune/", spikes.topic_tune, name="topic-tune"),
    path("listening/spikes/", spikes.spike_list, name="spike-list"),
    path("listening/spikes/<uuid:spike_id>/", spikes.spike_detail, name="spike-detail"),
    path(
        "listening/spikes/<uuid:spike_id>/acknowledge/",
        spikes.spike_acknowledge,
        name="spike-acknowledge",
    ),
    path("listening/telling/", telling.telling, name="telling"),
    path("listening/telling/teams/<uuid:team_id>/", telling.telling_team, name="telling-team"),
    path(
        "listening/telling/calls/<uuid:on_call_id>/end/",
        telling.telling_call_end,
        name="telling-call-end",
    ),
    path("listening/telling/channels/new/", telling.channel_create, name="channel-create"),
    path(f"{CHANNEL}edit/", telling.channel_edit, name="channel-edit"),
    path(f"{CHANNEL}try/", telling.channel_try, name="channel-try"),
    path(f"{CHANNEL}remove/", telling.channel_remove, name="channel-remove"),
    path("listening/sources/", sources.source_list, name="source-list"),
    path("listening/sources/new/", sources.source_create, name="source-create"),
    path(f"{SOURCE}edit/", sources.source_edit, name="source-edit"),
    path(f"{SOURCE}pause/", sources.source_pause, name="source-pause"),
    path(f"{SOURCE}resume/", sources.source_resume, name="source-resume"),
    path(f"{SOURCE}forget/", sources.source_forget, name="source-forget"),
    path(f"{SOURCE}import/", sources.source_import, name="source-import"),
    path("listening/mentions/", mentions.mention_list, name="mention-list"),
    path("listening/mentions/export/", mentions.mention_export, name="mention-export"),
    path(MENTION, mentions.mention_detail, name="mention-detail"),
    path(f"{MENTION}tag/", mentions.mention_tag, name="mention-tag"),
    path(f"{MENTION}tags/<uuid:tag_id>/off/", mentions.mention_untag, name="mention-untag"),
    path(f"{MENTION}note/", mentions.mention_note, name="mention-note"),
    path(f"{MENTION}assign/", mentions.mention_assign, name="mention-assign"),
    path(f"{MENTION}finish/", mentions.mention_finish, name="mention-finish"),
    path(f"{MENTION}hide/", mentions.mention_hide, name="mention-hide"),
    path(f"{MENTION}show/", mentions.mention_show, name="mention-show"),
    path(f"{MENTION}forget/", unheard.mention_forget, name="mention-forget"),
    path("listening/unheard/", unheard.unheard_list, name="unheard-list"),
    path("listening/unheard/<uuid:unheard_id>/end/", unheard.unheard_end, name="unheard-end"),
]
