# %% three_losses | right | logaddexp
def three_losses(real_logits, fake_logits):
    on_real = np.logaddexp(0, -real_logits).mean()
    on_fakes = np.logaddexp(0, fake_logits).mean()
    return (on_real + on_fakes) / 2, -on_fakes, np.logaddexp(0, -fake_logits).mean()

# %% three_losses | right | loops and math, the large part taken out
import math

def three_losses(real_logits, fake_logits):
    def softplus(l):
        return max(l, 0.0) + math.log1p(math.exp(-abs(l)))

    real = [float(l) for l in real_logits.ravel()]
    fake = [float(l) for l in fake_logits.ravel()]
    first = sum(softplus(-l) for l in real) / len(real)
    second = sum(softplus(l) for l in fake) / len(fake)
    other = sum(softplus(-l) for l in fake) / len(fake)
    return 0.5 * first + 0.5 * second, -second, other

# %% three_losses | right | keras.ops in float32, scalar tensors
def three_losses(real_logits, fake_logits):
    real = ops.convert_to_tensor(real_logits, "float32")
    fake = ops.convert_to_tensor(fake_logits, "float32")
    d_real, d_fake = ops.mean(ops.softplus(-real)), ops.mean(ops.softplus(fake))
    return (d_real + d_fake) / 2, -d_fake, ops.mean(ops.softplus(-fake))

# %% three_losses | right | Keras's cross-entropy from logits
def three_losses(real_logits, fake_logits):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    on_real = float(bce(np.ones_like(real_logits), real_logits))
    on_fakes = float(bce(np.zeros_like(fake_logits), fake_logits))
    flipped = float(bce(np.ones_like(fake_logits), fake_logits))
    return (on_real + on_fakes) / 2, -on_fakes, flipped

# %% three_losses | right | SciPy's log_expit, a list of NumPy's float32
from scipy.special import log_expit

def three_losses(real_logits, fake_logits):
    ln_real, ln_fake, ln_not = log_expit(real_logits), log_expit(fake_logits), log_expit(-fake_logits)
    return [np.float32(x) for x in (-(ln_real.mean() + ln_not.mean()) / 2, ln_not.mean(), -ln_fake.mean())]

# %% three_losses | wrong | sigmoid first, then the logarithm: infinite for sure Ds
def three_losses(real_logits, fake_logits):
    d_real = 1 / (1 + np.exp(-real_logits))
    d_fake = 1 / (1 + np.exp(-fake_logits))
    d_loss = (-np.log(d_real).mean() - np.log(1 - d_fake).mean()) / 2
    return d_loss, np.log(1 - d_fake).mean(), -np.log(d_fake).mean()

# %% three_losses | wrong | probabilities clipped, finite but not right for large logits
def three_losses(real_logits, fake_logits):
    def prob(l):
        return np.clip(1 / (1 + np.exp(-np.clip(l, -100, 100))), 1e-7, 1 - 1e-7)

    d_real, d_fake = prob(real_logits), prob(fake_logits)
    d_loss = (-np.log(d_real).mean() - np.log(1 - d_fake).mean()) / 2
    return d_loss, np.log(1 - d_fake).mean(), -np.log(d_fake).mean()

# %% three_losses | wrong | one mean over both batches together
def three_losses(real_logits, fake_logits):
    on_real = np.logaddexp(0, -real_logits)
    on_fakes = np.logaddexp(0, fake_logits)
    d_loss = np.concatenate([on_real, on_fakes]).mean()
    return d_loss, -on_fakes.mean(), np.logaddexp(0, -fake_logits).mean()

# %% three_losses | wrong | the sum of the halves
def three_losses(real_logits, fake_logits):
    on_real = np.logaddexp(0, -real_logits).mean()
    on_fakes = np.logaddexp(0, fake_logits).mean()
    return on_real + on_fakes, -on_fakes, np.logaddexp(0, -fake_logits).mean()

# %% three_losses | wrong | minimax without its minus
def three_losses(real_logits, fake_logits):
    on_real = np.logaddexp(0, -real_logits).mean()
    on_fakes = np.logaddexp(0, fake_logits).mean()
    return (on_real + on_fakes) / 2, on_fakes, np.logaddexp(0, -fake_logits).mean()

