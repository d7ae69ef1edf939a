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
