# %% loss_and_slope | right | logaddexp in NumPy, sigmoid by tanh
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError(f"targets have shape {targets.shape}, logits {logits.shape}")
    loss = targets * np.logaddexp(0, -logits) + (1 - targets) * np.logaddexp(0, logits)
    slope = (1 + np.tanh(logits / 2)) / 2 - targets
    return loss, slope

# %% loss_and_slope | right | keras.ops in float32, returns tensors
from keras import ops

def loss_and_slope(targets, logits):
    if np.shape(targets) != np.shape(logits):
        raise ValueError("targets and logits need the same shape")
    t = ops.convert_to_tensor(targets, "float32")
    l = ops.convert_to_tensor(logits, "float32")
    return ops.softplus(l) - t * l, ops.sigmoid(l) - t

# %% loss_and_slope | right | loop with math, one element at a time, two cases
import math

def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    loss, slope = np.zeros(logits.shape), np.zeros(logits.shape)
    for place in np.ndindex(logits.shape):
        t, l = float(targets[place]), float(logits[place])
        if l >= 0:
            small = math.exp(-l)
            loss[place] = (1 - t) * l + math.log1p(small)
            slope[place] = 1 / (1 + small) - t
        else:
            small = math.exp(l)
            loss[place] = -t * l + math.log1p(small)
            slope[place] = small / (1 + small) - t
    return loss, slope

# %% loss_and_slope | right | SciPy's log_expit and expit, one array for both
from scipy.special import expit, log_expit

def loss_and_slope(targets, logits):
    if np.shape(targets) != np.shape(logits):
        raise ValueError(f"{np.shape(targets)} is not {np.shape(logits)}")
    loss = -(targets * log_expit(logits) + (1 - targets) * log_expit(-logits))
    return np.stack([loss, expit(logits) - targets])

# %% loss_and_slope | right | the slope by TensorFlow's tape, a list of two tensors
import tensorflow as tf

def loss_and_slope(targets, logits):
    if list(targets.shape) != list(logits.shape):
        raise ValueError("one target for each logit, please")
    l = tf.Variable(logits)
    with tf.GradientTape() as tape:
        loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.constant(targets, l.dtype), logits=l)
    return [loss, tape.gradient(loss, l)]

# %% loss_and_slope | wrong | computes p first and clips it, so large losses stop near 16
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    safe = np.clip(p, 1e-7, 1 - 1e-7)
    return -targets * np.log(safe) - (1 - targets) * np.log(1 - safe), p - targets

# %% loss_and_slope | wrong | compares the number of axes only, (2, 3) and (2, 1) are combined
def loss_and_slope(targets, logits):
    if targets.ndim != logits.ndim:
        raise ValueError("different shapes")
    loss = np.maximum(logits, 0) - targets * logits + np.log1p(np.exp(-np.abs(logits)))
    slope = 0.5 * (1 + np.tanh(0.5 * logits)) - targets
    return loss, slope

# %% loss_and_slope | wrong | the loss of Keras is the mean over the last axis, not each element's
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    loss = keras.losses.binary_crossentropy(targets, logits, from_logits=True)
    return loss, keras.ops.sigmoid(logits) - targets

# %% loss_and_slope | wrong | the slope has the other sign
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    loss = np.logaddexp(0, logits) - targets * logits
    slope = targets - 0.5 * (1 + np.tanh(logits / 2))
    return loss, slope

# %% loss_and_slope | wrong | stable for negative logits only: log(1 + exp(l)) overflows for large ones
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    loss = np.log(1 + np.exp(logits)) - targets * logits
    slope = 1 / (1 + np.exp(-logits)) - targets
    return loss, slope

# %% loss_and_slope | wrong | the slope takes each target for 0 or 1
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    loss = np.logaddexp(0, logits) - targets * logits
    p = (1 + np.tanh(logits / 2)) / 2
    return loss, np.where(targets > 0.5, p - 1, p)

