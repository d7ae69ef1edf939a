# %% readings | right | logaddexp in NumPy
def readings(real_logits, fake_logits, smooth):
    real, fake = np.asarray(real_logits, float), np.asarray(fake_logits, float)
    target = 1 - smooth
    loss_real = target * np.logaddexp(0, -real) + (1 - target) * np.logaddexp(0, real)
    return {
        "d_loss_real": loss_real.mean(),
        "d_loss_fake": np.logaddexp(0, fake).mean(),
        "d_acc_real": (real > 0).mean(),
        "d_acc_fake": (fake <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake).mean(),
    }

# %% readings | right | softplus of Keras, float32 tensors
def readings(real_logits, fake_logits, smooth):
    real = ops.convert_to_tensor(real_logits, "float32")
    fake = ops.convert_to_tensor(fake_logits, "float32")
    return {
        "d_loss_real": ops.mean(ops.softplus(real) - (1.0 - smooth) * real),
        "d_loss_fake": ops.mean(ops.softplus(fake)),
        "d_acc_real": ops.mean(ops.cast(real > 0, "float32")),
        "d_acc_fake": ops.mean(ops.cast(fake <= 0, "float32")),
        "g_loss": ops.mean(ops.softplus(-fake)),
    }

# %% readings | right | binary cross-entropy of Keras from logits, with the targets given
def readings(real_logits, fake_logits, smooth):
    real, fake = real_logits.astype("float32"), fake_logits.astype("float32")
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    return {
        "d_loss_real": float(entropy(np.full_like(real, 1 - smooth), real)),
        "d_loss_fake": float(entropy(np.zeros_like(fake), fake)),
        "d_acc_real": float(np.mean(real > 0)),
        "d_acc_fake": float(1 - np.mean(fake > 0)),
        "g_loss": float(entropy(np.ones_like(fake), fake)),
    }

# %% readings | right | loops, with math.log1p
import math

def readings(real_logits, fake_logits, smooth):
    def softplus(a):
        return max(a, 0.0) + math.log1p(math.exp(-abs(a)))

    real, fake = real_logits.ravel().tolist(), fake_logits.ravel().tolist()
    n, m = len(real), len(fake)
    return dict(
        d_loss_real=sum((1 - smooth) * softplus(-a) + smooth * softplus(a) for a in real) / n,
        d_loss_fake=sum(softplus(a) for a in fake) / m,
        d_acc_real=sum(a > 0 for a in real) / n,
        d_acc_fake=sum(a <= 0 for a in fake) / m,
        g_loss=sum(softplus(-a) for a in fake) / m,
    )

# %% readings | wrong | the logarithm of the sigmoid: infinite for large logits
def readings(real_logits, fake_logits, smooth):
    real, fake = 1 / (1 + np.exp(-real_logits)), 1 / (1 + np.exp(-fake_logits))
    return {
        "d_loss_real": np.mean(-(1 - smooth) * np.log(real) - smooth * np.log(1 - real)),
        "d_loss_fake": np.mean(-np.log(1 - fake)),
        "d_acc_real": np.mean(real_logits > 0),
        "d_acc_fake": np.mean(fake_logits <= 0),
        "g_loss": np.mean(-np.log(fake)),
    }

# %% readings | wrong | probabilities clipped at 1e-7: finite, but too small for large logits
def readings(real_logits, fake_logits, smooth):
    real = np.clip(1 / (1 + np.exp(-real_logits)), 1e-7, 1 - 1e-7)
    fake = np.clip(1 / (1 + np.exp(-fake_logits)), 1e-7, 1 - 1e-7)
    return {
        "d_loss_real": np.mean(-(1 - smooth) * np.log(real) - smooth * np.log(1 - real)),
        "d_loss_fake": np.mean(-np.log(1 - fake)),
        "d_acc_real": np.mean(real_logits > 0),
        "d_acc_fake": np.mean(fake_logits <= 0),
        "g_loss": np.mean(-np.log(fake)),
    }

