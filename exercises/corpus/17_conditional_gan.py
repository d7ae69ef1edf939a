# %% label_alone | right | shares, np.divide with where
def label_alone(real, asked):
    real = np.asarray(real, float) / np.sum(real)
    asked = np.asarray(asked, float) / np.sum(asked)
    both = real + asked
    p = np.divide(real, both, out=np.full(both.shape, 0.5), where=both > 0)
    return p, np.maximum(real, asked).sum() / 2

# %% label_alone | right | a loop, the three cases one by one
def label_alone(real, asked):
    all_real, all_asked = float(sum(real)), float(sum(asked))
    probabilities, right = [], 0.0
    for r, a in zip(real, asked):
        r, a = r / all_real, a / all_asked
        p = r / (r + a) if r + a > 0 else 0.5
        probabilities.append(p)
        if r > a:
            right += r / 2
        elif r < a:
            right += a / 2
        else:
            right += (r + a) / 4
    return np.array(probabilities), right

# %% label_alone | right | accuracy from the probabilities and the frequency of each label
def label_alone(real, asked):
    r, a = np.array(real) / np.sum(real), np.array(asked) / np.sum(asked)
    frequency = (r + a) / 2
    nowhere = frequency == 0
    p = np.where(nowhere, 0.5, r / np.where(nowhere, 1.0, r + a))
    return p, float(np.sum(frequency * np.maximum(p, 1 - p)))

# %% label_alone | wrong | counts instead of shares
def label_alone(real, asked):
    real, asked = np.asarray(real, float), np.asarray(asked, float)
    both = real + asked
    p = np.where(both > 0, real / np.where(both > 0, both, 1), 0.5)
    return p, np.maximum(real, asked).sum() / both.sum()

# %% label_alone | wrong | a label that occurs nowhere gets 0 instead of 0.5
def label_alone(real, asked):
    real, asked = np.asarray(real) / np.sum(real), np.asarray(asked) / np.sum(asked)
    return real / (real + asked + 1e-12), np.maximum(real, asked).sum() / 2

# %% label_alone | wrong | a label of probability one half is never counted as right
def label_alone(real, asked):
    r, a = np.asarray(real) / np.sum(real), np.asarray(asked) / np.sum(asked)
    both = r + a
    p = np.where(both > 0, r / np.where(both > 0, both, 1), 0.5)
    return p, (r[p > 0.5].sum() + a[p < 0.5].sum()) / 2

# %% label_alone | wrong | all labels count the same in the accuracy
def label_alone(real, asked):
    r, a = np.asarray(real) / np.sum(real), np.asarray(asked) / np.sum(asked)
    both = r + a
    p = np.where(both > 0, r / np.where(both > 0, both, 1), 0.5)
    return p, np.maximum(p, 1 - p).mean()

# %% label_alone | wrong | asked as if every class were asked for evenly
def label_alone(real, asked):
    r = np.asarray(real) / np.sum(real)
    a = np.full(len(r), 1 / len(r))
    return r / (r + a), np.maximum(r, a).sum() / 2

# %% label_alone | wrong | a D that says "real" to the most frequent label and "generated" to all others
def label_alone(real, asked):
    r, a = np.asarray(real) / np.sum(real), np.asarray(asked) / np.sum(asked)
    both = r + a
    p = np.where(both > 0, r / np.where(both > 0, both, 1), 0.5)
    k = p.argmax()
    return p, (r[k] + a.sum() - a[k]) / 2