# %% three_losses | wrong | non-saturating with the wrong sign of the logit
def three_losses(real_logits, fake_logits):
    on_real = np.logaddexp(0, -real_logits).mean()
    on_fakes = np.logaddexp(0, fake_logits).mean()
    return (on_real + on_fakes) / 2, -on_fakes, np.logaddexp(0, fake_logits).mean()

# %% three_losses | wrong | D's targets the wrong way round
def three_losses(real_logits, fake_logits):
    on_real = np.logaddexp(0, real_logits).mean()
    on_fakes = np.logaddexp(0, -fake_logits).mean()
    return (on_real + on_fakes) / 2, -np.logaddexp(0, fake_logits).mean(), on_fakes

# %% three_losses | wrong | the constants of the visible test
def three_losses(real_logits, fake_logits):
    return np.log(2), -np.log(2), np.log(2)

# %% three_losses | wrong | a softplus that is cut off at 30
def three_losses(real_logits, fake_logits):
    def softplus(l):
        return np.log1p(np.exp(np.minimum(l, 30)))

    on_real, on_fakes = softplus(-real_logits).mean(), softplus(fake_logits).mean()
    return (on_real + on_fakes) / 2, -on_fakes, softplus(-fake_logits).mean()

# %% three_losses | wrong | both batches cut to the shorter one
def three_losses(real_logits, fake_logits):
    n = min(len(real_logits), len(fake_logits))
    on_real = np.logaddexp(0, -real_logits[:n]).mean()
    on_fakes = np.logaddexp(0, fake_logits[:n]).mean()
    return (on_real + on_fakes) / 2, -on_fakes, np.logaddexp(0, -fake_logits[:n]).mean()

# %% three_losses | wrong | the minimax loss without its small part
def three_losses(real_logits, fake_logits):
    on_real = np.logaddexp(0, -real_logits).mean()
    on_fakes = np.logaddexp(0, fake_logits).mean()
    return (on_real + on_fakes) / 2, -np.maximum(fake_logits, np.log(2)).mean(), np.logaddexp(0, -fake_logits).mean()

# %% three_losses | wrong | the logits clipped where they are given
def three_losses(real_logits, fake_logits):
    np.clip(real_logits, -700, 700, out=real_logits)
    np.clip(fake_logits, -700, 700, out=fake_logits)
    on_real = np.logaddexp(0, -real_logits).mean()
    on_fakes = np.logaddexp(0, fake_logits).mean()
    return (on_real + on_fakes) / 2, -on_fakes, np.logaddexp(0, -fake_logits).mean()

# %% best_answers | right | masks, the divergence from its two sums
def best_answers(p, q):
    p, q = np.asarray(p, float), np.asarray(q, float)
    both = p + q
    d = np.full(p.shape, 0.5)
    seen = both > 0
    d[seen] = p[seen] / both[seen]
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(q[f] / both[f]))
    m = both / 2
    jsd = (np.sum(p[r] * np.log(p[r] / m[r])) + np.sum(q[f] * np.log(q[f] / m[f]))) / 2
    return d, value, jsd

# %% best_answers | right | a loop over the faces, the divergence from V
import math

def best_answers(p, q):
    d, value = [], 0.0
    for a, b in zip(p, q):
        answer = a / (a + b) if a + b > 0 else 0.5
        d.append(answer)
        if a > 0:
            value += a * math.log(answer)
        if b > 0:
            value += b * math.log(b / (a + b))
    return np.array(d), value, (value + math.log(4)) / 2

# %% best_answers | right | divide and log with where=
def best_answers(p, q):
    p, q = p.astype("float64"), q.astype("float64")
    d = np.divide(p, p + q, out=np.full_like(p, 0.5), where=(p + q) > 0)
    fake = 1 - d
    ln_d = np.log(d, out=np.zeros_like(p), where=d > 0)
    ln_fake = np.log(fake, out=np.zeros_like(p), where=fake > 0)
    value = float(p @ ln_d + q @ ln_fake)
    return d, value, 0.5 * value + np.log(2)

# %% best_answers | right | entropies: JSD is H of the middle less the mean of both
def best_answers(p, q):
    def entropy(w):
        w = w[w > 0]
        return -(w * np.log(w)).sum()

    s = p + q
    d = np.where(s > 0, p / np.where(s > 0, s, 1), 0.5)
    jsd = entropy(s / 2) - (entropy(p) + entropy(q)) / 2
    return d, 2 * jsd - np.log(4), jsd

