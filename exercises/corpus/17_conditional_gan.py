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
