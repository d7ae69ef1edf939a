# %% targets_for_d | right | np.where, on a copy
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | right | a loop over all places
def targets(labels, coins, draws, p_flip, real, fake):
    result = np.zeros(np.shape(labels), float)
    for place in np.ndindex(*np.shape(labels)):
        is_real = bool(labels[place])
        if coins[place] < p_flip:
            is_real = not is_real
        lowest, highest = real if is_real else fake
        result[place] = lowest + (highest - lowest) * draws[place]
    return result

# %% targets_for_d | right | arithmetic in float32, exclusive or
def targets(labels, coins, draws, p_flip, real, fake):
    hard = ((labels > 0.5) ^ (coins < p_flip)).astype("float32")
    draws = draws.astype("float32")
    low = hard * np.float32(real[0]) + (1 - hard) * np.float32(fake[0])
    high = hard * np.float32(real[1]) + (1 - hard) * np.float32(fake[1])
    return (1 - draws) * low + draws * high

# %% targets_for_d | right | Keras's operations, a tensor in float32
def targets(labels, coins, draws, p_flip, real, fake):
    ops = keras.ops
    hard = ops.cast(labels, "float32")
    hard = ops.where(ops.less(coins, p_flip), 1 - hard, hard)
    draws = ops.cast(draws, "float32")
    return hard * (real[0] + draws * (real[1] - real[0])) + (1 - hard) * (fake[0] + draws * (fake[1] - fake[0]))

# %% targets_for_d | right | np.select, a helper with np.interp
def _smooth(draws, ends):
    return np.interp(draws, [0, 1], ends)

def targets(labels, coins, draws, p_flip, real, fake):
    flip = np.less(coins, p_flip)
    is_real = np.not_equal(np.asarray(labels).astype(int) == 1, flip)
    return np.select([is_real, ~is_real], [_smooth(draws, real), _smooth(draws, fake)])

# %% targets_for_d | wrong | smoothed first, then flipped
def targets(labels, coins, draws, p_flip, real, fake):
    smooth = np.where(
        labels == 1, real[0] + draws * (real[1] - real[0]), fake[0] + draws * (fake[1] - fake[0])
    )
    return np.where(coins < p_flip, 1 - smooth, smooth)

# %% targets_for_d | wrong | the draws are ignored: always the middle
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    return np.where(hard == 1, sum(real) / 2, sum(fake) / 2)

# %% targets_for_d | wrong | counted from the upper end
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    as_real = real[1] - draws * (real[1] - real[0])
    as_fake = fake[1] - draws * (fake[1] - fake[0])
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | wrong | flips in place: the argument changes
def targets(labels, coins, draws, p_flip, real, fake):
    flip = coins < p_flip
    labels[flip] = 1 - labels[flip]
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.where(labels == 1, as_real, as_fake)

# %% targets_for_d | wrong | less than or equal
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins <= p_flip, 1 - labels, labels)
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | wrong | only real labels are flipped
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where((coins < p_flip) & (labels == 1), 0, labels)
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | wrong | the number of flips is int(p n), the smallest coins
def targets(labels, coins, draws, p_flip, real, fake):
    flat = labels.ravel().copy()
    chosen = np.argsort(coins.ravel())[: int(p_flip * flat.size)]
    flat[chosen] = 1 - flat[chosen]
    hard = flat.reshape(labels.shape)
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | wrong | the result has the labels' dtype and is cut to whole numbers
def targets(labels, coins, draws, p_flip, real, fake):
    result = np.where(coins < p_flip, 1 - labels, labels)
    is_real = result == 1
    result[is_real] = real[0] + draws[is_real] * (real[1] - real[0])
    result[~is_real] = fake[0] + draws[~is_real] * (fake[1] - fake[0])
    return result

# %% targets_for_d | wrong | each side's width left out
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    return np.where(hard == 1, real[0] + draws * real[1], fake[0] + draws * fake[1])

# %% targets_for_d | wrong | targets cut to 0 and 1
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.clip(np.where(hard == 1, as_real, as_fake), 0, 1.2)

