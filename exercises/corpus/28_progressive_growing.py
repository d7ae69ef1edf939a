# %% fade_by_hand | right | kron
def fade_in(old, new, alpha):
    return alpha * new + (1 - alpha) * np.kron(old, np.ones((1, 2, 2, 1)))


# %% fade_by_hand | right | index arrays
def fade_in(old, new, alpha):
    rows, columns = np.arange(new.shape[1]) // 2, np.arange(new.shape[2]) // 2
    doubled = old[:, rows][:, :, columns]
    return doubled + alpha * (new - doubled)


# %% fade_by_hand | wrong | the wrong way round
def fade_in(old, new, alpha):
    doubled = old.repeat(2, axis=1).repeat(2, axis=2)
    return alpha * doubled + (1 - alpha) * new


# %% fade_by_hand | wrong | tiled, not doubled
def fade_in(old, new, alpha):
    return (1 - alpha) * np.tile(old, (1, 2, 2, 1)) + alpha * new


# %% fade_by_hand | wrong | a sum
def fade_in(old, new, alpha):
    return old.repeat(2, axis=1).repeat(2, axis=2) + alpha * new


# %% fade_by_hand | wrong | switched at one half
def fade_in(old, new, alpha):
    doubled = old.repeat(2, axis=1).repeat(2, axis=2)
    return new if alpha > 0.5 else doubled


# %% predict_growth | right | computed
doublings = 10 - 2
alpha_now = (3500 - 3000) / 800
real_pixel = 0.75 * np.mean([0, 0, 0, 8]) + 0.25 * 8
normed = 3 / np.sqrt((9 + 16) / 4)
change = 0.003 / 1

# %% predict_growth | right | numbers
doublings, alpha_now, real_pixel, normed, change = 8, 0.625, 3.5, 1.2, 0.003

# %% predict_growth | wrong | counts the first size
doublings, alpha_now, real_pixel, normed, change = 9, 0.625, 3.5, 1.2, 0.003

# %% predict_growth | wrong | unit length
doublings, alpha_now, real_pixel, normed, change = 8, 0.625, 3.5, 0.6, 0.003

# %% predict_growth | wrong | the blend the wrong way round
doublings, alpha_now, real_pixel, normed, change = 8, 0.625, 6.5, 1.2, 0.003

# %% predict_growth | wrong | the scale makes the step larger
doublings, alpha_now, real_pixel, normed, change = 8, 0.625, 3.5, 1.2, 0.06

# %% predict_growth | wrong | what is left to fade
doublings, alpha_now, real_pixel, normed, change = 8, 0.375, 3.5, 1.2, 0.003


# %% mend_real | right | strided sums
def real_at(images, size, alpha):
    by = images.shape[1] // size
    x = sum(images[:, i::by, j::by] for i in range(by) for j in range(by)) / by**2
    half = (x[:, ::2, ::2] + x[:, 1::2, ::2] + x[:, ::2, 1::2] + x[:, 1::2, 1::2]) / 4
    small = np.kron(half, np.ones((1, 2, 2, 1)))
    return small + alpha * (x - small)


