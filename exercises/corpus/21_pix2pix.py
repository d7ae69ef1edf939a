# %% patch_fields | right | backwards, from the verdict to the image
def field(stack):
    width = 1
    jump = 1
    for kernel, stride in stack[::-1]:
        width = (width - 1) * stride + kernel
        jump *= stride
    return (width, jump)


def verdicts(size, stack):
    for layer in stack:
        size = (size + layer[1] - 1) // layer[1]
    return size

# %% patch_fields | right | all pixels of two verdicts, and math.ceil
import math

def field(stack):
    first, second = [0], [1]
    for kernel, stride in reversed(stack):
        first = [i * stride + k for i in sorted(set(first)) for k in range(kernel)]
        second = [i * stride + k for i in sorted(set(second)) for k in range(kernel)]
    return [max(first) - min(first) + 1, min(second) - min(first)]


def verdicts(size, stack):
    for _, stride in stack:
        size = math.ceil(size / stride)
    return np.int64(size)

# %% patch_fields | right | the sum of what each layer adds; shapes from Keras
def field(stack):
    strides = np.cumprod([1] + [stride for _, stride in stack])
    return 1 + sum((kernel - 1) * jump for (kernel, _), jump in zip(stack, strides)), strides[-1]


def verdicts(size, stack):
    shape = (None, size, size, 1)
    for kernel, stride in stack:
        shape = layers.Conv2D(1, kernel, strides=stride, padding="same").compute_output_shape(shape)
    return shape[1]

# %% patch_fields | wrong | the order of the layers is turned round
def field(stack):
    width, jump = 1, 1
    for kernel, stride in stack[::-1]:
        width, jump = width + (kernel - 1) * jump, jump * stride
    return width, jump


