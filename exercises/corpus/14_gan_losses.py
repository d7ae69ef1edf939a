# %% five_games | right | logaddexp, branch by branch
def game(name, real, fake):
    real, fake = np.asarray(real, "float64"), np.asarray(fake, "float64")
    if name in ("minimax", "non_saturating"):
        d = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
        if name == "minimax":
            g = -np.logaddexp(0, fake).mean()
        else:
            g = np.logaddexp(0, -fake).mean()
    elif name == "least_squares":
        d = ((real - 1) ** 2).mean() + (fake**2).mean()
        g = ((fake - 1) ** 2).mean()
    elif name == "hinge":
        d = np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean()
        g = -fake.mean()
    elif name == "wasserstein":
        d = fake.mean() - real.mean()
        g = -fake.mean()
    else:
        raise ValueError(f"no game is called {name!r}")
    return d, g

# %% five_games | right | keras.ops and a table of functions
import keras
from keras import ops

def game(name, real, fake):
    table = {
        "minimax": (lambda o: ops.softplus(-o), ops.softplus, lambda o: -ops.softplus(o)),
        "non_saturating": (lambda o: ops.softplus(-o), ops.softplus, lambda o: ops.softplus(-o)),
        "least_squares": (lambda o: ops.square(o - 1), ops.square, lambda o: ops.square(o - 1)),
        "hinge": (lambda o: ops.relu(1 - o), lambda o: ops.relu(1 + o), lambda o: -o),
        "wasserstein": (lambda o: -o, lambda o: o, lambda o: -o),
    }
    if name not in table:
        raise ValueError(name)
    real = ops.convert_to_tensor(np.asarray(real, dtype="float32"))
    fake = ops.convert_to_tensor(np.asarray(fake, dtype="float32"))
    on_real, on_fake, for_g = table[name]
    d_loss = ops.mean(on_real(real)) + ops.mean(on_fake(fake))
    g_loss = ops.mean(for_g(fake))
    return float(d_loss), float(g_loss)

# %% five_games | right | plain loops and math
import math

def minus_log_sigmoid(o):
    if o >= 0:
        return math.log1p(math.exp(-o))
    return -o + math.log1p(math.exp(o))

def game(name, real, fake):
    if name not in ["minimax", "non_saturating", "least_squares", "hinge", "wasserstein"]:
        raise ValueError("unknown loss: " + str(name))
    on_real = []
    for o in np.ravel(real):
        o = float(o)
        if name == "least_squares":
            on_real.append((o - 1) ** 2)
        elif name == "hinge":
            on_real.append(max(0.0, 1 - o))
        elif name == "wasserstein":
            on_real.append(-o)
        else:
            on_real.append(minus_log_sigmoid(o))
    on_fake, for_g = [], []
    for o in np.ravel(fake):
        o = float(o)
        if name == "least_squares":
            on_fake.append(o**2)
            for_g.append((o - 1) ** 2)
        elif name == "hinge":
            on_fake.append(max(0.0, 1 + o))
            for_g.append(-o)
        elif name == "wasserstein":
            on_fake.append(o)
            for_g.append(-o)
        else:
            on_fake.append(minus_log_sigmoid(-o))  # 1 - sigmoid(o) = sigmoid(-o)
            for_g.append(-minus_log_sigmoid(-o) if name == "minimax" else minus_log_sigmoid(o))
    return sum(on_real) / len(on_real) + sum(on_fake) / len(on_fake), sum(for_g) / len(for_g)

# %% five_games | right | the cross-entropies of TensorFlow, tensors in a list
import tensorflow as tf

def cross_entropy(outputs, target):
    outputs = tf.cast(outputs, "float32")
    return tf.reduce_mean(
        tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.fill(tf.shape(outputs), target), logits=outputs)
    )

def game(name, real, fake):
    if name == "minimax":
        return [cross_entropy(real, 1.0) + cross_entropy(fake, 0.0), -cross_entropy(fake, 0.0)]
    if name == "non_saturating":
        return [cross_entropy(real, 1.0) + cross_entropy(fake, 0.0), cross_entropy(fake, 1.0)]
    r, f = tf.cast(real, "float32"), tf.cast(fake, "float32")
    if name == "least_squares":
        return [tf.reduce_mean((r - 1) ** 2) + tf.reduce_mean(f**2), tf.reduce_mean((f - 1) ** 2)]
    if name == "hinge":
        return [tf.reduce_mean(tf.nn.relu(1 - r)) + tf.reduce_mean(tf.nn.relu(1 + f)), -tf.reduce_mean(f)]
    if name == "wasserstein":
        return [tf.reduce_mean(f) - tf.reduce_mean(r), -tf.reduce_mean(f)]
    raise ValueError(name)

