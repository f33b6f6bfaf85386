"""The shipped catalogue says what it was written to say."""

import re
from collections import Counter

import pytest

from exercises.catalogue import FOLDER, read_catalogue, tag_texts
from exercises.strings import sentences
from exercises.vocabulary import BLOCK_ALL, Companion, Position, Region, RunMode, Tag, Tier

CATALOGUE = read_catalogue()
SPECS = {entry.spec.slug: entry.spec for entry in CATALOGUE.entries}
RUNNABLE = [spec for spec in SPECS.values() if spec.is_runnable]

# slug: hold (min, max, usual), repetitions, times a day (min, max), daily limit, seconds a round
FIGURES = {
    "double-knee-to-chest": ((30, 30, 30), 1, (3, 5), 5, 50),
    "knees-to-chest-rock": ((30, 30, 30), 1, (3, 5), 5, 46),
    "childs-pose": ((30, 30, 30), 1, (3, 5), 5, 54),
    "standing-back-extension": ((20, 30, 20), 1, (3, 5), 5, 38),
    "standing-extension-hand-press": ((10, 20, 10), 1, (3, 5), 5, 28),
    "standing-trunk-rotation": ((2, 5, 3), 5, (None, None), 5, 118),
    "seated-floor-twist": ((5, 15, 10), 2, (None, None), 5, 90),
    "seated-chair-twist": ((3, 5, 5), 3, (None, None), 5, 86),
    "supine-spinal-twist": ((10, 30, 20), 1, (None, None), 5, 76),
    "foam-roller-back": ((None, None, None), 1, (None, None), 2, 125),
    "bed-edge-extension": ((5, 5, 5), 3, (None, None), 1, 86),
    "extension-with-twist": ((2, 5, 3), 2, (None, None), 1, 62),
    "bridge-backbend": ((3, 10, 5), 1, (None, None), 1, 32),
    "partner-bear-hug": ((1, 3, 2), 1, (None, None), 1, 34),
    "partner-rear-lift": ((1, 3, 2), 1, (None, None), 1, 34),
    "chair-back-thoracic-extension": ((3, 10, 5), 3, (None, None), 5, 49),
    "standing-forward-bend-twist": ((5, 10, 5), 1, (None, None), 5, 39),
}


@pytest.mark.parametrize("slug", FIGURES)
def test_the_figures_are_those_of_the_prescription(slug):
    dose = SPECS[slug].prescription
    hold, times = dose.hold_s, dose.times_per_day
    found = (hold.min, hold.max, hold.default), dose.reps.value, (times.min, times.max)
    assert (*found, dose.daily_cap.value, SPECS[slug].bout_seconds) == FIGURES[slug]


def test_every_exercise_that_can_be_run_has_its_figures_checked():
    assert {spec.slug for spec in RUNNABLE} == FIGURES.keys()


def test_tiers_and_kinds_are_those_of_the_article():
    assert Counter(spec.tier for spec in SPECS.values()) == {
        Tier.STRETCH: 5,
        Tier.LOW: 7,
        Tier.ELEVATED: 5,
        Tier.PROFESSIONAL_ONLY: 1,
    }
    assert Counter(spec.kind for spec in SPECS.values()) == {
        "method": 13,
        "method_variant": 1,
        "tip": 4,
    }
    assert sum(spec.mobilising for spec in SPECS.values()) == 14


@pytest.mark.parametrize(
    ("slug", "seconds"),
    [
        ("standing-forward-bend-twist", 34),
        ("double-knee-to-chest", 42),
        ("childs-pose", 46),
    ],
)
def test_stretching_seconds_count_repeated_steps_on_both_sides(slug, seconds):
    assert SPECS[slug].work_seconds == seconds


def test_roller_minutes_rise_with_the_runs():
    minutes = SPECS["foam-roller-back"].prescription.min_minutes
    offers = [(offer.from_run, offer.minutes) for offer in minutes.offers]
    assert (minutes.value, minutes.product_default.value, offers) == (
        10,
        2,
        [(1, 2), (4, 5), (7, 10)],
    )


def test_an_unsure_release_counts_for_one_region_of_the_exercise():
    for spec in SPECS.values():
        can_release = spec.mobilising and spec.is_runnable
        assert (spec.release.region_if_unsure in spec.release.regions) is can_release
    assert SPECS["seated-chair-twist"].release.region_if_unsure is Region.LUMBAR
    assert SPECS["standing-extension-hand-press"].release.region_if_unsure is Region.THORACIC


def test_only_one_entry_is_information_and_it_teaches_no_technique():
    (entry,) = [spec for spec in SPECS.values() if spec.run_mode is RunMode.INFO_ONLY]
    assert entry.slug == "floor-manipulation-by-another"
    assert not entry.steps
    assert not entry.cues
    assert not entry.pose_allowed
    assert entry.companion.kind is Companion.PROFESSIONAL


def test_nothing_works_the_neck():
    regions = {region for spec in SPECS.values() for region in spec.regions}
    assert regions == set(Region) - {Region.CERVICAL}


def test_every_tag_is_named_by_some_exercise_or_closes_all():
    named = {
        tag
        for spec in SPECS.values()
        for tag in spec.contraindications.block.keys() | spec.contraindications.caution.keys()
    }
    assert named | BLOCK_ALL == set(Tag)
    assert tag_texts() == CATALOGUE.tags


def test_every_elevated_exercise_is_closed_to_the_tags_of_greatest_harm():
    for spec in RUNNABLE:
        if spec.tier is Tier.ELEVATED:
            assert {
                Tag.OSTEOPOROSIS,
                Tag.RECENT_FRACTURE,
                Tag.SPINE_SURGERY,
                Tag.DISC_PROBLEM,
                Tag.STENOSIS_SLIP,
                Tag.PREGNANCY,
                Tag.AGE_65_PLUS,
            } <= spec.contraindications.block.keys(), spec.slug


def test_whoever_could_fall_is_told_how_not_to():
    standing = [spec for spec in RUNNABLE if Position.STANDING in spec.positions]
    assert len(standing) == 7
    for spec in standing:
        told = spec.contraindications.block | spec.contraindications.caution
        assert Tag.BALANCE in told, spec.slug


def test_no_sentence_promises_a_cure_or_names_the_parts_in_latin():
    banned = re.compile(
        r"\b(treat|cure|heal your|align|realign|fix|adjust|put back|detox|thoracic|lumbar|supine"
        r"|facet|foramina|flexion|cranial)\w*",
        re.IGNORECASE,
    )
    names = {spec.name for spec in SPECS.values()}
    texts = [text for entry in CATALOGUE.entries for text in sentences(entry.spec)]
    assert len(texts) > 500
    found = [text for text in texts if text not in names and banned.search(text)]
    assert found == []


def test_reasons_are_sentences():
    for spec in SPECS.values():
        reasons = [
            *spec.contraindications.block.values(),
            *spec.contraindications.caution.values(),
            *(step.text for step in spec.steps),
            *spec.why_not,
            spec.summary,
        ]
        assert [text for text in reasons if not re.match(r"[A-Z].*\.$", text)] == []


def test_an_entry_of_the_catalogue_is_one_file():
    files = {path.stem for path in FOLDER.glob("*.toml")} - {"_tags"}
    assert files == SPECS.keys()
