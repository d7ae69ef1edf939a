# %% codes_of_a_sheet | right | repeat and tile
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError(f"There is no continuous code {which} among {n_continuous}.")
    m = len(values)
    continuous = np.zeros((n_codes * m, n_continuous))
    continuous[:, which] = np.tile(values, n_codes)
    one_hot = np.repeat(np.eye(n_codes), m, axis=0)
    return np.tile(np.asarray(z, float), (n_codes * m, 1)), np.concatenate([one_hot, continuous], axis=1)

# %% codes_of_a_sheet | right | two loops and lists
def sheet(z, n_codes, n_continuous, which, values):
    if which < 0 or which >= n_continuous:
        raise ValueError("which is out of range")
    points, codes = [], []
    for code in range(n_codes):
        for value in values:
            row = [0.0] * (n_codes + n_continuous)
            row[code] = 1.0
            row[n_codes + which] = float(value)
            codes.append(row)
            points.append([float(x) for x in z])
    return np.array(points), np.array(codes)

# %% codes_of_a_sheet | wrong | always changes the last continuous code; passes the visible test
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + n_continuous))
    for i in range(n_codes):
        codes[i * m : (i + 1) * m, i] = 1
        codes[i * m : (i + 1) * m, -1] = values
    return np.repeat(z[None], n_codes * m, axis=0).astype(float), codes

# %% codes_of_a_sheet | wrong | an array of whole numbers cuts the values off; passes the visible test
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + n_continuous), dtype=int)
    codes[:, :n_codes] = np.repeat(np.eye(n_codes), m, axis=0)
    codes[:, n_codes + which] = np.tile(values, n_codes)
    return np.tile(z, (n_codes * m, 1)), codes.astype(float)

# %% codes_of_a_sheet | wrong | its own even steps from -1 to 1 in place of the values; passes the visible test
def sheet(z, n_codes, n_continuous, which, values):
    if which < 0 or which >= n_continuous:
        raise ValueError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + n_continuous))
    codes[:, :n_codes] = np.repeat(np.eye(n_codes), m, axis=0)
    codes[:, n_codes + which] = np.tile(np.linspace(-1, 1, m), n_codes)
    return np.tile(z, (n_codes * m, 1)), codes

# %% codes_of_a_sheet | wrong | tile and repeat exchanged: the code changes along the row
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + n_continuous))
    codes[:, :n_codes] = np.tile(np.eye(n_codes), (m, 1))
    codes[:, n_codes + which] = np.repeat(values, n_codes)
    return np.tile(z, (n_codes * m, 1)), codes

# %% codes_of_a_sheet | wrong | no check for a number below 0
def sheet(z, n_codes, n_continuous, which, values):
    if which >= n_continuous:
        raise ValueError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + n_continuous))
    codes[:, :n_codes] = np.repeat(np.eye(n_codes), m, axis=0)
    codes[:, n_codes + which] = np.tile(values, n_codes)
    return np.tile(z, (n_codes * m, 1)), codes

# %% what_is_left | right | chain rule: H(code), H(kind) and H of both
def nats(counts):
    p = np.asarray(counts, float)
    p = p / p.sum()

    def entropy(q):
        q = q[q > 0]
        return -(q * np.log(q)).sum()

    h_code = entropy(p.sum(axis=1))
    left = entropy(p) - entropy(p.sum(axis=0))
    return h_code, left, h_code - left

# %% what_is_left | right | loops in plain Python, kind by kind
import math

def nats(counts):
    table = [[int(c) for c in row] for row in counts]
    total = sum(map(sum, table))

    def entropy(row):
        s = sum(row)
        return -sum(c / s * math.log(c / s) for c in row if c > 0)

    h_code = entropy([sum(row) for row in table])
    left = 0.0
    for column in zip(*table):
        if sum(column) > 0:
            left += sum(column) / total * entropy(column)
    return h_code, left, h_code - left

# %% what_is_left | right | scipy: xlogy for the code, rel_entr for the mutual information
from scipy.special import rel_entr, xlogy