# %% loss_and_slope | wrong | asserts that the shapes are equal, which is no ValueError
def loss_and_slope(targets, logits):
    assert targets.shape == logits.shape
    loss = np.logaddexp(0, logits) - targets * logits
    return loss, (1 + np.tanh(logits / 2)) / 2 - targets

# %% loss_and_slope | wrong | looks at the number of axes and the last one only
def loss_and_slope(targets, logits):
    if targets.ndim != logits.ndim or targets.shape[0] != logits.shape[0]:
        raise ValueError("different shapes")
    loss = np.logaddexp(0, logits) - targets * logits
    return loss, (1 + np.tanh(logits / 2)) / 2 - targets

# %% loss_and_slope | wrong | clips the logits to 500 on either side
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    l = np.clip(logits, -500, 500)
    loss = np.logaddexp(0, l) - targets * l
    return loss, 1 / (1 + np.exp(-l)) - targets

# %% loss_and_slope | wrong | changes the logits that it is given
def loss_and_slope(targets, logits):
    if targets.shape != logits.shape:
        raise ValueError("different shapes")
    loss = np.logaddexp(0, logits) - targets * logits
    logits /= 2
    return loss, (1 + np.tanh(logits)) / 2 - targets

# %% loss_and_slope | wrong | other names for the arguments
def loss_and_slope(t, l):
    if t.shape != l.shape:
        raise ValueError("different shapes")
    return np.logaddexp(0, l) - t * l, (1 + np.tanh(l / 2)) / 2 - t

# %% two_inputs | right | functional API as in the chapter
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(classes, width)(label)])
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | right | names, keras.ops for flattening and joining, ReLU as a layer of its own
def judge(side, classes, width):
    image = keras.Input(shape=(side, side, 1), name="image")
    label = keras.Input(shape=(), dtype="int32", name="label")
    flat = layers.Reshape((side * side,))(image)
    row = layers.Embedding(input_dim=classes, output_dim=width, name="table")(label)
    joined = keras.ops.concatenate([flat, row], axis=-1)
    hidden = layers.ReLU()(layers.Dense(32, name="hidden")(joined))
    logit = layers.Dense(1, activation="linear", name="logit")(hidden)
    return keras.Model(inputs=[image, label], outputs=logit, name="judge")

# %% two_inputs | right | the layers behind the join are a Sequential inside the network
def judge(side, classes, width):
    image = keras.Input((side, side, 1))
    label = keras.Input((), dtype="int32")
    row = layers.Flatten()(layers.Embedding(classes, width)(layers.Reshape((1,))(label)))
    head = keras.Sequential(
        [keras.Input((side * side + width,)), layers.Dense(32, activation="relu"), layers.Dense(1)]
    )
    return keras.Model([image, label], head(layers.concatenate([layers.Flatten()(image), row])))

# %% two_inputs | right | helpers outside, the activation a function of keras.ops, label of shape () expanded
def _branch_of_labels(label, classes, width):
    wide = keras.ops.expand_dims(label, -1)
    return layers.Reshape((width,))(layers.Embedding(classes, width)(wide))


def judge(side, classes, width):
    label, image = keras.Input(shape=[], dtype="int32"), keras.Input(batch_shape=(None, side, side, 1))
    both = layers.Concatenate(axis=1)([layers.Flatten()(image), _branch_of_labels(label, classes, width)])
    hidden = layers.Dense(units=32, activation=keras.ops.relu, kernel_initializer="he_normal")(both)
    return keras.Model(inputs=(image, label), outputs=layers.Dense(1, bias_initializer="zeros")(hidden))

# %% two_inputs | right | ReLU by keras.ops.maximum, the network compiled as well
def judge(side, classes, width):
    inputs = [keras.Input((side, side, 1)), keras.Input((), dtype="int32")]
    flat = keras.ops.reshape(inputs[0], (-1, side * side))
    row = layers.Embedding(classes, width)(inputs[1])
    before = layers.Dense(32)(keras.ops.concatenate([flat, row], axis=1))
    net = keras.Model(inputs, layers.Dense(1)(keras.ops.maximum(before, 0.0)))
    net.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
    return net

