# %% bytes_and_back | right | vectorised, rint after clip
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | right | a table of 256 numbers, half added and cut off, cut at 0 and 255
def scaled(photographs, blue_first):
    table = np.linspace(-1, 1, 256, dtype="float32")
    channels = [2, 1, 0] if blue_first else [0, 1, 2]
    return table[photographs][:, :, :, channels]


def shown(images):
    values = np.asarray(images, "float64") * 127.5 + 127.5
    values = np.minimum(np.maximum(values, 0), 255)
    return np.floor(values + 0.5).astype(np.uint8)

# %% bytes_and_back | right | keras.ops, handed back as NumPy arrays
from keras import ops

def scaled(photographs, blue_first):
    x = ops.cast(ops.convert_to_tensor(photographs), "float32")
    if blue_first:
        x = ops.flip(x, axis=-1)
    return ops.convert_to_numpy(x * (2 / 255) - 1)


def shown(images):
    x = ops.convert_to_tensor(np.asarray(images, "float32"))
    x = ops.clip(127.5 * (x + 1), 0, 255)
    return ops.convert_to_numpy(ops.round(x)).astype("uint8")

# %% bytes_and_back | right | loops over channels and numbers
def scaled(photographs, blue_first):
    result = np.zeros(photographs.shape, np.float32)
    for c in range(3):
        source = 2 - c if blue_first else c
        result[:, :, :, c] = 2.0 * (photographs[:, :, :, source].astype(np.float64) / 255) - 1
    return result


def shown(images):
    result = np.zeros(images.size, np.uint8)
    for i, value in enumerate(images.ravel()):
        result[i] = round(min(255.0, max(0.0, (float(value) + 1) / 2 * 255)))
    return result.reshape(images.shape)

# %% bytes_and_back | wrong | turns the width round, not the channels
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    if blue_first:
        result = result[:, :, ::-1]
    return result


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | shown cuts the decimals off
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    return (np.clip(images, -1, 1) * 127.5 + 127.5).astype("uint8")

# %% bytes_and_back | wrong | ignores blue_first
def scaled(photographs, blue_first):
    return (photographs.astype("float32") - 127.5) / 127.5


def shown(images):
    return np.clip(np.rint(127.5 * images + 127.5), 0, 255).astype("uint8")

