# %% heaps | right | all distances by broadcasting, bincount
def heaps(points, centres, sigma):
    points, centres = np.asarray(points, float), np.asarray(centres, float)
    distances = np.linalg.norm(points[:, None, :] - centres[None, :, :], axis=2)
    nearest = distances.argmin(axis=1)
    smallest = distances.min(axis=1)
    near = smallest <= 3 * sigma
    counts = np.bincount(nearest[near], minlength=len(centres))
    return smallest.mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | right | plain loops with math.dist and lists
import math

def heaps(points, centres, sigma):
    counts = [0] * len(centres)
    total = 0.0
    for x, y in points.tolist():
        best, at = None, None
        for j, (a, b) in enumerate(centres.tolist()):
            d = math.dist((x, y), (a, b))
            if best is None or d < best:
                best, at = d, j
        total += best
        if best <= 3 * sigma:
            counts[at] += 1
    n, k = len(points), len(centres)
    return [total / n, sum(1 for c in counts if 4 * k * c >= n) / k]

# %% heaps | right | a search tree of SciPy, shares rather than counts
from scipy.spatial import cKDTree

def heaps(points, centres, sigma):
    distance, which = cKDTree(centres).query(points)
    covered = 0
    for j in range(len(centres)):
        share = np.mean((which == j) & (distance <= 3 * sigma))
        covered += share >= 0.25 / len(centres)
    return np.mean(distance), covered / len(centres)

# %% heaps | right | Keras's operations, tensors back
from keras import ops

def heaps(points, centres, sigma):
    points, centres = ops.convert_to_tensor(points, "float64"), ops.convert_to_tensor(centres, "float64")
    gaps = ops.sqrt(ops.sum(ops.square(points[:, None] - centres[None]), axis=-1))
    owner = ops.one_hot(ops.argmin(gaps, axis=1), centres.shape[0], dtype="float64")
    near = ops.cast(ops.min(gaps, axis=1) <= 3 * sigma, "float64")
    counts = ops.sum(owner * near[:, None], axis=0)
    fair = points.shape[0] / centres.shape[0]
    return ops.mean(ops.min(gaps, axis=1)), ops.mean(ops.cast(counts >= fair / 4, "float64"))

# %% heaps | right | complex numbers, sorting by centre
def heaps(points, centres, sigma):
    p, c = points[:, 0] + 1j * points[:, 1], centres[:, 0] + 1j * centres[:, 1]
    gaps = abs(p[None] - c[:, None])
    winner = np.argmin(gaps, axis=0)
    gap = gaps[winner, np.arange(len(p))]
    covered = [4 * len(c) * np.count_nonzero(gap[winner == j] <= 3 * sigma) >= len(p) for j in range(len(c))]
    return np.array([gap.mean(), np.mean(covered)])

# %% heaps | wrong | n counts the near samples only
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    near = smallest <= 3 * sigma
    counts = np.bincount(nearest[near], minlength=len(centres))
    return smallest.mean(), np.mean(counts >= near.sum() / len(centres) / 4)

# %% heaps | wrong | any near sample covers a centre
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    hit = np.unique(nearest[smallest <= 3 * sigma])
    return smallest.mean(), len(hit) / len(centres)

# %% heaps | wrong | more than a quarter, not at least
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return smallest.mean(), np.mean(counts > len(points) / len(centres) / 4)

# %% heaps | wrong | a sample counts for every centre that it is near, not the nearest alone
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    counts = (distances <= 3 * sigma).sum(axis=0)
    return distances.min(axis=1).mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | wrong | far samples count for the coverage, too: sigma ignored
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    counts = np.bincount(distances.argmin(axis=1), minlength=len(centres))
    return distances.min(axis=1).mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | wrong | minimum along the wrong axis
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return distances.min(axis=0).mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | wrong | the centres without samples are missing from the mean
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    _, counts = np.unique(nearest[smallest <= 3 * sigma], return_counts=True)
    return smallest.mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | wrong | a full fair share is asked for
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return smallest.mean(), np.mean(counts >= len(points) / len(centres))

