# %% cut_out | right | a mask
def cutout(images, corners, side):
    n, h, w, c = images.shape
    rows, columns = np.arange(h)[None, :, None], np.arange(w)[None, None, :]
    top, left = corners[:, 0, None, None], corners[:, 1, None, None]
    hidden = (rows >= top) & (rows < top + side) & (columns >= left) & (columns < left + side)
    return np.where(hidden[..., None], 0.0, images)


# %% cut_out | right | on a padded copy
def cutout(images, corners, side):
    n, h, w, c = images.shape
    wide = np.pad(images, ((0, 0), (side, side), (side, side), (0, 0)))
    for i in range(n):
        row, column = corners[i]
        if -side <= row <= h and -side <= column <= w:
            wide[i, row + side : row + 2 * side, column + side : column + 2 * side, :] = 0
    return wide[:, side : side + h, side : side + w]


# %% cut_out | right | as a product of rows and columns
def cutout(images, corners, side):
    def inside(first, length):
        places = np.arange(length) - np.asarray(first).reshape(-1, 1)
        return ((0 <= places) & (places < side)).astype(float)

    square = np.einsum(
        "nh,nw->nhw", inside(corners[:, 0], images.shape[1]), inside(corners[:, 1], images.shape[2])
    )
    return images * (1 - square)[..., np.newaxis]


# %% cut_out | wrong | negative corners count from the end
def cutout(images, corners, side):
    out = images.copy()
    for i, (r, c) in enumerate(corners):
        out[i, r : r + side, c : c + side] = 0
    return out


# %% cut_out | wrong | pushed back into the picture
def cutout(images, corners, side):
    out = images.copy()
    for i, (r, c) in enumerate(corners):
        r, c = max(r, 0), max(c, 0)
        out[i, r : r + side, c : c + side] = 0
    return out


# %% cut_out | wrong | comes in again on the other side
def cutout(images, corners, side):
    out = images.copy()
    n, h, w, _ = images.shape
    for i, (r, c) in enumerate(corners):
        for y in range(r, r + side):
            for x in range(c, c + side):
                out[i, y % h, x % w] = 0
    return out


# %% cut_out | wrong | in place
def cutout(images, corners, side):
    for picture, (r, c) in zip(images, corners):
        picture[max(r, 0) : max(r + side, 0), max(c, 0) : max(c + side, 0)] = 0
    return images


# %% cut_out | wrong | column first
def cutout(images, corners, side):
    out = images.copy()
    for picture, (c, r) in zip(out, corners):
        picture[max(r, 0) : max(r + side, 0), max(c, 0) : max(c + side, 0)] = 0
    return out


# %% cut_out | wrong | one square for all
def cutout(images, corners, side):
    out = images.copy()
    r, c = corners[0]
    out[:, max(r, 0) : max(r + side, 0), max(c, 0) : max(c + side, 0)] = 0
    return out


# %% cut_out | wrong | black, not grey
def cutout(images, corners, side):
    out = images.copy()
    for picture, (r, c) in zip(out, corners):
        picture[max(r, 0) : max(r + side, 0), max(c, 0) : max(c + side, 0)] = -1
    return out


# %% cut_out | wrong | the corner is taken for the middle
def cutout(images, corners, side):
    out = images.copy()
    for picture, (r, c) in zip(out, corners):
        r, c = r - side // 2, c - side // 2
        picture[max(r, 0) : max(r + side, 0), max(c, 0) : max(c + side, 0)] = 0
    return out


# %% cut_out | wrong | one channel
def cutout(images, corners, side):
    out = images.copy()
    for picture, (r, c) in zip(out, corners):
        picture[max(r, 0) : max(r + side, 0), max(c, 0) : max(c + side, 0), 0] = 0
    return out


# %% follow_d | right | counted
def history_of_p(logits, target, images_per_unit):
    p, out = 0, []
    for row in logits.tolist():
        total = sum(x > 0 for x in row) - sum(x < 0 for x in row)
        mean = total / len(row)
        if mean > target:
            p = min(1, p + len(row) / images_per_unit)
        elif mean < target:
            p = max(0, p - len(row) / images_per_unit)
        out.append(p)
    return out


# %% follow_d | right | signs at once
def history_of_p(logits, target, images_per_unit):
    updates, n = logits.shape
    steps = np.sign(np.mean(np.sign(logits), axis=1) - target) * (n / images_per_unit)
    history = np.zeros(updates + 1)
    for k in range(updates):
        history[k + 1] = np.clip(history[k] + steps[k], 0.0, 1.0)
    return history[1:]


