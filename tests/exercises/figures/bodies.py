"""Small stand-ins of files for the figure tests: poses from TOML, films of shipped exercises."""

import tomllib
from functools import cache

from exercises.catalogue import read_catalogue
from exercises.figures.film import carried_all, films
from exercises.figures.keys import KeyPose
from exercises.figures.solve import solved
from exercises.figures.stage import Stage
from exercises.reading import Reader

SPECS = {entry.spec.slug: entry.spec for entry in read_catalogue().entries}
DRAWN = [slug for slug, spec in SPECS.items() if any(step.figure for step in spec.steps)]
REFERENCES = ["seated-chair-twist", "double-knee-to-chest", "standing-forward-bend-twist"]


def pose(text):
    """Return a key pose written as in a file."""
    reader = Reader("test.toml")
    read = reader.read(KeyPose, tomllib.loads(text))
    assert reader.problems == []
    return read


def scene(*texts, stage=None):
    """Return the last of several key poses, each carried over from the one before."""
    poses, made = (), None
    for text in texts:
        key = pose(text)
        poses = carried_all(poses, key)
        made = solved((stage or Stage()).with_roller(key.roller), poses, made)
    return made


def body(*texts, stage=None):
    """Return the person of a key pose."""
    return scene(*texts, stage=stage).bodies[0]


@cache
def film(slug, mirror=False):
    """Return the films of a shipped exercise."""
    return films(SPECS[slug], mirror)
