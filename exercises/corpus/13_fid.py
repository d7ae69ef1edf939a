# %% two_terms | right | root of a symmetric matrix by eigh, as in the chapter
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    c_x, c_y = (np.atleast_2d(np.cov(a, rowvar=False)) for a in (x, y))
    values, vectors = np.linalg.eigh(c_x)
    root = vectors * np.sqrt(values.clip(0)) @ vectors.T
    inner = np.linalg.eigvalsh(root @ c_y @ root).clip(0)
    mean_term = ((x.mean(axis=0) - y.mean(axis=0)) ** 2).sum()
    return mean_term, np.trace(c_x) + np.trace(c_y) - 2 * np.sqrt(inner).sum()

# %% two_terms | right | scipy.linalg.sqrtm of the product
from scipy import linalg

def terms(x, y):
    x = x.astype(np.float64)
    y = y.astype(np.float64)
    d = x.shape[1]
    cx = np.cov(x.T).reshape(d, d)
    cy = np.cov(y.T).reshape(d, d)
    root = np.real(linalg.sqrtm(cx @ cy))
    difference = x.mean(0) - y.mean(0)
    return float(difference @ difference), float(np.trace(cx + cy - 2 * root))

# %% two_terms | right | eigenvalues of the product, covariances by hand
def terms(x, y):
    def moments(a):
        a = np.array(a, dtype=float)
        middle = a.mean(axis=0)
        centred = a - middle
        return middle, centred.T @ centred / (len(a) - 1)

    (m1, c1), (m2, c2) = moments(x), moments(y)
    values = np.linalg.eigvals(c1 @ c2).real
    mean_term = sum((p - q) ** 2 for p, q in zip(m1, m2))
    return mean_term, c1.trace() + c2.trace() - 2 * np.sqrt(np.maximum(values, 0)).sum()

# %% two_terms | wrong | looks at the diagonals only, as if there were no correlation
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    mean_term = ((x.mean(axis=0) - y.mean(axis=0)) ** 2).sum()
    covariance_term = ((x.std(axis=0, ddof=1) - y.std(axis=0, ddof=1)) ** 2).sum()
    return mean_term, covariance_term

# %% two_terms | wrong | root of each entry instead of the matrix
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    cx, cy = (np.atleast_2d(np.cov(a, rowvar=False)) for a in (x, y))
    mean_term = np.sum((x.mean(0) - y.mean(0)) ** 2)
    return mean_term, np.trace(cx) + np.trace(cy) - 2 * np.sqrt(np.diag(cx @ cy)).sum()

# %% two_terms | wrong | np.cov gives a number for one feature, and @ stops there
from scipy import linalg

def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    cx, cy = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    root = np.real(linalg.sqrtm(cx @ cy))
    return np.sum((x.mean(0) - y.mean(0)) ** 2), np.trace(cx + cy - 2 * root)

# %% two_terms | wrong | covariance as mean of products less product of means, in the precision that came
def terms(x, y):
    def moments(a):
        mean = a.mean(axis=0)
        return mean, (a.T @ a / len(a) - np.outer(mean, mean)) * len(a) / (len(a) - 1)

    (m1, c1), (m2, c2) = moments(x), moments(y)
    values = np.linalg.eigvals(c1 @ c2).real.clip(0)
    return ((m1 - m2) ** 2).sum(), np.trace(c1) + np.trace(c2) - 2 * np.sqrt(values).sum()

# %% two_terms | wrong | y is divided by n - 1 of x
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    n = len(x)
    a, b = x - x.mean(axis=0), y - y.mean(axis=0)
    c1, c2 = a.T @ a / (n - 1), b.T @ b / (n - 1)
    values = np.linalg.eigvals(c1 @ c2).real.clip(0)
    return ((x.mean(0) - y.mean(0)) ** 2).sum(), np.trace(c1) + np.trace(c2) - 2 * np.sqrt(values).sum()

# %% two_terms | wrong | divides by n
from scipy import linalg

