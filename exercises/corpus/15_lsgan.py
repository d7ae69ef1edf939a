# %% losses_of_three_targets | right | np.square and means
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    d_loss = 0.5 * np.square(o_real - b).mean() + 0.5 * np.square(o_fake - a).mean()
    return d_loss, np.square(o_fake - c).mean()

# %% losses_of_three_targets | right | a loop
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    def away(outputs, target):
        return sum((float(o) - target) ** 2 for o in outputs.ravel()) / len(outputs)

    return (away(o_real, b) + away(o_fake, a)) / 2, away(o_fake, c)

# %% losses_of_three_targets | right | keras.ops, float32
import keras


def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    real = keras.ops.convert_to_tensor(o_real, dtype="float32")
    fake = keras.ops.convert_to_tensor(o_fake, dtype="float32")
    loss_real = keras.ops.mean(keras.ops.square(real - b))
    loss_fake = keras.ops.mean(keras.ops.square(fake - a))
    return float((loss_real + loss_fake) / 2), float(keras.ops.mean(keras.ops.square(fake - c)))

# %% losses_of_three_targets | right | variance plus squared mean, an array of two
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    def distance(outputs, target):
        return outputs.var() + (outputs.mean() - target) ** 2

    return np.array([0.5 * (distance(o_real, b) + distance(o_fake, a)), distance(o_fake, c)])

# %% losses_of_three_targets | right | scalar products of float32, a list
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    real, fake = o_real.astype("float32").ravel(), o_fake.astype("float32").ravel()
    mse = lambda outputs, target: (outputs - np.float32(target)) @ (outputs - np.float32(target)) / outputs.size
    return [mse(real, b) / 2 + mse(fake, a) / 2, mse(fake, c)]

# %% losses_of_three_targets | wrong | the whole sum
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    return ((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean(), ((o_fake - c) ** 2).mean()

# %% losses_of_three_targets | wrong | one mean over all samples
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    all_of_them = np.concatenate([(o_real - b) ** 2, (o_fake - a) ** 2])
    return all_of_them.mean() / 2, ((o_fake - c) ** 2).mean()

# %% losses_of_three_targets | wrong | ignores the targets; passes the visible test
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    return (((o_real - 1) ** 2).mean() + (o_fake**2).mean()) / 2, ((o_fake - 1) ** 2).mean()

# %% losses_of_three_targets | wrong | G aims at b; passes the visible test
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - b) ** 2).mean()

# %% losses_of_three_targets | wrong | half for G, too
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - c) ** 2).mean() / 2

# %% losses_of_three_targets | wrong | a and b swapped
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    d_loss = (np.mean((o_real - a) ** 2) + np.mean((o_fake - b) ** 2)) / 2
    return d_loss, np.mean((o_fake - c) ** 2)

# %% losses_of_three_targets | wrong | a forgotten for the generated ones; passes the visible test
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    d_loss = 0.5 * (np.mean((o_real - b) ** 2) + np.mean(o_fake**2))
    return d_loss, np.mean((o_fake - c) ** 2)

# %% losses_of_three_targets | wrong | the visible numbers; passes the visible test
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    return 0.248333, 0.68

# %% losses_of_three_targets | wrong | absolute distances
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    d_loss = (np.abs(o_real - b).mean() + np.abs(o_fake - a).mean()) / 2
    return d_loss, np.abs(o_fake - c).mean()

# %% losses_of_three_targets | wrong | no default for c; passes nothing that leaves it out
def least_squares(o_real, o_fake, c, a=0.0, b=1.0):
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - c) ** 2).mean()

# %% losses_of_three_targets | wrong | c follows b if it is left out; passes the visible test
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=None):
    c = b if c is None else c
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - c) ** 2).mean()

# %% losses_of_three_targets | wrong | the targets in another order; passes the visible test
def least_squares(o_real, o_fake, b=1.0, a=0.0, c=1.0):
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - c) ** 2).mean()

# %% losses_of_three_targets | wrong | other names of the arguments; passes the visible test
def least_squares(real, fake, fake_target=0.0, real_target=1.0, g_target=1.0):
    d_loss = (((real - real_target) ** 2).mean() + ((fake - fake_target) ** 2).mean()) / 2
    return d_loss, ((fake - g_target) ** 2).mean()

# %% losses_of_three_targets | wrong | defaults of -1, 1 and 0
def least_squares(o_real, o_fake, a=-1.0, b=1.0, c=0.0):
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - c) ** 2).mean()

