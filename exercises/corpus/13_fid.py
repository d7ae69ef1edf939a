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

# %% two_terms | right | two roots of matrices, in the order of the paper
from scipy.linalg import sqrtm

def terms(x, y):
    x, y = np.array(x, dtype="float64"), np.array(y, dtype="float64")
    (m_x, c_x), (m_y, c_y) = ((z.mean(axis=0), np.cov(z, rowvar=False).reshape(z.shape[1], -1)) for z in (x, y))
    root = sqrtm(c_x)
    inner = sqrtm(root @ c_y @ root)
    return np.sum((m_x - m_y) ** 2), np.real(np.trace(c_x) + np.trace(c_y) - 2 * np.trace(inner))

# %% two_terms | right | singular values of a product of the centred rows; no covariance at all
def terms(x, y):
    x, y = x.astype(float), y.astype(float)
    a = (x - x.mean(axis=0)) / np.sqrt(len(x) - 1)
    b = (y - y.mean(axis=0)) / np.sqrt(len(y) - 1)
    nuclear = np.linalg.svd(a @ b.T, compute_uv=False).sum() if len(a) * len(b) < 10_000 else None
    if nuclear is None:
        ra, rb = np.linalg.qr(a, mode="r"), np.linalg.qr(b, mode="r")
        nuclear = np.linalg.norm(ra @ rb.T, "nuc")
    return [np.linalg.norm(x.mean(axis=0) - y.mean(axis=0)) ** 2, (a**2).sum() + (b**2).sum() - 2 * nuclear]

# %% two_terms | right | the package, split into its terms; NumPy arrays without axes
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    d = x.shape[1]
    c_x, c_y = (np.cov(z, rowvar=False).reshape(d, d) for z in (x, y))
    nothing = np.zeros(d)
    return np.array(np.square(x.mean(0) - y.mean(0)).sum()), metrics.gaussian_distance(nothing, c_x, nothing, c_y)

# %% two_terms | wrong | a product of two roots, which is another matrix unless the covariances commute
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")

    def root(a):
        values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(a, rowvar=False)))
        return vectors * np.sqrt(values.clip(0)) @ vectors.T

    r_x, r_y = root(x), root(y)
    return ((x.mean(0) - y.mean(0)) ** 2).sum(), ((r_x - r_y) ** 2).sum()

# %% two_terms | wrong | covariance term first
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    c_x, c_y = (np.atleast_2d(np.cov(a, rowvar=False)) for a in (x, y))
    values = np.linalg.eigvals(c_x @ c_y).real.clip(0)
    return np.trace(c_x + c_y) - 2 * np.sqrt(values).sum(), ((x.mean(0) - y.mean(0)) ** 2).sum()

# %% two_terms | wrong | means in single precision
def terms(x, y):
    c_x, c_y = (np.atleast_2d(np.cov(a.astype(float), rowvar=False)) for a in (x, y))
    values = np.linalg.eigvals(c_x @ c_y).real.clip(0)
    return ((x.mean(0) - y.mean(0)) ** 2).sum(), np.trace(c_x + c_y) - 2 * np.sqrt(values).sum()

# %% two_terms | wrong | everything in single precision
def terms(x, y):
    x, y = np.asarray(x, "float32"), np.asarray(y, "float32")
    a, b = x - x.mean(0), y - y.mean(0)
    c_x, c_y = a.T @ a / np.float32(len(a) - 1), b.T @ b / np.float32(len(b) - 1)
    values = np.linalg.eigvals(c_x @ c_y).real.clip(0)
    return ((x.mean(0) - y.mean(0)) ** 2).sum(), np.trace(c_x + c_y) - 2 * np.sqrt(values).sum()

