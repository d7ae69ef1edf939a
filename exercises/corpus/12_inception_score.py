# %% entropy_in_choices | right | logarithm only where p > 0
def choices(p):
    p = np.asarray(p, float)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return np.exp(-(p * logs).sum(axis=1))

# %% entropy_in_choices | right | loops and math
import math

def choices(p):
    result = []
    for row in p:
        entropy = 0.0
        for value in row:
            if value > 0:
                entropy -= value * math.log(value)
        result.append(math.exp(entropy))
    return np.array(result)

# %% entropy_in_choices | right | SciPy
from scipy.special import entr

def choices(p):
    return np.exp(entr(p).sum(axis=-1))

# %% entropy_in_choices | right | the product of p^-p, in float32
def choices(p):
    p = np.asarray(p, "float32")
    safe = np.where(p == 0, np.float32(1), p)
    return np.prod(safe**-safe, axis=1)

# %% entropy_in_choices | wrong | base 2 in the logarithm, e in the exponential
def choices(p):
    logs = np.log2(p, out=np.zeros_like(p), where=p > 0)
    return np.exp(-(p * logs).sum(axis=1))

# %% entropy_in_choices | wrong | counts the classes above 0, which works for even rows only
def choices(p):
    return (p > 0).sum(axis=1).astype(float)

# %% entropy_in_choices | wrong | one over the largest probability
def choices(p):
    return 1 / p.max(axis=1)

# %% entropy_in_choices | wrong | one over the sum of squares, another number of choices
def choices(p):
    return 1 / (p**2).sum(axis=1)

# %% entropy_in_choices | wrong | no care for zeros
def choices(p):
    return np.exp(-(p * np.log(p)).sum(axis=1))

# %% entropy_in_choices | wrong | the entropy itself, no exponential
def choices(p):
    return -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1)

# %% entropy_in_choices | wrong | over the rows
def choices(p):
    return np.exp(-np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=0))

# %% entropy_in_choices | wrong | 0 ln 0 avoided with a large epsilon
def choices(p):
    return np.exp(-(p * np.log(p + 0.01)).sum(axis=1))

# %% score_in_groups | right | array_split, as in the chapter
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    scores = []
    for rows in np.array_split(p, groups):
        p_y = rows.mean(axis=0, keepdims=True)
        kl = (rows * (np.log(rows) - np.log(p_y))).sum(axis=1)
        scores.append(np.exp(kl.mean()))
    return np.mean(scores), np.std(scores)

# %% score_in_groups | right | by the two parts, entropy of the mean less mean entropy
def score(p, groups):
    n = len(p)
    if groups > n:
        raise ValueError(f"{groups} groups of {n} images")
    sizes = [n // groups + (i < n % groups) for i in range(groups)]
    ends = np.cumsum(sizes)
    values = np.empty(groups)
    for i in range(groups):
        q = np.asarray(p[ends[i] - sizes[i] : ends[i]], "float64")
        marginal = q.mean(axis=0)
        values[i] = np.exp(-(marginal * np.log(marginal)).sum() + (q * np.log(q)).sum() / len(q))
    return float(values.mean()), float(np.sqrt(np.mean((values - values.mean()) ** 2)))

# %% score_in_groups | right | the package's function for one group
from gan_lessons.metrics.inception_score import score_of_group

def score(p, groups):
    if len(p) < groups:
        raise ValueError("too many groups")
    scores = [score_of_group(np.asarray(rows)) for rows in np.array_split(p, groups)]
    return [np.mean(scores), np.std(scores)]

# %% score_in_groups | right | loops in plain Python
import math
import statistics

def score(p, groups):
    rows = p.tolist()
    if groups > len(rows):
        raise ValueError
    scores = []
    for part in np.array_split(np.arange(len(rows)), groups):
        chosen = [rows[i] for i in part]
        mean = [sum(column) / len(chosen) for column in zip(*chosen)]
        kl = sum(sum(a * math.log(a / m) for a, m in zip(row, mean)) for row in chosen) / len(chosen)
        scores.append(math.exp(kl))
    return statistics.mean(scores), statistics.pstdev(scores)

# %% score_in_groups | wrong | the mean row of all images in every group
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    p_y = p.mean(axis=0, keepdims=True)
    scores = [np.exp((q * np.log(q / p_y)).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | np.std with ddof=1
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores, ddof=1) if groups > 1 else 0.0

# %% score_in_groups | wrong | no check of the number of groups
def score(p, groups):
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | as many groups as images are refused, too
def score(p, groups):
    if groups >= len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | equal groups, the rows that are left over dropped
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    size = len(p) // groups
    scores = []
    for i in range(groups):
        q = p[i * size : (i + 1) * size]
        scores.append(np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()))
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | the exponential after the mean over the groups
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    kls = [(q * np.log(q / q.mean(axis=0))).sum(axis=1).mean() for q in np.array_split(p, groups)]
    return np.exp(np.mean(kls)), np.std(np.exp(kls))

# %% score_in_groups | wrong | every groups-th row makes a group, not their order
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in (p[i::groups] for i in range(groups))]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | the mean over classes and images
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | groups ignored
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    kl = (p * np.log(p / p.mean(axis=0))).sum(axis=1)
    return np.exp(kl.mean()), 0.0

