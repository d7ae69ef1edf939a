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