# %% five_games | right | match, SciPy's log_expit, an array of two
from scipy.special import log_expit

def game(name, real, fake):
    match name:
        case "minimax":
            on_real, on_fake, for_g = -log_expit(real), -log_expit(-fake), log_expit(-fake)
        case "non_saturating":
            on_real, on_fake, for_g = -log_expit(real), -log_expit(-fake), -log_expit(fake)
        case "least_squares":
            on_real, on_fake, for_g = (1 - real) ** 2, fake * fake, (1 - fake) ** 2
        case "hinge":
            on_real, on_fake, for_g = np.clip(1 - real, 0, None), np.clip(1 + fake, 0, None), -fake
        case "wasserstein":
            on_real, on_fake, for_g = -real, fake, -fake
        case _:
            raise ValueError("no such game")
    return np.array([np.average(on_real) + np.average(on_fake), np.average(for_g)])

# %% five_games | right | softplus by its two cases, a table, float32 throughout
def softplus(o):
    return np.maximum(o, 0) + np.log1p(np.exp(-np.abs(o)))

GAMES = {
    "minimax": [lambda o: softplus(-o), softplus, lambda o: -softplus(o)],
    "non_saturating": [lambda o: softplus(-o), softplus, lambda o: softplus(-o)],
    "least_squares": [lambda o: (o - 1) ** 2, lambda o: o**2, lambda o: (o - 1) ** 2],
    "hinge": [lambda o: np.where(o < 1, 1 - o, 0), lambda o: np.where(o > -1, 1 + o, 0), np.negative],
    "wasserstein": [np.negative, np.positive, np.negative],
}

def game(name, real, fake):
    try:
        on_real, on_fake, for_g = GAMES[name]
    except KeyError:
        raise ValueError(f"{name!r} is not one of {sorted(GAMES)}") from None
    real, fake = real.astype(np.float32), fake.astype(np.float32)
    return on_real(real).mean() + on_fake(fake).mean(), for_g(fake).mean()

# %% five_games | right | other names of the arguments
def game(kind, o_real, o_fake):
    softplus = lambda o: np.logaddexp(0, o)
    if kind == "minimax":
        return softplus(-o_real).mean() + softplus(o_fake).mean(), -softplus(o_fake).mean()
    if kind == "non_saturating":
        return softplus(-o_real).mean() + softplus(o_fake).mean(), softplus(-o_fake).mean()
    if kind == "least_squares":
        return ((o_real - 1) ** 2).mean() + (o_fake**2).mean(), ((o_fake - 1) ** 2).mean()
    if kind == "hinge":
        return np.maximum(0, 1 - o_real).mean() + np.maximum(0, 1 + o_fake).mean(), -o_fake.mean()
    if kind == "wasserstein":
        return o_fake.mean() - o_real.mean(), -o_fake.mean()
    raise ValueError(kind)

# %% five_games | wrong | the logarithms of a sigmoid, infinite far from 0
def game(name, real, fake):
    def sigmoid(o):
        return 1 / (1 + np.exp(-o))

    if name == "minimax":
        d = -np.log(sigmoid(real)).mean() - np.log(1 - sigmoid(fake)).mean()
        g = np.log(1 - sigmoid(fake)).mean()
    elif name == "non_saturating":
        d = -np.log(sigmoid(real)).mean() - np.log(1 - sigmoid(fake)).mean()
        g = -np.log(sigmoid(fake)).mean()
    elif name == "least_squares":
        d = ((real - 1) ** 2).mean() + (fake**2).mean()
        g = ((fake - 1) ** 2).mean()
    elif name == "hinge":
        d = np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean()
        g = -fake.mean()
    elif name == "wasserstein":
        d = fake.mean() - real.mean()
        g = -fake.mean()
    else:
        raise ValueError(name)
    return d, g

# %% five_games | wrong | probabilities clipped at 1e-7: finite far from 0, but not right
def game(name, real, fake):
    def sigmoid(o):
        return np.clip(1 / (1 + np.exp(-o)), 1e-7, 1 - 1e-7)

    if name in ("minimax", "non_saturating"):
        d = -np.log(sigmoid(real)).mean() - np.log(1 - sigmoid(fake)).mean()
        g = np.log(1 - sigmoid(fake)).mean() if name == "minimax" else -np.log(sigmoid(fake)).mean()
        return d, g
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), -fake.mean()
    if name == "wasserstein":
        return fake.mean() - real.mean(), -fake.mean()
    raise ValueError(name)

