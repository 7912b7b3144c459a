"""The tags that pages are built from."""

from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from gouvernail.foundation.paging import Page
from gouvernail.people.models import Person
from gouvernail.web import drawings
from gouvernail.web.icons import UnknownIconError
from gouvernail.web.templatetags.shell import UnknownStateError


def shown(source: str, address: str = "/accounts", **values: Any) -> str:
    request = RequestFactory().get(address)
    return Template(source).render(Context({"request": request, **values}))


def test_an_icon_is_hidden_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "lock" %}')
    labelled = shown('{% icon "lock" label="Locked" %}')
    assert 'role="img" aria-label="Locked"' in labelled
    assert "aria-hidden" not in labelled


def test_an_unknown_icon_or_state_is_an_error() -> None:
    with pytest.raises(UnknownIconError):
        shown('{% icon "no-such-icon" %}')
    with pytest.raises(UnknownStateError):
        shown('{% state "purple" "x" %}')


def test_a_state_is_a_word_a_shape_and_a_colour() -> None:
    html = shown('{% state "stop" word pill=True %}', word="3 faults")

    assert 'class="g-st stop pill"' in html
    assert "#alert-octagon" in html
    assert "3 faults" in html


def test_words_of_people_are_escaped_everywhere() -> None:
    html = shown('{% state "ok" word %}{% icon "lock" label=word %}', word='"><script>')

    assert "<script>" not in html


def test_a_person_keeps_their_colour_and_a_missing_one_is_a_dashed_question_mark() -> None:
    person = Person(name="Hugo Petit")

    once = shown("{% avatar person %}", person=person)

    assert shown("{% avatar person %}", person=person) == once
    assert ">HP<" in once
    assert "is-none" in shown("{% avatar None %}")


def test_a_network_is_named_as_people_write_it() -> None:
    assert 'aria-label="YouTube"' in shown('{% network_mark "youtube" %}')
    assert "#world" in shown('{% network_mark "agora" "s" %}')


@pytest.mark.parametrize(
    ("value", "limit", "kind", "width"),
    [(100, 300, "", "33.3"), (270, 300, "warn", "90.0"), (304, 280, "stop", "100.0")],
)
def test_a_meter_warns_when_nearly_full_and_stops_beyond(
    value: int, limit: int, kind: str, width: str
) -> None:
    html = shown("{% meter value limit %}", value=value, limit=limit)

    assert f'class="fg {kind}" width="{width}"' in html


def test_a_meter_without_a_limit_is_empty() -> None:
    assert drawings.share(5, 0) == 0


def test_a_line_of_values_stays_in_its_frame() -> None:
    assert drawings.spark_path([1, 3, 2]) == "M0.0 26.0L48.0 2.0L96.0 14.0"
    assert drawings.spark_svg([1], "") == ""
    assert drawings.spark_path([2, 2]) == "M0.0 14.0L96.0 14.0"


def test_a_chip_takes_its_filter_out_of_the_address_and_starts_over() -> None:
    address = "/accounts?status=official&unit=1&unit=2&cursor=abc"

    assert 'href="?unit=1&amp;unit=2"' in shown('{% chip "status" "Official" %}', address)
    assert 'href="?status=official&amp;unit=2"' in shown('{% chip "unit" "One" 1 %}', address)
    assert 'href="/accounts"' in shown('{% chip "q" "x" %}', "/accounts?q=x")


def test_an_address_changes_one_parameter_and_keeps_the_others() -> None:
    html = shown('{% address_with status="x" unit="" %}', "/a?unit=1&q=n&cursor=z")

    assert html == "?q=n&amp;status=x"


def test_pages_keep_the_filters_of_the_address() -> None:
    page: Page[Any] = Page(rows=[], next_cursor="abc", previous_cursor="")
    html = shown("{% pagination page total=20400 %}", "/a?q=n&cursor=old", page=page)

    assert 'href="?q=n&amp;cursor=abc"' in html
    assert 'rel="prev"' not in html
    assert "20,400" in html