# %% two_terms | wrong | centres the arrays that it is given
def terms(x, y):
    if x.dtype != "float64":
        x, y = x.astype("float64"), y.astype("float64")
    m_x, m_y = x.mean(0), y.mean(0)
    x -= m_x
    y -= m_y
    c_x, c_y = x.T @ x / (len(x) - 1), y.T @ y / (len(y) - 1)
    values = np.linalg.eigvals(c_x @ c_y).real.clip(0)
    return ((m_x - m_y) ** 2).sum(), np.trace(c_x + c_y) - 2 * np.sqrt(values).sum()

# %% two_terms | wrong | the mean of the squared differences
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    c_x, c_y = (np.atleast_2d(np.cov(a, rowvar=False)) for a in (x, y))
    values = np.linalg.eigvals(c_x @ c_y).real.clip(0)
    return ((x.mean(0) - y.mean(0)) ** 2).mean(), np.trace(c_x + c_y) - 2 * np.sqrt(values).sum()

# %% two_terms | wrong | the distances, not their squares
def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    c_x, c_y = (np.atleast_2d(np.cov(a, rowvar=False)) for a in (x, y))
    values = np.linalg.eigvals(c_x @ c_y).real.clip(0)
    term = max(np.trace(c_x + c_y) - 2 * np.sqrt(values).sum(), 0)
    return np.linalg.norm(x.mean(0) - y.mean(0)), np.sqrt(term)

# %% two_terms | wrong | complex numbers from the root of a matrix
from scipy import linalg

def terms(x, y):
    x, y = np.asarray(x, "float64"), np.asarray(y, "float64")
    c_x, c_y = (np.atleast_2d(np.cov(a, rowvar=False)) for a in (x, y))
    root = linalg.sqrtm((c_x @ c_y).astype(complex))
    return np.sum((x.mean(0) - y.mean(0)) ** 2), np.trace(c_x + c_y - 2 * root)

# %% predict_distances | right | the chapter's formula, by eigh; one of them rounded
def _gauss(m1, c1, m2, c2):
    c1, c2 = np.atleast_2d(c1), np.atleast_2d(c2)
    values, vectors = np.linalg.eigh(c1)
    root = vectors * np.sqrt(values) @ vectors.T
    inner = np.linalg.eigvalsh(root @ c2 @ root)
    return np.sum(np.subtract(m1, m2) ** 2.0) + np.trace(c1 + c2) - 2 * np.sqrt(inner).sum()

line = _gauss([2], [[9.0]], [-1], [[25.0]])
moved = _gauss(np.zeros(8), np.eye(8), np.full(8, 0.5), np.eye(8))
turned = _gauss([0, 0], np.diag([16.0, 1]), [0, 0], np.diag([1, 16.0]))
rescaled = 9 * _gauss([0], [[1.0]], [12**0.5], [[1.0]])
halved = round(_gauss([6, 8], np.diag([4.0, 16]), [3, 4], np.diag([1, 4.0])), 2)
opposite = np.array(_gauss([0, 0], [[1, 0.8], [0.8, 1]], [0, 0], [[1, -0.8], [-0.8, 1]]))

# %% predict_distances | right | single precision, whole numbers of NumPy
line, moved, turned = np.float32(13), np.array(2), np.int32(3**2 + 3**2)
rescaled, halved = np.sqrt(12 * 9) ** 2, 5**2 + 5
opposite = np.float32(2 * (np.sqrt(1.8) - np.sqrt(0.2)) ** 2)

# %% predict_distances | wrong | line: difference of the variances' roots, not squared
line, moved, turned, rescaled, halved, opposite = 3**2 + 2, 2, 18, 108, 30, 1.6

# %% predict_distances | wrong | moved: the covariances count, too
line, moved, turned, rescaled, halved, opposite = 13, 4, 18, 108, 30, 1.6

# %% predict_distances | wrong | turned: one of the two features
line, moved, turned, rescaled, halved, opposite = 13, 2, 9, 108, 30, 1.6

# %% predict_distances | wrong | rescaled: nothing changes, since both are multiplied
line, moved, turned, rescaled, halved, opposite = 13, 2, 18, 12, 30, 1.6

