# %% losses_of_three_targets | right | np.square and means
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    d_loss = 0.5 * np.square(o_real - b).mean() + 0.5 * np.square(o_fake - a).mean()
    return d_loss, np.square(o_fake - c).mean()

# %% losses_of_three_targets | right | a loop
def least_squares(o_real, o_fake, a=0.0, b=1.0, c=1.0):
    def away(outputs, target):
        return sum((float(o) - target) ** 2 for o in outputs.ravel()) / len(outputs)

    return (away(o_real, b) + away(o_fake, a)) / 2, away(o_fake, c)

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

# %% predict_the_best_d | right | worked out
share = 12 / 48
best = share
price = share * (1 - share) ** 2 + (1 - share) * share**2
g_price = (share - 1) ** 2
g_slope = 2 * (share - 1)
best_minus = share * 1 + (1 - share) * -1

# %% predict_the_best_d | right | numbers
best, price, g_price, g_slope, best_minus = 0.25, 0.1875, 0.5625, -1.5, -0.5

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
