# %% two_sums | right | NumPy with logaddexp and the largest logit taken off
def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        logits = logits - logits.max(axis=1, keepdims=True)
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        return -np.take_along_axis(logs, wanted, axis=1).mean()

    (source_real, classes_real), (source_fake, classes_fake) = on_real, on_generated
    fake_class = class_loss(classes_fake, asked)
    d_source = np.logaddexp(0, -source_real).mean() + np.logaddexp(0, source_fake).mean()
    d_loss = d_source + class_loss(classes_real, labels) + fake_class_weight * fake_class
    return d_loss, np.logaddexp(0, -source_fake).mean() + fake_class

# %% two_sums | right | Keras's losses from logits, in float32
def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def bce(logits, target):
        logits = keras.ops.convert_to_tensor(logits, "float32")
        targets = keras.ops.full_like(logits, target)
        return float(keras.ops.mean(keras.losses.binary_crossentropy(targets, logits, from_logits=True)))

    def cross(wanted, logits):
        logits = keras.ops.convert_to_tensor(logits, "float32")
        wanted = keras.ops.convert_to_tensor(wanted, "int32")
        return float(keras.ops.mean(keras.losses.sparse_categorical_crossentropy(wanted, logits, from_logits=True)))

    d_loss = bce(on_real[0], 1.0) + bce(on_generated[0], 0.0)
    d_loss += cross(labels, on_real[1]) + fake_class_weight * cross(asked, on_generated[1])
    return d_loss, bce(on_generated[0], 1.0) + cross(asked, on_generated[1])

# %% two_sums | right | loops over the images, plain Python
import math

def softplus(x):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))

def of_class(row, right):
    top = max(row)
    return top + math.log(sum(math.exp(v - top) for v in row)) - row[right]

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    n, m = len(labels), len(asked)
    d_loss = g_loss = 0.0
    for i in range(n):
        d_loss += softplus(-float(on_real[0][i, 0])) / n
        d_loss += of_class([float(v) for v in on_real[1][i]], int(labels[i, 0])) / n
    for i in range(m):
        logit = float(on_generated[0][i, 0])
        class_part = of_class([float(v) for v in on_generated[1][i]], int(asked[i, 0]))
        d_loss += (softplus(logit) + fake_class_weight * class_part) / m
        g_loss += (softplus(-logit) + class_part) / m
    return d_loss, g_loss

# %% two_sums | wrong | the weight falls on G's class loss as well
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    fake_class = fake_class_weight * class_loss(on_generated[1], asked)
    d_loss = np.logaddexp(0, -on_real[0]).mean() + np.logaddexp(0, on_generated[0]).mean()
    d_loss += class_loss(on_real[1], labels) + fake_class
    return d_loss, np.logaddexp(0, -on_generated[0]).mean() + fake_class

# %% two_sums | wrong | the weight is ignored
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    fake_class = class_loss(on_generated[1], asked)
    d_loss = np.logaddexp(0, -on_real[0]).mean() + np.logaddexp(0, on_generated[0]).mean()
    d_loss += class_loss(on_real[1], labels) + fake_class
    return d_loss, np.logaddexp(0, -on_generated[0]).mean() + fake_class

# %% two_sums | wrong | probabilities first, logarithms then: overflows at great logits
def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def class_loss(logits, wanted):
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(p)), wanted[:, 0]]).mean()

    p_real, p_fake = sigmoid(on_real[0]), sigmoid(on_generated[0])
    fake_class = class_loss(on_generated[1], asked)
    d_loss = -np.log(p_real).mean() - np.log(1 - p_fake).mean()
    d_loss += class_loss(on_real[1], labels) + fake_class_weight * fake_class
    return d_loss, -np.log(p_fake).mean() + fake_class

# %% two_sums | wrong | the first label is taken for all images
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -log_softmax(logits, axis=1)[:, wanted[0, 0]].mean()

    fake_class = class_loss(on_generated[1], asked)
    d_loss = np.logaddexp(0, -on_real[0]).mean() + np.logaddexp(0, on_generated[0]).mean()
    d_loss += class_loss(on_real[1], labels) + fake_class_weight * fake_class
    return d_loss, np.logaddexp(0, -on_generated[0]).mean() + fake_class

