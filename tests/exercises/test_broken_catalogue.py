"""Every kind of mistake in a catalogue file is found and named by file, field and reason."""

import pytest

from exercises.catalogue import CatalogueInvalid, read_catalogue
from tests.exercises.files import copy_catalogue, edit

CHAIR = "seated-chair-twist.toml"
KNEES = "double-knee-to-chest.toml"
ARCH = "standing-back-extension.toml"
HUG = "partner-bear-hug.toml"
BED = "bed-edge-extension.toml"
FLOOR = "floor-manipulation-by-another.toml"
ROLLER = "foam-roller-back.toml"
MINUTES = "prescription.min_minutes"


def row(name, file, old, new, problem):
    """One mistake: replace `old` by `new`, expect `problem` (field: reason)."""
    return pytest.param(file, old, new, f"{file}: {problem}", id=name)


SHAPE = [
    row("unknown-field", CHAIR, "kind = ", 'mood = "x"\nkind = ', "mood: is not a field"),
    row("unknown-inner-field", CHAIR, "view = ", 'zoom = 2\nview = ', "steps[1].pose.zoom: is not"),
    row("missing-field", CHAIR, "mobilising = true\n", "", "mobilising: is missing"),
    row("missing-inner-field", CHAIR, "seconds = 8\n", "", "steps[1].seconds: is missing"),
    row("number-as-text", CHAIR, "\nseconds = 8", '\nseconds = "8"', "steps[1].seconds: must be a whole"),
    row("flag-as-number", CHAIR, "position = 80", "position = true", "position: must be a whole"),
    row("text-as-number", CHAIR, 'name = "Seated chair twist"', "name = 5", "name: must be a text"),
    row("flag-as-text", CHAIR, "both_sides = true", 'both_sides = "yes"', "both_sides: must be true"),
    row("word-as-number", CHAIR, 'breath = "in"', "breath = 1", "steps[1].breath: must be one of"),
    row("list-as-text", CHAIR, 'regions = ["lumbar", "thoracolumbar"]', 'regions = "lumbar"', "regions: must be a list"),
    row("table-as-text", CHAIR, '[companion]\nkind = "none"', '[companion]\nkind = ["none"]', "companion.kind: must be one of"),
    row("pose-as-text", CHAIR, '[steps.pose]\nview = "front"\ntext = ', "pose = ", "steps[1].pose: must be a table"),
    row("tags-as-list", "childs-pose.toml", "[contraindications.block]", "[[contraindications.block]]", "contraindications.block: must be a table"),
    row("empty-text", CHAIR, 'text = "Level floor"', 'text = ""', "surface.text: must not be empty"),
    row("padded-text", CHAIR, 'text = "Level floor"', 'text = " Level floor"', "surface.text: must not be empty"),
    row("unknown-tier", CHAIR, 'tier = "low"', 'tier = "safe"', "tier: must be one of stretch, low"),
    row("unknown-tag", CHAIR, "osteoporosis = ", "tired = ", "contraindications.caution.tired: must be one of"),
    row("unknown-region", CHAIR, '["lumbar", "thoracolumbar"]', '["tail"]', "regions[1]: must be one of"),
]  # fmt: skip

BREATH = [
    row("no-breath-cue", CHAIR, 'breath = "out"\n', "", "steps[2].breath: is missing"),
    row("held-breath", CHAIR, 'breath = "out"', 'breath = "hold"', "steps[2].breath: must be one of in, out, normal"),
]  # fmt: skip

NAMES = [
    row("slug-not-file", CHAIR, 'slug = "seated-chair-twist"', 'slug = "chair-twist"', "slug: must be the name of the file"),
    row("slug-not-usable", CHAIR, 'slug = "seated-chair-twist"', 'slug = "Seated Chair"', "slug: must be small letters"),
    row("position-zero", CHAIR, "position = 80", "position = 0", "position: must be 1 or more"),
    row("position-twice", CHAIR, "position = 80", "position = 10", "position: is also the position of double"),
    row("name-twice", CHAIR, "Seated chair twist", "Child’s pose", "name: is also the name of childs-pose"),
]  # fmt: skip