# %% targets_for_d | wrong | two axes only: breaks for images' shapes
def targets(labels, coins, draws, p_flip, real, fake):
    labels, coins, draws = np.atleast_2d(labels), np.atleast_2d(coins), np.atleast_2d(draws)
    result = np.zeros(labels.shape)
    for i in range(labels.shape[0]):
        for j in range(labels.shape[1]):
            hard = 1 - labels[i, j] if coins[i, j] < p_flip else labels[i, j]
            low, high = real if hard == 1 else fake
            result[i, j] = low + draws[i, j] * (high - low)
    return result

# %% targets_for_d | wrong | a fixed target has the labels' dtype, whole numbers
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    if real[0] == real[1] and fake[0] == fake[1]:
        return np.where(hard == 1, int(real[0]), int(fake[0]))
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | wrong | coins and draws change places in the list of arguments
def targets(labels, draws, coins, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    as_real = real[0] + draws * (real[1] - real[0])
    as_fake = fake[0] + draws * (fake[1] - fake[0])
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | wrong | the draws as a share of the distance to 1 and 0
def targets(labels, coins, draws, p_flip, real, fake):
    hard = np.where(coins < p_flip, 1 - labels, labels)
    as_real = real[0] + draws * (1 - real[0])
    as_fake = draws * fake[1]
    return np.where(hard == 1, as_real, as_fake)

# %% targets_for_d | wrong | its own random numbers
def targets(labels, coins, draws, p_flip, real, fake):
    rng = np.random.default_rng()
    hard = np.where(rng.random(labels.shape) < p_flip, 1 - labels, labels)
    return np.where(hard == 1, rng.uniform(*real, labels.shape), rng.uniform(*fake, labels.shape))

# %% targets_for_d | wrong | the numbers of the visible test
def targets(labels, coins, draws, p_flip, real, fake):
    return np.array([0.9, 0.15, 0.15, 0.9])

# %% two_kinds | right | one helper, NumPy's mean and var
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(f"d_batches is {d_batches!r}")

# %% two_kinds | right | a loop over the channels
def two_kinds(real, fake, d_batches, eps):
    if d_batches not in ("joint", "separate"):
        raise ValueError("joint or separate")
    results = np.zeros(real.shape), np.zeros(fake.shape)
    for c in range(real.shape[-1]):
        a, b = real[..., c], fake[..., c]
        both = np.concatenate([a.ravel(), b.ravel()])
        for x, out in ((a, results[0]), (b, results[1])):
            values = both if d_batches == "joint" else x.ravel()
            out[..., c] = (x - np.mean(values)) / (np.var(values) + eps) ** 0.5
    return results

# %% two_kinds | right | Keras's layer in training
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        layer = layers.BatchNormalization(epsilon=eps)
        return keras.ops.convert_to_numpy(layer(x.astype("float32"), training=True))

    match d_batches:
        case "separate":
            return [norm(real), norm(fake)]
        case "joint":
            both = norm(np.concatenate([real, fake], axis=0))
            return np.split(both, [real.shape[0]])
    raise ValueError(d_batches)

# %% two_kinds | right | keras.ops.moments, tensors back
def two_kinds(real, fake, d_batches, eps):
    ops = keras.ops
    real, fake = ops.convert_to_tensor(real, "float64"), ops.convert_to_tensor(fake, "float64")
    if d_batches == "joint":
        batches = [ops.concatenate([real, fake], axis=0)] * 2
    elif d_batches == "separate":
        batches = [real, fake]
    else:
        raise ValueError(f"unknown: {d_batches}")
    out = []
    for x, batch in zip((real, fake), batches):
        mean = ops.mean(batch, axis=(0, 1, 2))
        variance = ops.mean(ops.square(batch - mean), axis=(0, 1, 2))
        out.append((x - mean) / ops.sqrt(variance + eps))
    return out[0], out[1]

# %% two_kinds | right | channel by channel through a matrix of values
def two_kinds(real, fake, d_batches, eps):
    channels = np.shape(real)[-1]
    a, b = np.reshape(real, (-1, channels)), np.reshape(fake, (-1, channels))
    if d_batches == "joint":
        rows = [np.vstack([a, b])] * 2
    elif d_batches == "separate":
        rows = [a, b]
    else:
        raise ValueError("d_batches is 'joint' or 'separate'")
    made = []
    for x, batch, like in zip((a, b), rows, (real, fake)):
        made.append(np.reshape((x - batch.mean(0)) * (batch.var(0) + eps) ** -0.5, like.shape))
    return made

# %% two_kinds | right | a dictionary of functions, whose KeyError becomes a ValueError
def _norm(x, eps):
    centred = x - np.mean(x, axis=(0, 1, 2), keepdims=True)
    return centred / np.sqrt(np.mean(centred**2, axis=(0, 1, 2), keepdims=True) + eps)

def _joint(real, fake, eps):
    out = _norm(np.concatenate((real, fake), 0), eps)
    return np.split(out, [len(real)])

def two_kinds(real, fake, d_batches, eps):
    ways = {"joint": _joint, "separate": lambda r, f, e: (_norm(r, e), _norm(f, e))}
    try:
        way = ways[d_batches]
    except KeyError:
        raise ValueError(f"unknown: {d_batches}") from None
    return way(real, fake, eps)

# %% two_kinds | wrong | one mean and variance for all channels together
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        return (x - x.mean()) / np.sqrt(x.var() + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | each image by itself
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (1, 2)
        return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | over the images only, each place by itself
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        return (x - x.mean(0)) / np.sqrt(x.var(0) + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | eps added to the standard deviation
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes, keepdims=True)) / (x.std(axes, keepdims=True) + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | eps is ignored
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes, keepdims=True)) / x.std(axes, keepdims=True)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | the sample variance, ddof=1
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True, ddof=1) + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | joint: the means and variances of both kinds averaged
def two_kinds(real, fake, d_batches, eps):
    axes = (0, 1, 2)
    if d_batches == "separate":
        return tuple((x - x.mean(axes)) / np.sqrt(x.var(axes) + eps) for x in (real, fake))
    if d_batches == "joint":
        mean = (real.mean(axes) + fake.mean(axes)) / 2
        variance = (real.var(axes) + fake.var(axes)) / 2
        return tuple((x - mean) / np.sqrt(variance + eps) for x in (real, fake))
    raise ValueError(d_batches)