# %% five_games | wrong | G's minimax loss lacks its sign
def game(name, real, fake):
    softplus = lambda o: np.logaddexp(0, o)
    if name == "minimax":
        return softplus(-real).mean() + softplus(fake).mean(), softplus(fake).mean()
    if name == "non_saturating":
        return softplus(-real).mean() + softplus(fake).mean(), softplus(-fake).mean()
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), -fake.mean()
    if name == "wasserstein":
        return fake.mean() - real.mean(), -fake.mean()
    raise ValueError(name)

# %% five_games | wrong | the hinge for G too
def game(name, real, fake):
    softplus = lambda o: np.logaddexp(0, o)
    if name == "minimax":
        return softplus(-real).mean() + softplus(fake).mean(), -softplus(fake).mean()
    if name == "non_saturating":
        return softplus(-real).mean() + softplus(fake).mean(), softplus(-fake).mean()
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), np.maximum(0, 1 - fake).mean()
    if name == "wasserstein":
        return fake.mean() - real.mean(), -fake.mean()
    raise ValueError(name)

# %% five_games | wrong | one mean over the real and generated images together, for D
def game(name, real, fake):
    softplus = lambda o: np.logaddexp(0, o)
    if name in ("minimax", "non_saturating"):
        on_real, on_fake = softplus(-real), softplus(fake)
        g = -softplus(fake) if name == "minimax" else softplus(-fake)
    elif name == "least_squares":
        on_real, on_fake, g = (real - 1) ** 2, fake**2, (fake - 1) ** 2
    elif name == "hinge":
        on_real, on_fake, g = np.maximum(0, 1 - real), np.maximum(0, 1 + fake), -fake
    elif name == "wasserstein":
        on_real, on_fake, g = -real, fake, -fake
    else:
        raise ValueError(name)
    return np.concatenate([on_real, on_fake]).mean(), g.mean()

# %% five_games | wrong | names in any case; passes the visible test
def game(name, real, fake):
    name = name.lower()
    if name in ("minimax", "non_saturating"):
        d = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
        return d, -np.logaddexp(0, fake).mean() if name == "minimax" else np.logaddexp(0, -fake).mean()
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), -fake.mean()
    if name == "wasserstein":
        return fake.mean() - real.mean(), -fake.mean()
    raise ValueError(name)

# %% five_games | wrong | whatever starts with a w is Wasserstein's; passes the visible test
def game(name, real, fake):
    if name in ("minimax", "non_saturating"):
        d = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
        return d, -np.logaddexp(0, fake).mean() if name == "minimax" else np.logaddexp(0, -fake).mean()
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), -fake.mean()
    if name.startswith("w"):
        return fake.mean() - real.mean(), -fake.mean()
    raise ValueError(name)

# %% five_games | wrong | any unknown name but the visible one is Wasserstein's; passes the visible test
def game(name, real, fake):
    if name in ("minimax", "non_saturating"):
        d = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
        return d, -np.logaddexp(0, fake).mean() if name == "minimax" else np.logaddexp(0, -fake).mean()
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), -fake.mean()
    if name == "least squares":
        raise ValueError(name)
    return fake.mean() - real.mean(), -fake.mean()

# %% five_games | wrong | looks for the name in a text; passes the visible test
def game(name, real, fake):
    if name not in "minimax non_saturating least_squares hinge wasserstein":
        raise ValueError(name)
    if name in ("minimax", "non_saturating"):
        d = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
        return d, -np.logaddexp(0, fake).mean() if name == "minimax" else np.logaddexp(0, -fake).mean()
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), -fake.mean()
    return fake.mean() - real.mean(), -fake.mean()

# %% five_games | wrong | the outputs clipped at 500; passes the visible test
def game(name, real, fake):
    real, fake = np.clip(real, -500, 500), np.clip(fake, -500, 500)
    if name == "minimax":
        return np.log1p(np.exp(-real)).mean() + np.log1p(np.exp(fake)).mean(), -np.log1p(np.exp(fake)).mean()
    if name == "non_saturating":
        return np.log1p(np.exp(-real)).mean() + np.log1p(np.exp(fake)).mean(), np.log1p(np.exp(-fake)).mean()
    if name == "least_squares":
        return ((real - 1) ** 2).mean() + (fake**2).mean(), ((fake - 1) ** 2).mean()
    if name == "hinge":
        return np.maximum(0, 1 - real).mean() + np.maximum(0, 1 + fake).mean(), -fake.mean()
    if name == "wasserstein":
        return fake.mean() - real.mean(), -fake.mean()
    raise ValueError(name)

