# %% held_out_report | right | whole numbers
def report(a, b, partners, a_to_b, b_to_a):
    made = np.asarray(a_to_b(a))
    there_and_back = np.asarray(b_to_a(made)).astype("int16")
    cycle = np.mean(np.abs(there_and_back - a.astype("int16")))
    identity = np.mean(np.abs(a_to_b(b).astype("int16") - b.astype("int16")))
    error = np.mean(np.abs(partners.astype("int16") - made.astype("int16")))
    copying = np.mean(np.abs(partners.astype("int16") - a.astype("int16")))
    return dict(cycle=cycle, identity=identity, error=error, copying=copying, gain=(copying - error) / copying)

# %% held_out_report | right | the larger less the smaller: no sign is needed
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return float((np.maximum(x, y) - np.minimum(x, y)).mean())

    found = {
        "cycle": apart(b_to_a(a_to_b(a)), a),
        "identity": apart(a_to_b(b), b),
        "error": apart(a_to_b(a), partners),
        "copying": apart(a, partners),
    }
    return {"gain": 1 - found["error"] / found["copying"], **found}

# %% held_out_report | right | float32, flattened
def report(a, b, partners, a_to_b, b_to_a):
    made = a_to_b(a)
    rows = {
        "cycle": (b_to_a(made), a),
        "identity": (a_to_b(b), b),
        "error": (made, partners),
        "copying": (a, partners),
    }
    found = {k: np.abs(np.subtract(*(x.ravel().astype("float32") for x in v))).mean() for k, v in rows.items()}
    found["gain"] = 1 - found["error"] / found["copying"]
    return found

# %% held_out_report | wrong | differences of uint8
def report(a, b, partners, a_to_b, b_to_a):
    made = a_to_b(a)
    error, copying = np.abs(made - partners).mean(), np.abs(a - partners).mean()
    return {
        "cycle": np.abs(b_to_a(made) - a).mean(),
        "identity": np.abs(a_to_b(b) - b).mean(),
        "error": error,
        "copying": copying,
        "gain": 1 - error / copying,
    }

# %% held_out_report | wrong | int8
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return np.abs(x.astype("int8") - y.astype("int8")).astype(float).mean()

    made = a_to_b(a)
    error, copying = apart(made, partners), apart(a, partners)
    return {
        "cycle": apart(b_to_a(made), a),
        "identity": apart(a_to_b(b), b),
        "error": error,
        "copying": copying,
        "gain": 1 - error / copying,
    }

# %% held_out_report | wrong | identity of the other translator
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return np.abs(x.astype(float) - y).mean()

    made = a_to_b(a)
    error, copying = apart(made, partners), apart(a, partners)
    return {
        "cycle": apart(b_to_a(made), a),
        "identity": apart(b_to_a(b), b),
        "error": error,
        "copying": copying,
        "gain": 1 - error / copying,
    }

# %% held_out_report | wrong | the cycle that begins in b
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return np.abs(x.astype(float) - y).mean()

    error, copying = apart(a_to_b(a), partners), apart(a, partners)
    return {
        "cycle": apart(a_to_b(b_to_a(b)), b),
        "identity": apart(a_to_b(b), b),
        "error": error,
        "copying": copying,
        "gain": 1 - error / copying,
    }

# %% held_out_report | wrong | the gain is a difference
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return np.abs(x.astype(float) - y).mean()

    made = a_to_b(a)
    error, copying = apart(made, partners), apart(a, partners)
    return {
        "cycle": apart(b_to_a(made), a),
        "identity": apart(a_to_b(b), b),
        "error": error,
        "copying": copying,
        "gain": (copying - error) / 50,
    }

# %% held_out_report | wrong | a gain is never below 0
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return np.abs(x.astype(float) - y).mean()

    made = a_to_b(a)
    error, copying = apart(made, partners), apart(a, partners)
    return {
        "cycle": apart(b_to_a(made), a),
        "identity": apart(a_to_b(b), b),
        "error": error,
        "copying": copying,
        "gain": max(0.0, 1 - error / copying),
    }

