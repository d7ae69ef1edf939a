# %% shared_loss | right | a function for each kind of term
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    def l1(x, y):
        return float(np.mean(np.abs(np.subtract(x, y))))

    def fool(judge, made):
        return float(np.mean((1 - judge(made)) ** 2))

    found = {
        "cycle_a": l1(b_to_a(a_to_b(a)), a),
        "cycle_b": l1(a_to_b(b_to_a(b)), b),
        "identity_a": l1(a, b_to_a(a)),
        "identity_b": l1(b, a_to_b(b)),
        "g_ab": fool(d_b, a_to_b(a)),
        "g_ba": fool(d_a, b_to_a(b)),
    }
    weights = {"c": cycle_weight, "i": identity_weight, "g": 1}
    found["whole"] = sum(weights[name[0]] * value for name, value in found.items())
    return found

# %% shared_loss | right | Keras's losses in float32
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    mae, mse = keras.losses.MeanAbsoluteError(), keras.losses.MeanSquaredError()
    fake_b, fake_a = a_to_b(a), b_to_a(b)
    s_b, s_a = np.asarray(d_b(fake_b)), np.asarray(d_a(fake_a))
    g_ab, g_ba = float(mse(np.ones_like(s_b), s_b)), float(mse(np.ones_like(s_a), s_a))
    cycle_a, cycle_b = float(mae(a, b_to_a(fake_b))), float(mae(b, a_to_b(fake_a)))
    identity_a, identity_b = float(mae(a, b_to_a(a))), float(mae(b, a_to_b(b)))
    whole = g_ab + g_ba + cycle_weight * (cycle_a + cycle_b) + identity_weight * (identity_a + identity_b)
    return dict(
        g_ab=g_ab, g_ba=g_ba, cycle_a=cycle_a, cycle_b=cycle_b, identity_a=identity_a, identity_b=identity_b, whole=whole
    )

# %% shared_loss | wrong | identity asks the other generator
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": ((d_b(a_to_b(a)) - 1) ** 2).mean(),
        "g_ba": ((d_a(b_to_a(b)) - 1) ** 2).mean(),
        "cycle_a": np.abs(b_to_a(a_to_b(a)) - a).mean(),
        "cycle_b": np.abs(a_to_b(b_to_a(b)) - b).mean(),
        "identity_a": np.abs(a_to_b(a) - a).mean(),
        "identity_b": np.abs(b_to_a(b) - b).mean(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * c + identity_weight * i}

# %% shared_loss | wrong | the judges of the wrong domains
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": ((d_a(a_to_b(a)) - 1) ** 2).mean(),
        "g_ba": ((d_b(b_to_a(b)) - 1) ** 2).mean(),
        "cycle_a": np.abs(b_to_a(a_to_b(a)) - a).mean(),
        "cycle_b": np.abs(a_to_b(b_to_a(b)) - b).mean(),
        "identity_a": np.abs(b_to_a(a) - a).mean(),
        "identity_b": np.abs(a_to_b(b) - b).mean(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * c + identity_weight * i}

# %% shared_loss | wrong | wants a 0 for translations
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": (d_b(a_to_b(a)) ** 2).mean(),
        "g_ba": (d_a(b_to_a(b)) ** 2).mean(),
        "cycle_a": np.abs(b_to_a(a_to_b(a)) - a).mean(),
        "cycle_b": np.abs(a_to_b(b_to_a(b)) - b).mean(),
        "identity_a": np.abs(b_to_a(a) - a).mean(),
        "identity_b": np.abs(a_to_b(b) - b).mean(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * c + identity_weight * i}

# %% shared_loss | wrong | the square of the mean score
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": (d_b(a_to_b(a)).mean() - 1) ** 2,
        "g_ba": (d_a(b_to_a(b)).mean() - 1) ** 2,
        "cycle_a": np.abs(b_to_a(a_to_b(a)) - a).mean(),
        "cycle_b": np.abs(a_to_b(b_to_a(b)) - b).mean(),
        "identity_a": np.abs(b_to_a(a) - a).mean(),
        "identity_b": np.abs(a_to_b(b) - b).mean(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * c + identity_weight * i}