# %% two_kinds | wrong | joint: cut in the middle, as if both kinds were equally many
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        half = len(out) // 2
        return out[:half], out[half:]
    raise ValueError(d_batches)

# %% two_kinds | wrong | any other word counts as joint
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps)

    if d_batches == "separate":
        return norm(real), norm(fake)
    out = norm(np.concatenate([real, fake]))
    return out[: len(real)], out[len(real) :]

# %% two_kinds | wrong | other letter cases count as well
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes)) / np.sqrt(x.var(axes) + eps)

    way = d_batches.strip().lower()
    if way == "separate":
        return norm(real), norm(fake)
    if way == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | a part of the word is enough
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes)) / np.sqrt(x.var(axes) + eps)

    if d_batches in "separate":
        return norm(real), norm(fake)
    if d_batches in "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | an unknown word is a KeyError
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes)) / np.sqrt(x.var(axes) + eps)

    def joint():
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]

    return {"joint": joint, "separate": lambda: (norm(real), norm(fake))}[d_batches]()

# %% two_kinds | wrong | an unknown word only is refused if it is "together"
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes)) / np.sqrt(x.var(axes) + eps)

    if d_batches == "together":
        raise ValueError("unknown")
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    return norm(real), norm(fake)

# %% two_kinds | wrong | joint: by the real images' statistics
def two_kinds(real, fake, d_batches, eps):
    axes = (0, 1, 2)
    if d_batches == "separate":
        return tuple((x - x.mean(axes)) / np.sqrt(x.var(axes) + eps) for x in (real, fake))
    if d_batches == "joint":
        return tuple((x - real.mean(axes)) / np.sqrt(real.var(axes) + eps) for x in (real, fake))
    raise ValueError(d_batches)