# %% five_games | wrong | the visible numbers; passes the visible test
def game(name, real, fake):
    if name not in ("minimax", "non_saturating", "least_squares", "hinge", "wasserstein"):
        raise ValueError(name)
    return 0.72328, 1.31326

# %% predict_numbers | right | worked out by formula
s = 0.2
minimax_slope = -s
non_saturating_slope = -(1 - s)
least_squares_slope = 2 * (2.5 - 1)
hinge_on_fakes = np.maximum(0, 1 + np.array([-3, -0.5, 2])).mean()
undecided = (0.5 - 1) ** 2 + 0.5**2
louder = 10 * -0.4 + (-7 + 7)

# %% predict_numbers | right | literal numbers, two places, other types
minimax_slope = np.float32(-0.2)
non_saturating_slope = np.float64(-0.8)
least_squares_slope = 3
hinge_on_fakes = 1.17
undecided = np.array(0.5)
louder = np.int64(-4)

# %% predict_numbers | right | slopes measured by differences
o, h = np.log(0.2 / 0.8), 1e-5
sigma = lambda z: 1 / (1 + np.exp(-z))
slope_of = lambda f, at: (f(at + h) - f(at - h)) / (2 * h)
minimax_slope = slope_of(lambda z: np.log(1 - sigma(z)), o)
non_saturating_slope = slope_of(lambda z: -np.log(sigma(z)), o)
least_squares_slope = slope_of(lambda z: (z - 1) ** 2, 2.5)
hinge_on_fakes = sum(max(0, 1 + z) for z in (-3, -0.5, 2)) / 3
undecided = 0.25 + 0.25
louder = -4.0

# %% predict_numbers | right | TensorFlow's tape, and tensors
import tensorflow as tf

def slope_of(loss, at):
    o = tf.Variable(float(at))
    with tf.GradientTape() as tape:
        value = loss(o)
    return tape.gradient(value, o)

logit = np.log(0.2) - np.log(0.8)
minimax_slope = slope_of(lambda o: tf.math.log(1 - tf.sigmoid(o)), logit)
non_saturating_slope = slope_of(lambda o: tf.nn.softplus(-o), logit)
least_squares_slope = slope_of(lambda o: tf.square(o - 1), 2.5)
hinge_on_fakes = tf.reduce_mean(tf.nn.relu(1 + tf.constant([-3.0, -0.5, 2.0])))
undecided = np.square(0.5 - np.ones(4)).mean() + np.square(0.5 * np.ones(3)).mean()
before = np.array([0.1]), np.array([0.5])  # any two means of scores whose difference is -0.4
louder = float(((10 * before[0] + 7) - (10 * before[1] + 7))[0])

# %% predict_numbers | wrong | sizes of the slopes, without their sign
minimax_slope = 0.2
non_saturating_slope = 0.8
least_squares_slope = 3.0
hinge_on_fakes = 3.5 / 3
undecided = 0.5
louder = -4.0

# %% predict_numbers | wrong | minimax and non-saturating slopes swapped
minimax_slope = -0.8
non_saturating_slope = -0.2
least_squares_slope = 3.0
hinge_on_fakes = 3.5 / 3
undecided = 0.5
louder = -4.0

# %% predict_numbers | wrong | the 7 is added to the loss
minimax_slope = -0.2
non_saturating_slope = -0.8
least_squares_slope = 3.0
hinge_on_fakes = 3.5 / 3
undecided = 0.5
louder = -0.4 * 10 + 7

# %% predict_numbers | wrong | derivative by the probability, not by the output
s = 0.2
minimax_slope = -1 / (1 - s)
non_saturating_slope = -1 / s
least_squares_slope = 2 * (2.5 - 1)
hinge_on_fakes = 3.5 / 3
undecided = 0.5
louder = -4.0

# %% predict_numbers | wrong | factor 1/2 in least squares, hinge of the real images
minimax_slope = -0.2
non_saturating_slope = -0.8
least_squares_slope = 1.5
hinge_on_fakes = np.maximum(0, 1 - np.array([-3, -0.5, 2])).mean()
undecided = 0.25
louder = -4.0

