# %% source_logit | right | np.logaddexp over the columns
def source(logits, fake):
    return np.logaddexp.reduce(logits, axis=1, keepdims=True) - fake

# %% source_logit | right | SciPy's logsumexp
def source(logits, fake):
    from scipy.special import logsumexp

    return logsumexp(logits - fake, axis=1)[:, None]

# %% source_logit | wrong | overflows; passes the visible test
def source(logits, fake):
    return np.log(np.exp(logits).sum(axis=1, keepdims=True)) - fake

# %% source_logit | wrong | ignores the logit of generated; passes the visible test
def source(logits, fake):
    return np.logaddexp.reduce(logits, axis=1, keepdims=True)

# %% source_logit | wrong | sums over the whole batch; passes the visible test
def source(logits, fake):
    top = logits.max()
    return top + np.log(np.exp(logits - top).sum()) - fake

# %% source_logit | wrong | the largest logit in place of the sum
def source(logits, fake):
    return logits.max(axis=1, keepdims=True) - fake

# %% source_logit | wrong | adds the logit of generated; passes the visible test
def source(logits, fake):
    return np.logaddexp.reduce(logits, axis=1, keepdims=True) + fake

# %% source_logit | wrong | takes off the maximum and forgets to put it back; passes the visible test
def source(logits, fake):
    top = logits.max(axis=1, keepdims=True)
    return np.log(np.exp(logits - top).sum(axis=1, keepdims=True)) - fake

# %% predict_wiring | right | decimals
p_real = 0.8
loss_on_generated = 1.609
class_loss = 1.386
p_real_heads = 0.5

# %% predict_wiring | right | computed
logits = np.zeros(4)
p_real = 1 / (1 + np.exp(-np.logaddexp.reduce(logits)))
loss_on_generated = -np.log(1 - p_real)
class_loss = np.logaddexp.reduce(logits)
p_real_heads = 1 / (1 + np.exp(0))

# %% predict_wiring | wrong | one half for both
p_real = 0.5
loss_on_generated = np.log(2)
class_loss = np.log(4)
p_real_heads = 0.5

# %% predict_wiring | wrong | the loss of a real image
p_real = 0.8
loss_on_generated = np.log(5 / 4)
class_loss = np.log(4)
p_real_heads = 0.5

# %% predict_wiring | wrong | ten classes, as in the chapter
p_real = 10 / 11
loss_on_generated = np.log(11)
class_loss = np.log(10)
p_real_heads = 0.5

# %% predict_wiring | wrong | a class loss over five classes
p_real = 0.8
loss_on_generated = np.log(5)
class_loss = np.log(5)
p_real_heads = 0.5

# %% predict_wiring | wrong | the heads as if they were stacked
p_real = 0.8
loss_on_generated = np.log(5)
class_loss = np.log(4)
p_real_heads = 0.8

# %% mend_draw | right | one choice without replacement, then cut
def draw(labels, each, held, rng):
    learn, choose = [], []
    for k in range(labels.max() + 1):
        some = rng.choice(np.flatnonzero(labels == k), each, replace=False)
        learn.extend(some[held:])
        choose.extend(some[:held])
    return np.array(learn, int), np.array(choose, int)

# %% mend_draw | right | one shuffle of everything, then a count for each class
def draw(labels, each, held, rng):
    learn, choose, had = [], [], {}
    for place in rng.permutation(len(labels)):
        k = int(labels[place])
        had[k] = had.get(k, 0) + 1
        if had[k] <= held:
            choose.append(int(place))
        elif had[k] <= each:
            learn.append(int(place))
    return np.array(learn, dtype=int), np.array(choose, dtype=int)

# %% mend_draw | wrong | as it was given
def draw(labels, each, held, rng):
    learn, choose = [], []
    for k in np.unique(labels):
        places = np.flatnonzero(labels == k)
        learn.append(rng.choice(places, each - held))
        choose.append(rng.choice(places, held))
    return np.concatenate(learn), np.concatenate(choose)

# %% mend_draw | wrong | without replacement, and still in both
def draw(labels, each, held, rng):
    learn, choose = [], []
    for k in np.unique(labels):
        places = np.flatnonzero(labels == k)
        learn.append(rng.choice(places, each - held, replace=False))
        choose.append(rng.choice(places, held, replace=False))
    return np.concatenate(learn), np.concatenate(choose)

# %% mend_draw | wrong | the first ones of each class, no chance at all
def draw(labels, each, held, rng):
    places = [np.flatnonzero(labels == k)[:each] for k in np.unique(labels)]
    return np.concatenate([p[held:] for p in places]), np.concatenate([p[:held] for p in places])