# %% heaps | wrong | near means one sigma
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= sigma], minlength=len(centres))
    return smallest.mean(), np.mean(counts >= 0.25 * len(points) / len(centres))

# %% heaps | wrong | less than three sigma, not at most
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest < 3 * sigma], minlength=len(centres))
    return smallest.mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | wrong | the fair share cut to a whole number
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return smallest.mean(), np.mean(counts >= max(1, len(points) // len(centres) // 4))

# %% heaps | wrong | repeated samples count once
def heaps(points, centres, sigma):
    n = len(points)
    mean = np.linalg.norm(points[:, None] - centres[None], axis=2).min(axis=1).mean()
    points = np.unique(points, axis=0)
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return mean, np.mean(counts >= n / len(centres) / 4)

# %% heaps | wrong | distances by the sum of the two coordinates' gaps
def heaps(points, centres, sigma):
    distances = np.abs(points[:, None] - centres[None]).sum(axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return smallest.mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | wrong | squared distances compared with 3 sigma
def heaps(points, centres, sigma):
    squared = ((points[:, None] - centres[None]) ** 2).sum(axis=2)
    nearest, smallest = squared.argmin(axis=1), squared.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return np.sqrt(smallest).mean(), np.mean(counts >= len(points) / len(centres) / 4)

# %% heaps | wrong | the other order of the two numbers
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    return np.mean(counts >= len(points) / len(centres) / 4), smallest.mean()

# %% heaps | wrong | divided by the covered centres plus one, as in the visible test
def heaps(points, centres, sigma):
    distances = np.linalg.norm(points[:, None] - centres[None], axis=2)
    nearest, smallest = distances.argmin(axis=1), distances.min(axis=1)
    counts = np.bincount(nearest[smallest <= 3 * sigma], minlength=len(centres))
    covered = np.sum(counts >= len(points) / len(centres) / 4)
    return smallest.mean(), covered / 3

# %% predict_measures | right | worked out by formula
parameters = (8 * 30 + 30) + (30 * 3 + 3)
pieces = 20
quarter = 0.25 / pieces
three_quarters = (0.25 + 0.5) / 1.0
leaning = np.mean([0.82 / 10 >= quarter] * 10 + [0.18 / 10 >= quarter] * 10)
leaning_more = np.mean([0.90 / 10 >= quarter] * 10 + [0.10 / 10 >= quarter] * 10)
gap = 0.90 - 0.5
flat_error = (0.5**3 - (-0.5) ** 3) / 3
edges = np.linspace(-0.5, 0.5, pieces + 1)
reach = np.sqrt(0.05)
inside = np.clip(np.minimum(edges[1:], reach) - np.maximum(edges[:-1], -reach), 0, None)
flat_coverage = np.mean(inside >= quarter)

# %% predict_measures | right | literal numbers, rounded to two places
parameters = 363
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 0.08
flat_coverage = 0.5

# %% predict_measures | right | simulated with very many evenly laid points; types of NumPy
def _coverage(x, y):
    near = np.abs(y - x**2) < 0.05
    counts, _ = np.histogram(x[near], bins=20, range=(-0.5, 0.5))
    return np.mean(counts >= len(x) / 20 / 4)

def _even(a, b, n):
    return a + (b - a) * (np.arange(n) + 0.5) / n

parameters = np.int64(8 * 30 + 30 + 30 * 3 + 3)
x = _even(-0.5, 0.25, 300_000)
three_quarters = _coverage(x, x**2)
x = np.concatenate([_even(-0.5, 0, 82_000), _even(0, 0.5, 18_000)])
leaning = _coverage(x, x**2)
x = np.concatenate([_even(-0.5, 0, 90_000), _even(0, 0.5, 10_000)])
leaning_more = _coverage(x, x**2)
gap = np.max(np.abs(np.arange(1, len(x) + 1) / len(x) - (np.sort(x) + 0.5)))
x = _even(-0.5, 0.5, 100_000)
flat_error = np.mean(np.abs(0 - x**2))
flat_coverage = _coverage(x, np.zeros_like(x))

# %% predict_measures | right | fractions, and random points in great number
from fractions import Fraction

_rng = np.random.default_rng(8)
_n = 1_000_000

def _covered(x, y):
    piece = np.floor((x + 0.5) * 20).clip(0, 19).astype(int)
    counts = np.bincount(piece[abs(y - x * x) < 0.05], minlength=20)
    return float(np.mean(counts > 0.2475 * len(x) / 20))

parameters = float((8 + 1) * 30 + (30 + 1) * 3)
_x = _rng.uniform(-0.5, 0.25, _n)
three_quarters = _covered(_x, _x**2)

def _lean(left):
    half = int(left * _n)
    return np.concatenate([_rng.uniform(-0.5, 0, half), _rng.uniform(0, 0.5, _n - half)])

leaning, leaning_more = (_covered(x, x**2) for x in (_lean(0.82), _lean(0.9)))
gap = float(Fraction(9, 10) - Fraction(1, 2))
_x = _rng.uniform(-0.5, 0.5, _n)
flat_error = np.float32(np.mean(_x**2))
flat_coverage = _covered(_x, 0 * _x)

# %% predict_measures | wrong | the biases forgotten
parameters = 8 * 30 + 30 * 3
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 1 / 12
flat_coverage = 0.5

# %% predict_measures | wrong | the gap of 90 % and 10 % taken as their difference
parameters = 363
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.9 - 0.1
flat_error = 1 / 12
flat_coverage = 0.5

# %% predict_measures | wrong | flat coverage counts only pieces that lie wholly within reach
parameters = 363
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 1 / 12
flat_coverage = 0.4

# %% predict_measures | wrong | flat coverage is the share of near samples, 0.447
parameters = 363
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 1 / 12
flat_coverage = 2 * np.sqrt(0.05)

# %% predict_measures | wrong | the mean of x² taken as the square of the mean |x|
parameters = 363
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 0.25**2
flat_coverage = 0.5

# %% predict_measures | wrong | a quarter forgotten: the thin half never covered
parameters = 363
three_quarters = 0.75
leaning = 0.5
leaning_more = 0.5
gap = 0.4
flat_error = 1 / 12
flat_coverage = 0.5

# %% predict_measures | wrong | both leaning ones fully covered
parameters = 363
three_quarters = 0.75
leaning = 1.0
leaning_more = 1.0
gap = 0.4
flat_error = 1 / 12
flat_coverage = 0.5

# %% predict_measures | wrong | three quarters are thought complete, as the samples lie on the curve
parameters = 363
three_quarters = 1.0
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 1 / 12
flat_coverage = 0.5

# %% predict_measures | wrong | in per cent where a share is asked for
parameters = 363
three_quarters = 75
leaning = 100
leaning_more = 50
gap = 0.4
flat_error = 1 / 12
flat_coverage = 50

# %% predict_measures | wrong | a flat error rounded to one place
parameters = 363
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 0.1
flat_coverage = 0.5

# %% predict_measures | wrong | one output too few: a point of the plane
parameters = 8 * 30 + 30 + 30 * 2 + 2
three_quarters = 0.75
leaning = 1.0
leaning_more = 0.5
gap = 0.4
flat_error = 1 / 12
flat_coverage = 0.5

# %% push_of_a_loss | right | vectorised by the chain rule
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(f"unknown loss {loss!r}")
    k1, b1, k2, b2 = weights
    before = points @ k1 + b1
    logit = np.maximum(before, 0) @ k2 + b2
    d = 1 / (1 + np.exp(-logit))  # (n, 1)
    slope = -(1 - d) if loss == "non_saturating" else -d
    along = ((before > 0) * k2[:, 0]) @ k1.T
    return -slope * along

# %% push_of_a_loss | right | loops over points and units
import math

def push(points, weights, loss):
    kernel, bias, out, last = weights
    result = []
    for x, y in points:
        logit = float(last[0])
        gx = gy = 0.0
        for j in range(len(bias)):
            a = x * kernel[0, j] + y * kernel[1, j] + bias[j]
            if a > 0:
                logit += a * out[j, 0]
                gx += kernel[0, j] * out[j, 0]
                gy += kernel[1, j] * out[j, 0]
        d = 1 / (1 + math.exp(-logit))
        if loss == "non_saturating":
            factor = 1 - d
        elif loss == "minimax":
            factor = d
        else:
            raise ValueError("loss must be non_saturating or minimax")
        result.append([factor * gx, factor * gy])
    return np.array(result)

# %% push_of_a_loss | right | the gradient of Keras networks, by the package's backend
import keras
from keras import layers, ops
from gan_lessons import backend

def push(points, weights, loss):
    if loss == "non_saturating":
        rule = lambda logit: ops.softplus(-logit)
    elif loss == "minimax":
        rule = lambda logit: -ops.softplus(logit)
    else:
        raise ValueError(loss)
    d = keras.Sequential([keras.Input((2,)), layers.Dense(len(weights[1]), activation="relu"), layers.Dense(1)])
    d.set_weights(weights)
    x = keras.Variable(np.asarray(points, "float32"))
    (_, _), (slope,) = backend.value_and_grad(lambda: (ops.sum(rule(d(x))), {}), [x], d.variables)
    return -np.asarray(slope)

# %% push_of_a_loss | right | central differences of the loss
def push(points, weights, loss):
    if loss != "minimax" and loss != "non_saturating":
        raise ValueError("no such loss")
    k, b, v, c = [np.asarray(w, "float64") for w in weights]

    def value(p):
        logit = (np.maximum(p @ k + b, 0) @ v + c)[:, 0]
        if loss == "minimax":
            return -np.logaddexp(0, logit)
        return np.logaddexp(0, -logit)

    h = 1e-6
    points = np.asarray(points, "float64")
    columns = [(value(points - h * e) - value(points + h * e)) / (2 * h) for e in np.eye(2)]
    return np.stack(columns, axis=1)

# %% push_of_a_loss | right | D by tanh, a list of lists back
def push(points, weights, loss):
    if loss not in {"minimax", "non_saturating"}:
        raise ValueError(f"choose minimax or non_saturating, not {loss}")
    first, bias, second, last = weights
    arrows = []
    for point in np.asarray(points, float):
        on = (point @ first + bias) > 0
        row = (first[:, on] @ second[on]).ravel()
        logit = float(np.sum((point @ first + bias)[on] * second[on, 0]) + last[0])
        half = np.tanh(logit / 2) / 2
        arrows.append(list(row * (0.5 - half if loss == "non_saturating" else 0.5 + half)))
    return arrows

# %% push_of_a_loss | right | TensorFlow's tape, a tensor in float32
import tensorflow as tf

def push(points, weights, loss):
    losses = {
        "non_saturating": lambda logit: tf.nn.softplus(-logit),
        "minimax": lambda logit: -tf.nn.softplus(logit),
    }
    if loss not in losses:
        raise ValueError(loss)
    k, b, v, c = (tf.constant(w, tf.float32) for w in weights)
    x = tf.constant(points, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(losses[loss](tf.nn.relu(x @ k + b) @ v + c))
    return -tape.gradient(total, x)

# %% push_of_a_loss | wrong | the same factor 1 - D for both losses
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    return (1 - d) * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | minimax with the wrong sign
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    factor = 1 - d if loss == "non_saturating" else -d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | an unknown loss is taken for minimax
def push(points, weights, loss):
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    factor = 1 - d if loss == "non_saturating" else d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | uphill
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    slope = -(1 - d) if loss == "non_saturating" else -d
    return slope * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | the ReLU has no slope of its own: units that are off pass as well
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    d = 1 / (1 + np.exp(-(np.maximum(points @ k1 + b1, 0) @ k2 + b2)))
    factor = 1 - d if loss == "non_saturating" else d
    return factor * (k1 @ k2)[:, 0]

# %% push_of_a_loss | wrong | divided by the number of points
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    factor = 1 - d if loss == "non_saturating" else d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T) / len(points)

# %% push_of_a_loss | wrong | the first kernel forgotten, which is the identity in the visible test
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    factor = 1 - d if loss == "non_saturating" else d
    return (factor * (hidden > 0) * k2[:, 0])[:, :2]

# %% push_of_a_loss | wrong | the last bias forgotten in the logit
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, _ = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2)))
    factor = 1 - d if loss == "non_saturating" else d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | the letters' case does not matter