# %% best_answers | right | SciPy's rel_entr and xlogy, a list of three
from scipy.special import rel_entr, xlogy

def best_answers(p, q):
    middle = (p + q) / 2
    seen = np.where(middle > 0, 2 * middle, 1.0)
    d = np.where(middle > 0, p / seen, 0.5)
    value = xlogy(p, np.where(p > 0, p / seen, 1)).sum() + xlogy(q, np.where(q > 0, q / seen, 1)).sum()
    return [d, value, 0.5 * (rel_entr(p, middle).sum() + rel_entr(q, middle).sum())]

# %% best_answers | wrong | one half also where only fakes show a face
def best_answers(p, q):
    d = np.where(p > 0, p / np.where(p > 0, p + q, 1), 0.5)
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(1 - d[f]))
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | plain means over the faces that come up, not weighted
def best_answers(p, q):
    s = p + q
    d = np.where(s > 0, p / np.where(s > 0, s, 1), 0.5)
    r, f = p > 0, q > 0
    value = np.log(d[r]).mean() + np.log(1 - d[f]).mean()
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | no care for zeros: NaN
def best_answers(p, q):
    d = p / (p + q)
    value = np.sum(p * np.log(d)) + np.sum(q * np.log(1 - d))
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | right numbers, but with NumPy's warnings
def best_answers(p, q):
    d = np.where(p + q > 0, p / (p + q), 0.5)
    value = np.sum(np.where(p > 0, p * np.log(d), 0)) + np.sum(np.where(q > 0, q * np.log(1 - d), 0))
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | V + ln 4 not halved
def best_answers(p, q):
    s = p + q
    d = np.where(s > 0, p / np.where(s > 0, s, 1), 0.5)
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(1 - d[f]))
    return d, value, value + np.log(4)

# %% best_answers | wrong | the divergence in bits
def best_answers(p, q):
    s = p + q
    d = np.where(s > 0, p / np.where(s > 0, s, 1), 0.5)
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(1 - d[f]))
    return d, value, (value + np.log(4)) / 2 / np.log(2)

# %% best_answers | wrong | a small number against zeros, far too large
def best_answers(p, q):
    p, q = p + 0.01, q + 0.01
    d = p / (p + q)
    value = np.sum(p * np.log(d)) + np.sum(q * np.log(1 - d))
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | faces that only one side shows are left out of the divergence
def best_answers(p, q):
    s = p + q
    d = np.where(s > 0, p / np.where(s > 0, s, 1), 0.5)
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(1 - d[f]))
    b = r & f
    m = s / 2
    jsd = (np.sum(p[b] * np.log(p[b] / m[b])) + np.sum(q[b] * np.log(q[b] / m[b]))) / 2
    return d, value, jsd

# %% best_answers | wrong | the divergence of Kullback and Leibler
def best_answers(p, q):
    s = p + q
    d = np.where(s > 0, p / np.where(s > 0, s, 1), 0.5)
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(1 - d[f]))
    both = r & f
    return d, value, np.sum(p[both] * np.log(p[both] / q[both]))

# %% best_answers | wrong | one half for a face that never comes up only if it is the last one
def best_answers(p, q):
    s = p + q
    d = p / np.where(s > 0, s, 1)
    if s[-1] == 0:
        d[-1] = 0.5
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(1 - d[f]))
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | rare faces taken for faces that never come up
def best_answers(p, q):
    s = p + q
    d = np.where(s > 1e-4, p / np.where(s > 1e-4, s, 1), 0.5)
    r, f = p > 1e-4, q > 1e-4
    value = np.sum(p[r] * np.log(d[r])) + np.sum(q[f] * np.log(1 - d[f]))
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | the fakes' share in place of the real one where both are shown
def best_answers(p, q):
    s = p + q
    d = np.where(s > 0, q / np.where(s > 0, s, 1), 0.5)
    r, f = p > 0, q > 0
    value = np.sum(p[r] * np.log(1 - d[r])) + np.sum(q[f] * np.log(d[f]))
    return d, value, (value + np.log(4)) / 2

# %% best_answers | wrong | warnings for a face that only one side shows
def best_answers(p, q):
    s = p + q
    d = np.where(s > 0, p / np.where(s > 0, s, 1), 0.5)
    value = np.nansum(p * np.log(d)) + np.nansum(q * np.log(1 - d))
    return d, value, (value + np.log(4)) / 2