def verdicts(size, stack):
    for _, stride in stack:
        size = -(-size // stride)
    return size

# %% patch_fields | wrong | a layer's own stride counts for its own kernel
def field(stack):
    width, jump = 1, 1
    for kernel, stride in stack:
        jump *= stride
        width += (kernel - 1) * jump
    return width, jump


def verdicts(size, stack):
    for _, stride in stack:
        size = -(-size // stride)
    return size

# %% patch_fields | wrong | all kernels are 4
def field(stack):
    width, jump = 1, 1
    for _, stride in stack:
        width, jump = width + 3 * jump, jump * stride
    return width, jump


def verdicts(size, stack):
    for _, stride in stack:
        size = -(-size // stride)
    return size

# %% patch_fields | wrong | rounds down
def field(stack):
    width, jump = 1, 1
    for kernel, stride in stack:
        width, jump = width + (kernel - 1) * jump, jump * stride
    return width, jump


def verdicts(size, stack):
    for _, stride in stack:
        size = max(size // stride, 1)
    return size

# %% patch_fields | wrong | divides once, at the end
def field(stack):
    width, jump = 1, 1
    for kernel, stride in stack:
        width, jump = width + (kernel - 1) * jump, jump * stride
    return width, jump


def verdicts(size, stack):
    jump = int(np.prod([stride for _, stride in stack]))
    return round(size / jump + 0.01)

# %% patch_fields | wrong | without padding
def field(stack):
    width, jump = 1, 1
    for kernel, stride in stack:
        width, jump = width + (kernel - 1) * jump, jump * stride
    return width, jump


def verdicts(size, stack):
    for kernel, stride in stack:
        size = -(-max(size - kernel + 1, 1) // stride)
    return size

# %% patch_fields | wrong | how many verdicts there are, taken for what each sees
def field(stack):
    side = 256
    for _, stride in stack:
        side = -(-side // stride)
    return side, 256 // side


def verdicts(size, stack):
    for _, stride in stack:
        size = -(-size // stride)
    return size

# %% patch_fields | wrong | the jump is the last stride
def field(stack):
    width = 1
    for kernel, stride in stack[::-1]:
        width = (width - 1) * stride + kernel
    return width, max(stride for _, stride in stack)


def verdicts(size, stack):
    for _, stride in stack:
        size = -(-size // stride)
    return size

# %% predict_translation | right | computed: a grid of answers, Keras's counts, the loss in levels
grid = np.arange(0, 256, 0.5)
targets, chances = np.array([20, 90, 240]), np.array([0.3, 0.3, 0.4])
l1 = grid[(np.abs(grid[:, None] - targets) @ chances).argmin()]
l2 = grid[(np.square(grid[:, None] - targets) @ chances).argmin()]
judge = targets[chances.argmax()]
conv = layers.Conv2D(24, 4)
conv.build((None, 8, 8, 4))
d_parameters = conv.count_params()
up = layers.Conv2DTranspose(16, 4)
up.build((None, 8, 8, 80))
next_parameters = up.count_params()
verdict_count = np.prod(layers.Conv2D(1, 4, 8, padding="same").compute_output_shape((1, 96, 64, 1))[1:3])
g_loss = float(keras.ops.softplus(0.0)) + 5.1 / 255 * 2 * 100

# %% predict_translation | right | two places
l1 = 90.0
l2 = 129
judge = 240
d_parameters = 1560
next_parameters = 20_496
verdict_count = 96
g_loss = 4.69

# %% predict_translation | wrong | L1 takes the most frequent value
l1, l2, judge = 240, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 1560, 20496, 96, 4.693

# %% predict_translation | wrong | L1 takes the mean, too
l1, l2, judge = 129, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 1560, 20496, 96, 4.693

# %% predict_translation | wrong | the judge agrees with the median
l1, l2, judge = 90, 129, 90
d_parameters, next_parameters, verdict_count, g_loss = 1560, 20496, 96, 4.693

# %% predict_translation | wrong | the mean of the three values, without their shares
l1, l2, judge = 90, (20 + 90 + 240) / 3, 240
d_parameters, next_parameters, verdict_count, g_loss = 1560, 20496, 96, 4.693

# %% predict_translation | wrong | D sees the target alone
l1, l2, judge = 90, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 4 * 4 * 3 * 24 + 24, 20496, 96, 4.693

# %% predict_translation | wrong | two colour images
l1, l2, judge = 90, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 4 * 4 * 6 * 24 + 24, 20496, 96, 4.693

# %% predict_translation | wrong | what is handed over is added
l1, l2, judge = 90, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 1560, 4 * 4 * 48 * 16 + 16, 96, 4.693

# %% predict_translation | wrong | no biases
l1, l2, judge = 90, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 1536, 20480, 96, 4.693

# %% predict_translation | wrong | the strides of 1 count as halvings
l1, l2, judge = 90, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 1560, 20496, 3 * 2, 4.693

# %% predict_translation | wrong | images in [0, 1]
l1, l2, judge = 90, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 1560, 20496, 96, np.log(2) + 100 * 5.1 / 255

# %% predict_translation | wrong | a logit of 0 costs nothing
l1, l2, judge = 90, 129, 240
d_parameters, next_parameters, verdict_count, g_loss = 1560, 20496, 96, 4.0

# %% translation_losses | right | the stable formula by hand
def losses(real, fake, made, target, l1_weight):
    def softplus(x):
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

    d = (np.mean(softplus(-real)) + np.mean(softplus(fake))) * 0.5
    g = np.mean(softplus(-fake))
    return d, g, g + l1_weight * np.mean(np.abs(target - made))

# %% translation_losses | right | Keras's cross-entropy from logits
def losses(real, fake, made, target, l1_weight):
    def cross_entropy(truth, logits):
        logits = keras.ops.convert_to_tensor(logits.reshape(1, -1), "float32")
        truth = keras.ops.full_like(logits, truth)
        return float(keras.losses.BinaryCrossentropy(from_logits=True)(truth, logits))

    g = cross_entropy(1.0, fake)
    l1 = float(keras.losses.MeanAbsoluteError()(target, made))
    return [0.5 * (cross_entropy(1.0, real) + cross_entropy(0.0, fake)), g, g + l1_weight * l1]

# %% translation_losses | right | SciPy's log of the logistic function
from scipy.special import log_expit

def losses(real, fake, made, target, l1_weight):
    adversarial = -log_expit(fake).sum() / fake.size
    of_d = -np.concatenate([log_expit(real), log_expit(-fake)]).mean()
    return np.array([of_d, adversarial, adversarial + l1_weight * np.abs(made - target).sum() / made.size])

# %% translation_losses | wrong | overflows
def losses(real, fake, made, target, l1_weight):
    d = (np.log(1 + np.exp(-real)).mean() + np.log(1 + np.exp(fake)).mean()) / 2
    g = np.log(1 + np.exp(-fake)).mean()
    return d, g, g + l1_weight * np.abs(made - target).mean()

# %% translation_losses | wrong | probabilities clipped at 1e-7
def losses(real, fake, made, target, l1_weight):
    p, q = (np.clip(1 / (1 + np.exp(-np.clip(x, -60, 60))), 1e-7, 1 - 1e-7) for x in (real, fake))
    g = -np.log(q).mean()
    return -(np.log(p).mean() + np.log(1 - q).mean()) / 2, g, g + l1_weight * np.abs(made - target).mean()

# %% translation_losses | wrong | the verdicts are averaged first
def losses(real, fake, made, target, l1_weight):
    d = (np.logaddexp(0, -real.mean()) + np.logaddexp(0, fake.mean())) / 2
    g = np.logaddexp(0, -fake.mean())
    return d, g, g + l1_weight * np.abs(made - target).mean()

# %% translation_losses | wrong | D's loss is not halved
def losses(real, fake, made, target, l1_weight):
    d = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
    g = np.logaddexp(0, -fake).mean()
    return d, g, g + l1_weight * np.abs(made - target).mean()

# %% translation_losses | wrong | the sum of the absolute errors of an image
def losses(real, fake, made, target, l1_weight):
    d = (np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()) / 2
    g = np.logaddexp(0, -fake).mean()
    return d, g, g + l1_weight * np.abs(made - target).sum(axis=(1, 2, 3)).mean()

# %% translation_losses | wrong | L2
def losses(real, fake, made, target, l1_weight):
    d = (np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()) / 2
    g = np.logaddexp(0, -fake).mean()
    return d, g, g + l1_weight * np.square(made - target).mean()

# %% translation_losses | wrong | the minimax loss for G
def losses(real, fake, made, target, l1_weight):
    d = (np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()) / 2
    g = -np.logaddexp(0, fake).mean()
    return d, g, g + l1_weight * np.abs(made - target).mean()

# %% translation_losses | wrong | the verdicts taken for probabilities
def losses(real, fake, made, target, l1_weight):
    p, q = np.clip(real, 1e-7, 1), np.clip(fake, 1e-7, 1 - 1e-7)
    g = -np.log(q).mean()
    return -(np.log(p).mean() + np.log(1 - q).mean()) / 2, g, g + l1_weight * np.abs(made - target).mean()

# %% translation_losses | wrong | uint8 arithmetic of the difference: no absolute value
def losses(real, fake, made, target, l1_weight):
    d = (np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()) / 2
    g = np.logaddexp(0, -fake).mean()
    return d, g, g + l1_weight * abs((made - target).mean())

# %% translation_losses | wrong | writes the difference into its argument
def losses(real, fake, made, target, l1_weight):
    d = (np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()) / 2
    g = np.logaddexp(0, -fake).mean()
    made -= target
    return d, g, g + l1_weight * np.abs(made).mean()

# %% mend_unet | right | functions for a block, a recursion inwards
def unet(size, width):
    def level(x, side):
        if side == 2:
            x = layers.Conv2D(width, 4, 2, "same")(x)
            return layers.Conv2DTranspose(width, 4, 2, "same")(layers.Activation("relu")(x))
        beside = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, 2, "same")(x))
        x = layers.ReLU()(layers.concatenate([level(beside, side // 2), beside]))
        return layers.Conv2DTranspose(3 if side == size else width, 4, 2, "same")(x)

    image = keras.Input((size, size, 3))
    return keras.Model(image, layers.Activation("tanh")(level(image, size)))

# %% mend_unet | right | the depth from the logarithm, activations of keras.ops
def unet(size, width):
    depth = int(np.log2(size)) - 1
    image = keras.Input((size, size, 3))
    maps = [image]
    for _ in range(depth):
        x = layers.Conv2D(width, (4, 4), strides=(2, 2), padding="same")(maps[-1])
        maps.append(layers.LeakyReLU(0.2)(x))
    x = layers.Conv2D(width, (4, 4), strides=(2, 2), padding="same")(maps[-1])
    x = keras.ops.relu(x)
    for i in range(depth, 0, -1):
        x = layers.Conv2DTranspose(width, (4, 4), strides=(2, 2), padding="same")(x)
        x = keras.ops.relu(keras.ops.concatenate([x, maps[i]], axis=-1))
    x = layers.Conv2DTranspose(3, (4, 4), strides=(2, 2), padding="same")(x)
    return keras.Model(inputs=image, outputs=keras.ops.tanh(x))

# %% mend_unet | wrong | as it was found
def unet(size, width):
    return found(size, width)

# %% mend_unet | wrong | the norm stays at the bottleneck
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    while x.shape[1] > 2:
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, strides=2, padding="same")(x))
        encoded.append(x)
    x = layers.Conv2D(width, 4, strides=2, padding="same")(x)
    x = layers.ReLU()(layers.GroupNormalization(groups=-1, scale=False, center=False)(x))
    for beside in reversed(encoded):
        x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.Concatenate()([x, beside]))
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))

# %% mend_unet | wrong | the decoder's own map twice
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    while x.shape[1] > 2:
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, strides=2, padding="same")(x))
        encoded.append(x)
    x = layers.ReLU()(layers.Conv2D(width, 4, strides=2, padding="same")(x))
    for _ in encoded:
        x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.Concatenate()([x, x]))
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))

