# %% variety | right | singular values and scipy's pdist
from scipy.spatial.distance import pdist


def variety(samples, real):
    k = min(len(samples), len(real))
    samples, real = samples[:k].reshape(k, -1), real[:k].reshape(k, -1)
    if (samples == samples[0]).all():
        return 0.0, 0.0

    def dimensions(rows):
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return v.sum() ** 2 / (v**2).sum()

    return pdist(samples).mean() / pdist(real).mean(), dimensions(samples) / dimensions(real)


# %% variety | right | loops over pairs, eigenvalues of the matrix of inner products, float64 throughout
def variety(samples, real):
    k = min(samples.shape[0], real.shape[0])
    found = []
    for images in (samples, real):
        rows = np.array([np.asarray(image, "float64").ravel() for image in images[:k]])
        total, pairs = 0.0, 0
        for i in range(k):
            for j in range(i):
                total += np.sqrt(np.sum((rows[i] - rows[j]) ** 2))
                pairs += 1
        if total == 0:
            return [0, 0]
        centred = rows - rows.mean(axis=0)
        v = np.linalg.eigvalsh(centred @ centred.T) / k
        found.append((total / pairs, np.sum(v) ** 2 / np.sum(v**2)))
    return [found[0][0] / found[1][0], found[0][1] / found[1][1]]


# %% variety | right | all pairs at once, traces of the covariance, a different way to see that all are the same
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        x = np.reshape(images[:k], (k, -1)).astype("float64")
        if np.ptp(x, axis=0).max() == 0:
            return np.zeros(2)
        distance = np.linalg.norm(x[:, None] - x[None], axis=-1).sum() / (k * (k - 1))
        x = x - x.mean(axis=0)
        c = x @ x.T
        return np.array([distance, np.trace(c) ** 2 / np.sum(c * c)])

    a, b = both(samples) / both(real)
    return a, b


# %% variety | wrong | takes all images of both, not equally many
def variety(samples, real):
    def both(images):
        rows = images.reshape(len(images), -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d


# %% variety | wrong | variances of the pixels, not along the principal axes
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = rows.var(axis=0)
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[:k] == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d


# %% variety | wrong | singular values not squared, so standard deviations in place of variances
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False)
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[:k] == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d


# %% variety | wrong | samples that are all the same give NaN or rounding noise
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d


# %% predict_numbers | right | by the formulas, prints counted
d_loss = (-np.log(0.9) - np.log(1 - 0.2)) / 2
g_loss = -np.log(0.2)
steeper = (1 - 0.04) / 0.04
said = 1 - np.exp(-0.25)
v = np.array([9.0, 4, 4, 1])
dimensions = v.sum() ** 2 / (v**2).sum()


def busiest(kernel, stride, size=40):
    line = np.zeros(stride * size + kernel)
    for i in range(size):
        line[i * stride : i * stride + kernel] += 1
    inner = line[2 * kernel : -3 * kernel]
    inner = np.outer(inner, inner)
    return inner.max() / inner.min()


prints_5_3, prints_7_2 = busiest(5, 3), busiest(7, 2)

# %% predict_numbers | right | literal numbers, two places
d_loss = 0.16
g_loss = 1.61
steeper = 24
said = 0.22
dimensions = 2.84
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | right | NumPy's numbers of other kinds
d_loss = np.float32(0.1643)
g_loss = np.float32(1.609)
steeper = np.int64(24)
said = np.float64(0.2212)
dimensions = np.float64(324 / 114)
prints_5_3 = np.int64(4)
prints_7_2 = np.float64(16 / 9)

# %% predict_numbers | wrong | D's two losses added, not their mean
d_loss = -np.log(0.9) - np.log(0.8)
g_loss = -np.log(0.2)
steeper = 0.96 / 0.04
said = 1 - np.exp(-0.25)
dimensions = 18**2 / (81 + 16 + 16 + 1)
prints_5_3 = 4.0
prints_7_2 = 16 / 9

# %% predict_numbers | wrong | prints along one axis, not squared
d_loss = -(np.log(0.9) + np.log(0.8)) / 2
g_loss = -np.log(0.2)
steeper = 0.96 / 0.04
said = 1 - np.exp(-0.25)
dimensions = 18**2 / (81 + 16 + 16 + 1)
prints_5_3 = 2.0
prints_7_2 = 4 / 3