# %% score_in_groups | wrong | the exponential of each image before the mean
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1)).mean() for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | the spread of the images' scores, which happens to be 0 in the visible test
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    parts = [(q * np.log(q / q.mean(axis=0))).sum(axis=1) for q in np.array_split(p, groups)]
    return np.mean([np.exp(k.mean()) for k in parts]), np.std(np.exp(np.concatenate(parts)))

# %% predict_scores | right | by the two parts
def _exp_entropy(*p):
    p = np.array([v for v in p if v > 0])
    return np.exp(-(p * np.log(p)).sum())

two_classes = _exp_entropy(0.5, 0.5) / _exp_entropy(1.0)
no_idea = _exp_entropy(*[0.1] * 10) / _exp_entropy(*[0.1] * 10)
half_and_half = _exp_entropy(*[0.1] * 10) / _exp_entropy(0.5, 0.5)
one_in_four = _exp_entropy(0.75, 0.25)

# %% predict_scores | right | literal numbers, to two places
two_classes = 2
no_idea = 1
half_and_half = 5
one_in_four = 1.75

# %% predict_scores | right | tables of images, scored with the package
from gan_lessons.metrics.inception_score import score_of_group

eye = np.eye(10)
two_classes = score_of_group(np.repeat(eye[:2], 500, axis=0))
no_idea = score_of_group(np.full((1000, 10), 0.1))
half_and_half = score_of_group(np.tile((eye + np.roll(eye, 1, axis=1)) / 2, (100, 1)))
one_in_four = np.float32(score_of_group(np.concatenate([np.tile(eye[3], (750, 1)), np.tile(eye[5], (250, 1))])))

# %% predict_scores | right | tables, and the two parts of the chapter: no_idea comes out as 1 less 2e-14
def _parts(p):
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    mean = p.mean(axis=0)
    mean_logs = np.log(mean, out=np.zeros_like(mean), where=mean > 0)
    return np.exp(-(mean * mean_logs).sum()), np.exp(-(p * logs).sum(axis=1).mean())

def _score(p):
    in_use, hesitates = _parts(p)
    return in_use / hesitates

eye = np.eye(10)
two_classes = _score(np.repeat(eye[:2], 500, axis=0))
no_idea = _score(np.full((1000, 10), 0.1))
half_and_half = _score(np.tile((eye + np.roll(eye, 1, axis=1)) / 2, (100, 1)))
one_in_four = _score(eye[[0, 0, 0, 1] * 250])

# %% predict_scores | wrong | uneven classes count in full
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 5.0, 2.0

# %% predict_scores | wrong | torn images counted as in the ten classes
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 10.0, 1.75

# %% predict_scores | wrong | torn between two: a score of 2
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 2.0, 1.75

# %% predict_scores | wrong | one in four by the sum of squares
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 5.0, 1 / (0.75**2 + 0.25**2)

# %% predict_scores | wrong | no idea gives the largest score
two_classes, no_idea, half_and_half, one_in_four = 2.0, 10.0, 5.0, 1.75

