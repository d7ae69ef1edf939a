# %% grey_table | right | sorted values and their ends
def table(source, target):
    order = np.argsort(source, axis=None, kind="stable")
    greys, starts = np.unique(source.ravel()[order], return_index=True)
    parts = np.split(target.ravel()[order], starts[1:])
    medians = {int(g): float(np.median(part)) for g, part in zip(greys, parts)}
    return np.array([medians[min(medians, key=lambda g: (abs(g - grey), g))] for grey in range(256)])

# %% grey_table | right | a loop over all greys, then filled from both sides
def table(source, target):
    found = np.full(256, np.nan)
    for grey in range(256):
        values = target[source == grey]
        if values.size:
            found[grey] = np.median(values)
    known = np.flatnonzero(~np.isnan(found))
    out = np.empty(256)
    for grey in range(256):
        below, above = known[known <= grey], known[known >= grey]
        if not below.size:
            out[grey] = found[above[0]]
        elif not above.size or grey - below[-1] <= above[0] - grey:
            out[grey] = found[below[-1]]
        else:
            out[grey] = found[above[0]]
    return out

# %% grey_table | right | statistics.median, a list
import statistics

def table(source, target):
    heaps = {}
    for grey, value in zip(source.flatten().tolist(), target.flatten().tolist()):
        heaps.setdefault(grey, []).append(value)
    medians = {grey: statistics.median(values) for grey, values in sorted(heaps.items())}
    return [float(medians[min(medians, key=lambda known: abs(known - grey))]) for grey in range(256)]

# %% grey_table | wrong | the mean
def table(source, target):
    greys = np.unique(source).astype(int)
    means = np.array([target[source == g].mean() for g in greys])
    return means[np.abs(np.arange(256)[:, None] - greys).argmin(axis=1)]