class PurposeForm(forms.Form):
    purpose = forms.CharField(label="Purpose", help_text="In one sentence.")
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="Agreed")
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput)


def test_a_field_ties_its_help_and_errors_to_its_control() -> None:
    html = shown("{% fields form %}", form=PurposeForm({"secret": "1"}))

    assert 'aria-describedby="id_purpose_helptext id_purpose_error"' in html
    assert 'id="id_purpose_helptext"' in html
    assert 'id="id_purpose_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<legend>" in html
    assert html.count("optional") == 1


class TitleForm(forms.Form):
    """The same text in two languages, then something else."""

    title = forms.CharField()
    title_en = forms.CharField(required=False)
    slug = forms.CharField()


def test_two_languages_of_a_text_share_a_row() -> None:
    html = shown("{% fields form %}", form=TitleForm())
    row = html.split("is-tongues")[1].split('name="slug"')[0]

    assert html.count("is-tongues") == 1
    assert row.index('name="title"') < row.index('name="title_en"')


def test_a_fresh_field_has_no_error() -> None:
    html = shown("{% field form.purpose 'Why' %}", form=PurposeForm())

    assert "Why" in html
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_purpose_helptext"' in html


def test_nothing_is_written_for_no_instant() -> None:
    source = "{% when x %}{% relative_time x %}{% clock_time x %}{% day x %}{% number x %}"

    assert shown(source, x=None) == ""


def test_an_instant_carries_its_exact_value(noon: datetime) -> None:
    with translation.override("fr"):
        html = shown("{% when at 'long' %}", at=noon)

    assert '<time datetime="2026-11-17T12:00:00+00:00" title="mardi 17' in html


def test_a_refused_form_opens_at_its_first_fault() -> None:
    class Asked(forms.Form):
        kind = forms.ChoiceField(choices=[("a", "A")])
        name = forms.CharField()
        day = forms.DateField()

    form = Asked({"kind": "a", "name": "", "day": "demain"})

    assert "autofocus" not in shown("{% field bound %}", bound=form["kind"])
    assert "autofocus" in shown("{% field bound %}", bound=form["name"])
    assert "autofocus" not in shown("{% field bound %}", bound=form["day"])
    assert "autofocus" not in shown("{% field bound %}", bound=Asked()["name"])


class _Folded(forms.Form):
    title = forms.CharField()
    months = forms.IntegerField(required=False, initial=12)
    why = forms.CharField(required=False, max_length=5)
    folds = (("Seldom", ("months", "why", "absent")),)


def test_what_few_people_fill_in_is_folded_until_it_holds_something_or_is_refused() -> None:
    said = {"title": "x", "months": "12"}

    fresh, typed, refused = (
        shown("{% fields form %}", form=form)
        for form in (_Folded(), _Folded(said | {"why": "so"}), _Folded(said | {"why": "too long"}))
    )

    assert fresh.index('name="title"') < fresh.index("<summary>Seldom") < fresh.index('name="why"')
    assert '<details class="g-fold">' in fresh
    assert '<details class="g-fold" open>' in typed
    assert '<details class="g-fold" open>' in refused


def test_words_in_another_language_than_the_page_say_so() -> None:
    words = "C’est pour vous <b>\net les autres"
    with translation.override("en"):
        there = shown("{{ words|said_inline }}", words=words)
        block = shown("{{ words|said }}", words=words)
    with translation.override("fr"):
        here = shown("{{ words|said_inline }}", words=words)

    assert there.startswith('<span lang="fr">C’est pour vous &lt;b&gt;<br>et les autres</span>')
    assert 'title="in French"' in there
    assert block.startswith('<div lang="fr"><p>C’est pour vous &lt;b&gt;')
    assert here == "C’est pour vous &lt;b&gt;<br>et les autres"