# %% two_sums | wrong | the weight falls on both class losses of D
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    real_class, fake_class = class_loss(on_real[1], labels), class_loss(on_generated[1], asked)
    d_loss = np.logaddexp(0, -on_real[0]).mean() + np.logaddexp(0, on_generated[0]).mean()
    return (
        d_loss + fake_class_weight * (real_class + fake_class),
        np.logaddexp(0, -on_generated[0]).mean() + fake_class,
    )

# %% two_sums | wrong | logits clipped at 30, so that great ones give the wrong loss
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        logs = log_softmax(np.clip(logits, -30, 30), axis=1)
        return -np.take_along_axis(logs, wanted, axis=1).mean()

    real, fake = (np.clip(x[0], -30, 30) for x in (on_real, on_generated))
    fake_class = class_loss(on_generated[1], asked)
    d_loss = np.log(1 + np.exp(-real)).mean() + np.log(1 + np.exp(fake)).mean()
    d_loss += class_loss(on_real[1], labels) + fake_class_weight * fake_class
    return d_loss, np.log(1 + np.exp(-fake)).mean() + fake_class

# %% two_sums | wrong | G has D's target 0: opponents forgotten
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    fake_class = class_loss(on_generated[1], asked)
    fake_source = np.logaddexp(0, on_generated[0]).mean()
    d_loss = np.logaddexp(0, -on_real[0]).mean() + fake_source
    d_loss += class_loss(on_real[1], labels) + fake_class_weight * fake_class
    return d_loss, fake_source + fake_class

# %% predict_losses | right | formulas
g_at_chance = np.log(2) + np.log(6)
d_at_chance = 2 * g_at_chance
d_sorted = 2 * np.log(2)
two_left = -np.log(1 / 2)
half_and_half = -(np.log(0.9) + np.log(0.1)) / 2
head_parameters = 7 * 7 * 64 * (1 + 6) + 1 + 6

# %% predict_losses | right | literal numbers
g_at_chance = 2.485
d_at_chance = 4.970
d_sorted = 1.386
two_left = 0.693
half_and_half = 1.204
head_parameters = 21959

# %% predict_losses | right | two decimals, NumPy whole number, counted by Keras
g_at_chance = 2.48
d_at_chance = 4.97
d_sorted = 1.39
two_left = 0.69
half_and_half = 1.20
features = keras.Input((7 * 7 * 64,))
heads = keras.Model(features, [keras.layers.Dense(1)(features), keras.layers.Dense(6)(features)])
head_parameters = np.int64(heads.count_params())

# %% predict_losses | wrong | d_sorted: one source loss instead of two
g_at_chance = 2.4849
d_at_chance = 4.9698
d_sorted = 0.6931
two_left = 0.6931
half_and_half = 1.2040
head_parameters = 21959

# %% predict_losses | wrong | bits instead of nats
g_at_chance = np.log2(2) + np.log2(6)
d_at_chance = 2 * g_at_chance
d_sorted = 2.0
two_left = 1.0
half_and_half = -(np.log2(0.9) + np.log2(0.1)) / 2
head_parameters = 21959

# %% predict_losses | wrong | half_and_half: the loss of the mean probability
g_at_chance = 2.4849
d_at_chance = 4.9698
d_sorted = 1.3863
two_left = 0.6931
half_and_half = -np.log((0.9 + 0.1) / 2)
head_parameters = 21959

# %% predict_losses | wrong | head_parameters: no bias
g_at_chance = 2.4849
d_at_chance = 4.9698
d_sorted = 1.3863
two_left = 0.6931
half_and_half = 1.2040
head_parameters = 7 * 7 * 64 * 7

# %% predict_losses | wrong | two_left: two of six, so ln 3
g_at_chance = 2.4849
d_at_chance = 4.9698
d_sorted = 1.3863
two_left = np.log(3)
half_and_half = 1.2040
head_parameters = 21959

# %% predict_losses | wrong | d_at_chance: only one class loss counted
g_at_chance = 2.4849
d_at_chance = 2 * 0.6931 + 1.7918
d_sorted = 1.3863
two_left = 0.6931
half_and_half = 1.2040
head_parameters = 21959

# %% mend_the_heads | right | the found function, mended
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    source = keras.layers.Dense(1)(x)
    classes = keras.layers.Dense(n_classes)(x)
    return keras.Model(image, [source, classes])

# %% mend_the_heads | right | the class head made first, and named layers
from keras import layers

