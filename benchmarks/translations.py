"""What the checkpoints of chapters 21 to 26 translate, by their entry in the catalogue."""

from gan_lessons import data
from gan_lessons.pretrained import Entry


def pairs_of(about: Entry, split: str, jitter: bool = False) -> data.Paired:
    """Pairs of a split: for training as pairs, or without; and to score with. `jitter` is that of chapter 23."""
    size = about.network["size"]
    enlarged = {"enlarge": (size * 9 // 8,) * 2} if jitter else {}
    *sources, target = about.pairs
    if about.data == "earth":
        source = sources[0] if len(sources) == 1 else tuple(sources)
        return data.earth.load(split, size).pairs(source, target, **enlarged)
    if about.data == "letters":
        return data.letters.load(split, size, sources[0], target).pairs(**enlarged)
    return data.colouring(data.load(about.data, split), **enlarged)


def domains_of(about: Entry) -> data.Unpaired:
    """The training images as two domains in which no image has its counterpart."""
    size = about.network["size"]
    a, b = about.pairs
    if about.data == "earth":
        return data.earth.load("train", size).unpaired(a, b)
    if about.data == "letters":
        return data.letters.load("train", size, a, b).unpaired()
    return classes_of(about, "train")


def classes_of(about: Entry, split: str) -> data.Unpaired:
    """Two classes of photographs, which have no pairs."""
    return data.two_classes(data.load(about.data, split), *about.pairs, flip=split == "train")