# %% predict_a_run | right | worked out by code
iterations = 1_050 // 64 * 30
latents = 2 * 64 * iterations
d_loss = (-np.log(0.2) - np.log(1 - 0.2)) / 2
value = np.log(0.2) + np.log(0.8)
steeper = (1 - 0.2) / 0.2
best_value = np.log(1 / 1.25) + 0.25 * np.log(0.25 / 1.25)
divergence = (best_value + np.log(4)) / 2
at_once = np.sqrt(1 + 0.5**2) ** 6

# %% predict_a_run | right | literal numbers to two places
iterations = 480
latents = 61_440
d_loss = 0.92
value = -1.83
steeper = 4
best_value = -0.63
divergence = 0.38
at_once = 1.95

# %% predict_a_run | right | NumPy's numbers, the run played, the integral by a grid
iterations = np.int64(sum(1 for epoch in range(30) for start in range(0, 1_050 - 63, 64)))
latents = np.int64(iterations * 128)
d_loss = np.float32(-np.log([0.2, 0.8]).mean())
value = np.log([0.2, 0.8]).sum()
steeper = np.float64(4.0)
grid = (np.arange(40_000) + 0.5) / 10_000
p, q = (grid < 1) * 1.0, np.full(grid.shape, 0.25)
best_value = (np.sum(np.log(1 / (1 + q[p > 0]))) + np.sum(q * np.log(q / (p + q)))) / 10_000
divergence = np.float32((best_value + np.log(4)) / 2)
x, y = 1.0, 0.0
for _ in range(6):
    x, y = x - 0.5 * y, y + 0.5 * x
at_once = np.hypot(x, y)

# %% predict_a_run | right | drawn from the chapter's own game, slopes and sums by differences
from gan_lessons import games

iterations = float(np.floor(1050 / 64)) * 30
latents = sum(64 for _ in range(480) for _ in ("D", "G"))


def softplus(l):
    return np.logaddexp(0, l)


l = -np.log(4)
d_loss = np.round((softplus(-l) + softplus(l)) / 2, 3)
value = round(float(-softplus(-l) - softplus(l)), 2)
h = 1e-3
steeper = (softplus(-(l - h)) - softplus(-(l + h))) / (softplus(l + h) - softplus(l - h))
best_value = 1 * np.log(1 / 1.25) + 0.25 * np.log(0.25 / 1.25) + 3 * 0.25 * np.log(1)
divergence = np.array(best_value / 2 + np.log(2))
way = games.play("simultaneous", (1.0, 0.0), 0.5, steps=6)
at_once = np.linalg.norm(way[-1]) / np.linalg.norm(way[0])

# %% predict_a_run | wrong | the last, short batch counted as well
iterations = 510
latents = 65_280
d_loss = 0.916
value = -1.833
steeper = 4
best_value = -0.6255
divergence = 0.3804
at_once = 1.953

# %% predict_a_run | wrong | no new latents for G
iterations = 480
latents = 30_720
d_loss = 0.916
value = -1.833
steeper = 4
best_value = -0.6255
divergence = 0.3804
at_once = 1.953

# %% predict_a_run | wrong | D's two losses added, not their mean
iterations = 480
latents = 61_440
d_loss = 1.833
value = -1.833
steeper = 4
best_value = -0.6255
divergence = 0.3804
at_once = 1.953

# %% predict_a_run | wrong | V halved like the loss
iterations = 480
latents = 61_440
d_loss = 0.916
value = -0.916
steeper = 4
best_value = -0.6255
divergence = 0.3804
at_once = 1.953

# %% predict_a_run | wrong | steepness the wrong way round
iterations = 480
latents = 61_440
d_loss = 0.916
value = -1.833
steeper = 0.25
best_value = -0.6255
divergence = 0.3804
at_once = 1.953

# %% predict_a_run | wrong | the fakes' mean not weighted by a quarter
iterations = 480
latents = 61_440
d_loss = 0.916
value = -1.833
steeper = 4
best_value = np.log(0.8) + np.log(0.2)
divergence = (best_value + np.log(4)) / 2
at_once = 1.953

# %% predict_a_run | wrong | the divergence not halved
iterations = 480
latents = 61_440
d_loss = 0.916
value = -1.833
steeper = 4
best_value = -0.6255
divergence = -0.6255 + np.log(4)
at_once = 1.953