RISK = [
    row("elevated-runs-freely", BED, 'run_mode = "gated"', 'run_mode = "free"', "run_mode: must be gated"),
    row("professional-runs", FLOOR, 'run_mode = "info_only"', 'run_mode = "gated"', "run_mode: must be info_only"),
    row("elevated-alone", BED, 'kind = "spotter"', 'kind = "none"', "companion.kind: must be active_partner or spotter"),
    row("role-missing", BED, 'who = "Any attentive adult"\n', "", "companion.who: is missing"),
    row("partner-tags-elsewhere", BED, 'kind = "spotter"', 'kind = "active_partner"', "partner_contraindications.block: must name"),
    row("neck-region", CHAIR, 'regions = ["lumbar", "thoracolumbar"]', 'regions = ["cervical", "lumbar"]', "regions: must not name the neck"),
    row("neck-release", CHAIR, 'regions = ["lumbar"]', 'regions = ["cervical"]', "release.regions: must not name the neck"),
    row("partner-tags-of-a-spotter", HUG, 'kind = "active_partner"', 'kind = "spotter"', "partner_contraindications: must be left out"),
]  # fmt: skip

INFORMATION = [
    row("pose-allowed", FLOOR, "pose_allowed = false", "pose_allowed = true", "pose_allowed: must be false"),
    row("information-with-figure", FLOOR, "value = 0", "value = 1", "prescription: must give no figure"),
    row("information-with-seconds", FLOOR, "mobilising = true", "mobilising = true\nbout_seconds = 5", "bout_seconds: must be left out"),
    row("information-releases", FLOOR, '"not_applicable"', '"unlikely"', "release.likelihood: is not_applicable"),
    row("reason-not-to-run-it", CHAIR, "cues = [", 'why_not = ["No."]\ncues = [', "why_not: must be left out"),
]  # fmt: skip

STEPS = [
    row("no-hold", CHAIR, 'phase = "hold"', 'phase = "move"', "steps: must contain a step of the phase hold"),
    row("wrong-order", CHAIR, 'phase = "hold"', 'phase = "setup"', "steps: must follow the order"),
    row("no-time", CHAIR, "\nseconds = 8", "\nseconds = 0", "steps[1].seconds: must be 1 or more"),
    row("jerk", CHAIR, "seconds = 4", "seconds = 2", "steps[2].seconds: must be 3 or more"),
    row("set-up-repeated", CHAIR, 'per = "bout"', 'per = "rep"', "steps[1].per: must be bout"),
    row("hold-done-once", CHAIR, 'phase = "hold"\nper = "rep"', 'phase = "hold"\nper = "bout"', "steps[3].per: must be rep"),
    row("sum-of-steps", CHAIR, "bout_seconds = 86", "bout_seconds = 87", "bout_seconds: must be 86"),
    row("sum-not-given", CHAIR, "bout_seconds = 86\n", "", "bout_seconds: must be 86"),
    row("hold-not-default", CHAIR, "product_default = 5", "product_default = 4", "prescription.hold_s: is 4 s by default"),
]  # fmt: skip

FIGURES = [
    row("hold-missing", CHAIR, "[prescription.hold_s]", "[prescription.extra]", "prescription.extra: is not a field"),
    row("default-outside", CHAIR, "product_default = 5", "product_default = 9", "prescription.hold_s.product_default: must lie"),
    row("default-missing", CHAIR, "product_default = 5\n", "", "prescription.hold_s.product_default: is missing"),
    row("min-above-max", CHAIR, "min = 3", "min = 6", "prescription.hold_s: must have 0 < min <= max"),
    row("min-alone", CHAIR, "max = 5\n", "", "prescription.hold_s: must give both"),
    row("default-without-bounds", ROLLER, "[prescription.hold_s]", "[prescription.hold_s]\nproduct_default = 5", "prescription.hold_s.product_default: must be left out"),
    row("no-repetition", CHAIR, "value = 3", "value = 0", "prescription.reps.value: must be 1 or more"),
    row("cap-of-nothing", CHAIR, "value = 5", "value = 0", "prescription.daily_cap.value: must be 1 or more"),
    row("more-than-cap", KNEES, "value = 5", "value = 4", "prescription.times_per_day.max: must not exceed"),
    row("as-needed-with-maximum", KNEES, "as_needed = false", "as_needed = true", "prescription.times_per_day.max: must be left out"),
    row("offers-begin-late", ROLLER, "from_run = 1\n", "from_run = 2\n", f"{MINUTES}.offers: must begin"),
    row("offers-fall", ROLLER, "minutes = 5", "minutes = 1", f"{MINUTES}.offers: must rise"),
    row("hold-without-reason", CHAIR, 'reason = "The article says a few seconds."\n', "", "prescription.hold_s.reason: is missing"),
    row("surface-without-reason", CHAIR, 'reason = "The chair must not slide."\n', "", "surface.reason: is missing"),
    row("tier-without-reason", CHAIR, 'tier_source = "text"', 'tier_source = "default"', "tier_reason: is missing"),
]  # fmt: skip