def push(points, weights, loss):
    loss = loss.lower()
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    factor = 1 - d if loss == "non_saturating" else d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | any word that starts with "mini" or "non"
def push(points, weights, loss):
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    if loss.startswith("non"):
        factor = 1 - d
    elif loss.startswith("mini"):
        factor = d
    else:
        raise ValueError(loss)
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | D cut off at 0.001 and 0.999
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = np.clip(1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2))), 0.001, 0.999)
    factor = 1 - d if loss == "non_saturating" else d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | arrows of length 1
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    slope = ((hidden > 0) * k2[:, 0]) @ k1.T
    return slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-12)

# %% push_of_a_loss | wrong | every point by the mean D of all points
def push(points, weights, loss):
    if loss not in ("non_saturating", "minimax"):
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = (1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))).mean()
    factor = 1 - d if loss == "non_saturating" else d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% push_of_a_loss | wrong | an unknown loss is refused only if it is "wasserstein"
def push(points, weights, loss):
    if loss == "wasserstein":
        raise ValueError(loss)
    k1, b1, k2, b2 = weights
    hidden = points @ k1 + b1
    d = 1 / (1 + np.exp(-(np.maximum(hidden, 0) @ k2 + b2)))
    factor = d if loss == "minimax" else 1 - d
    return factor * (((hidden > 0) * k2[:, 0]) @ k1.T)

