# %% copy_test | right | cdist
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below]


# %% copy_test | right | loops, lists turned into an array at the end
def copy_test(samples, training, control, level):
    def nearest(row):
        distances = np.sqrt(((training - row) ** 2).sum(axis=1))
        return distances.min(), int(distances.argmin())

    limit = float(np.quantile([nearest(row)[0] for row in control], level))
    originals = []
    for row in samples:
        distance, index = nearest(row)
        if distance < limit:
            originals.append(index)
    return [limit, len(originals) / len(samples), np.array(originals, dtype="int64")]


# %% copy_test | right | the package's nearest
def copy_test(samples, training, control, level):
    limit = np.quantile(metrics.nearest(control, training).distances[:, 0], level)
    found = metrics.nearest(samples, training)
    chosen = np.flatnonzero(found.distances[:, 0] < limit)
    return limit, len(chosen) / len(samples), found.indices[chosen, 0]


# %% copy_test | wrong | at the limit counts as below it
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) <= limit
    return limit, below.mean(), apart.argmin(axis=1)[below]


# %% copy_test | wrong | sums of absolute differences, not Euclidean
def copy_test(samples, training, control, level):
    limit = np.quantile(np.abs(control[:, None] - training).sum(axis=2).min(axis=1), level)
    apart = np.abs(samples[:, None] - training).sum(axis=2)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below]


# %% copy_test | wrong | every original only once
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    originals = list(dict.fromkeys(apart.argmin(axis=1)[below].tolist()))
    return limit, below.mean(), np.array(originals, dtype=int)


# %% copy_test | wrong | the positions of the samples, not of the training images
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    below = cdist(samples, training).min(axis=1) < limit
    return limit, below.mean(), np.flatnonzero(below)


# %% predict_measures | right | worked out by code
real = np.array([0.0, 2, 3, 10])
fake = np.array([2.4, 2.5, 2.7, 7, 20])


def reach(x):
    d = np.abs(x[:, None] - x)
    np.fill_diagonal(d, np.inf)
    return d.min(axis=1)


apart = np.abs(real[:, None] - fake)
in_real, in_fake = apart <= reach(real)[:, None], apart <= reach(fake)
precision, recall = in_real.any(axis=0).mean(), in_fake.any(axis=1).mean()
density, coverage = in_real.sum(axis=0).mean(), in_real.any(axis=1).mean()
accuracy = (1 + 0.3) / 2
still_possible = 1 - 0.05 ** (1 / 60)
wins = min(w for w in range(65) if w - 32 > 1.96 * 64**0.5 / 2)

# %% predict_measures | right | literal numbers as asked
precision = 0.8
recall = 0.5
density = 1.4
coverage = 0.75
accuracy = 0.65
still_possible = 0.049
wins = 40

# %% predict_measures | right | fractions, Wilson's interval from the package, NumPy's numbers
precision, recall = np.float32(4 / 5), np.float32(2 / 4)
density, coverage = np.float64((2 + 2 + 2 + 1 + 0) / 5), 3 / 4
accuracy = np.float64(0.5 * 1 + 0.5 * 0.3)
still_possible = -np.expm1(np.log(0.05) / 60)
wins = np.int64(next(w for w in range(65) if metrics.win_rate(w, 64).low > 0.5))

# %% predict_measures | wrong | precision and recall the wrong way round
precision, recall = 0.5, 0.8
density, coverage = 1.4, 0.75
accuracy = 0.65
still_possible = 0.0487
wins = 40

# %% predict_measures | wrong | density divided by the number of real points
precision, recall = 0.8, 0.5
density, coverage = 7 / 4, 0.75
accuracy = 0.65
still_possible = 0.0487
wins = 40

# %% predict_measures | wrong | accuracy: only half of the flawed images counted as wrong, 1 - 0.3 / 2
precision, recall = 0.8, 0.5
density, coverage = 1.4, 0.75
accuracy = 1 - 0.3 / 2
still_possible = 1 - 0.05 ** (1 / 60)
wins = 40

# %% predict_measures | wrong | one win too many
precision, recall = 0.8, 0.5
density, coverage = 1.4, 0.75
accuracy = 0.65
still_possible = 1 - 0.05 ** (1 / 60)
wins = 41

# %% mend_the_balls | right | the function with its three bugs mended
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }


# %% mend_the_balls | right | loops over points
def mended(real, fake, k=3):
    def away(a, b):
        return float(np.sqrt(np.sum((a - b) ** 2)))

    def reaches(x):
        return [sorted(away(a, b) for j, b in enumerate(x) if j != i)[k - 1] for i, a in enumerate(x)]

    r, f = reaches(real), reaches(fake)
    holds = [[away(a, b) <= r[i] for b in fake] for i, a in enumerate(real)]
    held = [[away(a, b) <= f[j] for j, b in enumerate(fake)] for a in real]
    n, m = len(real), len(fake)
    return {
        "precision": sum(any(holds[i][j] for i in range(n)) for j in range(m)) / m,
        "recall": sum(any(row) for row in held) / n,
        "density": sum(sum(row) for row in holds) / (k * m),
        "coverage": sum(any(row) for row in holds) / n,
    }


# %% mend_the_balls | right | diagonal set to infinity, partition, generated points first
def mended(real, fake, k=3):
    def reach(x):
        d = cdist(x, x)
        d[np.diag_indices(len(x))] = np.inf
        return np.partition(d, k - 1, axis=1)[:, k - 1]

    apart = cdist(fake, real)
    inside = apart <= reach(real)
    return {
        "recall": float((apart <= reach(fake)[:, None]).any(axis=0).mean()),
        "precision": float(inside.any(axis=1).mean()),
        "coverage": float(inside.any(axis=0).mean()),
        "density": float(inside.sum() / len(fake) / k),
    }


# %% mend_the_balls | wrong | density is still not divided by k
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean(),
        "coverage": in_real.any(axis=1).mean(),
    }


# %% mend_the_balls | wrong | always the nearest neighbour, whatever k
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, 1] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }


# %% mend_the_balls | wrong | recall turned round as well
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=0).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }


# %% mend_the_balls | wrong | a ball still counts the point itself as its first neighbour
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k - 1] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }


# %% ten_looks | right | all looks at once, the z by the sorted maxima
w = votes.cumsum(axis=1)[:, looks - 1]
far = np.abs(w - looks / 2) / (np.sqrt(looks) / 2)
once = (far[:, -1] > 1.96).mean()
ten_times = (far > 1.96).any(axis=1).mean()
z_needed = np.sort(far.max(axis=1))[-201]
true = {"a", "c", "e"}

# %% ten_looks | right | loops, the z tried in small steps
def found(z, at):
    hits = np.zeros(len(votes), bool)
    for n in at:
        wins = votes[:, :n].sum(axis=1)
        hits |= np.abs(wins - n / 2) > z * n**0.5 / 2
    return float(np.mean(hits))


once = found(1.96, [300])
ten_times = found(1.96, looks)
z_needed = 1.96
while found(z_needed, looks) > 0.05:
    z_needed += 0.01
true = ["c", "a", "e"]

# %% ten_looks | right | literal numbers
once = 0.053
ten_times = 0.1765
z_needed = 2.56
true = ("a", "c", "e")

# %% ten_looks | wrong | each look counts the last 30 judgements only
w = votes.reshape(4_000, 10, 30).sum(axis=2)
far = np.abs(w - 15) / (np.sqrt(30) / 2)
once = (np.abs(votes.sum(axis=1) - 150) > 1.96 * np.sqrt(300) / 2).mean()
ten_times = (far > 1.96).any(axis=1).mean()
z_needed = np.quantile(far.max(axis=1), 0.95)
true = {"a", "c", "e"}

# %% ten_looks | wrong | z by Bonferroni, as if the ten looks had nothing to do with each other
from scipy.stats import norm

w = votes.cumsum(axis=1)[:, looks - 1]
decided = np.abs(w - looks / 2) > 1.96 * np.sqrt(looks) / 2
once = decided[:, -1].mean()
ten_times = decided.any(axis=1).mean()
z_needed = norm.ppf(1 - 0.025 / 10)
true = {"a", "c", "e"}

# %% ten_looks | wrong | the mean of the ten looks, not any of them
w = votes.cumsum(axis=1)[:, looks - 1]
far = np.abs(w - looks / 2) / (np.sqrt(looks) / 2)
once = (far[:, -1] > 1.96).mean()
ten_times = (far > 1.96).mean()
z_needed = np.quantile(far.max(axis=1), 0.95)
true = {"a", "c", "e"}

# %% ten_looks | wrong | believes that more judgements make a false find rarer
w = votes.cumsum(axis=1)[:, looks - 1]
far = np.abs(w - looks / 2) / (np.sqrt(looks) / 2)
once = (far[:, -1] > 1.96).mean()
ten_times = (far > 1.96).any(axis=1).mean()
z_needed = np.quantile(far.max(axis=1), 0.95)
true = {"a", "b", "c", "e"}