# %% predict_a_run | wrong | the square of the growth, root forgotten
iterations = 480
latents = 61_440
d_loss = 0.916
value = -1.833
steeper = 4
best_value = -0.6255
divergence = 0.3804
at_once = 1.25**6

# %% predict_a_run | wrong | one step at once too few
iterations = 480
latents = 61_440
d_loss = 0.916
value = -1.833
steeper = 4
best_value = -0.6255
divergence = 0.3804
at_once = 1.25**2.5

# %% predict_a_run | wrong | in bits
iterations = 480
latents = 61_440
d_loss = -np.log2(0.16) / 2
value = np.log2(0.16)
steeper = 4
best_value = np.log2(0.8) + 0.25 * np.log2(0.2)
divergence = (best_value + 2) / 2
at_once = 1.953

# %% mend_the_iteration | right | the three lines mended
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return (ops.mean(on_real) + ops.mean(on_fakes)) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | right | TensorFlow's tape, fakes made beforehand, scalar tensors
import tensorflow as tf

def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    fakes = g(z_d)
    with tf.GradientTape() as tape:
        d_value = (tf.reduce_mean(tf.nn.softplus(-d(real))) + tf.reduce_mean(tf.nn.softplus(d(fakes)))) / 2
    slopes = tape.gradient(d_value, d.trainable_variables)
    d_optimizer.apply_gradients(zip(slopes, d.trainable_variables))

    with tf.GradientTape() as tape:
        g_value = tf.reduce_mean(tf.nn.softplus(-d(g(z_g))))
    slopes = tape.gradient(g_value, g.trainable_variables)
    g_optimizer.apply_gradients(zip(slopes, g.trainable_variables))
    return d_value, g_value

# %% mend_the_iteration | right | cross-entropy of Keras, one helper for both updates
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    bce = keras.losses.BinaryCrossentropy(from_logits=True)

    def update(net, other, optimizer, loss):
        (value, _), slopes = backend.value_and_grad(
            lambda: (loss(), {}), net.trainable_variables, other.variables
        )
        optimizer.apply(slopes, net.trainable_variables)
        return float(value)

    fakes = ops.stop_gradient(g(z_d))
    ones, zeros = np.ones((len(real), 1), "float32"), np.zeros((len(z_d), 1), "float32")
    d_value = update(d, g, d_optimizer, lambda: 0.5 * bce(ones, d(real)) + 0.5 * bce(zeros, d(fakes)))
    g_value = update(g, d, g_optimizer, lambda: bce(np.ones((len(z_g), 1), "float32"), d(g(z_g))))
    return d_value, g_value

# %% mend_the_iteration | right | the slopes of D's two halves apart, then their mean
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    fakes = ops.convert_to_numpy(g(z_d))
    weights = d.trainable_variables
    (a, _), up = backend.value_and_grad(lambda: (ops.mean(ops.softplus(-d(real))), {}), weights, [])
    (b, _), down = backend.value_and_grad(lambda: (ops.mean(ops.softplus(d(fakes))), {}), weights, [])
    d_optimizer.apply([(s + t) / 2 for s, t in zip(up, down)], weights)

    def g_loss():
        return -ops.mean(ops.log_sigmoid(d(g(z_g)))), {}

    (c, _), slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(slopes, g.trainable_variables)
    return (float(a) + float(b)) / 2, float(c)

# %% mend_the_iteration | right | a tape over chosen weights, one weighted sum over real samples and fakes, D frozen and thawed again
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    import tensorflow as tf

    def step(loss, weights, optimizer):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch([w.value for w in weights])
            value = loss()
        optimizer.apply_gradients(list(zip(tape.gradient(value, [w.value for w in weights]), weights)))
        return value

    x = np.concatenate([real, ops.convert_to_numpy(g(z_d, training=True))])
    sign = np.r_[-np.ones(len(real)), np.ones(len(z_d))][:, None].astype("float32")
    share = np.r_[np.full(len(real), 0.5 / len(real)), np.full(len(z_d), 0.5 / len(z_d))][:, None]
    share = share.astype("float32")
    first = step(lambda: ops.sum(share * ops.softplus(sign * d(x))), d.trainable_weights, d_optimizer)
    d.trainable = False
    second = step(lambda: ops.mean(ops.softplus(-d(g(z_g)))), g.trainable_weights, g_optimizer)
    d.trainable = True
    return first, second