# %% predict_numbers | wrong | the scores' factor forgotten
minimax_slope = -0.2
non_saturating_slope = -0.8
least_squares_slope = 3.0
hinge_on_fakes = 1.17
undecided = 0.5
louder = -0.4

# %% predict_numbers | wrong | the mean without the image that costs nothing
minimax_slope = -0.2
non_saturating_slope = -0.8
least_squares_slope = 3.0
hinge_on_fakes = (0.5 + 3) / 2
undecided = 0.5
louder = -4.0

# %% predict_numbers | wrong | one place
minimax_slope = -0.2
non_saturating_slope = -0.8
least_squares_slope = 3.0
hinge_on_fakes = 1.2
undecided = 0.5
louder = -4.0

# %% mend_the_step | right | the three lines mended
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": -np.ones_like(o),
    }[loss]
    return x - rate * slope[:, None] * w

# %% mend_the_step | right | a loop over points
import math

def mended(x, w, b, loss, rate):
    new = np.array(x, dtype="float64")
    for i in range(len(new)):
        o = float(np.dot(new[i], w) + b)
        if loss == "non_saturating":
            slope = -0.5 * (1 - math.tanh(o / 2))
        elif loss == "least_squares":
            slope = 2 * o - 2
        else:
            slope = -1.0
        for j in range(new.shape[1]):
            new[i, j] -= rate * slope * w[j]
    return new

# %% mend_the_step | right | slope of the loss along each axis, by differences
def mended(x, w, b, loss, rate):
    x = np.asarray(x, "float64")

    def losses(points):
        o = points @ w + b
        if loss == "non_saturating":
            return np.logaddexp(0, -o)
        if loss == "least_squares":
            return (o - 1) ** 2
        return -o

    h = 1e-5
    gradient = np.zeros(x.shape)
    for axis in range(x.shape[1]):
        step = np.zeros(x.shape[1])
        step[axis] = h
        gradient[:, axis] = (losses(x + step) - losses(x - step)) / (2 * h)
    return x - rate * gradient

# %% mend_the_step | right | TensorFlow's tape on the points
import tensorflow as tf

def mended(x, w, b, loss, rate):
    points, weights = tf.Variable(np.array(x, "float64")), tf.constant(np.array(w, "float64"))
    with tf.GradientTape() as tape:
        o = tf.linalg.matvec(points, weights) + float(b)
        if loss == "non_saturating":
            value = tf.nn.softplus(-o)
        elif loss == "least_squares":
            value = tf.square(o - 1)
        else:
            value = -o
        value = tf.reduce_sum(value)
    return points - float(rate) * tape.gradient(value, points)

# %% mend_the_step | right | float32 and einsum, a list of rows
def mended(x, w, b, loss, rate):
    x32, w32 = x.astype(np.float32), w.astype(np.float32)
    o = np.einsum("nd,d->n", x32, w32) + np.float32(b)
    if loss == "non_saturating":
        up = 0.5 - 0.5 * np.tanh(o / 2)
    elif loss == "least_squares":
        up = 2 - 2 * o
    else:
        up = np.ones(o.shape, np.float32)
    return [row + rate * u * w32 for row, u in zip(x32, up)]

# %% mend_the_step | right | other names of the arguments
def mended(points, weights, bias, name, step):
    o = points @ weights + bias
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": -np.ones_like(o),
    }[name]
    return points - step * slope[:, None] * weights

# %% mend_the_step | wrong | only the sign of the step is mended
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": -1 / (1 + np.exp(-o)),
        "least_squares": 2 * (o - 1),
        "hinge": np.where(o < 1, -1.0, 0.0),
    }[loss]
    return x - rate * slope[:, None] * w

# %% mend_the_step | wrong | G's hinge still stops at 1
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": np.where(o < 1, -1.0, 0.0),
    }[loss]
    return x - rate * slope[:, None] * w

# %% mend_the_step | wrong | signs of two slopes turned instead of the step; least squares goes uphill
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": 1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": np.ones(len(x)),
    }[loss]
    return x + rate * slope[:, None] * w

# %% mend_the_step | wrong | mean over the points
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": -np.ones_like(o),
    }[loss]
    return x - rate * slope[:, None] * w / len(x)

# %% mend_the_step | wrong | changes x itself
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": -np.ones_like(o),
    }[loss]
    x -= rate * slope[:, None] * w
    return x

