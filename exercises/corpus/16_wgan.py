# %% earth_movers | right | repeat, sort, mean
def earth_mover(real, generated):
    a = np.sort(np.repeat(real, len(generated)))
    b = np.sort(np.repeat(generated, len(real)))
    return np.mean(np.abs(a - b))

# %% earth_movers | right | lists and a loop
def earth_mover(real, generated):
    a = sorted(float(x) for x in real for _ in generated)
    b = sorted(float(x) for x in generated for _ in real)
    return sum(abs(x - y) for x, y in zip(a, b)) / len(a)

# %% earth_movers | right | the area between the two distribution functions
def earth_mover(real, generated):
    places = np.sort(np.concatenate([real, generated]).astype(float))
    below = [np.mean(np.asarray(pile)[:, None] <= places[:-1], axis=0) for pile in (real, generated)]
    return float((np.abs(below[0] - below[1]) * np.diff(places)).sum())

# %% earth_movers | right | one grain after the other, until both piles are used up
def earth_mover(real, generated):
    a, b = sorted(map(float, real)), sorted(map(float, generated))
    n, m = len(a), len(b)
    i = j = 0
    left_a, left_b, work = m, n, 0.0  # a grain of `real` weighs m, one of `generated` n
    while i < n and j < m:
        moved = min(left_a, left_b)
        work += moved * abs(a[i] - b[j])
        left_a, left_b = left_a - moved, left_b - moved
        if left_a == 0:
            i, left_a = i + 1, m
        if left_b == 0:
            j, left_b = j + 1, n
    return work / (n * m)