# %% mend_the_iteration | wrong | only the list of weights mended
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return (ops.mean(on_real) + ops.mean(on_fakes)) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | G still judged by the D of before
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return (ops.mean(on_real) + ops.mean(on_fakes)) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | the sign mended into the minimax loss
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return (ops.mean(on_real) + ops.mean(on_fakes)) / 2, {}

    def g_loss():
        return -ops.mean(ops.softplus(d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | order and sign mended, G's update still moves D
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    everything = [*g.trainable_variables, *d.trainable_variables]

    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return (ops.mean(on_real) + ops.mean(on_fakes)) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, everything, [])
    g_optimizer.apply(g_slopes, everything)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | G learns from D's old latents
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return (ops.mean(on_real) + ops.mean(on_fakes)) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_d)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | one mean over real samples and fakes together
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return ops.mean(ops.concatenate([on_real, on_fakes])), {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | G's loss returned from after its own update
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        on_real = ops.softplus(-d(real))
        on_fakes = ops.softplus(d(g(z_d)))
        return (ops.mean(on_real) + ops.mean(on_fakes)) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    _, g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_loss()[0])

# %% mend_the_iteration | wrong | the halves added, not their mean
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        return ops.mean(ops.softplus(-d(real))) + ops.mean(ops.softplus(d(g(z_d)))), {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), d_slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(d_slopes, d.trainable_variables)
    (g_value, _), g_slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(g_slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | plain steps by hand, whatever the optimisers are
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        return (ops.mean(ops.softplus(-d(real))) + ops.mean(ops.softplus(d(g(z_d))))) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    for weight, slope in zip(d.trainable_variables, slopes):
        weight.assign(weight - float(d_optimizer.learning_rate) * slope)
    (g_value, _), slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    for weight, slope in zip(g.trainable_variables, slopes):
        weight.assign(weight - float(g_optimizer.learning_rate) * slope)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | new optimisers in every call, so nothing is remembered
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    d_optimizer, g_optimizer = (type(o).from_config(o.get_config()) for o in (d_optimizer, g_optimizer))

    def d_loss():
        return (ops.mean(ops.softplus(-d(real))) + ops.mean(ops.softplus(d(g(z_d))))) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(slopes, d.trainable_variables)
    (g_value, _), slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | the optimisers exchanged
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        return (ops.mean(ops.softplus(-d(real))) + ops.mean(ops.softplus(d(g(z_d))))) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (d_value, _), slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    g_optimizer.apply(slopes, d.trainable_variables)
    (g_value, _), slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    d_optimizer.apply(slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | D is left frozen, and stands still from the second iteration on
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        return (ops.mean(ops.softplus(-d(real))) + ops.mean(ops.softplus(d(g(z_d))))) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    if d.trainable_variables:
        (d_value, _), slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
        d_optimizer.apply(slopes, d.trainable_variables)
    else:
        d_value, _ = d_loss()
    d.trainable = False
    (g_value, _), slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(slopes, g.trainable_variables)
    return float(d_value), float(g_value)

# %% mend_the_iteration | wrong | G first, then D
def mended(g, d, d_optimizer, g_optimizer, real, z_d, z_g):
    def d_loss():
        return (ops.mean(ops.softplus(-d(real))) + ops.mean(ops.softplus(d(g(z_d))))) / 2, {}

    def g_loss():
        return ops.mean(ops.softplus(-d(g(z_g)))), {}

    (g_value, _), slopes = backend.value_and_grad(g_loss, g.trainable_variables, d.variables)
    g_optimizer.apply(slopes, g.trainable_variables)
    (d_value, _), slopes = backend.value_and_grad(d_loss, d.trainable_variables, g.variables)
    d_optimizer.apply(slopes, d.trainable_variables)
    return float(d_value), float(g_value)

# %% how_far_a_slope_reaches | right | three parts on a grid, as the text says
x = np.linspace(-15, 25, 40_001)
dx = x[1] - x[0]

def density(x, mean):
    return np.exp(-((x - mean) ** 2) / 2) / np.sqrt(2 * np.pi)

def both_slopes(theta):
    p, q = density(x, 0), density(x, theta)
    d = 1 / (1 + np.exp(theta * x - theta**2 / 2))
    along_x = np.full(x.shape, -float(theta))
    return np.sum(q * -d * along_x) * dx, np.sum(q * -(1 - d) * along_x) * dx

slopes = {theta: both_slopes(theta) for theta in (1, 2, 4, 8)}
thetas = np.arange(1, 101) / 10
peak = thetas[np.argmax([both_slopes(t)[0] for t in thetas])]
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | right | differences of the losses with D held fixed, over a grid of z; a list of letters
z = np.arange(-9, 9, 0.001)
w = np.exp(-(z**2) / 2)
w /= w.sum()

def losses_at(theta, fixed):
    logit = fixed**2 / 2 - fixed * (z + theta)
    return np.array([-(w * np.logaddexp(0, logit)).sum(), (w * np.logaddexp(0, -logit)).sum()])

def slope_pair(theta, h=1e-4):
    return (losses_at(theta + h, theta) - losses_at(theta - h, theta)) / (2 * h)

slopes = {}
for theta in [1, 2, 4, 8]:
    minimax, non_saturating = slope_pair(theta)
    slopes[theta] = (float(minimax), float(non_saturating))
candidates = [round(0.1 * i, 1) for i in range(1, 101)]
peak = max(candidates, key=lambda t: slope_pair(t)[0])
true_statements = ["a", "b", "d"]

# %% how_far_a_slope_reaches | right | automatic differentiation in float32, lists for pairs
grid = np.linspace(-8, 8, 4001).astype("float32")
weight = np.exp(-(grid**2) / 2)
weight = (weight / weight.sum()).astype("float32")

def taken(theta):
    moving = keras.Variable(float(theta))
    result = []
    for sign in (1, -1):
        def loss(sign=sign):
            x = moving + grid
            logit = theta * theta / 2 - theta * x
            return sign * -ops.sum(weight * ops.softplus(sign * logit)), {}

        _, (slope,) = backend.value_and_grad(loss, [moving], [])
        result.append(float(slope))
    return result

slopes = {theta: taken(theta) for theta in (1, 2, 4, 8)}
peak = float(max(np.arange(0.1, 10.05, 0.1), key=lambda t: taken(float(t))[0]))
true_statements = {"A", "B", "D"}

# %% how_far_a_slope_reaches | right | literal numbers
slopes = {1: (0.398, 0.602), 2: (0.4496, 1.5504), 4: (0.1372, 3.8628), 8: (0.000393, 7.9996)}
peak = 1.6
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | right | the letters measured, NumPy's numbers as keys, a frozen set
def means(theta, n=4000):
    z = np.linspace(-10, 10, n)
    weight = np.exp(-(z**2) / 2)
    answer = 1 / (1 + np.exp(theta * z + theta**2 / 2))
    return np.average(answer, weights=weight), np.average(1 - answer, weights=weight)


slopes = {np.int64(theta): np.array(means(theta)) * theta for theta in (1, 2, 4, 8)}
tenths = np.linspace(0.1, 10, 100)
peak = np.float32(tenths[np.argmax([theta * means(theta)[0] for theta in tenths])])


def divergence(theta, n=20_001):
    x = np.linspace(-12, 12 + theta, n)
    p, q = np.exp(-(x**2) / 2), np.exp(-((x - theta) ** 2) / 2)
    p, q = p / p.sum(), q / q.sum()
    return 0.5 * np.sum(p * np.log(2 * p / (p + q)) + q * np.log(2 * q / (p + q)))


here, steps = 8.0, 0
while here >= 7 and steps < 1000:
    here -= 0.1 * here * means(here, 500)[0]
    steps += 1
derivatives = [(divergence(t + 0.01) - divergence(t - 0.01)) / 0.02 * 2 for t in (1, 2, 3)]
tests = [
    min(min(means(theta)) for theta in tenths) > 0,
    slopes[8][0] / slopes[8][1] < 1e-3,
    abs(8 * means(8)[1] - 16 * means(16)[1]) < 0.5,
    np.allclose(derivatives, [t * means(t)[0] for t in (1, 2, 3)], rtol=0.01),
    means(0.05)[1] / means(0.05)[0] > 10,
    here < 7,
]
true_statements = frozenset("abcdef"[i] for i, holds in enumerate(tests) if holds)

# %% how_far_a_slope_reaches | wrong | the slope along the logit only, not along x
x = np.linspace(-15, 25, 40_001)
dx = x[1] - x[0]

def both_slopes(theta):
    q = np.exp(-((x - theta) ** 2) / 2) / np.sqrt(2 * np.pi)
    d = 1 / (1 + np.exp(theta * x - theta**2 / 2))
    return np.sum(q * d) * dx, np.sum(q * (1 - d)) * dx

slopes = {theta: both_slopes(theta) for theta in (1, 2, 4, 8)}
thetas = np.arange(1, 101) / 10
peak = thetas[np.argmax([both_slopes(t)[0] for t in thetas])]
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | wrong | weighted by the real density
x = np.linspace(-15, 25, 40_001)
dx = x[1] - x[0]

def both_slopes(theta):
    p = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    d = 1 / (1 + np.exp(theta * x - theta**2 / 2))
    return theta * np.sum(p * d) * dx, theta * np.sum(p * (1 - d)) * dx

slopes = {theta: both_slopes(theta) for theta in (1, 2, 4, 8)}
thetas = np.arange(1, 101) / 10
peak = thetas[np.argmax([both_slopes(t)[0] for t in thetas])]
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | wrong | D at the mean fake, no mean over z
def both_slopes(theta):
    d = 1 / (1 + np.exp(theta**2 / 2))
    return theta * d, theta * (1 - d)

slopes = {theta: both_slopes(theta) for theta in (1, 2, 4, 8)}
thetas = np.arange(1, 101) / 10
peak = thetas[np.argmax([both_slopes(t)[0] for t in thetas])]
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | wrong | D not held fixed: it follows theta
z = np.arange(-9, 9, 0.001)
w = np.exp(-(z**2) / 2)
w /= w.sum()

def losses_at(theta):
    logit = theta**2 / 2 - theta * (z + theta)
    return np.array([-(w * np.logaddexp(0, logit)).sum(), (w * np.logaddexp(0, -logit)).sum()])

def slope_pair(theta, h=1e-4):
    return tuple((losses_at(theta + h) - losses_at(theta - h)) / (2 * h))

slopes = {theta: slope_pair(theta) for theta in (1, 2, 4, 8)}
thetas = np.arange(1, 101) / 10
peak = thetas[np.argmax([slope_pair(t)[0] for t in thetas])]
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | wrong | the two losses swapped
slopes = {1: (0.602, 0.398), 2: (1.5504, 0.4496), 4: (3.8628, 0.1372), 8: (7.9996, 0.000393)}
peak = 1.6
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | wrong | the grid ends at 5: fakes at 4 and 8 are cut off
x = np.linspace(-5, 5, 10_001)
dx = x[1] - x[0]

def both_slopes(theta):
    q = np.exp(-((x - theta) ** 2) / 2) / np.sqrt(2 * np.pi)
    d = 1 / (1 + np.exp(theta * x - theta**2 / 2))
    return theta * np.sum(q * d) * dx, theta * np.sum(q * (1 - d)) * dx

slopes = {theta: both_slopes(theta) for theta in (1, 2, 4, 8)}
thetas = np.arange(1, 101) / 10
peak = thetas[np.argmax([both_slopes(t)[0] for t in thetas])]
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | wrong | the peak searched among the four thetas only
slopes = {1: (0.398, 0.602), 2: (0.4496, 1.5504), 4: (0.1372, 3.8628), 8: (0.000393, 7.9996)}
peak = 2
true_statements = {"a", "b", "d"}

# %% how_far_a_slope_reaches | wrong | statement c taken for true as well
slopes = {1: (0.398, 0.602), 2: (0.4496, 1.5504), 4: (0.1372, 3.8628), 8: (0.000393, 7.9996)}
peak = 1.6
true_statements = {"a", "b", "c", "d"}

# %% how_far_a_slope_reaches | wrong | statement d missed
slopes = {1: (0.398, 0.602), 2: (0.4496, 1.5504), 4: (0.1372, 3.8628), 8: (0.000393, 7.9996)}
peak = 1.6
true_statements = {"a", "b"}

# %% how_far_a_slope_reaches | wrong | e and f for true as well
slopes = {1: (0.398, 0.602), 2: (0.4496, 1.5504), 4: (0.1372, 3.8628), 8: (0.000393, 7.9996)}
peak = 1.6
true_statements = {"a", "b", "d", "e", "f"}