# %% shared_loss | wrong | sums of absolute errors
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": ((d_b(a_to_b(a)) - 1) ** 2).mean(),
        "g_ba": ((d_a(b_to_a(b)) - 1) ** 2).mean(),
        "cycle_a": np.abs(b_to_a(a_to_b(a)) - a).sum(),
        "cycle_b": np.abs(a_to_b(b_to_a(b)) - b).sum(),
        "identity_a": np.abs(b_to_a(a) - a).sum(),
        "identity_b": np.abs(a_to_b(b) - b).sum(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * c + identity_weight * i}

# %% shared_loss | wrong | squares in the cycle
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": ((d_b(a_to_b(a)) - 1) ** 2).mean(),
        "g_ba": ((d_a(b_to_a(b)) - 1) ** 2).mean(),
        "cycle_a": ((b_to_a(a_to_b(a)) - a) ** 2).mean(),
        "cycle_b": ((a_to_b(b_to_a(b)) - b) ** 2).mean(),
        "identity_a": np.abs(b_to_a(a) - a).mean(),
        "identity_b": np.abs(a_to_b(b) - b).mean(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * c + identity_weight * i}

# %% shared_loss | wrong | half of the cycle's weight for identity, whatever was given
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": ((d_b(a_to_b(a)) - 1) ** 2).mean(),
        "g_ba": ((d_a(b_to_a(b)) - 1) ** 2).mean(),
        "cycle_a": np.abs(b_to_a(a_to_b(a)) - a).mean(),
        "cycle_b": np.abs(a_to_b(b_to_a(b)) - b).mean(),
        "identity_a": np.abs(b_to_a(a) - a).mean(),
        "identity_b": np.abs(a_to_b(b) - b).mean(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * (c + i / 2)}

# %% shared_loss | wrong | the cycles have each other's names
def paid(a, b, a_to_b, b_to_a, d_a, d_b, cycle_weight, identity_weight):
    t = {
        "g_ab": ((d_b(a_to_b(a)) - 1) ** 2).mean(),
        "g_ba": ((d_a(b_to_a(b)) - 1) ** 2).mean(),
        "cycle_b": np.abs(b_to_a(a_to_b(a)) - a).mean(),
        "cycle_a": np.abs(a_to_b(b_to_a(b)) - b).mean(),
        "identity_a": np.abs(b_to_a(a) - a).mean(),
        "identity_b": np.abs(a_to_b(b) - b).mean(),
    }
    c, i = t["cycle_a"] + t["cycle_b"], t["identity_a"] + t["identity_b"]
    return {**t, "whole": t["g_ab"] + t["g_ba"] + cycle_weight * c + identity_weight * i}

# %% predict_cycle | right | computed with Keras, NumPy and a count
block = keras.Sequential(
    [keras.Input((8, 8, 32))]
    + [layer for _ in range(2) for layer in (layers.Conv2D(32, 3, padding="same"), layers.GroupNormalization(groups=32))]
)
block_parameters = block.count_params()
concatenated = 32
for _ in range(5):
    concatenated += 32
channel = np.array([2.0, 2, 2, 10])
normed = (channel[3] - channel.mean()) / channel.std()
d_loss = 0.5 * np.mean((np.array([0.8]) - 1) ** 2) + 0.5 * np.mean(np.array([0.3]) ** 2)
rate_share = 1 - (150 - 100) / 100
fakes, backs, identities = 2, 2, 2
runs = fakes + backs + identities
moved_by = ["g_ab", "cycle_a", "cycle_b", "identity_b"]