def nats(counts):
    p = counts / counts.sum()
    code, kind = p.sum(axis=1), p.sum(axis=0)
    h_code = -xlogy(code, code).sum()
    shared = rel_entr(p, np.outer(code, kind)).sum()
    return np.array([h_code, h_code - shared, shared])

# %% what_is_left | wrong | takes the codes for equally frequent; passes the visible test
def nats(counts):
    p = counts / counts.sum()
    kind = p.sum(axis=0)
    left = 0.0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            if p[i, j] > 0:
                left -= p[i, j] * np.log(p[i, j] / kind[j])
    h_code = np.log(p.shape[0])
    return h_code, left, h_code - left

# %% what_is_left | wrong | a plain mean over the kinds, unweighted; passes the visible test
from scipy.special import xlogy

def nats(counts):
    code = counts.sum(axis=1) / counts.sum()
    h_code = -xlogy(code, code).sum()
    each = []
    for column in counts.T:
        if column.sum() > 0:
            q = column / column.sum()
            each.append(-xlogy(q, q).sum())
    left = np.mean(each)
    return h_code, left, h_code - left

# %% what_is_left | wrong | divides by 0 where a kind has no images; passes the visible test
def nats(counts):
    p = counts / counts.sum()
    code = p.sum(axis=1)
    given = p / p.sum(axis=0)
    h_code = -(code * np.log(np.where(code > 0, code, 1))).sum()
    left = -(p * np.log(np.where(given == 0, 1, given))).sum()
    return h_code, left, h_code - left

# %% what_is_left | wrong | the wrong axis: H(kind given code)
from scipy.special import xlogy

def nats(counts):
    p = counts / counts.sum()
    code = p.sum(axis=1)
    h_code = -xlogy(code, code).sum()
    left = -xlogy(p, p).sum() - h_code
    return h_code, left, h_code - left

# %% what_is_left | wrong | bits, not nats
def nats(counts):
    p = counts / counts.sum()

    def entropy(q):
        q = q[q > 0]
        return -(q * np.log2(q)).sum()

    h_code = entropy(p.sum(axis=1))
    left = entropy(p) - entropy(p.sum(axis=0))
    return h_code, left, h_code - left

# %% what_is_left | wrong | each code's row scaled to the same weight first; passes the visible test
def nats(counts):
    rows = counts.sum(axis=1, keepdims=True)
    p = counts[rows[:, 0] > 0] / rows[rows[:, 0] > 0]
    p = p / p.sum()

    def entropy(q):
        q = q[q > 0]
        return -(q * np.log(q)).sum()

    h_code = entropy(p.sum(axis=1))
    left = entropy(p) - entropy(p.sum(axis=0))
    return h_code, left, h_code - left

# %% predict_codes | right | worked out by code
from scipy.optimize import linear_sum_assignment

inputs = 62 + 8 + 3
two_left = np.log(8) - np.log(2)
too_sure = np.log(8) + 0.75 * np.log(0.99) + 0.25 * np.log(0.001)
sign_only = 1 / 12
same_eight = 1 / 8
table = np.array([[55, 45, 0], [50, 10, 40], [0, 5, 95]])
rows, columns = linear_sum_assignment(table, maximize=True)
paired = table[rows, columns].sum() / table.sum()

# %% predict_codes | right | numbers rounded to two places, the half upwards
inputs = 73
two_left = 1.39
too_sure = 0.34
sign_only = 0.08
same_eight = 0.13
paired = 0.63

# %% predict_codes | right | NumPy's numbers, rounded by NumPy (0.125 becomes 0.12)
inputs = np.int64(73)
two_left = np.round(np.log(4), 2)
too_sure = np.round(np.float64(0.344965), 2)
sign_only = np.round(1 / 12, 2)
same_eight = np.round(0.125, 2)
paired = np.round((45 + 50 + 95) / 300, 2)

