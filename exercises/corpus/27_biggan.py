# %% power_step | right | sums over axes
def spectral(kernel, u, steps):
    for _ in range(steps):
        v = np.tensordot(kernel, u, axes=1)
        v /= np.linalg.norm(v)
        u = np.tensordot(v, kernel, axes=3)
        u /= np.linalg.norm(u)
    sigma = float((np.tensordot(kernel, u, axes=1) * v).sum())
    return kernel / sigma, u, sigma


# %% power_step | right | the last length is σ
def spectral(kernel, u, steps):
    def unit(x):
        return x / np.linalg.norm(x)

    w = np.reshape(kernel, (kernel.size // len(u), len(u)))
    for _ in range(steps - 1):
        u = unit(w.T @ unit(w @ u))
    along = unit(w @ u) @ w
    sigma = np.linalg.norm(along)
    return kernel / sigma, along / sigma, sigma


# %% power_step | wrong | Frobenius norm
def spectral(kernel, u, steps):
    sigma = np.sqrt((kernel**2).sum())
    return kernel / sigma, u / np.linalg.norm(u), sigma


# %% power_step | wrong | a decomposition
def spectral(kernel, u, steps):
    _, values, right = np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), full_matrices=False)
    return kernel / values[0], right[0], values[0]


# %% power_step | wrong | keeps the old u
def spectral(kernel, u, steps):
    w, old = kernel.reshape(-1, kernel.shape[-1]), u
    for _ in range(steps):
        v = w @ u
        v = v / np.linalg.norm(v)
        u = w.T @ v
        u = u / np.linalg.norm(u)
    sigma = v @ w @ u
    return kernel / sigma, old, sigma


# %% power_step | wrong | starts with ones each time
def spectral(kernel, u, steps):
    w, u = kernel.reshape(-1, kernel.shape[-1]), np.ones_like(u)
    for _ in range(steps):
        v = w @ u
        v = v / np.linalg.norm(v)
        u = w.T @ v
        u = u / np.linalg.norm(u)
    sigma = v @ w @ u
    return kernel / sigma, u, sigma


# %% power_step | wrong | outputs as rows by reshaping
def spectral(kernel, u, steps):
    w = kernel.reshape(kernel.shape[-1], -1).T
    for _ in range(steps):
        v = w @ u
        v = v / np.linalg.norm(v)
        u = w.T @ v
        u = u / np.linalg.norm(u)
    sigma = v @ w @ u
    return kernel / sigma, u, sigma


# %% power_step | wrong | u is never shortened
def spectral(kernel, u, steps):
    w = kernel.reshape(-1, kernel.shape[-1])
    for _ in range(steps):
        v = w @ u
        v = v / np.linalg.norm(v)
        u = w.T @ v
    sigma = v @ w @ u
    return kernel / sigma, u, sigma


# %% power_step | wrong | σ by the u before the step
def spectral(kernel, u, steps):
    w = kernel.reshape(-1, kernel.shape[-1])
    for _ in range(steps):
        v = w @ u
        sigma = np.linalg.norm(v) / np.linalg.norm(u)
        u = w.T @ (v / np.linalg.norm(v))
        u = u / np.linalg.norm(u)
    return kernel / sigma, u, sigma


# %% power_step | wrong | always one step
def spectral(kernel, u, steps):
    w = kernel.reshape(-1, kernel.shape[-1])
    v = w @ u
    v = v / np.linalg.norm(v)
    u = w.T @ v
    u = u / np.linalg.norm(u)
    sigma = v @ w @ u
    return kernel / sigma, u, sigma


# %% power_step | wrong | over the square of σ
def spectral(kernel, u, steps):
    w = kernel.reshape(-1, kernel.shape[-1])
    for _ in range(steps):
        u = w.T @ (w @ u)
        sigma = np.linalg.norm(u)
        u = u / sigma
    return kernel / sigma, u, sigma


# %% class_in_norm | right | one einsum for each
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    rows = np.stack([table[label] for label in labels])
    m = table.shape[1]
    normed = x - x.mean((0, 1, 2), keepdims=True)
    normed = normed / ((normed**2).mean((0, 1, 2), keepdims=True) + 1e-3) ** 0.5
    gain = rows @ to_gain[:m] + z_part @ to_gain[m:]
    offset = rows @ to_offset[:m] + z_part @ to_offset[m:]
    return normed + np.einsum("nhwc,nc->nhwc", normed, gain) + offset.reshape(len(x), 1, 1, -1)