# %% predict_cycle | right | numbers
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | a batch norm, with its moving averages
block_parameters, concatenated, normed = 18_624 + 128, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | no norms
block_parameters, concatenated, normed = 18_496, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | channels double from block to block
block_parameters, concatenated, normed = 18_624, 32 * 2**5, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | the variance of a sample
block_parameters, concatenated, normed = 18_624, 192, 6 / 4
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | not divided
block_parameters, concatenated, normed = 18_624, 192, 6
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | the discriminator's loss is not halved
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = 0.13, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | translations are to score 1
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = (0.04 + 0.49) / 2, 0.5, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | falls from the first epoch on
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.25, 6
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | of one generator
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 3
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | each translation is made anew for its cycle
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 8
moved_by = {"identity_b", "cycle_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | only the cycle that begins in a
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_b", "cycle_a", "g_ab"}

# %% predict_cycle | wrong | identity of a
block_parameters, concatenated, normed = 18_624, 192, 1.73
d_loss, rate_share, runs = 0.065, 0.5, 6
moved_by = {"identity_a", "cycle_b", "cycle_a", "g_ab"}

# %% image_pool | right | arrays, copied first
def through_pool(images, memory, size, rng):
    held = memory.copy()
    out = images.copy()
    for i in range(len(images)):
        if held.shape[0] < size:
            held = np.concatenate([held, images[i : i + 1]])
            continue
        if rng.random() < 0.5:
            place = int(rng.integers(0, size))
            out[i] = held[place]
            held[place] = images[i]
    return out, held

# %% image_pool | right | numbers of the images first, the images last
def through_pool(images, memory, size, rng):
    m = len(memory)
    pool, out = list(range(m)), []
    for k in range(m, m + len(images)):
        if len(pool) < size:
            pool.append(k)
            out.append(k)
        elif rng.random() >= 0.5:
            out.append(k)
        else:
            place = rng.integers(size)
            out.append(pool[place])
            pool[place] = k
    everything = np.concatenate([memory, images], axis=0)
    return everything[out], everything[pool]

# %% image_pool | wrong | the oldest is swapped
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        if len(memory) < size:
            memory.append(image)
            given.append(image)
        elif rng.random() < 0.5:
            rng.integers(size)
            given.append(memory.pop(0))
            memory.append(image)
        else:
            given.append(image)
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | a new image always comes into the pool
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        if len(memory) < size:
            memory.append(image)
            given.append(image)
            continue
        old = rng.random() < 0.5
        place = rng.integers(size)
        given.append(memory[place] if old else image)
        memory[place] = image
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | the old image is given and stays
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        if len(memory) < size:
            memory.append(image)
            given.append(image)
        elif rng.random() < 0.5:
            given.append(memory[rng.integers(size)])
        else:
            given.append(image)
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | writes into the memory that it is given
def through_pool(images, memory, size, rng):
    given = []
    for image in images:
        if len(memory) < size:
            memory = np.concatenate([memory, image[None]])
            given.append(image)
        elif rng.random() < 0.5:
            place = rng.integers(size)
            given.append(memory[place].copy())
            memory[place] = image
        else:
            given.append(image)
    return np.stack(given), memory

# %% image_pool | wrong | a view of the memory that changes afterwards
def through_pool(images, memory, size, rng):
    memory, given = memory.copy(), []
    for image in images:
        if len(memory) < size:
            memory = np.concatenate([memory, image[None]])
            given.append(image)
        elif rng.random() < 0.5:
            place = rng.integers(size)
            given.append(memory[place])
            memory[place] = image
        else:
            given.append(image)
    return np.stack(given), memory

# %% image_pool | wrong | NumPy's global chance
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        if len(memory) < size:
            memory.append(image)
        elif np.random.random() < 0.5:
            place = np.random.randint(size)
            memory[place], image = image, memory[place]
        given.append(image)
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | the new image is given below one half
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        if len(memory) < size:
            memory.append(image)
        elif rng.random() >= 0.5:
            place = rng.integers(size)
            memory[place], image = image, memory[place]
        given.append(image)
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | chance is drawn while there is room, too
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        swap = rng.random() < 0.5
        if len(memory) < size:
            memory.append(image)
        elif swap:
            place = rng.integers(size)
            memory[place], image = image, memory[place]
        given.append(image)
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | swaps while there is room
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        if memory and rng.random() < 0.5:
            place = rng.integers(len(memory))
            memory[place], image = image, memory[place]
        elif len(memory) < size:
            memory.append(image)
        given.append(image)
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | grows without end
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    for image in images:
        memory.append(image)
        if len(memory) > size and rng.random() < 0.5:
            image = memory[rng.integers(size)]
        given.append(image)
    return np.stack(given), np.stack(memory)

# %% image_pool | wrong | one draw for the whole batch
def through_pool(images, memory, size, rng):
    memory, given = list(memory), []
    room = size - len(memory)
    swap = rng.random() < 0.5 if len(images) > room else False
    for image in images:
        if len(memory) < size:
            memory.append(image)
        elif swap:
            place = rng.integers(size)
            memory[place], image = image, memory[place]
        given.append(image)
    return np.stack(given), np.stack(memory)

# %% mend_translator | right | functions for a stage and a block
def translator(size, width, blocks):
    def stage(x, layer, active=True):
        x = instance_norm()(layer(x))
        return layers.Activation("relu")(x) if active else x

    def block(x):
        change = stage(x, layers.Conv2D(2 * width, (3, 3), padding="same"))
        return layers.add([x, stage(change, layers.Conv2D(2 * width, (3, 3), padding="same"), active=False)])

    images = keras.Input((size, size, 3))
    x = stage(images, layers.Conv2D(width, (7, 7), padding="same"))
    x = stage(x, layers.Conv2D(2 * width, (3, 3), strides=(2, 2), padding="same"))
    for _ in range(blocks):
        x = block(x)
    x = stage(x, layers.Conv2DTranspose(width, (3, 3), strides=(2, 2), padding="same"))
    x = layers.Conv2D(3, (7, 7), padding="same")(x)
    return keras.Model(images, layers.Activation("tanh")(x))

# %% mend_translator | right | plus signs, and norms of its own
def translator(size, width, blocks):
    def norm(x):
        return layers.GroupNormalization(groups=-1, axis=-1, epsilon=1e-5)(x)

    i = keras.Input((size, size, 3))
    x = keras.ops.relu(norm(layers.Conv2D(width, 7, 1, "same")(i)))
    x = keras.ops.relu(norm(layers.Conv2D(width * 2, 3, 2, "same")(x)))
    for _ in range(blocks):
        y = keras.ops.relu(norm(layers.Conv2D(width * 2, 3, 1, "same")(x)))
        x = x + norm(layers.Conv2D(width * 2, 3, 1, "same")(y))
    x = keras.ops.relu(norm(layers.Conv2DTranspose(width, 3, 2, "same")(x)))
    return keras.Model(i, layers.Conv2D(3, 7, 1, "same", activation="tanh")(x))

# %% mend_translator | wrong | as it was found
def translator(size, width, blocks):
    return found(size, width, blocks)

# %% mend_translator | wrong | a ReLU after the sum
def translator(size, width, blocks):
    image = keras.Input((size, size, 3))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    for _ in range(blocks):
        change = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(x)))
        change = instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(change))
        x = layers.ReLU()(layers.Add()([change, x]))
    x = layers.ReLU()(instance_norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Conv2D(3, 7, padding="same", activation="tanh")(x))