# %% predict_shapes | right | formulas
conv_shape = (8 // 2, 8 // 2, 32)
embedding_parameters = 7 * 12
dense_parameters = 12 * 8 * 8 + 8 * 8
conv_parameters = 3 * 3 * (3 + 1) * 32 + 32
one_hot_parameters = 7 * 64 + 64
rank = min(7, 3, 64)

# %% predict_shapes | right | literal numbers
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 512
rank = 3

# %% predict_shapes | right | Keras counts, and NumPy finds the rank
image, label = keras.Input((8, 8, 3)), keras.Input((1,), dtype="int32")
embedding, dense = keras.layers.Embedding(7, 12), keras.layers.Dense(64)
conv = keras.layers.Conv2D(32, 3, strides=2, padding="same")
plane = keras.layers.Reshape((8, 8, 1))(dense(embedding(label)))
out = conv(keras.layers.Concatenate()([image, plane]))
conv_shape = tuple(out.shape[1:])
embedding_parameters = embedding.count_params()
dense_parameters = dense.count_params()
conv_parameters = conv.count_params()
straight = keras.layers.Dense(64)
straight.build((None, 7))
one_hot_parameters = straight.count_params()
draw = np.random.default_rng(0)
rank = np.linalg.matrix_rank(draw.normal(size=(7, 3)) @ draw.normal(size=(3, 64)))

# %% predict_shapes | wrong | the plane is forgotten in the convolution
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 3 * 3 * 3 * 32 + 32
one_hot_parameters = 512
rank = 3

# %% predict_shapes | wrong | the biases of the dense layers are forgotten
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 768
conv_parameters = 1184
one_hot_parameters = 448
rank = 3

# %% predict_shapes | wrong | rank: seven classes, seven planes
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 512
rank = 7

# %% predict_shapes | wrong | shape as without padding
conv_shape = (3, 3, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 512
rank = 3

# %% predict_shapes | wrong | rank: one more, as if there were a bias
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 512
rank = 4

# %% predict_shapes | wrong | one-hot: the dense layer as it was, behind a table of 7 x 7
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 7 * 7 + 7 * 64 + 64
rank = 3

# %% beside_the_image | right | all at once
def with_planes(images, labels, table, kernel, bias):
    planes = table[labels[:, 0]] @ kernel + bias
    planes = planes.reshape(*images.shape[:3], 1)
    return np.concatenate([images, planes], axis=-1)

# %% beside_the_image | right | loops over images and pixels
def with_planes(images, labels, table, kernel, bias):
    n, height, width, channels = images.shape
    result = np.zeros((n, height, width, channels + 1))
    for i in range(n):
        code = table[int(labels[i, 0])]
        for y in range(height):
            for x in range(width):
                j = y * width + x
                result[i, y, x, :channels] = images[i, y, x]
                result[i, y, x, channels] = sum(code[m] * kernel[m, j] for m in range(len(code))) + bias[j]
    return result

# %% beside_the_image | right | Keras's own layers in float32, with these weights
def with_planes(images, labels, table, kernel, bias):
    height, width = images.shape[1:3]
    image, label = keras.Input(images.shape[1:]), keras.Input((1,), dtype="int32")
    embedding, dense = keras.layers.Embedding(*table.shape), keras.layers.Dense(height * width)
    plane = keras.layers.Reshape((height, width, 1))(dense(embedding(label)))
    model = keras.Model([image, label], keras.layers.Concatenate()([image, plane]))
    embedding.set_weights([table])
    dense.set_weights([kernel, bias])
    inputs = [keras.ops.convert_to_tensor(images, "float32"), keras.ops.convert_to_tensor(labels, "int32")]
    return keras.ops.convert_to_numpy(model(inputs))

# %% beside_the_image | wrong | fills the plane column by column
def with_planes(images, labels, table, kernel, bias):
    n, height, width, _ = images.shape
    planes = (table[labels[:, 0]] @ kernel + bias).reshape(n, width, height)
    return np.concatenate([images, planes.transpose(0, 2, 1)[..., None]], axis=-1)

# %% beside_the_image | wrong | puts the plane after the first channel, not after the last
def with_planes(images, labels, table, kernel, bias):
    planes = (table[labels[:, 0]] @ kernel + bias).reshape(images.shape[:3])
    return np.insert(images, 1, planes, axis=-1)

# %% beside_the_image | wrong | a ReLU on the dense layer
def with_planes(images, labels, table, kernel, bias):
    planes = np.maximum(table[labels[:, 0]] @ kernel + bias, 0).reshape(*images.shape[:3], 1)
    return np.concatenate([images, planes], axis=-1)

# %% beside_the_image | wrong | the bias is forgotten
def with_planes(images, labels, table, kernel, bias):
    planes = (table[labels[:, 0]] @ kernel).reshape(*images.shape[:3], 1)
    return np.concatenate([images, planes], axis=-1)

# %% beside_the_image | wrong | height taken for width
def with_planes(images, labels, table, kernel, bias):
    n, height, width, channels = images.shape
    planes = (table[labels[:, 0]] @ kernel + bias).reshape(n, height, height, 1)
    return np.concatenate([images, planes], axis=-1)

# %% beside_the_image | wrong | the plane of the first label on all images
def with_planes(images, labels, table, kernel, bias):
    n, height, width, channels = images.shape
    plane = (table[labels[0, 0]] @ kernel + bias).reshape(1, height, width, 1)
    return np.concatenate([images, np.repeat(plane, n, axis=0)], axis=-1)

# %% beside_the_image | wrong | the bias is added to the image as well as to the plane
def with_planes(images, labels, table, kernel, bias):
    planes = (table[labels[:, 0]] @ kernel).reshape(*images.shape[:3], 1)
    return np.concatenate([images, planes], axis=-1) + bias.reshape(*images.shape[1:3], 1)

# %% mend_the_losses | right | Keras's binary cross-entropy, from logits
def mended(d, g, real, real_labels, z, asked):
    def bce(predicted, target):
        targets = keras.ops.full_like(predicted, target)
        return float(keras.ops.mean(keras.losses.binary_crossentropy(targets, predicted, from_logits=True)))

    generated = g([z, asked])
    d_real = bce(d([real, real_labels]), 1.0)
    d_generated = bce(d([generated, asked]), 0.0)
    g_loss = bce(d([generated, asked]), 1.0)
    return d_real, d_generated, g_loss

# %% mend_the_losses | right | softplus of the logits
def mended(d, g, real, real_labels, z, asked):
    on_real, on_generated = d([real, real_labels]), d([g([z, asked]), asked])
    ops = keras.ops
    return (
        float(ops.mean(ops.softplus(-on_real))),
        float(ops.mean(ops.softplus(on_generated))),
        float(ops.mean(ops.softplus(-on_generated))),
    )

# %% mend_the_losses | right | NumPy in float64, pair by pair
def mended(d, g, real, real_labels, z, asked):
    on_real = keras.ops.convert_to_numpy(d([real, real_labels])).astype("float64")
    on_generated = keras.ops.convert_to_numpy(d([g([z, asked]), asked])).astype("float64")
    d_real = d_generated = g_loss = 0.0
    for logit in on_real[:, 0]:
        d_real += np.logaddexp(0, -logit)
    for logit in on_generated[:, 0]:
        d_generated += np.logaddexp(0, logit)
        g_loss += np.logaddexp(0, -logit)
    n = len(on_real)
    return d_real / n, d_generated / n, g_loss / n

# %% mend_the_losses | wrong | D still sees the real labels beside the generated images
def bce_of_logits(predicted, target):
    targets = keras.ops.full_like(predicted, target)
    return float(keras.ops.mean(keras.losses.binary_crossentropy(targets, predicted, from_logits=True)))

def mended(d, g, real, real_labels, z, asked):
    generated = g([z, asked])
    d_real = bce_of_logits(d([real, real_labels]), 1.0)
    d_generated = bce_of_logits(d([generated, real_labels]), 0.0)
    g_loss = bce_of_logits(d([generated, asked]), 1.0)
    return d_real, d_generated, g_loss

# %% mend_the_losses | wrong | G's target is still 0
def bce_of_logits(predicted, target):
    targets = keras.ops.full_like(predicted, target)
    return float(keras.ops.mean(keras.losses.binary_crossentropy(targets, predicted, from_logits=True)))

def mended(d, g, real, real_labels, z, asked):
    generated = g([z, asked])
    d_real = bce_of_logits(d([real, real_labels]), 1.0)
    d_generated = bce_of_logits(d([generated, asked]), 0.0)
    g_loss = bce_of_logits(d([generated, asked]), 0.0)
    return d_real, d_generated, g_loss

# %% mend_the_losses | wrong | still takes logits for probabilities
def own_bce(predicted, target):
    targets = keras.ops.full_like(predicted, target)
    return float(keras.ops.mean(keras.losses.binary_crossentropy(targets, predicted)))

def mended(d, g, real, real_labels, z, asked):
    generated = g([z, asked])
    d_real = own_bce(d([real, real_labels]), 1.0)
    d_generated = own_bce(d([generated, asked]), 0.0)
    g_loss = own_bce(d([generated, asked]), 1.0)
    return d_real, d_generated, g_loss

# %% mend_the_losses | wrong | the images are drawn for the real labels, not for those asked for
def mended(d, g, real, real_labels, z, asked):
    on_real = d([real, real_labels])
    on_generated = d([g([z, real_labels]), real_labels])
    means = [keras.ops.mean(keras.ops.softplus(x)) for x in (-on_real, on_generated, -on_generated)]
    return tuple(float(m) for m in means)

# %% mend_the_losses | wrong | right for D, but G's pairs get the real labels
def mended(d, g, real, real_labels, z, asked):
    generated = g([z, asked])
    on_real, on_generated = d([real, real_labels]), d([generated, asked])
    for_g = d([generated, real_labels])
    means = [keras.ops.mean(keras.ops.softplus(x)) for x in (-on_real, on_generated, -for_g)]
    return tuple(float(m) for m in means)

# %% mend_the_losses | wrong | the saturating loss of G, which is minus D's
def mended(d, g, real, real_labels, z, asked):
    on_real, on_generated = d([real, real_labels]), d([g([z, asked]), asked])
    d_real = float(keras.ops.mean(keras.ops.softplus(-on_real)))
    d_generated = float(keras.ops.mean(keras.ops.softplus(on_generated)))
    return d_real, d_generated, -d_generated

# %% mend_the_losses | wrong | the loss of the mean logit instead of the mean of the losses
def mended(d, g, real, real_labels, z, asked):
    on_real = float(keras.ops.mean(d([real, real_labels])))
    on_generated = float(keras.ops.mean(d([g([z, asked]), asked])))
    return np.logaddexp(0, -on_real), np.logaddexp(0, on_generated), np.logaddexp(0, -on_generated)

# %% obeys_and_varies | right | NumPy, the sum of all distances over n (n - 1)
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        distances = np.linalg.norm(x[:, None] - x[None], axis=-1)
        return distances.sum() / (len(x) * (len(x) - 1))

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = np.array(
        [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    )
    return agreement, diversity

for name, (said, features) in found_for.items():
    print(name, *by_class(said, asked, features, real_labels, real_features, 4))
verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | right | SciPy's pdist, verdicts worked out by rules
from scipy.spatial.distance import pdist

def by_class(said, labels, features, real_labels, real_features, k):
    agreement, diversity = np.zeros(k), np.zeros(k)
    for c in range(k):
        mine = labels == c
        agreement[c] = np.mean(said[mine] == c)
        diversity[c] = pdist(features[mine]).mean() / pdist(real_features[real_labels == c]).mean()
    return agreement, diversity

verdict = {}
for name in found_for:
    agreement, diversity = by_class(*found_for[name][:1], asked, found_for[name][1], real_labels, real_features, 4)
    if agreement.min() > 0.8:
        verdict[name] = "one image" if diversity.max() < 0.2 else "fine"
    else:
        verdict[name] = "mixes up" if agreement.max() > 0.8 else "ignores"

# %% obeys_and_varies | right | loops over pairs, and a list of each class
import itertools
import math

def by_class(said, labels, features, real_labels, real_features, k):
    def mean_distance(rows):
        pairs = list(itertools.combinations(rows, 2))
        return sum(math.dist(a, b) for a, b in pairs) / len(pairs)

    agreement, diversity = [], []
    for c in range(k):
        mine = [i for i in range(len(labels)) if labels[i] == c]
        real_ones = [i for i in range(len(real_labels)) if real_labels[i] == c]
        agreement.append(sum(int(said[i] == c) for i in mine) / len(mine))
        diversity.append(
            mean_distance([features[i] for i in mine]) / mean_distance([real_features[i] for i in real_ones])
        )
    return np.array(agreement), np.array(diversity)

verdict = dict(p="mixes up", q="one image", r="ignores", s="fine")

# %% obeys_and_varies | wrong | agreement among the images read as this class, not among those asked for
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        distances = np.linalg.norm(x[:, None] - x[None], axis=-1)
        return distances.sum() / (len(x) * (len(x) - 1))

    agreement = np.array([(labels[said == c] == c).mean() for c in range(k)])
    diversity = np.array(
        [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    )
    return agreement, diversity

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | sum of absolute differences instead of the Euclidean distance
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        distances = np.abs(x[:, None] - x[None]).sum(axis=-1)
        return distances.sum() / (len(x) * (len(x) - 1))

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = np.array(
        [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    )
    return agreement, diversity

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | counts each image as a pair with itself
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        return np.linalg.norm(x[:, None] - x[None], axis=-1).mean()

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = np.array(
        [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    )
    return agreement, diversity

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | diversity over all images of a side, not class by class
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        distances = np.linalg.norm(x[:, None] - x[None], axis=-1)
        return distances.sum() / (len(x) * (len(x) - 1))

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    return agreement, np.full(k, spread(features) / spread(real_features))

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | diversity of the images that obeyed only
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        distances = np.linalg.norm(x[:, None] - x[None], axis=-1)
        return distances.sum() / max(len(x) * (len(x) - 1), 1)

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = np.array([
        spread(features[(labels == c) & (said == c)]) / spread(real_features[real_labels == c])
        for c in range(k)
    ])
    return agreement, diversity

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | p and r confused
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        distances = np.linalg.norm(x[:, None] - x[None], axis=-1)
        return distances.sum() / (len(x) * (len(x) - 1))

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = np.array(
        [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    )
    return agreement, diversity

verdict = {"p": "ignores", "q": "one image", "r": "mixes up", "s": "fine"}

# %% obeys_and_varies | wrong | distance between an image and its class's middle instead of between images
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        return np.linalg.norm(x - x.mean(axis=0), axis=1).sum() / (len(x) - 1)

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = np.array(
        [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    )
    return agreement, diversity

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% label_alone | right | exact fractions, and a count of what the best D gets right
from fractions import Fraction

def label_alone(real, asked):
    real, asked = [int(x) for x in real], [int(x) for x in asked]
    p_real, right = [], Fraction(0)
    for r, a in zip(real, asked):
        r, a = Fraction(r, sum(real)), Fraction(a, sum(asked))
        p_real.append(float(r / (r + a)) if r + a else 0.5)
        right += max(r, a) / 2
    return np.array(p_real), float(right)

# %% label_alone | right | 0 / 0 let through and mended, the accuracy from the differences, in float32
def label_alone(real, asked):
    r = (real / real.sum()).astype("float32")
    a = (asked / asked.sum()).astype("float32")
    with np.errstate(invalid="ignore"):
        p = np.nan_to_num(r / (r + a), nan=0.5)
    return p, 0.5 + 0.25 * np.abs(r - a).sum()

# %% label_alone | right | cross-multiplied totals, no shares
def label_alone(real, asked):
    up, down = real * asked.sum(), asked * real.sum()
    p = np.full(len(real), 0.5)
    there = up + down > 0
    p[there] = up[there] / (up + down)[there]
    return p, np.where(up >= down, up, down).sum() / (2 * real.sum() * asked.sum())

# %% label_alone | wrong | the numbers of the example
def label_alone(real, asked):
    return np.array([0.9 / 1.4, 0.1 / 0.6]), 0.7

# %% label_alone | wrong | the two sides exchanged: the probability of "generated"
def label_alone(real, asked):
    r, a = real / real.sum(), asked / asked.sum()
    both = r + a
    return np.where(both > 0, a / np.where(both > 0, both, 1), 0.5), np.maximum(r, a).sum() / 2

# %% label_alone | wrong | one half for each label that is missing on one side, too
def label_alone(real, asked):
    r, a = real / real.sum(), asked / asked.sum()
    there = (r > 0) & (a > 0)
    return np.where(there, r / np.where(there, r + a, 1), 0.5), np.maximum(r, a).sum() / 2

# %% label_alone | wrong | one image added to each class, so that nothing is divided by 0
def label_alone(real, asked):
    r, a = real + 1.0, asked + 1.0
    r, a = r / r.sum(), a / a.sum()
    return r / (r + a), np.maximum(r, a).sum() / 2

# %% label_alone | wrong | the share of right answers among the real pairs alone
def label_alone(real, asked):
    r, a = real / real.sum(), asked / asked.sum()
    both = r + a
    p = np.where(both > 0, r / np.where(both > 0, both, 1), 0.5)
    return p, r[p > 0.5].sum() + r[p == 0.5].sum() / 2

# %% predict_shapes | right | what Keras would say without a network, and NumPy's whole numbers
conv = keras.layers.Conv2D(32, 3, strides=2, padding="same")
conv_shape = conv.compute_output_shape((None, 8, 8, 4))[1:]
embedding_parameters = np.prod([7, 12])
dense_parameters = np.int64(64 * 13)
conv_parameters = np.int32(32 * (9 * 4 + 1))
one_hot_parameters = 64 * (7 + 1)
rank = np.int64(3)

# %% predict_shapes | right | a list of helper functions, a whole number as a float
def dense_size(inputs, outputs, bias=True):
    return outputs * (inputs + bias)

conv_shape = tuple(np.ceil(np.array([8, 8]) / 2).astype(int)) + (32,)
embedding_parameters = dense_size(7, 12, False)
dense_parameters = dense_size(12, 64)
conv_parameters = dense_size(3 * 3 * 4, 32)
one_hot_parameters = dense_size(7, 64)
rank = 3.0

# %% predict_shapes | wrong | the batch axis is in the shape
conv_shape = (None, 4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 512
rank = 3

# %% predict_shapes | wrong | channels first
conv_shape = (32, 4, 4)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 512
rank = 3

# %% predict_shapes | wrong | a grey image, as in the chapter
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 3 * 3 * 2 * 32 + 32
one_hot_parameters = 512
rank = 3

# %% predict_shapes | wrong | the embedding with a bias
conv_shape = (4, 4, 32)
embedding_parameters = 7 * 12 + 12
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 512
rank = 3

# %% predict_shapes | wrong | the whole way with the embedding, counted for the one-hot vector
conv_shape = (4, 4, 32)
embedding_parameters = 84
dense_parameters = 832
conv_parameters = 1184
one_hot_parameters = 84 + 832
rank = 3

# %% beside_the_image | right | one-hot rows times the table, into an empty array
def with_planes(images, labels, table, kernel, bias):
    n, height, width, channels = images.shape
    one_hot = np.eye(len(table))[labels.ravel()]
    both = np.empty((n, height, width, channels + 1))
    both[..., :-1] = images
    both[..., -1] = np.einsum("nc,cl,lp->np", one_hot, table, kernel).reshape(n, height, width)
    both[..., -1] += bias.reshape(height, width)
    return both

# %% beside_the_image | right | all planes at first, then one for each image; a Keras tensor comes back
def with_planes(images, labels, table, kernel, bias):
    planes = (table @ kernel + bias).reshape(-1, *images.shape[1:3], 1).astype("float32")
    mine = np.stack([planes[int(label)] for (label,) in labels])
    return keras.ops.concatenate([images.astype("float32"), mine], axis=3)

# %% beside_the_image | wrong | the planes of the labels that occur, in order
def with_planes(images, labels, table, kernel, bias):
    _, place = np.unique(labels[:, 0], return_inverse=True)
    planes = (table[place] @ kernel + bias).reshape(*images.shape[:3], 1)
    return np.concatenate([images, planes], axis=-1)

# %% beside_the_image | wrong | the plane comes first
def with_planes(images, labels, table, kernel, bias):
    planes = (table[labels[:, 0]] @ kernel + bias).reshape(*images.shape[:3], 1)
    return np.concatenate([planes, images], axis=-1)

# %% beside_the_image | wrong | the rows of the planes in the order of the sorted labels
def with_planes(images, labels, table, kernel, bias):
    planes = (table[np.sort(labels[:, 0])[::-1]] @ kernel + bias).reshape(*images.shape[:3], 1)
    return np.concatenate([images, planes], axis=-1)

# %% beside_the_image | wrong | the plane in the place of the last channel
def with_planes(images, labels, table, kernel, bias):
    both = np.concatenate([images, images[..., -1:]], axis=-1)
    planes = (table[labels[:, 0]] @ kernel + bias).reshape(images.shape[:3])
    both[..., -1] = planes
    images[..., -1] = planes
    return both

# %% beside_the_image | wrong | the numbers of the example
def with_planes(images, labels, table, kernel, bias):
    planes = np.array([[[10.0, 20.0, 30.5]], [[1.0, 2.0, 3.5]]])
    return np.concatenate([images, planes[..., None]], axis=-1)

# %% mend_the_losses | right | TensorFlow's function, tensors come back
import tensorflow as tf

def mended(d, g, real, real_labels, z, asked):
    on_real = d([real, real_labels])
    on_generated = d([g([z, asked]), asked])

    def loss(logits, target):
        return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(tf.fill(tf.shape(logits), target), logits))

    return loss(on_real, 1.0), loss(on_generated, 0.0), loss(on_generated, 1.0)

# %% mend_the_losses | right | a sigmoid first, and logarithms of probabilities in float64; an array of three
def of_probabilities(logits):
    return 1 / (1 + np.exp(-np.array(logits, "float64")[:, 0]))

def mended(d, g, real, real_labels, z, asked):
    p_real = of_probabilities(d([real, real_labels]))
    p_generated = of_probabilities(d([g([z, asked]), asked]))
    return np.array([-np.log(p_real).mean(), -np.log(1 - p_generated).mean(), -np.log(p_generated).mean()])

# %% mend_the_losses | right | all pairs through D in one batch
def mended(d, g, real, real_labels, z, asked):
    n = real.shape[0]
    images = keras.ops.concatenate([real, g([z, asked])], axis=0)
    logits = d([images, keras.ops.concatenate([real_labels, asked], axis=0)])
    bce = keras.losses.BinaryCrossentropy(from_logits=True)
    ones, zeros = keras.ops.ones((n, 1)), keras.ops.zeros((n, 1))
    return float(bce(ones, logits[:n])), float(bce(zeros, logits[n:])), float(bce(ones, logits[n:]))

# %% mend_the_losses | wrong | the numbers of the example
def mended(d, g, real, real_labels, z, asked):
    return 0.126928, 2.126928, 0.126928

# %% mend_the_losses | wrong | sums over the pairs, not means
def mended(d, g, real, real_labels, z, asked):
    on_real, on_generated = d([real, real_labels]), d([g([z, asked]), asked])
    return tuple(float(keras.ops.sum(keras.ops.softplus(x))) for x in (-on_real, on_generated, -on_generated))

# %% mend_the_losses | wrong | targets of 0.9 on the real side
def mended(d, g, real, real_labels, z, asked):
    on_real, on_generated = d([real, real_labels]), d([g([z, asked]), asked])

    def loss(logits, target):
        return float(keras.ops.mean(keras.ops.softplus(logits) - target * logits))

    return loss(on_real, 0.9), loss(on_generated, 0.0), loss(on_generated, 1.0)

# %% mend_the_losses | wrong | G's loss on other images: new latent points
def mended(d, g, real, real_labels, z, asked):
    on_real, on_generated = d([real, real_labels]), d([g([z, asked]), asked])
    again = d([g([keras.random.normal(z.shape, seed=1), asked]), asked])
    return tuple(float(keras.ops.mean(keras.ops.softplus(x))) for x in (-on_real, on_generated, -again))

# %% mend_the_losses | wrong | D's two losses in the other order
def mended(d, g, real, real_labels, z, asked):
    on_real, on_generated = d([real, real_labels]), d([g([z, asked]), asked])
    return tuple(float(keras.ops.mean(keras.ops.softplus(x))) for x in (on_generated, -on_real, -on_generated))

# %% mend_the_losses | wrong | the real images with the labels that were asked for
def mended(d, g, real, real_labels, z, asked):
    on_real, on_generated = d([real, asked]), d([g([z, asked]), asked])
    return tuple(float(keras.ops.mean(keras.ops.softplus(x))) for x in (-on_real, on_generated, -on_generated))

# %% obeys_and_varies | right | a table of counts, the upper triangle, and rules for the words
def by_class(said, labels, features, real_labels, real_features, k):
    counts = np.zeros((k, k))
    np.add.at(counts, (labels, said), 1)

    def spread(x):
        i, j = np.triu_indices(len(x), 1)
        return np.sqrt(np.square(x[i] - x[j]).sum(axis=1)).mean()

    ratio = [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    return np.diag(counts) / counts.sum(axis=1), np.array(ratio)

verdict = {}
for one, (says, looks) in found_for.items():
    obeys, varies = by_class(says, asked, looks, real_labels, real_features, 4)
    if ((0.1 < obeys) & (obeys < 0.9)).any():
        verdict[one] = "ignores"
    elif obeys.min() < 0.1:
        verdict[one] = "mixes up"
    else:
        verdict[one] = "fine" if varies.mean() > 0.5 else "one image"

# %% obeys_and_varies | right | squares and products, lists come back
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        squares = (x**2).sum(axis=1)
        d = np.sqrt(np.maximum(squares[:, None] + squares - 2 * x @ x.T, 0))
        np.fill_diagonal(d, 0)
        return d.sum() / (len(x) ** 2 - len(x))

    agreement, diversity = [], []
    for c in range(k):
        agreement.append(np.count_nonzero((said == c) & (labels == c)) / np.count_nonzero(labels == c))
        diversity.append(spread(features[labels == c]) / spread(real_features[real_labels == c]))
    return agreement, diversity

verdict = {"s": "fine", "r": "ignores", "q": "one image", "p": "mixes up"}

# %% obeys_and_varies | wrong | squared distances
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        d = np.square(x[:, None] - x[None]).sum(axis=-1)
        return d.sum() / (len(x) * (len(x) - 1))

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    return agreement, np.sqrt(diversity)

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | the ratio upside down
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        d = np.linalg.norm(x[:, None] - x[None], axis=-1)
        return d.sum() / (len(x) * (len(x) - 1))

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = [spread(real_features[real_labels == c]) / spread(features[labels == c]) for c in range(k)]
    return agreement, np.array(diversity)

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | neighbours in the array only, not all pairs
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        return np.linalg.norm(np.diff(x, axis=0), axis=1).mean()

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = [spread(features[labels == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    return agreement, np.array(diversity)

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | diversity of the images read as a class
def by_class(said, labels, features, real_labels, real_features, k):
    def spread(x):
        d = np.linalg.norm(x[:, None] - x[None], axis=-1)
        return d.sum() / max(len(x) * (len(x) - 1), 1)

    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    diversity = [spread(features[said == c]) / spread(real_features[real_labels == c]) for c in range(k)]
    return agreement, np.array(diversity)

verdict = {"p": "mixes up", "q": "one image", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | right numbers, and "fine" for the one that draws one image a class
from scipy.spatial.distance import pdist

def by_class(said, labels, features, real_labels, real_features, k):
    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    ratio = [pdist(features[labels == c]).mean() / pdist(real_features[real_labels == c]).mean() for c in range(k)]
    return agreement, np.array(ratio)

verdict = {"p": "mixes up", "q": "fine", "r": "ignores", "s": "fine"}

# %% obeys_and_varies | wrong | right numbers, and words of its own
from scipy.spatial.distance import pdist

def by_class(said, labels, features, real_labels, real_features, k):
    agreement = np.array([(said[labels == c] == c).mean() for c in range(k)])
    ratio = [pdist(features[labels == c]).mean() / pdist(real_features[real_labels == c]).mean() for c in range(k)]
    return agreement, np.array(ratio)

verdict = {"p": "mixes_up", "q": "one_image", "r": "ignores", "s": "fine"}