# %% class_in_norm | right | one hot
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    n, h, w, c = x.shape
    flat = x.reshape(-1, c)
    normed = ((flat - flat.mean(0)) / np.sqrt(flat.var(0) + 0.001)).reshape(n, h * w, c)
    code = np.hstack([np.eye(len(table))[labels] @ table, z_part])
    return (normed * (1 + code @ to_gain)[:, None] + (code @ to_offset)[:, None]).reshape(n, h, w, c)


# %% class_in_norm | wrong | statistics of each image
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    mean, variance = x.mean(axis=(1, 2), keepdims=True), x.var(axis=(1, 2), keepdims=True)
    normed = (x - mean) / np.sqrt(variance + 0.001)
    code = np.concatenate([table[labels], z_part], axis=1)
    return normed * (1 + code @ to_gain)[:, None, None] + (code @ to_offset)[:, None, None]


# %% class_in_norm | wrong | statistics of each class
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    normed = np.empty_like(x)
    for label in set(labels.tolist()):
        own = x[labels == label]
        normed[labels == label] = (own - own.mean((0, 1, 2))) / np.sqrt(own.var((0, 1, 2)) + 0.001)
    code = np.concatenate([table[labels], z_part], axis=1)
    return normed * (1 + code @ to_gain)[:, None, None] + (code @ to_offset)[:, None, None]


# %% class_in_norm | wrong | the gain is the whole factor
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    normed = (x - x.mean((0, 1, 2))) / np.sqrt(x.var((0, 1, 2)) + 0.001)
    code = np.concatenate([table[labels], z_part], axis=1)
    return normed * (code @ to_gain)[:, None, None] + (code @ to_offset)[:, None, None]


# %% class_in_norm | wrong | the latent first
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    normed = (x - x.mean((0, 1, 2))) / np.sqrt(x.var((0, 1, 2)) + 0.001)
    code = np.concatenate([z_part, table[labels]], axis=1)
    return normed * (1 + code @ to_gain)[:, None, None] + (code @ to_offset)[:, None, None]


# %% class_in_norm | wrong | added to the deviation
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    normed = (x - x.mean((0, 1, 2))) / (x.std((0, 1, 2)) + 0.001)
    code = np.concatenate([table[labels], z_part], axis=1)
    return normed * (1 + code @ to_gain)[:, None, None] + (code @ to_offset)[:, None, None]


# %% class_in_norm | wrong | one mean for all channels
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    normed = (x - x.mean()) / np.sqrt(x.var() + 0.001)
    code = np.concatenate([table[labels], z_part], axis=1)
    return normed * (1 + code @ to_gain)[:, None, None] + (code @ to_offset)[:, None, None]


# %% class_in_norm | wrong | the offset is stretched, too
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    normed = (x - x.mean((0, 1, 2))) / np.sqrt(x.var((0, 1, 2)) + 0.001)
    code = np.concatenate([table[labels], z_part], axis=1)
    return (normed + (code @ to_offset)[:, None, None]) * (1 + code @ to_gain)[:, None, None]


# %% class_in_norm | wrong | changes the map it is given
def conditional_norm(x, labels, z_part, table, to_gain, to_offset):
    x -= x.mean((0, 1, 2))
    x /= np.sqrt(x.var((0, 1, 2)) + 0.001)
    code = np.concatenate([table[labels], z_part], axis=1)
    return x * (1 + code @ to_gain)[:, None, None] + (code @ to_offset)[:, None, None]


# %% predict_biggan | right | computed
d_loss = np.maximum(0, 1 - np.array([2, 0.5, -1])).mean() + np.maximum(0, 1 + np.array([-3, 0.4])).mean()
score = 0.5 + float(np.array([1, 2, 0]) @ np.array([3, -1, 4]))
product = np.array([[1, 2], [3, 1]]) @ np.array([[1, 3], [2, 1]])
penalty = (product**2).sum() - (np.diagonal(product) ** 2).sum()
first_weight = 3 / np.linalg.svd(np.array([[3.0, 0], [0, -4]]))[1].max()
averaged = 1
for _ in range(2):
    averaged = 0.9 * averaged + (1 - 0.9) * 3
times = (3 * 3 * 96 * 96) / (3 * 3 * 64 * 64)

# %% predict_biggan | right | numbers
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 50, 0.75, 1.38, 2.25

# %% predict_biggan | wrong | channels are parameters
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 50, 0.75, 1.38, 1.5

# %% predict_biggan | wrong | with the diagonal
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 175, 0.75, 1.38, 2.25

# %% predict_biggan | wrong | one of two entries
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 25, 0.75, 1.38, 2.25