# %% mend_unet | wrong | sigmoid
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    while x.shape[1] > 2:
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, strides=2, padding="same")(x))
        encoded.append(x)
    x = layers.ReLU()(layers.Conv2D(width, 4, strides=2, padding="same")(x))
    for beside in reversed(encoded):
        x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.Concatenate()([x, beside]))
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="sigmoid")(x))

# %% mend_unet | wrong | the encoder's maps are added
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    while x.shape[1] > 2:
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, strides=2, padding="same")(x))
        encoded.append(x)
    x = layers.ReLU()(layers.Conv2D(width, 4, strides=2, padding="same")(x))
    for beside in reversed(encoded):
        x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.Add()([x, beside]))
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))

# %% mend_unet | wrong | ReLU before the encoder's map is laid beside
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    while x.shape[1] > 2:
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, strides=2, padding="same")(x))
        encoded.append(x)
    x = layers.ReLU()(layers.Conv2D(width, 4, strides=2, padding="same")(x))
    for beside in reversed(encoded):
        x = layers.ReLU()(layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x))
        x = layers.Concatenate()([x, beside])
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))

# %% mend_unet | wrong | two halvings, whatever the size
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    for _ in range(2):
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, strides=2, padding="same")(x))
        encoded.append(x)
    x = layers.ReLU()(layers.Conv2D(width, 4, strides=2, padding="same")(x))
    for beside in reversed(encoded):
        x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.Concatenate()([x, beside]))
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))