# %% who_notices | right | with the package
def measured_by(a_set):
    pr = metrics.precision_recall(reference, a_set)
    near = (metrics.nearest(a_set, training).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": pr.coverage, "near": near}


control = [measured_by(a_set) for a_set in undamaged]
table = {name: measured_by(a_set) for name, a_set in damaged.items()}
far = {
    name: {
        key: (value - np.mean([c[key] for c in control])) / np.std([c[key] for c in control])
        for key, value in row.items()
    }
    for name, row in table.items()
}
noticed = {name: {key for key in row if abs(row[key]) > 4} for name, row in far.items()}
flattered = {name for name, row in far.items() if row["precision"] > 4}

# %% who_notices | right | by hand with cdist, an array of measures, lists
names = ["precision", "recall", "coverage", "near"]
kept = np.sort(cdist(reference, reference), axis=1)[:, 3]


def four(a_set):
    apart = cdist(reference, a_set)
    own = np.sort(cdist(a_set, a_set), axis=1)[:, 3]
    inside = apart <= kept[:, None]
    near = cdist(a_set, training).min(axis=1) < limit
    return [
        inside.any(axis=0).mean(),
        (apart <= own).any(axis=1).mean(),
        inside.any(axis=1).mean(),
        near.mean(),
    ]


plain = np.array([four(a_set) for a_set in undamaged])
mean, line = plain.mean(axis=0), 4 * plain.std(axis=0)
table, noticed, flattered = {}, {}, []
for name in damaged:
    values = np.array(four(damaged[name]))
    table[name] = dict(zip(names, values))
    noticed[name] = {names[i] for i in np.flatnonzero(np.abs(values - mean) > line)}
    if values[0] > mean[0] + line[0]:
        flattered.append(name)

# %% who_notices | right | literal numbers
table = {
    "noise": {"precision": 0.248, "recall": 0.916, "coverage": 0.196, "near": 0},
    "ten": {"precision": 1, "recall": 0.0, "coverage": 0.116, "near": 0.3},
    "pale": {"precision": 1.0, "recall": 0.112, "coverage": 0.996, "near": 0.0},
    "copies": {"precision": 0.904, "recall": 0.832, "coverage": 0.824, "near": 1.0},
}
noticed = {
    "noise": {"precision", "coverage"},
    "ten": {"precision", "recall", "coverage", "near"},
    "pale": {"precision", "recall", "coverage"},
    "copies": {"near"},
}
flattered = {"pale", "ten"}

# %% who_notices | wrong | reference and set the wrong way round
def measured_by(a_set):
    pr = metrics.precision_recall(a_set, reference)
    near = (metrics.nearest(a_set, training).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": pr.coverage, "near": near}


control = [measured_by(a_set) for a_set in undamaged]
mean = {key: np.mean([c[key] for c in control]) for key in control[0]}
spread = {key: np.std([c[key] for c in control]) for key in mean}
table = {name: measured_by(a_set) for name, a_set in damaged.items()}
noticed = {
    name: {key for key in mean if abs(row[key] - mean[key]) > 4 * spread[key]} for name, row in table.items()
}
flattered = {name for name, row in table.items() if row["precision"] > mean["precision"] + 4 * spread["precision"]}

# %% who_notices | wrong | notices only what gets worse
def measured_by(a_set):
    pr = metrics.precision_recall(reference, a_set)
    near = (metrics.nearest(a_set, training).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": pr.coverage, "near": near}


control = [measured_by(a_set) for a_set in undamaged]
mean = {key: np.mean([c[key] for c in control]) for key in control[0]}
spread = {key: np.std([c[key] for c in control]) for key in mean}
table = {name: measured_by(a_set) for name, a_set in damaged.items()}
noticed = {}
for name, row in table.items():
    noticed[name] = {key for key in ("precision", "recall", "coverage") if row[key] < mean[key] - 4 * spread[key]}
    if row["near"] > mean["near"] + 4 * spread["near"]:
        noticed[name].add("near")
flattered = {name for name, row in table.items() if row["precision"] > mean["precision"] + 4 * spread["precision"]}

# %% who_notices | wrong | two standard deviations in place of four
def measured_by(a_set):
    pr = metrics.precision_recall(reference, a_set)
    near = (metrics.nearest(a_set, training).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": pr.coverage, "near": near}


control = [measured_by(a_set) for a_set in undamaged]
mean = {key: np.mean([c[key] for c in control]) for key in control[0]}
spread = {key: np.std([c[key] for c in control]) for key in mean}
table = {name: measured_by(a_set) for name, a_set in damaged.items()}
noticed = {
    name: {key for key in mean if abs(row[key] - mean[key]) > 2 * spread[key]} for name, row in table.items()
}
flattered = {name for name, row in table.items() if row["precision"] > mean["precision"] + 2 * spread["precision"]}

# %% who_notices | wrong | flattered: any precision above the mean of the real sets
def measured_by(a_set):
    pr = metrics.precision_recall(reference, a_set)
    near = (metrics.nearest(a_set, training).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": pr.coverage, "near": near}


control = [measured_by(a_set) for a_set in undamaged]
mean = {key: np.mean([c[key] for c in control]) for key in control[0]}
spread = {key: np.std([c[key] for c in control]) for key in mean}
table = {name: measured_by(a_set) for name, a_set in damaged.items()}
noticed = {
    name: {key for key in mean if abs(row[key] - mean[key]) > 4 * spread[key]} for name, row in table.items()
}
flattered = {name for name, row in table.items() if row["precision"] > mean["precision"]}

# %% copy_test | right | a tree of the training images
from scipy.spatial import cKDTree

def copy_test(samples, training, control, level):
    tree = cKDTree(training)
    limit = np.quantile(tree.query(control)[0], level)
    distance, index = tree.query(samples)
    return limit, np.count_nonzero(distance < limit) / len(distance), index[distance < limit]

# %% copy_test | right | squares by one matrix product, rounding clipped
def copy_test(samples, training, control, level):
    def squares(a):
        s = (a**2).sum(axis=1)[:, None] + (training**2).sum(axis=1) - 2 * a @ training.T
        return np.maximum(s, 0)

    limit = np.quantile(np.sqrt(squares(control).min(axis=1)), level)
    s = squares(samples)
    copied = np.sqrt(s.min(axis=1)) < limit
    return limit, copied.mean(), s.argmin(axis=1)[copied].astype("int32")

# %% copy_test | right | plain Python, math.dist, in another order
import math

def copy_test(samples, training, control, level):
    pairs = [min((math.dist(row, other), i) for i, other in enumerate(training)) for row in samples]
    limit = np.quantile([min(math.dist(row, other) for other in training) for row in control], level)
    originals = np.array([i for distance, i in pairs if distance < limit], dtype=int)
    return limit, originals.size / len(pairs), originals

# %% copy_test | right | NumPy's norm on all pairs at once
def copy_test(samples, training, control, level):
    to_training = lambda a: np.linalg.norm(a[:, np.newaxis, :] - training[np.newaxis], axis=-1)
    far = to_training(control).min(axis=1)
    limit = np.quantile(far, q=level)
    apart = to_training(samples)
    which = np.where(apart.min(axis=1) < limit)[0]
    return limit, np.float32(which.size / samples.shape[0]), np.argmin(apart[which], axis=1)

# %% copy_test | wrong | quantile of the squares, and its root: another interpolation
def copy_test(samples, training, control, level):
    limit = np.sqrt(np.quantile(cdist(control, training, "sqeuclidean").min(axis=1), level))
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below]

# %% copy_test | wrong | the nearest lower value in place of np.quantile as it is
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level, method="lower")
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below]

# %% copy_test | wrong | the training images' distances to the control
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(training, control).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below]

# %% copy_test | wrong | a hundred times the level, as a percentile of the level
def copy_test(samples, training, control, level):
    limit = np.percentile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below]