# %% predict_codes | wrong | the code counted as one number; purity in place of the pairing
inputs = 62 + 1 + 3
two_left = np.log(4)
too_sure = np.log(8) + 0.75 * np.log(0.99) + 0.25 * np.log(0.001)
sign_only = 1 / 12
same_eight = 1 / 8
paired = (55 + 50 + 95) / 300

# %% predict_codes | wrong | the error of a code of which nothing is seen, 1/3
inputs = 73
two_left = np.log(4)
too_sure = np.log(8) + 0.75 * np.log(0.99) + 0.25 * np.log(0.001)
sign_only = 1 / 3
same_eight = 1 / 8
paired = 190 / 300

# %% predict_codes | wrong | ln of the mean probability in place of the mean of ln
inputs = 73
two_left = np.log(4)
too_sure = np.log(8) + np.log(0.75 * 0.99 + 0.25 * 0.001)
sign_only = 1 / 12
same_eight = 1 / 8
paired = 190 / 300

# %% predict_codes | wrong | one over the ten digits, not over the eight codes
inputs = 73
two_left = 1.386
too_sure = 0.345
sign_only = 0.0833
same_eight = 0.1
paired = 0.6333

# %% predict_codes | wrong | pairs greedily, the fullest cell first
inputs = 73
two_left = 1.386
too_sure = 0.345
sign_only = 0.0833
same_eight = 0.125
paired = (95 + 55 + 10) / 300

# %% predict_codes | wrong | the cross-entropies in place of the bounds
inputs = 73
two_left = np.log(2)
too_sure = -0.75 * np.log(0.99) - 0.25 * np.log(0.001)
sign_only = 1 / 12
same_eight = 1 / 8
paired = 190 / 300

# %% mend_the_reading | right | the given function with its four mistakes mended
def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_q = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    cross_entropy = -(one_hot * log_q).sum(axis=1).mean()
    error = ((means - numbers) ** 2).sum(axis=1).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | right | Keras's cross-entropy from logits, in float32
import keras

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    codes = keras.ops.convert_to_tensor(codes, "float32")
    logits = keras.ops.convert_to_tensor(logits, "float32")
    means = keras.ops.convert_to_tensor(means, "float32")
    cross = keras.ops.mean(keras.ops.categorical_crossentropy(codes[:, :k], logits, from_logits=True))
    squares = keras.ops.sum(keras.ops.square(codes[:, k:] - means), axis=1)
    gaussian = keras.ops.mean(squares) / (2 * sigma**2)
    return float(np.log(k) - cross), float(cross + gaussian)

# %% mend_the_reading | right | a loop over the images, with logsumexp
from scipy.special import logsumexp

def reading(logits, means, codes, sigma):
    n, k = logits.shape
    cross = far = 0.0
    for i in range(n):
        right = int(np.argmax(codes[i, :k]))
        cross += (logsumexp(logits[i]) - logits[i, right]) / n
        for j in range(means.shape[1]):
            far += (codes[i, k + j] - means[i, j]) ** 2 / (2 * sigma**2) / n
    return np.log(k) - cross, cross + far

# %% mend_the_reading | wrong | the bound still has the wrong sign; passes the visible test
def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_q = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    cross_entropy = -(one_hot * log_q).sum(axis=1).mean()
    error = ((means - numbers) ** 2).sum(axis=1).mean()
    return cross_entropy - np.log(k), cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | still a mean over the continuous codes; passes the visible test
def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_q = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    cross_entropy = -(one_hot * log_q).sum(axis=1).mean()
    error = ((means - numbers) ** 2).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | exp of unshifted logits overflows at 1,000; passes the visible test
def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    q = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    cross_entropy = -(one_hot * np.log(q)).sum(axis=1).mean()
    error = ((means - numbers) ** 2).sum(axis=1).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | softmax clipped at 1e-7, so that a great mistake costs 16 nats at most; passes the visible test