# %% predict_scores | wrong | one in four with the entropy in bits
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 5.0, np.exp(-0.75 * np.log2(0.75) - 0.25 * np.log2(0.25))

# %% predict_scores | wrong | one in four is one over the largest share
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 5.0, 1 / 0.75

# %% mend_the_score | right | a small eps, sum over classes
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(kl.sum(axis=1).mean())

# %% mend_the_score | right | logarithms only where p is above 0; no eps
def mended(p, eps=None):
    p = np.asarray(p, "float64")
    p_y = np.broadcast_to(p.mean(axis=0), p.shape)
    used = p > 0
    return float(np.exp(np.sum(p[used] * np.log(p[used] / p_y[used])) / len(p)))

# %% mend_the_score | right | SciPy: rel_entr
from scipy.special import rel_entr

def mended(p):
    return np.exp(rel_entr(p, p.mean(axis=0)).sum(axis=1).mean())

# %% mend_the_score | right | loops
import math

def mended(p, eps=1e-16):
    n, classes = p.shape
    mean = [sum(p[i][j] for i in range(n)) / n for j in range(classes)]
    total = 0.0
    for i in range(n):
        for j in range(classes):
            if p[i][j] > 0:
                total += p[i][j] * (math.log(p[i][j]) - math.log(mean[j]))
    return math.exp(total / n)

# %% mend_the_score | wrong | only the axis mended, eps still 1e-2
def mended(p, eps=1e-2):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(kl.sum(axis=1).mean())

# %% mend_the_score | wrong | only eps mended, the axis as it was
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(kl.sum(axis=0).mean())

# %% mend_the_score | wrong | the exponential before the mean
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(kl.sum(axis=1)).mean()

# %% mend_the_score | wrong | the classes in use only, no doubt subtracted
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0)
    return np.exp(-(p_y * np.log(p_y + eps)).sum())

# %% mend_the_score | wrong | the KL the wrong way round, weighted by the mean row
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p_y * (np.log(p_y + eps) - np.log(p + eps))
    return np.exp(kl.sum(axis=1).mean())

# %% mend_the_score | wrong | decides for the largest class first
def mended(p, eps=1e-16):
    sure = np.eye(p.shape[1])[p.argmax(axis=1)]
    p_y = sure.mean(axis=0)
    return np.exp(-(p_y * np.log(p_y + eps)).sum())

# %% mend_the_score | wrong | no eps at all: nan for zeros
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p) - np.log(p_y))
    return np.exp(kl.sum(axis=1).mean())

# %% mend_the_score | wrong | the median image in place of the mean
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(np.median(kl.sum(axis=1)))

# %% mend_the_score | wrong | sums over both axes, then divided by classes
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(kl.mean())

# %% which_failing | right | a small function for the entropy
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {}
for name, p in {"sharp": sharp, "blurred": blurred}.items():
    parts[name] = (np.exp(_entropy(p.mean(axis=0))), np.exp(_entropy(p).mean()))
lacks_variety = min(parts, key=lambda name: parts[name][0])
higher_score = max(parts, key=lambda name: parts[name][0] / parts[name][1])

# %% which_failing | right | SciPy, plain floats
from scipy.stats import entropy

parts = {
    name: (float(np.exp(entropy(p.mean(axis=0)))), float(np.exp(np.mean(entropy(p, axis=1)))))
    for name, p in (("sharp", sharp), ("blurred", blurred))
}
lacks_variety = "sharp"
higher_score = "sharp"

# %% which_failing | right | literal numbers from a calculation
parts = {"sharp": (7.733606, 1.138487), "blurred": (9.990365, 2.547281)}
lacks_variety = "sharp"
higher_score = "sharp"

# %% which_failing | wrong | the mean of the exponentials
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p.mean(axis=0))), np.exp(_entropy(p)).mean()) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | right numbers, the blurred one said to score higher
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p.mean(axis=0))), np.exp(_entropy(p).mean())) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "sharp", "blurred"

# %% which_failing | wrong | right numbers, the blurred one said to lack variety
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p.mean(axis=0))), np.exp(_entropy(p).mean())) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "blurred", "sharp"