# %% follow_d | wrong | clipped at the end alone
def history_of_p(logits, target, images_per_unit):
    moves = np.sign(np.sign(logits).mean(axis=1) - target) * logits.shape[1] / images_per_unit
    return np.clip(np.cumsum(moves), 0, 1)


# %% follow_d | wrong | the mean logit
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        p = np.clip(p + np.sign(row.mean() - target) * len(row) / images_per_unit, 0, 1)
        history.append(p)
    return np.array(history)


# %% follow_d | wrong | the share that is called real
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        p = np.clip(p + np.sign((row > 0).mean() - target) * len(row) / images_per_unit, 0, 1)
        history.append(p)
    return np.array(history)


# %% follow_d | wrong | a step of one picture
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        p = np.clip(p + np.sign(np.sign(row).mean() - target) / images_per_unit, 0, 1)
        history.append(p)
    return np.array(history)


# %% follow_d | wrong | as far as the target is away
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        p = np.clip(p + (np.sign(row).mean() - target) * len(row) / images_per_unit, 0, 1)
        history.append(p)
    return np.array(history)


# %% follow_d | wrong | the other way round
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        p = np.clip(p - np.sign(np.sign(row).mean() - target) * len(row) / images_per_unit, 0, 1)
        history.append(p)
    return np.array(history)


# %% follow_d | wrong | falls at the target
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        by = len(row) / images_per_unit
        p = np.clip(p + (by if np.sign(row).mean() > target else -by), 0, 1)
        history.append(p)
    return np.array(history)


# %% follow_d | wrong | zero counts as real
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        sign = np.where(row >= 0, 1, -1).mean()
        p = np.clip(p + np.sign(sign - target) * len(row) / images_per_unit, 0, 1)
        history.append(p)
    return np.array(history)


# %% follow_d | wrong | never clipped
def history_of_p(logits, target, images_per_unit):
    return np.cumsum(np.sign(np.sign(logits).mean(axis=1) - target) * logits.shape[1] / images_per_unit)


# %% follow_d | wrong | the last one alone
def history_of_p(logits, target, images_per_unit):
    p = 0.0
    for row in logits:
        p = np.clip(p + np.sign(np.sign(row).mean() - target) * len(row) / images_per_unit, 0, 1)
    return p


# %% follow_d | wrong | before each update
def history_of_p(logits, target, images_per_unit):
    p, history = 0.0, []
    for row in logits:
        history.append(p)
        p = np.clip(p + np.sign(np.sign(row).mean() - target) * len(row) / images_per_unit, 0, 1)
    return np.array(history)


# %% mend_apart | right | by the bytes of each picture
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    seen, own = set(), {}
    for i, image in enumerate(images):
        key = image.tobytes()
        if key not in seen:
            seen.add(key)
            own.setdefault(int(labels[i]), []).append(i)
    training, held_out = [], []
    for numbers in own.values():
        numbers = list(rng.permutation(numbers))
        n = max(1, int(np.rint(share * len(numbers))))
        held_out += numbers[:n]
        training += numbers[n:]
    return np.array(training), np.array(held_out)


# %% mend_apart | right | all pairs, and choice without replacement
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    n = len(images)
    equal = (images.reshape(n, 1, -1) == images.reshape(1, n, -1)).all(axis=2)
    numbers = np.flatnonzero(equal.argmax(axis=1) == np.arange(n))
    held_out = np.concatenate(
        [
            rng.choice(k, max(1, int(share * len(k) + 0.5)), replace=False)
            for k in (numbers[labels[numbers] == label] for label in set(labels.tolist()))
        ]
    )
    return np.array([i for i in numbers if i not in held_out]), held_out


# %% mend_apart | right | Python's own random numbers
def apart(images, labels, share, seed):
    import random

    draw = random.Random(seed)
    classes = {}
    for i in range(len(images)):
        if not any(np.array_equal(images[i], images[j]) for j in range(i)):
            classes.setdefault(labels[i], []).append(i)
    held_out = []
    for members in classes.values():
        held_out += draw.sample(members, max(1, round(share * len(members))))
    return [i for members in classes.values() for i in members if i not in held_out], held_out