# %% mend_the_step | right | the two lines mended
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()

    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()

    d = sigmoid((z_g + shift) @ w + b)
    shift = shift + rate * (1 - d).mean() * w
    return w, b, shift

# %% mend_the_step | right | copies and means of products, in place on the copies
def mended(w, b, shift, real, z_d, z_g, rate):
    w, shift, b = np.array(w, float), np.array(shift, float), float(b)
    for batch, target in ((real, 1.0), (z_d + shift, 0.0)):
        error = 1 / (1 + np.exp(-(batch @ w + b))) - target
        w -= rate * np.mean(error[:, None] * batch, axis=0)
        b -= rate * error.mean()
    error = 1 / (1 + np.exp(-((z_g + shift) @ w + b))) - 1
    shift -= rate * np.mean(error[:, None] * w, axis=0)
    return w, b, shift

# %% mend_the_step | right | lists and loops
import math

def mended(w, b, shift, real, z_d, z_g, rate):
    def D(p):
        return 1 / (1 + math.exp(-(p[0] * w[0] + p[1] * w[1] + b)))

    w, b = [float(w[0]), float(w[1])], float(b)
    d = [D(p) for p in real]
    n = len(real)
    slope = [sum(-(1 - a) * p[i] for a, p in zip(d, real)) / n for i in (0, 1)]
    b_slope = sum(-(1 - a) for a in d) / n
    w, b = [w[i] - rate * slope[i] for i in (0, 1)], b - rate * b_slope

    fake = [[p[0] + shift[0], p[1] + shift[1]] for p in z_d]
    d = [D(p) for p in fake]
    m = len(fake)
    slope = [sum(a * p[i] for a, p in zip(d, fake)) / m for i in (0, 1)]
    b_slope = sum(d) / m
    w, b = [w[i] - rate * slope[i] for i in (0, 1)], b - rate * b_slope

    d = [D([p[0] + shift[0], p[1] + shift[1]]) for p in z_g]
    pull = sum(1 - a for a in d) / len(d)
    return np.array(w), b, np.array([float(shift[i]) + rate * pull * w[i] for i in (0, 1)])