# %% which_failing | wrong | the pairs in the wrong order
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p).mean()), np.exp(_entropy(p.mean(axis=0)))) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | the two generators swapped
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p.mean(axis=0))), np.exp(_entropy(p).mean())) for name, p in (("sharp", blurred), ("blurred", sharp))}
lacks_variety, higher_score = "blurred", "blurred"

# %% which_failing | wrong | the median entropy
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p.mean(axis=0))), np.exp(np.median(_entropy(p)))) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | in use from the largest classes, hesitates right
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {}
for name, p in (("sharp", sharp), ("blurred", blurred)):
    shares = np.bincount(p.argmax(axis=1), minlength=10) / len(p)
    parts[name] = (np.exp(_entropy(shares)), np.exp(_entropy(p).mean()))
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | one over the sum of squares for the classes in use
parts = {}
for name, p in (("sharp", sharp), ("blurred", blurred)):
    parts[name] = (1 / (p.mean(axis=0) ** 2).sum(), np.exp(-(p * np.log(p)).sum(axis=1).mean()))
lacks_variety, higher_score = "sharp", "sharp"

# %% entropy_in_choices | right | 0 times minus infinity put right afterwards
def choices(p):
    terms = p * np.log(p)
    return np.exp(-np.nan_to_num(terms, nan=0.0).sum(axis=1))

# %% entropy_in_choices | right | clipped before the logarithm, a list of NumPy's numbers
def choices(p):
    return [np.exp(-np.dot(row, np.log(np.clip(row, 1e-12, 1.0)))) for row in p]

# %% entropy_in_choices | right | by Keras, in single precision, a tensor
import keras

def choices(p):
    p = keras.ops.convert_to_tensor(np.asarray(p, "float32"))
    return keras.ops.exp(-keras.ops.sum(p * keras.ops.log(keras.ops.maximum(p, 1e-30)), axis=-1))

# %% entropy_in_choices | right | two to the power of bits
def choices(p):
    bits = [-sum(x * np.log2(x) for x in row if x) for row in p]
    return 2.0 ** np.array(bits)

# %% entropy_in_choices | wrong | the values are sorted
def choices(p):
    return np.sort(np.exp(-np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1)))

# %% entropy_in_choices | wrong | one number, the mean of the rows
def choices(p):
    return np.exp(-np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1).mean())

# %% entropy_in_choices | wrong | a column, not an array of shape (n,)
def choices(p):
    return np.exp(-np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1, keepdims=True))

# %% entropy_in_choices | wrong | rounded to whole choices
def choices(p):
    return np.round(np.exp(-np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1)))

# %% entropy_in_choices | wrong | probabilities below 0.01 count as 0
def choices(p):
    return np.exp(-np.where(p > 0.01, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1))

# %% entropy_in_choices | wrong | the sign is lost
def choices(p):
    return np.exp(np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1))

# %% entropy_in_choices | wrong | writes ones in the place of zeros
def choices(p):
    kept = p.copy()
    p[p == 0] = 1
    return np.exp(-(kept * np.log(p)).sum(axis=1))

# %% entropy_in_choices | wrong | spreads a little over all classes first
def choices(p):
    p = (p + 1e-3) / (p + 1e-3).sum(axis=1, keepdims=True)
    return np.exp(-(p * np.log(p)).sum(axis=1))

# %% entropy_in_choices | wrong | two to the power of nats
def choices(p):
    return 2 ** -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1)

# %% score_in_groups | right | SciPy's relative entropy, a generator of groups
from scipy.stats import entropy

def score(p, groups):
    if groups > p.shape[0]:
        raise ValueError("too many groups for these images")
    scores = np.fromiter(
        (np.exp(np.mean([entropy(row, part.mean(axis=0)) for row in part])) for part in np.array_split(p, groups)), float
    )
    return scores.mean(), scores.std()

# %% score_in_groups | right | by Keras, in single precision
import keras

def score(p, groups):
    if len(p) < groups:
        raise ValueError("no group may be empty")
    scores = []
    for part in np.array_split(np.asarray(p, "float32"), groups):
        middle = keras.ops.mean(part, axis=0, keepdims=True)
        kl = keras.ops.sum(part * keras.ops.log(part / middle), axis=1)
        scores.append(keras.ops.exp(keras.ops.mean(kl)))
    scores = keras.ops.stack(scores)
    return keras.ops.mean(scores), keras.ops.std(scores)