# %% mend_apart | wrong | equal pictures stay
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    held_out = []
    for label in np.unique(labels):
        own = rng.permutation(np.flatnonzero(labels == label))
        held_out.extend(own[: max(1, round(share * len(own)))])
    return np.setdiff1d(np.arange(len(images)), held_out), np.array(held_out)


# %% mend_apart | wrong | numbers among the different ones
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    labels = labels[first]
    held_out = []
    for label in np.unique(labels):
        own = rng.permutation(np.flatnonzero(labels == label))
        held_out.extend(own[: max(1, round(share * len(own)))])
    return np.setdiff1d(np.arange(len(first)), held_out), np.array(held_out)


# %% mend_apart | wrong | not by class
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    held_out = rng.permutation(first)[: max(1, round(share * len(first)))]
    return np.setdiff1d(first, held_out), held_out


# %% mend_apart | wrong | still with replacement
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    held_out = []
    for label in np.unique(labels):
        own = first[labels[first] == label]
        held_out.extend(rng.choice(own, max(1, round(share * len(own)))))
    return np.setdiff1d(first, held_out), np.array(held_out)


# %% mend_apart | wrong | the first of each class
def apart(images, labels, share, seed):
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    first = np.sort(first)
    held_out = []
    for label in np.unique(labels):
        own = first[labels[first] == label]
        held_out.extend(own[: max(1, round(share * len(own)))])
    return np.setdiff1d(first, held_out), np.array(held_out)


# %% mend_apart | wrong | no seed
def apart(images, labels, share, seed):
    rng = np.random.default_rng()
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    held_out = []
    for label in np.unique(labels):
        own = first[labels[first] == label]
        held_out.extend(rng.permutation(own)[: max(1, round(share * len(own)))])
    return np.setdiff1d(first, held_out), np.array(held_out)


# %% mend_apart | wrong | a small class has none held out
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    held_out = []
    for label in np.unique(labels):
        own = first[labels[first] == label]
        held_out.extend(rng.permutation(own)[: round(share * len(own))])
    return np.setdiff1d(first, held_out), np.array(held_out)


# %% mend_apart | wrong | copies of what is trained on are trained on
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    held_out = []
    for label in np.unique(labels):
        own = first[labels[first] == label]
        held_out.extend(rng.permutation(own)[: max(1, round(share * len(own)))])
    return np.setdiff1d(np.arange(len(images)), held_out), np.array(held_out)


# %% mend_apart | wrong | shares of all pictures, equal ones too
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    held_out = []
    for label in np.unique(labels):
        own = first[labels[first] == label]
        held_out.extend(rng.permutation(own)[: max(1, round(share * (labels == label).sum()))])
    return np.setdiff1d(first, held_out), np.array(held_out)


# %% mend_apart | wrong | pictures, not their numbers
def apart(images, labels, share, seed):
    rng = np.random.default_rng(seed)
    _, first = np.unique(images.reshape(len(images), -1), axis=0, return_index=True)
    held_out = []
    for label in np.unique(labels):
        own = first[labels[first] == label]
        held_out.extend(rng.permutation(own)[: max(1, round(share * len(own)))])
    return images[np.setdiff1d(first, held_out)], images[held_out]


# %% predict_run | right | computed
times = 3000 / (120 / 16)
to_one = 1 / (16 / 20_000)
called_real = 0.6 + (1 - 0.6) / 2
untouched = 0.5 * 0.5 * 0.5
square = np.zeros((4, 4))
square[1:3, 1:3] = 1
grey = square.mean()
rate = 0.004 / 2 / 2 / 2
needed = set("abcdefg") - {"c", "f"}

# %% predict_run | right | numbers, and a list
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.25, 0.0005
needed = ["G", "E", "D", "B", "A"]

# %% predict_run | wrong | a cutout hides half
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.5, 0.0005
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | G learns no squares
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.01, 0.0005
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | the sign is the share
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.6, 0.125, 0.25, 0.0005
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | pictures, not updates
times, to_one, called_real, untouched, grey, rate = 400, 20_000, 0.8, 0.125, 0.25, 0.0005
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | any change is all changes
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.5, 0.25, 0.0005
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | steps over pictures
times, to_one, called_real, untouched, grey, rate = 25, 1250, 0.8, 0.125, 0.25, 0.0005
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | always half of the first rate
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.25, 0.002
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | a third
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.25, 0.004 / 3
needed = {"a", "b", "d", "e", "g"}