# %% mend_unet | wrong | the encoder's map comes first
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    while x.shape[1] > 2:
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(width, 4, strides=2, padding="same")(x))
        encoded.append(x)
    x = layers.ReLU()(layers.Conv2D(width, 4, strides=2, padding="same")(x))
    for beside in reversed(encoded):
        x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.Concatenate()([beside, x]))
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))

# %% mend_unet | wrong | what is handed over has not been through its LeakyReLU, and the slope is Keras's 0.3
def unet(size, width):
    image = x = keras.Input((size, size, 3))
    encoded = []
    while x.shape[1] > 2:
        x = layers.Conv2D(width, 4, strides=2, padding="same")(x)
        encoded.append(x)
        x = layers.LeakyReLU()(x)
    x = layers.ReLU()(layers.Conv2D(width, 4, strides=2, padding="same")(x))
    for beside in reversed(encoded):
        x = layers.Conv2DTranspose(width, 4, strides=2, padding="same")(x)
        x = layers.ReLU()(layers.Concatenate()([x, beside]))
    return keras.Model(image, layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))

# %% one_answer | right | all differences at once, and each statement tried out
def answers(possible):
    apart = np.abs(possible[:, None] - possible[None]).mean(axis=(1, 2))
    return {"mean": np.mean(possible, 0), "median": np.quantile(possible, 0.5, axis=0), "one": possible[apart.argmin()]}