# %% grey_table | wrong | the lower of the two in the middle
def table(source, target):
    greys = np.unique(source).astype(int)
    medians = np.array([np.sort(target[source == g])[((source == g).sum() - 1) // 2] for g in greys], float)
    return medians[np.abs(np.arange(256)[:, None] - greys).argmin(axis=1)]

# %% grey_table | wrong | differences of uint8
def table(source, target):
    greys = np.unique(source)
    medians = np.array([np.median(target[source == g]) for g in greys])
    return medians[np.abs(np.arange(256, dtype=np.uint8)[:, None] - greys).argmin(axis=1)]

# %% grey_table | wrong | the brighter of two that are equally near
def table(source, target):
    greys = np.unique(source).astype(int)[::-1]
    medians = np.array([np.median(target[source == g]) for g in greys])
    return medians[np.abs(np.arange(256)[:, None] - greys).argmin(axis=1)]

# %% grey_table | wrong | 0 where the grey was never seen
def table(source, target):
    return np.array([np.median(target[source == g]) if (source == g).any() else 0.0 for g in range(256)])

# %% grey_table | wrong | a straight line between greys that were seen
def table(source, target):
    greys = np.unique(source).astype(int)
    medians = [np.median(target[source == g]) for g in greys]
    return np.interp(np.arange(256), greys, medians)

# %% grey_table | wrong | the reverse direction
def table(source, target):
    source, target = target, source
    greys = np.unique(source).astype(int)
    medians = np.array([np.median(target[source == g]) for g in greys])
    return medians[np.abs(np.arange(256)[:, None] - greys).argmin(axis=1)]

# %% grey_table | wrong | the most frequent value
def table(source, target):
    greys = np.unique(source).astype(int)
    modes = np.array([float(np.bincount(target[source == g]).argmax()) for g in greys])
    return modes[np.abs(np.arange(256)[:, None] - greys).argmin(axis=1)]

# %% grey_table | wrong | uint8 in the end: halves are lost
def table(source, target):
    greys = np.unique(source).astype(int)
    medians = np.array([np.median(target[source == g]) for g in greys]).astype(np.uint8)
    return medians[np.abs(np.arange(256)[:, None] - greys).argmin(axis=1)].astype(float)

# %% predict_rulers | right | computed on long stripes
line = np.tile(np.repeat([100.0, 180.0], 4), 50)
shift_2 = np.abs(line - np.roll(line, 2)).mean()
shift_4 = np.abs(line - np.roll(line, 4)).mean()
grey = np.abs(line - 140).mean()
pairs = [(20, 40)] * 5 + [(90, 40)] * 6 + [(90, 170)]
there_90 = np.median([b for a, b in pairs if a == 90])
back_40 = np.median([a for a, b in pairs if b == 40])
crops = sum(1 for row in range(286) for column in range(286) if row + 256 <= 286 and column + 256 <= 286)
levels = 0.06 / 2 * 255

# %% predict_rulers | right | numbers
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 80, 40, 40, 90, 961, 7.65

# %% predict_rulers | wrong | half a shift costs a quarter
shift_2, shift_4, grey, there_90, back_40, crops, levels = 20, 80, 40, 40, 90, 961, 7.65

# %% predict_rulers | wrong | a shift by a stripe changes nothing
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 0, 40, 40, 90, 961, 7.65

# %% predict_rulers | wrong | the grey in the middle has no error
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 80, 0, 40, 90, 961, 7.65

# %% predict_rulers | wrong | the reverse table is the inverse
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 80, 40, 40, 20, 961, 7.65

# %% predict_rulers | wrong | means in the tables
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 80, 40, (6 * 40 + 170) / 7, 90, 961, 7.65

# %% predict_rulers | wrong | one place too few along each side
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 80, 40, 40, 90, 900, 7.65

# %% predict_rulers | wrong | rows and columns move together
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 80, 40, 40, 90, 31, 7.65

# %% predict_rulers | wrong | the whole range is 1
shift_2, shift_4, grey, there_90, back_40, crops, levels = 40, 80, 40, 40, 90, 961, 15.3

# %% mend_split | right | sets of columns
def split(width, side, step, bands):
    held = [set(range(first, behind)) for first, behind in bands]
    everything = set().union(*held)
    train, test = [], []
    c = 0
    while c + side <= width:
        tile = set(range(c, c + side))
        if not tile & everything:
            train.append(c)
        if any(tile <= band for band in held):
            test.append(c)
        c += step
    return train, test

# %% mend_split | right | counts of columns that are held out, by a cumulative sum
def split(width, side, step, bands):
    out = np.zeros(width, int)
    for first, behind in bands:
        out[first:behind] = 1
    before = np.concatenate([[0], np.cumsum(out)])
    begins = np.arange(0, width - side + 1, step)
    number = before[begins + side] - before[begins]
    return begins[number == 0], begins[number == side]

# %% mend_split | wrong | the last tile is missing
def split(width, side, step, bands):
    train, test = [], []
    for c in range(0, width - side, step):
        if any(first <= c and c + side <= behind for first, behind in bands):
            test.append(c)
        elif all(c + side <= first or c >= behind for first, behind in bands):
            train.append(c)
    return train, test

# %% mend_split | wrong | tiles that reach across are for training
def split(width, side, step, bands):
    train, test = [], []
    for c in range(0, width - side + 1, step):
        if any(first <= c and c + side <= behind for first, behind in bands):
            test.append(c)
        else:
            train.append(c)
    return train, test

# %% mend_split | wrong | tiles that reach across are for the test
def split(width, side, step, bands):
    train, test = [], []
    for c in range(0, width - side + 1, step):
        if all(c + side <= first or c >= behind for first, behind in bands):
            train.append(c)
        else:
            test.append(c)
    return train, test

# %% mend_split | wrong | looks at a tile's first and last column only
def split(width, side, step, bands):
    def held(c):
        return any(first <= c < behind for first, behind in bands)

    train, test = [], []
    for c in range(0, width - side + 1, step):
        if held(c) and held(c + side - 1):
            test.append(c)
        elif not held(c) and not held(c + side - 1):
            train.append(c)
    return train, test

# %% mend_split | wrong | the column behind a band is held out, too
def split(width, side, step, bands):
    train, test = [], []
    for c in range(0, width - side + 1, step):
        if any(first <= c and c + side - 1 <= behind for first, behind in bands):
            test.append(c)
        elif all(c + side <= first or c > behind for first, behind in bands):
            train.append(c)
    return train, test

# %% mend_split | wrong | a tile that touches a band is left out
def split(width, side, step, bands):
    train, test = [], []
    for c in range(0, width - side + 1, step):
        if any(first <= c and c + side <= behind for first, behind in bands):
            test.append(c)
        elif all(c + side < first or c > behind for first, behind in bands):
            train.append(c)
    return train, test

# %% mend_split | wrong | tiles begin where a band ends
def split(width, side, step, bands):
    train, test, c = [], [], 0
    while c + side <= width:
        hit = [band for band in bands if c < band[1] and c + side > band[0]]
        if not hit:
            train.append(c)
        elif hit[0][0] <= c and c + side <= hit[0][1]:
            test.append(c)
        elif c >= hit[0][0]:
            c = hit[0][1]
            continue
        c += step
    return train, test

# %% mend_split | wrong | bands in the order of their columns, taken as given
def split(width, side, step, bands):
    train, test = [], []
    for first, behind in bands:
        test += [c for c in range(0, width - side + 1, step) if first <= c and c + side <= behind]
    for c in range(0, width - side + 1, step):
        if all(c + side <= first or c >= behind for first, behind in bands):
            train.append(c)
    return train, test

# %% jitter_pairs | right | lists, np.flip
def jittered(source, target, side, rng):
    pairs = []
    for a, b in zip(source, target):
        r = int(rng.integers(a.shape[0] - side + 1))
        c = int(rng.integers(a.shape[1] - side + 1))
        mirror = rng.random() < 0.5
        cut = [image[r : r + side, c : c + side] for image in (a, b)]
        pairs.append([np.flip(image, axis=1) if mirror else image for image in cut])
    one, other = zip(*pairs)
    return np.stack(one), np.stack(other)

# %% jitter_pairs | right | laid on each other, cut, and taken apart
def jittered(source, target, side, rng):
    n, height, width, channels = source.shape
    both = np.concatenate([source, target], axis=-1)
    out = np.zeros((n, side, side, both.shape[-1]), dtype="uint8")
    for i, pair in enumerate(both):
        y, x = rng.integers(height - side + 1), rng.integers(width - side + 1)
        square = pair[y : y + side, x : x + side, :]
        out[i] = square[:, ::-1] if rng.random() < 0.5 else square
    return [out[..., :channels], out[..., channels:]]

# %% jitter_pairs | wrong | each image of a pair by itself
def jittered(source, target, side, rng):
    def one(images):
        out = []
        for image in images:
            r, c = rng.integers(image.shape[0] - side + 1), rng.integers(image.shape[1] - side + 1)
            square = image[r : r + side, c : c + side]
            out.append(square[:, ::-1] if rng.random() < 0.5 else square)
        return np.stack(out)

    return one(source), one(target)

# %% jitter_pairs | wrong | one draw for the whole batch
def jittered(source, target, side, rng):
    r, c = rng.integers(source.shape[1] - side + 1), rng.integers(source.shape[2] - side + 1)
    mirror = rng.random() < 0.5
    cut = [images[:, r : r + side, c : c + side] for images in (source, target)]
    return tuple(images[:, :, ::-1] if mirror else images for images in cut)

# %% jitter_pairs | wrong | only the source is mirrored
def jittered(source, target, side, rng):
    one, other = [], []
    for a, b in zip(source, target):
        r, c = rng.integers(a.shape[0] - side + 1), rng.integers(a.shape[1] - side + 1)
        a, b = a[r : r + side, c : c + side], b[r : r + side, c : c + side]
        one.append(a[:, ::-1] if rng.random() < 0.5 else a)
        other.append(b)
    return np.stack(one), np.stack(other)

# %% jitter_pairs | wrong | upside down
def jittered(source, target, side, rng):
    one, other = [], []
    for a, b in zip(source, target):
        r, c = rng.integers(a.shape[0] - side + 1), rng.integers(a.shape[1] - side + 1)
        way = -1 if rng.random() < 0.5 else 1
        one.append(a[r : r + side, c : c + side][::way])
        other.append(b[r : r + side, c : c + side][::way])
    return np.stack(one), np.stack(other)

# %% jitter_pairs | wrong | mirrors the channels
def jittered(source, target, side, rng):
    one, other = [], []
    for a, b in zip(source, target):
        r, c = rng.integers(a.shape[0] - side + 1), rng.integers(a.shape[1] - side + 1)
        way = -1 if rng.random() < 0.5 else 1
        one.append(a[r : r + side, c : c + side, ::way])
        other.append(b[r : r + side, c : c + side, ::way])
    return np.stack(one), np.stack(other)

# %% jitter_pairs | wrong | the last place is never drawn
def jittered(source, target, side, rng):
    one, other = [], []
    for a, b in zip(source, target):
        r, c = rng.integers(max(a.shape[0] - side, 1)), rng.integers(max(a.shape[1] - side, 1))
        way = -1 if rng.random() < 0.5 else 1
        one.append(a[r : r + side, c : c + side][:, ::way])
        other.append(b[r : r + side, c : c + side][:, ::way])
    return np.stack(one), np.stack(other)

# %% jitter_pairs | wrong | mirrors before it cuts
def jittered(source, target, side, rng):
    one, other = [], []
    for a, b in zip(source, target):
        r, c = rng.integers(a.shape[0] - side + 1), rng.integers(a.shape[1] - side + 1)
        way = -1 if rng.random() < 0.5 else 1
        one.append(a[:, ::way][r : r + side, c : c + side])
        other.append(b[:, ::way][r : r + side, c : c + side])
    return np.stack(one), np.stack(other)

# %% jitter_pairs | wrong | the column first
def jittered(source, target, side, rng):
    one, other = [], []
    for a, b in zip(source, target):
        c, r = rng.integers(a.shape[1] - side + 1), rng.integers(a.shape[0] - side + 1)
        way = -1 if rng.random() < 0.5 else 1
        one.append(a[r : r + side, c : c + side][:, ::way])
        other.append(b[r : r + side, c : c + side][:, ::way])
    return np.stack(one), np.stack(other)

# %% jitter_pairs | wrong | floats
def jittered(source, target, side, rng):
    n = len(source)
    one, other = np.zeros((n, side, side, source.shape[3])), np.zeros((n, side, side, target.shape[3]))
    for i in range(n):
        r, c = rng.integers(source.shape[1] - side + 1), rng.integers(source.shape[2] - side + 1)
        way = -1 if rng.random() < 0.5 else 1
        one[i] = source[i, r : r + side, c : c + side][:, ::way]
        other[i] = target[i, r : r + side, c : c + side][:, ::way]
    return one, other

# %% jitter_pairs | wrong | mirrors its arguments in place
def jittered(source, target, side, rng):
    one, other = [], []
    for i in range(len(source)):
        r, c = rng.integers(source.shape[1] - side + 1), rng.integers(source.shape[2] - side + 1)
        if rng.random() < 0.5:
            for images in (source, target):
                images[i, r : r + side, c : c + side] = images[i, r : r + side, c : c + side][:, ::-1].copy()
        one.append(source[i, r : r + side, c : c + side].copy())
        other.append(target[i, r : r + side, c : c + side].copy())
    return np.stack(one), np.stack(other)

# %% two_rulers | right | image by image, and each statement from the numbers
def rulers(made, true):
    def strength(images):
        total = np.zeros(images.shape[1:])
        for image in images:
            total += np.abs(np.fft.fft2(image)) / image.size
        return total / len(images)

    apart = np.abs(strength(made) - strength(true))
    apart[0, 0] = 0
    return float(np.mean(np.abs(made - true))), float(apart.sum() / (apart.size - 1))


error, gap = ({name: rulers(images, true)[k] for name, images in damaged.items()} for k in (0, 1))
true_statements = {
    letter
    for letter, yes in (
        ("a", error["blurred"] < error["shifted"]),
        ("b", gap["shifted"] < 1e-9),
        ("c", gap["darker"] > 1e-9),
        ("d", gap["elsewhere"] < 1e-9),
        ("e", sorted(gap, key=gap.get) == sorted(error, key=error.get)),
        ("f", gap["elsewhere"] < gap["noisy"]),
    )
    if yes
}

# %% two_rulers | right | rows and columns transformed one after the other
def rulers(made, true):
    sets = []
    for images in (made, true):
        waves = np.fft.fft(np.fft.fft(images, axis=1), axis=2)
        size = np.hypot(waves.real, waves.imag) / np.prod(images.shape[1:])
        sets.append(np.delete(size.mean(axis=0), 0))
    return [np.abs(true - made).sum() / true.size, np.abs(sets[0] - sets[1]).mean()]


true_statements = ["a", "b", "d", "f"]

# %% two_rulers | wrong | the brightness counts
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images)).mean(axis=0) / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "d", "f"}