# %% readings | wrong | smoothing ignored
def readings(real_logits, fake_logits, smooth):
    return {
        "d_loss_real": np.logaddexp(0, -real_logits).mean(),
        "d_loss_fake": np.logaddexp(0, fake_logits).mean(),
        "d_acc_real": (real_logits > 0).mean(),
        "d_acc_fake": (fake_logits <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake_logits).mean(),
    }

# %% readings | wrong | Keras's label_smoothing: half as much, and on both sides
def readings(real_logits, fake_logits, smooth):
    entropy = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=smooth)
    plain = keras.losses.BinaryCrossentropy(from_logits=True)
    real, fake = real_logits.astype("float32"), fake_logits.astype("float32")
    return {
        "d_loss_real": float(entropy(np.ones_like(real), real)),
        "d_loss_fake": float(entropy(np.zeros_like(fake), fake)),
        "d_acc_real": float(np.mean(real > 0)),
        "d_acc_fake": float(np.mean(fake <= 0)),
        "g_loss": float(plain(np.ones_like(fake), fake)),
    }

# %% readings | wrong | the generated images' target smoothed, too
def readings(real_logits, fake_logits, smooth):
    def entropy(t, a):
        return np.mean(t * np.logaddexp(0, -a) + (1 - t) * np.logaddexp(0, a))

    return {
        "d_loss_real": entropy(1 - smooth, real_logits),
        "d_loss_fake": entropy(smooth, fake_logits),
        "d_acc_real": np.mean(real_logits > 0),
        "d_acc_fake": np.mean(fake_logits <= 0),
        "g_loss": entropy(1, fake_logits),
    }

# %% readings | wrong | G's loss against the smoothed target
def readings(real_logits, fake_logits, smooth):
    def entropy(t, a):
        return np.mean(t * np.logaddexp(0, -a) + (1 - t) * np.logaddexp(0, a))

    return {
        "d_loss_real": entropy(1 - smooth, real_logits),
        "d_loss_fake": entropy(0, fake_logits),
        "d_acc_real": np.mean(real_logits > 0),
        "d_acc_fake": np.mean(fake_logits <= 0),
        "g_loss": entropy(1 - smooth, fake_logits),
    }

# %% readings | wrong | the second term of the smoothed loss forgotten
def readings(real_logits, fake_logits, smooth):
    return {
        "d_loss_real": (1 - smooth) * np.logaddexp(0, -real_logits).mean(),
        "d_loss_fake": np.logaddexp(0, fake_logits).mean(),
        "d_acc_real": (real_logits > 0).mean(),
        "d_acc_fake": (fake_logits <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake_logits).mean(),
    }

# %% readings | wrong | a generated image with a logit of 0 counts as a mistake of D
def readings(real_logits, fake_logits, smooth):
    return {
        "d_loss_real": np.mean(np.logaddexp(0, real_logits) - (1 - smooth) * real_logits),
        "d_loss_fake": np.logaddexp(0, fake_logits).mean(),
        "d_acc_real": (real_logits > 0).mean(),
        "d_acc_fake": (fake_logits < 0).mean(),
        "g_loss": np.logaddexp(0, -fake_logits).mean(),
    }

# %% readings | wrong | G's minimax loss
def readings(real_logits, fake_logits, smooth):
    return {
        "d_loss_real": np.mean(np.logaddexp(0, real_logits) - (1 - smooth) * real_logits),
        "d_loss_fake": np.logaddexp(0, fake_logits).mean(),
        "d_acc_real": (real_logits > 0).mean(),
        "d_acc_fake": (fake_logits <= 0).mean(),
        "g_loss": -np.logaddexp(0, fake_logits).mean(),
    }

# %% readings | wrong | losses in bits
def readings(real_logits, fake_logits, smooth):
    bits = np.log(2)
    return {
        "d_loss_real": np.mean(np.logaddexp(0, real_logits) - (1 - smooth) * real_logits) / bits,
        "d_loss_fake": np.logaddexp(0, fake_logits).mean() / bits,
        "d_acc_real": (real_logits > 0).mean(),
        "d_acc_fake": (fake_logits <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake_logits).mean() / bits,
    }