mine = answers(possible)
cost = {name: np.abs(possible - row).mean() for name, row in mine.items()}
square = {name: ((possible - row) ** 2).mean() for name, row in mine.items()}
occur = set(possible.ravel().tolist())
one_place = answers(possible[places == 5])
true_statements = {
    letter
    for letter, holds in {
        "a": True,
        "b": mine["median"].tolist() in possible.tolist(),
        "c": cost["one"] > cost["median"] and mine["median"].std() == 0 < mine["one"].std(),
        "d": not set(mine["median"].tolist()) <= occur,
        "e": not set(mine["mean"].tolist()) <= occur,
        "f": min(square, key=square.get) == "median",
        "g": np.array_equal(one_place["one"], one_place["mean"]) and np.array_equal(one_place["one"], one_place["median"]),
    }.items()
    if holds
}

# %% one_answer | right | plain Python, lists
import statistics

def answers(possible):
    rows = possible.tolist()
    columns = list(zip(*rows))
    best, least = None, None
    for row in rows:
        cost = sum(abs(a - b) for other in rows for a, b in zip(row, other))
        if least is None or cost < least:
            best, least = row, cost
    return {
        "median": [statistics.median(column) for column in columns],
        "mean": [statistics.fmean(column) for column in columns],
        "one": best,
    }


true_statements = ["a", "c", "e", "g"]

# %% one_answer | wrong | the row nearest to the median
def answers(possible):
    median = np.median(possible, axis=0)
    nearest = np.abs(possible - median).mean(axis=1).argmin()
    return {"median": median, "mean": possible.mean(axis=0), "one": possible[nearest]}


true_statements = {"a", "c", "e", "g"}

# %% one_answer | wrong | the row with the least squared error
def answers(possible):
    errors = [((possible - row) ** 2).mean() for row in possible]
    return {"median": np.median(possible, axis=0), "mean": possible.mean(axis=0), "one": possible[np.argmin(errors)]}


true_statements = {"a", "c", "e", "g"}

# %% one_answer | wrong | the last of equal ones
def answers(possible):
    errors = [np.abs(possible - row).mean() for row in possible]
    best = len(errors) - 1 - int(np.argmin(errors[::-1]))
    return {"median": np.median(possible, axis=0), "mean": possible.mean(axis=0), "one": possible[best]}


true_statements = {"a", "c", "e", "g"}

# %% one_answer | wrong | one median for all pixels
def answers(possible):
    errors = [np.abs(possible - row).mean() for row in possible]
    return {
        "median": np.full(possible.shape[1], np.median(possible)),
        "mean": possible.mean(axis=0),
        "one": possible[np.argmin(errors)],
    }


true_statements = {"a", "c", "e", "g"}

# %% one_answer | wrong | the lower of the two middle values
def answers(possible):
    errors = [np.abs(possible - row).mean() for row in possible]
    return {
        "median": np.sort(possible, axis=0)[(len(possible) - 1) // 2],
        "mean": possible.mean(axis=0),
        "one": possible[np.argmin(errors)],
    }


true_statements = {"a", "c", "e", "g"}

# %% one_answer | wrong | believes that the median is a possible row
def answers(possible):
    errors = [np.abs(possible - row).mean() for row in possible]
    return {"median": np.median(possible, axis=0), "mean": possible.mean(axis=0), "one": possible[np.argmin(errors)]}


true_statements = {"a", "b", "c", "e", "g"}

# %% one_answer | wrong | believes that a judge of single pixels sees that there is no ridge
def answers(possible):
    errors = [np.abs(possible - row).mean() for row in possible]
    return {"median": np.median(possible, axis=0), "mean": possible.mean(axis=0), "one": possible[np.argmin(errors)]}


true_statements = {"a", "c", "d", "e", "g"}

# %% one_answer | wrong | thinks that a real row has the least error of all
def answers(possible):
    errors = [np.abs(possible - row).mean() for row in possible]
    return {"median": np.median(possible, axis=0), "mean": possible.mean(axis=0), "one": possible[np.argmin(errors)]}


true_statements = {"e", "g"}

# %% one_answer | wrong | takes the median for the best by squared error, too
def answers(possible):
    errors = [np.abs(possible - row).mean() for row in possible]
    return {"median": np.median(possible, axis=0), "mean": possible.mean(axis=0), "one": possible[np.argmin(errors)]}


true_statements = {"a", "c", "e", "f", "g"}