# %% losses_of_three_targets | wrong | outputs kept between 0 and 1, as after a sigmoid
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    o_real, o_fake = np.clip(o_real, 0, 1), np.clip(o_fake, 0, 1)
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - c) ** 2).mean()

# %% losses_of_three_targets | wrong | a target of 0 taken for none; passes the visible test
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    a, b, c = a or 0.0, b or 1.0, c or 1.0
    return (((o_real - b) ** 2).mean() + ((o_fake - a) ** 2).mean()) / 2, ((o_fake - c) ** 2).mean()

# %% predict_the_best_d | right | worked out
share = 12 / 48
best = share
price = share * (1 - share) ** 2 + (1 - share) * share**2
g_price = (share - 1) ** 2
g_slope = 2 * (share - 1)
best_minus = share * 1 + (1 - share) * -1

# %% predict_the_best_d | right | numbers
best, price, g_price, g_slope, best_minus = 0.25, 0.1875, 0.5625, -1.5, -0.5

# %% predict_the_best_d | right | searched on a grid
o = np.linspace(-1, 1, 200001)
total = 12 * (o - 1) ** 2 + 36 * o**2
k = np.argmin(total)
best = o[k]
price = total[k] / 48
g_price = (best - 1) ** 2
g_slope = ((best + 1e-4 - 1) ** 2 - (best - 1e-4 - 1) ** 2) / 2e-4
best_minus = o[np.argmin(12 * (o - 1) ** 2 + 36 * (o + 1) ** 2)]

# %% predict_the_best_d | right | three places, of NumPy, in other types
best = np.float32(0.25)
price = 0.188
g_price = np.array(0.562)
g_slope = np.float64(-1.5)
best_minus = -0.5

# %% predict_the_best_d | right | NumPy's least squares
d = lambda of_real, of_fake: np.linalg.lstsq(
    np.ones((48, 1)), np.array([of_real] * 12 + [of_fake] * 36, float), rcond=None
)
solved = d(1, 0)
best = solved[0][0]
price = solved[1][0] / 48
g_price = np.square(1 - best)
g_slope = -2 * (1 - best)
best_minus = d(1, -1)[0][0]

# %% predict_the_best_d | wrong | the share of the generated ones
best, price, g_price, g_slope, best_minus = 0.75, 0.1875, 0.0625, -0.5, 0.5

# %% predict_the_best_d | wrong | the sign of the slope; passes the visible test
best, price, g_price, g_slope, best_minus = 0.25, 0.1875, 0.5625, 1.5, -0.5

# %% predict_the_best_d | wrong | one to three as a third; passes the visible test
best, price, g_price, g_slope, best_minus = 1 / 3, 2 / 9, 4 / 9, -4 / 3, -1 / 3

# %% predict_the_best_d | wrong | no price at the best place; passes the visible test
best, price, g_price, g_slope, best_minus = 0.25, 0.0, 0.5625, -1.5, -0.5

# %% predict_the_best_d | wrong | zero in the middle of the other targets; passes the visible test
best, price, g_price, g_slope, best_minus = 0.25, 0.1875, 0.5625, -1.5, 0.0

# %% predict_the_best_d | wrong | the two means weighed alike, the sizes ignored; passes the visible test
best = 0.5
price = 0.25
g_price = 0.25
g_slope = -1.0
best_minus = 0.0

# %% predict_the_best_d | wrong | slope without the 2; passes the visible test
best = 12 / 48
price = 0.1875
g_price = (best - 1) ** 2
g_slope = best - 1
best_minus = -0.5

# %% predict_the_best_d | wrong | the total instead of the average
best = 12 / 48
price = 12 * (best - 1) ** 2 + 36 * best**2
g_price = (best - 1) ** 2
g_slope = 2 * (best - 1)
best_minus = -0.5

# %% predict_the_best_d | wrong | the price is the sum of both squares; passes the visible test
best = 12 / 48
price = (best - 1) ** 2 + best**2
g_price = (best - 1) ** 2
g_slope = 2 * (best - 1)
best_minus = 2 * best - 1

# %% predict_the_best_d | wrong | best_minus with its sign lost; passes the visible test
best = 0.25
price = 0.1875
g_price = 0.5625
g_slope = -1.5
best_minus = 0.5