# %% mend_translator | wrong | still concatenates
def translator(size, width, blocks):
    image = keras.Input((size, size, 3))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    for _ in range(blocks):
        change = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(x)))
        change = instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(change))
        x = layers.Concatenate()([change, x])
    x = layers.ReLU()(instance_norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Conv2D(3, 7, padding="same", activation="tanh")(x))

# %% mend_translator | wrong | a norm before the tanh
def translator(size, width, blocks):
    image = keras.Input((size, size, 3))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    for _ in range(blocks):
        change = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(x)))
        change = instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(change))
        x = layers.Add()([change, x])
    x = layers.ReLU()(instance_norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Activation("tanh")(instance_norm()(layers.Conv2D(3, 7, padding="same")(x))))

# %% mend_translator | wrong | nothing is added: plain convolutions
def translator(size, width, blocks):
    image = keras.Input((size, size, 3))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    for _ in range(blocks):
        x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(x)))
        x = instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(x))
    x = layers.ReLU()(instance_norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Conv2D(3, 7, padding="same", activation="tanh")(x))

# %% mend_translator | wrong | all blocks share their layers
def translator(size, width, blocks):
    image = keras.Input((size, size, 3))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    one, two = (layers.Conv2D(2 * width, 3, padding="same") for _ in range(2))
    norm_one, norm_two = instance_norm(), instance_norm()
    for _ in range(blocks):
        x = layers.Add()([norm_two(two(layers.ReLU()(norm_one(one(x))))), x])
    x = layers.ReLU()(instance_norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Conv2D(3, 7, padding="same", activation="tanh")(x))