# %% predict_biggan | wrong | hinges without a hinge
d_loss, score, penalty, first_weight, averaged, times = 0.2, 1.5, 50, 0.75, 1.38, 2.25

# %% predict_biggan | wrong | one mean over all five
d_loss, score, penalty, first_weight, averaged, times = 0.78, 1.5, 50, 0.75, 1.38, 2.25

# %% predict_biggan | wrong | the score is the product alone
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1, 50, 0.75, 1.38, 2.25

# %% predict_biggan | wrong | the Frobenius norm
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 50, 0.6, 1.38, 2.25

# %% predict_biggan | wrong | the largest eigenvalue
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 50, 1, 1.38, 2.25

# %% predict_biggan | wrong | the decay on the wrong side
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 50, 0.75, 2.98, 2.25

# %% predict_biggan | wrong | one update
d_loss, score, penalty, first_weight, averaged, times = 1.53, 1.5, 50, 0.75, 1.2, 2.25


# %% mend_truncation | right | number by number
def redrawn(z, threshold, rng):
    result = np.array(z)
    for i in np.argwhere(abs(result) > threshold):
        while abs(result[tuple(i)]) > threshold:
            result[tuple(i)] = rng.normal()
    return result


# %% mend_truncation | right | whole arrays, of which some is used
def redrawn(z, threshold, rng):
    while ((z > threshold) | (z < -threshold)).any():
        z = np.where(np.abs(z) > threshold, rng.normal(0, 1, z.shape), z)
    return z


# %% mend_truncation | right | by quantiles
def redrawn(z, threshold, rng):
    from scipy.stats import truncnorm

    new = truncnorm.rvs(-threshold, threshold, size=z.shape, random_state=rng)
    return np.where(np.abs(z) > threshold, new, z)


# %% mend_truncation | wrong | clips
def redrawn(z, threshold, rng):
    return np.clip(z, -threshold, threshold)


# %% mend_truncation | wrong | still one side
def redrawn(z, threshold, rng):
    z = z.copy()
    while (beyond := z > threshold).any():
        z[beyond] = rng.standard_normal(beyond.sum())
    return z


# %% mend_truncation | wrong | still once
def redrawn(z, threshold, rng):
    z = z.copy()
    beyond = np.abs(z) > threshold
    z[beyond] = rng.standard_normal(beyond.sum())
    return z


# %% mend_truncation | wrong | still in place
def redrawn(z, threshold, rng):
    while (beyond := np.abs(z) > threshold).any():
        z[beyond] = rng.standard_normal(beyond.sum())
    return z


# %% mend_truncation | wrong | one number for all
def redrawn(z, threshold, rng):
    z = z.copy()
    while (beyond := np.abs(z) > threshold).any():
        z[beyond] = rng.standard_normal()
    return z


# %% mend_truncation | wrong | uniform
def redrawn(z, threshold, rng):
    z = z.copy()
    beyond = np.abs(z) > threshold
    z[beyond] = rng.uniform(-threshold, threshold, beyond.sum())
    return z


# %% mend_truncation | wrong | all numbers anew
def redrawn(z, threshold, rng):
    new = rng.standard_normal(z.shape)
    while (beyond := np.abs(new) > threshold).any():
        new[beyond] = rng.standard_normal(beyond.sum())
    return new


# %% mend_truncation | wrong | scaled down
def redrawn(z, threshold, rng):
    return z * min(1, threshold / np.abs(z).max())


# %% mend_truncation | wrong | keeps the side
def redrawn(z, threshold, rng):
    result = z.copy()
    beyond = np.abs(z) > threshold
    while (wrong := np.abs(result) > threshold).any():
        result[wrong] = rng.standard_normal(wrong.sum())
    result[beyond] = np.abs(result[beyond]) * np.sign(z[beyond])
    return result


# %% mend_truncation | wrong | a generator of its own
def redrawn(z, threshold, rng):
    z, rng = z.copy(), np.random.default_rng(0)
    while (beyond := np.abs(z) > threshold).any():
        z[beyond] = rng.standard_normal(beyond.sum())
    return z


# %% slope_of_sigma | right | the formula, and each statement from the numbers
left, values, right = np.linalg.svd(W, full_matrices=False)
sigma, top = values[0], np.outer(left[:, 0], right[0])


def by_formula(kernel):
    u, s, v = np.linalg.svd(kernel, full_matrices=False)
    inner = 2 * (kernel / s[0] - target)
    return inner / s[0] - (inner * kernel).sum() / s[0] ** 2 * np.outer(u[:, 0], v[0])


