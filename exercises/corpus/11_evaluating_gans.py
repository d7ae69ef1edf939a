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