# %% held_out_report | wrong | squares
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return np.sqrt(((x.astype(float) - y) ** 2).mean())

    made = a_to_b(a)
    error, copying = apart(made, partners), apart(a, partners)
    return {
        "cycle": apart(b_to_a(made), a),
        "identity": apart(a_to_b(b), b),
        "error": error,
        "copying": copying,
        "gain": 1 - error / copying,
    }

# %% held_out_report | wrong | how far the translation moved, in place of copying
def report(a, b, partners, a_to_b, b_to_a):
    def apart(x, y):
        return np.abs(x.astype(float) - y).mean()

    made = a_to_b(a)
    error, copying = apart(made, partners), apart(a, made)
    return {
        "cycle": apart(b_to_a(made), a),
        "identity": apart(a_to_b(b), b),
        "error": error,
        "copying": copying,
        "gain": 1 - error / max(copying, 1e-9),
    }

# %% predict_unpaired | right | computed
x = np.array([40] * 50 + [200] * 50)
y = 255 - x
copy_cycle = np.abs(x - x).mean()
copy_error = np.abs(x - y).mean()
right_identity = np.abs((255 - y) - y).mean()
middle_error = np.abs(np.full(100, 135) - y).mean()
every = np.arange(256)
coarse_cycle = np.mean(np.abs((every & ~15) + 8 - every))
own_partners = 10 * (1 / 10)

# %% predict_unpaired | right | numbers
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 160, 160.0, 80, 4.0, 1

# %% predict_unpaired | wrong | what is right has no identity error
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 160, 0, 80, 4.0, 1

# %% predict_unpaired | wrong | copies do not come back
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 160, 160, 160, 80, 4.0, 1

# %% predict_unpaired | wrong | the mean of both is never off
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 160, 160, 0, 4.0, 1

# %% predict_unpaired | wrong | without the rounding's sign
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 160, 160, 80, 8, 1

# %% predict_unpaired | wrong | one in ten
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 160, 160, 80, 4.0, 0.1

# %% predict_unpaired | wrong | none finds its own
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 160, 160, 80, 4.0, 0

# %% predict_unpaired | wrong | copies against the sources
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 0, 160, 80, 4.0, 1

# %% predict_unpaired | wrong | one half of the values only
copy_cycle, copy_error, right_identity, middle_error, coarse_cycle, own_partners = 0, 175, 160, 80, 4.0, 1

# %% mend_noise | right | whole numbers, np.clip
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noise = rng.normal(0, sigma, made.shape)
    shaken = np.clip(np.rint(made + noise), 0, 255).astype("uint8")
    return [np.abs(b_to_a(x).astype(int) - a.astype(int)).mean() for x in (made, shaken)]

# %% mend_noise | right | the noise from standard normal numbers, limits by minimum and maximum
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    def error(translation):
        back = b_to_a(translation)
        return float(np.mean(np.maximum(back, a) - np.minimum(back, a), dtype=float))

    made = a_to_b(a)
    noisy = np.rint(made.astype(float) + sigma * rng.standard_normal(made.shape))
    return error(made), error(np.minimum(np.maximum(noisy, 0), 255).astype(np.uint8))

# %% mend_noise | wrong | noise on the sources
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    plain = np.abs(b_to_a(a_to_b(a)).astype(float) - a).mean()
    noisy = np.rint(a + rng.normal(0, sigma, a.shape)).clip(0, 255).astype(np.uint8)
    return plain, np.abs(b_to_a(a_to_b(noisy)).astype(float) - a).mean()

# %% mend_noise | wrong | noise on what came back
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    back = b_to_a(a_to_b(a))
    noisy = np.rint(back + rng.normal(0, sigma, back.shape)).clip(0, 255)
    return np.abs(back.astype(float) - a).mean(), np.abs(noisy - a).mean()

