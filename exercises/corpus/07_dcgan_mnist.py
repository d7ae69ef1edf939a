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

# %% readings | right | the five numbers from one list of cross-entropies, plain floats
def readings(real_logits, fake_logits, smooth):
    def entropy(logits, target):
        a = np.abs(logits)
        return float((np.maximum(logits, 0) - target * logits + np.log1p(np.exp(-a))).mean(dtype="float64"))

    return dict(
        zip(
            ("g_loss", "d_acc_fake", "d_acc_real", "d_loss_fake", "d_loss_real"),
            (
                entropy(fake_logits, 1.0),
                1.0 - np.count_nonzero(fake_logits > 0) / fake_logits.size,
                np.count_nonzero(real_logits > 0) / real_logits.size,
                entropy(fake_logits, 0.0),
                entropy(real_logits, 1.0 - smooth),
            ),
        )
    )

# %% readings | right | log_sigmoid of Keras
def readings(real_logits, fake_logits, smooth):
    def log_d(logits):
        return ops.convert_to_numpy(ops.log_sigmoid(ops.convert_to_tensor(logits, "float32")))

    real = -(1 - smooth) * log_d(real_logits) - smooth * log_d(-real_logits)
    return {
        "d_loss_real": real.mean(),
        "d_loss_fake": -log_d(-fake_logits).mean(),
        "d_acc_real": np.mean(np.sign(real_logits) == 1),
        "d_acc_fake": np.mean(np.sign(fake_logits) != 1),
        "g_loss": np.mean(-log_d(fake_logits)),
    }

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

# %% readings | wrong | logits cut at 100 in both directions
def readings(real_logits, fake_logits, smooth):
    real, fake = np.clip(real_logits, -100, 100), np.clip(fake_logits, -100, 100)
    return {
        "d_loss_real": np.mean(np.logaddexp(0, real) - (1 - smooth) * real),
        "d_loss_fake": np.logaddexp(0, fake).mean(),
        "d_acc_real": (real > 0).mean(),
        "d_acc_fake": (fake <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake).mean(),
    }

# %% readings | wrong | ln(1 + e^logit) as it stands: infinite above 709
def readings(real_logits, fake_logits, smooth):
    return {
        "d_loss_real": np.mean(np.log(1 + np.exp(real_logits)) - (1 - smooth) * real_logits),
        "d_loss_fake": np.log(1 + np.exp(fake_logits)).mean(),
        "d_acc_real": (real_logits > 0).mean(),
        "d_acc_fake": (fake_logits <= 0).mean(),
        "g_loss": np.log(1 + np.exp(-fake_logits)).mean(),
    }

# %% readings | wrong | both means over the number of real images
def readings(real_logits, fake_logits, smooth):
    n = len(real_logits)
    return {
        "d_loss_real": np.sum(np.logaddexp(0, real_logits) - (1 - smooth) * real_logits) / n,
        "d_loss_fake": np.logaddexp(0, fake_logits).sum() / n,
        "d_acc_real": (real_logits > 0).sum() / n,
        "d_acc_fake": (fake_logits <= 0).sum() / n,
        "g_loss": np.logaddexp(0, -fake_logits).sum() / n,
    }

# %% readings | wrong | a real image with a logit of 0 counts as right
def readings(real_logits, fake_logits, smooth):
    return {
        "d_loss_real": np.mean(np.logaddexp(0, real_logits) - (1 - smooth) * real_logits),
        "d_loss_fake": np.logaddexp(0, fake_logits).mean(),
        "d_acc_real": (real_logits >= 0).mean(),
        "d_acc_fake": (fake_logits <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake_logits).mean(),
    }