# %% mend_draw | wrong | those to choose by come on top of the budget
def draw(labels, each, held, rng):
    places = [rng.permutation(np.flatnonzero(labels == k)) for k in np.unique(labels)]
    return np.concatenate([p[:each] for p in places]), np.concatenate([p[each : each + held] for p in places])

# %% mend_draw | wrong | a generator of its own
def draw(labels, each, held, rng):
    rng = np.random.default_rng(0)
    places = [rng.permutation(np.flatnonzero(labels == k))[:each] for k in np.unique(labels)]
    return np.concatenate([p[held:] for p in places]), np.concatenate([p[:held] for p in places])

# %% mend_draw | wrong | the two results exchanged
def draw(labels, each, held, rng):
    places = [rng.permutation(np.flatnonzero(labels == k))[:each] for k in np.unique(labels)]
    return np.concatenate([p[:held] for p in places]), np.concatenate([p[held:] for p in places])

# %% masked_class_loss | right | a loop
def class_loss(logits, labels):
    losses = []
    for row, label in zip(logits, labels):
        if label >= 0:
            losses.append(np.logaddexp.reduce(row) - row[label])
    return sum(losses) / len(losses) if losses else 0.0

# %% masked_class_loss | right | weights of 0 and 1
def class_loss(logits, labels):
    weight = (labels >= 0).astype(float)
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    each = -np.take_along_axis(log_p, np.maximum(labels, 0)[:, None], axis=1)[:, 0]
    return (weight * each).sum() / max(weight.sum(), 1)

# %% masked_class_loss | wrong | divides by all images
def class_loss(logits, labels):
    known = labels >= 0
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[np.arange(len(labels)), labels][known].sum() / len(labels)

# %% masked_class_loss | wrong | -1 picks the last class
def class_loss(logits, labels):
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[np.arange(len(labels)), labels].mean()

# %% masked_class_loss | wrong | nothing to divide by if there is no label; passes the visible test
def class_loss(logits, labels):
    known = labels >= 0
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[known, labels[known]].mean()

# %% masked_class_loss | wrong | forgets class 0
def class_loss(logits, labels):
    known = labels > 0
    if not known.any():
        return 0.0
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[known, labels[known]].mean()

# %% masked_class_loss | wrong | in bits
def class_loss(logits, labels):
    known = labels >= 0
    if not known.any():
        return 0.0
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[known, labels[known]].mean() / np.log(2)

# %% masked_class_loss | wrong | writes into the labels; passes the visible test
def class_loss(logits, labels):
    known = labels >= 0
    labels[~known] = 0
    if not known.any():
        return 0.0
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[np.arange(len(labels)), labels][known].mean()

# %% who_chose | right | loops
def reports(validation, test):
    fixed, chosen, leaked = [], [], []
    for v, t in zip(validation, test):
        fixed.append(t[-1])
        chosen.append(t[list(v).index(max(v))])
        leaked.append(max(t))
    return np.mean(fixed), np.mean(chosen), np.mean(leaked)


true_statements = ["a", "c", "d", "f"]

# %% who_chose | right | take_along_axis
def reports(validation, test):
    best = np.argmax(validation, axis=1)[:, None]
    return [float(test[:, -1].mean()), float(np.take_along_axis(test, best, 1).mean()), float(test.max(1).mean())]


true_statements = {"f", "d", "c", "a"}

# %% who_chose | wrong | the last of equal ones
def reports(validation, test):
    best = validation.shape[1] - 1 - np.argmax(validation[:, ::-1], axis=1)
    return test[:, -1].mean(), test[np.arange(len(test)), best].mean(), test.max(axis=1).mean()


true_statements = {"a", "c", "d", "f"}

# %% who_chose | wrong | one moment for all trainings
def reports(validation, test):
    best = validation.mean(axis=0).argmax()
    return test[:, -1].mean(), test[:, best].mean(), test.max(axis=1).mean()


true_statements = {"a", "c", "d", "f"}

# %% who_chose | wrong | the best of all trainings in place of the mean of the bests
def reports(validation, test):
    rows = np.arange(len(test))
    return test[:, -1].mean(), test[rows, validation.argmax(axis=1)].mean(), test.max()


true_statements = {"a", "c", "d", "f"}

# %% who_chose | wrong | believes that a choice by validation can never be worse
def reports(validation, test):
    rows = np.arange(len(test))
    return test[:, -1].mean(), test[rows, validation.argmax(axis=1)].mean(), test.max(axis=1).mean()


true_statements = {"a", "b", "c", "d", "f"}

