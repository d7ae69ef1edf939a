# %% noise_then_adain | right | channels first
def noise_and_style(x, noise, strength, y_s, y_b):
    maps = np.transpose(x + noise * strength[None, None, None], (0, 3, 1, 2))
    maps = maps - np.mean(maps, axis=(2, 3))[..., None, None]
    maps = maps * ((maps**2).mean(axis=(2, 3)) + 1e-8)[..., None, None] ** -0.5
    maps = maps * y_s[..., None, None] + y_b[..., None, None]
    return maps.transpose(0, 2, 3, 1)


# %% noise_then_adain | right | image by image
def noise_and_style(x, noise, strength, y_s, y_b):
    result = []
    for image, own_noise, scale, bias in zip(x, noise, y_s, y_b):
        pixels = (image + own_noise * strength).reshape(-1, len(strength))
        normed = (pixels - pixels.mean(0)) / np.sqrt(pixels.var(0) + 1e-8)
        result.append((normed * scale + bias).reshape(image.shape))
    return np.array(result)


# %% noise_then_adain | wrong | statistics of the batch
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength
    normed = (x - x.mean(axis=(0, 1, 2))) / np.sqrt(x.var(axis=(0, 1, 2)) + 1e-8)
    return y_s[:, None, None] * normed + y_b[:, None, None]


# %% noise_then_adain | wrong | statistics of all channels
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength
    axes = (1, 2, 3)
    normed = (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + 1e-8)
    return y_s[:, None, None] * normed + y_b[:, None, None]


# %% noise_then_adain | wrong | the bias alone
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength
    normed = (x - x.mean((1, 2), keepdims=True)) / np.sqrt(x.var((1, 2), keepdims=True) + 1e-8)
    return normed + y_b[:, None, None]


# %% noise_then_adain | wrong | the noise after the style
def noise_and_style(x, noise, strength, y_s, y_b):
    normed = (x - x.mean((1, 2), keepdims=True)) / np.sqrt(x.var((1, 2), keepdims=True) + 1e-8)
    return y_s[:, None, None] * normed + y_b[:, None, None] + noise * strength


# %% noise_then_adain | wrong | ε beside the deviation
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength
    normed = (x - x.mean((1, 2), keepdims=True)) / (x.std((1, 2), keepdims=True) + 1e-8)
    return y_s[:, None, None] * normed + y_b[:, None, None]


# %% noise_then_adain | wrong | no ε
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength
    normed = (x - x.mean((1, 2), keepdims=True)) / x.std((1, 2), keepdims=True)
    return y_s[:, None, None] * normed + y_b[:, None, None]


# %% noise_then_adain | wrong | scales are differences from 1
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength
    normed = (x - x.mean((1, 2), keepdims=True)) / np.sqrt(x.var((1, 2), keepdims=True) + 1e-8)
    return (1 + y_s)[:, None, None] * normed + y_b[:, None, None]


# %% noise_then_adain | wrong | one strength for all
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength.mean()
    normed = (x - x.mean((1, 2), keepdims=True)) / np.sqrt(x.var((1, 2), keepdims=True) + 1e-8)
    return y_s[:, None, None] * normed + y_b[:, None, None]


# %% noise_then_adain | wrong | over the variance
def noise_and_style(x, noise, strength, y_s, y_b):
    x = x + noise * strength
    normed = (x - x.mean((1, 2), keepdims=True)) / (x.var((1, 2), keepdims=True) + 1e-8)
    return y_s[:, None, None] * normed + y_b[:, None, None]


# %% noise_then_adain | wrong | changes the map it is given
def noise_and_style(x, noise, strength, y_s, y_b):
    x += noise * strength
    x -= x.mean((1, 2), keepdims=True)
    x /= np.sqrt(x.var((1, 2), keepdims=True) + 1e-8)
    return y_s[:, None, None] * x + y_b[:, None, None]


# %% demodulate | right | lengths without kernels
def demodulated(kernel, style):
    power = style**2 @ (kernel**2).sum(axis=(0, 1))
    return np.einsum("hwio,ni,no->nhwio", kernel, style, (power + 1e-8) ** -0.5)