def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    cx, cy = (np.atleast_2d(np.cov(a, rowvar=False, ddof=0)) for a in (x, y))
    root = np.real(linalg.sqrtm(cx @ cy))
    return np.sum((x.mean(0) - y.mean(0)) ** 2), np.trace(cx + cy - 2 * root)

# %% predict_distances | right | formulas
line = (2 - -1) ** 2 + (9**0.5 - 25**0.5) ** 2
moved = 8 * 0.5**2
turned = (4 - 1) ** 2 + (1 - 4) ** 2
rescaled = 12 * 3**2
halved = (6 - 3) ** 2 + (8 - 4) ** 2 + (2 - 1) ** 2 + (4 - 2) ** 2
opposite = 2 * (1.8**0.5 - 0.2**0.5) ** 2

# %% predict_distances | right | literal numbers
line = 13
moved = 2
turned = 18
rescaled = 108
halved = 30
opposite = 1.6

# %% predict_distances | right | the package's function, NumPy numbers
line = metrics.gaussian_distance(2, 9, -1, 25)
moved = metrics.gaussian_distance(np.zeros(8), np.eye(8), np.full(8, 0.5), np.eye(8))
turned = metrics.gaussian_distance(np.zeros(2), np.diag([16, 1]), np.zeros(2), np.diag([1, 16]))
rescaled = np.int64(108)
halved = metrics.gaussian_distance([6, 8], np.diag([4, 16]), [3, 4], np.diag([1, 4]))
opposite = np.float64(metrics.gaussian_distance([0, 0], [[1, 0.8], [0.8, 1]], [0, 0], [[1, -0.8], [-0.8, 1]]))

# %% predict_distances | wrong | line: the variances taken for deviations
line = 3**2 + (9 - 25) ** 2
moved = 2.0
turned = 18.0
rescaled = 108.0
halved = 30.0
opposite = 1.6

# %% predict_distances | wrong | moved: as if there were one feature
line = 13.0
moved = 0.25
turned = 18.0
rescaled = 108.0
halved = 30.0
opposite = 1.6

# %% predict_distances | wrong | rescaled: the distance is squared, and 3 is not
line = 13
moved = 2
turned = 18
rescaled = 36
halved = 30
opposite = 1.6

# %% predict_distances | wrong | halved: the variance is halved, not quartered
line = 13
moved = 2
turned = 18
rescaled = 108
halved = 3**2 + 4**2 + (2 - 2**0.5) ** 2 + (4 - 8**0.5) ** 2
opposite = 1.6

# %% predict_distances | wrong | opposite: equal variances, so nothing left
line = 13
moved = 2
turned = 18
rescaled = 108
halved = 30
opposite = 0.0

# %% predict_distances | wrong | turned: 0, since the same two deviations are there
line = 13
moved = 2
turned = 0
rescaled = 108
halved = 30
opposite = 1.6

# %% mend_the_batches | right | all rows in one array
def gathered(batches):
    rows = np.concatenate(list(batches), axis=0)
    return rows.mean(axis=0), np.atleast_2d(np.cov(rows, rowvar=False))

# %% mend_the_batches | right | Chan's update, batch by batch
def gathered(batches):
    n, mean, scatter = 0, None, None
    for batch in batches:
        m = len(batch)
        middle = batch.mean(axis=0)
        centred = batch - middle
        own = centred.T @ centred
        if n == 0:
            n, mean, scatter = m, middle, own
            continue
        delta = middle - mean
        scatter = scatter + own + np.outer(delta, delta) * n * m / (n + m)
        mean = mean + delta * m / (n + m)
        n += m
    return mean, scatter / (n - 1)

# %% mend_the_batches | right | Welford's, row by row
def gathered(batches):
    n = 0
    for batch in batches:
        for row in batch:
            if n == 0:
                mean, scatter = np.zeros(len(row)), np.zeros((len(row), len(row)))
            n += 1
            before = row - mean
            mean = mean + before / n
            scatter = scatter + np.outer(before, row - mean)
    return mean, scatter / (n - 1)