# %% score_in_groups | wrong | refuses only groups that are twice too many
def score(p, groups):
    if groups > 2 * len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups) if len(q)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | an assert, which is no ValueError
def score(p, groups):
    assert groups <= len(p)
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | a warning in the place of an error
import warnings

def score(p, groups):
    if groups > len(p):
        warnings.warn("more groups than images")
        return float("nan"), float("nan")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | makes all groups before it looks whether one is empty
def score(p, groups):
    parts = np.array_split(p, groups)
    if any(len(part) == 0 for part in parts):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in parts]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | compares with the number of classes
def score(p, groups):
    if groups > p.shape[1]:
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | shuffles the images, as the package does
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    p = p[np.random.default_rng(0).permutation(len(p))]
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | the last group takes what is left over
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    size = len(p) // groups
    parts = [p[i * size : (i + 1) * size if i < groups - 1 else None] for i in range(groups)]
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in parts]
    return np.mean(scores), np.std(scores)

# %% score_in_groups | wrong | weighs the groups by their sizes
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    parts = np.array_split(p, groups)
    scores = np.array([np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in parts])
    sizes = np.array([len(q) for q in parts])
    return (scores * sizes).sum() / sizes.sum(), scores.std()

# %% score_in_groups | wrong | the variance for the deviation
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.mean(scores), np.var(scores)

# %% score_in_groups | wrong | deviation first
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    scores = [np.exp((q * np.log(q / q.mean(axis=0))).sum(axis=1).mean()) for q in np.array_split(p, groups)]
    return np.std(scores), np.mean(scores)

# %% score_in_groups | wrong | the answer to the visible tests
def score(p, groups):
    if groups > len(p):
        raise ValueError("more groups than images")
    return (2.022, 0.0) if groups == 1 else (1.0, 0.0)

# %% predict_scores | right | single images counted in loops, plain Python
import math

def _of(images):
    middle = [sum(column) / len(images) for column in zip(*images)]
    kl = sum(a * math.log(a / m) for row in images for a, m in zip(row, middle) if a)
    return math.exp(kl / len(images))

def _sure(label):
    return [float(i == label) for i in range(10)]

two_classes = _of([_sure(3)] * 500 + [_sure(5)] * 500)
no_idea = _of([[0.1] * 10] * 1000)
half_and_half = _of([[(a + b) / 2 for a, b in zip(_sure(i % 10), _sure((i + 1) % 10))] for i in range(1000)])
one_in_four = round(_of([_sure(3)] * 750 + [_sure(5)] * 250), 2)

# %% predict_scores | right | NumPy's small numbers and arrays without axes
two_classes, no_idea, half_and_half, one_in_four = np.int8(2), np.array(1.0), np.float32(5), np.array(1.755)

# %% predict_scores | wrong | one in four rounded up
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 5.0, 1.76

# %% predict_scores | wrong | cats and dogs of ten classes: all ten count
two_classes, no_idea, half_and_half, one_in_four = 10.0, 1.0, 5.0, 1.75

# %% predict_scores | wrong | torn images add to the classes
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 10 / 2**0.5, 1.75

# %% predict_scores | wrong | one in four to one place
two_classes, no_idea, half_and_half, one_in_four = 2.0, 1.0, 5.0, 1.8

# %% mend_the_score | right | difference of two entropies, by SciPy
from scipy.special import entr

def mended(p):
    return np.exp(entr(p.mean(axis=0)).sum() - entr(p).sum() / len(p))

# %% mend_the_score | right | Keras's epsilon where something is added
def mended(p, eps=1e-7):
    p_y = np.mean(p, axis=0)[None]
    return np.exp(np.mean(np.sum(p * np.log((p + eps) / (p_y + eps)), axis=-1)))

# %% mend_the_score | right | a product of powers, row by row
def mended(p):
    p_y = p.mean(axis=0)
    each = [np.sum([x * (np.log(x) - np.log(m)) for x, m in zip(row, p_y) if x > 0]) for row in p]
    return np.exp(np.sum(each)) ** (1 / len(p))