# %% readings | wrong | smoothing without a limit for large logits: nan where smooth is 0
def readings(real_logits, fake_logits, smooth):
    with np.errstate(all="ignore"):
        d = 1 / (1 + np.exp(-real_logits))
        real = -(1 - smooth) * np.log(d) - smooth * np.log(1 - d)
    return {
        "d_loss_real": np.mean(np.where(np.isfinite(real), real, smooth * np.abs(real_logits))),
        "d_loss_fake": np.logaddexp(0, fake_logits).mean(),
        "d_acc_real": (real_logits > 0).mean(),
        "d_acc_fake": (fake_logits <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake_logits).mean(),
    }

# %% readings | wrong | accuracies in per cent
def readings(real_logits, fake_logits, smooth):
    return {
        "d_loss_real": np.mean(np.logaddexp(0, real_logits) - (1 - smooth) * real_logits),
        "d_loss_fake": np.logaddexp(0, fake_logits).mean(),
        "d_acc_real": 100 * (real_logits > 0).mean(),
        "d_acc_fake": 100 * (fake_logits <= 0).mean(),
        "g_loss": np.logaddexp(0, -fake_logits).mean(),
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

# %% predict_shapes | right | asked of Keras
g = keras.Sequential([
    keras.Input((64,)),
    layers.Dense(4 * 6 * 96),
    layers.LeakyReLU(negative_slope=0.2),
    layers.Reshape((4, 6, 96)),
    layers.Conv2DTranspose(48, 4, strides=2, padding="same", name="first_up"),
    layers.BatchNormalization(),
    layers.ReLU(),
    layers.Conv2DTranspose(24, 4, strides=2, padding="same", use_bias=False, name="second_up"),
    layers.ReLU(),
    layers.Conv2D(3, 7, padding="same", activation="tanh"),
])
d = keras.Sequential([
    keras.Input((25, 38, 3)),
    layers.Conv2D(40, 3, strides=2, padding="same"),
    layers.LeakyReLU(negative_slope=0.2),
    layers.Conv2D(80, 5, strides=3, padding="same", name="second_down"),
    layers.LeakyReLU(negative_slope=0.2),
    layers.Flatten(),
    layers.Dense(1),
])
g_shapes = {name: g.get_layer(name).output.shape[1:] for name in ("first_up", "second_up")}
g_shapes["image"] = g.output_shape[1:]
g_counts = {"units": g.layers[0].units, "dense": g.layers[0].count_params()}
g_counts |= {name: g.get_layer(name).count_params() for name in ("first_up", "second_up")}
g_counts["not_trained"] = sum(int(np.prod(w.shape)) for w in g.non_trainable_weights)
d_shape = d.get_layer("second_down").output.shape[1:]
d_counts = {"second_down": d.get_layer("second_down").count_params(), "last": d.layers[-1].count_params()}

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

# %% predict_shapes | wrong | batch normalisation's numbers counted in first_up
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776 + 4 * 48, "second_up": 18_432, "not_trained": 96}
d_shape = (5, 7, 80)
d_counts = {"second_down": 80_080, "last": 2_801}

# %% predict_shapes | wrong | the last layer without its bias
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 3)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (5, 7, 80)
d_counts = {"second_down": 80_080, "last": 2_800}

# %% predict_shapes | wrong | the image keeps the channels of the layer before
g_shapes = {"first_up": (8, 12, 48), "second_up": (16, 24, 24), "image": (16, 24, 24)}
g_counts = {"units": 2304, "dense": 149_760, "first_up": 73_776, "second_up": 18_432, "not_trained": 96}
d_shape = (5, 7, 80)
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

# %% legible_by_hand | right | sorting, a Counter, tensors back
from collections import Counter

def readable(p, confidence):
    best = np.sort(p, axis=1)[:, -1]
    of = Counter(np.argsort(p, axis=1)[best > confidence, -1].tolist())
    n = len(p)
    share = of.total() / n
    fewest = min(of[k] for k in range(p.shape[1]))
    return ops.convert_to_tensor([share, (share - share**2) ** 0.5 / n**0.5, fewest / n])

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