# %% copy_test | wrong | share of the training images that were copied
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, len(set(apart.argmin(axis=1)[below].tolist())) / len(training), apart.argmin(axis=1)[below]

# %% copy_test | wrong | share in percent
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, 100 * below.mean(), apart.argmin(axis=1)[below]

# %% copy_test | wrong | originals in the order of the distance, not of the samples
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    order = apart.min(axis=1).argsort()
    order = order[apart.min(axis=1)[order] < limit]
    return limit, len(order) / len(samples), apart.argmin(axis=1)[order]

# %% copy_test | wrong | originals of all samples
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    return limit, (apart.min(axis=1) < limit).mean(), apart.argmin(axis=1)

# %% copy_test | wrong | indices as decimals
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below].astype(float)

# %% copy_test | wrong | None where there are no copies
def copy_test(samples, training, control, level):
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    apart = cdist(samples, training)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below] if below.any() else None

# %% copy_test | wrong | the answer to the visible example
def copy_test(samples, training, control, level):
    return 1.5, 0.5, np.array([1, 0])

# %% copy_test | wrong | moves the samples that it is given
def copy_test(samples, training, control, level):
    middle = training.mean(axis=0)
    limit = np.quantile(cdist(control, training).min(axis=1), level)
    samples -= middle
    apart = cdist(samples, training - middle)
    below = apart.min(axis=1) < limit
    return limit, below.mean(), apart.argmin(axis=1)[below]