# %% two_rulers | wrong | image against image
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images)) / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean(axis=0).ravel()[1:].mean()


true_statements = {"a", "b", "d", "f"}

# %% two_rulers | wrong | the strength of the mean image
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images.mean(axis=0))).ravel()[1:] / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "d", "f"}

# %% two_rulers | wrong | the waves with their places
def rulers(made, true):
    s = [np.fft.fft2(images).mean(axis=0).ravel()[1:] / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "d", "f"}

# %% two_rulers | wrong | squares
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images)).mean(axis=0).ravel()[1:] / images[0].size for images in (made, true)]
    return np.sqrt(((made - true) ** 2).mean()), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "d", "f"}

# %% two_rulers | wrong | along the rows only
def rulers(made, true):
    s = [np.abs(np.fft.fft(images)).mean(axis=0).ravel()[1:] / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "d", "f"}

# %% two_rulers | wrong | not divided by the number of pixels
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images)).mean(axis=0).ravel()[1:] for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "d", "f"}

# %% two_rulers | wrong | believes that the gap sees brightness
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images)).mean(axis=0).ravel()[1:] / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "c", "d", "f"}

# %% two_rulers | wrong | believes that the rulers agree
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images)).mean(axis=0).ravel()[1:] / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b", "d", "e", "f"}

# %% two_rulers | wrong | believes that the gap asks for the place
def rulers(made, true):
    s = [np.abs(np.fft.fft2(images)).mean(axis=0).ravel()[1:] / images[0].size for images in (made, true)]
    return np.abs(made - true).mean(), np.abs(s[0] - s[1]).mean()


true_statements = {"a", "b"}