# %% legible_by_hand | wrong | every class above the confidence counts, it included
def readable(p, confidence):
    hits = p >= confidence
    share = np.mean(p.max(axis=1) > confidence)
    return share, np.sqrt(share * (1 - share) / len(p)), hits.mean(axis=0).min()

# %% legible_by_hand | wrong | ties with the confidence count for the rarest class alone
def readable(p, confidence):
    top = p.max(axis=1)
    share = np.mean(top > confidence)
    counts = np.bincount(p.argmax(axis=1)[top >= confidence], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p)

# %% legible_by_hand | wrong | the spread with ddof=1
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    n = len(p)
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, legible.std(ddof=1) / np.sqrt(n) if n > 1 else 0.0, counts.min() / n

# %% legible_by_hand | wrong | always ten classes
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=10)[: max(10, p.shape[1])]
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p)

# %% legible_by_hand | wrong | the name of the rarest class, not its share
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.argmin() / len(p)

# %% legible_by_hand | wrong | strikes out what is not legible in the argument itself
def readable(p, confidence):
    legible = p.max(axis=1) > confidence
    share = legible.mean()
    p[~legible] = 0
    counts = np.bincount(p.argmax(axis=1)[legible], minlength=p.shape[1])
    return share, np.sqrt(share * (1 - share) / len(p)), counts.min() / len(p)

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

# %% mend_one_step | right | TensorFlow's tape
import tensorflow as tf

def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = tf.constant(2.0 * images.astype("float64") / 255.0 - 1.0, tf.float32)
    z = tf.constant(z)
    with tf.GradientTape() as tape:
        on_real, on_fake = discriminator(real), discriminator(generator(z))
        first = tf.reduce_mean(tf.concat([tf.nn.softplus(-on_real), tf.nn.softplus(on_fake)], 0))
    variables = [v.value for v in discriminator.trainable_variables]
    d_adam.apply(tape.gradient(first, variables), discriminator.trainable_variables)
    with tf.GradientTape() as tape:
        second = tf.reduce_mean(tf.nn.softplus(-discriminator(generator(z))))
    variables = [v.value for v in generator.trainable_variables]
    g_adam.apply(tape.gradient(second, variables), generator.trainable_variables)
    return first, second

# %% mend_one_step | right | targets turned round, with the fakes first
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = keras.layers.Rescaling(1 / 127.5, offset=-1)(images)
    n = images.shape[0]
    targets = np.float32([[0.0]] * n + [[1.0]] * n)
    fakes = generator(z, training=True)

    def d_loss():
        logits = discriminator(ops.concatenate([fakes, real]), training=True)
        return ops.mean(ops.binary_crossentropy(targets, logits, from_logits=True)), {}

    def g_loss():
        logits = discriminator(generator(z, training=True), training=True)
        return -ops.mean(ops.log_sigmoid(logits)), {}

    d_value = move(discriminator, generator, d_adam, d_loss)
    return np.float64(d_value), np.float32(move(generator, discriminator, g_adam, g_loss))

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

# %% mend_one_step | wrong | the optimisers change places
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    return move(discriminator, generator, g_adam, d_loss), move(generator, discriminator, d_adam, g_loss)

# %% mend_one_step | wrong | G's update is forgotten, its loss is not
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    d_value = move(discriminator, generator, d_adam, d_loss)
    return d_value, float(ops.mean(ops.softplus(-discriminator(generator(z)))))