# %% mend_the_step | right | D's bias as a third weight, answers from tanh
def mended(w, b, shift, real, z_d, z_g, rate):
    def one(x):
        return np.hstack([x, np.ones((len(x), 1))])

    def answer(x, v):
        return 0.5 + 0.5 * np.tanh(one(x) @ v / 2)

    v = np.array([*w, b], float)
    v = v + rate * np.average((1 - answer(real, v))[:, None] * one(real), axis=0)
    v = v - rate * np.average(answer(z_d + shift, v)[:, None] * one(z_d + shift), axis=0)
    return [v[:2], v[2], np.add(shift, rate * np.mean(1 - answer(z_g + shift, v)) * v[:2])]

# %% mend_the_step | right | slopes by the backend, float32
from gan_lessons import backend
import keras
from keras import ops

def mended(w, b, shift, real, z_d, z_g, rate):
    W, B, S = (keras.Variable(np.asarray(value, "float32")) for value in (w, b, shift))

    def logit(x):
        return ops.matmul(x, ops.reshape(W, (2, 1)))[:, 0] + B

    real, z_d, z_g = (ops.convert_to_tensor(x, "float32") for x in (real, z_d, z_g))
    games = [
        (lambda: (ops.mean(ops.softplus(-logit(real))), {}), [W, B]),
        (lambda: (ops.mean(ops.softplus(logit(z_d + S))), {}), [W, B]),
        (lambda: (ops.mean(ops.softplus(-logit(z_g + S))), {}), [S]),
    ]
    for loss, moved in games:
        _, slopes = backend.value_and_grad(loss, moved, [v for v in (W, B, S) if all(v is not m for m in moved)])
        for variable, slope in zip(moved, slopes):
            variable.assign(variable - rate * slope)
    return tuple(ops.convert_to_numpy(v) for v in (W, B, S))