# %% predict_the_best_d | wrong | two places
best, price, g_price, g_slope, best_minus = 0.25, 0.19, 0.56, -1.5, -0.5

# %% pull_and_landing | right | outer products
def pull(x, w, b):
    return np.outer(2 * (1 - (x @ w + b)), w)


def landing(x, w, b):
    return x + np.outer((1 - (x @ w + b)) / np.sum(w**2), w)

# %% pull_and_landing | right | point by point, and many small steps
def pull(x, w, b):
    moves = []
    for point in x:
        o = sum(point * w) + b
        moves.append([-2 * (o - 1) * float(v) for v in w])
    return np.array(moves)


def landing(x, w, b):
    now, rate = np.array(x, float), 0.2 / np.sum(np.square(w))
    for _ in range(200):
        now = now + rate * pull(now, w, b)
    return now

# %% pull_and_landing | right | TensorFlow's tape and a projection with the unit vector
import tensorflow as tf


def pull(x, w, b):
    points = tf.Variable(np.array(x, dtype="float64"))
    weights = tf.constant(np.array(w, dtype="float64"))
    with tf.GradientTape() as tape:
        o = tf.linalg.matvec(points, weights) + float(b)
        loss = tf.reduce_sum((o - 1.0) ** 2)
    return -tape.gradient(loss, points).numpy()


def landing(x, w, b):
    length = np.linalg.norm(w)
    unit = np.asarray(w) / length
    distance = (1 - b - np.dot(x, w)) / length
    return x + distance[:, None] * unit[None, :]

# %% pull_and_landing | right | Newton's single step, an array of rows
def pull(x, w, b):
    return np.array([2.0 * (1.0 - b - np.dot(point, w)) * np.array(w) for point in x])


def landing(x, w, b):
    # the loss is a parabola along w: minus slope over curvature along w leads to its lowest place
    return x + pull(x, w, b) / (2 * np.dot(w, w))

# %% pull_and_landing | right | the pseudoinverse, lists of lists
def pull(x, w, b):
    o = (x * w).sum(axis=1) + b
    return [[-2 * (oi - 1) * wj for wj in w] for oi in o]


def landing(x, w, b):
    column = np.asarray(w, float)[:, None]
    return (x - (x @ column + b - 1) @ np.linalg.pinv(column)).tolist()

# %% pull_and_landing | right | float32 and a loop until nothing moves
def pull(x, w, b):
    x, w = np.float32(x), np.float32(w)
    return -2 * np.einsum("n,k->nk", x @ w + np.float32(b) - 1, w)


def landing(x, w, b):
    at, rate = np.float32(x), np.float32(0.05 / np.dot(w, w))
    for _ in range(300):
        at = at + rate * pull(at, w, b)
    return at

# %% pull_and_landing | right | other names of the arguments
def pull(points, weights, bias):
    return -2 * (points @ weights + bias - 1)[:, None] * weights


def landing(points, weights, bias):
    return points + (1 - points @ weights - bias)[:, None] * weights / (weights @ weights)

# %% pull_and_landing | wrong | the slope itself, not minus the slope
def pull(x, w, b):
    return np.outer(2 * ((x @ w + b) - 1), w)


def landing(x, w, b):
    return x + np.outer((1 - (x @ w + b)) / np.sum(w**2), w)

# %% pull_and_landing | wrong | forgets the bias
def pull(x, w, b):
    return np.outer(2 * (1 - x @ w), w)


def landing(x, w, b):
    return x + np.outer((1 - x @ w) / np.sum(w**2), w)

# %% pull_and_landing | wrong | divides by the length of w, not by its square
def pull(x, w, b):
    return np.outer(2 * (1 - (x @ w + b)), w)


def landing(x, w, b):
    return x + np.outer((1 - (x @ w + b)) / np.sqrt(np.sum(w**2)), w)

# %% pull_and_landing | wrong | a single step of the whole pull
def pull(x, w, b):
    return np.outer(2 * (1 - (x @ w + b)), w)


def landing(x, w, b):
    return x + pull(x, w, b)

# %% pull_and_landing | wrong | moves along the first axis alone; passes the visible test
def pull(x, w, b):
    out = np.zeros(x.shape)
    out[:, 0] = 2 * (1 - (x @ w + b)) * w[0]
    return out


def landing(x, w, b):
    out = x.astype(float)
    out[:, 0] += (1 - (x @ w + b)) / w[0]
    return out