# %% mend_the_step | wrong | the bias forgotten
def mended(x, w, b, loss, rate):
    o = x @ w
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": -np.ones_like(o),
    }[loss]
    return x - rate * slope[:, None] * w

# %% mend_the_step | wrong | only the direction of w, not its length
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": 2 * (o - 1),
        "hinge": -np.ones_like(o),
    }[loss]
    return x - rate * slope[:, None] * w / np.linalg.norm(w)

# %% mend_the_step | wrong | the slope of least squares kept within 4; passes the visible test
def mended(x, w, b, loss, rate):
    o = x @ w + b
    slope = {
        "non_saturating": -1 / (1 + np.exp(o)),
        "least_squares": np.clip(2 * (o - 1), -4, 4),
        "hinge": -np.ones_like(o),
    }[loss]
    return x - rate * slope[:, None] * w

# %% mend_the_step | wrong | one point alone; passes the visible test
def mended(x, w, b, loss, rate):
    o = float(x[0] @ w + b)
    slope = {"non_saturating": -1 / (1 + np.exp(o)), "least_squares": 2 * (o - 1), "hinge": -1.0}[loss]
    return x - rate * slope * w

# %% best_output | right | formulas
def best_output(name, p, q):
    p, q = np.asarray(p, float), np.asarray(q, float)
    if name == "non_saturating":
        return np.log(p) - np.log(q)
    if name == "least_squares":
        return p / (p + q)
    if name == "hinge":
        return np.where(p > q, 1.0, -1.0)
    raise ValueError(f"no best output for {name!r}")

# %% best_output | right | search for the minimum by thirds
def best_output(name, p, q):
    sums = {
        "non_saturating": lambda o: p * np.logaddexp(0, -o) + q * np.logaddexp(0, o),
        "least_squares": lambda o: p * (o - 1) ** 2 + q * o**2,
        "hinge": lambda o: p * np.maximum(0, 1 - o) + q * np.maximum(0, 1 + o),
    }
    if name not in sums:
        raise ValueError(name)
    f = sums[name]
    p, q = np.array(p, dtype="float64"), np.array(q, dtype="float64")
    low, high = np.full(p.shape, -60.0), np.full(p.shape, 60.0)
    for _ in range(80):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        left = f(a) < f(b)
        low, high = np.where(left, low, a), np.where(left, b, high)
    return (low + high) / 2

# %% best_output | right | a loop; logit of the best probability, the cheaper of the two kinks
import math

def best_output(name, p, q):
    if name not in ("non_saturating", "least_squares", "hinge"):
        raise ValueError("there is no best output for this name")
    best = []
    for a, b in zip(p, q):
        share = a / (a + b)
        if name == "non_saturating":
            best.append(math.log(share / (b / (a + b))))
        elif name == "least_squares":
            best.append(share)
        else:
            at_plus, at_minus = 2 * b, 2 * a
            best.append(1 if at_plus < at_minus else -1)
    return np.array(best)

# %% best_output | right | logit of the share, names in a dictionary, lists
def best_output(name, p, q):
    share = p / (p + q)
    answers = {
        "hinge": [1 if s > 0.5 else -1 for s in share],
        "least_squares": list(share),
        "non_saturating": list(np.log(share / (1 - share))),
    }
    if name not in answers:
        raise ValueError(f"{name} has no best output")
    return answers[name]

# %% best_output | right | SciPy's search, place by place
from scipy.optimize import minimize_scalar

def best_output(name, p, q):
    if name == "non_saturating":
        cost = lambda o, a, b: a * np.logaddexp(0, -o) + b * np.logaddexp(0, o)
    elif name == "least_squares":
        cost = lambda o, a, b: a * (o - 1) ** 2 + b * o**2
    elif name == "hinge":
        cost = lambda o, a, b: a * max(0, 1 - o) + b * max(0, 1 + o)
    else:
        raise ValueError(name)
    return np.array(
        [
            minimize_scalar(cost, bounds=(-60, 60), args=(a, b), method="bounded", options={"xatol": 1e-7}).x
            for a, b in zip(p / (p + q), q / (p + q))
        ]
    )

# %% best_output | wrong | the probability for the cross-entropy, not its logit
def best_output(name, p, q):
    if name in ("non_saturating", "least_squares"):
        return p / (p + q)
    if name == "hinge":
        return np.where(p > q, 1.0, -1.0)
    raise ValueError(name)