# %% predict_run | wrong | the networks alone
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.25, 0.0005
needed = {"a"}

# %% predict_run | wrong | what one would save with Keras, without the random numbers
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.25, 0.0005
needed = {"a", "b", "d"}

# %% predict_run | wrong | all of it
times, to_one, called_real, untouched, grey, rate = 400, 1250, 0.8, 0.125, 0.25, 0.0005
needed = {"a", "b", "c", "d", "e", "f", "g"}

# %% predict_run | wrong | in words
times, to_one, called_real, untouched, grey, rate = "400 times", 1250, 0.8, 0.125, 0.25, 0.0005
needed = {"a", "b", "d", "e", "g"}


# %% by_heart | right | loops, and the statements from the numbers
def copy_ratio(samples, training, k):
    ratios = []
    for sample in samples:
        far = sorted(np.linalg.norm(sample - picture) for picture in training)
        ratios.append(far[0] / np.median(far[1 : k + 1]))
    return np.array(ratios)


def nearest(samples):
    return np.array([min(np.linalg.norm(s - t) for t in training) for s in samples])


quantile = np.percentile(copy_ratio(held_out, training, 10), 5)
threshold = 0.6 * quantile
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = set()
if called_copies["copied"] > 0.9:
    true_statements.add("a")
if nearest(blurred).mean() < nearest(held_out).mean():
    true_statements.add("b")
closest = min(nearest(held_out))
if np.all(nearest(copied) < closest) and np.mean(nearest(blurred) < closest) < 0.5:
    true_statements.add("c")
if np.mean(copy_ratio(np.roll(copied, 1, axis=2), training, 10) < threshold) > 0.5:
    true_statements.add("d")
if np.sum(copy_ratio(held_out, training, 10) < quantile) > 0:
    true_statements.add("e")


# %% by_heart | right | from squares, partitioned
def copy_ratio(samples, training, k):
    a, b = samples.reshape(len(samples), -1), training.reshape(len(training), -1)
    squares = ((a[:, None] - b[None]) ** 2).sum(-1)
    nearest = np.partition(squares, range(k + 1), axis=1)[:, : k + 1] ** 0.5
    return nearest[:, 0] / np.quantile(nearest[:, 1:], 0.5, axis=1)


threshold = 0.6 * float(np.quantile(copy_ratio(held_out, training, 10), 0.05))
called_copies = {}
for name in ("held_out", "blurred", "copied"):
    ratios = copy_ratio(globals()[name], training, 10)
    called_copies[name] = int((ratios < threshold).sum()) / len(ratios)
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | the nearest among the next
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / np.median(distances[:, :k], axis=1)


threshold = 0.6 * np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | the median of all others
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / np.median(distances[:, 1:], axis=1)


threshold = 0.6 * np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | squared distances
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort((apart**2).sum(axis=2), axis=1)
    return distances[:, 0] / np.median(distances[:, 1 : k + 1], axis=1)


threshold = 0.6 * np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | the mean of the next
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / distances[:, 1 : k + 1].mean(axis=1)


threshold = 0.6 * np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | no factor
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / np.median(distances[:, 1 : k + 1], axis=1)


threshold = np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | the threshold from the samples
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / np.median(distances[:, 1 : k + 1], axis=1)


threshold = 0.6 * np.quantile(copy_ratio(blurred, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | counts, not shares
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / np.median(distances[:, 1 : k + 1], axis=1)


threshold = 0.6 * np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.sum(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "e"}


# %% by_heart | wrong | believes that the distance alone will do
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / np.median(distances[:, 1 : k + 1], axis=1)


threshold = 0.6 * np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "c", "e"}


# %% by_heart | wrong | believes that a moved copy is found
def copy_ratio(samples, training, k):
    apart = samples.reshape(len(samples), 1, -1) - training.reshape(1, len(training), -1)
    distances = np.sort(np.sqrt((apart**2).sum(axis=2)), axis=1)
    return distances[:, 0] / np.median(distances[:, 1 : k + 1], axis=1)


threshold = 0.6 * np.quantile(copy_ratio(held_out, training, 10), 0.05)
sets = {"held_out": held_out, "blurred": blurred, "copied": copied}
called_copies = {name: np.mean(copy_ratio(s, training, 10) < threshold) for name, s in sets.items()}
true_statements = {"a", "b", "d", "e"}