# %% predict_numbers | wrong | said is 1 - D
d_loss = -(np.log(0.9) + np.log(0.8)) / 2
g_loss = -np.log(0.2)
steeper = 0.96 / 0.04
said = np.exp(-0.25)
dimensions = 18**2 / (81 + 16 + 16 + 1)
prints_5_3 = 4.0
prints_7_2 = 16 / 9

# %% predict_numbers | wrong | the steeper slope taken as 1, not 1 - D
d_loss = -(np.log(0.9) + np.log(0.8)) / 2
g_loss = -np.log(0.2)
steeper = 1 / 0.04
said = 1 - np.exp(-0.25)
dimensions = 18**2 / (81 + 16 + 16 + 1)
prints_5_3 = 4.0
prints_7_2 = 16 / 9

# %% mend_the_losses | right | logaddexp
def mended(judge, real, fake):
    on_real, on_fake = judge(real), judge(fake)
    return (
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, -on_fake).mean(),
    )


# %% mend_the_losses | right | softplus by hand, lists and loops, G asks D once more
import math


def softplus(x):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def mended(judge, real, fake):
    d_real = [softplus(-float(a)) for a in judge(real)]
    d_fake = [softplus(float(a)) for a in judge(fake)]
    g = [softplus(-float(a)) for a in judge(fake)]
    return [sum(d_real) / len(d_real), sum(d_fake) / len(d_fake), sum(g) / len(g)]


# %% mend_the_losses | right | keras.ops in float32
import keras


def mended(judge, real, fake):
    on_real = keras.ops.convert_to_tensor(judge(real), "float32")
    on_fake = keras.ops.convert_to_tensor(judge(fake), "float32")
    return tuple(
        float(keras.ops.mean(keras.ops.softplus(x))) for x in (-on_real, on_fake, -on_fake)
    )


# %% mend_the_losses | wrong | the sigmoid still overflows
def mended(judge, real, fake):
    on_real = 1 / (1 + np.exp(-judge(real)))
    on_fake = 1 / (1 + np.exp(-judge(fake)))
    return -np.log(on_real).mean(), -np.log(1 - on_fake).mean(), -np.log(on_fake).mean()


# %% mend_the_losses | wrong | D still sees both kinds in one batch
def mended(judge, real, fake):
    logits = judge(np.concatenate([real, fake]))
    on_real, on_fake = logits[: len(real)], logits[len(real) :]
    return (
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, -judge(fake)).mean(),
    )


# %% mend_the_losses | wrong | probabilities clipped, so that no loss is above 16
def mended(judge, real, fake):
    def sigmoid(x):
        return np.clip(1 / (1 + np.exp(-np.clip(x, -500, 500))), 1e-7, 1 - 1e-7)

    on_real, on_fake = sigmoid(judge(real)), sigmoid(judge(fake))
    return -np.log(on_real).mean(), -np.log(1 - on_fake).mean(), -np.log(on_fake).mean()


# %% mend_the_losses | wrong | G's loss is still -log(1 - D)
def mended(judge, real, fake):
    on_real, on_fake = judge(real), judge(fake)
    return (
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, on_fake).mean(),
    )


# %% goes_round | right | vectorised
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest = counts.argmax(axis=1)
    shares = counts.max(axis=1) / looks.shape[1]
    if (shares > 0.5).mean() < 0.5:
        word = "spread"
    else:
        word = "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"
    return fullest, shares, word


# %% goes_round | right | loops and lists
def row_of_looks(looks, centres):
    fullest, shares = [], []
    for look in looks:
        counts = [0] * len(centres)
        for x, y in look:
            squares = [(x - a) ** 2 + (y - b) ** 2 for a, b in centres]
            counts[squares.index(min(squares))] += 1
        fullest.append(counts.index(max(counts)))
        shares.append(max(counts) / len(look))
    collapsed = sum(share > 0.5 for share in shares)
    changes = sum(a != b for a, b in zip(fullest, fullest[1:]))
    if 2 * collapsed < len(looks):
        return fullest, shares, "spread"
    if 2 * changes >= len(looks) - 1:
        return fullest, shares, "goes round"
    return fullest, shares, "stays"


# %% goes_round | right | cdist and bincount
from scipy.spatial.distance import cdist