# %% predict_distances | wrong | halved: the means alone
line, moved, turned, rescaled, halved, opposite = 13, 2, 18, 108, 25, 1.6

# %% predict_distances | wrong | halved: the deviations alone
line, moved, turned, rescaled, halved, opposite = 13, 2, 18, 108, 5, 1.6

# %% predict_distances | wrong | opposite: the squared difference of the matrices
line, moved, turned, rescaled, halved, opposite = 13, 2, 18, 108, 30, 2 * 1.6**2

# %% predict_distances | wrong | roots of all distances
line, moved, turned, rescaled, halved, opposite = (v**0.5 for v in (13, 2, 18, 108, 30, 1.6))

# %% mend_the_batches | right | rows in a list, deviations by hand
def gathered(batches):
    rows = [row for batch in batches for row in batch]
    mean = sum(rows) / len(rows)
    away = np.stack(rows) - mean
    return mean, np.einsum("ni,nj->ij", away, away) / (len(rows) - 1)

# %% mend_the_batches | right | plain Python's sums, lists in the end
import math

def gathered(batches):
    columns = list(zip(*(row.tolist() for batch in batches for row in batch)))
    n = len(columns[0])
    mean = [math.fsum(column) / n for column in columns]
    away = [[value - m for value in column] for column, m in zip(columns, mean)]
    return [mean, [[math.fsum(p * q for p, q in zip(a, b)) / (n - 1) for b in away] for a in away]]

# %% mend_the_batches | right | sums and products from the first row on, as the chapter forgets them
def gathered(batches):
    shift, n = None, 0
    for batch in batches:
        if shift is None:
            shift = batch[0]
            total, products = np.zeros(len(shift)), np.zeros((len(shift), len(shift)))
        away = batch - shift
        n += away.shape[0]
        total += away.sum(0)
        products += away.T.dot(away)
    return shift + total / n, (products - np.outer(total, total) / n) / (n - 1)

# %% mend_the_batches | wrong | takes the first batch by its index
def gathered(batches):
    total, n = np.zeros(batches[0].shape[1]), 0
    products = np.zeros((len(total), len(total)))
    for batch in batches:
        total, n, products = total + batch.sum(axis=0), n + len(batch), products + batch.T @ batch
    mean = total / n
    return mean, (products - n * np.outer(mean, mean)) / (n - 1)

# %% mend_the_batches | wrong | batches of one row left out
def gathered(batches):
    rows = np.concatenate([batch for batch in batches if len(batch) > 1])
    return rows.mean(axis=0), np.atleast_2d(np.cov(rows, rowvar=False))

# %% mend_the_batches | wrong | covariances weighed by rows less one, as in an analysis of variance
def gathered(batches):
    n, total, scatter, free = 0, 0, 0, 0
    for batch in batches:
        n, total = n + len(batch), total + batch.sum(axis=0)
        centred = batch - batch.mean(axis=0)
        scatter, free = scatter + centred.T @ centred, free + len(batch) - 1
    return total / n, scatter / max(free, 1)

# %% mend_the_batches | wrong | the variances alone, correlations lost
def gathered(batches):
    rows = np.concatenate(list(batches))
    return rows.mean(axis=0), np.diag(rows.var(axis=0, ddof=1))

# %% mend_the_batches | wrong | n - 1 for the first part only: products over n - 1, less the outer product of the mean
def gathered(batches):
    rows = np.concatenate(list(batches))
    mean = rows.mean(axis=0)
    return mean, rows.T @ rows / (len(rows) - 1) - np.outer(mean, mean)

# %% mend_the_batches | wrong | a row too many in the mean's shape
def gathered(batches):
    rows = np.concatenate(list(batches))
    return rows.mean(axis=0, keepdims=True), np.atleast_2d(np.cov(rows, rowvar=False))

# %% mend_the_batches | wrong | variances of the rows, not of the features
def gathered(batches):
    rows = np.concatenate(list(batches))
    return rows.mean(axis=0), np.atleast_2d(np.cov(rows))