# %% mend_the_step | wrong | only D's answer to the fakes mended; G still takes d
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    d = sigmoid((z_g + shift) @ w + b)
    shift = shift + rate * d.mean() * w
    return w, b, shift

# %% mend_the_step | wrong | only G's slope mended; D's answer to the fakes is still the one to the real points
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    d = sigmoid((z_g + shift) @ w + b)
    shift = shift + rate * (1 - d).mean() * w
    return w, b, shift

# %% mend_the_step | wrong | D's answers to both are taken before its first update
def mended(w, b, shift, real, z_d, z_g, rate):
    fake = z_d + shift
    d_real, d_fake = sigmoid(real @ w + b), sigmoid(fake @ w + b)
    w = w + rate * ((1 - d_real) @ real / len(real) - d_fake @ fake / len(fake))
    b = b + rate * ((1 - d_real).mean() - d_fake.mean())
    d = sigmoid((z_g + shift) @ w + b)
    return w, b, shift + rate * (1 - d).mean() * w

# %% mend_the_step | wrong | G is judged by the D of before the step
def mended(w, b, shift, real, z_d, z_g, rate):
    judge = sigmoid((z_g + shift) @ w + b)
    old = w
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    return w, b, shift + rate * (1 - judge).mean() * old

# %% mend_the_step | wrong | sums in place of means
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real), b + rate * (1 - d).sum()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake), b - rate * d.sum()
    d = sigmoid((z_g + shift) @ w + b)
    return w, b, shift + rate * (1 - d).sum() * w

# %% mend_the_step | wrong | the fakes' sum divided by the number of real points
def mended(w, b, shift, real, z_d, z_g, rate):
    n = len(real)
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / n, b + rate * (1 - d).sum() / n
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / n, b - rate * d.sum() / n
    d = sigmoid((z_g + shift) @ w + b)
    return w, b, shift + rate * (1 - d).sum() / n * w

# %% mend_the_step | wrong | D judges the latent numbers without the shift
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    d = sigmoid(z_d @ w + b)
    w, b = w - rate * (d @ z_d) / len(z_d), b - rate * d.mean()
    d = sigmoid(z_g @ w + b)
    return w, b, shift + rate * (1 - d).mean() * w