RELATIONS = [
    row("side-order-missing", CHAIR, 'side_order = "alternate"\n', "", "side_order: is missing"),
    row("side-order-of-one-side", CHAIR, "both_sides = true", "both_sides = false", "side_order: must be left out"),
    row("no-warning", CHAIR, "warnings = [", "warnings = []\nhints = [", "hints: is not a field"),
    row("same-region-twice", CHAIR, '["lumbar", "thoracolumbar"]', '["lumbar", "lumbar"]', "regions: must not name the same"),
    row("no-region", CHAIR, '["lumbar", "thoracolumbar"]', "[]", "regions: must not be empty"),
    row("blocks-and-cautions", CHAIR, 'osteoporosis = "', 'recent_fracture = "', "contraindications.caution.recent_fracture: already"),
    row("names-a-red-flag", CHAIR, 'osteoporosis = "', 'red_flag = "', "contraindications.caution.red_flag: closes every"),
    row("releases-without-mobilising", CHAIR, "mobilising = true", "mobilising = false", "release.likelihood: is possible or likely"),
    row("release-nowhere", CHAIR, 'regions = ["lumbar"]\n', "regions = []\n", "release.regions: are named exactly"),
    row("release-elsewhere", CHAIR, 'regions = ["lumbar"]\n', 'regions = ["thoracic"]\n', "release.regions: must be among"),
    row("counter-without-source", "childs-pose.toml", "required = false\nslugs = []", 'required = true\nslugs = ["double-knee-to-chest"]', "counter.source: is missing"),
    row("default-region-elsewhere", CHAIR, 'default_region = "lumbar"', 'default_region = "thoracolumbar"', "release.default_region: must be among"),
    row("counter-without-slug", ARCH, 'slugs = ["standing-forward-bend-twist", "childs-pose", "double-knee-to-chest"]', "slugs = []", "counter.slugs: are named exactly"),
    row("counter-not-required", ARCH, "required = true", "required = false", "counter.required: must be true"),
    row("counter-unknown", ARCH, '"childs-pose"', '"childs-play"', "counter.slugs: names childs-play, which the catalogue"),
    row("counter-itself", ARCH, '"childs-pose"', '"standing-back-extension"', "counter.slugs: must not name the exercise itself"),
    row("counter-mobilising", ARCH, '"childs-pose"', '"seated-chair-twist"', "counter.slugs: names seated-chair-twist, which is not a pure"),
    row("counter-information", ARCH, '"childs-pose"', '"floor-manipulation-by-another"', "counter.slugs: names floor-manipulation-by-another, which cannot"),
    row("counter-twice", ARCH, '"childs-pose"', '"double-knee-to-chest"', "counter.slugs: must not name the same"),
    row("easier-riskier", "seated-floor-twist.toml", 'slug = "seated-chair-twist"', 'slug = "bed-edge-extension"', "easier: names bed-edge-extension, which is of higher"),
    row("easier-unknown", "seated-floor-twist.toml", 'slug = "seated-chair-twist"', 'slug = "bench"', "easier: names bench, which the catalogue"),
    row("harder-unknown", ARCH, 'slug = "standing-extension-hand-press"', 'slug = "bench"', "harder: names bench, which the catalogue"),
]  # fmt: skip

TAGS = [
    row("tag-unknown", "_tags.toml", "[heart]", "[mood]", "mood: must be one of"),
    row("tag-missing", "_tags.toml", "[heart]", "[mood]", "heart: is missing"),
    row(
        "tag-without-text", "_tags.toml", 'name = "Heart condition"\n', "", "heart.name: is missing"
    ),
    row(
        "tag-opens-a-red-flag",
        "_tags.toml",
        'effect = "block_all"',
        'effect = "by_exercise"',
        "red_flag.effect: contradicts",
    ),
]