# %% two_kinds | wrong | separate: works in place, so the arguments change
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        mean, variance = x.mean(axes), x.var(axes)
        x -= mean
        x /= np.sqrt(variance + eps)
        return x

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | separate: the two come back in the other order
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        axes = (0, 1, 2)
        return (x - x.mean(axes)) / np.sqrt(x.var(axes) + eps)

    if d_batches == "separate":
        return norm(fake), norm(real)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% two_kinds | wrong | eps only for channels that are flat
def two_kinds(real, fake, d_batches, eps):
    def norm(x):
        variance = x.var((0, 1, 2))
        return (x - x.mean((0, 1, 2))) / np.sqrt(np.where(variance == 0, eps, variance))

    if d_batches == "separate":
        return norm(real), norm(fake)
    if d_batches == "joint":
        out = norm(np.concatenate([real, fake]))
        return out[: len(real)], out[len(real) :]
    raise ValueError(d_batches)

# %% predict_practices | right | measured with Keras and NumPy
block = keras.Sequential(
    [
        keras.Input((32, 20, 12)),
        layers.Conv2D(48, 5, strides=2, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.LeakyReLU(),
    ]
)
block_shape = block.output_shape[1:]
total = block.count_params()
trained = sum(int(np.prod(w.shape)) for w in block.trainable_weights)
minus_five = float(keras.ops.convert_to_numpy(layers.LeakyReLU()(np.array([[-5.0]], "float32")))[0, 0])
up = keras.Sequential([keras.Input((7, 9, 48)), layers.Conv2DTranspose(20, 4, strides=2, padding="same")])
up_shape = up.output_shape[1:]
up_parameters = up.count_params()
grid = np.linspace(-5, 5, 100_001)
best_logit = grid[np.argmin(0.8 * np.logaddexp(0, -grid) + 0.2 * np.logaddexp(0, grid))]
best_d = (0.9 * 0.2 + 0.1 * 0.6) / (0.2 + 0.6)
untouched = 0.95**50
byte = (np.array([3], "uint8") - 128)[0]
length = np.sqrt(75 / 3)

# %% predict_practices | right | literal numbers
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.39
best_d = 0.3
untouched = 0.08
byte = 131
length = 5

# %% predict_practices | right | formulas with NumPy's numbers
block_shape = tuple(np.array([32 // 2, 20 // 2, 48]))
kernel = np.int64(5 * 5 * 12 * 48)
total = kernel + 4 * 48
trained = kernel + 2 * 48
minus_five = np.float32(-5 * 0.3)
up_shape = (np.int64(2 * 7), np.int64(2 * 9), np.int64(20))
up_parameters = np.prod([4, 4, 20, 48]) + 20
best_logit = np.log(0.8 / 0.2)
best_d = np.float64(0.24 / 0.8)
untouched = np.exp(50 * np.log1p(-0.05))
byte = (3 - 128) % 256
length = np.sqrt(np.float32(75) * np.float32(4) / 12)

# %% predict_practices | right | simulated where it can be, single numbers of float32
rng = np.random.default_rng(3)
block_shape = tuple(-(-size // 2) for size in (32, 20)) + (48,)
total = np.int32(25 * 12 * 48) + 4 * 48
trained = total - 2 * 48
minus_five = np.float32(0.3) * -5
up_shape = (7 + 7, 9 + 9, 20)
up_parameters = (4 * 4 * 48 + 1) * 20
odds = 0.8 / (1 - 0.8)
best_logit = np.round(np.log(odds), 2)
d = np.arange(1, 1000) / 1000
loss = 0.2 * (-0.9 * np.log(d) - 0.1 * np.log(1 - d)) + 0.6 * (-0.1 * np.log(d) - 0.9 * np.log(1 - d))
best_d = d[loss.argmin()]
untouched = np.mean((rng.random((400_000, 50)) >= 0.05).all(axis=1))
byte = np.uint8(3) + np.uint8(128)
length = np.sqrt(np.mean(np.sum(rng.uniform(-1, 1, (100_000, 75)) ** 2, axis=1)))

# %% predict_practices | wrong | a bias in the convolution
block_shape = (16, 10, 48)
total = 14_640
trained = 14_544
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.3
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | the averages are thought to be trained
block_shape = (16, 10, 48)
total = 14_592
trained = 14_592
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.3
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | the paper's slope, not Keras's
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.0
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.3
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | padding valid in the block
block_shape = (14, 8, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.3
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | no bias in the transposed convolution
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_360
best_logit = 1.386
best_d = 0.3
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | the chapter's logit for 0.9
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = np.log(9)
best_d = 0.3
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | the best D for hard labels
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.2 / 0.8
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | the probability that some label is flipped
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.3
untouched = 1 - 0.95**50
byte = 131
length = 5.0

# %% predict_practices | wrong | a byte below zero
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.3
untouched = 0.077
byte = -125
length = 5.0

# %% predict_practices | wrong | the length of normal latents
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.386
best_d = 0.3
untouched = 0.077
byte = 131
length = np.sqrt(75)

# %% predict_practices | wrong | the best logit cut off after two places
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.38
best_d = 0.3
untouched = 0.077
byte = 131
length = 5.0

# %% predict_practices | wrong | the probability cut off after two places
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.39
best_d = 0.3
untouched = 0.07
byte = 131
length = 5.0

# %% predict_practices | wrong | D's best answer with the two targets swapped
block_shape = (16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.39
best_d = 0.7
untouched = 0.08
byte = 131
length = 5.0

# %% predict_practices | wrong | the batch axis in a shape
block_shape = (None, 16, 10, 48)
total = 14_592
trained = 14_496
minus_five = -1.5
up_shape = (14, 18, 20)
up_parameters = 15_380
best_logit = 1.39
best_d = 0.3
untouched = 0.08
byte = 131
length = 5.0

# %% mend_the_discriminator | right | the loop with a condition
def mended(shape, width):
    net = [keras.Input(shape)]
    for i in range(3):
        init = keras.initializers.RandomNormal(stddev=0.02)
        net.append(
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=init)
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    last = keras.initializers.RandomNormal(stddev=0.02)
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=last)])

# %% mend_the_discriminator | right | functional, initialisers from a function
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(mean=0.0, stddev=0.02)

    def conv(**more):
        return layers.Conv2D(
            filters=width, kernel_size=(4, 4), strides=(2, 2), padding="same", kernel_initializer=fresh(), **more
        )

    images = keras.Input(shape)
    x = layers.LeakyReLU(0.2)(conv()(images))
    x = layers.LeakyReLU(0.2)(layers.BatchNormalization(momentum=0.9)(conv(use_bias=False)(x)))
    x = layers.LeakyReLU(0.2)(layers.BatchNormalization(momentum=0.9)(conv(use_bias=False)(x)))
    logit = layers.Dense(1, kernel_initializer=fresh())(layers.Flatten()(x))
    return keras.Model(images, logit)

# %% mend_the_discriminator | right | add() one by one, a seed for each layer
def mended(shape, width):
    seeds = iter(np.random.default_rng().choice(1_000_000, size=4, replace=False).tolist())
    net = keras.Sequential()
    net.add(keras.Input(shape=shape))
    for block in ("first", "second", "third"):
        net.add(
            layers.Conv2D(
                width,
                4,
                2,
                "same",
                use_bias=block == "first",
                kernel_initializer=keras.initializers.RandomNormal(stddev=0.02, seed=next(seeds)),
            )
        )
        if block != "first":
            net.add(layers.BatchNormalization(momentum=0.9))
        net.add(layers.LeakyReLU(negative_slope=0.2))
    net.add(layers.Flatten())
    start = keras.initializers.RandomNormal(stddev=0.02, seed=next(seeds))
    net.add(layers.Dense(1, kernel_initializer=start))
    return net

# %% mend_the_discriminator | right | clones of one initialiser, names for the layers
def mended(shape, width):
    init = keras.initializers.RandomNormal(mean=0, stddev=0.02)
    stack = []
    for i in range(1, 4):
        norm = i > 1
        stack.append(
            layers.Conv2D(
                width,
                kernel_size=4,
                strides=2,
                padding="SAME",
                use_bias=not norm,
                bias_initializer="zeros",
                kernel_initializer=init.clone(),
                name=f"conv_{i}",
            )
        )
        stack += [layers.BatchNormalization(momentum=0.9, name=f"norm_{i}")] * norm
        stack.append(layers.LeakyReLU(0.2, name=f"leaky_{i}"))
    stack += [layers.Flatten(), layers.Dense(1, kernel_initializer=init.clone(), name="logit")]
    return keras.Sequential([keras.Input(tuple(shape)), *stack], name="mended")

# %% mend_the_discriminator | right | starts from Keras's own weights and sets them afterwards
def mended(shape, width):
    x = inputs = keras.Input(shape)
    for i in range(3):
        x = layers.Conv2D(width, 4, 2, padding="same", use_bias=(i == 0))(x)
        x = layers.BatchNormalization(momentum=0.9)(x) if i else x
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    net = keras.Model(inputs, layers.Dense(1)(layers.Flatten()(x)))
    rng = np.random.default_rng()
    for layer in net.layers:
        if hasattr(layer, "kernel"):
            layer.kernel.assign(rng.normal(0, 0.02, layer.kernel.shape))
    return net

# %% mend_the_discriminator | wrong | one initialiser still shared by all layers
def mended(shape, width):
    init = keras.initializers.RandomNormal(stddev=0.02)
    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=init)
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=init)])

# %% mend_the_discriminator | wrong | batch norm still behind the first convolution
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for _ in range(3):
        net += [
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=False, kernel_initializer=fresh()),
            layers.BatchNormalization(momentum=0.9),
            layers.LeakyReLU(negative_slope=0.2),
        ]
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | LeakyReLU with Keras's slope
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh())
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU())
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | batch norm still behind the activation
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh())
        )
        net.append(layers.LeakyReLU(negative_slope=0.2))
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | the first convolution left without a bias
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=False, kernel_initializer=fresh())
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | fresh initialisers by name, with another standard deviation
def mended(shape, width):
    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(
                width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer="random_normal"
            )
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer="random_normal")])