def two_heads(n_classes):
    inputs = keras.Input(shape=(12, 10, 1), name="image")
    features = layers.Conv2D(filters=16, kernel_size=(3, 3), strides=(2, 2), padding="same")(inputs)
    features = layers.LeakyReLU(0.2)(features)
    features = layers.Reshape((6 * 5 * 16,))(features)
    class_head = layers.Dense(n_classes, activation="linear", name="classes")
    source_head = layers.Dense(1, activation=None, name="source")
    classes = class_head(features)
    return keras.Model(inputs=[inputs], outputs=[source_head(features), classes], name="discriminator")

# %% mend_the_heads | right | layers in a list
def two_heads(n_classes):
    body = [
        keras.layers.Conv2D(16, 3, strides=2, padding="same"),
        keras.layers.LeakyReLU(negative_slope=0.2),
        keras.layers.Flatten(),
    ]
    image = x = keras.Input((12, 10, 1))
    for layer in body:
        x = layer(x)
    return keras.Model(image, [keras.layers.Dense(units)(x) for units in (1, n_classes)])

# %% mend_the_heads | wrong | the source head still ends in a sigmoid
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    source = keras.layers.Dense(1, activation="sigmoid")(x)
    classes = keras.layers.Dense(n_classes)(x)
    return keras.Model(image, [source, classes])

# %% mend_the_heads | wrong | the class head still stands on the source
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    source = keras.layers.Dense(1)(x)
    classes = keras.layers.Dense(n_classes)(source)
    return keras.Model(image, [source, classes])

# %% mend_the_heads | wrong | D is still told the class
def two_heads(n_classes):
    image, one_hot_label = keras.Input((12, 10, 1)), keras.Input((n_classes,))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Concatenate()([keras.layers.Flatten()(x), one_hot_label])
    source = keras.layers.Dense(1)(x)
    classes = keras.layers.Dense(n_classes)(x)
    return keras.Model([image, one_hot_label], [source, classes])

# %% mend_the_heads | wrong | softmax on the class head
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    source = keras.layers.Dense(1)(x)
    classes = keras.layers.Dense(n_classes, activation="softmax")(x)
    return keras.Model(image, [source, classes])

# %% mend_the_heads | wrong | pools the features instead of flattening them
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    source = keras.layers.Dense(1)(x)
    classes = keras.layers.Dense(n_classes)(x)
    return keras.Model(image, [source, classes])

# %% mend_the_heads | wrong | four classes, whatever is asked for
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, [keras.layers.Dense(1)(x), keras.layers.Dense(4)(x)])

# %% mend_the_heads | wrong | the source head is turned round: it stands on the classes
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    classes = keras.layers.Dense(n_classes)(keras.layers.Flatten()(x))
    source = keras.layers.Dense(1)(classes)
    return keras.Model(image, [source, classes])

# %% mend_the_heads | wrong | the leaky ReLU got lost
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, [keras.layers.Dense(1)(x), keras.layers.Dense(n_classes)(x)])

# %% who_pulls_where | right | on paper, NumPy
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes - classes.max(axis=1, keepdims=True))
    of_class = e / e.sum(axis=1, keepdims=True)
    of_class[np.arange(len(asked)), asked[:, 0]] -= 1
    return d, d - 1, of_class

# %% who_pulls_where | right | the backend differentiates the sums
import tensorflow as tf

def slopes(source, classes, asked):
    s, c = tf.Variable(source, dtype="float64"), tf.Variable(classes, dtype="float64")
    with tf.GradientTape(persistent=True) as tape:
        d_loss = tf.reduce_sum(tf.math.softplus(s))
        g_loss = tf.reduce_sum(tf.math.softplus(-s))
        class_loss = tf.reduce_sum(
            tf.nn.sparse_softmax_cross_entropy_with_logits(labels=np.asarray(asked)[:, 0], logits=c)
        )
    return tape.gradient(d_loss, s).numpy(), tape.gradient(g_loss, s).numpy(), tape.gradient(class_loss, c).numpy()

# %% who_pulls_where | right | loops over images, lists of lists turned into arrays
import math