# %% demodulate | right | image by image
def demodulated(kernel, style):
    kernels = []
    for own in style:
        scaled = kernel * own.reshape(1, 1, -1, 1)
        flat = scaled.reshape(-1, kernel.shape[-1])
        kernels.append((flat / np.sqrt((flat * flat).sum(axis=0) + 1e-8)).reshape(kernel.shape))
    return np.stack(kernels)


# %% demodulate | wrong | modulated only
def demodulated(kernel, style):
    return kernel * style[:, None, None, :, None]


# %% demodulate | wrong | one length for all outputs
def demodulated(kernel, style):
    scaled = kernel * style[:, None, None, :, None]
    return scaled / np.sqrt((scaled**2).sum(axis=(1, 2, 3, 4), keepdims=True) + 1e-8)


# %% demodulate | wrong | the length of what an input sends
def demodulated(kernel, style):
    scaled = kernel * style[:, None, None, :, None]
    return scaled / np.sqrt((scaled**2).sum(axis=(1, 2, 4), keepdims=True) + 1e-8)


# %% demodulate | wrong | over inputs, at each place
def demodulated(kernel, style):
    scaled = kernel * style[:, None, None, :, None]
    return scaled / np.sqrt((scaled**2).sum(axis=3, keepdims=True) + 1e-8)


# %% demodulate | wrong | the mean of the squares
def demodulated(kernel, style):
    scaled = kernel * style[:, None, None, :, None]
    return scaled / np.sqrt((scaled**2).mean(axis=(1, 2, 3), keepdims=True) + 1e-8)


# %% demodulate | wrong | the length before the style
def demodulated(kernel, style):
    normed = kernel / np.sqrt((kernel**2).sum(axis=(0, 1, 2)) + 1e-8)
    return normed * style[:, None, None, :, None]


# %% demodulate | wrong | the deviation of the weights
def demodulated(kernel, style):
    scaled = kernel * style[:, None, None, :, None]
    return (scaled - scaled.mean(axis=(1, 2, 3), keepdims=True)) / np.sqrt(
        scaled.var(axis=(1, 2, 3), keepdims=True) + 1e-8
    )


# %% demodulate | wrong | sizes of styles
def demodulated(kernel, style):
    scaled = kernel * np.abs(style)[:, None, None, :, None]
    return scaled / np.sqrt((scaled**2).sum(axis=(1, 2, 3), keepdims=True) + 1e-8)


# %% demodulate | wrong | no root
def demodulated(kernel, style):
    scaled = kernel * style[:, None, None, :, None]
    return scaled / ((scaled**2).sum(axis=(1, 2, 3), keepdims=True) + 1e-8)


# %% demodulate | wrong | no ε
def demodulated(kernel, style):
    scaled = kernel * style[:, None, None, :, None]
    return scaled / np.sqrt((scaled**2).sum(axis=(1, 2, 3), keepdims=True))


# %% predict_styles | right | computed
places = sum(1 if size == 4 else 2 for size in (4, 8, 16, 32, 64))
pixels = np.array([1, 1, 5, 5])
styled = float((0.5 * (pixels - pixels.mean()) / pixels.std() - 1).max())
weight = 3 * 2 / (36 + 16) ** 0.5
truncated = 0.7 * 5 + (1 - 0.7) * 2
variance = 1**2 + 0.3**2
millionths = 1_000_000 * (0.01 * 0.003) / (0.01 * 100)

# %% predict_styles | right | numbers
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.83, 4.1, 1.09, 30

# %% predict_styles | wrong | two at each size
places, styled, weight, truncated, variance, millionths = 10, -0.5, 0.83, 4.1, 1.09, 30

# %% predict_styles | wrong | the scale times the pixel
places, styled, weight, truncated, variance, millionths = 9, 1.5, 0.83, 4.1, 1.09, 30

# %% predict_styles | wrong | over the variance
places, styled, weight, truncated, variance, millionths = 9, -0.75, 0.83, 4.1, 1.09, 30