# %% mend_the_discriminator | wrong | the dense layer falls back to Glorot
def mended(shape, width):
    net = [keras.Input(shape)]
    for i in range(3):
        init = keras.initializers.RandomNormal(stddev=0.02)
        net.append(
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=init)
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1)])

# %% mend_the_discriminator | wrong | a bias in every convolution
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(layers.Conv2D(width, 4, strides=2, padding="same", kernel_initializer=fresh()))
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | batch norm with Keras's momentum
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh())
        )
        if i > 0:
            net.append(layers.BatchNormalization())
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | a new initialiser for each layer, all with one seed
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02, seed=1)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh()))
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | even numbers with the same standard deviation
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomUniform(-0.02 * 3**0.5, 0.02 * 3**0.5)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh()))
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | a truncated normal distribution
def mended(shape, width):
    def fresh():
        return keras.initializers.TruncatedNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh()))
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | an activation inside of the convolutions, too
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(
                width, 4, strides=2, padding="same", activation="relu", use_bias=i == 0, kernel_initializer=fresh()
            )
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | the biases start at random, too
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(
            layers.Conv2D(
                width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh(), bias_initializer=fresh()
            )
        )
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | a probability in place of a logit
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(layers.Conv2D(width, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh()))
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, activation="sigmoid", kernel_initializer=fresh())])