# %% mend_one_step | wrong | D's loss is the sum of two means, and so is its slope
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1

    def d_loss():
        return ops.mean(ops.softplus(-discriminator(real))) + ops.mean(ops.softplus(discriminator(generator(z)))), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | the real target smoothed to 0.9
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z)
    targets = ops.concatenate([0.9 * ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | bytes less 127.5 in whole numbers: the subtraction wraps round
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast((images - 127).astype("int8"), "float32") / 127
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    return move(discriminator, generator, d_adam, d_loss), move(generator, discriminator, g_adam, g_loss)

# %% mend_one_step | wrong | the losses come back in the other order
def mended(generator, discriminator, d_adam, g_adam, images, z):
    real = ops.cast(images, "float32") / 127.5 - 1
    fakes = generator(z)
    targets = ops.concatenate([ops.ones((len(z), 1)), ops.zeros((len(z), 1))])

    def d_loss():
        logits = discriminator(ops.concatenate([real, fakes]))
        return ops.mean(ops.softplus(logits) - targets * logits), {}

    def g_loss():
        return ops.mean(ops.softplus(-discriminator(generator(z)))), {}

    first = move(discriminator, generator, d_adam, d_loss)
    return move(generator, discriminator, g_adam, g_loss), first

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

# %% frame_rule | right | every statement evaluated where it can be
def _paper(images):
    images = np.array(images, "float64").reshape(-1, 28, 28)
    if images.min() < 0:
        images = 127.5 * images + 127.5
    inner = np.zeros((28, 28))
    inner[1:-1, 1:-1] = np.inf
    return np.max(np.where(inner, -np.inf, images), axis=(1, 2)) <= 10

_verdict = {name: _paper(x) for name, x in dict(digits=digits, noise=noise, untrained=untrained, trained=trained).items()}
called_real = {name: float(v.mean()) for name, v in _verdict.items()}
accuracy = {
    name: np.concatenate([_verdict["digits"], ~_verdict[name]]).mean() for name in ("noise", "untrained", "trained")
}
_sheets = np.zeros((10, 28, 28, 1), "uint8")  # of white paper
_odd = digits.copy()
_odd[:, 1:-1, 1:-1] = noise[:, 1:-1, 1:-1]
_blind = (_paper(_odd) == _verdict["digits"]).all()  # to everything but the frame
_says = {
    "a": sum(v > 0.9 for v in accuracy.values()) == 2 and _blind,
    "b": not _paper(_sheets).all(),
    "c": _blind,
    "d": not _blind,
    "e": (digits / 255).min() >= 0 and (untrained < 0).any(axis=(1, 2, 3)).all(),
    "f": called_real["trained"] > called_real["digits"],
}
true_statements = {letter for letter, holds in _says.items() if holds}

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

# %% frame_rule | wrong | the frame without its corners and right edge
def _real(x):
    x = x[..., 0] if x.dtype == np.uint8 else (x[..., 0] + 1) * 127.5
    frame = np.concatenate([x[:, 0, 1:-1], x[:, -1, 1:-1], x[:, 1:-1, 0]], axis=1)
    return (frame <= 10).all(axis=1).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | the floats rounded to whole numbers before: nearly all black
def _real(x):
    x = x[..., 0].astype("int8").astype(float) if x.dtype != np.uint8 else x[..., 0]
    frame = np.concatenate([x[:, 0], x[:, -1], x[:, :, 0], x[:, :, -1]], axis=1)
    return (frame <= 10).all(axis=1).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"a", "c", "e"}

# %% frame_rule | wrong | any paper pixel is enough
def _real(x):
    x = x[..., 0] if x.dtype == np.uint8 else (x[..., 0] + 1) * 127.5
    frame = np.concatenate([x[:, 0], x[:, -1], x[:, :, 0], x[:, :, -1]], axis=1)
    return (frame <= 10).any(axis=1).mean()

called_real = {"digits": _real(digits), "noise": _real(noise), "untrained": _real(untrained), "trained": _real(trained)}
accuracy = {name: (called_real["digits"] + 1 - called_real[name]) / 2 for name in ("noise", "untrained", "trained")}
true_statements = {"c", "e"}

# %% frame_rule | wrong | right numbers; every statement
called_real = {"digits": 0.983, "noise": 0.0, "untrained": 0.0, "trained": 0.958}
accuracy = {"noise": 0.9915, "untrained": 0.9915, "trained": 0.5125}
true_statements = set("abcdef")