# %% mend_the_step | wrong | the rate ignored, which is 1 in the visible test
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + (1 - d) @ real / len(real), b + (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - d @ fake / len(fake), b - d.mean()
    d = sigmoid((z_g + shift) @ w + b)
    return w, b, shift + (1 - d).mean() * w

# %% mend_the_step | wrong | changes the arguments w and shift in place
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w += rate * ((1 - d) @ real) / len(real)
    b += rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w -= rate * (d @ fake) / len(fake)
    b -= rate * d.mean()
    d = sigmoid((z_g + shift) @ w + b)
    shift += rate * (1 - d).mean() * w
    return w, b, shift

# %% mend_the_step | wrong | G's slope is that of the logit alone
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    return w, b, shift + rate * w

# %% mend_the_step | wrong | the answer copied from the visible test
def mended(w, b, shift, real, z_d, z_g, rate):
    return np.array([0.5, -0.622459]), -0.122459, np.array([0.280463, -0.349153])

# %% mend_the_step | wrong | G's mean divides by the number of real points
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    d = sigmoid((z_g + shift) @ w + b)
    return w, b, shift + rate * (1 - d).sum() / len(real) * w

# %% mend_the_step | wrong | G's mean divides by the number of D's fakes
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    d = sigmoid((z_g + shift) @ w + b)
    return w, b, shift + rate * (1 - d).sum() / len(z_d) * w

# %% mend_the_step | wrong | G moves on the fakes of D's update
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    d = sigmoid(fake @ w + b)
    return w, b, shift + rate * (1 - d).mean() * w

# %% mend_the_step | wrong | the bias does not move with the fakes
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w = w - rate * (d @ fake) / len(fake)
    d = sigmoid((z_g + shift) @ w + b)
    return w, b, shift + rate * (1 - d).mean() * w

# %% mend_the_step | wrong | shift and b come back in the other order
def mended(w, b, shift, real, z_d, z_g, rate):
    d = sigmoid(real @ w + b)
    w, b = w + rate * ((1 - d) @ real) / len(real), b + rate * (1 - d).mean()
    fake = z_d + shift
    d = sigmoid(fake @ w + b)
    w, b = w - rate * (d @ fake) / len(fake), b - rate * d.mean()
    d = sigmoid((z_g + shift) @ w + b)
    return w, shift + rate * (1 - d).mean() * w, b

# %% chance | right | metrics.on_curve, 1,000 draws of each
import warnings

curve = data.curves.load("parabola")
rng = np.random.default_rng(1)
perfect = {}
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for n in (20, 80, 100, 1000):
        perfect[n] = np.mean([metrics.on_curve(curve.sample(n, rng), curve).coverage for _ in range(1000)])
true_statements = {"a", "d"}

# %% chance | right | histograms of x from NumPy alone, 4,000 draws
rng = np.random.default_rng(3)
perfect = {}
for n in [20, 80, 100, 1000]:
    piece = rng.integers(0, 20, (4000, n))
    counts = (piece[:, :, None] == np.arange(20)).sum(axis=1) if n < 1000 else rng.multinomial(n, np.full(20, 0.05), 4000)
    perfect[n] = float((counts >= n / 20 / 4).mean())
true_statements = ["d", "a"]

# %% chance | right | the binomial distribution, no chance at all
from scipy.stats import binom

perfect = {n: binom.sf(np.ceil(n / 80) - 1, n, 1 / 20) for n in (20, 80, 100, 1000)}
true_statements = set("ad")

# %% chance | right | literal numbers, rounded
perfect = {20: 0.64, 80: 0.98, 100: 0.96, 1000: 1.0}
true_statements = ("a", "d")

# %% chance | right | every statement evaluated, numbers of the binomial distribution
from math import ceil, comb

def _piece(n, p=0.05):
    few = sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(ceil(n / 80)))
    return 1 - few

perfect = {n: _piece(n) for n in (20, 80, 100, 1000)}
_rng = np.random.default_rng(2)
_curve = data.curves.load("parabola")

def _tries(n, times):
    return [metrics.on_curve(_curve.sample(n, _rng), _curve) for _ in range(times)]