# %% predict_measures | right | the package and a search, nothing rounded
line = [np.array([[0.0], [2.0], [3.0], [10.0]]), np.array([[2.4], [2.5], [2.7], [7.0], [20.0]])]
shares = metrics.precision_recall(*line, k=1)
precision, recall, density, coverage = shares.precision, shares.recall, shares.density, shares.coverage
accuracy = sum(max(a, b) for a, b in ((1, 0.7), (0, 0.3))) / 2
still_possible = max(np.arange(0, 0.1, 1e-5), key=lambda p: -abs((1 - p) ** 60 - 0.05))
wins = float(min(w for w in range(65) if metrics.win_rate(w, 64).low > 0.5))

# %% predict_measures | right | arrays without axes, and 65 images of 100 by counting
precision, recall = np.array(0.8), np.array(0.5)
density, coverage = np.mean([2, 2, 2, 1, 0]), np.mean([False, True, True, True])
images = [("plain", True)] * 100 + [("plain", False)] * 70 + [("flaw", False)] * 30
accuracy = (100 + 30) / len(images)
still_possible = round(1 - 0.05 ** (1 / 60), 3)
wins = int(np.floor(32 + 1.96 * 4)) + 1

# %% predict_measures | wrong | the rule of three
precision, recall, density, coverage = 0.8, 0.5, 1.4, 0.75
accuracy, still_possible, wins = 0.65, 3 / 60, 40

# %% predict_measures | wrong | both sides of a 95 % interval: 2.5 % for none
precision, recall, density, coverage = 0.8, 0.5, 1.4, 0.75
accuracy, still_possible, wins = 0.65, 1 - 0.025 ** (1 / 60), 40

# %% predict_measures | wrong | cut off after three places, not rounded
precision, recall, density, coverage = 0.8, 0.5, 1.4, 0.75
accuracy, still_possible, wins = 0.65, 0.048, 40

# %% predict_measures | wrong | 39 wins, where the interval still holds 50 %
precision, recall, density, coverage = 0.8, 0.5, 1.4, 0.75
accuracy, still_possible, wins = 0.65, 0.0487, 39

# %% predict_measures | wrong | wins by the binomial test's exact interval
precision, recall, density, coverage = 0.8, 0.5, 1.4, 0.75
accuracy, still_possible = 0.65, 0.0487
wins = next(w for w in range(65) if metrics.win_rate(w, 64, method="exact").low > 0.5)

# %% predict_measures | wrong | wins as a share
precision, recall, density, coverage = 0.8, 0.5, 1.4, 0.75
accuracy, still_possible, wins = 0.65, 0.0487, 40 / 64

# %% predict_measures | wrong | accuracy as the share of images without a flaw
precision, recall, density, coverage = 0.8, 0.5, 1.4, 0.75
accuracy, still_possible, wins = 0.7, 0.0487, 40

# %% predict_measures | wrong | every real ball counts as covered
precision, recall, density, coverage = 0.8, 0.5, 1.4, 1.0
accuracy, still_possible, wins = 0.65, 0.0487, 40

# %% mend_the_balls | right | a tree, one more neighbour asked for
from scipy.spatial import cKDTree

def mended(real, fake, k=3):
    def reach(x):
        return cKDTree(x).query(x, k=[k + 1])[0][:, 0]

    apart = np.linalg.norm(real[:, None] - fake[None], axis=2)
    a, b = apart <= reach(real)[:, None], apart <= reach(fake)[None, :]
    return dict(
        precision=np.any(a, 0).mean(), recall=np.any(b, 1).mean(),
        density=np.count_nonzero(a) / (k * fake.shape[0]), coverage=np.any(a, 1).mean(),
    )