def row_of_looks(looks, centres):
    counts = np.stack(
        [np.bincount(cdist(look, centres).argmin(axis=1), minlength=len(centres)) for look in looks]
    )
    fullest, n = np.argmax(counts, axis=1), looks.shape[1]
    collapsed = np.count_nonzero(2 * counts.max(axis=1) > n)
    changes = np.count_nonzero(np.diff(fullest))
    word = "spread"
    if collapsed >= len(looks) / 2:
        word = "stays" if changes < (len(looks) - 1) / 2 else "goes round"
    return fullest, counts.max(axis=1) / n, word


# %% goes_round | wrong | a share of exactly one half counts as collapsed
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest = counts.argmax(axis=1)
    shares = counts.max(axis=1) / looks.shape[1]
    if (shares >= 0.5).mean() < 0.5:
        word = "spread"
    else:
        word = "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"
    return fullest, shares, word


# %% goes_round | wrong | of several fullest clouds the last one
def row_of_looks(looks, centres):
    fullest, shares = [], []
    for look in looks:
        nearest = np.linalg.norm(look[:, None] - centres, axis=-1).argmin(axis=1)
        counts = np.bincount(nearest, minlength=len(centres))
        fullest.append(len(counts) - 1 - counts[::-1].argmax())
        shares.append(counts.max() / len(look))
    fullest, shares = np.array(fullest), np.array(shares)
    if (shares > 0.5).mean() < 0.5:
        word = "spread"
    else:
        word = "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"
    return fullest, shares, word


# %% goes_round | wrong | counts how many different clouds there are, not the changes
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest = counts.argmax(axis=1)
    shares = counts.max(axis=1) / looks.shape[1]
    changes = len(set(fullest.tolist())) - 1
    if (shares > 0.5).mean() < 0.5:
        word = "spread"
    else:
        word = "goes round" if changes >= (len(looks) - 1) / 2 else "stays"
    return fullest, shares, word


# %% goes_round | wrong | changes in half of the l looks, not of the l - 1 steps
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest = counts.argmax(axis=1)
    shares = counts.max(axis=1) / looks.shape[1]
    changes = (fullest[1:] != fullest[:-1]).sum()
    if (shares > 0.5).sum() < len(looks) / 2:
        word = "spread"
    else:
        word = "goes round" if changes >= len(looks) / 2 else "stays"
    return fullest, shares, word


# %% four_boxes | right | measured with cdist and singular values, words by hand
from scipy.spatial.distance import cdist


def flat(images):
    return images.reshape(len(images), -1) / 127.5 - 1


eights = flat(training_eights)
among = cdist(eights, eights)
np.fill_diagonal(among, np.inf)
measured = {}
for letter, images in boxes.items():
    x = flat(images)
    apart = cdist(x, eights)
    v = np.linalg.svd(x - x.mean(axis=0), compute_uv=False) ** 2
    closeness = apart.min(axis=1) / among.min(axis=1)[apart.argmin(axis=1)]
    measured[letter] = (np.median(closeness), v.sum() ** 2 / (v**2).sum())
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | right | literal numbers, lists, words in another order
measured = {"D": [1.15, 12.15], "C": [0.27, 12.39], "B": [1.23, 1.62], "A": [1.89, 19.75]}
verdict = {"D": "stable", "C": "copies", "B": "few ways", "A": "nothing real"}
true = ["b", "c", "e"]

# %% four_boxes | right | by the package and loops, words by rule
from gan_lessons import diagnosis, metrics

eights = training_eights.astype("float32").reshape(150, -1) / 127.5 - 1
own = metrics.nearest(eights, eights, skip_itself=True).distances[:, 0]
measured, verdict = {}, {}
for letter in "ABCD":
    x = boxes[letter].astype("float64").reshape(25, -1) / 127.5 - 1
    found = metrics.nearest(x, eights)
    ratios = [d / own[i] for d, i in zip(found.distances[:, 0], found.indices[:, 0])]
    measured[letter] = (float(np.median(ratios)), diagnosis.effective_dimensions(x))
for letter, (near, ways) in measured.items():
    if near < 0.5:
        verdict[letter] = "copies"
    elif near > 1.6:
        verdict[letter] = "nothing real"
    else:
        verdict[letter] = "few ways" if ways < 3 else "stable"
true = ("b", "c", "e")