# %% mend_the_discriminator | wrong | as wide as in the visible test, whatever is asked for
def mended(shape, width):
    def fresh():
        return keras.initializers.RandomNormal(stddev=0.02)

    net = [keras.Input(shape)]
    for i in range(3):
        net.append(layers.Conv2D(16, 4, strides=2, padding="same", use_bias=i == 0, kernel_initializer=fresh()))
        if i > 0:
            net.append(layers.BatchNormalization(momentum=0.9))
        net.append(layers.LeakyReLU(negative_slope=0.2))
    return keras.Sequential([*net, layers.Flatten(), layers.Dense(1, kernel_initializer=fresh())])

# %% luck_of_the_seed | right | simulated, vectorised
rng = np.random.default_rng(0)
trials = 200_000

def simulate(n, mean, spread=None):
    x = rng.normal(mean, 1, (trials, n))
    s = x.std(axis=1, ddof=1) if spread is None else spread
    return x.mean(axis=1) / (s / np.sqrt(n))

own = {n: float((np.abs(simulate(n, 0)) > 2).mean()) for n in (2, 3, 5, 20)}
known = float((np.abs(simulate(3, 0, 1)) > 2).mean())
noticed = float((simulate(3, 1, 1) > 2).mean())
seeds_needed = next(n for n in range(1, 100) if (simulate(n, 1, 1) > 2).mean() >= 0.7)
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | right | exact, from SciPy's distributions
from scipy import stats