from scipy.special import softmax

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    q = np.clip(softmax(logits, axis=1), 1e-7, 1)
    cross_entropy = -(one_hot * np.log(q)).sum(axis=1).mean()
    error = ((means - numbers) ** 2).sum(axis=1).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | the largest logit is still taken over the images; passes the visible test
def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    shifted = logits - logits.max(axis=0)
    log_q = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    cross_entropy = -(one_hot * log_q).sum(axis=1).mean()
    error = ((means - numbers) ** 2).sum(axis=1).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | sigma not squared; passes the visible test
def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_q = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    cross_entropy = -(one_hot * log_q).sum(axis=1).mean()
    error = ((means - numbers) ** 2).sum(axis=1).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma)

# %% mend_the_reading | wrong | only the slices mended
def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    one_hot, numbers = codes[:, :k], codes[:, k:]
    shifted = logits - logits.max(axis=0)
    log_q = shifted - np.log(np.exp(shifted).sum(axis=0))
    cross_entropy = -(one_hot * log_q).sum(axis=1).mean()
    error = ((means - numbers) ** 2).mean()
    return cross_entropy - np.log(k), cross_entropy + error / (2 * sigma**2)

# %% two_stories | right | the chapter's code_table
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    found_table = metrics.code_table(asked, digits, 10, 10)
    bound_of = np.log(10) + np.log(q[np.arange(n), asked]).mean()
    measured[name] = (bound_of, found_table.purity, found_table.accuracy, found_table.mutual_information)
true = {"b", "c", "e"}

# %% two_stories | right | counted by hand, the statements decided by code
from scipy.optimize import linear_sum_assignment
from scipy.special import rel_entr

measured, tables = {}, {}
for name, (q, digits) in generators.items():
    t = np.zeros((10, 10), int)
    for i, j in zip(asked, digits):
        t[i, j] += 1
    tables[name] = t
    p = t / n
    i, j = linear_sum_assignment(-t)
    measured[name] = [
        float(np.log(10) + (np.eye(10)[asked] * np.log(q)).sum(axis=1).mean()),
        float(t.max(axis=1).sum() / n),
        float(t[i, j].sum() / n),
        float(rel_entr(p, np.outer(p.sum(axis=1), p.sum(axis=0))).sum()),
    ]
favourites = tables["shapes"].argmax(axis=1)
true = set()
if max(measured, key=lambda k: measured[k][0]) == max(measured, key=lambda k: measured[k][3]):
    true.add("a")
if any(m[1] == 1 and m[3] < 1e-9 for m in measured.values()):
    true.add("b")
if len(set(favourites)) < 10:
    true.add("c")
if (favourites == np.arange(10)).sum() > 5:
    true.add("d")
if abs(measured["blots"][3] - 81 / (2 * n)) < 0.003:
    true.add("e")

# %% two_stories | right | literal numbers, rounded to two places
measured = {
    "blots": [2.30, 0.13, 0.12, 0.01],
    "eights": [2.24, 1, 0.1, 0],
    "shapes": [1.93, 0.93, 0.84, 1.80],
}
true = {"b", "c", "e"}

# %% two_stories | wrong | ticks f: takes the bound for one on what the digit tells
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), t.purity, t.accuracy, t.mutual_information]
true = {"b", "c", "e", "f"}

# %% two_stories | wrong | leaves c out: no look at the table; passes the visible test
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), t.purity, t.accuracy, t.mutual_information]
true = {"b", "e"}

# %% two_stories | wrong | purity of the digits: the table's largest along the other axis; passes the visible test
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    purity_of = t.counts.max(axis=0).sum() / n
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), purity_of, t.accuracy, t.mutual_information]
true = {"b", "c", "e"}

# %% two_stories | wrong | mutual information in bits
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    bound_of = np.log(10) + np.log(q[np.arange(n), asked]).mean()
    measured[name] = [bound_of, t.purity, t.accuracy, t.mutual_information / np.log(2)]
true = {"b", "c", "e"}

# %% two_stories | wrong | purity given as the one-to-one share too; passes the visible test
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), t.purity, t.purity, t.mutual_information]
true = {"b", "c", "e"}