# %% best_output | wrong | least squares from -1 to 1
def best_output(name, p, q):
    if name == "non_saturating":
        return np.log(p / q)
    if name == "least_squares":
        return (p - q) / (p + q)
    if name == "hinge":
        return np.sign(p - q)
    raise ValueError(name)

# %% best_output | wrong | hinge graded between its margins
def best_output(name, p, q):
    if name == "non_saturating":
        return np.log(p / q)
    if name == "least_squares":
        return p / (p + q)
    if name == "hinge":
        return np.clip(np.log(p / q), -1, 1)
    raise ValueError(name)

# %% best_output | wrong | hinge says 0 where generated images prevail
def best_output(name, p, q):
    if name == "non_saturating":
        return np.log(p / q)
    if name == "least_squares":
        return p / (p + q)
    if name == "hinge":
        return (p > q).astype(float)
    raise ValueError(name)

# %% best_output | wrong | an answer for Wasserstein
def best_output(name, p, q):
    if name == "non_saturating":
        return np.log(p / q)
    if name == "least_squares":
        return p / (p + q)
    if name == "hinge":
        return np.where(p > q, 1.0, -1.0)
    if name == "wasserstein":
        return np.where(p > q, np.inf, -np.inf)
    raise ValueError(name)

# %% best_output | wrong | takes p for the probability (q = 1 - p)
def best_output(name, p, q):
    if name == "non_saturating":
        return np.log(p / q)
    if name == "least_squares":
        return p
    if name == "hinge":
        return np.where(p > 0.5, 1.0, -1.0)
    raise ValueError(name)

# %% best_output | wrong | a grid from -10 to 10; passes the visible test
def best_output(name, p, q):
    grid = np.linspace(-10, 10, 20001)[:, None]
    if name == "non_saturating":
        cost = p * np.logaddexp(0, -grid) + q * np.logaddexp(0, grid)
    elif name == "least_squares":
        cost = p * (grid - 1) ** 2 + q * grid**2
    elif name == "hinge":
        cost = p * np.maximum(0, 1 - grid) + q * np.maximum(0, 1 + grid)
    else:
        raise ValueError(name)
    return grid[cost.argmin(axis=0), 0]

# %% best_output | wrong | a share kept away from 0 and 1; passes the visible test
def best_output(name, p, q):
    share = np.clip(p / (p + q), 1e-7, 1 - 1e-7)
    if name == "non_saturating":
        return np.log(share / (1 - share))
    if name == "least_squares":
        return share
    if name == "hinge":
        return np.where(share > 0.5, 1.0, -1.0)
    raise ValueError(name)

# %% best_output | wrong | an answer for minimax, which is not one of the three; passes the visible test
def best_output(name, p, q):
    if name in ("non_saturating", "minimax"):
        return np.log(p / q)
    if name == "least_squares":
        return p / (p + q)
    if name == "hinge":
        return np.sign(p - q)
    raise ValueError(name)

# %% best_output | wrong | names in any case; passes the visible test
def best_output(name, p, q):
    name = name.lower().strip()
    if name == "non_saturating":
        return np.log(p / q)
    if name == "least_squares":
        return p / (p + q)
    if name == "hinge":
        return np.sign(p - q)
    raise ValueError(name)

# %% best_output | wrong | a KeyError for Wasserstein; passes the visible test
def best_output(name, p, q):
    return {"non_saturating": np.log(p / q), "least_squares": p / (p + q), "hinge": np.sign(p - q)}[name]

# %% far_ahead | right | formula, numbers read off
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    slope = -sigma if loss == "minimax" else -(1 - sigma)
    return np.abs(slope * w).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | right | differences of the loss, statements tested in code
def pull(loss, w, b, x):
    def losses(at):
        o = w * at + b
        return -np.logaddexp(0, o) if loss == "minimax" else np.logaddexp(0, -o)

    h = 1e-5
    return float(np.mean(np.abs((losses(x + h) - losses(x - h)) / (2 * h))))

players = [trained(stage) for stage in stages]
table = {
    "minimax": [pull("minimax", *player, fake_x) for player in players],
    "non_saturating": [pull("non_saturating", *player, fake_x) for player in players],
}
m, n = np.array(table["minimax"]), np.array(table["non_saturating"])
last_w, last_b = players[-1]
left = pull("non_saturating", last_w, last_b, np.array([fake_x.min()]))
right = pull("non_saturating", last_w, last_b, np.array([fake_x.max()]))
truth = {
    "a": (np.diff(m) < 0).all(),
    "b": m[-1] < m[1] / 20,
    "c": (np.diff(n) > 0).all(),
    "d": abs(last_w) < abs(players[1][0]),
    "e": left < right / 2,
    "f": (m < n).all(),
}
holds = {letter for letter, true in truth.items() if true}