# %% mend_noise | wrong | wraps round at 0 and 255
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = np.rint(made + rng.normal(0, sigma, made.shape)).astype(int).astype(np.uint8)
    return tuple(np.abs(b_to_a(x).astype(float) - a).mean() for x in (made, noisy))

# %% mend_noise | wrong | not rounded: cut off
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = (made + rng.normal(0, sigma, made.shape)).clip(0, 255).astype(np.uint8)
    return tuple(np.abs(b_to_a(x).astype(float) - a).mean() for x in (made, noisy))

# %% mend_noise | wrong | against the translation
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = np.rint(made + rng.normal(0, sigma, made.shape)).clip(0, 255).astype(np.uint8)
    plain = np.abs(b_to_a(made).astype(float) - a).mean()
    return plain, np.abs(b_to_a(noisy).astype(float) - made).mean()

# %% mend_noise | wrong | against what came back without noise
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = np.rint(made + rng.normal(0, sigma, made.shape)).clip(0, 255).astype(np.uint8)
    back = b_to_a(made).astype(float)
    return np.abs(back - a).mean(), np.abs(b_to_a(noisy).astype(float) - back).mean()

# %% mend_noise | wrong | a difference of uint8 stays
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = np.rint(made + rng.normal(0, sigma, made.shape)).clip(0, 255).astype(np.uint8)
    plain = np.abs(b_to_a(made).astype(float) - a).mean()
    return plain, np.abs(b_to_a(noisy) - a).mean()

# %% mend_noise | wrong | one number for the whole image
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = np.rint(made + rng.normal(0, sigma)).clip(0, 255).astype(np.uint8)
    return tuple(np.abs(b_to_a(x).astype(float) - a).mean() for x in (made, noisy))

# %% mend_noise | wrong | noise of the shape of the sources
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = np.rint(made + rng.normal(0, sigma, a.shape)).clip(0, 255).astype(np.uint8)
    return tuple(np.abs(b_to_a(x)[..., : a.shape[3]].astype(float) - a).mean() for x in (made, noisy))

# %% mend_noise | wrong | sigma taken for a variance
def cycle_errors(a, a_to_b, b_to_a, sigma, rng):
    made = a_to_b(a)
    noisy = np.rint(made + rng.normal(0, np.sqrt(sigma), made.shape)).clip(0, 255).astype(np.uint8)
    return tuple(np.abs(b_to_a(x).astype(float) - a).mean() for x in (made, noisy))

# %% shuffled_control | right | loops
def control(made, partners, times, rng):
    def apart(x, y):
        return np.abs(x.astype(float) - y).mean()

    errors = []
    for _ in range(times):
        errors.append(apart(made, partners[rng.permutation(len(partners))]))
    found = 0
    for i in range(len(made)):
        own = apart(made[i], partners[i])
        if all(apart(made[i], partners[j]) > own for j in range(len(made)) if j != i):
            found += 1
    return apart(made, partners), sum(errors) / times, found / len(made)

# %% shuffled_control | right | whole numbers, all at once
def control(made, partners, times, rng):
    x, y = made.astype(int), partners.astype(int)
    n, size = len(x), x[0].size
    sums = np.abs(x[:, None] - y[None]).reshape(n, n, -1).sum(axis=2)
    order = [rng.permutation(n) for _ in range(times)]
    shuffled = np.mean([sums[range(n), p].sum() for p in order]) / (n * size)
    as_near = (sums <= sums.diagonal()[:, None]).sum(axis=1)
    return np.trace(sums) / (n * size), shuffled, np.mean(as_near == 1)

# %% shuffled_control | wrong | differences of uint8
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x - y).mean() for y in partners] for x in made])
    shuffled = np.mean([np.abs(made - partners[rng.permutation(n)]).mean() for _ in range(times)])
    own = apart.diagonal()
    others = np.where(np.eye(n, dtype=bool), np.inf, apart).min(axis=1)
    return own.mean(), shuffled, (own < others).mean()