# %% four_boxes | wrong | closeness is a ratio of two medians
from scipy.spatial.distance import cdist


def flat(images):
    return images.reshape(len(images), -1) / 127.5 - 1


eights = flat(training_eights)
among = np.sort(cdist(eights, eights), axis=1)[:, 1]
measured = {}
for letter, images in boxes.items():
    x = flat(images)
    v = np.linalg.svd(x - x.mean(axis=0), compute_uv=False) ** 2
    closeness = np.median(cdist(x, eights).min(axis=1)) / np.median(among)
    measured[letter] = (closeness, v.sum() ** 2 / (v**2).sum())
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | wrong | dimensions from standard deviations
from scipy.spatial.distance import cdist


def flat(images):
    return images.reshape(len(images), -1) / 127.5 - 1


eights = flat(training_eights)
among = np.sort(cdist(eights, eights), axis=1)[:, 1]
measured = {}
for letter, images in boxes.items():
    x = flat(images)
    apart = cdist(x, eights)
    v = np.linalg.svd(x - x.mean(axis=0), compute_uv=False)
    closeness = np.median(apart.min(axis=1) / among[apart.argmin(axis=1)])
    measured[letter] = (closeness, v.sum() ** 2 / (v**2).sum())
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | wrong | the most dimensions taken for the best generator
measured = {"A": (1.887, 19.752), "B": (1.23, 1.618), "C": (0.268, 12.388), "D": (1.148, 12.154)}
verdict = {"A": "stable", "B": "few ways", "C": "copies", "D": "nothing real"}
true = {"a", "b", "e"}

# %% four_boxes | wrong | sentence c missed
measured = {"A": (1.887, 19.752), "B": (1.23, 1.618), "C": (0.268, 12.388), "D": (1.148, 12.154)}
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "e"}

# %% variety | right | eigenvalues of the covariance by np.cov, pairs by triu_indices, an array handed back
def variety(samples, real):
    k = min(len(samples), len(real))
    x, y = (np.reshape(some[:k], (k, -1)).astype(np.float64) for some in (samples, real))
    i, j = np.triu_indices(k, 1)

    def spread(rows):
        return np.mean(np.sqrt(np.sum((rows[i] - rows[j]) ** 2, axis=1)))

    def ways(rows):
        c = np.cov(rows.T)
        return np.trace(c) ** 2 / np.einsum("ij,ji->", c, c)

    if all(np.array_equal(x[0], row) for row in x):
        return np.zeros(2)
    return np.array([spread(x) / spread(y), ways(x) / ways(y)])

# %% variety | right | by the package's functions, and itertools
from itertools import combinations

from gan_lessons import diagnosis


def variety(samples, real):
    k = min(map(len, (samples, real)))
    a, b = ([image.ravel() for image in images[:k]] for images in (samples, real))
    apart = [sum(float(np.linalg.norm(x - y)) for x, y in combinations(rows, 2)) for rows in (a, b)]
    if apart[0] == 0:
        return 0, 0
    wide = [diagnosis.effective_dimensions(np.array(rows, "float64")) for rows in (a, b)]
    return apart[0] / apart[1], wide[0] / wide[1]

# %% variety | wrong | the last k of each
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[-k:].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[-k:] == samples[-1]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | all samples have to be the same, not the k that are looked at
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | the first two the same is enough
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[0] == samples[1]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | a mean of squared distances
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.sum((a - b) ** 2) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[:k] == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | each image beside the one before it only
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean(np.linalg.norm(np.diff(rows, axis=0), axis=1))
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[:k] == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | the real ones as a share of the samples
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[:k] == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return b / a, d / c