own = {n: 2 * stats.t.sf(2, df=n - 1) for n in (2, 3, 5, 20)}
known = 2 * stats.norm.sf(2)
noticed = stats.norm.sf(2 - np.sqrt(3))
seeds_needed = 1
while stats.norm.sf(2 - np.sqrt(seeds_needed)) < 0.7:
    seeds_needed += 1
true_statements = ("a", "d", "f")

# %% luck_of_the_seed | right | literal numbers, a list of letters
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 7
true_statements = ["f", "d", "a"]

# %% luck_of_the_seed | right | a loop over the trials with the standard library
import random
import statistics

source = random.Random(4)
trials = 60_000

def tries(n):
    return [source.gauss(0, 1) for _ in range(n)]

own = {}
for n in (2, 3, 5, 20):
    verdicts = 0
    for _ in range(trials):
        x = tries(n)
        mean = sum(x) / n
        s = (sum((v - mean) ** 2 for v in x) / (n - 1)) ** 0.5
        verdicts += abs(mean) > 2 * s / n**0.5
    own[n] = verdicts / trials
known = sum(abs(sum(tries(3)) / 3) > 2 / 3**0.5 for _ in range(trials)) / trials
noticed = sum(1 + sum(tries(3)) / 3 > 2 / 3**0.5 for _ in range(trials)) / trials
bell = statistics.NormalDist()
seeds_needed = min(n for n in range(1, 50) if 1 - bell.cdf(2 - n**0.5) >= 0.7)
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | right | every statement evaluated from the simulation
rng = np.random.default_rng(11)

def _scores(n, truth=0.0, own=False):
    x = truth + rng.standard_normal((60_000, n))
    return x.mean(1) / ((x.std(1, ddof=1) if own else 1.0) / np.sqrt(n))

own = {n: np.mean(np.abs(_scores(n, own=True)) > 2) for n in (2, 3, 5, 20)}
known = np.mean(np.abs(_scores(3)) > 2)
noticed = np.mean(_scores(3, 1.0) > 2)
seeds_needed = 1
while np.mean(_scores(seeds_needed, 1.0) > 2) < 0.7:
    seeds_needed += 1
_walk = np.cumsum(rng.standard_normal((60_000, 20)), axis=1) / np.sqrt(np.arange(1, 21))
_says = {
    "a": 3.6 < own[3] / known < 4.4,
    "b": np.mean(np.abs(_scores(20)) > 2) < 0.8 * known,
    "c": np.mean(np.abs(_scores(3, 1.0)) <= 2) < 0.05,  # else it happens to changes that help as much
    "d": 0.5 < 22 * known < 1.5,
    "e": np.mean(np.abs(_scores(300, own=True)) > 2) < 0.01,
    "f": np.mean((np.abs(_walk[:, 2:]) > 2).any(axis=1)) > 1.5 * known,
}
true_statements = {letter for letter in _says if _says[letter]}

# %% luck_of_the_seed | wrong | ddof=0 in its own spread
rng = np.random.default_rng(0)