# %% mend_the_batches | wrong | moves the rows that it is given to their middle
def gathered(batches):
    batches = list(batches)
    n = sum(map(len, batches))
    mean = sum(batch.sum(axis=0) for batch in batches) / n
    scatter = 0
    for batch in batches:
        batch -= mean
        scatter = scatter + batch.T @ batch
    return mean, scatter / (n - 1)

# %% mend_the_batches | wrong | the answer to the visible example
def gathered(batches):
    return np.array([2.0, 1.0]), np.array([[14 / 3, 0.0], [0.0, 2.0]])

# %% at_infinity | right | SciPy's linregress
from scipy.stats import linregress

def at_infinity(sizes, distances):
    inverse = [1 / n for n in sizes]
    if min(sizes) == max(sizes):
        raise ValueError("there is one size only")
    fit = linregress(inverse, distances)
    return fit.intercept, fit.slope

# %% at_infinity | right | normal equations; NumPy numbers in a list
def at_infinity(sizes, distances):
    n, y = np.asarray(sizes, "float64"), np.asarray(distances, "float64")
    if np.unique(n).size <= 1:
        raise ValueError("sizes must not all be equal")
    table = np.vander(1 / n, 2)
    slope, value = np.linalg.solve(table.T @ table, table.T @ y)
    return [value, slope]

# %% at_infinity | right | np.polynomial, and covariance over variance for the slope
def at_infinity(sizes, distances):
    if len(set(float(n) for n in sizes)) < 2:
        raise ValueError("sizes must differ")
    x = np.reciprocal(np.asarray(sizes, dtype=float))
    line = np.polynomial.Polynomial.fit(x, distances, 1).convert()
    slope = np.cov(x, distances)[0, 1] / np.var(x, ddof=1)
    return line(0.0), slope

# %% at_infinity | wrong | one value for each size, the mean of its distances
def at_infinity(sizes, distances):
    sizes, distances = np.asarray(sizes, float), np.asarray(distances, float)
    different = np.unique(sizes)
    if len(different) < 2:
        raise ValueError("one size only")
    means = [distances[sizes == n].mean() for n in different]
    slope, value = np.polyfit(1 / different, means, 1)
    return value, slope

# %% at_infinity | wrong | a dictionary keeps the last distance of each size
def at_infinity(sizes, distances):
    pairs = dict(zip([int(n) for n in sizes], [float(d) for d in distances]))
    if len(pairs) < 2:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / np.array(list(pairs), float), list(pairs.values()), 1)
    return value, slope

# %% at_infinity | wrong | divides by a list: only arrays work
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / sizes, distances, 1)
    return value, slope

# %% at_infinity | wrong | looks at neighbours only: two equal sizes in a row are refused
def at_infinity(sizes, distances):
    if any(a == b for a, b in zip(sizes, sizes[1:])) or len(sizes) < 2:
        raise ValueError("the sizes must differ")
    slope, value = np.polyfit(1 / np.asarray(sizes, float), distances, 1)
    return value, slope

# %% at_infinity | wrong | wants three different sizes
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 3:
        raise ValueError("too few sizes")
    slope, value = np.polyfit(1 / np.asarray(sizes, float), distances, 1)
    return value, slope

# %% at_infinity | wrong | first against last only in the check
def at_infinity(sizes, distances):
    if len(sizes) < 2 or sizes[0] == sizes[-1]:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / np.asarray(sizes, float), distances, 1)
    return value, slope

# %% at_infinity | wrong | the value is never below 0
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / np.asarray(sizes, float), distances, 1)
    return max(value, 0.0), slope

# %% at_infinity | wrong | a line through the two largest sizes
def at_infinity(sizes, distances):
    sizes, distances = np.asarray(sizes, float), np.asarray(distances, float)
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    largest = np.unique(sizes)[-2:]
    used = np.isin(sizes, largest)
    slope, value = np.polyfit(1 / sizes[used], distances[used], 1)
    return value, slope