FILES = [
    row("not-toml", CHAIR, "kind = ", "kind : ", "is not TOML: "),
    row("key-twice", CHAIR, 'kind = "method"', 'kind = "tip"\nkind = "method"', "is not TOML: "),
]


def problems_of(folder):
    """Return what reading the folder complains about."""
    with pytest.raises(CatalogueInvalid) as caught:
        read_catalogue(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    SHAPE + BREATH + NAMES + RISK + INFORMATION + STEPS + FIGURES + RELATIONS + TAGS + FILES,
)
def test_a_mistake_is_named_by_file_field_and_reason(tmp_path, file, old, new, problem):
    folder = copy_catalogue(tmp_path)
    edit(folder, file, old, new)
    found = problems_of(folder)
    assert any(line.startswith(problem) for line in found), found


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path):
    folder = copy_catalogue(tmp_path)
    edit(folder, CHAIR, "seconds = 8\n", "")
    edit(folder, CHAIR, "kind = ", 'mood = "x"\nkind = ')
    edit(folder, KNEES, "bout_seconds = 50", "bout_seconds = 51")
    edit(folder, ARCH, '"childs-pose"', '"nowhere"')
    assert problems_of(folder) == [
        f"{KNEES}: bout_seconds: must be 50, the sum of the steps, not 51",
        f"{CHAIR}: mood: is not a field of the catalogue",
        f"{CHAIR}: steps[1].seconds: is missing",
        f"{ARCH}: counter.slugs: names nowhere, which the catalogue does not hold",
    ]


def test_pointing_at_a_file_that_cannot_be_read_is_no_second_mistake(tmp_path):
    folder = copy_catalogue(tmp_path)
    edit(folder, "childs-pose.toml", "kind = ", "kind : ")
    assert [line.split(":")[0] for line in problems_of(folder)] == ["childs-pose.toml"]


def test_a_file_that_is_not_text_is_named(tmp_path):
    folder = copy_catalogue(tmp_path)
    (folder / CHAIR).write_bytes(b"name = \xff")
    assert problems_of(folder) == [f"{CHAIR}: is not UTF-8 text (byte 7)"]


def test_a_missing_tags_file_is_named(tmp_path):
    folder = copy_catalogue(tmp_path)
    (folder / "_tags.toml").unlink()
    assert problems_of(folder) == ["_tags.toml: cannot be read: No such file or directory"]


def test_an_empty_folder_is_a_mistake_and_not_an_empty_catalogue(tmp_path):
    assert any("holds no exercise file" in line for line in problems_of(tmp_path))


def test_an_information_page_cannot_be_given_steps(tmp_path):
    folder = copy_catalogue(tmp_path)
    steps = "[[steps]]" + (folder / CHAIR).read_text().split("[[steps]]", 1)[1].split("\n[cont")[0]
    edit(folder, FLOOR, "\n[release]", f"\n{steps}\n[release]")
    assert f"{FLOOR}: steps: must be left out of an information page" in problems_of(folder)


def test_an_information_page_says_why_it_cannot_be_run(tmp_path):
    folder = copy_catalogue(tmp_path)
    text = (folder / FLOOR).read_text()
    start, end = text.index("why_not"), text.index("cues")
    (folder / FLOOR).write_text(text[:start] + text[end:])
    assert problems_of(folder) == [f"{FLOOR}: why_not: is missing from an information page"]


def test_what_can_be_run_needs_steps_and_figures(tmp_path):
    folder = copy_catalogue(tmp_path)
    text = (folder / CHAIR).read_text()
    head, rest = text.split("[[steps]]", 1)
    start, end = head.index("[prescription.hold_s]"), head.index("[prescription.times_per_day]")
    tail = rest[rest.index("\n[contraindications.block]") :]
    (folder / CHAIR).write_text(head[:start] + head[end:] + tail)
    found = problems_of(folder)
    assert f"{CHAIR}: steps: must not be empty" in found
    assert f"{CHAIR}: prescription.hold_s: is missing" in found
    assert f"{CHAIR}: prescription.reps: is missing" in found