# %% earth_movers | right | the least common multiple, float32, an array without axes
def earth_mover(real, generated):
    both = np.lcm(len(real), len(generated))
    a = np.repeat(np.sort(real.astype("float32")), both // len(real))
    b = np.repeat(np.sort(generated.astype("float32")), both // len(generated))
    return np.array(np.abs(a - b).sum() / both)

# %% earth_movers | right | quantiles at the middles of n · m steps, Keras tensors
def earth_mover(real, generated):
    n, m = real.shape[0], generated.shape[0]
    steps = np.arange(n * m)
    a = ops.sort(ops.convert_to_tensor(real, "float32"))
    b = ops.sort(ops.convert_to_tensor(generated, "float32"))
    return ops.mean(ops.abs(ops.take(a, steps // m) - ops.take(b, steps // n)))

# %% earth_movers | right | other names of the arguments
def earth_mover(a, b):
    n, m = len(a), len(b)
    return np.abs(np.sort(np.repeat(a, m)) - np.sort(np.repeat(b, n))).mean()

# %% earth_movers | wrong | does not sort
def earth_mover(real, generated):
    return np.abs(np.repeat(real, len(generated)) - np.repeat(generated, len(real))).mean()

# %% earth_movers | wrong | the difference of the means; passes the visible test
def earth_mover(real, generated):
    return abs(real.mean() - generated.mean())

# %% earth_movers | wrong | cuts the longer pile off; passes the visible test
def earth_mover(real, generated):
    n = min(len(real), len(generated))
    return np.abs(np.sort(real)[:n] - np.sort(generated)[:n]).mean()

# %% earth_movers | wrong | sorts in place; passes the visible test
def earth_mover(real, generated):
    real.sort()
    generated.sort()
    return np.abs(np.repeat(real, len(generated)) - np.repeat(generated, len(real))).mean()

# %% earth_movers | wrong | tiles and does not sort again
def earth_mover(real, generated):
    a, b = np.sort(real), np.sort(generated)
    return np.abs(np.tile(a, len(b)) - np.repeat(b, len(a))).mean()

# %% earth_movers | wrong | piles as sets, without repeated grains; passes the visible test
def earth_mover(real, generated):
    a, b = np.unique(real), np.unique(generated)
    n, m = len(a), len(b)
    return np.abs(np.repeat(a, m) - np.repeat(b, n)).mean()

# %% earth_movers | wrong | the longer pile's quantiles between grains; passes the visible test
def earth_mover(real, generated):
    n = max(len(real), len(generated))
    at = np.linspace(0, 1, n)
    return np.abs(np.quantile(real, at) - np.quantile(generated, at)).mean()

# %% earth_movers | wrong | the root of the mean square; right where all ways are as long
def earth_mover(real, generated):
    a, b = np.sort(np.repeat(real, len(generated))), np.sort(np.repeat(generated, len(real)))
    return np.sqrt(((a - b) ** 2).mean())

# %% earth_movers | wrong | sizes rounded: repeats the shorter as often as it fits; passes the visible test
def earth_mover(real, generated):
    n = max(len(real), len(generated))
    a = np.sort(np.repeat(real, n // len(real)))
    b = np.sort(np.repeat(generated, n // len(generated)))
    k = min(len(a), len(b))
    return np.abs(a[:k] - b[:k]).mean()

# %% earth_movers | wrong | whole numbers; passes the visible test
def earth_mover(real, generated):
    a = np.sort(np.repeat(real, len(generated))).astype(int)
    b = np.sort(np.repeat(generated, len(real))).astype(int)
    return np.abs(a - b).mean()

# %% predict_critics | right | worked out
shifted = np.sqrt(5**2 + 12**2)
jensen_shannon = np.log(2)
unbounded = -3 * (0 - 2)
penalised = 6 * (1 + 6 / (2 * 5))
critic_updates = 1200 * 4

# %% predict_critics | right | by a pocket calculator
shifted = 13.0
jensen_shannon = 0.693
unbounded = 6
penalised = 9.6
critic_updates = 4800

# %% predict_critics | right | computed: clouds, a grid, the definition
cloud = np.random.default_rng(0).normal(size=(50, 2))
shifted = np.linalg.norm((cloud + [5, 12]).mean(0) - cloud.mean(0))
p, q = np.array([0.5, 0.5, 0, 0]), np.array([0, 0, 0.5, 0.5])
middle = (p + q) / 2
jensen_shannon = 0.5 * sum(a * np.log(a / b) for a, b in zip(np.r_[p, q], np.r_[middle, middle]) if a > 0)
grains = np.arange(5.0)
unbounded = (-3 * grains + 40).mean() - (-3 * (grains + 2) + 40).mean()
k = np.linspace(0, 4, 400_001)
penalised = 6 * k[(5 * (k - 1) ** 2 - 6 * k).argmin()]
critic_updates = sum(4 for _ in range(1200))

# %% predict_critics | right | two places, other types
shifted = np.float32(13)
jensen_shannon = np.float64(0.69)
unbounded = np.int64(6)
penalised = np.array(9.6)
critic_updates = 4800.0

# %% predict_critics | wrong | the way along the axes
shifted = 17
jensen_shannon = np.log(2)
unbounded = 6
penalised = 9.6
critic_updates = 4800

# %% predict_critics | wrong | a divergence of one bit
shifted = 13
jensen_shannon = 1.0
unbounded = 6
penalised = 9.6
critic_updates = 4800

# %% predict_critics | wrong | believes in a slope of 1
shifted = 13
jensen_shannon = 0.69
unbounded = 2
penalised = 6
critic_updates = 4800

# %% predict_critics | wrong | forgets the 2 in the slope
shifted = 13
jensen_shannon = 0.69
unbounded = 6
penalised = 6 * (1 + 6 / 5)
critic_updates = 4800

# %% predict_critics | wrong | the slope in place of the reading
shifted = 13
jensen_shannon = 0.69
unbounded = 6
penalised = 1.6
critic_updates = 300

# %% predict_critics | wrong | one place, and the log of 2 cut off
shifted = 13
jensen_shannon = 0.6
unbounded = 6
penalised = 9.6
critic_updates = 4800

# %% predict_critics | wrong | generator updates for the critic's
shifted = 13
jensen_shannon = 0.69
unbounded = 6
penalised = 9.6
critic_updates = 1200

# %% predict_critics | wrong | the constant of the critic counts
shifted = 13
jensen_shannon = 0.69
unbounded = 46
penalised = 9.6
critic_updates = 4800

# %% losses_by_hand | right | reshape and norm
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    lengths = np.linalg.norm(gradients.reshape(len(gradients), -1), axis=1)
    return distance, penalty * np.mean((lengths - 1) ** 2) - distance, -fake_scores.mean()

# %% losses_by_hand | right | a loop, and floats
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    real, fake = float(np.mean(real_scores)), float(np.mean(fake_scores))
    owed = 0.0
    for image in gradients:
        owed += (float((image**2).sum()) ** 0.5 - 1) ** 2
    return real - fake, fake - real + penalty * owed / len(gradients), -fake

# %% losses_by_hand | right | Keras, tensors in a list
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    real, fake, g = (ops.convert_to_tensor(x, "float32") for x in (real_scores, fake_scores, gradients))
    length = ops.sqrt(ops.sum(ops.square(g), axis=(1, 2, 3)))
    g_loss = -ops.mean(fake)
    distance = ops.mean(real) + g_loss
    return [distance, float(penalty) * ops.mean(ops.square(length - 1)) - distance, g_loss]

# %% losses_by_hand | right | einsum, the square multiplied out, an array of three
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    squares = np.einsum("khwc,khwc->k", gradients, gradients)
    owed = penalty * (squares - 2 * squares**0.5 + 1).sum() / gradients.shape[0]
    real, fake = real_scores.sum() / real_scores.size, fake_scores.sum() / fake_scores.size
    return np.array([real - fake, owed + fake - real, -fake])

# %% losses_by_hand | right | other names of the arguments
def wgan_losses(real, fake, slopes, weight):
    distance = real.mean() - fake.mean()
    length = np.sqrt((slopes**2).sum(axis=(1, 2, 3)))
    return distance, -distance + weight * ((length - 1) ** 2).mean(), -fake.mean()

# %% losses_by_hand | wrong | one length for the whole batch
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    return distance, -distance + penalty * (np.sqrt((gradients**2).sum()) - 1) ** 2, -fake_scores.mean()

# %% losses_by_hand | wrong | punishes the mean length; passes the visible test
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    lengths = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    return distance, -distance + penalty * (lengths.mean() - 1) ** 2, -fake_scores.mean()

# %% losses_by_hand | wrong | leaves the channels apart; passes the visible test
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    lengths = np.sqrt((gradients**2).sum(axis=(1, 2)))
    return distance, -distance + penalty * ((lengths - 1) ** 2).mean(), -fake_scores.mean()

# %% losses_by_hand | wrong | a weight of 10 whatever is given; passes the visible test
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    lengths = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    return distance, -distance + 10 * ((lengths - 1) ** 2).mean(), -fake_scores.mean()

# %% losses_by_hand | wrong | the generator pulls the wrong way
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    lengths = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    return distance, -distance + penalty * ((lengths - 1) ** 2).mean(), fake_scores.mean()

# %% losses_by_hand | wrong | a distance is never below 0; passes the visible test
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = abs(real_scores.mean() - fake_scores.mean())
    length = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    return distance, -distance + penalty * ((length - 1) ** 2).mean(), -fake_scores.mean()

# %% losses_by_hand | wrong | only slopes above 1 pay; passes the visible test
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    length = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    return distance, -distance + penalty * (np.maximum(length - 1, 0) ** 2).mean(), -fake_scores.mean()

# %% losses_by_hand | wrong | generated minus real in the distance alone
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = fake_scores.mean() - real_scores.mean()
    length = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    return distance, distance + penalty * ((length - 1) ** 2).mean(), -fake_scores.mean()

# %% losses_by_hand | wrong | the generator's loss is the distance
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    length = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    return distance, -distance + penalty * ((length - 1) ** 2).mean(), distance

# %% losses_by_hand | wrong | the sum of the penalties over the number of real scores; passes the visible test
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    length = np.sqrt((gradients**2).sum(axis=(1, 2, 3)))
    owed = penalty * ((length - 1) ** 2).sum() / len(real_scores)
    return distance, -distance + owed, -fake_scores.mean()

# %% losses_by_hand | wrong | a little number under the root that is not little; passes the visible test
def wgan_losses(real_scores, fake_scores, gradients, penalty):
    distance = real_scores.mean() - fake_scores.mean()
    length = np.maximum(np.sqrt((gradients**2).sum(axis=(1, 2, 3))), 0.1)
    return distance, -distance + penalty * ((length - 1) ** 2).mean(), -fake_scores.mean()

# %% mend_the_labels | right | two means
def mended(scores, labels):
    return scores[labels == -1].mean() - scores[labels == 1].mean()

# %% mend_the_labels | right | sums, each divided by its own number
def mended(scores, labels):
    real = np.sum(scores[:, 0] * (labels < 0)) / np.sum(labels < 0)
    generated = np.sum(scores[:, 0] * (labels > 0)) / np.sum(labels > 0)
    return real - generated

# %% mend_the_labels | right | a mean with weights, of each kind by its own number
def mended(scores, labels):
    of_kind = {-1: [], 1: []}
    for (score,), label in zip(scores.tolist(), labels.tolist()):
        of_kind[int(label)].append(score)
    return sum(of_kind[-1]) / len(of_kind[-1]) - sum(of_kind[1]) / len(of_kind[1])

# %% mend_the_labels | right | regression on the labels, in float32
def mended(scores, labels):
    y, s = labels.astype("float32"), scores.astype("float32")[:, 0]
    return float(-2 * np.mean((y - y.mean()) * (s - s.mean())) / np.mean((y - y.mean()) ** 2))

# %% mend_the_labels | right | Keras
def mended(scores, labels):
    s = ops.reshape(ops.convert_to_tensor(scores, "float32"), (-1,))
    is_real = ops.cast(ops.equal(ops.convert_to_tensor(labels, "float32"), -1.0), "float32")
    return ops.sum(s * is_real) / ops.sum(is_real) - ops.sum(s * (1 - is_real)) / ops.sum(1 - is_real)

# %% mend_the_labels | right | other names of the arguments
def mended(s, y):
    return s[y == -1].mean() - s[y == 1].mean()

# %% mend_the_labels | wrong | the shape mended, the numbers not; passes the visible test
def mended(scores, labels):
    return -2 * (labels[:, None] * scores).mean()

# %% mend_the_labels | wrong | the function as it was found
def mended(scores, labels):
    return -2 * (labels * scores).mean()

# %% mend_the_labels | wrong | the sign turned round
def mended(scores, labels):
    return scores[labels == 1].mean() - scores[labels == -1].mean()

# %% mend_the_labels | wrong | sums in place of means
def mended(scores, labels):
    return scores[labels == -1].sum() - scores[labels == 1].sum()

# %% mend_the_labels | wrong | takes every other one for real; passes the visible test
def mended(scores, labels):
    return scores[::2].mean() - scores[1::2].mean()

# %% mend_the_labels | wrong | a distance is never below 0; passes the visible test
def mended(scores, labels):
    return abs(scores[labels == -1].mean() - scores[labels == 1].mean())

# %% mend_the_labels | wrong | medians; passes the visible test
def mended(scores, labels):
    return np.median(scores[labels == -1]) - np.median(scores[labels == 1])

# %% mend_the_labels | wrong | as many of one as of the other are looked at; passes the visible test
def mended(scores, labels):
    real, fake = scores[labels == -1], scores[labels == 1]
    k = min(len(real), len(fake))
    return real[:k].mean() - fake[:k].mean()

# %% mend_the_labels | wrong | the larger mean first; passes the visible test
def mended(scores, labels):
    means = [scores[labels == -1].mean(), scores[labels == 1].mean()]
    return max(means) - min(means)

# %% two_critics | right | predict
reading = {
    name: float(c.predict(real, verbose=0).mean() - c.predict(generated, verbose=0).mean())
    for name, c in critics.items()
}
ends = np.array([[1.0, 0.0], [3.0, 0.0]], "float32")
slope = {name: float(np.diff(c.predict(ends, verbose=0)[:, 0])[0] / 2) for name, c in critics.items()}
true = {"b", "f"}

# %% two_critics | right | direct calls, numbers of NumPy
def mean_score(critic, points):
    return ops.convert_to_numpy(critic(points)).mean()


reading, slope = {}, {}
for name in ("penalised", "clipped"):
    critic = critics[name]
    reading[name] = mean_score(critic, real) - mean_score(critic, generated)
    slope[name] = (mean_score(critic, np.float32([[3, 0]])) - mean_score(critic, np.float32([[1, 0]]))) / 2
true = ["f", "b"]

# %% two_critics | right | each statement from these critics, a third one trained for e
def score(critic, points):
    return np.asarray(critic.predict(np.asarray(points, "float32"), verbose=0), float).ravel()


reading = {name: np.mean(score(c, real)) - np.mean(score(c, generated)) for name, c in critics.items()}
slope = {name: np.diff(score(c, [[1, 0], [3, 0]])).item() / 2 for name, c in critics.items()}
wide = trained_critic(clip=0.1)
widened = np.mean(score(wide, real)) - np.mean(score(wide, generated))
truth = {
    "a": 3.2 <= reading["clipped"] <= 4.8,
    "b": reading["penalised"] > 4,
    "c": all(3.6 <= reading[name] / slope[name] <= 4.4 for name in critics),
    "d": False,  # one and the same cloud, on two scales
    "e": 0.7 < widened / reading["clipped"] < 1.4,
    "f": min(reading.values()) > 0,
}
true = {letter for letter in truth if truth[letter]}

# %% two_critics | right | the networks by hand, matrix by matrix; three digits, tuples
def by_hand(critic, points):
    h = np.asarray(points, float)
    w1, b1, w2, b2, w3, b3 = map(np.float64, critic.get_weights())
    for w, b in ((w1, b1), (w2, b2)):
        h = h @ w + b
        h = np.where(h > 0, h, 0.2 * h)
    return (h @ w3 + b3)[:, 0]


three = lambda x: float(f"{x:.3g}")
reading = {k: three(by_hand(c, real).mean() - by_hand(c, generated).mean()) for k, c in critics.items()}
slope = {k: three((by_hand(c, [[3, 0]]) - by_hand(c, [[1, 0]]))[0] / 2) for k, c in critics.items()}
ratio = [reading[k] / slope[k] for k in critics]
true = ("b", "f") + (("c",) if max(abs(r - 4) for r in ratio) < 0.4 else ())

# %% two_critics | right | tensors, a mean of small slopes along the way
def rise(critic):
    way = np.float32([[x, 0] for x in np.linspace(1, 3, 101)])
    scores = critic(way)[:, 0]
    return ops.mean((scores[1:] - scores[:-1]) / 0.02)


reading = {k: ops.mean(c(real)) - ops.mean(c(generated)) for k, c in critics.items()}
slope = {k: rise(c) for k, c in critics.items()}
true = frozenset("bf")

# %% two_critics | wrong | does not divide by 2; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low)
true = {"b", "f"}

# %% two_critics | wrong | believes that both readings are distances; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"a", "c", "d", "f"}

# %% two_critics | wrong | generated minus real
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(generated)).mean() - ops.convert_to_numpy(critic(real)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"b", "f"}

# %% two_critics | wrong | one statement too many, e; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"b", "e", "f"}

# %% two_critics | wrong | the theory's numbers in place of these critics'
reading = {"clipped": 4.0, "penalised": 4.0 * 1.2}
slope = {"clipped": 1.0, "penalised": 1.2}
true = {"b", "f"}

# %% two_critics | wrong | believes that c holds for both; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"b", "c", "f"}

# %% two_critics | wrong | misses that the penalised one reads too much; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"f"}

# %% two_critics | wrong | the slope over the whole way between the clouds; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[0.0, 0.0], [4.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 4
true = {"b", "f"}

# %% two_critics | wrong | the reading divided by 4 for a slope; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    slope[name] = reading[name] / 4
true = {"b", "f"}

# %% two_critics | wrong | medians; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(np.median(critic(real)) - np.median(critic(generated)))
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"b", "f"}

# %% two_critics | wrong | the first 500 points of each; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real[:500])).mean() - ops.convert_to_numpy(critic(generated[:500])).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"b", "f"}

# %% two_critics | wrong | the slope in the middle alone; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.9, 0.0], [2.1, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 0.2
true = {"b", "f"}

# %% two_critics | wrong | everything is believed
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = set("abcdef")