# %% predict_shapes | right | worked out by formula
import math

up1 = (4 * 2, 6 * 2, 48)
up2 = (up1[0] * 2, up1[1] * 2, 24)
g_shapes = {"first_up": up1, "second_up": up2, "image": (*up2[:2], 3)}
units = 4 * 6 * 96
g_counts = {
    "units": units,
    "dense": 64 * units + units,
    "first_up": 4 * 4 * 96 * 48 + 48,
    "second_up": 4 * 4 * 48 * 24,
    "not_trained": 2 * 48,
}
first = [math.ceil(size / 2) for size in (25, 38)]
d_shape = tuple(math.ceil(size / 3) for size in first) + (80,)
d_counts = {"second_down": 5 * 5 * 40 * 80 + 80, "last": math.prod(d_shape) + 1}

# %% predict_shapes | right | literal numbers
g_shapes = {"image": (16, 24, 3), "second_up": (16, 24, 24), "first_up": (8, 12, 48)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (5, 7, 80)
d_counts = {"second_down": 80_080, "last": 2_801}

# %% predict_shapes | right | integers of NumPy
def _up(shape, filters):
    return (np.int64(2 * shape[0]), np.int64(2 * shape[1]), np.int64(filters))

first_up = _up((4, 6), 48)
second_up = _up(first_up, 24)
g_shapes = {"first_up": first_up, "second_up": second_up, "image": (second_up[0], second_up[1], np.int64(3))}
g_counts = {
    "units": np.prod([4, 6, 96]),
    "dense": np.prod([4, 6, 96]) * 65,
    "first_up": np.prod([4, 4, 96, 48]) + 48,
    "second_up": np.prod([4, 4, 48, 24]),
    "not_trained": np.int64(48 + 48),
}
size = -(-np.array([25, 38]) // 2)
size = -(-size // 3)
d_shape = (size[0], size[1], np.int64(80))
d_counts = {"second_down": np.int64(5 * 5 * 40 * 80 + 80), "last": np.prod(d_shape) + 1}

# %% predict_shapes | wrong | the bias of second_up counted
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432 + 24, "not_trained": 96}
d_shape = (5, 7, 80)
d_counts = {"second_down": 80_080, "last": 2_801}

# %% predict_shapes | wrong | all four numbers of batch normalisation taken as not trained
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 4 * 48}
d_shape = (5, 7, 80)
d_counts = {"second_down": 80_080, "last": 2_801}

# %% predict_shapes | wrong | sizes of D rounded down
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (25 // 2 // 3, 38 // 2 // 3, 80)
d_counts = {"second_down": 80_080, "last": 4 * 6 * 80 + 1}

# %% predict_shapes | wrong | D reckoned without padding
def _valid(size, kernel, stride):
    return (size - kernel) // stride + 1

g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (_valid(_valid(25, 3, 2), 5, 3), _valid(_valid(38, 3, 2), 5, 3), 80)
d_counts = {"second_down": 80_080, "last": d_shape[0] * d_shape[1] * 80 + 1}

# %% predict_shapes | wrong | the last convolution with a kernel of 7 takes 6 pixels away
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (10, 18, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (5, 7, 80)
d_counts = {"second_down": 80_080, "last": 2_801}

# %% predict_shapes | wrong | biases forgotten everywhere
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 64 * 2304, "first_up": 4 * 4 * 96 * 48, "second_up": 4 * 4 * 48 * 24, "not_trained": 96}
d_shape = (5, 7, 80)
d_counts = {"second_down": 5 * 5 * 40 * 80, "last": 5 * 7 * 80}

# %% predict_shapes | wrong | biases of the transposed convolution by its inputs
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 4 * 4 * 96 * 48 + 96, "second_up": 18_432, "not_trained": 96}
d_shape = (5, 7, 80)
d_counts = {"second_down": 80_080, "last": 2_801}

# %% predict_shapes | wrong | D's second stride taken for 2
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (7, 10, 80)
d_counts = {"second_down": 80_080, "last": 7 * 10 * 80 + 1}

# %% predict_shapes | wrong | height and width swapped
g_shapes = {"first_up": (12, 8, 48), "second_up": (24, 16, 24), "image": (24, 16, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (7, 5, 80)
d_counts = {"second_down": 80_080, "last": 2_801}

# %% legible_by_hand | right | bincount with minlength
def readable(p, confidence):
    n, classes = p.shape
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=classes)
    return share, np.sqrt(share * (1 - share) / n), counts.min() / n

# %% legible_by_hand | right | loops and lists
import math

def readable(p, confidence):
    counts = [0] * len(p[0])
    for row in p.tolist():
        top = max(row)
        if top > confidence:
            counts[row.index(top)] += 1
    n = len(p)
    share = sum(counts) / n
    return share, math.sqrt(share * (1 - share) / n), min(counts) / n

# %% legible_by_hand | right | as the confidence is half at least, one comparison says both
def readable(p, confidence):
    hits = np.asarray(p, float) > confidence  # at most one a row
    by_class = hits.mean(axis=0)
    legible = hits.any(axis=1)
    return [legible.mean(), legible.std() / np.sqrt(len(p)), by_class.min()]

# %% legible_by_hand | right | one-hot sums in Keras
def readable(p, confidence):
    n = len(p)
    legible = np.max(p, axis=1) > confidence
    one_hot = ops.one_hot(np.argmax(p, axis=1), p.shape[1]) * ops.cast(legible, "float32")[:, None]
    share = float(np.sum(legible)) / n
    return share, (share * (1 - share) / n) ** 0.5, float(ops.min(ops.sum(one_hot, axis=0))) / n

# %% legible_by_hand | wrong | classes that are missing do not count
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    _, counts = np.unique(p.argmax(axis=1)[legible], return_counts=True)
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p) if len(counts) else 0.0

# %% legible_by_hand | wrong | the rarest class counts samples that are not legible
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1), minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p)