# %% mend_the_balls | right | by the package, from its neighbours
def mended(real, fake, k=3):
    rim = lambda x: metrics.nearest(x, x, k=k, skip_itself=True).distances[:, -1]
    apart = cdist(real, fake)
    inside = apart <= rim(real).reshape(-1, 1)
    return {
        "coverage": np.float32(inside.any(1).mean()),
        "density": inside.mean() * len(real) / k,
        "precision": inside.max(0).mean(),
        "recall": (apart <= rim(fake)).any(1).sum() / len(real),
    }

# %% mend_the_balls | right | squares all through, by a matrix product
def mended(real, fake, k=3):
    def squares(a, b):
        return ((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T).clip(0)

    def reach(x):
        s = squares(x, x)
        np.fill_diagonal(s, -1)
        return np.sort(s, axis=1)[:, k]

    apart = squares(real, fake)
    inside, around = apart <= reach(real)[:, None], apart <= reach(fake)
    return {
        "precision": inside.any(axis=0).mean(),
        "recall": around.any(axis=1).mean(),
        "density": inside.sum() / k / len(fake),
        "coverage": inside.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | a point on the rim is outside
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart < reach_real[:, None]
    in_fake = apart < reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | a point on the rim of a generated ball is outside
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart < reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | another point at the same place is taken for the point itself
def mended(real, fake, k=3):
    def reach(x):
        d = cdist(x, x)
        d[d == 0] = np.inf
        return np.sort(d, axis=1)[:, k - 1]

    reach_real, reach_fake = reach(real), reach(fake)
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | k has no default
def mended(real, fake, k):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | k is 5 where it is not given
def mended(real, fake, k=5):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | density cut off at 1
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": min(1.0, in_real.sum(axis=0).mean() / k),
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | one more than the k-th, so that no ball is empty
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, min(k + 1, len(x) - 1)] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | names with capital letters
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "Precision": in_real.any(axis=0).mean(),
        "Recall": in_fake.any(axis=1).mean(),
        "Density": in_real.sum(axis=0).mean() / k,
        "Coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | density over the real rows
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake)
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=1).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% mend_the_balls | wrong | sums of absolute differences
def mended(real, fake, k=3):
    reach_real, reach_fake = (np.sort(cdist(x, x, "cityblock"), axis=1)[:, k] for x in (real, fake))
    apart = cdist(real, fake, "cityblock")
    in_real = apart <= reach_real[:, None]
    in_fake = apart <= reach_fake
    return {
        "precision": in_real.any(axis=0).mean(),
        "recall": in_fake.any(axis=1).mean(),
        "density": in_real.sum(axis=0).mean() / k,
        "coverage": in_real.any(axis=1).mean(),
    }

# %% ten_looks | right | each sentence tried, with these votes and others
def z_at(some, at):
    at = np.array(list(at))
    return (some.cumsum(axis=1)[:, at - 1] - at / 2) / (np.sqrt(at) / 2)

def any_over(z, line):
    return float((np.abs(z) > line).any(axis=1).mean())

ten = z_at(votes, looks)
once, ten_times = any_over(ten[:, -1:], 1.96), any_over(ten, 1.96)
z_needed = np.quantile(np.abs(ten).max(axis=1), 0.95, method="inverted_cdf")
draws = np.random.default_rng(1)
long_ends = draws.binomial(3_000, 0.5, 20_000)
preferred = (draws.random((4_000, 300)) < 0.6).astype(int)
stopped = np.abs(ten) > 1.96
shares = np.abs(votes.cumsum(axis=1)[:, looks - 1] / looks - 0.5)
early = shares[stopped[:, 0], 0]
late = shares[stopped[:, -1] & ~stopped[:, :-1].any(axis=1), -1]
holds = dict(
    a=any_over(z_at(votes, range(10, 301, 10)), 1.96) > ten_times,
    b=np.mean(np.abs(long_ends - 1500) > 1.96 * 3_000**0.5 / 2) < once / 2,
    c=any_over(z_at(preferred, looks), z_needed) < any_over(z_at(preferred, [300]), 1.96),
    d=(ten > 1.96).any(axis=1).mean() <= 0.025,
    e=early.mean() > late.mean(),
)
true = frozenset(letter for letter in holds if holds[letter])

# %% ten_looks | right | Wilson's intervals of the package, z by halving, capital letters
def hits(z):
    return np.mean([any(abs(w[n - 1] - n / 2) > z * n**0.5 / 2 for n in looks) for w in votes.cumsum(axis=1)])