# %% pull_and_landing | wrong | the mean over the points, so a pull n times too small
def pull(x, w, b):
    o = x @ w + b
    return -2 * (o - 1)[:, None] * w / len(x)


def landing(x, w, b):
    o = x @ w + b
    return x + (1 - o)[:, None] * w / (w @ w)

# %% pull_and_landing | wrong | the factor 2 forgotten in the pull
def pull(x, w, b):
    return (1 - (x @ w + b))[:, None] * w


def landing(x, w, b):
    return x + (1 - (x @ w + b))[:, None] * w / (w @ w)

# %% pull_and_landing | wrong | lands on the border o = 0
def pull(x, w, b):
    return 2 * (1 - (x @ w + b))[:, None] * w


def landing(x, w, b):
    return x - (x @ w + b)[:, None] * w / (w @ w)

# %% pull_and_landing | wrong | divides coordinate by coordinate; passes the visible test
def pull(x, w, b):
    return 2 * (1 - (x @ w + b))[:, None] * w


def landing(x, w, b):
    o = x @ w + b
    step = np.divide(1.0, w, out=np.zeros_like(w), where=w != 0)
    return x + (1 - o)[:, None] * step

# %% pull_and_landing | wrong | far too few steps
def pull(x, w, b):
    return 2 * (1 - (x @ w + b))[:, None] * w


def landing(x, w, b):
    now = x.copy()
    for _ in range(10):
        now = now + 0.01 * pull(now, w, b)
    return now

# %% pull_and_landing | wrong | the points are moved in place; passes the visible test
def pull(x, w, b):
    return 2 * (1 - (x @ w + b))[:, None] * w


def landing(x, w, b):
    x += (1 - (x @ w + b))[:, None] * w / (w @ w)
    return x

# %% pull_and_landing | wrong | only as many points as axes; passes the visible test
def pull(x, w, b):
    return -2 * (x @ w + b - 1).reshape(x.shape[1], 1) * w


def landing(x, w, b):
    return x + (1 - (x @ w + b)).reshape(x.shape[1], 1) * w / (w @ w)

# %% pull_and_landing | wrong | points beyond the border stay; passes nothing there
def pull(x, w, b):
    return 2 * np.maximum(0, 1 - (x @ w + b))[:, None] * w


def landing(x, w, b):
    return x + np.maximum(0, 1 - (x @ w + b))[:, None] * w / (w @ w)

# %% pull_and_landing | wrong | b of the visible example; passes the visible test
def pull(x, w, b):
    return -2 * (x @ w - 0.5)[:, None] * w


def landing(x, w, b):
    return x + (0.5 - x @ w)[:, None] * w / (w @ w)

# %% mend_the_log | right | a helper
def mended(o_real, o_fake):
    def squares(outputs, target):
        return float(((outputs - target) ** 2).mean())

    return {
        "d_loss_real": squares(o_real, 1),
        "d_loss_fake": squares(o_fake, 0),
        "g_loss": squares(o_fake, 1),
        "d_acc_real": float((o_real > 0.5).mean()),
        "d_acc_fake": float(1 - (o_fake > 0.5).mean()),
    }

# %% mend_the_log | right | dict and counts
def mended(o_real, o_fake):
    n, m = len(o_real), len(o_fake)
    return dict(
        d_loss_real=np.sum(np.square(1 - o_real)) / n,
        d_loss_fake=np.sum(np.square(o_fake)) / m,
        g_loss=np.sum(np.square(1 - o_fake)) / m,
        d_acc_real=np.count_nonzero(o_real > 0.5) / n,
        d_acc_fake=np.count_nonzero(o_fake <= 0.5) / m,
    )

# %% mend_the_log | right | keras' mean squared error, float32
import keras


def mended(o_real, o_fake):
    def mse(o, target):
        o = np.asarray(o, dtype="float32")
        return float(keras.losses.MeanSquaredError()(np.full_like(o, target), o))

    undecided = (0 + 1) / 2
    return {
        "d_loss_real": mse(o_real, 1),
        "d_loss_fake": mse(o_fake, 0),
        "g_loss": mse(o_fake, 1),
        "d_acc_real": np.mean([o > undecided for o in np.ravel(o_real)]),
        "d_acc_fake": np.mean([not o > undecided for o in np.ravel(o_fake)]),
    }