# %% two_stories | wrong | the bound and the mutual information exchanged; passes the visible test
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [t.mutual_information, t.purity, t.accuracy, np.log(10) + np.log(q[np.arange(n), asked]).mean()]
true = {"b", "c", "e"}

# %% two_stories | wrong | the share of images where code equals digit, in place of the pairing; passes the visible test
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    same = float((asked == digits).mean())
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), t.purity, same, t.mutual_information]
true = {"b", "c", "e"}

# %% two_stories | wrong | measured rightly, but ln of the mean probability for the bound
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    bound_of = np.log(10) + np.log(q[np.arange(n), asked].mean())
    measured[name] = [bound_of, t.purity, t.accuracy, t.mutual_information]
true = {"b", "c", "e"}

# %% codes_of_a_sheet | right | a grid by meshgrid, in float32
def sheet(z, n_codes, n_continuous, which, values):
    if which not in range(n_continuous):
        raise ValueError(f"which is {which}; there are {n_continuous} continuous codes.")
    code, value = (grid.ravel() for grid in np.meshgrid(range(n_codes), values, indexing="ij"))
    codes = np.zeros((len(code), n_codes + n_continuous), "float32")
    codes[np.arange(len(code)), code] = 1
    codes[:, n_codes + which] = value
    return np.broadcast_to(z, (len(code), len(z))).astype("float32"), codes

# %% codes_of_a_sheet | right | Kronecker products, an error class of its own
class NoSuchCode(ValueError):
    pass

def sheet(z, n_codes, n_continuous, which, values):
    if which < 0 or which > n_continuous - 1:
        raise NoSuchCode(which)
    m = len(values)
    direction = np.eye(n_continuous)[which]
    left = np.kron(np.eye(n_codes), np.ones((m, 1)))
    right = np.kron(np.ones((n_codes, 1)), np.outer(values, direction))
    return np.ones((n_codes * m, 1)) * z, np.hstack([left, right])

# %% codes_of_a_sheet | right | row by row, lists
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    rows = []
    for i in range(n_codes * len(values)):
        code, place = divmod(i, len(values))
        one_hot = [float(j == code) for j in range(n_codes)]
        numbers = [float(values[place]) if j == which else 0.0 for j in range(n_continuous)]
        rows.append(one_hot + numbers)
    return np.array([list(z)] * len(rows)), np.array(rows)

# %% codes_of_a_sheet | wrong | the sheet of the example
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    return np.array([[0.5, -2.0, 1.0, 3.0]] * 6), np.array(
        [[1, 0, 0, -1.0], [1, 0, 0, 0], [1, 0, 0, 1], [0, 1, 0, -1], [0, 1, 0, 0], [0, 1, 0, 1]]
    )

# %% codes_of_a_sheet | wrong | the values sorted, and each once
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    values = np.sort(values)
    m = len(values)
    continuous = np.zeros((n_codes * m, n_continuous))
    continuous[:, which] = np.tile(values, n_codes)
    codes = np.concatenate([np.repeat(np.eye(n_codes), m, axis=0), continuous], axis=1)
    return np.tile(z, (n_codes * m, 1)), codes

# %% codes_of_a_sheet | wrong | the other continuous codes at the mean of the values, not at 0; passes the visible test
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    m = len(values)
    continuous = np.full((n_codes * m, n_continuous), np.mean(values))
    continuous[:, which] = np.tile(values, n_codes)
    codes = np.concatenate([np.repeat(np.eye(n_codes), m, axis=0), continuous], axis=1)
    return np.tile(z, (n_codes * m, 1)), codes

# %% codes_of_a_sheet | wrong | one number too many is let through; passes the visible test
def sheet(z, n_codes, n_continuous, which, values):
    if which < 0 or which >= max(n_continuous, 2):
        raise ValueError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + max(n_continuous, 2)))
    codes[:, :n_codes] = np.repeat(np.eye(n_codes), m, axis=0)
    codes[:, n_codes + which] = np.tile(values, n_codes)
    return np.tile(z, (n_codes * m, 1)), codes[:, : n_codes + n_continuous]