# %% mend_the_batches | wrong | only the mean is mended
def gathered(batches):
    means, lengths, covariances = [], [], []
    for batch in batches:
        means.append(batch.mean(axis=0))
        lengths.append(len(batch))
        if len(batch) > 1:
            covariances.append(np.atleast_2d(np.cov(batch, rowvar=False)))
    return np.average(means, axis=0, weights=lengths), np.mean(covariances, axis=0)

# %% mend_the_batches | wrong | for one feature the covariance is a number, not (1, 1)
def gathered(batches):
    rows = np.concatenate(list(batches))
    return rows.mean(axis=0), np.cov(rows, rowvar=False)

# %% mend_the_batches | wrong | loops twice, and a generator is empty the second time
def gathered(batches):
    total, n = 0.0, 0
    for batch in batches:
        total = total + batch.sum(axis=0)
        n += len(batch)
    mean = total / n
    scatter = np.zeros((len(mean), len(mean)))
    for batch in batches:
        scatter += (batch - mean).T @ (batch - mean)
    return mean, scatter / (n - 1)

# %% mend_the_batches | wrong | pools the batches' covariances without the distances between their middles
def gathered(batches):
    total, n, scatter = 0.0, 0, 0.0
    for batch in batches:
        total = total + batch.sum(axis=0)
        n += len(batch)
        centred = batch - batch.mean(axis=0)
        scatter = scatter + centred.T @ centred
    return total / n, scatter / (n - 1)

# %% mend_the_batches | wrong | divides by n
def gathered(batches):
    rows = np.vstack(list(batches))
    centred = rows - rows.mean(axis=0)
    return rows.mean(axis=0), centred.T @ centred / len(rows)

# %% mend_the_batches | wrong | merges with the mean before, but forgets to count the rows up
def gathered(batches):
    n, mean, scatter = 0, 0.0, 0.0
    for batch in batches:
        m, middle = len(batch), batch.mean(axis=0)
        centred = batch - middle
        delta = middle - mean
        scatter = scatter + centred.T @ centred + np.outer(delta, delta) * n * m / (n + m)
        mean = mean + delta * m / (n + m)
        n = n + m if n == 0 else n
    return mean, np.atleast_2d(scatter / (n + m - 1))

# %% at_infinity | right | np.polyfit
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size fixes no line")
    slope, value = np.polyfit(1 / np.asarray(sizes, float), np.asarray(distances, float), 1)
    return value, slope

# %% at_infinity | right | the formulas of a regression, in plain Python
def at_infinity(sizes, distances):
    if len({int(n) for n in sizes}) < 2:
        raise ValueError("At least two different sizes, please.")
    xs = [1.0 / float(n) for n in sizes]
    ys = [float(d) for d in distances]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys))
    slope = above / sum((x - middle_x) ** 2 for x in xs)
    return middle_y - slope * middle_x, slope

# %% at_infinity | right | np.linalg.lstsq
def at_infinity(sizes, distances):
    sizes = np.array(sizes, dtype="float64")
    if sizes.min() == sizes.max():
        raise ValueError("all sizes are the same")
    table = np.stack([np.ones_like(sizes), 1 / sizes], axis=1)
    solution, *_ = np.linalg.lstsq(table, np.array(distances, dtype="float64"), rcond=None)
    return tuple(solution)

# %% at_infinity | wrong | a line through the smallest and the largest size only
def at_infinity(sizes, distances):
    sizes, distances = np.asarray(sizes, float), np.asarray(distances, float)
    if len(set(sizes.tolist())) < 2:
        raise ValueError("one size only")
    first, last = sizes.argmin(), sizes.argmax()
    slope = (distances[first] - distances[last]) / (1 / sizes[first] - 1 / sizes[last])
    return distances[last] - slope / sizes[last], slope