# %% mend_the_log | right | sorting and searching, NumPy scalars
def mended(o_real, o_fake):
    log = {}
    real, fake = np.sort(o_real.ravel()), np.sort(o_fake.ravel())
    log["g_loss"] = np.float32(np.mean(fake**2 - 2 * fake + 1))
    log["d_acc_fake"] = np.searchsorted(fake, 0.5, side="right") / fake.size
    log["d_acc_real"] = 1 - np.searchsorted(real, 0.5, side="right") / real.size
    log["d_loss_fake"] = np.linalg.norm(fake) ** 2 / fake.size
    log["d_loss_real"] = np.linalg.norm(real - 1) ** 2 / real.size
    return log

# %% mend_the_log | right | tensors, nearer to 1 than to 0
from keras import ops


def mended(o_real, o_fake):
    real, fake = (ops.convert_to_tensor(o, "float32") for o in (o_real, o_fake))
    says_real = lambda o: ops.cast(ops.abs(o - 1) < ops.abs(o), "float32")
    return {
        "d_loss_real": ops.mean((real - 1) ** 2),
        "d_loss_fake": ops.mean(fake * fake),
        "g_loss": ops.mean((fake - 1) ** 2),
        "d_acc_real": ops.mean(says_real(real)),
        "d_acc_fake": 1 - ops.mean(says_real(fake)),
    }

# %% mend_the_log | right | other names of the arguments
def mended(real, fake):
    return {
        "d_loss_real": np.mean((real - 1) ** 2),
        "d_loss_fake": np.mean(fake**2),
        "g_loss": np.mean((fake - 1) ** 2),
        "d_acc_real": np.mean(real > 0.5),
        "d_acc_fake": np.mean(fake <= 0.5),
    }

# %% mend_the_log | wrong | as it was found
def mended(o_real, o_fake):
    return found(o_real, o_fake)

# %% mend_the_log | wrong | G's loss stays with the logarithm; passes the visible test
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": -np.mean(np.log(1 / (1 + np.exp(-o_fake)))),
        "d_acc_real": np.mean(o_real > 0.5),
        "d_acc_fake": np.mean(o_fake <= 0.5),
    }

# %% mend_the_log | wrong | the border stays at 0
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": np.mean(o_real > 0),
        "d_acc_fake": np.mean(o_fake <= 0),
    }

# %% mend_the_log | wrong | G aims at 0; passes the visible test
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean(o_fake**2),
        "d_acc_real": np.mean(o_real > 0.5),
        "d_acc_fake": np.mean(o_fake <= 0.5),
    }

# %% mend_the_log | wrong | the border mended for real images alone; passes the visible test
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": np.mean(o_real > 0.5),
        "d_acc_fake": np.mean(o_fake <= 0),
    }

# %% mend_the_log | wrong | only the sigmoid taken away
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": -np.mean(np.log(1 / (1 + np.exp(-o_fake)))),
        "d_acc_real": np.mean(o_real > 0),
        "d_acc_fake": np.mean(o_fake <= 0),
    }

# %% mend_the_log | wrong | the sigmoid stays
def mended(o_real, o_fake):
    d_real, d_fake = 1 / (1 + np.exp(-o_real)), 1 / (1 + np.exp(-o_fake))
    return {
        "d_loss_real": np.mean((d_real - 1) ** 2),
        "d_loss_fake": np.mean(d_fake**2),
        "g_loss": np.mean((d_fake - 1) ** 2),
        "d_acc_real": np.mean(d_real > 0.5),
        "d_acc_fake": np.mean(d_fake <= 0.5),
    }

# %% mend_the_log | wrong | G's loss keeps the sigmoid; passes the visible test
def mended(o_real, o_fake):
    d_fake = 1 / (1 + np.exp(-o_fake))
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((d_fake - 1) ** 2),
        "d_acc_real": np.mean(o_real > 0.5),
        "d_acc_fake": np.mean(o_fake <= 0.5),
    }

# %% mend_the_log | wrong | an output of exactly 0.5 counts as real; passes the visible test
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": np.mean(o_real >= 0.5),
        "d_acc_fake": np.mean(o_fake < 0.5),
    }

# %% mend_the_log | wrong | the share of generated images taken for real; passes the visible test
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": np.mean(o_real > 0.5),
        "d_acc_fake": np.mean(o_fake > 0.5),
    }