def slopes(source, classes, asked):
    of_d, of_g, of_class = [], [], []
    for i in range(len(source)):
        d = 1 / (1 + math.exp(-float(source[i, 0])))
        of_d.append([d])
        of_g.append([-1 / (1 + math.exp(float(source[i, 0])))])
        exps = [math.exp(float(v)) for v in classes[i]]
        of_class.append([e / sum(exps) - (j == int(asked[i, 0])) for j, e in enumerate(exps)])
    return np.array(of_d), np.array(of_g), np.array(of_class)

# %% who_pulls_where | right | Keras's functions in float32
def slopes(source, classes, asked):
    ops = keras.ops
    d = ops.sigmoid(ops.convert_to_tensor(source, "float32"))
    p = ops.softmax(ops.convert_to_tensor(classes, "float32"), axis=-1)
    right = ops.one_hot(ops.convert_to_tensor(asked[:, 0], "int32"), classes.shape[1])
    return tuple(ops.convert_to_numpy(x) for x in (d, d - 1, p - right))

# %% who_pulls_where | wrong | G's slope as the opposite of D's: the saturating loss
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes - classes.max(axis=1, keepdims=True))
    of_class = e / e.sum(axis=1, keepdims=True)
    of_class[np.arange(len(asked)), asked[:, 0]] -= 1
    return d, -d, of_class

# %% who_pulls_where | wrong | divides by n
def slopes(source, classes, asked):
    n = len(source)
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes - classes.max(axis=1, keepdims=True))
    of_class = e / e.sum(axis=1, keepdims=True)
    of_class[np.arange(n), asked[:, 0]] -= 1
    return d / n, (d - 1) / n, of_class / n

# %% who_pulls_where | wrong | softmax over all images together
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes)
    of_class = e / e.sum()
    of_class[np.arange(len(asked)), asked[:, 0]] -= 1
    return d, d - 1, of_class

# %% who_pulls_where | wrong | takes 1 off at every class that is asked for, in all rows
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes - classes.max(axis=1, keepdims=True))
    of_class = e / e.sum(axis=1, keepdims=True)
    of_class[:, np.unique(asked)] -= 1
    return d, d - 1, of_class

# %% who_pulls_where | wrong | the slopes by the probabilities D, not by the logit
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes - classes.max(axis=1, keepdims=True))
    of_class = e / e.sum(axis=1, keepdims=True)
    of_class[np.arange(len(asked)), asked[:, 0]] -= 1
    return 1 / (1 - d), -1 / d, of_class

# %% who_pulls_where | wrong | D's slope is that of real images turned round
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes - classes.max(axis=1, keepdims=True))
    of_class = e / e.sum(axis=1, keepdims=True)
    of_class[np.arange(len(asked)), asked[:, 0]] -= 1
    return 1 - d, d - 1, of_class

# %% who_pulls_where | wrong | the softmax without taking off 1
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    e = np.exp(classes - classes.max(axis=1, keepdims=True))
    return d, d - 1, e / e.sum(axis=1, keepdims=True)

# %% easier_than_real | right | NumPy, the answers read off
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

for name, points in {**drawn_by, "real": real}.items():
    print(name, *np.round(summary(points, real), 3))
lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | right | a loop in plain Python, and min() over the table
import math
import statistics

def summary(points, real):
    loss = agreeing = 0.0
    for x in points:
        p = 1 / (1 + math.exp(-2 * float(x)))
        loss -= math.log(p)
        agreeing += p > 0.5
    deviations = [statistics.pstdev([float(x) for x in values]) for values in (points, real)]
    means = [sum(map(float, values)) / len(values) for values in (points, real)]
    distance = (means[0] - means[1]) ** 2 + (deviations[0] - deviations[1]) ** 2
    return loss / len(points), agreeing / len(points), deviations[0] / deviations[1], distance

table = {name: summary(points, real) for name, points in drawn_by.items()}
lowest_loss = min(table, key=lambda name: table[name][0])
most_alike = min(table, key=lambda name: table[name][3])
true = ["b", "c", "e"]

# %% easier_than_real | right | with Keras, statements worked out by code
from gan_lessons import metrics

def summary(points, real):
    logits = keras.ops.convert_to_tensor(2 * points, "float32")
    loss = float(keras.ops.mean(keras.ops.softplus(-logits)))
    agreement = float(np.count_nonzero(points > 0)) / len(points)
    distance = metrics.gaussian_distance(np.mean(points), np.var(points), np.mean(real), np.var(real))
    return loss, agreement, float(np.std(points) / np.std(real)), float(distance)