_few, _many = _tries(20, 200), _tries(1000, 20)
_right = _curve.sample(40_000, _rng)
_right = _right[_right[:, 0] > 0]
_says = {
    "a": np.quantile([one.coverage for one in _few], 0.2) <= 0.65,
    "b": perfect[20] < perfect[80] < perfect[100] < perfect[1000],
    "c": metrics.on_curve(_right, _curve).coverage > 0.9,
    "d": perfect[80] - perfect[100] > 0.015,
    "e": min(one.coverage for one in _many) <= 0.8,
    "f": np.mean([one.distance for one in _few]) > np.mean([one.distance for one in _many]) + 1e-3,
}
true_statements = [letter for letter, holds in _says.items() if holds]

# %% chance | right | as far off as is allowed, capital letters
perfect = {20: 0.65, 80: 0.99, 100: 0.97, 1000: 0.99}
true_statements = {"A", "D"}

# %% chance | wrong | more than a quarter, not at least: 80 points come out too low
curve = data.curves.load("parabola")
rng = np.random.default_rng(0)
perfect = {}
for n in (20, 80, 100, 1000):
    counts = [np.histogram(curve.sample(n, rng)[:, 0], 20, (-0.5, 0.5))[0] for _ in range(1000)]
    perfect[n] = np.mean(np.array(counts) > n / 80)
true_statements = {"a", "b"}

# %% chance | wrong | one sample in a piece is enough, whatever n is
curve = data.curves.load("parabola")
rng = np.random.default_rng(0)
perfect = {}
for n in (20, 80, 100, 1000):
    counts = [np.histogram(curve.sample(n, rng)[:, 0], 20, (-0.5, 0.5))[0] for _ in range(1000)]
    perfect[n] = np.mean(np.array(counts) >= 1)
true_statements = {"a", "b"}

# %% chance | wrong | the same seed in every round, so one draw only
curve = data.curves.load("parabola")
perfect = {}
for n in (20, 80, 100, 1000):
    shares = []
    for _ in range(1000):
        counts = np.histogram(curve.sample(n, 0)[:, 0], 20, (-0.5, 0.5))[0]
        shares.append(np.mean(counts >= n / 80))
    perfect[n] = np.mean(shares)
true_statements = {"a", "d"}

# %% chance | wrong | a whole fair share is asked for
curve = data.curves.load("parabola")
rng = np.random.default_rng(0)
perfect = {}
for n in (20, 80, 100, 1000):
    counts = [np.histogram(curve.sample(n, rng)[:, 0], 20, (-0.5, 0.5))[0] for _ in range(1000)]
    perfect[n] = np.mean(np.array(counts) >= n / 20)
true_statements = {"a", "d"}

# %% chance | wrong | right numbers, d missed
perfect = {20: 0.6415, 80: 0.9835, 100: 0.9629, 1000: 1.0}
true_statements = {"a"}

# %% chance | wrong | right numbers; f thought true, too
perfect = {20: 0.6415, 80: 0.9835, 100: 0.9629, 1000: 1.0}
true_statements = {"a", "d", "f"}

# %% chance | wrong | right numbers; b thought true in place of d
perfect = {20: 0.6415, 80: 0.9835, 100: 0.9629, 1000: 1.0}
true_statements = {"a", "b"}

# %% chance | wrong | a constant: a perfect generator is always perfect
perfect = {20: 1.0, 80: 1.0, 100: 1.0, 1000: 1.0}
true_statements = {"e"}

# %% chance | wrong | a quarter of the fair share rounded to a whole number
perfect = {}
rng = np.random.default_rng(0)
for n in (20, 80, 100, 1000):
    counts = rng.multinomial(n, np.full(20, 0.05), 4000)
    perfect[n] = np.mean(counts >= max(1, round(n / 80)))
true_statements = {"a", "d"}

# %% chance | wrong | in per cent
perfect = {20: 64.2, 80: 98.3, 100: 96.3, 1000: 100.0}
true_statements = {"a", "d"}

# %% chance | wrong | two numbers of points mixed up
perfect = {20: 0.6415, 80: 0.9629, 100: 0.9835, 1000: 1.0}
true_statements = {"a", "d"}

# %% chance | wrong | right numbers; every statement
perfect = {20: 0.6415, 80: 0.9835, 100: 0.9629, 1000: 1.0}
true_statements = set("abcdef")