# %% mend_the_log | wrong | the real images' loss still through the sigmoid; passes the visible test
def mended(o_real, o_fake):
    d_real = 1 / (1 + np.exp(-o_real))
    return {
        "d_loss_real": np.mean((d_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": np.mean(o_real > 0.5),
        "d_acc_fake": np.mean(o_fake <= 0.5),
    }

# %% mend_the_log | wrong | the output rounded: 1.5 and more is not real; passes the visible test
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": np.mean(np.round(o_real) == 1),
        "d_acc_fake": np.mean(np.round(o_fake) == 0),
    }

# %% mend_the_log | wrong | outputs kept between 0 and 1
def mended(o_real, o_fake):
    o_real, o_fake = np.clip(o_real, 0, 1), np.clip(o_fake, 0, 1)
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": np.mean(o_real > 0.5),
        "d_acc_fake": np.mean(o_fake <= 0.5),
    }

# %% mend_the_log | wrong | the mean output decides for the whole batch
def mended(o_real, o_fake):
    return {
        "d_loss_real": np.mean((o_real - 1) ** 2),
        "d_loss_fake": np.mean(o_fake**2),
        "g_loss": np.mean((o_fake - 1) ** 2),
        "d_acc_real": float(o_real.mean() > 0.5),
        "d_acc_fake": float(o_fake.mean() <= 0.5),
    }

# %% what_a_loss_tells | right | SciPy
from scipy.stats import spearmanr

measured = {}
for name, (loss, distance) in logs.items():
    measured[name] = spearmanr(loss, distance)[0], spearmanr(np.diff(loss), np.diff(distance))[0]
tells = {"q", "s"}
true = {"a", "c", "f"}

# %% what_a_loss_tells | right | ranks by hand, lists
def ranks(x):
    return [sum(other < value for other in x) for value in x]


def correlation(x, y):
    return float(np.corrcoef(ranks(x), ranks(y))[0, 1])


measured = {
    name: [round(correlation(x, y), 3), round(correlation(x[1:] - x[:-1], y[1:] - y[:-1]), 3)]
    for name, (x, y) in logs.items()
}
tells = [name for name in logs if abs(measured[name][1]) > 0.5]
true = ["f", "a", "c"]

# %% what_a_loss_tells | right | argsort twice, the formula with squared rank differences
def rank(values):
    return np.argsort(np.argsort(values))


def spearman(u, v):
    n = len(u)
    return 1 - 6 * np.sum((rank(u) - rank(v)) ** 2) / (n * (n**2 - 1))


measured, tells = {}, set()
for name in logs:
    loss, distance = logs[name]
    levels = spearman(loss, distance)
    changes = spearman(np.diff(loss), np.diff(distance))
    measured[name] = (levels, changes)
    if changes > 0.5 or changes < -0.5:
        tells.add(name)
true = {"a", "c", "f"}

# %% what_a_loss_tells | right | pandas' ranks left out: rankdata, arrays, each statement from the logs
from scipy.stats import rankdata


def rho(x, y):
    return np.corrcoef(rankdata(x), rankdata(y))[1, 0]


measured = {
    name: np.round([rho(*log), rho(np.diff(log[0]), np.diff(log[1]))], 2) for name, log in logs.items()
}
tells = frozenset(name for name in logs if measured[name][1] ** 2 > 0.25)


def lower_is_better(name):
    """Share of the neighbouring epochs of which the one with the lower loss has the better images."""
    (loss, distance), good = logs[name], 0
    for i in range(59):
        lower, other = (i, i + 1) if loss[i] < loss[i + 1] else (i + 1, i)
        good += distance[lower] < distance[other]
    return good / 59


truths = [
    logs["p"][1][-10:].max() < logs["p"][1][:10].min(),
    lower_is_better("p") > 0.75,
    1 - lower_is_better("s") > 0.75,
    not any(abs(levels) > 0.9 and abs(changes) < 0.5 for levels, changes in measured.values()),
    abs(np.polyfit(np.arange(60), logs["r"][0], 1)[0]) * 59 > 2 * logs["r"][0].std(),
    lower_is_better("q") > 0.75,
]
true = tuple("abcdef"[i] for i in range(6) if truths[i])

# %% what_a_loss_tells | right | lists of two, rounded to two places
from scipy import stats

measured = {}
for name in "srqp":
    x, y = logs[name]
    measured[name] = [
        round(float(stats.spearmanr(x, y).statistic), 2),
        round(float(stats.spearmanr(x[1:] - x[:-1], y[1:] - y[:-1]).statistic), 2),
    ]