# %% who_chose | wrong | reports the validation accuracy
def reports(validation, test):
    return test[:, -1].mean(), validation.max(axis=1).mean(), test.max(axis=1).mean()


true_statements = {"a", "c", "d", "f"}

# %% source_logit | right | row by row in plain Python
import math

def source(logits, fake):
    rows = []
    for row, (generated,) in zip(logits.tolist(), fake.tolist()):
        top = max(row)
        rows.append([top - generated + math.log(sum(math.exp(x - top) for x in row))])
    return np.array(rows)

# %% source_logit | right | the log-probabilities of "real" and of "generated", and their difference
from scipy.special import log_softmax, logsumexp

def source(logits, fake):
    log_p = log_softmax(np.concatenate([logits, fake], axis=1), axis=1)
    return logsumexp(log_p[:, :-1], axis=1, keepdims=True) - log_p[:, -1:]

# %% source_logit | right | Keras in float32
import keras

def source(logits, fake):
    one = keras.ops.logsumexp(keras.ops.convert_to_tensor(logits, "float32"), axis=1, keepdims=True)
    return keras.ops.convert_to_numpy(one) - fake.astype("float32")

# %% source_logit | wrong | the numbers of the example
def source(logits, fake):
    return np.full((len(logits), 1), np.log(3))

# %% source_logit | wrong | the mean of the classes in the place of their sum, times three
def source(logits, fake):
    top = logits.max(axis=1, keepdims=True)
    return top + np.log(3 * np.exp(logits - top).mean(axis=1, keepdims=True)) - fake

# %% source_logit | wrong | logits clipped at 500, so that nothing overflows
def source(logits, fake):
    return np.log(np.exp(np.clip(logits, -500, 500)).sum(axis=1, keepdims=True)) - fake

# %% source_logit | wrong | one maximum for the whole batch: a low row becomes -inf
def source(logits, fake):
    top = logits.max()
    return top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True)) - fake

# %% source_logit | wrong | the probability first, and its logit then: finite, but cut at 1e-12
def source(logits, fake):
    both = np.concatenate([logits, fake], axis=1)
    p = np.exp(both - both.max(axis=1, keepdims=True))
    p = np.clip(p[:, :-1].sum(axis=1, keepdims=True) / p.sum(axis=1, keepdims=True), 1e-12, 1 - 1e-12)
    return np.log(p) - np.log(1 - p)

# %% source_logit | wrong | overflows, warns, and mends the infinite entries afterwards
def source(logits, fake):
    easy = np.log(np.exp(logits).sum(axis=1, keepdims=True)) - fake
    return np.where(np.isfinite(easy), easy, np.logaddexp.reduce(logits, axis=1, keepdims=True) - fake)

# %% source_logit | wrong | the shape (n,)
def source(logits, fake):
    return np.logaddexp.reduce(logits, axis=1) - fake[:, 0]

# %% predict_wiring | right | SciPy's softmax, and the formulas of the chapter
from scipy.special import expit, log_softmax, softmax

stacked = np.zeros(4 + 1)
p_real = float(softmax(stacked)[:-1].sum())
loss_on_generated = float(-log_softmax(stacked)[-1])
class_loss = float(-log_softmax(stacked[:-1])[2])
p_real_heads = float(expit(0))

# %% predict_wiring | right | NumPy numbers, rounded to three places
p_real = np.float32(0.8)
loss_on_generated = np.round(np.log(5), 3)
class_loss = np.round(2 * np.log(2), 3)
p_real_heads = np.float64(1 / 2)

# %% predict_wiring | wrong | two places
p_real = 0.8
loss_on_generated = 1.61
class_loss = 1.39
p_real_heads = 0.5

# %% predict_wiring | wrong | bits
p_real = 0.8
loss_on_generated = np.log2(5)
class_loss = np.log2(4)
p_real_heads = 0.5

# %% predict_wiring | wrong | the probability of "generated"
p_real = 0.2
loss_on_generated = np.log(5)
class_loss = np.log(4)
p_real_heads = 0.5

# %% mend_draw | right | a random number for each image; the smallest of a class are taken
def draw(labels, each, held, rng):
    tickets = rng.random(len(labels))
    learn, choose = [], []
    for k in sorted(set(labels.tolist())):
        mine = [i for i in np.argsort(tickets).tolist() if labels[i] == k][:each]
        learn += mine[: each - held]
        choose += mine[each - held :]
    return np.array(learn, dtype=int), np.array(choose, dtype=int)