# %% two_inputs | wrong | joins the label first
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Embedding(classes, width)(label), layers.Flatten()(image)])
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | wrong | ends in a probability
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(classes, width)(label)])
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model([image, label], layers.Dense(1, activation="sigmoid")(h))

# %% two_inputs | wrong | the hidden layer has no ReLU
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(classes, width)(label)])
    h = layers.Dense(32)(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | wrong | copied from the chapter with its 10 classes and 8 numbers
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(10, 8)(label)])
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | wrong | the label comes in as a float
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input(())
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(classes, width)(label)])
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | wrong | with dropout, which shows in training only
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(classes, width)(label)])
    h = layers.Dropout(0.3)(layers.Dense(32, activation="relu")(h))
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | wrong | a row too many in the table
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(classes + 1, width)(label)])
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | wrong | GELU in place of ReLU
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    h = layers.Concatenate()([layers.Flatten()(image), layers.Embedding(classes, width)(label)])
    h = layers.Dense(32, activation="gelu")(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% two_inputs | wrong | the columns of the image first
def judge(side, classes, width):
    image, label = keras.Input((side, side, 1)), keras.Input((), dtype="int32")
    turned = layers.Permute((2, 1, 3))(image)
    h = layers.Concatenate()([layers.Flatten()(turned), layers.Embedding(classes, width)(label)])
    h = layers.Dense(32, activation="relu")(h)
    return keras.Model([image, label], layers.Dense(1)(h))

# %% predict_numbers | right | formulas with math and NumPy
import math

steps = np.ceil(1050 / 32) * 7
last_batch = 1050 % 32
rows, columns = (31 - 4 + 1) // 2, (20 - 4 + 1) // 2
pooled = (rows, columns, 8)
after_flatten = rows * columns * 8 * 10 + 10
recurrent = 4 * (3 * 6 + 6 * 6 + 6)
probability = 1 / (1 + math.exp(1.2))
kept = 1 / (1 - 0.2)
running_mean, running_variance = 0.99 * 0 + 0.01 * 3, 0.99 * 1 + 0.01 * 9
normalised = (3 - running_mean) / math.sqrt(running_variance + 0.001)

# %% predict_numbers | right | literal numbers, rounded to two places
steps = 231
last_batch = 26
pooled = (14, 8, 8)
after_flatten = 8_970
recurrent = 240
probability = 0.23
kept = 1.25
normalised = 2.86

# %% predict_numbers | right | asked of Keras, with NumPy and Keras types
count = keras.Sequential([keras.Input((1,)), layers.Dense(1)])
count.compile(keras.optimizers.SGD(0.0), "mse")
count.fit(np.zeros((1050, 1)), np.zeros((1050, 1)), batch_size=32, epochs=7, verbose=0)
steps = np.int64(count.optimizer.iterations)
last_batch = np.int64(1050) - 32 * (steps // 7 - 1)
stack = keras.Sequential([keras.Input((31, 20, 3)), layers.Conv2D(8, 4), layers.MaxPooling2D()])
pooled = stack.output_shape[1:]
tail = layers.Dense(10)
tail.build((None, int(np.prod(pooled))))
after_flatten = tail.count_params()
recurrent = keras.Sequential([keras.Input((50, 3)), layers.LSTM(6)]).count_params()
probability = keras.ops.sigmoid(-1.2)
kept = keras.ops.max(layers.Dropout(0.2)(np.ones((1, 100), "float32"), training=True))
norm = layers.BatchNormalization()
norm(np.array([[0.0], [6.0]], "float32"), training=True)
normalised = norm(np.array([[3.0]], "float32"), training=False)[0, 0]

# %% predict_numbers | right | counted by hand and simulated, arrays of one shape, rounded
steps = 0
for epoch in range(7):
    left = 1050
    while left > 0:
        last_batch = min(32, left)
        left -= last_batch
        steps += 1
pooled = np.array(np.zeros((31, 20))[3:, 3:].shape + (16,)) // 2
after_flatten = float(np.prod(pooled) * 10 + 10)
recurrent = sum(weight.size for weight in [np.zeros((3, 24)), np.zeros((6, 24)), np.zeros(24)])
probability = np.round(np.exp(-1.2) / (1 + np.exp(-1.2)), 2)
kept = round(1 / 0.8, 2)
normalised = np.float32((3 - 0.03) / np.sqrt(1.08))

# %% predict_numbers | wrong | leaves the last, smaller batch out of the steps
steps = 1050 // 32 * 7
last_batch = 26
pooled = (14, 8, 8)
after_flatten = 14 * 8 * 8 * 10 + 10
recurrent = 4 * (3 * 6 + 6 * 6 + 6)
probability = 1 / (1 + np.exp(1.2))
kept = 1 / 0.8
normalised = 2.97 / np.sqrt(1.081)

# %% predict_numbers | wrong | pooling rounds 17 up
steps = 231
last_batch = 26
pooled = (14, 9, 8)
after_flatten = 14 * 8 * 8 * 10 + 10
recurrent = 240
probability = 0.23
kept = 1.25
normalised = 2.86

# %% predict_numbers | wrong | the LSTM's recurrent weights are forgotten
steps = 33 * 7
last_batch = 1050 - 32 * 32
pooled = (14, 8, 8)
after_flatten = 8970
recurrent = 4 * (3 * 6 + 6)
probability = 0.2315
kept = 1.25
normalised = 2.857

# %% predict_numbers | wrong | normalises with the batch's own mean
steps = 231
last_batch = 26
pooled = (14, 8, 8)
after_flatten = 8970
recurrent = 240
probability = 0.2315
kept = 1.25
normalised = (3 - 3) / np.sqrt(9)

# %% predict_numbers | wrong | the dropout does not scale up
steps = 231
last_batch = 26
pooled = (14, 8, 8)
after_flatten = 8970
recurrent = 240
probability = 0.23
kept = 1.0
normalised = 2.86

# %% predict_numbers | wrong | the probability of class 0
steps = 231
last_batch = 26
pooled = (14, 8, 8)
after_flatten = 8970
recurrent = 240
probability = 0.77
kept = 1.25
normalised = 2.86

# %% predict_numbers | wrong | the running variance has not moved, and the mean is the batch's
steps = 231
last_batch = 26
pooled = (14, 8, 8)
after_flatten = 8970
recurrent = 240
probability = 0.2315
kept = 1.25
normalised = 2.97

# %% mend_the_tutorial | right | Sequential that starts with keras.Input
def mended(width, rate):
    net = keras.Sequential()
    net.add(keras.Input((2,)))
    net.add(layers.Dense(width))
    net.add(layers.LeakyReLU(negative_slope=0.2))
    net.add(layers.Dense(1))
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | right | functional, the loss as a function
def mended(width, rate):
    def entropy(targets, logits):
        return keras.losses.binary_crossentropy(targets, logits, from_logits=True)

    point = keras.Input(shape=(2,))
    hidden = layers.LeakyReLU(0.2)(layers.Dense(width)(point))
    net = keras.Model(point, layers.Dense(1)(hidden))
    accuracy = keras.metrics.BinaryAccuracy(name="binary_accuracy", threshold=0)
    net.compile(optimizer=keras.optimizers.Adam(rate, 0.5), loss=entropy, metrics=[accuracy])
    return net

# %% mend_the_tutorial | right | Sequential without an Input, built before it is returned
def mended(width, rate):
    net = keras.Sequential([layers.Dense(width), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)])
    net.build((None, 2))
    net.compile(
        optimizer=keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | right | the activation inside the hidden layer, the loss a function of its own by softplus, more metrics
def mended(width, rate):
    x = keras.Input((2,))
    h = layers.Dense(width, activation=layers.LeakyReLU(0.2))(x)
    net = keras.Model(inputs=x, outputs=layers.Dense(1, activation=None)(h))

    def entropy(t, l):
        return keras.ops.mean(keras.ops.softplus(l) - keras.ops.cast(t, l.dtype) * l, axis=-1)

    adam = keras.optimizers.Adam(learning_rate=float(rate), beta_1=np.float64(0.5))
    net.compile(
        adam,
        loss=entropy,
        metrics=[keras.metrics.BinaryCrossentropy(from_logits=True), keras.metrics.BinaryAccuracy(threshold=0)],
    )
    return net

# %% mend_the_tutorial | wrong | only what raises or warns is mended: the sigmoid is still there
def mended(width, rate):
    net = keras.Sequential()
    net.add(keras.Input((2,)))
    net.add(layers.Dense(width))
    net.add(layers.LeakyReLU(negative_slope=0.2))
    net.add(layers.Dense(1, activation="sigmoid"))
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy()],
    )
    return net