# %% shuffled_control | wrong | whoever is as near counts as found
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    shuffled = np.mean([apart[np.arange(n), rng.permutation(n)].mean() for _ in range(times)])
    return apart.diagonal().mean(), shuffled, (apart.diagonal() <= apart.min(axis=1)).mean()

# %% shuffled_control | wrong | the first of equal ones is the nearest
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    shuffled = np.mean([apart[np.arange(n), rng.permutation(n)].mean() for _ in range(times)])
    return apart.diagonal().mean(), shuffled, (apart.argmin(axis=1) == np.arange(n)).mean()

# %% shuffled_control | wrong | looks from the partners for the translation
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    shuffled = np.mean([apart[np.arange(n), rng.permutation(n)].mean() for _ in range(times)])
    own = apart.diagonal()
    others = np.where(np.eye(n, dtype=bool), np.inf, apart).min(axis=0)
    return own.mean(), shuffled, (own < others).mean()

# %% shuffled_control | wrong | one shuffle for all times
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    shuffled = apart[np.arange(n), rng.permutation(n)].mean()
    own = apart.diagonal()
    others = np.where(np.eye(n, dtype=bool), np.inf, apart).min(axis=1)
    return own.mean(), shuffled, (own < others).mean()

# %% shuffled_control | wrong | drawn with replacement
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    shuffled = np.mean([apart[np.arange(n), rng.integers(n, size=n)].mean() for _ in range(times)])
    own = apart.diagonal()
    others = np.where(np.eye(n, dtype=bool), np.inf, apart).min(axis=1)
    return own.mean(), shuffled, (own < others).mean()

# %% shuffled_control | wrong | the mean of all other partners
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    own = apart.diagonal()
    others = np.where(np.eye(n, dtype=bool), np.inf, apart).min(axis=1)
    return own.mean(), apart.mean(), (own < others).mean()

# %% shuffled_control | wrong | the pixels are shuffled
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    shuffled = []
    for _ in range(times):
        rows = partners[rng.permutation(n)].reshape(n, -1)[:, ::-1].reshape(partners.shape)
        shuffled.append(np.abs(made.astype(float) - rows).mean())
    own = apart.diagonal()
    others = np.where(np.eye(n, dtype=bool), np.inf, apart).min(axis=1)
    return own.mean(), np.mean(shuffled), (own < others).mean()

# %% shuffled_control | wrong | of one image none is found
def control(made, partners, times, rng):
    n = len(made)
    apart = np.array([[np.abs(x.astype(float) - y).mean() for y in partners] for x in made])
    shuffled = np.mean([apart[np.arange(n), rng.permutation(n)].mean() for _ in range(times)])
    if n == 1:
        return apart[0, 0], shuffled, 0.0
    own = apart.diagonal()
    others = np.where(np.eye(n, dtype=bool), np.inf, apart).min(axis=1)
    return own.mean(), shuffled, (own < others).mean()

# %% five_translators | right | functions, and each statement from the numbers
def apart(x, y):
    return float(np.abs(x.astype("int16") - y.astype("int16")).mean())


def shaken(x):
    return np.clip(np.rint(x.astype(float) + noise), 0, 255).astype("uint8")


numbers = {
    name: [apart(back(there(a)), a), apart(back(shaken(there(a))), a), apart(there(a), partners)]
    for name, (there, back) in translators.items()
}
n = numbers
shuffles = [apart(translators["flat"][0](a), np.random.default_rng(k).permutation(partners)) for k in range(20)]
holds = {
    "a": all(three[2] < 10 for three in n.values() if three[0] < 10),
    "b": n["hiding"][1] - n["hiding"][0] > 40 and n["right"][1] - n["right"][0] < 5,
    "c": abs(n["right"][0] - n["copying"][0]) < 1 and abs(n["right"][1] - n["copying"][1]) < 1,
    "d": n["mirrored"][1] - n["right"][1] > 1,
    "e": n["flat"][2] < n["mirrored"][2] and n["flat"][2] < n["hiding"][2],
    "f": np.mean(shuffles) > n["flat"][2] + 0.01,
}
true_statements = {letter for letter in holds if holds[letter]}