# %% mend_translator | wrong | all blocks add to what went into the first
def translator(size, width, blocks):
    image = keras.Input((size, size, 3))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    first = x
    for _ in range(blocks):
        change = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(x)))
        change = instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(change))
        x = layers.Add()([change, first])
    x = layers.ReLU()(instance_norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Conv2D(3, 7, padding="same", activation="tanh")(x))

# %% mend_translator | wrong | layer norms: one mean for all channels
def translator(size, width, blocks):
    def norm():
        return layers.GroupNormalization(groups=1, epsilon=1e-5)

    image = keras.Input((size, size, 3))
    x = layers.ReLU()(norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    for _ in range(blocks):
        change = layers.ReLU()(norm()(layers.Conv2D(2 * width, 3, padding="same")(x)))
        change = norm()(layers.Conv2D(2 * width, 3, padding="same")(change))
        x = layers.Add()([change, x])
    x = layers.ReLU()(norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Conv2D(3, 7, padding="same", activation="tanh")(x))

# %% mend_translator | wrong | no tanh
def translator(size, width, blocks):
    image = keras.Input((size, size, 3))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(width, 7, padding="same")(image)))
    x = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, strides=2, padding="same")(x)))
    for _ in range(blocks):
        change = layers.ReLU()(instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(x)))
        change = instance_norm()(layers.Conv2D(2 * width, 3, padding="same")(change))
        x = layers.Add()([change, x])
    x = layers.ReLU()(instance_norm()(layers.Conv2DTranspose(width, 3, strides=2, padding="same")(x)))
    return keras.Model(image, layers.Conv2D(3, 7, padding="same")(x))

# %% count_cycles | right | sets of pairs, and the statements looked up
def counts(n, m):
    f_all, g_all = list(product(range(m), repeat=n)), list(product(range(n), repeat=m))
    pairs = {(f, g) for f in f_all for g in g_all}
    covers = {(f, g) for f, g in pairs if set(f) == set(range(m)) and set(g) == set(range(n))}
    forward = {(f, g) for f, g in pairs if tuple(g[j] for j in f) == tuple(range(n))}
    backward = {(f, g) for f, g in pairs if tuple(f[i] for i in g) == tuple(range(m))}
    cycles = forward & backward
    return {
        "all": len(pairs),
        "covers": len(covers),
        "forward": len(forward),
        "cycles": len(cycles),
        "both": len(covers & cycles),
    }


three = counts(3, 3)
holds = [
    three["covers"] > three["cycles"],
    three["cycles"] == 1,
    three["both"] == three["cycles"],
    three["both"] == 6,  # the six pairings, one as good as the other
    counts(4, 3)["forward"] > 0,
    counts(3, 4)["forward"] > 0 and len(set(range(3))) < 4,
]
true_statements = {letter for letter, yes in zip("abcdef", holds) if yes}

# %% count_cycles | right | NumPy: all tables at once
def counts(n, m):
    f = np.array(list(product(range(m), repeat=n)))
    g = np.array(list(product(range(n), repeat=m)))
    onto_f = np.array([len(np.unique(row)) == m for row in f])
    onto_g = np.array([len(np.unique(row)) == n for row in g])
    covers = onto_f[:, None] & onto_g[None]
    forward = np.array([[(q[p] == np.arange(n)).all() for q in g] for p in f])
    backward = np.array([[(p[q] == np.arange(m)).all() for q in g] for p in f])
    cycles = forward & backward
    return {
        "all": len(f) * len(g),
        "covers": covers.sum(),
        "forward": forward.sum(),
        "cycles": cycles.sum(),
        "both": (covers & cycles).sum(),
    }


true_statements = ["a", "c", "d", "f"]

# %% count_cycles | wrong | covers asks f alone
def counts(n, m):
    found = dict.fromkeys(("all", "covers", "forward", "cycles", "both"), 0)
    for f in product(range(m), repeat=n):
        for g in product(range(n), repeat=m):
            covers = len(set(f)) == m
            forward = all(g[f[i]] == i for i in range(n))
            cycles = forward and all(f[g[j]] == j for j in range(m))
            found["all"] += 1
            found["covers"] += covers
            found["forward"] += forward
            found["cycles"] += cycles
            found["both"] += covers and cycles
    return found


