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