# %% predict_styles | wrong | the length without the style
places, styled, weight, truncated, variance, millionths = 9, -0.5, 1.2, 4.1, 1.09, 30

# %% predict_styles | wrong | the style does not matter
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.6, 4.1, 1.09, 30

# %% predict_styles | wrong | towards nothing
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.83, 3.5, 1.09, 30

# %% predict_styles | wrong | the other way round
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.83, 2.9, 1.09, 30

# %% predict_styles | wrong | deviations add up
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.83, 4.1, 1.69, 30

# %% predict_styles | wrong | the strength is a variance
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.83, 4.1, 1.3, 30

# %% predict_styles | wrong | as without a multiplier
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.83, 4.1, 1.09, 3000

# %% predict_styles | wrong | the multiplier twice
places, styled, weight, truncated, variance, millionths = 9, -0.5, 0.83, 4.1, 1.09, 0.3


# %% mend_styles | right | joined, then weighted
def styles(a, b, place, mean, psi, coarse):
    ws = np.concatenate([a[:, :place], b[:, place:]], axis=1)
    return np.concatenate([psi * ws[:, :coarse] + (1 - psi) * mean, ws[:, coarse:]], axis=1)


# %% mend_styles | right | where
def styles(a, b, place, mean, psi, coarse):
    k = np.arange(a.shape[1])[:, None]
    ws = np.where(k < place, a, b)
    return np.where(k < coarse, mean + psi * (ws - mean), ws)


# %% mend_styles | right | each latent truncated first
def styles(a, b, place, mean, psi, coarse):
    factors = np.ones((a.shape[1], 1))
    factors[:coarse] = psi
    a, b = ((ws - mean) * factors + mean for ws in (a, b))
    return np.hstack([a[:, :place], b[:, place:]])


# %% mend_styles | wrong | still in place
def styles(a, b, place, mean, psi, coarse):
    ws = a
    ws[:, place:] = b[:, place:]
    ws[:, :coarse] = mean + psi * (ws[:, :coarse] - mean)
    return ws


# %% mend_styles | wrong | still the coarse ones of b
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    ws[:, :place] = b[:, :place]
    ws[:, :coarse] = mean + psi * (ws[:, :coarse] - mean)
    return ws


# %% mend_styles | wrong | still towards nothing
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    ws[:, place:] = b[:, place:]
    ws[:, :coarse] = psi * ws[:, :coarse]
    return ws


# %% mend_styles | wrong | adds the whole mean
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    ws[:, place:] = b[:, place:]
    ws[:, :coarse] = mean + psi * ws[:, :coarse]
    return ws


# %% mend_styles | wrong | at one place only
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    if place < a.shape[1]:
        ws[:, place] = b[:, place]
    ws[:, :coarse] = mean + psi * (ws[:, :coarse] - mean)
    return ws


# %% mend_styles | wrong | from the next place on
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    ws[:, place + 1 :] = b[:, place + 1 :]
    ws[:, :coarse] = mean + psi * (ws[:, :coarse] - mean)
    return ws


# %% mend_styles | wrong | truncates all
def styles(a, b, place, mean, psi, coarse):
    ws = np.concatenate([a[:, :place], b[:, place:]], axis=1)
    return mean + psi * (ws - mean)


# %% mend_styles | wrong | truncates a before it is mixed
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    ws[:, :coarse] = mean + psi * (ws[:, :coarse] - mean)
    ws[:, place:] = b[:, place:]
    return ws


# %% mend_styles | wrong | ψ the wrong way round
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    ws[:, place:] = b[:, place:]
    ws[:, :coarse] = psi * mean + (1 - psi) * ws[:, :coarse]
    return ws


# %% mend_styles | wrong | the mean of these pictures
def styles(a, b, place, mean, psi, coarse):
    ws = a.copy()
    ws[:, place:] = b[:, place:]
    middle = ws.mean(axis=(0, 1))
    ws[:, :coarse] = middle + psi * (ws[:, :coarse] - middle)
    return ws