# %% legible_by_hand | wrong | the rarest class as a share of the legible ones
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / max(legible.sum(), 1)

# %% legible_by_hand | wrong | the confidence ignored: always above 0.5
def readable(p, confidence):
    legible = p.max(axis=1) > 0.5
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p)

# %% legible_by_hand | wrong | the confidence itself counts as legible
def readable(p, confidence):
    legible = p.max(axis=1) >= confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p)

# %% legible_by_hand | wrong | the standard error with n - 1
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, legible.std(ddof=1) / np.sqrt(len(p)), counts.min() / len(p)

# %% legible_by_hand | wrong | no minlength: a missing last class is overlooked
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p) if len(counts) else 0.0

# %% legible_by_hand | wrong | the second class is taken for the rarest, as in the visible test
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    return share, np.sqrt(share * (1 - share) / len(p)), np.mean(legible & (p.argmax(axis=1) == 1))

# %% legible_by_hand | wrong | the standard error is the standard deviation
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share)), counts.min() / len(p)

# %% legible_by_hand | wrong | only the share above the confidence in each class, averaged
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.mean() / len(p)

# %% mend_one_step | right | the three lines mended
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1.0
    fakes = generator(z, training=True)
    targets = ops.concatenate([ops.zeros((len(z), 1)), ops.ones((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([fakes, real]), training=True)
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z, training=True), training=True))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | right | two passes of D, half of each loss; scaled in NumPy
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = (images.astype("float32") - 127.5) / 127.5

    def d_loss():
        on_real = ops.mean(ops.softplus(-discriminator(real)))
        on_fake = ops.mean(ops.softplus(discriminator(generator(z))))
        return 0.5 * (on_real + on_fake), None

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), None

    first = move(discriminator, generator, d_adam, d_loss)
    second = move(generator, discriminator, g_adam, g_loss)
    return first, second