# %% variety | wrong | the mean not taken off
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows, compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if (samples[:k] == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | the rank in the place of the effective number
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        return distance, np.linalg.matrix_rank(rows - rows.mean(axis=0))

    if (samples[:k] == samples[0]).all():
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | samples that are nearly the same count as the same
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
        return distance, v.sum() ** 2 / (v**2).sum()

    if np.ptp(samples[:k], axis=0).max() < 0.01:
        return 0.0, 0.0
    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | only the distances' ratio is 0 where all are the same
def variety(samples, real):
    k = min(len(samples), len(real))

    def both(images):
        rows = images[:k].reshape(k, -1)
        distance = np.mean([np.linalg.norm(a - b) for i, a in enumerate(rows) for b in rows[:i]])
        v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2 + 1e-30
        return distance, v.sum() ** 2 / (v**2).sum()

    (a, c), (b, d) = both(samples), both(real)
    return a / b, c / d

# %% variety | wrong | the numbers of the visible test
def variety(samples, real):
    if (samples == samples[0]).all():
        return 0.0, 0.0
    return (10 / 6) / ((8 + 2 * 8**0.5) / 6), 0.5

# %% predict_numbers | right | losses by math, slopes by differences, dimensions by the package
import math

from gan_lessons.diagnosis import effective_dimensions


def _sigmoid(x):
    return 1 / (1 + math.exp(-x))


def _slope(loss, d, h=1e-5):
    x = math.log(d / (1 - d))
    return (loss(_sigmoid(x + h)) - loss(_sigmoid(x - h))) / (2 * h)


d_loss = (math.log(1 / 0.9) + math.log(1 / 0.8)) / 2
g_loss = math.log(5)
steeper = _slope(lambda d: -math.log(d), 0.04) / _slope(lambda d: math.log1p(-d), 0.04)
said = -math.expm1(-0.25)
_axes = np.diag([3.0, 2.0, 2.0, 1.0])
dimensions = effective_dimensions(np.vstack([_axes, -_axes]))
prints_5_3 = (math.ceil(5 / 3) / math.floor(5 / 3)) ** 2
prints_7_2 = (math.ceil(7 / 2) / math.floor(7 / 2)) ** 2

# %% predict_numbers | wrong | logarithms to base 2
d_loss = -(np.log2(0.9) + np.log2(0.8)) / 2
g_loss = -np.log2(0.2)
steeper = 24
said = 1 - 2**-0.25
dimensions = 2.84
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | wrong | D's loss on generated images from the answer itself
d_loss = -(np.log(0.9) + np.log(0.2)) / 2
g_loss = 1.61
steeper = 24
said = 0.22
dimensions = 2.84
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | wrong | G's minimax loss in the place of the other
d_loss = 0.16
g_loss = -np.log(0.8)
steeper = 24
said = 0.22
dimensions = 2.84
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | wrong | the slopes' quotient the wrong way round
d_loss = 0.16
g_loss = 1.61
steeper = 0.04 / 0.96
said = 0.22
dimensions = 2.84
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | wrong | slopes with respect to D's answer, where they are further apart
d_loss = 0.16
g_loss = 1.61
steeper = 0.96 / 0.04 / (0.04 * 0.96)
said = 0.22
dimensions = 2.84
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | wrong | dimensions of standard deviations
d_loss = 0.16
g_loss = 1.61
steeper = 24
said = 0.22
dimensions = (3 + 2 + 2 + 1) ** 2 / (9 + 4 + 4 + 1)
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | wrong | four directions, so four
d_loss = 0.16
g_loss = 1.61
steeper = 24
said = 0.22
dimensions = 4
prints_5_3 = 4
prints_7_2 = 1.78

# %% predict_numbers | wrong | kernel by stride, squared
d_loss = 0.16
g_loss = 1.61
steeper = 24
said = 0.22
dimensions = 2.84
prints_5_3 = (5 / 3) ** 2
prints_7_2 = (7 / 2) ** 2

# %% predict_numbers | wrong | one place only
d_loss = 0.2
g_loss = 1.6
steeper = 24
said = 0.2
dimensions = 2.8
prints_5_3 = 4
prints_7_2 = 1.8

# %% predict_numbers | wrong | said taken as the loss
d_loss = 0.16
g_loss = 1.61
steeper = 24
said = 0.25
dimensions = 2.84
prints_5_3 = 4
prints_7_2 = 1.78

# %% mend_the_losses | right | a case for each sign, an array of three
def _softplus(x):
    small = np.exp(-np.abs(x))
    return np.where(x > 0, x + np.log1p(small), np.log1p(small))


def mended(judge, real, fake):
    a, b = np.asarray(judge(real), "float64"), np.asarray(judge(fake), "float64")
    return np.array([np.mean(_softplus(s)) for s in (-a, b, -b)])

# %% mend_the_losses | right | Keras's own loss from logits, a dictionary on the way
import keras


def mended(judge, real, fake):
    said = {"real": judge(real), "fake": judge(fake)}

    def loss(kind, wanted):
        logits = np.asarray(said[kind], "float64").reshape(-1, 1)
        return float(
            keras.ops.mean(keras.losses.binary_crossentropy(np.full_like(logits, wanted), logits, from_logits=True))
        )

    return loss("real", 1.0), loss("fake", 0.0), loss("fake", 1.0)

# %% mend_the_losses | wrong | logits cut off at 500
def mended(judge, real, fake):
    on_real, on_fake = (np.clip(judge(x), -500, 500) for x in (real, fake))
    return (
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, -on_fake).mean(),
    )