# %% at_infinity | wrong | raises an error as soon as any size comes twice
def at_infinity(sizes, distances):
    if len(sizes) < 2 or len(set(np.asarray(sizes).tolist())) < len(sizes):
        raise ValueError("the sizes must differ")
    slope, value = np.polyfit(1 / np.asarray(sizes, float), distances, 1)
    return value, slope

# %% at_infinity | wrong | sorts the sizes and leaves the distances as they are
def at_infinity(sizes, distances):
    sizes = np.sort(np.asarray(sizes, float))
    if sizes[0] == sizes[-1]:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / sizes, distances, 1)
    return value, slope

# %% at_infinity | wrong | weighs the larger sizes more
def at_infinity(sizes, distances):
    sizes = np.asarray(sizes, float)
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / sizes, distances, 1, w=np.sqrt(sizes))
    return value, slope

# %% at_infinity | wrong | a line over n instead of 1 / n
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    slope, value = np.polyfit(np.asarray(sizes, float), distances, 1)
    return value, slope

# %% at_infinity | wrong | slope first, value second
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    return tuple(np.polyfit(1 / np.asarray(sizes, float), distances, 1))

# %% at_infinity | wrong | counts the sizes, not the different ones
def at_infinity(sizes, distances):
    if len(sizes) < 2:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / np.asarray(sizes, float), distances, 1)
    return value, slope

# %% two_reports | right | the package
distances = {}
for name, other in (("a", from_a), ("b", from_b), ("floor", other_real)):
    distances[name] = tuple(
        metrics.frechet_distance(real[:n], other[:n], groups=0).value for n in (200, 3_000)
    )
better = "a" if distances["a"][1] < distances["b"][1] else "b"
true = {"a", "c", "e"}

# %% two_reports | right | own function, statements worked out by code
def frechet(x, y):
    c_x, c_y = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    values = np.linalg.eigvals(c_x @ c_y).real.clip(0)
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(c_x + c_y) - 2 * np.sqrt(values).sum()

distances = {
    name: tuple(frechet(real[:n], rows[:n]) for n in (200, 3000))
    for name, rows in {"a": from_a, "b": from_b, "floor": other_real}.items()
}
(a_few, a_many), (b_few, b_many), (floor_few, floor_many) = distances.values()
better = "a" if a_few < b_few and a_many < b_many else "b"
found = {
    "a": b_many < a_few,
    "b": floor_few < a_few / 10,
    "c": floor_few > a_few / 2,
    "d": False,
    "e": floor_many < a_many,
    "f": abs(b_few / a_few - b_many / a_many) < 0.1,
}
true = {letter for letter, holds in found.items() if holds}

# %% two_reports | right | both terms of the package added, lists, a list of letters
distances = {}
for name in ("a", "b", "floor"):
    other = {"a": from_a, "b": from_b, "floor": other_real}[name]
    pair = []
    for n in [200, 3000]:
        d = metrics.frechet_distance(real[0:n], other[0:n], groups=0)
        pair.append(d.mean_term + d.covariance_term)
    distances[name] = (pair[0], pair[1])
better = "a"
true = ["a", "c", "e"]

# %% two_reports | wrong | 200 generated rows against all real ones
distances = {
    name: tuple(metrics.frechet_distance(real, rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better = "a"
true = {"a", "c", "e"}

# %% two_reports | wrong | believes the reports
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better = "b"
true = {"a", "c", "e"}

# %% two_reports | wrong | root of the distance
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value ** 0.5 for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better = "a"
true = {"a", "c", "e"}

# %% two_reports | wrong | believes that the images got better from row 200 on
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better = "a"
true = {"a", "c", "d", "e"}

# %% two_reports | wrong | the pairs the other way round
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (3_000, 200))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better = "a"
true = {"a", "c", "e"}

# %% two_reports | wrong | the last 200 rows instead of the first
distances = {
    name: tuple(metrics.frechet_distance(real[-n:], rows[-n:], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better = "a"
true = {"a", "c", "e"}

# %% two_reports | wrong | statement c forgotten
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better = "a"
true = {"a", "e"}