# %% mend_one_step | right | binary cross-entropy of Keras, value_and_grad itself
def mended(generator, discriminator, d_adam, g_adam, images, z):
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    real = np.float32(images) / np.float32(255) * 2 - 1
    both = np.concatenate([real, ops.convert_to_numpy(generator(z))])
    labels = np.concatenate([np.ones((len(real), 1)), np.zeros((len(z), 1))]).astype("float32")

    (d_value, _), slopes = backend.value_and_grad(
        lambda: (entropy(labels, discriminator(both)), {}),
        discriminator.trainable_variables,
        [*discriminator.non_trainable_variables, *generator.variables],
    )
    d_adam.apply(slopes, discriminator.trainable_variables)
    wish = np.ones((len(z), 1), "float32")
    (g_value, _), slopes = backend.value_and_grad(
        lambda: (entropy(wish, discriminator(generator(z))), {}),
        generator.trainable_variables,
        [*generator.non_trainable_variables, *discriminator.variables],
    )
    g_adam.apply(slopes, generator.trainable_variables)
    return [float(d_value), float(g_value)]

# %% mend_one_step | wrong | the range not mended
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 255.0
    fakes = generator(z, training=True)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]), training=True)
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z, training=True), training=True))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | the targets still swapped
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z, training=True)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([fakes, real]), training=True)
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z, training=True), training=True))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | G's loss still softplus of the logit
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z, training=True)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]), training=True)
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(discriminator(generator(z, training=True), training=True))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | G moves before D (the fakes were drawn earlier)
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z, training=True)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]), training=True)
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z, training=True), training=True))), {}

    g_value = move(generator, discriminator, g_adam, g_loss)
    return move(discriminator, generator, d_adam, d_loss), g_value

# %% mend_one_step | wrong | D moves twice, on real and on generated images apart
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1

    def on_real():
        return ops.mean(ops.softplus(-discriminator(real))), {}

    def on_fake():
        return ops.mean(ops.softplus(discriminator(generator(z)))), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    a = move(discriminator, generator, d_adam, on_real)
    b = move(discriminator, generator, d_adam, on_fake)
    return (a + b) / 2, move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | D's slope is that of the sum of both means, twice as large; its loss reported by half
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1

    def d_loss():
        return ops.mean(ops.softplus(-discriminator(real))) + ops.mean(ops.softplus(discriminator(generator(z)))), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    d_value = move(discriminator, generator, d_adam, d_loss) / 2
    return d_value, move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | G's loss reported and taken by the D of before; D moves last
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    before = [np.array(w) for w in discriminator.get_weights()]
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    d_value = move(discriminator, generator, d_adam, d_loss)
    after = discriminator.get_weights()
    discriminator.set_weights(before)
    g_value = move(generator, discriminator, g_adam, g_loss)
    discriminator.set_weights(after)
    return d_value, g_value

# %% mend_one_step | wrong | D's loss measured after its update
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    move(discriminator, generator, d_adam, d_loss)
    d_value = float(d_loss()[0])
    return d_value, move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | other latent vectors for G's update
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])
    other = latent.sample(len(z), z.shape[1], seed=1)

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(other)))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | G's minimax loss, reported as the other one
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return -ops.mean(ops.softplus(discriminator(generator(z)))), {}

    d_value = move(discriminator, generator, d_adam, d_loss)
    g_value = float(ops.mean(ops.softplus(-discriminator(generator(z)))))
    move(generator, discriminator, g_adam, g_loss)
    return d_value, g_value

# %% frame_rule | right | a mask of the frame
mask = np.ones((28, 28), bool)
mask[1:-1, 1:-1] = False

def _real(images):
    pixels = images[..., 0]
    if pixels.dtype != np.uint8:
        pixels = (pixels + 1) * 127.5
    return (pixels[:, mask] <= 10).all(axis=1)

called_real = {name: _real(x).mean() for name, x in (("digits", digits), ("noise", noise), ("untrained", untrained), ("trained", trained))}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | right | four edges in a loop over the images
def _is_real(image):
    image = image.reshape(28, 28)
    edges = [image[0], image[-1], image[:, 0], image[:, -1]]
    return max(edge.max() for edge in edges) <= 10