# %% codes_of_a_sheet | wrong | an IndexError in the place of a ValueError
def sheet(z, n_codes, n_continuous, which, values):
    if which < 0 or which >= n_continuous:
        raise IndexError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + n_continuous))
    codes[:, :n_codes] = np.repeat(np.eye(n_codes), m, axis=0)
    codes[:, n_codes + which] = np.tile(values, n_codes)
    return np.tile(z, (n_codes * m, 1)), codes

# %% codes_of_a_sheet | wrong | latent points cut off at 3
def sheet(z, n_codes, n_continuous, which, values):
    if not 0 <= which < n_continuous:
        raise ValueError("no such code")
    m = len(values)
    codes = np.zeros((n_codes * m, n_codes + n_continuous))
    codes[:, :n_codes] = np.repeat(np.eye(n_codes), m, axis=0)
    codes[:, n_codes + which] = np.tile(values, n_codes)
    return np.tile(np.clip(z, -3, 3), (n_codes * m, 1)), codes

# %% what_is_left | right | Bayes: each kind's own shares of the codes, in float32
def nats(counts):
    p = (counts / counts.sum()).astype("float32")
    p_kind, p_code = p.sum(axis=0), p.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = -np.nansum(p * np.log(p / p_kind))
        h_code = -np.nansum(p_code * np.log(p_code))
    return [h_code, left, h_code - left]

# %% what_is_left | right | from the counts: ln N and the mean of n ln n
import math

def nats(counts):
    def total_of(ns):
        return sum(int(n) * math.log(n) for n in np.ravel(ns) if n)

    n = int(counts.sum())
    codes, kinds, cells = (total_of(x) for x in (counts.sum(axis=1), counts.sum(axis=0), counts))
    return math.log(n) - codes / n, (kinds - cells) / n, math.log(n) - (codes + kinds - cells) / n

# %% what_is_left | wrong | the two last numbers exchanged
def nats(counts):
    p = counts / counts.sum()

    def entropy(q):
        q = q[q > 0]
        return -(q * np.log(q)).sum()

    h_code = entropy(p.sum(axis=1))
    left = entropy(p) - entropy(p.sum(axis=0))
    return h_code, h_code - left, left

# %% what_is_left | wrong | 0.01 added to each count, so that no logarithm is of 0
def nats(counts):
    p = (counts + 0.01) / (counts + 0.01).sum()

    def entropy(q):
        return -(q * np.log(q)).sum()

    h_code = entropy(p.sum(axis=1))
    left = entropy(p) - entropy(p.sum(axis=0))
    return h_code, left, h_code - left

# %% what_is_left | wrong | the numbers of the example
def nats(counts):
    return np.log(2), 0.0, np.log(2)

# %% what_is_left | wrong | each kind taken for sure: what the most frequent code leaves
def nats(counts):
    p = counts / counts.sum()
    code = p.sum(axis=1)
    code = code[code > 0]
    h_code = -(code * np.log(code)).sum()
    sure = p.max(axis=0).sum()
    left = -np.log(sure)
    return h_code, left, h_code - left

# %% what_is_left | wrong | kinds without images are dropped, and codes without images are not
def nats(counts):
    counts = counts[:, counts.sum(axis=0) > 0]
    p = counts / counts.sum()
    code = p.sum(axis=1)
    h_code = -(code * np.log(code)).sum()
    given = p / p.sum(axis=0)
    left = -(p * np.log(np.where(given > 0, given, 1))).sum()
    return h_code, left, h_code - left

# %% predict_codes | right | drawn: two million codes, and every pairing tried
from itertools import permutations