# %% mend_draw | right | first those to learn from, then those to choose by from what is left
def draw(labels, each, held, rng):
    learn, choose = [], []
    for k in np.unique(labels):
        places = np.flatnonzero(labels == k)
        first = rng.choice(places, each - held, replace=False, shuffle=False)
        left = np.setdiff1d(places, first)
        learn.append(first)
        choose.append(rng.choice(left, held, replace=False))
    return np.sort(np.concatenate(learn)), np.sort(np.concatenate(choose))

# %% mend_draw | right | shuffled in place, by a generator that the given one seeds; lists
def draw(labels, each, held, rng):
    own = np.random.default_rng(rng.integers(2**63))
    learn, choose = [], []
    for k in range(int(labels.max()) + 1):
        places = np.nonzero(labels == k)[0]
        own.shuffle(places)
        choose.extend(places[:held].tolist())
        learn.extend(places[held:each].tolist())
    return learn, choose

# %% mend_draw | wrong | one permutation for all classes, of the smallest class's size: some images have no chance
def draw(labels, each, held, rng):
    least = np.bincount(labels).min()
    order = rng.permutation(least)[:each]
    places = [np.flatnonzero(labels == k)[order] for k in np.unique(labels)]
    return np.concatenate([p[held:] for p in places]), np.concatenate([p[:held] for p in places])

# %% mend_draw | wrong | the first `each` images of a class, shuffled: the others have no chance
def draw(labels, each, held, rng):
    places = [rng.permutation(np.flatnonzero(labels == k)[:each]) for k in np.unique(labels)]
    return np.concatenate([p[held:] for p in places]), np.concatenate([p[:held] for p in places])

# %% mend_draw | wrong | those to choose by are the first ones of a class, without chance
def draw(labels, each, held, rng):
    learn, choose = [], []
    for k in np.unique(labels):
        places = np.flatnonzero(labels == k)
        choose.append(places[:held])
        learn.append(rng.permutation(places[held:])[: each - held])
    return np.concatenate(learn), np.concatenate(choose)

# %% mend_draw | wrong | takes the labels for sorted, in even classes
def draw(labels, each, held, rng):
    size = len(labels) // len(np.unique(labels))
    places = [k * size + rng.permutation(size)[:each] for k in np.unique(labels)]
    return np.concatenate([p[held:] for p in places]), np.concatenate([p[:held] for p in places])

# %% mend_draw | wrong | NumPy's global chance
def draw(labels, each, held, rng):
    places = [np.random.permutation(np.flatnonzero(labels == k))[:each] for k in np.unique(labels)]
    return np.concatenate([p[held:] for p in places]), np.concatenate([p[:held] for p in places])

# %% mend_draw | wrong | the global chance for those to choose by alone
def draw(labels, each, held, rng):
    learn, choose = [], []
    for k in np.unique(labels):
        places = rng.permutation(np.flatnonzero(labels == k))
        learn.append(places[: each - held])
        choose.append(np.random.choice(places[each - held :], held, replace=False))
    return np.concatenate(learn), np.concatenate(choose)

# %% mend_draw | wrong | a part of all images, whatever their class
def draw(labels, each, held, rng):
    k = len(np.unique(labels))
    places = rng.permutation(len(labels))[: k * each]
    return places[k * held :], places[: k * held]

# %% mend_draw | wrong | -0: with nothing held, all are to choose by
def draw(labels, each, held, rng):
    places = [rng.permutation(np.flatnonzero(labels == k))[:each] for k in np.unique(labels)]
    return np.concatenate([p[: each - held] for p in places]), np.concatenate([p[-held:] for p in places])

# %% mend_draw | wrong | the labels in the place of the places
def draw(labels, each, held, rng):
    places = [rng.permutation(np.flatnonzero(labels == k))[:each] for k in np.unique(labels)]
    return np.concatenate([labels[p[held:]] for p in places]), np.concatenate([labels[p[:held]] for p in places])

# %% masked_class_loss | right | Keras's loss in float32, with a mask
import keras

def class_loss(logits, labels):
    known = labels != -1
    if known.sum() == 0:
        return np.float32(0)
    logits = keras.ops.convert_to_tensor(logits[known], "float32")
    wanted = keras.ops.convert_to_tensor(labels[known], "int32")
    return float(keras.ops.mean(keras.losses.sparse_categorical_crossentropy(wanted, logits, from_logits=True)))

# %% masked_class_loss | right | one-hot rows: an image without a label has a row of zeros
from scipy.special import log_softmax

def class_loss(logits, labels):
    one_hot = labels[:, None] == np.arange(logits.shape[1])
    total = -(one_hot * log_softmax(logits, axis=1)).sum()
    return total / max(one_hot.sum(), 1)

# %% masked_class_loss | wrong | softmax clipped at 1e-7, as Keras does with probabilities
from scipy.special import softmax