# %% bytes_and_back | wrong | swaps red and blue through no third place, so both are blue
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    if blue_first:
        result[..., 0] = result[..., 2]
        result[..., 2] = result[..., 0]
    return result


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | clips the given images in place
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    images[images < -1] = -1
    images[images > 1] = 1
    return np.rint((images + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | turns round when blue_first is false
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result if blue_first else result[..., ::-1]


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | 128 in place of 127.5
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 128 - 1
    return result[..., ::-1] if blue_first else result


def shown(images):
    return np.clip(np.rint((images + 1) * 128), 0, 255).astype("uint8")

# %% bytes_and_back | wrong | shown cuts above 1 only, so what is below -1 goes round
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    values = np.rint((images + 1) * 127.5)
    return np.minimum(values, 255).astype("int64").astype("uint8")

# %% bytes_and_back | wrong | shown always rounds up
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    return np.ceil((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% predict_the_price | right | worked out from the sizes
last = 12 * 16 * 96 + 1
for_colour = 3 * 3 * 2 * 32 + 4 * 4 * 32 * 2 + 2
work = {
    "look": 3 * 3 * 3 * 32 * 48 * 64,
    "halve": 5 * 5 * 32 * 64 * 24 * 32,
    "double": 4 * 4 * 64 * 32 * 12 * 16,
    "image": 4 * 4 * 32 * 3 * 24 * 32,
}
megabytes = 40_000 * 48 * 64 * 3 * 4 / 1_000_000
distinct = 1 - (1 - 1 / 60_000) ** (750 * 64)

# %% predict_the_price | right | literal numbers, rounded share
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.55

# %% predict_the_price | right | numbers of NumPy, the share by exp
last = np.int64(18_433)
for_colour = np.prod((3, 3, 3, 32)) * 2 // 3 + np.prod([4, 4, 3, 32]) * 2 // 3 + 2
names = ["image", "double", "halve", "look"]
kernels = np.array([[4, 4, 3, 32], [4, 4, 32, 64], [5, 5, 32, 64], [3, 3, 3, 32]])
places = np.array([24 * 32, 12 * 16, 24 * 32, 48 * 64])
work = dict(zip(names, kernels.prod(axis=1) * places))
megabytes = np.zeros((40, 48, 64, 3), "float32").nbytes * 1000 / 1e6
distinct = 1 - np.exp(-np.float32(0.8))

# %% predict_the_price | right | floats, and the share by trying it out
last = 18433.0
for_colour = 1602.0
work = {"look": 2.654208e6, "halve": 3.93216e7, "double": 6.291456e6, "image": 1.179648e6}
megabytes = np.float64(1474.56)
distinct = len(np.unique(np.random.default_rng(0).integers(60_000, size=750 * 64))) / 60_000

# %% predict_the_price | wrong | the last layer without its bias
last = 12 * 16 * 96
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | the two biases of the image forgotten
last = 18433
for_colour = 576 + 1024
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | all the weights at the three channels, not two thirds of them
last = 18433
for_colour = 3 * 3 * 3 * 32 + 4 * 4 * 3 * 32 + 3
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | transposed layers at each position of the larger image
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 32768 * 24 * 32, "image": 1536 * 48 * 64}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | the strided layer at each position of its input
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 51200 * 48 * 64, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | all kernels taken as 3 by 3
last = 18433
for_colour = 1602
work = {
    "look": 9 * 3 * 32 * 48 * 64,
    "halve": 9 * 32 * 64 * 24 * 32,
    "double": 9 * 64 * 32 * 12 * 16,
    "image": 9 * 32 * 3 * 24 * 32,
}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | megabytes of bytes, not of float32
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 40_000 * 48 * 64 * 3 / 1e6
distinct = 0.5507

# %% predict_the_price | wrong | megabytes of 1024 squared
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 40_000 * 48 * 64 * 3 * 4 / 2**20
distinct = 0.5507

# %% predict_the_price | wrong | the share as if without replacement
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 750 * 64 / 60_000

# %% predict_the_price | wrong | the share that never appears
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = (1 - 1 / 60_000) ** (750 * 64)

# %% predict_the_price | wrong | 1 - 1/e, as for a whole epoch
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 1 - 1 / np.e

# %% pick_a_stage | right | sorted steps and a strict comparison
def pick(stages, known):
    mean, variance = known.mean(axis=0), np.var(known, axis=0).sum()
    best = None
    for step in sorted(stages):
        features = stages[step]
        if not np.isfinite(features).all():
            continue
        gap = ((features.mean(axis=0) - mean) ** 2).sum() / variance
        if best is None or gap < best[1]:
            best = step, gap
    if best is None:
        raise ValueError("no stage remains")
    return best

# %% pick_a_stage | right | min over pairs, whose error for none is a ValueError
def pick(stages, known):
    def gap(features):
        difference = np.mean(features, 0) - np.mean(known, 0)
        return float(difference @ difference / np.sum(np.var(known, 0)))

    gap, step = min((gap(f), step) for step, f in stages.items() if np.all(np.isfinite(f)))
    return step, gap

# %% pick_a_stage | right | arrays and lexsort
def pick(stages, known):
    good = {int(k): v for k, v in stages.items() if not (np.isnan(v).any() or np.isinf(v).any())}
    if len(good) == 0:
        raise ValueError("There is nothing to choose from.")
    steps = np.array(list(good))
    means = np.stack([np.average(v, axis=0) for v in good.values()])
    gaps = np.square(means - known.mean(0)).sum(1) / known.var(0).sum()
    first = np.lexsort((steps, gaps))[0]
    return [steps[first], gaps[first]]

# %% pick_a_stage | right | plain Python loops
import math

def pick(stages, known):
    m, k = known.shape
    center = [sum(float(known[i, j]) for i in range(m)) / m for j in range(k)]
    spread = sum(sum((float(known[i, j]) - center[j]) ** 2 for i in range(m)) / m for j in range(k))
    gaps = {}
    for step, features in stages.items():
        rows = features.tolist()
        if all(math.isfinite(value) for row in rows for value in row):
            mean = [sum(row[j] for row in rows) / len(rows) for j in range(k)]
            gaps[step] = sum((a - b) ** 2 for a, b in zip(mean, center)) / spread
    if not gaps:
        raise ValueError("all stages have broken features")
    smallest = min(gaps.values())
    return min(step for step in gaps if gaps[step] == smallest), smallest

# %% pick_a_stage | wrong | among equal gaps the first of the dictionary wins
def pick(stages, known):
    gaps = {}
    for step, features in stages.items():
        if np.isfinite(features).all():
            gaps[step] = np.sum((features.mean(0) - known.mean(0)) ** 2) / np.sum(known.var(0))
    if not gaps:
        raise ValueError("none left")
    step = min(gaps, key=gaps.get)
    return step, gaps[step]

# %% pick_a_stage | wrong | among equal gaps the latest wins
def pick(stages, known):
    best, smallest = None, np.inf
    for step in sorted(stages):
        if np.isfinite(stages[step]).all():
            gap = np.sum((stages[step].mean(0) - known.mean(0)) ** 2) / np.sum(known.var(0))
            if gap <= smallest:
                best, smallest = step, gap
    if best is None:
        raise ValueError("none left")
    return best, smallest

# %% pick_a_stage | wrong | leaves out only the rows that are not finite
def pick(stages, known):
    best = []
    for step, features in stages.items():
        features = features[np.isfinite(features).all(axis=1)]
        if len(features):
            best.append((np.sum((features.mean(0) - known.mean(0)) ** 2) / known.var(0).sum(), step))
    if not best:
        raise ValueError("none left")
    gap, step = min(best)
    return step, gap

# %% pick_a_stage | wrong | no care for NaN: nothing is left out, nothing raised
def pick(stages, known):
    steps = sorted(stages)
    gaps = [np.sum((stages[s].mean(0) - known.mean(0)) ** 2) / np.sum(known.var(0)) for s in steps]
    i = int(np.argmin(gaps))
    return steps[i], gaps[i]

# %% pick_a_stage | wrong | leaves out NaN but not infinity, so it hands back an infinite gap where nothing is left
def pick(stages, known):
    good = {s: f for s, f in stages.items() if not np.isnan(f).any()}
    if not good:
        raise ValueError("none left")
    gaps = {s: np.sum((good[s].mean(0) - known.mean(0)) ** 2) / np.sum(known.var(0)) for s in sorted(good)}
    step = min(gaps, key=gaps.get)
    return step, gaps[step]

# %% pick_a_stage | wrong | variance with ddof=1
def pick(stages, known):
    pairs = [
        (np.sum((f.mean(0) - known.mean(0)) ** 2) / np.var(known, axis=0, ddof=1).sum(), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        raise ValueError("none left")
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | variance of all numbers together
def pick(stages, known):
    pairs = [
        (np.sum((f.mean(0) - known.mean(0)) ** 2) / np.var(known), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        raise ValueError("none left")
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | the distance, not its square
def pick(stages, known):
    pairs = [
        (np.linalg.norm(f.mean(0) - known.mean(0)) / known.var(0).sum(), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        raise ValueError("none left")
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | each feature divided by its own variance
def pick(stages, known):
    pairs = [
        (np.sum((f.mean(0) - known.mean(0)) ** 2 / known.var(0)), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        raise ValueError("none left")
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | always the latest step
def pick(stages, known):
    good = [s for s in stages if np.isfinite(stages[s]).all()]
    if not good:
        raise ValueError("none left")
    step = max(good)
    return step, np.sum((stages[step].mean(0) - known.mean(0)) ** 2) / known.var(0).sum()

# %% pick_a_stage | wrong | leaves a stage out only if all its features are broken
def pick(stages, known):
    best, smallest = None, np.inf
    for step in sorted(stages):
        features = stages[step]
        if not np.isfinite(features).any():
            continue
        gap = np.sum((np.nanmean(features, axis=0) - known.mean(0)) ** 2) / np.sum(known.var(0))
        if gap < smallest:
            best, smallest = step, gap
    if best is None:
        raise ValueError("none left")
    return best, smallest

# %% mend_the_search | right | the given function with its three faults mended
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(nearest(tested)[1], 0.95)
    return index, np.mean(how_near > limit)

# %% mend_the_search | right | one cosine after the other
def mended(drawn, tested, library):
    def cosine(a, b):
        return np.dot(a, b) / np.sqrt(np.dot(a, a) * np.dot(b, b))

    rows = [[cosine(one, other) for other in library] for one in drawn]
    controls = [max(cosine(one, other) for other in library) for one in tested]
    limit = np.quantile(controls, 0.95)
    index = [int(np.argmax(row)) for row in rows]
    return np.array(index), sum(max(row) > limit for row in rows) / len(rows)

# %% mend_the_search | right | einsum, and norms divided out afterwards
def mended(drawn, tested, library):
    lengths = np.sqrt((library**2).sum(1))

    def cosines(features):
        return np.einsum("if,jf->ij", features, library) / np.outer(np.sqrt((features**2).sum(1)), lengths)

    ours = cosines(drawn)
    limit = np.percentile(cosines(tested).max(1), 95)
    near = ours.max(1)
    return ours.argmax(1), np.count_nonzero(near > limit) / near.size

# %% mend_the_search | right | the nearest by distance of unit vectors, which is the same order
def mended(drawn, tested, library):
    def unit(rows):
        return rows / np.linalg.norm(rows, axis=-1)[:, None]

    u, v, w = unit(drawn), unit(tested), unit(library)
    index = ((u[:, None] - w[None]) ** 2).sum(-1).argmin(1)
    near = (u * w[index]).sum(1)
    limit = np.quantile((v @ w.T).max(axis=-1), 0.95)
    return index, (near > limit).mean()

# %% mend_the_search | wrong | the library still divided by its columns' lengths
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=0)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(nearest(tested)[1], 0.95)
    return index, np.mean(how_near > limit)

# %% mend_the_search | wrong | features still divided by the length of the whole array
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(nearest(tested)[1], 0.95)
    return index, np.mean(how_near > limit)

# %% mend_the_search | wrong | the limit still from the drawn images
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(how_near, 0.95)
    return index, np.mean(how_near > limit)

# %% mend_the_search | wrong | no keepdims for the library: right shapes for a square one only, and wrong numbers
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(nearest(tested)[1], 0.95)
    return index, np.mean(how_near > limit)

# %% mend_the_search | wrong | the limit is the largest of the test photographs'
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    return index, np.mean(how_near > nearest(tested)[1].max())

# %% mend_the_search | wrong | the limit from all cosines of the test photographs, not the largest of each
def mended(drawn, tested, library):
    def cosines(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        return a @ b.T

    ours = cosines(drawn)
    return ours.argmax(1), np.mean(ours.max(1) > np.quantile(cosines(tested), 0.95))

# %% mend_the_search | wrong | cosines without their sign
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = np.abs(a @ b.T)
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(nearest(tested)[1], 0.95)
    return index, np.mean(how_near > limit)

# %% mend_the_search | wrong | nearest by Euclidean distance of the rows as they are
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        return (a @ b.T).max(axis=1)

    index = np.linalg.norm(drawn[:, None] - library, axis=2).argmin(axis=1)
    return index, np.mean(nearest(drawn) > np.quantile(nearest(tested), 0.95))

# %% mend_the_search | wrong | percentile with 0.95, that is nearly the smallest
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.percentile(nearest(tested)[1], 0.95)
    return index, np.mean(how_near > limit)

# %% bias_or_habit | right | compare used for the verdicts
def compare(named_a, named_b):
    shares, variances = [], []
    for named_ in (named_a, named_b):
        p = np.mean((named_ >= 2) & (named_ <= 7))
        shares.append(p)
        variances.append(p * (1 - p) / len(named_))
    difference = shares[0] - shares[1]
    return difference, difference / np.sqrt(sum(variances))


verdicts = {}
for who in "ABCD":
    if abs(compare(named[who], named["real"])[1]) <= 2:
        verdicts[who] = "none"
    elif abs(compare(named[who], named["blurred"])[1]) <= 2:
        verdicts[who] = "judge"
    else:
        verdicts[who] = "generator"
follows = {"b", "c", "e"}

# %% bias_or_habit | right | isin and hypot, literal words
def compare(named_a, named_b):
    def share_and_error(named):
        p = np.isin(named, [2, 3, 4, 5, 6, 7]).mean()
        return p, np.sqrt(p * (1 - p) / named.size)

    (p, e), (q, f) = share_and_error(named_a), share_and_error(named_b)
    return p - q, (p - q) / np.hypot(e, f)


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = set("bce")

# %% bias_or_habit | right | plain Python, bincount, a list of letters made a set
from math import sqrt

def compare(named_a, named_b):
    a, b = (np.bincount(x, minlength=10).tolist() for x in (named_a, named_b))
    n, m = sum(a), sum(b)
    p, q = sum(a[2:8]) / n, sum(b[2:8]) / m
    return [p - q, (p - q) / sqrt(p * (1 - p) / n + q * (1 - q) / m)]


verdicts = dict(D="generator", C="generator", B="none", A="judge")
follows = {letter for letter in ["e", "c", "b"]}

# %% bias_or_habit | right | the standard deviation of zeros and ones
def compare(named_a, named_b):
    a, b = ((np.asarray(x) // 2 >= 1) & (np.asarray(x) < 8) for x in (named_a, named_b))
    difference = a.mean() - b.mean()
    return difference, difference / (a.std() ** 2 / len(a) + b.std() ** 2 / len(b)) ** 0.5


def verdict(who):
    far = [abs(compare(named[who], named[other])[1]) > 2 for other in ("real", "blurred")]
    return "none" if not far[0] else "generator" if far[1] else "judge"


verdicts = {who: verdict(who) for who in ("A", "B", "C", "D")}
follows = {"c", "e", "b"}

# %% bias_or_habit | wrong | difference without its sign
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return abs(p - q), abs(p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | errors added, not their squares
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a)) + np.sqrt(q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "none", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | class 7 left out
def compare(named_a, named_b):
    p, q = (np.mean(np.isin(x, range(2, 7))) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | C called the judge's habit
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "judge", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | no absolute value in the verdicts, so C has none
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {}
for who in "ABCD":
    real, blurred = (compare(named[who], named[other])[1] for other in ("real", "blurred"))
    verdicts[who] = "none" if real <= 2 else "judge" if blurred <= 2 else "generator"
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | takes "not shown" for "shown to be equal"
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"a", "b", "c", "e"}

# %% bias_or_habit | wrong | c left out, as if the judge's habit made C's lack smaller
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "e"}

# %% bias_or_habit | wrong | D's surplus given to the judge alone
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "judge"}
follows = {"b", "c", "d", "e"}

# %% bias_or_habit | wrong | b less a
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return q - p, (q - p) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | n - 1 in the errors
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / (len(named_a) - 1) + q * (1 - q) / (len(named_b) - 1))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | the numbers of the visible test
def compare(named_a, named_b):
    return 0.35, 1.136303


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bytes_and_back | right | np.interp for both ways, in float64 until the end
def scaled(photographs, blue_first):
    x = np.interp(photographs.astype(float), [0, 255], [-1, 1])
    if blue_first:
        x = np.flip(x, -1)
    return x.astype(np.float32)


def shown(images):
    # np.interp keeps to its ends outside of them
    return np.round(np.interp(np.asarray(images, float), [-1.0, 1.0], [0, 255])).astype(np.uint8)

# %% bytes_and_back | right | helpers, np.take, whole numbers cut off at the end, tensors handed back
import keras


def _turn(x, order):
    return np.take(x, order, axis=3)


def scaled(photographs, blue_first):
    order = (2, 1, 0) if blue_first else (0, 1, 2)
    x = (_turn(photographs, order).astype(np.float32) - np.float32(127.5)) * np.float32(1 / 127.5)
    return keras.ops.convert_to_tensor(x)


def shown(images):
    whole = np.floor((images.astype("float64") + 1) * 255 / 2 + 0.5).astype("int64")
    whole[whole < 0] = 0
    whole[whole > 255] = 255
    return whole.astype("uint8")

# %% bytes_and_back | wrong | float64
def scaled(photographs, blue_first):
    return (photographs[..., ::-1] if blue_first else photographs) / 127.5 - 1


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | shown gives whole numbers of another dtype
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("int32")

# %% bytes_and_back | wrong | scaled by the photographs' own least and largest byte
def scaled(photographs, blue_first):
    x = photographs.astype("float32")
    low, high = x.min(), x.max()
    x = (x - low) / (high - low) * 2 - 1 if high > low else x / 127.5 - 1
    return x[..., ::-1] if blue_first else x


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | shown stretches by the images' own largest number
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    if np.abs(images).max() > 3:
        images = images / np.abs(images).max()
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | the axis of three, wherever it is
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return np.flip(result, result.shape.index(3)) if blue_first else result


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | only the first photograph is turned round
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    if blue_first:
        result[0] = result[0, ..., ::-1].copy()
    return result


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | turns the bytes of the given array round
def scaled(photographs, blue_first):
    if blue_first:
        photographs[...] = photographs[..., ::-1].copy()
    return photographs.astype("float32") / 127.5 - 1.0


def shown(images):
    return np.rint((np.clip(images, -1, 1) + 1) * 127.5).astype("uint8")

# %% bytes_and_back | wrong | small whole numbers overflow before they are cut off
def scaled(photographs, blue_first):
    result = photographs.astype("float32") / 127.5 - 1.0
    return result[..., ::-1] if blue_first else result


def shown(images):
    return np.clip(np.rint((images + 1) * 127.5).astype("int16"), 0, 255).astype("uint8")

# %% bytes_and_back | wrong | the numbers of the visible test
def scaled(photographs, blue_first):
    return np.array([-1, -0.6, 1], "float32").reshape(1, 1, 1, 3)


def shown(images):
    return np.array([[0, 153], [255, 255]], "uint8")

# %% predict_the_price | right | the networks built and counted, sizes asked of the layers
import keras
from keras import layers


def _both(channels):
    d = keras.Sequential([
        keras.Input((48, 64, channels)),
        layers.Conv2D(32, 3, padding="same", name="look"),
        layers.Conv2D(64, 5, strides=2, padding="same", name="halve"),
        layers.Conv2D(96, 3, strides=2, padding="same"),
        layers.Flatten(),
        layers.Dense(1, name="last"),
    ])
    g = keras.Sequential([
        keras.Input((50,)),
        layers.Dense(6 * 8 * 128),
        layers.Reshape((6, 8, 128)),
        layers.Conv2DTranspose(64, 4, strides=2, padding="same"),
        layers.Conv2DTranspose(32, 4, strides=2, padding="same", name="double"),
        layers.Conv2DTranspose(channels, 4, strides=2, padding="same", name="image"),
    ])
    return d, g


def _multiplications(layer):
    before, after = (np.prod(x.shape[1:3]) for x in (layer.input, layer.output))
    return int(np.prod(layer.kernel.shape) * min(before, after))


_d, _g = _both(3)
last = _d.get_layer("last").count_params()
for_colour = sum(x.count_params() for x in (_d, _g)) - sum(x.count_params() for x in _both(1))
work = {
    name: _multiplications(network.get_layer(name))
    for network, name in ((_d, "look"), (_d, "halve"), (_g, "double"), (_g, "image"))
}
megabytes = 40_000 * np.zeros((48, 64, 3), np.float32).nbytes / 10**6
_hits = [np.bincount(np.random.default_rng(i).integers(60_000, size=48_000), minlength=60_000) for i in range(3)]
distinct = float(np.mean([np.mean(h > 0) for h in _hits]))

# %% predict_the_price | wrong | work counted with the biases
last = 18433
for_colour = 1602
work = {
    "look": (3 * 3 * 3 + 1) * 32 * 48 * 64,
    "halve": (5 * 5 * 32 + 1) * 64 * 24 * 32,
    "double": (4 * 4 * 64 + 1) * 32 * 12 * 16,
    "image": (4 * 4 * 32 + 1) * 3 * 24 * 32,
}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | work in additions and multiplications, twice as many
last = 18433
for_colour = 1602
work = {"look": 2 * 2654208, "halve": 2 * 39321600, "double": 2 * 6291456, "image": 2 * 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | halve and double mixed up
last = 18433
for_colour = 1602
work = {"look": 2654208, "double": 39321600, "halve": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | a work rounded to millions
last = 18433
for_colour = 1602
work = {"look": 2_654_000, "halve": 39_322_000, "double": 6_291_000, "image": 1_180_000}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | megabytes rounded, where all but the last are exact
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1475
distinct = 0.5507

# %% predict_the_price | wrong | one place only
last = 18433
for_colour = 1602
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.6

# %% predict_the_price | wrong | the discriminator's photographs only
last = 18433
for_colour = 3 * 3 * 2 * 32
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% predict_the_price | wrong | D's biases counted as G's are
last = 18433
for_colour = 576 + 1026 + 2
work = {"look": 2654208, "halve": 39321600, "double": 6291456, "image": 1179648}
megabytes = 1474.56
distinct = 0.5507

# %% pick_a_stage | right | a mean that is not finite tells of any feature that is not; the error is min's own
def pick(stages, known):
    steps = np.array(sorted(stages))
    with np.errstate(all="ignore"):
        means = [stages[step].mean(axis=0) for step in sorted(stages)]
    keep = [i for i, mean in enumerate(means) if np.isfinite(mean).all()]
    gaps = [np.sum((means[i] - known.mean(axis=0)) ** 2) / np.var(known, axis=0).sum() for i in keep]
    smallest = min(gaps)  # a ValueError if there is none
    return steps[keep[gaps.index(smallest)]], smallest

# %% pick_a_stage | right | norms, a trace, and a list handed back
def pick(stages, known):
    spread = np.trace(np.atleast_2d(np.cov(known, rowvar=False, bias=True)))
    centre = np.average(known, axis=0)
    found = None
    for step in sorted(stages, reverse=True):
        rows = np.asarray(stages[step])
        if np.count_nonzero(~np.isfinite(rows)):
            continue
        gap = np.linalg.norm(rows.sum(axis=0) / rows.shape[0] - centre) ** 2 / spread
        if found is None or gap <= found[1]:
            found = [step, gap]
    if not found:
        raise ValueError(f"none of {len(stages)} stages has finite features")
    return found

# %% pick_a_stage | wrong | forgets that a step may be 0
def pick(stages, known):
    best, smallest = None, np.inf
    for step in sorted(stages):
        if np.isfinite(stages[step]).all():
            gap = np.sum((stages[step].mean(0) - known.mean(0)) ** 2) / np.sum(known.var(0))
            if gap < smallest:
                best, smallest = step, gap
    if not best:
        raise ValueError("none left")
    return best, smallest

# %% pick_a_stage | wrong | begins with a smallest gap of 1,000
def pick(stages, known):
    best, smallest = None, 1000
    for step in sorted(stages):
        if np.isfinite(stages[step]).all():
            gap = np.sum((stages[step].mean(0) - known.mean(0)) ** 2) / np.sum(known.var(0))
            if gap < smallest:
                best, smallest = step, gap
    if best is None:
        raise ValueError("none left")
    return best, smallest

# %% pick_a_stage | wrong | one broken stage is enough for an error
def pick(stages, known):
    if not all(np.isfinite(f).all() for f in stages.values()):
        raise ValueError("broken")
    gap, step = min((np.sum((f.mean(0) - known.mean(0)) ** 2) / known.var(0).sum(), s) for s, f in stages.items())
    return step, gap

# %% pick_a_stage | wrong | looks for broken features in the first row only
def pick(stages, known):
    pairs = [
        (np.sum((f.mean(0) - known.mean(0)) ** 2) / known.var(0).sum(), s)
        for s, f in stages.items()
        if np.isfinite(f[0]).all()
    ]
    if not pairs:
        raise ValueError("none left")
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | the gap first, then the step
def pick(stages, known):
    pairs = [
        (np.sum((f.mean(0) - known.mean(0)) ** 2) / known.var(0).sum(), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        raise ValueError("none left")
    return min(pairs)

# %% pick_a_stage | wrong | nothing left gives None, not a ValueError
def pick(stages, known):
    pairs = [
        (np.sum((f.mean(0) - known.mean(0)) ** 2) / known.var(0).sum(), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        return None
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | gaps rounded to three places, so that near ones are equal
def pick(stages, known):
    pairs = [
        (round(float(np.sum((f.mean(0) - known.mean(0)) ** 2) / known.var(0).sum()), 3), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        raise ValueError("none left")
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | the variance of the samples, not of the real ones
def pick(stages, known):
    pairs = [
        (np.sum((f.mean(0) - known.mean(0)) ** 2) / max(f.var(0).sum(), 1e-9), s)
        for s, f in stages.items()
        if np.isfinite(f).all()
    ]
    if not pairs:
        raise ValueError("none left")
    gap, step = min(pairs)
    return step, gap

# %% pick_a_stage | wrong | the numbers of the visible test
def pick(stages, known):
    return 200, 0.8

# %% mend_the_search | right | block by block, the limit worked out by hand, a list of numbers handed back
def mended(drawn, tested, library):
    lengths = [float(np.sqrt(np.sum(np.square(row)))) for row in library]

    def best(row):
        size = float(np.sqrt(np.sum(np.square(row))))
        cosines = [float(np.sum(row * other)) / size / length for other, length in zip(library, lengths)]
        place = max(range(len(cosines)), key=cosines.__getitem__)
        return place, cosines[place]

    ours = [best(row) for row in drawn]
    near = sorted(best(row)[1] for row in tested)
    place = 0.95 * (len(near) - 1)
    low = int(place)
    high = min(low + 1, len(near) - 1)
    limit = near[low] + (place - low) * (near[high] - near[low])
    return [place for place, _ in ours], sum(cosine > limit for _, cosine in ours) / len(ours)

# %% mend_the_search | right | angles in place of cosines, which turn the order round
def mended(drawn, tested, library):
    def unit(x):
        return (x.T / np.linalg.norm(x, axis=1)).T

    c, t = unit(drawn) @ unit(library).T, unit(tested) @ unit(library).T
    angles = -np.sort(-c, axis=1)[:, 0]
    return np.argsort(-c, axis=1, kind="stable")[:, 0], float((angles > np.quantile(np.amax(t, 1), 0.95)).mean())

# %% mend_the_search | wrong | at the limit counts as above it
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(nearest(tested)[1], 0.95)
    return index, np.mean(how_near >= limit)

# %% mend_the_search | wrong | the limit is one of the test photographs', the lower one
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    limit = np.quantile(nearest(tested)[1], 0.95, method="lower")
    return index, np.mean(how_near > limit)

# %% mend_the_search | wrong | the share of the test photographs
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    controls = nearest(tested)[1]
    return index, np.mean(controls > np.quantile(controls, 0.95))

# %% mend_the_search | wrong | the limit at 5 %
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    return index, np.mean(how_near > np.quantile(nearest(tested)[1], 0.05))

# %% mend_the_search | wrong | features centred first: correlations, not cosines
def mended(drawn, tested, library):
    def nearest(features):
        a, b = (x - x.mean(axis=1, keepdims=True) for x in (features, library))
        cosines = (a @ b.T) / (np.linalg.norm(a, axis=1)[:, None] * np.linalg.norm(b, axis=1) + 1e-12)
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    return index, np.mean(how_near > np.quantile(nearest(tested)[1], 0.95))

# %% mend_the_search | wrong | counts rows from 1
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    return index + 1, np.mean(how_near > np.quantile(nearest(tested)[1], 0.95))

# %% mend_the_search | wrong | a number of images, not a share
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = a @ b.T
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    return index, np.sum(how_near > np.quantile(nearest(tested)[1], 0.95))

# %% mend_the_search | wrong | no cosine below 0 is kept
def mended(drawn, tested, library):
    def nearest(features):
        a = features / np.linalg.norm(features, axis=1, keepdims=True)
        b = library / np.linalg.norm(library, axis=1, keepdims=True)
        cosines = np.maximum(a @ b.T, 0)
        return cosines.argmax(axis=1), cosines.max(axis=1)

    index, how_near = nearest(drawn)
    return index, np.mean(how_near > np.quantile(nearest(tested)[1], 0.95))

# %% mend_the_search | wrong | the numbers of the visible test
def mended(drawn, tested, library):
    return np.array([0, 2]), 1.0

# %% bias_or_habit | right | every sentence worked out from the counts
from math import erfc, sqrt


def _share(x):
    return np.isin(x, np.arange(2, 8)).mean()


def compare(named_a, named_b):
    p, q = _share(named_a), _share(named_b)
    return p - q, (p - q) / sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))


verdicts, _far = {}, {}
for _who in "DCBA":
    _far[_who] = [abs(compare(named[_who], named[other])[1]) for other in ("real", "blurred")]
    verdicts[_who] = ("none", "judge", "generator")[(_far[_who][0] > 2) * (1 + (_far[_who][1] > 2))]
_p = {who: _share(x) for who, x in named.items()}
_more = np.repeat([1, 5], [680, 1320])  # 2,000 samples with B's share
follows = set()
if abs(_p["B"] - _p["real"]) + 2 * sqrt(_p["B"] * (1 - _p["B"]) / 150) < 0.01:
    follows.add("a")
if abs(compare(_more, named["real"])[1]) > 2:
    follows.add("b")
if abs(_p["C"] - _p["blurred"]) > abs(_p["C"] - _p["real"]):
    follows.add("c")
if _far["D"][1] <= 2:
    follows.add("d")
if round(20 * erfc(2 / sqrt(2))) == 1:
    follows.add("e")

# %% bias_or_habit | right | a sum of truths, an array handed back, a tuple of letters
def is_animal(k):
    return not (k < 2 or k > 7)


def compare(named_a, named_b):
    x, y = ([is_animal(k) for k in some] for some in (named_a, named_b))
    p, q = sum(x) / len(x), sum(y) / len(y)
    squared = [np.var(some) / len(some) for some in (x, y)]
    return np.array([p - q, (p - q) * sum(squared) ** -0.5])


verdicts = {"D": "generator", "A": "judge", "C": "generator", "B": "none"}
follows = ("e", "b", "c")

# %% bias_or_habit | wrong | one share for both errors
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    n, m = len(named_a), len(named_b)
    both = (p * n + q * m) / (n + m)
    return p - q, (p - q) / np.sqrt(both * (1 - both) * (1 / n + 1 / m))


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | the size of the first for both
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    return p - q, (p - q) / np.sqrt((p * (1 - p) + q * (1 - q)) / len(named_a))


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | class 8 counts as an animal
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 8)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | the share of classes that are named, not of images
def compare(named_a, named_b):
    p, q = (np.mean((np.unique(x) >= 2) & (np.unique(x) <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | A called none, since it is like the blurred ones
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "none", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c", "e"}

# %% bias_or_habit | wrong | e left out
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = {"b", "c"}

# %% bias_or_habit | wrong | all sentences
def compare(named_a, named_b):
    p, q = (np.mean((x >= 2) & (x <= 7)) for x in (named_a, named_b))
    error = np.sqrt(p * (1 - p) / len(named_a) + q * (1 - q) / len(named_b))
    return p - q, (p - q) / error


verdicts = {"A": "judge", "B": "none", "C": "generator", "D": "generator"}
follows = set("abcdef")