rng_here = np.random.default_rng(3)
drawn = rng_here.uniform(-1, 1, 2_000_000)
inputs = 62 + 8 + 3
two_left = float(np.log(8) + np.log(0.5))
too_sure = float(np.log(8) - np.mean([-np.log(0.99)] * 3 + [-np.log(0.001)]))
sign_only = np.mean([drawn[drawn > 0].var(), drawn[drawn <= 0].var()])
same_eight = sum([1, 0, 0, 0, 0, 0, 0, 0]) / 8
table = [[55, 45, 0], [50, 10, 40], [0, 5, 95]]
paired = max(sum(table[i][p[i]] for i in range(3)) for p in permutations(range(3))) / 300

# %% predict_codes | right | bounds by metrics and by names of the chapter, as NumPy numbers of float32
inputs = np.int32(73)
two_left = np.float32(np.log(8 / 2))
too_sure = np.float32(np.log(8 * 0.99**0.75 * 0.001**0.25))
sign_only = np.float32(1 / 3 - 1 / 4)
same_eight = np.float32(0.125)
paired = np.float32(19 / 30)

# %% predict_codes | wrong | 0.99 on three images of four, and nothing on the fourth
inputs = 73
two_left = np.log(4)
too_sure = np.log(8) + np.log(0.99)
sign_only = 1 / 12
same_eight = 1 / 8
paired = 190 / 300

# %% predict_codes | wrong | shares in per cent
inputs = 73
two_left = np.log(4)
too_sure = 0.345
sign_only = 1 / 12
same_eight = 12.5
paired = 63.3

# %% predict_codes | wrong | the continuous codes are forgotten
inputs = 70
two_left = np.log(4)
too_sure = 0.345
sign_only = 1 / 12
same_eight = 1 / 8
paired = 190 / 300

# %% predict_codes | wrong | the standard deviation, not the squared error
inputs = 73
two_left = np.log(4)
too_sure = 0.345
sign_only = np.sqrt(1 / 12)
same_eight = 1 / 8
paired = 190 / 300

# %% predict_codes | wrong | code k paired with kind k
inputs = 73
two_left = np.log(4)
too_sure = 0.345
sign_only = 1 / 12
same_eight = 1 / 8
paired = (55 + 10 + 95) / 300

# %% mend_the_reading | right | SciPy's log_softmax, and the log-densities of Gaussians
from scipy.special import log_softmax
from scipy.stats import norm

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    cross_entropy = -(codes[:, :k] * log_softmax(logits, axis=1)).sum(axis=1).mean()
    log_density = norm.logpdf(codes[:, k:], means, sigma) - norm.logpdf(0, 0, sigma)
    return np.log(k) - cross_entropy, cross_entropy - log_density.sum(axis=1).mean()

# %% mend_the_reading | right | plain Python; an array of two comes back
import math

def reading(logits, means, codes, sigma):
    n, k = logits.shape
    costs, squares = [], []
    for row, mean, code in zip(logits.tolist(), means.tolist(), codes.tolist()):
        top = max(row)
        costs.append(top + math.log(sum(math.exp(x - top) for x in row)) - row[code.index(1.0)])
        squares.append(sum((a - b) ** 2 for a, b in zip(mean, code[k:])))
    cross_entropy = sum(costs) / n
    return np.array([math.log(k) - cross_entropy, cross_entropy + sum(squares) / n / 2 / sigma**2])

# %% mend_the_reading | wrong | the numbers of the example
def reading(logits, means, codes, sigma):
    return 0.0, np.log(3) + 0.3125

# %% mend_the_reading | wrong | a small number inside of the logarithm
from scipy.special import softmax

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    q = softmax(logits, axis=1)
    cross_entropy = -(codes[:, :k] * np.log(q + 1e-12)).sum(axis=1).mean()
    error = ((means - codes[:, k:]) ** 2).sum(axis=1).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | logits clipped at 50
from scipy.special import log_softmax

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    log_q = log_softmax(np.clip(logits, -50, 50), axis=1)
    cross_entropy = -(codes[:, :k] * log_q).sum(axis=1).mean()
    error = ((means - codes[:, k:]) ** 2).sum(axis=1).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | the bound no lower than 0