# %% at_infinity | wrong | over the root of n
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    slope, value = np.polyfit(1 / np.sqrt(np.asarray(sizes, float)), distances, 1)
    return value, slope

# %% at_infinity | wrong | None in the place of an error
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        return None
    slope, value = np.polyfit(1 / np.asarray(sizes, float), distances, 1)
    return value, slope

# %% at_infinity | wrong | three and two hundred, as in the example
def at_infinity(sizes, distances):
    if len(np.unique(sizes)) < 2:
        raise ValueError("one size only")
    return 3.0, 200.0

# %% two_reports | right | moments in one table, sentences one by one, rounded to three places
def _moments(rows, n):
    return rows[:n].mean(axis=0), np.cov(rows[:n].T)

def _apart(rows, n):
    return round(metrics.gaussian_distance(*_moments(real, n), *_moments(rows, n)), 3)

distances = {"floor": 0, "b": 0, "a": 0}
for _name, _rows in zip("ab", (from_a, from_b)):
    distances[_name] = np.array([_apart(_rows, 200), _apart(_rows, 3000)])
distances["floor"] = [_apart(other_real, 200), _apart(other_real, 3000)]
_a, _b, _f = (distances[name] for name in ("a", "b", "floor"))
better = "ab"[int(_a[1] > _b[1])]
true = set()
if _b[1] < _a[0]:
    true.add("a")
if _f[0] < 0.1 * _a[0]:
    true.add("b")
if _f[0] > 0.5 * _a[0]:
    true.add("c")
if _apart(from_a[-200:], 200) < 0.7 * _a[0]:
    true.add("d")
if _f[1] < _a[1]:
    true.add("e")
if abs(_b[0] / _a[0] - _b[1] / _a[1]) < 0.1:
    true.add("f")

# %% two_reports | right | singular values, tuples of letters, capital letter
def _frechet(x, y):
    a, b = ((z - z.mean(0)) / np.sqrt(len(z) - 1) for z in (x, y))
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + (a**2).sum() + (b**2).sum() - 2 * np.linalg.svd(
        np.linalg.qr(a)[1] @ np.linalg.qr(b)[1].T, compute_uv=False
    ).sum()

distances = {k: [float(_frechet(real[:n], v[:n])) for n in (200, 3000)] for k, v in {"a": from_a, "b": from_b, "floor": other_real}.items()}
better = "A"
true = ("e", "c", "a")

# %% two_reports | wrong | statement f added: nearly the same order
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better, true = "a", {"a", "c", "e", "f"}

# %% two_reports | wrong | statement a forgotten
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better, true = "a", {"c", "e"}

# %% two_reports | wrong | statement e forgotten
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better, true = "a", {"a", "c"}

# %% two_reports | wrong | statement b in place of c
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better, true = "a", {"a", "b", "e"}

# %% two_reports | wrong | the mean term alone
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).mean_term for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b), ("floor", other_real))
}
better, true = "a", {"a", "c", "e"}

# %% two_reports | wrong | covariances that divide by n
def _frechet(x, y):
    c_x, c_y = np.cov(x.T, ddof=0), np.cov(y.T, ddof=0)
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(c_x + c_y) - 2 * np.sqrt(np.linalg.eigvals(c_x @ c_y).real).sum()

distances = {k: tuple(_frechet(real[:n], v[:n]) for n in (200, 3000)) for k, v in (("a", from_a), ("b", from_b), ("floor", other_real))}
better, true = "a", {"a", "c", "e"}

# %% two_reports | wrong | floor between halves of the real rows
distances = {
    name: tuple(metrics.frechet_distance(real[:n], rows[:n], groups=0).value for n in (200, 3_000))
    for name, rows in (("a", from_a), ("b", from_b))
}
distances["floor"] = tuple(metrics.frechet_distance(real[: n // 2], real[n // 2 : n], groups=0).value for n in (200, 3_000))
better, true = "a", {"a", "c", "e"}