# %% five_translators | right | a loop over the names, arrays
numbers = {}
for name in translators:
    f, g = translators[name]
    translation = f(a.copy())
    with_noise = np.rint(translation + noise)
    with_noise[with_noise < 0] = 0
    with_noise[with_noise > 255] = 255
    numbers[name] = np.array(
        [
            np.abs(g(translation) - a.astype(float)).mean(),
            np.abs(g(with_noise.astype(np.uint8)) - a.astype(float)).mean(),
            np.abs(translation - partners.astype(float)).mean(),
        ]
    )
true_statements = ["b", "c", "e"]

# %% five_translators | wrong | differences of uint8
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = np.rint(made + noise).clip(0, 255).astype(np.uint8)
    numbers[name] = [np.abs(x - y).mean() for x, y in ((back(made), a), (back(noisy), a), (made, partners))]
true_statements = {"b", "c", "e"}

# %% five_translators | wrong | noise of its own
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = np.rint(made + np.random.default_rng(0).normal(0, 4, a.shape)).clip(0, 255).astype(np.uint8)
    pairs = (back(made), a), (back(noisy), a), (made, partners)
    numbers[name] = [np.abs(x.astype(float) - y).mean() for x, y in pairs]
true_statements = {"b", "c", "e"}

# %% five_translators | wrong | noise on the sources
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = there(np.rint(a + noise).clip(0, 255).astype(np.uint8))
    pairs = (back(made), a), (back(noisy), a), (made, partners)
    numbers[name] = [np.abs(x.astype(float) - y).mean() for x, y in pairs]
true_statements = {"b", "c", "e"}

# %% five_translators | wrong | what came back, against the partners
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = np.rint(made + noise).clip(0, 255).astype(np.uint8)
    pairs = (back(made), a), (back(noisy), a), (back(made), partners)
    numbers[name] = [np.abs(x.astype(float) - y).mean() for x, y in pairs]
true_statements = {"b", "c", "e"}

# %% five_translators | wrong | believes that a small cycle error is a right translation
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = np.rint(made + noise).clip(0, 255).astype(np.uint8)
    pairs = (back(made), a), (back(noisy), a), (made, partners)
    numbers[name] = [np.abs(x.astype(float) - y).mean() for x, y in pairs]
true_statements = {"a", "b", "c", "e"}

# %% five_translators | wrong | believes that the noise finds what is wrong
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = np.rint(made + noise).clip(0, 255).astype(np.uint8)
    pairs = (back(made), a), (back(noisy), a), (made, partners)
    numbers[name] = [np.abs(x.astype(float) - y).mean() for x, y in pairs]
true_statements = {"b", "c", "d", "e"}

# %% five_translators | wrong | believes that shuffling always costs
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = np.rint(made + noise).clip(0, 255).astype(np.uint8)
    pairs = (back(made), a), (back(noisy), a), (made, partners)
    numbers[name] = [np.abs(x.astype(float) - y).mean() for x, y in pairs]
true_statements = {"b", "c", "e", "f"}

# %% five_translators | wrong | cannot believe that one grey is nearer than a picture
numbers = {}
for name, (there, back) in translators.items():
    made = there(a)
    noisy = np.rint(made + noise).clip(0, 255).astype(np.uint8)
    pairs = (back(made), a), (back(noisy), a), (made, partners)
    numbers[name] = [np.abs(x.astype(float) - y).mean() for x, y in pairs]
true_statements = {"b", "c"}