from scipy.special import log_softmax

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    cross_entropy = -(codes[:, :k] * log_softmax(logits, axis=1)).sum(axis=1).mean()
    error = ((means - codes[:, k:]) ** 2).sum(axis=1).mean()
    return max(np.log(k) - cross_entropy, 0.0), cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | H(code) from the codes of the batch, not ln k
from scipy.special import log_softmax
from scipy.stats import entropy

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    cross_entropy = -(codes[:, :k] * log_softmax(logits, axis=1)).sum(axis=1).mean()
    error = ((means - codes[:, k:]) ** 2).sum(axis=1).mean()
    return entropy(codes[:, :k].mean(axis=0)) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% mend_the_reading | wrong | the last continuous code is left out
from scipy.special import log_softmax

def reading(logits, means, codes, sigma):
    k = logits.shape[1]
    cross_entropy = -(codes[:, :k] * log_softmax(logits, axis=1)).sum(axis=1).mean()
    error = ((means[:, 0] - codes[:, k]) ** 2).mean()
    return np.log(k) - cross_entropy, cross_entropy + error / (2 * sigma**2)

# %% two_stories | right | each statement by rules of its own, arrays of four, letters in a tuple
from gan_lessons import metrics

measured, favourite = {}, {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    q_right = np.take_along_axis(q, asked[:, None], axis=1)
    measured[name] = np.array([np.log(10) - -np.log(q_right).mean(), t.purity, t.accuracy, t.mutual_information])
    favourite[name] = [np.bincount(digits[asked == c], minlength=10).argmax() for c in range(10)]
names = list(measured)
best_read, most_told = (names[np.argmax([measured[m][i] for m in names])] for i in (0, 3))
yes = {
    "a": best_read == most_told,
    "b": bool([m for m in names if measured[m][1] > 0.999 and abs(measured[m][3]) < 0.001]),
    "c": len(np.unique(favourite["shapes"])) == 9,
    "d": np.mean(np.array(favourite["shapes"]) == np.arange(10)) > 0.5,
    "e": np.isclose(measured["blots"][3], 9 * 9 / 8000, atol=0.002),
    "f": False,
}
true = tuple(letter for letter in yes if yes[letter])

# %% two_stories | right | the entropies of counts, lists, letters as a sorted list
from scipy.optimize import linear_sum_assignment
from scipy.stats import entropy

measured = {}
for name in generators:
    q, digits = generators[name]
    counts, _, _ = np.histogram2d(asked, digits, bins=[range(11), range(11)])
    code, digit = linear_sum_assignment(counts, maximize=True)
    told = entropy(counts.sum(axis=1)) + entropy(counts.sum(axis=0)) - entropy(counts.ravel())
    bound = np.log(10) + np.log(q[asked == asked, :][np.arange(4000), asked]).sum() / 4000
    measured[name] = [bound, counts.max(axis=1).sum() / 4000, counts[code, digit].sum() / 4000, told]
true = sorted("ceb")

# %% two_stories | wrong | ticks a: believes that codes which are read well are digits
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), t.purity, t.accuracy, t.mutual_information]
true = {"a", "b", "c", "e"}

# %% two_stories | wrong | ticks d: takes nine codes with a digit each for codes that are digits
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), t.purity, t.accuracy, t.mutual_information]
true = {"b", "c", "d", "e"}

# %% two_stories | wrong | the cross-entropy of Q, not the bound
from gan_lessons import metrics

measured = {}
for name, (q, digits) in generators.items():
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [-np.log(q[np.arange(n), asked]).mean(), t.purity, t.accuracy, t.mutual_information]
true = {"b", "c", "e"}

# %% two_stories | wrong | the same numbers for all three
from gan_lessons import metrics

measured = {}
for name in generators:
    q, digits = generators["shapes"]
    t = metrics.code_table(asked, digits, 10, 10)
    measured[name] = [np.log(10) + np.log(q[np.arange(n), asked]).mean(), t.purity, t.accuracy, t.mutual_information]
true = {"b", "c", "e"}