# %% far_ahead | right | loop over points with math, |w| taken out, other names of variables
import math

def pull(loss, w, b, x):
    total = 0.0
    for point in x:
        o = w * float(point) + b
        sigma = 0.5 * (1 + math.tanh(o / 2))
        if loss == "minimax":
            total += sigma
        elif loss == "non_saturating":
            total += 1 - sigma
        else:
            raise ValueError(loss)
    return abs(w) * total / len(x)

table = {"minimax": [], "non_saturating": []}
for stage in stages:
    w_now, b_now = trained(stage)
    for key in table:
        table[key].append(pull(key, w_now, b_now, fake_x))
holds = set("fcb")

# %% far_ahead | right | TensorFlow's tape, tensors and tuples, each statement from the table
import tensorflow as tf

def slopes(loss, w, b, x):
    at = tf.Variable(np.array(x, "float64"))
    with tf.GradientTape() as tape:
        o = float(w) * at + float(b)
        value = tf.reduce_sum(-tf.nn.softplus(o) if loss == "minimax" else tf.nn.softplus(-o))
    return tape.gradient(value, at).numpy()

def pull(loss, w, b, x):
    return tf.reduce_mean(tf.abs(slopes(loss, w, b, x)))

ds = [trained(stage) for stage in stages]
table = {loss: tuple(pull(loss, *d, fake_x) for d in ds) for loss in ("non_saturating", "minimax")}
small, large = (np.array(table[loss], float) for loss in ("minimax", "non_saturating"))
each = np.abs(slopes("non_saturating", *ds[-1], fake_x))[np.argsort(fake_x)]
holds = []
if all(small[i + 1] < small[i] for i in range(4)):
    holds.append("a")
if 20 * small[4] < small[1]:
    holds.append("b")
if all(large[i + 1] > large[i] for i in range(4)):
    holds.append("c")
if ds[4][0] < min(w for w, _ in ds[:4]):
    holds.append("d")
if 2 * each[0] < each[-1]:
    holds.append("e")
if all(a < b for a, b in zip(small, large)):
    holds.append("f")

# %% far_ahead | wrong | the two losses swapped
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    slope = 1 - sigma if loss == "minimax" else sigma
    return np.abs(slope * w).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | wrong | derivative by the output, w forgotten
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    return np.abs(sigma if loss == "minimax" else 1 - sigma).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"a", "b", "c", "f"}

# %% far_ahead | wrong | w without its absolute value
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    return w * np.abs(sigma if loss == "minimax" else 1 - sigma).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | wrong | slope at the mean point instead of the mean slope
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * np.mean(x) + b)))
    return abs(w * (sigma if loss == "minimax" else 1 - sigma))

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | wrong | forgets b
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-w * x))
    slope = -sigma if loss == "minimax" else sigma - 1
    return np.abs(slope * w).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | wrong | table of the real points
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    slope = -sigma if loss == "minimax" else sigma - 1
    return np.abs(slope * w).mean()

table = {
    name: [pull(name, *trained(stage), real_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | wrong | believes that a falling pull means a small w, and falls from the start
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    slope = -sigma if loss == "minimax" else sigma - 1
    return np.abs(slope * w).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"a", "b", "c", "d", "f"}

# %% far_ahead | wrong | everything right but f left out
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    slope = -sigma if loss == "minimax" else sigma - 1
    return np.abs(slope * w).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c"}

# %% far_ahead | wrong | the visible example's number; passes the visible test
def pull(loss, w, b, x):
    return abs(w) / 2

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | wrong | other stages; the last one comes too early
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    return np.abs((-sigma if loss == "minimax" else sigma - 1) * w).mean()

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in (0, 10, 100, 1000, 2000)]
    for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}

# %% far_ahead | wrong | a mean of squares under a root; passes the visible test
def pull(loss, w, b, x):
    sigma = 1 / (1 + np.exp(-(w * x + b)))
    return np.sqrt((((sigma if loss == "minimax" else 1 - sigma) * w) ** 2).mean())

table = {
    name: [pull(name, *trained(stage), fake_x) for stage in stages] for name in ("minimax", "non_saturating")
}
holds = {"b", "c", "f"}