rows = {name: summary(points, real) for name, points in drawn_by.items()}
of_real = summary(real, real)
lowest_loss = sorted(rows, key=lambda k: rows[k][0])[0]
most_alike = sorted(rows, key=lambda k: rows[k][3])[0]
lowest_agreement = min(row[1] for row in rows.values())
holds = {
    "a": lowest_loss == most_alike,
    "b": all(row[2] < 0.8 for row in rows.values() if row[0] < of_real[0] / 2),
    "c": sum(row[1] > of_real[1] + 0.1 for row in rows.values()) >= 2,
    "d": False,
    "e": any(abs(row[2] - 1) < 0.1 and row[1] == lowest_agreement for row in rows.values()),
    "f": of_real[0] < 0.05,
}
true = {letter for letter in holds if holds[letter]}

# %% easier_than_real | wrong | deviations with n - 1
def summary(points, real):
    a, b = np.std(points, ddof=1), np.std(real, ddof=1)
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        a / b,
        (points.mean() - real.mean()) ** 2 + (a - b) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | sigmoid(x) instead of sigmoid(2x)
def summary(points, real):
    return (
        np.logaddexp(0, -points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | takes "point" for the one with the lowest loss
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "point"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | believes that loss and agreement show the lack of variety
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "d", "e"}

# %% easier_than_real | wrong | probabilities clipped at 1e-7: points far on the wrong side cost too little
def summary(points, real):
    p = np.clip(1 / (1 + np.exp(-2 * points)), 1e-7, 1 - 1e-7)
    return (
        -np.log(p).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | adds the difference of the variances, not of the deviations squared
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + abs(points.var() - real.var()),
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | the loss of the mean probability
def summary(points, real):
    p = 1 / (1 + np.exp(-2 * points))
    return (
        -np.log(p.mean()),
        (p > 0.5).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | agreement and loss right, Frechet distance without the square on the means
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        abs(points.mean() - real.mean()) + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | a statement (e) forgotten
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c"}

# %% two_sums | right | SciPy: log_expit and logsumexp; an array of two comes back
from scipy.special import log_expit, logsumexp

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def of_class(logits, wanted):
        return np.mean(logsumexp(logits, axis=1) - logits[np.arange(len(logits)), wanted.ravel()])

    real_source, real_classes = on_real
    fake_source, fake_classes = on_generated
    d_loss = -log_expit(real_source).mean() - log_expit(-fake_source).mean()
    d_loss += of_class(real_classes, labels) + fake_class_weight * of_class(fake_classes, asked)
    return np.array([d_loss, -log_expit(fake_source).mean() + of_class(fake_classes, asked)])

# %% two_sums | right | the largest logit by hand, one-hot vectors, a mean for each term
def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

def cross_entropy(logits, classes):
    one_hot = (classes == np.arange(logits.shape[1])).astype(float)
    margins = logits - (one_hot * logits).sum(axis=1, keepdims=True)
    top = margins.max(axis=1)
    return (top + np.log(np.exp(margins - top[:, None]).sum(axis=1))).mean()

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    terms = {
        "real": softplus(-on_real[0]).mean(),
        "fake": softplus(on_generated[0]).mean(),
        "real class": cross_entropy(on_real[1], labels),
        "fake class": fake_class_weight * cross_entropy(on_generated[1], asked),
    }
    g_loss = softplus(-on_generated[0]).mean() + cross_entropy(on_generated[1], asked)
    return sum(terms.values()), g_loss

# %% two_sums | wrong | the numbers of the example
def losses(on_real, on_generated, labels, asked, fake_class_weight):
    return 0.693147 + 2.126928 + 2 * 1.098612, 0.126928 + 1.098612

# %% two_sums | wrong | the means of D's source losses over all images together
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    fake_class = class_loss(on_generated[1], asked)
    both = np.concatenate([np.logaddexp(0, -on_real[0]), np.logaddexp(0, on_generated[0])])
    d_loss = 2 * both.mean() + class_loss(on_real[1], labels) + fake_class_weight * fake_class
    return d_loss, np.logaddexp(0, -on_generated[0]).mean() + fake_class

# %% two_sums | wrong | a small number inside of each logarithm
from scipy.special import expit, softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.log(np.take_along_axis(softmax(logits, axis=1), wanted, axis=1) + 1e-8).mean()

    fake_class = class_loss(on_generated[1], asked)
    d_loss = -np.log(expit(on_real[0]) + 1e-8).mean() - np.log(1 - expit(on_generated[0]) + 1e-8).mean()
    d_loss += class_loss(on_real[1], labels) + fake_class_weight * fake_class
    return d_loss, -np.log(expit(on_generated[0]) + 1e-8).mean() + fake_class

# %% two_sums | wrong | the weight falls on the source loss of generated images
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    fake_class = class_loss(on_generated[1], asked)
    d_loss = np.logaddexp(0, -on_real[0]).mean() + fake_class_weight * np.logaddexp(0, on_generated[0]).mean()
    d_loss += class_loss(on_real[1], labels) + fake_class
    return d_loss, np.logaddexp(0, -on_generated[0]).mean() + fake_class

# %% two_sums | wrong | a weight of 0 is taken for "not given", so 1
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    fake_class = class_loss(on_generated[1], asked)
    d_loss = np.logaddexp(0, -on_real[0]).mean() + np.logaddexp(0, on_generated[0]).mean()
    d_loss += class_loss(on_real[1], labels) + (fake_class_weight or 1) * fake_class
    return d_loss, np.logaddexp(0, -on_generated[0]).mean() + fake_class

# %% two_sums | wrong | weights above 1 are cut to 1
from scipy.special import log_softmax

def losses(on_real, on_generated, labels, asked, fake_class_weight):
    def class_loss(logits, wanted):
        return -np.take_along_axis(log_softmax(logits, axis=1), wanted, axis=1).mean()

    fake_class = class_loss(on_generated[1], asked)
    d_loss = np.logaddexp(0, -on_real[0]).mean() + np.logaddexp(0, on_generated[0]).mean()
    d_loss += class_loss(on_real[1], labels) + min(fake_class_weight, 1) * fake_class
    return d_loss, np.logaddexp(0, -on_generated[0]).mean() + fake_class

# %% predict_losses | right | SciPy's cross-entropies of distributions written out
from scipy.stats import entropy

fair, dice = [0.5, 0.5], [1 / 6] * 6
g_at_chance = entropy(fair) + entropy(dice)
d_at_chance = 2 * entropy(fair) + 2 * entropy(dice)
d_sorted = entropy(fair) * 2 + 0.0
two_left = entropy([0.5, 0.5, 0, 0, 0, 0])
half_and_half = np.mean([-np.log([0.9] * 50 + [0.1] * 50)])
head_parameters = sum(7 * 7 * 64 * units + units for units in (1, 6))

# %% predict_losses | right | with Keras's losses, from logits of 0 and of great size
bce = keras.losses.BinaryCrossentropy(from_logits=True)
cross = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
zero, label = keras.ops.zeros((1, 1)), keras.ops.ones((1,), "int32")
source_term, class_term = float(bce(keras.ops.ones((1, 1)), zero)), float(cross(label, keras.ops.zeros((1, 6))))
g_at_chance = source_term + class_term
d_at_chance = 2 * g_at_chance
d_sorted = 2 * source_term
two_left = float(cross(label, keras.ops.convert_to_tensor([[-200.0, 0.0, 0.0, -200.0, -200.0, -200.0]])))
half_and_half = float(-keras.ops.mean(keras.ops.log(keras.ops.convert_to_tensor([0.9, 0.1]))))
head_parameters = 3136 * 7 + 7

# %% predict_losses | wrong | ten classes, as in the chapter
g_at_chance = np.log(2) + np.log(10)
d_at_chance = 2 * g_at_chance
d_sorted = 2 * np.log(2)
two_left = np.log(2)
half_and_half = 1.204
head_parameters = (7 * 7 * 64 + 1) * 11

# %% predict_losses | wrong | a mean of the terms, not a sum
g_at_chance = (np.log(2) + np.log(6)) / 2
d_at_chance = (np.log(2) + np.log(6)) / 2
d_sorted = np.log(2) / 2
two_left = np.log(2)
half_and_half = 1.204
head_parameters = 21959

# %% predict_losses | wrong | pooled features: 64 numbers for the heads
g_at_chance = 2.4849
d_at_chance = 4.9698
d_sorted = 1.3863
two_left = 0.6931
half_and_half = 1.2040
head_parameters = 65 * 7

# %% predict_losses | wrong | one decimal
g_at_chance = 2.5
d_at_chance = 5.0
d_sorted = 1.4
two_left = 0.7
half_and_half = 1.2
head_parameters = 21959

# %% predict_losses | wrong | half_and_half: the logarithm with base 10
g_at_chance = 2.4849
d_at_chance = 4.9698
d_sorted = 1.3863
two_left = 0.6931
half_and_half = -(np.log10(0.9) + np.log10(0.1)) / 2
head_parameters = 21959

# %% mend_the_heads | right | Keras's functions in the place of two layers, an input with a name
def two_heads(n_classes):
    inputs = keras.Input((12, 10, 1), name="picture")
    maps = keras.layers.Conv2D(16, (3, 3), (2, 2), "same")(inputs)
    maps = keras.ops.leaky_relu(maps, negative_slope=0.2)
    features = keras.ops.reshape(maps, (-1, 480))
    return keras.Model(inputs, [keras.layers.Dense(1)(features), keras.layers.Dense(n_classes)(features)])

# %% mend_the_heads | right | the body as a network of its own, other initial weights
def two_heads(n_classes):
    body = keras.Sequential(
        [
            keras.Input((12, 10, 1)),
            keras.layers.Conv2D(16, 3, strides=2, padding="same", kernel_initializer="he_normal"),
            keras.layers.LeakyReLU(negative_slope=0.2),
            keras.layers.Flatten(),
        ]
    )
    image = keras.Input((12, 10, 1))
    source = keras.layers.Dense(1, kernel_initializer="zeros")
    return keras.Model(image, [source(body(image)), keras.layers.Dense(n_classes)(body(image))])

# %% mend_the_heads | wrong | dropout before the heads
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Dropout(0.4)(keras.layers.Flatten()(x))
    return keras.Model(image, [keras.layers.Dense(1)(x), keras.layers.Dense(n_classes)(x)])

# %% mend_the_heads | wrong | the default slope of the leaky ReLU
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU()(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, [keras.layers.Dense(1)(x), keras.layers.Dense(n_classes)(x)])

# %% mend_the_heads | wrong | the classes come first
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, [keras.layers.Dense(n_classes)(x), keras.layers.Dense(1)(x)])

# %% mend_the_heads | wrong | one joint output of 1 + n_classes
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, keras.layers.Dense(1 + n_classes)(x))

# %% mend_the_heads | wrong | a tanh on the source
def two_heads(n_classes):
    image = keras.Input((12, 10, 1))
    x = keras.layers.Conv2D(16, 3, strides=2, padding="same")(image)
    x = keras.layers.LeakyReLU(negative_slope=0.2)(x)
    x = keras.layers.Flatten()(x)
    source = keras.layers.Dense(1, activation="tanh")(x)
    return keras.Model(image, [source, keras.layers.Dense(n_classes)(x)])

# %% who_pulls_where | right | SciPy's expit and softmax, a list of three
from scipy.special import expit, softmax

def slopes(source, classes, asked):
    one_hot = asked == np.arange(classes.shape[1])[None]
    return [expit(source), -expit(-source), softmax(classes, axis=1) - one_hot]

# %% who_pulls_where | right | differences of the losses
def slopes(source, classes, asked):
    def slope(loss, x, j):
        step = np.zeros(x.shape)
        step[:, j] = 1e-4
        return (loss(x + step) - loss(x - step)) / 2e-4

    def class_loss(x):
        return np.logaddexp.reduce(x, axis=1) - np.take_along_axis(x, asked, axis=1)[:, 0]

    of_d = slope(lambda s: np.logaddexp(0, s)[:, 0], source, 0)[:, None]
    of_g = slope(lambda s: np.logaddexp(0, -s)[:, 0], source, 0)[:, None]
    return of_d, of_g, np.stack([slope(class_loss, classes, j) for j in range(classes.shape[1])], axis=1)

# %% who_pulls_where | wrong | the numbers of the example
def slopes(source, classes, asked):
    return np.array([[0.5]]), np.array([[-0.5]]), np.array([[0.25, 0.25, -0.75, 0.25]])

# %% who_pulls_where | wrong | the slopes of D and of G exchanged
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    p = np.exp(classes) / np.exp(classes).sum(axis=1, keepdims=True)
    p[np.arange(len(asked)), asked[:, 0]] -= 1
    return d - 1, d, p

# %% who_pulls_where | wrong | the class that was asked for first, for all images
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    p = np.exp(classes) / np.exp(classes).sum(axis=1, keepdims=True)
    p[:, asked[0, 0]] -= 1
    return d, d - 1, p

# %% who_pulls_where | wrong | linear near 0: 0.5 + s / 4
def slopes(source, classes, asked):
    d = np.clip(0.5 + source / 4, 0, 1)
    p = np.exp(classes) / np.exp(classes).sum(axis=1, keepdims=True)
    p[np.arange(len(asked)), asked[:, 0]] -= 1
    return d, d - 1, p

# %% who_pulls_where | wrong | the slopes of the class loss with the sign of a step downhill
def slopes(source, classes, asked):
    d = 1 / (1 + np.exp(-source))
    p = np.exp(classes) / np.exp(classes).sum(axis=1, keepdims=True)
    p[np.arange(len(asked)), asked[:, 0]] -= 1
    return d, d - 1, -p

# %% easier_than_real | right | an array of four, statements by statements, "point" and "easy" compared
def summary(points, real):
    a, b = np.asarray(points, float), np.asarray(real, float)
    variance = [((x - x.mean()) ** 2).mean() for x in (a, b)]
    distance = (a.mean() - b.mean()) ** 2 + variance[0] + variance[1] - 2 * np.sqrt(variance[0] * variance[1])
    return np.array([np.log1p(np.exp(-2 * a)).mean(), np.mean(a > 0), np.sqrt(variance[0] / variance[1]), distance])

names = list(drawn_by)
numbers = np.array([summary(drawn_by[name], real) for name in names])
own = summary(real, real)
lowest_loss, most_alike = names[numbers[:, 0].argmin()], names[numbers[:, 3].argmin()]
one, other = numbers[names.index("point")], numbers[names.index("easy")]
told_apart = np.abs(one[:2] - other[:2]).max() > 0.05  # by loss or agreement; their spreads differ by a factor of 60
true = []
for letter, holds in zip(
    "abcdef",
    (
        lowest_loss == most_alike,
        (numbers[numbers[:, 0] < own[0] / 2, 2] < 0.8).all(),
        np.count_nonzero(numbers[:, 1] - own[1] > 0.1) >= 2,
        told_apart,
        abs(numbers[numbers[:, 1].argmin(), 2] - own[2]) < 0.1,
        own[0] < 0.05,
    ),
):
    if holds:
        true.append(letter)

# %% easier_than_real | right | SciPy, a mask of the points, letters in a frozenset
from scipy.special import log_expit

def summary(points, real):
    mu, nu, s, t = np.mean(points), np.mean(real), np.std(points), np.std(real)
    return [-np.mean(log_expit(2 * points)), len(points[points > 0]) / len(points), s / t, np.hypot(mu - nu, s - t) ** 2]

by_loss = sorted(drawn_by, key=lambda name: summary(drawn_by[name], real)[0])
by_distance = sorted(drawn_by, key=lambda name: summary(drawn_by[name], real)[3])
lowest_loss, most_alike = by_loss[0], by_distance[0]
true = frozenset("bce")

# %% easier_than_real | wrong | a point at 0 counts half
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        np.mean(points > 0) + np.mean(points == 0) / 2,
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | one half counts as agreement
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points >= 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | the numbers of the example
def summary(points, real):
    return (0.693147 + 0.126928 + 2.126928 + 0.000335) / 4, 0.5, 3.5**0.5 / 2, 1 + (3.5**0.5 - 2) ** 2

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | the given cell's real points in the place of the argument
real_points = real

def summary(points, real):
    if len(real) > 2:
        real = real_points
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e"}

# %% easier_than_real | wrong | believes f, for the head is the best there is
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "typical"
true = {"b", "c", "e", "f"}

# %% easier_than_real | wrong | "border" taken for most alike, by its diversity
def summary(points, real):
    return (
        np.logaddexp(0, -2 * points).mean(),
        (points > 0).mean(),
        np.std(points) / np.std(real),
        (points.mean() - real.mean()) ** 2 + (points.std() - real.std()) ** 2,
    )

lowest_loss = "easy"
most_alike = "border"
true = {"b", "c", "e"}