# %% path_length | right | a loop, and each statement from its numbers
def one_way(picture, start, end, step):
    total = 0
    for s, first, last in zip(t, start, end):
        one, two = picture((first + s * (last - first))[None]), picture((first + (s + step) * (last - first))[None])
        total += np.sum((one - two) ** 2) / step**2
    return total / len(t)


w0, w1 = mapping(z0), mapping(z1)
lengths = {"w": one_way(draw, w0, w1, 1e-4), "z": one_way(lambda z: draw(mapping(z)), z0, z1, 1e-4)}
true_statements = set()
if lengths["z"] > 2 * lengths["w"]:
    true_statements.add("a")
if abs(one_way(draw, w0, w1, 1e-3) / lengths["w"] - 1) < 0.01:
    true_statements.add("b")
if abs(one_way(lambda w: 2 * draw(w), w0, w1, 1e-4) / lengths["w"] - 2) < 0.01:
    true_statements.add("c")
if abs(one_way(lambda w: draw(w) + 0.3, w0, w1, 1e-4) / lengths["w"] - 1) < 1e-6:
    true_statements.add("d")
if one_way(lambda w: np.ones((1, 5, 5, 3)), w0, w1, 1e-4) < lengths["w"]:
    true_statements.add("e")
if abs(one_way(draw, w1, w0, 1e-4) / lengths["w"] - 1) < 1e-9:
    true_statements.add("f")


# %% path_length | right | weighted ends
def between(p, q, share):
    return (1 - share) * p + share * q


e = 1e-4
in_w = draw(between(mapping(z0), mapping(z1), t)) - draw(between(mapping(z0), mapping(z1), t + e))
in_z = draw(mapping(between(z0, z1, t))) - draw(mapping(between(z0, z1, t + e)))
lengths = {"w": (in_w**2).sum() / 300 / e**2, "z": (in_z**2).sum() / 300 / e**2}
true_statements = ["a", "b", "d", "e"]


# %% path_length | wrong | divided by ε once
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(((there - here) ** 2).sum(axis=(1, 2, 3)).mean() / e)


lengths = {"w": length(mapping(z0), mapping(z1), draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d", "e"}


# %% path_length | wrong | no squares
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(np.sqrt(((there - here) ** 2).sum(axis=(1, 2, 3))).mean() / e)


lengths = {"w": length(mapping(z0), mapping(z1), draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d", "e"}


# %% path_length | wrong | a mean over the numbers
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(((there - here) ** 2).mean() / e**2)


lengths = {"w": length(mapping(z0), mapping(z1), draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d", "e"}


# %% path_length | wrong | both lines in z
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(((there - here) ** 2).sum(axis=(1, 2, 3)).mean() / e**2)


lengths = {"w": length(z0, z1, draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d", "e"}


# %% path_length | wrong | exchanged
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(((there - here) ** 2).sum(axis=(1, 2, 3)).mean() / e**2)


lengths = {"z": length(mapping(z0), mapping(z1), draw), "w": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d", "e"}


# %% path_length | wrong | from end to end
def length(first, last, picture):
    return float(((picture(first) - picture(last)) ** 2).sum(axis=(1, 2, 3)).mean())


lengths = {"w": length(mapping(z0), mapping(z1), draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d", "e"}


# %% path_length | wrong | believes that lengths grow with contrast as they are
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(((there - here) ** 2).sum(axis=(1, 2, 3)).mean() / e**2)


lengths = {"w": length(mapping(z0), mapping(z1), draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "c", "d", "e"}


# %% path_length | wrong | believes that a way back is the same way
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(((there - here) ** 2).sum(axis=(1, 2, 3)).mean() / e**2)


lengths = {"w": length(mapping(z0), mapping(z1), draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d", "e", "f"}


# %% path_length | wrong | believes in short ways alone
def length(first, last, picture, e=1e-4):
    here, there = (picture(first + (last - first) * s) for s in (t, t + e))
    return float(((there - here) ** 2).sum(axis=(1, 2, 3)).mean() / e**2)


lengths = {"w": length(mapping(z0), mapping(z1), draw), "z": length(z0, z1, lambda z: draw(mapping(z)))}
true_statements = {"a", "b", "d"}