once = np.round(np.mean([metrics.win_rate(int(w), 300).decided for w in votes.sum(axis=1)]), 3)
ten_times = np.round(hits(1.96), 3)
low, high = 1.96, 4.0
for _ in range(9):
    low, high = ((low + high) / 2, high) if hits((low + high) / 2) > 0.05 else (low, (low + high) / 2)
z_needed = high
true = {"A", "C", "E"}

# %% ten_looks | wrong | only finds for B count
w = votes.cumsum(axis=1)[:, looks - 1]
far = (w - looks / 2) / (np.sqrt(looks) / 2)
once = (far[:, -1] > 1.96).mean()
ten_times = (far > 1.96).any(axis=1).mean()
z_needed = np.quantile(far.max(axis=1), 0.95)
true = {"a", "c", "e"}

# %% ten_looks | wrong | every judgement is a look, as in the chapter
n = np.arange(30, 301)
far = np.abs(votes.cumsum(axis=1)[:, 29:] - n / 2) / (np.sqrt(n) / 2)
once = (far[:, -1] > 1.96).mean()
ten_times = (far > 1.96).any(axis=1).mean()
z_needed = np.quantile(far.max(axis=1), 0.95)
true = {"a", "c", "e"}

# %% ten_looks | wrong | ten independent looks: 1 - 0.95 ** 10
once, ten_times, z_needed = 0.053, 1 - 0.95**10, 2.556
true = {"a", "c", "e"}

# %% ten_looks | wrong | once is what theory says, 0.05
once, ten_times, z_needed = 0.05, 0.1765, 2.556
true = {"a", "c", "e"}

# %% ten_looks | wrong | z 2 in place of 1.96
w = votes.cumsum(axis=1)[:, looks - 1]
far = np.abs(w - looks / 2) / (np.sqrt(looks) / 2)
once = (far[:, -1] > 2).mean()
ten_times = (far > 2).any(axis=1).mean()
z_needed, true = 2.556, {"a", "c", "e"}

# %% ten_looks | wrong | 10 % in place of 5 %
once, ten_times, z_needed = 0.053, 0.1765, 2.3
true = {"a", "c", "e"}

# %% ten_looks | wrong | believes that stopping for B alone is safe
once, ten_times, z_needed = 0.053, 0.1765, 2.556
true = {"a", "c", "d", "e"}

# %% ten_looks | wrong | statement e forgotten
once, ten_times, z_needed = 0.053, 0.1765, 2.556
true = {"a", "c"}

# %% ten_looks | wrong | statement c forgotten
once, ten_times, z_needed = 0.053, 0.1765, 2.556
true = {"a", "e"}

# %% ten_looks | wrong | statement a forgotten
once, ten_times, z_needed = 0.053, 0.1765, 2.556
true = {"c", "e"}

# %% ten_looks | wrong | all statements
once, ten_times, z_needed = 0.053, 0.1765, 2.556
true = set("abcde")

# %% who_notices | right | a tree for near, arrays of measures, frozen sets
from scipy.spatial import cKDTree

words, tree = ("near", "coverage", "recall", "precision"), cKDTree(training)

def row_of(a_set):
    shares = metrics.precision_recall(reference, a_set, k=3)
    close = np.mean(np.linalg.norm(a_set - training[tree.query(a_set)[1]], axis=1) < limit)
    return np.array([close, shares.coverage, shares.recall, shares.precision])

usual = np.stack([row_of(one) for one in undamaged])
table, noticed, flattered = {}, {}, set()
for name, a_set in damaged.items():
    row = row_of(a_set)
    table[name] = {word: round(float(x), 3) for word, x in zip(words, row)}
    far = np.abs(row - usual.mean(0)) > 4 * usual.std(0)
    noticed[name] = frozenset(word for word, yes in zip(words, far) if yes)
    if far[3] and row[3] > usual[:, 3].mean():
        flattered |= {name}

# %% who_notices | right | tuples for sets, a table of NumPy's numbers
T = np.array([[0.248, 0.916, 0.196, 0], [1, 0, 0.116, 0.3], [1, 0.112, 0.996, 0], [0.904, 0.832, 0.824, 1]], "float32")
measures = ["precision", "recall", "coverage", "near"]
table = {name: dict(zip(measures, row)) for name, row in zip(("noise", "ten", "pale", "copies"), T)}
noticed = {"noise": ("coverage", "precision"), "ten": measures, "pale": measures[:3], "copies": ("near",)}
flattered = ("ten", "pale")