sets = {"digits": digits, "noise": noise, "untrained": (untrained.astype(float) + 1) * 127.5, "trained": (trained.astype(float) + 1) * 127.5}
answers = {name: [_is_real(image) for image in images] for name, images in sets.items()}
called_real = {name: sum(given) / len(given) for name, given in answers.items()}
accuracy = {}
for name in ("noise", "untrained", "trained"):
    right = sum(answers["digits"]) + sum(not a for a in answers[name])
    accuracy[name] = right / 2000
true_statements = ["a", "c", "e"]

# %% frame_rule | right | literal numbers
called_real = {"digits": 0.983, "noise": 0, "untrained": 0, "trained": 0.958}
accuracy = {"noise": 0.9915, "untrained": 0.9915, "trained": 0.5125}
true_statements = ("e", "c", "a")

# %% frame_rule | wrong | floats left in -1 to 1: everything is paper
def _real(x):
    x = x[..., 0]
    frame = np.concatenate([x[:, 0], x[:, -1], x[:, :, 0], x[:, :, -1]], axis=1)
    return (frame <= 10).all(axis=1).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"c", "e"}

# %% frame_rule | wrong | the floats times 255: taken for 0 to 1
def _real(x):
    x = x[..., 0]
    frame = np.concatenate([x[:, 0], x[:, -1], x[:, :, 0], x[:, :, -1]], axis=1)
    return (frame <= 10).all(axis=1).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained * 255), "trained": _real(trained * 255)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | only the top and the bottom row
def _real(x):
    x = x[..., 0] if x.dtype == np.uint8 else (x[..., 0] + 1) * 127.5
    frame = np.concatenate([x[:, 0], x[:, -1]], axis=1)
    return (frame <= 10).all(axis=1).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | the mean of the frame is at most 10, not every pixel
def _real(x):
    x = x[..., 0] if x.dtype == np.uint8 else (x[..., 0] + 1) * 127.5
    frame = np.concatenate([x[:, 0], x[:, -1], x[:, :, 0], x[:, :, -1]], axis=1)
    return (frame.mean(axis=1) <= 10).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | a frame of two pixels
mask = np.ones((28, 28), bool)
mask[2:-2, 2:-2] = False

def _real(x):
    x = x[..., 0] if x.dtype == np.uint8 else (x[..., 0] + 1) * 127.5
    return (x[:, mask] <= 10).all(axis=1).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | the share of the frame's pixels, not of the images
mask = np.ones((28, 28), bool)
mask[1:-1, 1:-1] = False

def _real(x):
    x = x[..., 0] if x.dtype == np.uint8 else (x[..., 0] + 1) * 127.5
    return (x[:, mask] <= 10).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | accuracy is the mean share called real, right and wrong answers mixed up
called_real = {"digits": 0.983, "noise": 0.0, "untrained": 0.0, "trained": 0.958}
accuracy = {name: (called_real["digits"] + called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | accuracy on the opponents' images alone
called_real = {"digits": 0.983, "noise": 0.0, "untrained": 0.0, "trained": 0.958}
accuracy = {name: 1 - called_real[name] for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | right numbers; noise thought the best teacher, d
called_real = {"digits": 0.983, "noise": 0.0, "untrained": 0.0, "trained": 0.958}
accuracy = {"noise": 0.9915, "untrained": 0.9915, "trained": 0.5125}
true_statements = {"a", "c", "d", "e"}

# %% frame_rule | wrong | right numbers; accuracy near a half taken as a proof, b
called_real = {"digits": 0.983, "noise": 0.0, "untrained": 0.0, "trained": 0.958}
accuracy = {"noise": 0.9915, "untrained": 0.9915, "trained": 0.5125}
true_statements = {"a", "b", "c", "e"}

# %% frame_rule | wrong | right numbers, c missed
called_real = {"digits": 0.983, "noise": 0.0, "untrained": 0.0, "trained": 0.958}
accuracy = {"noise": 0.9915, "untrained": 0.9915, "trained": 0.5125}
true_statements = {"a", "e"}