def simulate(n, mean, spread=None):
    x = rng.normal(mean, 1, (100_000, n))
    s = x.std(axis=1) if spread is None else spread
    return x.mean(axis=1) / (s / np.sqrt(n))

own = {n: (np.abs(simulate(n, 0)) > 2).mean() for n in (2, 3, 5, 20)}
known = (np.abs(simulate(3, 0, 1)) > 2).mean()
noticed = (simulate(3, 1, 1) > 2).mean()
seeds_needed = 7
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | one direction only for harmless changes
rng = np.random.default_rng(0)

def simulate(n, mean, spread=None):
    x = rng.normal(mean, 1, (100_000, n))
    s = x.std(axis=1, ddof=1) if spread is None else spread
    return x.mean(axis=1) / (s / np.sqrt(n))

own = {n: (simulate(n, 0) > 2).mean() for n in (2, 3, 5, 20)}
known = (simulate(3, 0, 1) > 2).mean()
noticed = (simulate(3, 1, 1) > 2).mean()
seeds_needed = 7
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | the spread not divided by the root of n
rng = np.random.default_rng(0)

def simulate(n, mean, spread=None):
    x = rng.normal(mean, 1, (100_000, n))
    s = x.std(axis=1, ddof=1) if spread is None else spread
    return x.mean(axis=1) / s

own = {n: (np.abs(simulate(n, 0)) > 2).mean() for n in (2, 3, 5, 20)}
known = (np.abs(simulate(3, 0, 1)) > 2).mean()
noticed = (simulate(3, 1, 1) > 2).mean()
seeds_needed = next(n for n in range(1, 100) if (simulate(n, 1, 1) > 2).mean() >= 0.1)
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | t with n degrees of freedom
from scipy import stats

own = {n: 2 * stats.t.sf(2, df=n) for n in (2, 3, 5, 20)}
known = 2 * stats.norm.sf(2)
noticed = stats.norm.sf(2 - np.sqrt(3))
seeds_needed = 7
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | noticed with its own spread, not the known one
rng = np.random.default_rng(0)

def simulate(n, mean, spread=None):
    x = rng.normal(mean, 1, (100_000, n))
    s = x.std(axis=1, ddof=1) if spread is None else spread
    return x.mean(axis=1) / (s / np.sqrt(n))

own = {n: (np.abs(simulate(n, 0)) > 2).mean() for n in (2, 3, 5, 20)}
known = (np.abs(simulate(3, 0, 1)) > 2).mean()
noticed = (simulate(3, 1) > 2).mean()
seeds_needed = 7
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | the seeds at which it is noticed half of the time
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 4
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | one seed too few
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 6
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | five percent everywhere, by the rule of thumb
own = {2: 0.05, 3: 0.05, 5: 0.05, 20: 0.05}
known = 0.05
noticed = 0.394
seeds_needed = 7
true_statements = {"d", "f"}

# %% luck_of_the_seed | wrong | statement e taken for true as well
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 7
true_statements = {"a", "d", "e", "f"}

# %% luck_of_the_seed | wrong | statement f missed
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 7
true_statements = {"a", "d"}

# %% luck_of_the_seed | wrong | statements b and c taken for true as well
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 7
true_statements = {"a", "b", "c", "d", "f"}

# %% luck_of_the_seed | wrong | in per cent
own = {2: 29.5, 3: 18.4, 5: 11.6, 20: 6.0}
known = 4.6
noticed = 39.4
seeds_needed = 7
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | the known spread for the large n of own
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.0455}
known = 0.0455
noticed = 0.394
seeds_needed = 7
true_statements = {"a", "d", "f"}

# %% luck_of_the_seed | wrong | every statement ticked
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 7
true_statements = set("abcdef")

# %% luck_of_the_seed | wrong | the seeds for 80 %
own = {2: 0.295, 3: 0.184, 5: 0.116, 20: 0.06}
known = 0.046
noticed = 0.394
seeds_needed = 9
true_statements = {"a", "d", "f"}