# %% mend_real | right | matrices
def real_at(images, size, alpha):
    full = images.shape[1]
    down = np.kron(np.eye(size), np.ones((1, full // size))) * size / full
    both = np.kron(np.eye(size // 2), np.full((2, 2), 0.5))

    def on_both_sides(matrix, x):
        return np.einsum("ij,kl,njlc->nikc", matrix, matrix, x)

    x = on_both_sides(down, images)
    return (1 - alpha) * on_both_sides(both, x) + alpha * x


# %% mend_real | wrong | still samples
def real_at(images, size, alpha):
    by = images.shape[1] // size
    x = images[:, ::by, ::by]
    half = (x[:, ::2, ::2] + x[:, 1::2, ::2] + x[:, ::2, 1::2] + x[:, 1::2, 1::2]) / 4
    return (1 - alpha) * half.repeat(2, 1).repeat(2, 2) + alpha * x


# %% mend_real | wrong | still the wrong way round
def real_at(images, size, alpha):
    n, full, _, c = images.shape
    x = images.reshape(n, size, full // size, size, full // size, c).mean(axis=(2, 4))
    half = x.reshape(n, size // 2, 2, size // 2, 2, c).mean(axis=(2, 4))
    return alpha * half.repeat(2, 1).repeat(2, 2) + (1 - alpha) * x


# %% mend_real | wrong | still tiled
def real_at(images, size, alpha):
    n, full, _, c = images.shape
    x = images.reshape(n, size, full // size, size, full // size, c).mean(axis=(2, 4))
    half = x.reshape(n, size // 2, 2, size // 2, 2, c).mean(axis=(2, 4))
    return (1 - alpha) * np.tile(half, (1, 2, 2, 1)) + alpha * x


# %% mend_real | wrong | never blends
def real_at(images, size, alpha):
    n, full, _, c = images.shape
    return images.reshape(n, size, full // size, size, full // size, c).mean(axis=(2, 4))


# %% group_spread | right | a loop over groups
def with_spread(x, group_size):
    last = np.empty(x.shape[:3] + (1,))
    for i in range(0, len(x), group_size):
        last[i : i + group_size] = np.sqrt(x[i : i + group_size].var(axis=0)).mean()
    return np.concatenate([x, last], axis=3)


# %% group_spread | right | from squares
def with_spread(x, group_size):
    n = len(x)
    out = np.empty((*x.shape[:3], x.shape[3] + 1))
    out[..., :-1] = x
    for i in range(n):
        first = i // group_size * group_size
        group = x[first : first + group_size]
        variance = (group**2).mean(axis=0) - group.mean(axis=0) ** 2
        out[i, ..., -1] = np.sqrt(np.maximum(variance, 0)).mean()
    return out


# %% group_spread | wrong | the whole batch is one group
def with_spread(x, group_size):
    return np.concatenate([x, np.full((*x.shape[:3], 1), x.std(axis=0).mean())], axis=-1)


# %% group_spread | wrong | over places and channels, too
def with_spread(x, group_size):
    last = np.empty(x.shape[:3] + (1,))
    for i in range(0, len(x), group_size):
        last[i : i + group_size] = x[i : i + group_size].std()
    return np.concatenate([x, last], axis=3)


# %% group_spread | wrong | the root of the mean variance
def with_spread(x, group_size):
    last = np.empty(x.shape[:3] + (1,))
    for i in range(0, len(x), group_size):
        last[i : i + group_size] = np.sqrt(x[i : i + group_size].var(axis=0).mean())
    return np.concatenate([x, last], axis=3)


# %% group_spread | wrong | divided by one less
def with_spread(x, group_size):
    last = np.zeros(x.shape[:3] + (1,))
    for i in range(0, len(x), group_size):
        if group_size > 1:
            last[i : i + group_size] = x[i : i + group_size].std(axis=0, ddof=1).mean()
    return np.concatenate([x, last], axis=3)


# %% group_spread | wrong | a number for each place
def with_spread(x, group_size):
    last = np.empty(x.shape[:3] + (1,))
    for i in range(0, len(x), group_size):
        last[i : i + group_size] = x[i : i + group_size].std(axis=0).mean(axis=-1, keepdims=True)
    return np.concatenate([x, last], axis=3)


# %% two_scales | right | by the kernels before and after
runtime, start = {}, {}
for k, numbers in drawn.items():
    scale = (2 / k) ** 0.5
    before = numbers * scale
    size = np.sqrt(np.mean(before**2))
    runtime[k] = float(np.sqrt(np.mean(((numbers + step[k]) * scale - before) ** 2)) / size)
    start[k] = float(np.sqrt(np.mean((before + step[k] - before) ** 2)) / size)
true_statements = {"a", "b", "d"}

# %% two_scales | right | norms, and each statement from the numbers
runtime = {k: np.linalg.norm(step[k]) / np.linalg.norm(drawn[k]) for k in drawn}
start = {k: runtime[k] / np.sqrt(2 / k) for k in drawn}
true_statements = {"d"}
if max(runtime.values()) <= 1.5 * min(runtime.values()):
    true_statements.add("a")
if start[5832] > 20 * start[8]:
    true_statements.add("b")
if runtime[8] > start[8]:
    true_statements.add("c")

# %% two_scales | wrong | exchanged
start = {k: np.linalg.norm(step[k]) / np.linalg.norm(drawn[k]) for k in drawn}
runtime = {k: start[k] / np.sqrt(2 / k) for k in drawn}
true_statements = {"a", "b", "d"}

# %% two_scales | wrong | the scale upside down
runtime = {k: np.linalg.norm(step[k]) / np.linalg.norm(drawn[k]) for k in drawn}
start = {k: runtime[k] * np.sqrt(2 / k) for k in drawn}
true_statements = {"a", "d"}

# %% two_scales | wrong | believes that narrow layers gain
runtime = {k: np.linalg.norm(step[k]) / np.linalg.norm(drawn[k]) for k in drawn}
start = {k: runtime[k] / np.sqrt(2 / k) for k in drawn}
true_statements = {"a", "b", "c", "d"}

# %% two_scales | wrong | believes that a rate mends it
runtime = {k: np.linalg.norm(step[k]) / np.linalg.norm(drawn[k]) for k in drawn}
start = {k: runtime[k] / np.sqrt(2 / k) for k in drawn}
true_statements = {"a", "b", "d", "e"}