def class_loss(logits, labels):
    known = labels >= 0
    if not known.any():
        return 0.0
    p = np.clip(softmax(logits[known], axis=1), 1e-7, 1)
    return -np.log(p[np.arange(known.sum()), labels[known]]).mean()

# %% masked_class_loss | wrong | the sum, not the mean
def class_loss(logits, labels):
    known = labels >= 0
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[known, labels[known]].sum()

# %% masked_class_loss | wrong | ln K for an image without a label
def class_loss(logits, labels):
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    each = np.where(labels >= 0, -log_p[np.arange(len(labels)), labels], np.log(logits.shape[1]))
    return each.mean()

# %% masked_class_loss | wrong | the numbers of the example
def class_loss(logits, labels):
    return np.log(4) if (labels >= 0).any() else 0.0

# %% masked_class_loss | wrong | a softmax down the batch
def class_loss(logits, labels):
    known = labels >= 0
    if not known.any():
        return 0.0
    log_p = logits.T - np.logaddexp.reduce(logits.T, axis=1, keepdims=True)
    log_p = log_p.T - np.log(logits.shape[1]) + np.log(len(logits))
    return -log_p[known, labels[known]].mean()

# %% masked_class_loss | wrong | the one label of a batch is not enough
def class_loss(logits, labels):
    known = labels >= 0
    if known.sum() < 2:
        return 0.0
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -log_p[known, labels[known]].mean()

# %% who_chose | right | plain Python, and each statement tried on many drawn trainings
def reports(validation, test):
    rows = list(zip(validation.tolist(), test.tolist()))
    fixed = sum(t[-1] for _, t in rows)
    chosen = sum(t[max(range(len(v)), key=v.__getitem__)] for v, t in rows)
    leaked = sum(max(t) for _, t in rows)
    return tuple(total / len(rows) for total in (fixed, chosen, leaked))


tries = np.random.default_rng(7)
drawn = np.array([reports(tries.random((4, 5)), tries.random((4, 5))) for _ in range(500)])
given_ones = reports(validation, test)
growing = [test[:, :m].max(axis=1).mean() for m in (1, 2, 5, 10)]
answers = {
    "a": (drawn[:, 2] >= drawn[:, 0]).all(),
    "b": (drawn[:, 1] >= drawn[:, 0]).all(),
    "c": (drawn[:, 2] >= drawn[:, 1]).all(),
    "d": given_ones[2] - given_ones[0] >= 0.01,
    "e": False,
    "f": growing == sorted(growing) and growing[-1] > growing[0],
}
true_statements = {letter for letter, holds in answers.items() if holds}

# %% who_chose | right | masks: the first place where the validation accuracy is that of the best
def reports(validation, test):
    best = validation == validation.max(axis=1, keepdims=True)
    first = best & (np.cumsum(best, axis=1) == 1)
    return np.array([test.T[-1].mean(), (test * first).sum() / len(test), np.max(test, axis=-1).mean()])


true_statements = frozenset("acdf")

# %% who_chose | wrong | the numbers of the example
def reports(validation, test):
    return 0.9, 0.8, 0.9


true_statements = {"a", "c", "d", "f"}

# %% who_chose | wrong | the first moment for the last
def reports(validation, test):
    rows = np.arange(len(test))
    return test[:, 0].mean(), test[rows, validation.argmax(axis=1)].mean(), test.max(axis=1).mean()


true_statements = {"a", "c", "d", "f"}

# %% who_chose | wrong | the mean of the test accuracies at all best moments
def reports(validation, test):
    chosen = [t[v == v.max()].mean() for v, t in zip(validation, test)]
    return test[:, -1].mean(), np.mean(chosen), test.max(axis=1).mean()


true_statements = {"a", "c", "d", "f"}

# %% who_chose | wrong | trainings and moments exchanged
def reports(validation, test):
    validation, test = validation.T, test.T
    rows = np.arange(len(test))
    return test[:, -1].mean(), test[rows, validation.argmax(axis=1)].mean(), test.max(axis=1).mean()


true_statements = {"a", "c", "d", "f"}

# %% who_chose | wrong | believes that the comparison with a competitor's fixed is fair
def reports(validation, test):
    rows = np.arange(len(test))
    return test[:, -1].mean(), test[rows, validation.argmax(axis=1)].mean(), test.max(axis=1).mean()


true_statements = {"a", "c", "d", "e", "f"}

# %% who_chose | wrong | leaves f out
def reports(validation, test):
    rows = np.arange(len(test))
    return test[:, -1].mean(), test[rows, validation.argmax(axis=1)].mean(), test.max(axis=1).mean()


true_statements = {"a", "c", "d"}