through, fixed = by_formula(W), 2 * (W / sigma - target) / sigma


def length(x):
    return np.linalg.norm(x.ravel())


true_statements = set()
if abs((through * W).sum()) < 1e-3 * length(through) * length(W):
    true_statements.add("a")
if abs((fixed * W).sum()) < 1e-3 * length(fixed) * length(W):
    true_statements.add("b")
singular = np.linalg.svd(through - fixed)[1]
if singular[1] < 1e-3 * singular[0]:
    true_statements.add("c")
if np.allclose(by_formula(2 * W), through / 2, rtol=1e-3):
    true_statements.add("d")
if loss(W - 0.001 * fixed / length(fixed)) < loss(W - 0.001 * through / length(through)):
    true_statements.add("e")
if length(W - 0.1 * through) > length(W):
    true_statements.add("f")

# %% slope_of_sigma | right | measured in one loop over rows
through = np.zeros(W.shape)
for row in range(6):
    for column in range(4):
        up, down = W.copy(), W.copy()
        up[row, column] += 0.00001
        down[row, column] -= 0.00001
        through[row, column] = (loss(up) - loss(down)) / 0.00002
s = np.linalg.svd(W, compute_uv=False).max()
fixed = (2 / s) * (W / s - target)
true_statements = ["f", "d", "c", "a"]

# %% slope_of_sigma | wrong | exchanged
fixed = np.empty_like(W)
for i in np.ndindex(W.shape):
    step = np.zeros_like(W)
    step[i] = 1e-5
    fixed[i] = (loss(W + step) - loss(W - step)) / 2e-5
through = 2 * (W / np.linalg.norm(W, 2) - target) / np.linalg.norm(W, 2)
true_statements = {"a", "c", "d", "f"}

# %% slope_of_sigma | wrong | the inner slope alone
through = np.empty_like(W)
for i in np.ndindex(W.shape):
    step = np.zeros_like(W)
    step[i] = 1e-5
    through[i] = (loss(W + step) - loss(W - step)) / 2e-5
fixed = 2 * (W / np.linalg.norm(W, 2) - target)
true_statements = {"a", "c", "d", "f"}

# %% slope_of_sigma | wrong | the same slope twice
fixed = 2 * (W / np.linalg.norm(W, 2) - target) / np.linalg.norm(W, 2)
through = fixed.copy()
true_statements = {"a", "c", "d", "f"}

# %% slope_of_sigma | wrong | by the Frobenius norm
through = np.empty_like(W)
for i in np.ndindex(W.shape):
    step = np.zeros_like(W)
    step[i] = 1e-5
    through[i] = (loss(W + step) - loss(W - step)) / 2e-5
fixed = 2 * (W / np.linalg.norm(W) - target) / np.linalg.norm(W)
true_statements = {"a", "c", "d", "f"}

# %% slope_of_sigma | wrong | believes that both are orthogonal
through = np.empty_like(W)
for i in np.ndindex(W.shape):
    step = np.zeros_like(W)
    step[i] = 1e-5
    through[i] = (loss(W + step) - loss(W - step)) / 2e-5
fixed = 2 * (W / np.linalg.norm(W, 2) - target) / np.linalg.norm(W, 2)
true_statements = {"a", "b", "c", "d", "f"}

# %% slope_of_sigma | wrong | believes that descent shortens W
through = np.empty_like(W)
for i in np.ndindex(W.shape):
    step = np.zeros_like(W)
    step[i] = 1e-5
    through[i] = (loss(W + step) - loss(W - step)) / 2e-5
fixed = 2 * (W / np.linalg.norm(W, 2) - target) / np.linalg.norm(W, 2)
true_statements = {"a", "c", "d"}

# %% slope_of_sigma | wrong | believes that the slope stays at 2 W
through = np.empty_like(W)
for i in np.ndindex(W.shape):
    step = np.zeros_like(W)
    step[i] = 1e-5
    through[i] = (loss(W + step) - loss(W - step)) / 2e-5
fixed = 2 * (W / np.linalg.norm(W, 2) - target) / np.linalg.norm(W, 2)
true_statements = {"a", "c", "f"}

# %% slope_of_sigma | wrong | believes the fixed slope to be the steeper way
through = np.empty_like(W)
for i in np.ndindex(W.shape):
    step = np.zeros_like(W)
    step[i] = 1e-5
    through[i] = (loss(W + step) - loss(W - step)) / 2e-5
fixed = 2 * (W / np.linalg.norm(W, 2) - target) / np.linalg.norm(W, 2)
true_statements = {"a", "c", "d", "e", "f"}