# %% mend_the_losses | wrong | log1p of exp, which overflows at 710
def mended(judge, real, fake):
    on_real, on_fake = judge(real), judge(fake)
    return tuple(np.log1p(np.exp(x)).mean() for x in (-on_real, on_fake, -on_fake))

# %% mend_the_losses | wrong | the logit itself where it is large, nothing where it is small: max(x, 0)
def mended(judge, real, fake):
    on_real, on_fake = judge(real), judge(fake)
    return tuple(np.maximum(x, 0).mean() for x in (-on_real, on_fake, -on_fake))

# %% mend_the_losses | wrong | infinite losses made a large number
def mended(judge, real, fake):
    a, b = 1 / (1 + np.exp(-judge(real))), 1 / (1 + np.exp(-judge(fake)))
    return tuple(np.nan_to_num(-np.log(x), posinf=1000.0).mean() for x in (a, 1 - b, b))

# %% mend_the_losses | wrong | a little added inside the logarithm
def mended(judge, real, fake):
    def sigmoid(x):
        return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))

    a, b = sigmoid(judge(real)), sigmoid(judge(fake))
    return tuple(-np.log(x + 1e-12).mean() for x in (a, 1 - b, b))

# %% mend_the_losses | wrong | one row after the other
def mended(judge, real, fake):
    on_real = np.array([judge(row[None])[0] for row in real])
    on_fake = np.array([judge(row[None])[0] for row in fake])
    return (
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, -on_fake).mean(),
    )

# %% mend_the_losses | wrong | real and generated ones in the other order
def mended(judge, real, fake):
    on_real, on_fake = judge(real), judge(fake)
    return (
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, -on_fake).mean(),
    )

# %% mend_the_losses | wrong | G still sees its images among the real ones
def mended(judge, real, fake):
    on_real, on_fake = judge(real), judge(fake)
    among = judge(np.concatenate([real, fake]))[len(real) :]
    return (
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, -among).mean(),
    )

# %% mend_the_losses | wrong | sums over the images
def mended(judge, real, fake):
    on_real, on_fake = judge(real), judge(fake)
    return (
        np.logaddexp(0, -on_real).sum(),
        np.logaddexp(0, on_fake).sum(),
        np.logaddexp(0, -on_fake).sum(),
    )

# %% mend_the_losses | wrong | as many images of each as there are of the fewer
def mended(judge, real, fake):
    n = min(len(real), len(fake))
    on_real, on_fake = judge(real)[:n], judge(fake)[:n]
    return (
        np.logaddexp(0, -on_real).mean(),
        np.logaddexp(0, on_fake).mean(),
        np.logaddexp(0, -on_fake).mean(),
    )

# %% mend_the_losses | wrong | the numbers of the visible test
def mended(judge, real, fake):
    return 0.41004, 0.55837, 1.55837

# %% goes_round | right | Counter, a dictionary of clouds, tuples handed back
from collections import Counter


def _cloud(sample, centres):
    return min(range(len(centres)), key=lambda i: float(np.hypot(*(sample - centres[i]))))


def row_of_looks(looks, centres):
    found = []
    for look in looks:
        many = Counter(_cloud(sample, centres) for sample in look)
        best = max(sorted(many), key=lambda i: many[i])
        found.append((best, many[best], len(look)))
    fullest = tuple(best for best, _, _ in found)
    shares = tuple(count / n for _, count, n in found)
    collapsed = [2 * count > n for _, count, n in found]
    if collapsed.count(True) * 2 < len(looks):
        return [fullest, shares, "spread"]
    steps = [int(a != b) for a, b in zip(fullest[:-1], fullest[1:])]
    return [fullest, shares, "stays" if sum(steps) * 2 < len(steps) else "goes round"]