true_statements = {"a", "c", "d", "f"}

# %% count_cycles | wrong | one cycle is taken for both
def counts(n, m):
    found = dict.fromkeys(("all", "covers", "forward", "cycles", "both"), 0)
    for f in product(range(m), repeat=n):
        for g in product(range(n), repeat=m):
            covers = len(set(f)) == m and len(set(g)) == n
            forward = all(g[f[i]] == i for i in range(n))
            found["all"] += 1
            found["covers"] += covers
            found["forward"] += forward
            found["cycles"] += forward
            found["both"] += covers and forward
    return found


true_statements = {"a", "c", "d", "f"}

# %% count_cycles | wrong | the tables have each other's lengths
def counts(n, m):
    found = dict.fromkeys(("all", "covers", "forward", "cycles", "both"), 0)
    for f in product(range(n), repeat=m):
        for g in product(range(m), repeat=n):
            covers = len(set(f)) == n and len(set(g)) == m
            forward = all(g[f[i]] == i for i in range(m))
            cycles = forward and all(f[g[j]] == j for j in range(n))
            found["all"] += 1
            found["covers"] += covers
            found["forward"] += forward
            found["cycles"] += cycles
            found["both"] += covers and cycles
    return found


true_statements = {"a", "c", "d", "f"}

# %% count_cycles | wrong | permutations alone
from itertools import permutations

def counts(n, m):
    found = dict.fromkeys(("all", "covers", "forward", "cycles", "both"), 0)
    for f in permutations(range(m), n):
        for g in permutations(range(n), m):
            covers = len(set(f)) == m and len(set(g)) == n
            forward = all(g[f[i]] == i for i in range(n))
            cycles = forward and all(f[g[j]] == j for j in range(m))
            found["covers"] += covers
            found["forward"] += forward
            found["cycles"] += cycles
            found["both"] += covers and cycles
    found["all"] = m**n * n**m
    return found


true_statements = {"a", "c", "d", "f"}

# %% count_cycles | wrong | the numbers of the example
def counts(n, m):
    return {"all": 16, "covers": 4, "forward": 2, "cycles": 2, "both": 2}


true_statements = {"a", "c", "d", "f"}

# %% count_cycles | wrong | believes that the cycles find the pairing that is wanted
def counts(n, m):
    found = dict.fromkeys(("all", "covers", "forward", "cycles", "both"), 0)
    for f in product(range(m), repeat=n):
        for g in product(range(n), repeat=m):
            covers = len(set(f)) == m and len(set(g)) == n
            forward = all(g[f[i]] == i for i in range(n))
            cycles = forward and all(f[g[j]] == j for j in range(m))
            found["all"] += 1
            found["covers"] += covers
            found["forward"] += forward
            found["cycles"] += cycles
            found["both"] += covers and cycles
    return found


true_statements = {"a", "b", "c", "f"}

# %% count_cycles | wrong | believes that four can go through three
def counts(n, m):
    found = dict.fromkeys(("all", "covers", "forward", "cycles", "both"), 0)
    for f in product(range(m), repeat=n):
        for g in product(range(n), repeat=m):
            covers = len(set(f)) == m and len(set(g)) == n
            forward = all(g[f[i]] == i for i in range(n))
            cycles = forward and all(f[g[j]] == j for j in range(m))
            found["all"] += 1
            found["covers"] += covers
            found["forward"] += forward
            found["cycles"] += cycles
            found["both"] += covers and cycles
    return found


true_statements = {"a", "c", "d", "e", "f"}

# %% count_cycles | wrong | leaves out that cycles cover
def counts(n, m):
    found = dict.fromkeys(("all", "covers", "forward", "cycles", "both"), 0)
    for f in product(range(m), repeat=n):
        for g in product(range(n), repeat=m):
            covers = len(set(f)) == m and len(set(g)) == n
            forward = all(g[f[i]] == i for i in range(n))
            cycles = forward and all(f[g[j]] == j for j in range(m))
            found["all"] += 1
            found["covers"] += covers
            found["forward"] += forward
            found["cycles"] += cycles
            found["both"] += covers and cycles
    return found


true_statements = {"a", "d", "f"}