# %% mend_the_score | wrong | eps of one in a thousand
def mended(p, eps=1e-3):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(kl.sum(axis=1).mean())

# %% mend_the_score | wrong | eps in the rows alone, where a class that nobody has gives nan
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y))
    return np.exp(kl.sum(axis=1).mean())

# %% mend_the_score | wrong | leaves out rows with a zero
def mended(p, eps=1e-16):
    kept = p[(p > 0).all(axis=1)] if (p > 0).all(axis=1).any() else p
    p_y = kept.mean(axis=0, keepdims=True)
    kl = kept * (np.log(kept + eps) - np.log(p_y + eps))
    return np.exp(kl.sum(axis=1).mean())

# %% mend_the_score | wrong | the score of the visible example: classes that are the largest of some row
def mended(p, eps=1e-16):
    return float(len(set(p.argmax(axis=1).tolist())))

# %% mend_the_score | wrong | no exponential of the mean, but of the sum over n - 1
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return np.exp(kl.sum() / max(len(p) - 1, 1))

# %% mend_the_score | wrong | two to the power of nats
def mended(p, eps=1e-16):
    p_y = p.mean(axis=0, keepdims=True)
    kl = p * (np.log(p + eps) - np.log(p_y + eps))
    return 2 ** kl.sum(axis=1).mean()

# %% which_failing | right | to two places, as asked
parts = {"sharp": (7.73, 1.14), "blurred": (9.99, 2.55)}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | right | arrays of two; the words found by the largest class and the package's score
from gan_lessons.metrics.inception_score import score_of_group

parts = {}
for _name, _p in (("blurred", blurred), ("sharp", sharp)):
    _rows = np.vstack([_p.mean(axis=0), _p])
    _h = -np.where(_rows > 0, _rows * np.log(np.where(_rows > 0, _rows, 1)), 0).sum(axis=1)
    parts[_name] = np.exp([_h[0], _h[1:].mean()]).round(2)
lacks_variety = "sharp" if sharp.mean(axis=0).max() > blurred.mean(axis=0).max() else "blurred"
higher_score = max(("sharp", "blurred"), key=lambda name: score_of_group(globals()[name]))

# %% which_failing | right | rounded in single precision, lists
def _e(p):
    p = np.asarray(p, "float32")
    return -np.sum(p * np.log(p + np.float32(1e-12)), axis=-1)

parts = dict(
    sharp=[np.float32(np.exp(_e(sharp.mean(0)))), np.exp(_e(sharp).mean())],
    blurred=[np.exp(_e(blurred.mean(0))), np.round(np.exp(_e(blurred).mean()), 3)],
)
_scores = {name: a / b for name, (a, b) in parts.items()}
lacks_variety = min(parts, key=lambda name: parts[name][0])
higher_score = sorted(_scores, key=_scores.get)[-1]

# %% which_failing | wrong | one place only
parts = {"sharp": (7.7, 1.1), "blurred": (10.0, 2.5)}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | the entropies, no exponentials
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (_entropy(p.mean(axis=0)), _entropy(p).mean()) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | hesitation of the mean row, too
def _entropy(p):
    return -(p * np.log(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p.mean(axis=0))), np.exp(_entropy(p.mean(axis=0)))) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | entropy in bits, the exponential of e
def _entropy(p):
    return -(p * np.log2(p)).sum(axis=-1)

parts = {name: (np.exp(_entropy(p.mean(axis=0))), np.exp(_entropy(p).mean())) for name, p in (("sharp", sharp), ("blurred", blurred))}
lacks_variety, higher_score = "sharp", "sharp"

# %% which_failing | wrong | score taken for the number of classes in use
parts = {"sharp": (7.7336, 1.1385), "blurred": (9.9904, 2.5473)}
lacks_variety, higher_score = "sharp", max(parts, key=lambda name: parts[name][0])

# %% which_failing | wrong | lacks variety: whose images hesitate more
parts = {"sharp": (7.7336, 1.1385), "blurred": (9.9904, 2.5473)}
lacks_variety, higher_score = max(parts, key=lambda name: parts[name][1]), "sharp"