# %% who_notices | wrong | k = 5
def measured_by(a_set):
    pr = metrics.precision_recall(reference, a_set, k=5)
    near = (metrics.nearest(a_set, training).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": pr.coverage, "near": near}

table = {name: measured_by(a_set) for name, a_set in damaged.items()}
noticed = {
    "noise": {"precision", "coverage"}, "ten": {"precision", "recall", "coverage", "near"},
    "pale": {"precision", "recall", "coverage"}, "copies": {"near"},
}
flattered = {"pale", "ten"}

# %% who_notices | wrong | near: training images that have a row of the set nearby
def measured_by(a_set):
    pr = metrics.precision_recall(reference, a_set)
    near = (metrics.nearest(training, a_set).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": pr.coverage, "near": near}

table = {name: measured_by(a_set) for name, a_set in damaged.items()}
noticed = {
    "noise": {"precision", "coverage"}, "ten": {"precision", "recall", "coverage", "near"},
    "pale": {"precision", "recall", "coverage"}, "copies": {"near"},
}
flattered = {"pale", "ten"}

# %% who_notices | wrong | density in the place of coverage
def measured_by(a_set):
    pr = metrics.precision_recall(reference, a_set)
    near = (metrics.nearest(a_set, training).distances[:, 0] < limit).mean()
    return {"precision": pr.precision, "recall": pr.recall, "coverage": min(pr.density, 1), "near": near}

table = {name: measured_by(a_set) for name, a_set in damaged.items()}
noticed = {
    "noise": {"precision", "coverage"}, "ten": {"precision", "recall", "coverage", "near"},
    "pale": {"precision", "recall", "coverage"}, "copies": {"near"},
}
flattered = {"pale", "ten"}

# %% who_notices | wrong | the four noticed sets as one would expect them: pale is blamed on precision, copies on recall
table = {
    "noise": {"precision": 0.248, "recall": 0.916, "coverage": 0.196, "near": 0},
    "ten": {"precision": 1, "recall": 0.0, "coverage": 0.116, "near": 0.3},
    "pale": {"precision": 1.0, "recall": 0.112, "coverage": 0.996, "near": 0.0},
    "copies": {"precision": 0.904, "recall": 0.832, "coverage": 0.824, "near": 1.0},
}
noticed = {"noise": {"precision"}, "ten": {"recall", "coverage"}, "pale": {"recall"}, "copies": {"near"}}
flattered = {"pale", "ten"}

# %% who_notices | wrong | copies are flattered, too
table = {
    "noise": {"precision": 0.248, "recall": 0.916, "coverage": 0.196, "near": 0},
    "ten": {"precision": 1, "recall": 0.0, "coverage": 0.116, "near": 0.3},
    "pale": {"precision": 1.0, "recall": 0.112, "coverage": 0.996, "near": 0.0},
    "copies": {"precision": 0.904, "recall": 0.832, "coverage": 0.824, "near": 1.0},
}
noticed = {
    "noise": {"precision", "coverage"}, "ten": {"precision", "recall", "coverage", "near"},
    "pale": {"precision", "recall", "coverage"}, "copies": {"near"},
}
flattered = {"pale", "ten", "copies"}

# %% who_notices | wrong | table right to two places only
table = {
    "noise": {"precision": 0.25, "recall": 0.92, "coverage": 0.2, "near": 0},
    "ten": {"precision": 1, "recall": 0.0, "coverage": 0.12, "near": 0.3},
    "pale": {"precision": 1.0, "recall": 0.11, "coverage": 1.0, "near": 0.0},
    "copies": {"precision": 0.9, "recall": 0.83, "coverage": 0.82, "near": 1.0},
}
noticed = {
    "noise": {"precision", "coverage"}, "ten": {"precision", "recall", "coverage", "near"},
    "pale": {"precision", "recall", "coverage"}, "copies": {"near"},
}
flattered = {"pale", "ten"}

# %% who_notices | wrong | noticed by the measures, not by the damages
table = {
    "noise": {"precision": 0.248, "recall": 0.916, "coverage": 0.196, "near": 0},
    "ten": {"precision": 1, "recall": 0.0, "coverage": 0.116, "near": 0.3},
    "pale": {"precision": 1.0, "recall": 0.112, "coverage": 0.996, "near": 0.0},
    "copies": {"precision": 0.904, "recall": 0.832, "coverage": 0.824, "near": 1.0},
}
noticed = {
    "precision": {"noise", "ten", "pale"}, "recall": {"ten", "pale"},
    "coverage": {"noise", "ten", "pale"}, "near": {"ten", "copies"},
}
flattered = {"pale", "ten"}