# %% goes_round | right | squared distances multiplied out around the middle, one table of words
def row_of_looks(looks, centres):
    l, n, _ = looks.shape
    middle = centres.mean(axis=0)
    flat, around = looks.reshape(-1, 2) - middle, centres - middle
    squares = (flat**2).sum(1)[:, None] - 2 * flat @ around.T + (around**2).sum(1)
    belongs = np.eye(len(centres), dtype=int)[squares.argmin(1)].reshape(l, n, -1).sum(axis=1)
    fullest = np.array([np.flatnonzero(row == row.max())[0] for row in belongs])
    shares = np.take_along_axis(belongs, fullest[:, None], axis=1)[:, 0] / n
    words = {(False, False): "spread", (False, True): "spread", (True, False): "stays", (True, True): "goes round"}
    changes = sum(fullest[i] != fullest[i + 1] for i in range(l - 1))
    return fullest, shares, words[bool((shares > 0.5).sum() >= l / 2), bool(changes >= (l - 1) / 2)]

# %% goes_round | wrong | more than half of the looks have to be collapsed
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if (shares > 0.5).mean() <= 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"

# %% goes_round | wrong | more than half of the steps have to be changes
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if (shares > 0.5).mean() < 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) > 0.5 else "stays"

# %% goes_round | wrong | changes among the collapsed looks only
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if (shares > 0.5).mean() < 0.5:
        return fullest, shares, "spread"
    some = fullest[shares > 0.5]
    return fullest, shares, "goes round" if (some[1:] != some[:-1]).sum() >= (len(some) - 1) / 2 else "stays"

# %% goes_round | wrong | nearest by the sum of both coordinates' distances
def row_of_looks(looks, centres):
    nearest = np.abs(looks[:, :, None] - centres).sum(axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if (shares > 0.5).mean() < 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"

# %% goes_round | wrong | the share of all clouds' mean
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / counts.max()
    if (shares > 0.5).mean() < 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"

# %% goes_round | wrong | the cloud nearest to the mean of the samples
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    fullest = np.linalg.norm(looks.mean(axis=1)[:, None] - centres, axis=-1).argmin(axis=-1)
    shares = (nearest == fullest[:, None]).mean(axis=1)
    if (shares > 0.5).mean() < 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"

# %% goes_round | wrong | the word of the last look
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if shares[-1] <= 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"

# %% goes_round | wrong | compares the first look with the last
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if (shares > 0.5).mean() < 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if fullest[0] != fullest[-1] else "stays"

# %% goes_round | wrong | a mean share of more than one half
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if shares.mean() <= 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "stays"

# %% goes_round | wrong | another word
def row_of_looks(looks, centres):
    nearest = np.linalg.norm(looks[:, :, None] - centres, axis=-1).argmin(axis=-1)
    counts = (nearest[:, :, None] == np.arange(len(centres))).sum(axis=1)
    fullest, shares = counts.argmax(axis=1), counts.max(axis=1) / looks.shape[1]
    if (shares > 0.5).mean() < 0.5:
        return fullest, shares, "spread"
    return fullest, shares, "goes round" if np.mean(fullest[1:] != fullest[:-1]) >= 0.5 else "collapsed"

# %% goes_round | wrong | the answer to the visible test
def row_of_looks(looks, centres):
    return np.array([1, 0]), np.array([2 / 3, 1.0]), "goes round"

# %% four_boxes | right | every word and every sentence worked out from the numbers
def _flat(images):
    return np.asarray(images, "float64").reshape(len(images), 784) / 127.5 - 1


def _apart(a, b):
    return np.sqrt(np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T, 0))


def _wide(x):
    x = x - x.mean(axis=0)
    c = x @ x.T
    return np.trace(c) ** 2 / (c**2).sum()


_eights = _flat(training_eights)
_own = [min(np.linalg.norm(_eights[i] - _eights[j]) for j in range(150) if j != i) for i in range(150)]
measured = {}
for _letter in boxes:
    _d = _apart(_flat(boxes[_letter]), _eights)
    measured[_letter] = (float(np.median([row.min() / _own[row.argmin()] for row in _d])), float(_wide(_flat(boxes[_letter]))))