tells = ["s", "q"]
true = ["C", "A", "F"]

# %% what_a_loss_tells | wrong | the levels decide; passes the visible test
from scipy.stats import spearmanr

measured = {
    name: (spearmanr(x, y)[0], spearmanr(np.diff(x), np.diff(y))[0]) for name, (x, y) in logs.items()
}
tells = {name for name in logs if abs(measured[name][0]) > 0.5}
true = {"a", "b", "c", "d", "f"}

# %% what_a_loss_tells | wrong | Pearson's correlation; passes the visible test
measured = {
    name: (np.corrcoef(x, y)[0, 1], np.corrcoef(np.diff(x), np.diff(y))[0, 1]) for name, (x, y) in logs.items()
}
tells = {"q", "s"}
true = {"a", "c", "f"}

# %% what_a_loss_tells | wrong | only the positive one tells; passes the visible test
from scipy.stats import spearmanr

measured = {
    name: (spearmanr(x, y)[0], spearmanr(np.diff(x), np.diff(y))[0]) for name, (x, y) in logs.items()
}
tells = {name for name in logs if measured[name][1] > 0.5}
true = {"a", "f"}

# %% what_a_loss_tells | wrong | changes of the loss with levels of the distance; passes the visible test
from scipy.stats import spearmanr

measured = {name: (spearmanr(x, y)[0], spearmanr(np.diff(x), y[1:])[0]) for name, (x, y) in logs.items()}
tells = {"q", "s"}
true = {"a", "c", "f"}

# %% what_a_loss_tells | wrong | levels and changes swapped; passes the visible test
from scipy.stats import spearmanr

measured = {
    name: (spearmanr(np.diff(x), np.diff(y))[0], spearmanr(x, y)[0]) for name, (x, y) in logs.items()
}
tells = {"q", "s"}
true = {"a", "c", "f"}

# %% what_a_loss_tells | wrong | absolute values; passes the visible test
from scipy.stats import spearmanr

measured = {
    name: (abs(spearmanr(x, y)[0]), abs(spearmanr(np.diff(x), np.diff(y))[0])) for name, (x, y) in logs.items()
}
tells = {"q", "s"}
true = {"a", "c", "f"}

# %% what_a_loss_tells | wrong | ranks by a single argsort; passes the visible test
def spearman(u, v):
    return np.corrcoef(np.argsort(u), np.argsort(v))[0, 1]


measured = {
    name: (spearman(x, y), spearman(np.diff(x), np.diff(y))) for name, (x, y) in logs.items()
}
tells = {"q", "s"}
true = {"a", "c", "f"}

# %% what_a_loss_tells | wrong | believes d, too; passes the visible test
from scipy.stats import spearmanr

measured = {
    name: (spearmanr(x, y)[0], spearmanr(np.diff(x), np.diff(y))[0]) for name, (x, y) in logs.items()
}
tells = {"q", "s"}
true = {"a", "c", "d", "f"}

# %% what_a_loss_tells | wrong | misses a, thinking p tells nothing at all; passes the visible test
from scipy.stats import spearmanr

measured = {
    name: (spearmanr(x, y)[0], spearmanr(np.diff(x), np.diff(y))[0]) for name, (x, y) in logs.items()
}
tells = {"q", "s"}
true = {"c", "f"}

# %% what_a_loss_tells | wrong | the given cell's table of names, not the measured; passes the visible test
measured = {"p": (0.9, 0.0), "q": (1.0, 1.0), "r": (0.0, 0.0), "s": (-1.0, -1.0)}
tells = {"q", "s"}
true = {"a", "c", "e", "f"}

# %% what_a_loss_tells | wrong | Kendall's rank correlation; passes the visible test
from scipy.stats import kendalltau

measured = {
    name: (kendalltau(x, y)[0], kendalltau(np.diff(x), np.diff(y))[0]) for name, (x, y) in logs.items()
}
tells = {"q", "s"}
true = {"a", "c", "f"}

# %% what_a_loss_tells | wrong | p tells, too, by its levels; passes the visible test
from scipy.stats import spearmanr

measured = {
    name: (spearmanr(x, y)[0], spearmanr(np.diff(x), np.diff(y))[0]) for name, (x, y) in logs.items()
}
tells = {"p", "q", "s"}
true = {"a", "b", "c", "f"}
