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

# %% mend_the_labels | right | two means
def mended(scores, labels):
    return scores[labels == -1].mean() - scores[labels == 1].mean()

# %% mend_the_labels | right | sums, each divided by its own number
def mended(scores, labels):
    real = np.sum(scores[:, 0] * (labels < 0)) / np.sum(labels < 0)
    generated = np.sum(scores[:, 0] * (labels > 0)) / np.sum(labels > 0)
    return real - generated

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

# %% two_critics | right | predict
reading = {
    name: float(c.predict(real, verbose=0).mean() - c.predict(generated, verbose=0).mean())
    for name, c in critics.items()
}
ends = np.array([[1.0, 0.0], [3.0, 0.0]], "float32")
slope = {name: float(np.diff(c.predict(ends, verbose=0)[:, 0])[0] / 2) for name, c in critics.items()}
true = {"b", "c", "f"}

# %% two_critics | right | direct calls, numbers of NumPy
def mean_score(critic, points):
    return ops.convert_to_numpy(critic(points)).mean()


reading, slope = {}, {}
for name in ("penalised", "clipped"):
    critic = critics[name]
    reading[name] = mean_score(critic, real) - mean_score(critic, generated)
    slope[name] = (mean_score(critic, np.float32([[3, 0]])) - mean_score(critic, np.float32([[1, 0]]))) / 2
true = {"c", "b", "f"}

# %% two_critics | wrong | does not divide by 2; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low)
true = {"b", "c", "f"}

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
true = {"b", "c", "f"}

# %% two_critics | wrong | one statement too many; passes the visible test
reading, slope = {}, {}
for name, critic in critics.items():
    reading[name] = float(ops.convert_to_numpy(critic(real)).mean() - ops.convert_to_numpy(critic(generated)).mean())
    low, high = ops.convert_to_numpy(critic(np.array([[1.0, 0.0], [3.0, 0.0]], "float32")))[:, 0]
    slope[name] = float(high - low) / 2
true = {"b", "c", "e", "f"}

# %% two_critics | wrong | the theory's numbers in place of these critics'
reading = {"clipped": 4.0, "penalised": 4.0 * 1.2}
slope = {"clipped": 1.0, "penalised": 1.2}
true = {"b", "c", "f"}