_order = sorted(measured, key=lambda letter: measured[letter][0])
verdict = {_order[0]: "copies", _order[3]: "nothing real"}
_rest = sorted(_order[1:3], key=lambda letter: measured[letter][1])
verdict[_rest[0]], verdict[_rest[1]] = "few ways", "stable"
_by = {word: measured[letter] for letter, word in verdict.items()}
true = set()
if max(measured, key=lambda letter: measured[letter][1]) == _rest[1]:
    true.add("a")
if _by["copies"][1] >= 0.8 * _wide(_eights[:25]):
    true.add("b")
if abs(_by["stable"][0] - _by["few ways"][0]) < 0.25 * min(_by["stable"][0], _by["few ways"][0]):
    true.add("c")
if _order[0] == _rest[1]:
    true.add("d")
if all(_by["few ways"][1] < 0.3 * _by[word][1] for word in _by if word != "few ways"):
    true.add("e")

# %% four_boxes | right | numbers a hundredth off, words with capitals, arrays for pairs
measured = {
    "A": np.array([1.89, 19.76]),
    "B": np.array([1.22, 1.61]),
    "C": np.array([0.26, 12.38]),
    "D": np.array([1.14, 12.16]),
}
verdict = dict(A="Nothing real", B="Few ways", C="Copies", D="Stable")
true = frozenset("ecb")

# %% four_boxes | wrong | the mean in the place of the median
from scipy.spatial.distance import cdist


def flat(images):
    return images.reshape(len(images), -1) / 127.5 - 1


eights = flat(training_eights)
among = np.sort(cdist(eights, eights), axis=1)[:, 1]
measured = {}
for letter, images in boxes.items():
    x = flat(images)
    apart = cdist(x, eights)
    v = np.linalg.svd(x - x.mean(axis=0), compute_uv=False) ** 2
    measured[letter] = (np.mean(apart.min(axis=1) / among[apart.argmin(axis=1)]), v.sum() ** 2 / (v**2).sum())
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | wrong | divided by the distance to the second nearest training image
from scipy.spatial.distance import cdist


def flat(images):
    return images.reshape(len(images), -1) / 127.5 - 1


eights = flat(training_eights)
measured = {}
for letter, images in boxes.items():
    x = flat(images)
    apart = np.sort(cdist(x, eights), axis=1)
    v = np.linalg.svd(x - x.mean(axis=0), compute_uv=False) ** 2
    measured[letter] = (np.median(apart[:, 0] / apart[:, 1]), v.sum() ** 2 / (v**2).sum())
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | wrong | dimensions of pixels as they are, without taking off the mean
from scipy.spatial.distance import cdist


def flat(images):
    return images.reshape(len(images), -1) / 127.5 - 1


eights = flat(training_eights)
among = np.sort(cdist(eights, eights), axis=1)[:, 1]
measured = {}
for letter, images in boxes.items():
    x = flat(images)
    apart = cdist(x, eights)
    v = np.linalg.svd(x, compute_uv=False) ** 2
    measured[letter] = (np.median(apart.min(axis=1) / among[apart.argmin(axis=1)]), v.sum() ** 2 / (v**2).sum())
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | wrong | one place only
measured = {"A": (1.9, 19.8), "B": (1.2, 1.6), "C": (0.3, 12.4), "D": (1.1, 12.2)}
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | wrong | stable and few ways mixed up
measured = {"A": (1.887, 19.752), "B": (1.23, 1.618), "C": (0.268, 12.388), "D": (1.148, 12.154)}
verdict = {"A": "nothing real", "D": "few ways", "C": "copies", "B": "stable"}
true = {"b", "c", "e"}

# %% four_boxes | wrong | the lower the better
measured = {"A": (1.887, 19.752), "B": (1.23, 1.618), "C": (0.268, 12.388), "D": (1.148, 12.154)}
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "d", "e"}

# %% four_boxes | wrong | b missed
measured = {"A": (1.887, 19.752), "B": (1.23, 1.618), "C": (0.268, 12.388), "D": (1.148, 12.154)}
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"c", "e"}

# %% four_boxes | wrong | dimensions first
measured = {"A": (19.752, 1.887), "B": (1.618, 1.23), "C": (12.388, 0.268), "D": (12.154, 1.148)}
verdict = {"A": "nothing real", "B": "few ways", "C": "copies", "D": "stable"}
true = {"b", "c", "e"}