# %% mend_the_tutorial | wrong | the accuracy still cuts at a logit of 0.5
def mended(width, rate):
    net = keras.Sequential(
        [keras.Input((2,)), layers.Dense(width), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)]
    )
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy()],
    )
    return net

# %% mend_the_tutorial | wrong | a logit, but the loss takes it for a probability
def mended(width, rate):
    net = keras.Sequential(
        [keras.Input((2,)), layers.Dense(width), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)]
    )
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | wrong | Adam without beta_1
def mended(width, rate):
    net = keras.Sequential(
        [keras.Input((2,)), layers.Dense(width), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)]
    )
    net.compile(
        keras.optimizers.Adam(learning_rate=rate),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | wrong | dropped the slope instead of renaming it, so it is 0.3
def mended(width, rate):
    net = keras.Sequential([keras.Input((2,)), layers.Dense(width), layers.LeakyReLU(), layers.Dense(1)])
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | wrong | the metric under another name
def mended(width, rate):
    net = keras.Sequential(
        [keras.Input((2,)), layers.Dense(width), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)]
    )
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | wrong | Adam with an epsilon of PyTorch's
def mended(width, rate):
    net = keras.Sequential(
        [keras.Input((2,)), layers.Dense(width), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)]
    )
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5, epsilon=1e-8),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | wrong | the sigmoid stays, with a loss and a metric that fit it
def mended(width, rate):
    net = keras.Sequential(
        [
            keras.Input((2,)),
            layers.Dense(width),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(),
        metrics=[keras.metrics.BinaryAccuracy()],
    )
    return net

# %% mend_the_tutorial | wrong | the learning rate of the visible test
def mended(width, rate):
    net = keras.Sequential(
        [keras.Input((2,)), layers.Dense(width), layers.LeakyReLU(negative_slope=0.2), layers.Dense(1)]
    )
    net.compile(
        keras.optimizers.Adam(learning_rate=0.01, beta_1=0.5),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% mend_the_tutorial | wrong | the old argument is still there, and its warning with it
def mended(width, rate):
    net = keras.Sequential()
    net.add(layers.Dense(width, input_dim=2))
    net.add(layers.LeakyReLU(negative_slope=0.2))
    net.add(layers.Dense(1))
    net.compile(
        keras.optimizers.Adam(learning_rate=rate, beta_1=0.5),
        keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
    )
    return net

# %% two_behaviours | right | straight, 2,000 copies in one call
x = np.repeat(z[:1], 2000, axis=0)
spread = {
    "bare": np.std(noisy(x)),
    "on": np.std(noisy(x, training=True)),
    "off": np.std(noisy(x, training=False)),
    "predict": np.std(noisy.predict(x, verbose=0)),
}
company = {
    name: float(abs(normal(z[:8], training=flag)[0, 0] - normal(z, training=flag)[0, 0]))
    for name, flag in (("on", True), ("off", False))
}
true_statements = {"a", "d", "e"}

# %% two_behaviours | right | the letters worked out by code, tensors throughout
from keras import ops

x = ops.tile(z[:1], (10_000, 1))
drawn = noisy(x, training=True)
spread = {"bare": ops.std(noisy(x)), "on": ops.std(drawn)}
spread |= {"off": ops.std(noisy(x, training=False)), "predict": noisy.predict(x, verbose=0).std()}
company = {}
for name in ("off", "on"):
    few, all_of_them = (normal(part, training=name == "on") for part in (z[:8], z))
    company[name] = ops.abs(few[0, 0] - all_of_them[0, 0])


def apart(first, second):
    return float(ops.max(ops.abs(first - second))) > 1e-4


before = normal(z, training=False)
normal(z, training=True)
after = normal(z, training=False)
statements = {
    "a": abs(float(ops.mean(drawn) - noisy(z[:1], training=False)[0, 0])) < 0.1 * float(spread["on"]),
    "b": float(spread["bare"]) > 1e-4,
    "c": float(company["off"]) > 1e-4,
    "d": apart(before, after),
    "e": not apart(normal(z[:1], training=True), normal(z[1:2], training=True)),
    "f": apart(normal(z, training=True), normal(z, training=True)),
}
true_statements = {letter for letter, true in statements.items() if true}

# %% two_behaviours | right | batches of 250 in a loop, plain lists and floats, n - 1
import statistics


def answers(ask):
    x = np.stack([z[0]] * 250)
    return [float(value) for _ in range(8) for value in np.array(ask(x)).ravel()]


spread = {
    "bare": statistics.stdev(answers(noisy)),
    "on": statistics.stdev(answers(lambda x: noisy(x, training=True))),
    "off": statistics.stdev(answers(lambda x: noisy(x, training=False))),
    "predict": statistics.stdev(answers(lambda x: noisy.predict(x, verbose=0))),
}
a, b = normal(z[:8], training=True), normal(z, training=True)
on = float(np.abs(np.array(a)[0] - np.array(b)[0])[0])
a, b = normal(z[:8], training=False), normal(z, training=False)
off = float(np.abs(np.array(a)[0] - np.array(b)[0])[0])
company = dict(on=on, off=off)
true_statements = {letter for letter in "ade"}

# %% two_behaviours | right | letters in capitals, worked out from other measurements, NumPy's own numbers
def ask(net, x, **how):
    return np.array(net(x, **how), "float64").ravel()


copies = np.tile(z[0], (6000, 1))
drawn = ask(noisy, copies, training=True)
spread = dict(
    predict=noisy.predict(copies, verbose=0, batch_size=500).std(dtype="float64"),
    off=ask(noisy, copies, training=False).std(),
    on=drawn.std(ddof=1),
    bare=ask(noisy, copies).std(),
)
company = {}
for name in ("on", "off"):
    company[name] = np.abs(np.subtract(*(ask(normal, z[:n], training=name == "on")[0] for n in (8, 64))))
plain = ask(noisy, copies[:1], training=False)[0]
states = []
for _ in range(2):
    ask(normal, z, training=True)
    states.append(ask(normal, z[:4], training=False))
alone = [ask(normal, z[i : i + 1], training=True)[0] for i in range(5)]
twice = [ask(normal, z, training=True) for _ in range(2)]
found = [
    abs(drawn.mean() - plain) < 5 * drawn.std() / np.sqrt(len(drawn)),
    len(np.unique(np.round(ask(noisy, copies), 4))) > 2,
    company["off"] > 1e-3,
    not np.allclose(*states, atol=1e-6),
    np.ptp(alone) < 1e-3,
    not np.allclose(*twice, atol=1e-4),
]
true_statements = [letter for letter, holds in zip("ABCDEF", found) if holds]

# %% two_behaviours | wrong | takes a bare call for a drawing one, and b for true
x = np.repeat(z[:1], 2000, axis=0)
on = float(np.std(noisy(x, training=True)))
spread = {"bare": on, "on": on, "off": 0.0, "predict": 0.0}
company = {
    name: float(abs(normal(z[:8], training=flag)[0, 0] - normal(z, training=flag)[0, 0]))
    for name, flag in (("on", True), ("off", False))
}
true_statements = {"a", "b", "d", "e"}

# %% two_behaviours | wrong | variance in place of the deviation
x = np.repeat(z[:1], 2000, axis=0)
spread = {
    "bare": np.var(noisy(x)),
    "on": np.var(noisy(x, training=True)),
    "off": np.var(noisy(x, training=False)),
    "predict": np.var(noisy.predict(x, verbose=0)),
}
company = {
    name: float(abs(normal(z[:8], training=flag)[0, 0] - normal(z, training=flag)[0, 0]))
    for name, flag in (("on", True), ("off", False))
}
true_statements = {"a", "d", "e"}

# %% two_behaviours | wrong | the first eight of both batches are compared, the mean of eight distances
x = np.repeat(z[:1], 2000, axis=0)
spread = {
    "bare": np.std(noisy(x)),
    "on": np.std(noisy(x, training=True)),
    "off": np.std(noisy(x, training=False)),
    "predict": np.std(noisy.predict(x, verbose=0)),
}
company = {
    name: float(np.mean(np.abs(np.array(normal(z[:8], training=flag)) - np.array(normal(z, training=flag))[:8])))
    for name, flag in (("on", True), ("off", False))
}
true_statements = {"a", "d", "e"}

# %% two_behaviours | wrong | the calls of the two pairs alternate, so the running averages move in between
x = np.repeat(z[:1], 2000, axis=0)
spread = {
    "bare": np.std(noisy(x)),
    "on": np.std(noisy(x, training=True)),
    "off": np.std(noisy(x, training=False)),
    "predict": np.std(noisy.predict(x, verbose=0)),
}
few = {name: normal(z[:8], training=flag)[0, 0] for name, flag in (("off", False), ("on", True))}
many = {name: normal(z, training=flag)[0, 0] for name, flag in (("off", False), ("on", True))}
company = {name: float(abs(few[name] - many[name])) for name in few}
true_statements = {"a", "d", "e"}

# %% two_behaviours | wrong | statement e is missed
x = np.repeat(z[:1], 2000, axis=0)
spread = {
    "bare": np.std(noisy(x)),
    "on": np.std(noisy(x, training=True)),
    "off": np.std(noisy(x, training=False)),
    "predict": np.std(noisy.predict(x, verbose=0)),
}
company = {
    name: float(abs(normal(z[:8], training=flag)[0, 0] - normal(z, training=flag)[0, 0]))
    for name, flag in (("on", True), ("off", False))
}
true_statements = {"a", "d"}

# %% two_behaviours | wrong | c for true as well
x = np.repeat(z[:1], 2000, axis=0)
spread = {
    "bare": np.std(noisy(x)),
    "on": np.std(noisy(x, training=True)),
    "off": np.std(noisy(x, training=False)),
    "predict": np.std(noisy.predict(x, verbose=0)),
}
company = {
    name: float(abs(normal(z[:8], training=flag)[0, 0] - normal(z, training=flag)[0, 0]))
    for name, flag in (("on", True), ("off", False))
}
true_statements = {"a", "c", "d", "e"}

# %% two_behaviours | wrong | 64 different inputs in place of many copies of one
spread = {
    "bare": np.std(noisy(z)),
    "on": np.std(noisy(z, training=True)),
    "off": np.std(noisy(z, training=False)),
    "predict": np.std(noisy.predict(z, verbose=0)),
}
company = {
    name: float(abs(normal(z[:8], training=flag)[0, 0] - normal(z, training=flag)[0, 0]))
    for name, flag in (("on", True), ("off", False))
}
true_statements = {"a", "d", "e"}
