# %% slerp_all_the_way | right | the formula of the chapter with its cases
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    straight = (1 - t) * a + t * b
    if length_a == 0 or length_b == 0:
        return straight
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return straight
    if angle > np.pi - 1e-6:
        raise ValueError("opposite directions: there are many arcs")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | right | one point after the other, with math
import math

def slerp(a, b, t):
    la, lb = math.sqrt(sum(a * a)), math.sqrt(sum(b * b))
    omega = None
    if la > 0 and lb > 0:
        omega = math.acos(max(-1.0, min(1.0, float(np.dot(a, b)) / (la * lb))))
        if math.pi - omega < 1e-6:
            raise ValueError("a and b are opposite")
    points = []
    for s in t:
        if omega is None or omega < 1e-6:
            points.append([(1 - s) * x + s * y for x, y in zip(a, b)])
        else:
            p = math.sin((1 - s) * omega) / math.sin(omega) / la
            q = math.sin(s * omega) / math.sin(omega) / lb
            length = la + s * (lb - la)
            points.append([length * (p * x + q * y) for x, y in zip(a, b)])
    return np.array(points)

# %% slerp_all_the_way | right | two axes at right angles, the angle by arctan2
def slerp(a, b, t):
    la, lb = np.sqrt(a @ a), np.sqrt(b @ b)
    if not (la and lb):
        return np.outer(1 - t, a) + np.outer(t, b)
    u, v = a / la, b / lb
    angle = 2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))
    if angle > np.pi - 1e-6:
        raise ValueError
    if angle < 1e-6:
        return np.outer(1 - t, a) + np.outer(t, b)
    w = v - (u @ v) * u
    w = w / np.linalg.norm(w)
    length = np.interp(t, [0, 1], [la, lb])
    return np.outer(length * np.cos(t * angle), u) + np.outer(length * np.sin(t * angle), w)

# %% slerp_all_the_way | wrong | no clip: NaN where rounding takes the cosine above 1
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    straight = (1 - t) * a + t * b
    if length_a == 0 or length_b == 0:
        return straight
    u, v = a / length_a, b / length_b
    angle = np.arccos(u @ v)
    if angle < 1e-6:
        return straight
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | cosine without its sign, so no angle is above 90 degrees
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    cosine = np.clip(u @ v, -1, 1)
    if cosine < -1 + 1e-12:
        raise ValueError("opposite")
    angle = np.arccos(abs(cosine))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | opposite vectors walk the straight line, too
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if np.sin(angle) < 1e-6:
        return (1 - t) * a + t * b
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | zero vectors divided by their length
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | always 90 degrees
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0 or np.allclose(a / length_a, b / length_b):
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    if np.allclose(u, -v):
        raise ValueError("opposite")
    direction = np.cos(t * np.pi / 2) * u + np.sin(t * np.pi / 2) * v
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | weighs a and b themselves, so the length does not go evenly
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    angle = np.arccos(np.clip(a @ b / length_a / length_b, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    return (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)

# %% slerp_all_the_way | wrong | the straight line, stretched to the right length: the angle does not turn evenly
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    if u @ v < -1 + 1e-12:
        raise ValueError("opposite")
    direction = (1 - t) * u + t * v
    direction = direction / np.linalg.norm(direction, axis=1, keepdims=True)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | raises for the same direction, too
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6 or angle > np.pi - 1e-6:
        raise ValueError("no angle")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | from b to a
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin(t * angle) * u + np.sin((1 - t) * angle) * v) / np.sin(angle)
    return (t * length_a + (1 - t) * length_b) * direction

# %% predict_lengths | right | by formula
radius = np.sqrt(256)
random = radius
quarter = radius * np.sqrt(0.75**2 + 0.25**2)
arc = 0.75 * 12 + 0.25 * 20
line = np.hypot(12 / 2, 20 / 2)
mean = radius / np.sqrt(16)
total = radius * np.sqrt(3 / 4)
single = radius * np.sqrt(1 / 4 + 1 / 4 + 1)
made_by_hand = 0.25 * np.sqrt(256)
on_shell = radius / mean
half = (1 - np.sqrt(2 * 0.8**2 - 1)) / 2

# %% predict_lengths | right | literal numbers, rounded
random = 16
quarter = 12.65
arc = 14
line = 11.66
mean = 4
total = 13.86
single = 19.6
made_by_hand = 4
on_shell = 4
half = 0.2354

# %% predict_lengths | right | made of vectors at right angles, half by a search
e = 16 * np.eye(256)
size = np.linalg.norm
random = size(e[0])
quarter = size(0.75 * e[0] + 0.25 * e[1])
arc = np.float32(14.0)
line = size(np.array([12, 0]) + np.array([0, 20])) / 2
mean = size(e[:16].mean(axis=0))
total = size(e[:4].mean(0) - e[4:8].mean(0) + e[8:12].mean(0))
single = size(e[:4].mean(0) - e[4:8].mean(0) + e[8])
made_by_hand = size(np.full(256, 0.25))
on_shell = np.int64(4)
t = np.linspace(0, 0.5, 1_000_001)
half = t[np.argmin(np.abs(np.sqrt((1 - t) ** 2 + t**2) - 0.8))]

# %% predict_lengths | wrong | quarter taken as the shell: the straight line does not shrink
random = 16
quarter = 16
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | quarter with the factor of halfway
random = 16
quarter = 16 / np.sqrt(2)
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | the arc from the wrong end
random = 16
quarter = 12.6491
arc = 0.25 * 12 + 0.75 * 20
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | line as the mean of the lengths
random = 16
quarter = 12.6491
arc = 14
line = 16
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | the mean of 16 is a sixteenth as long
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 1
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 16
half = 0.235425

# %% predict_lengths | wrong | the sum as if one of the means were taken off another
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 16 / np.sqrt(4)
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | total as a sum of lengths
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 8 + 8 + 8
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | single with the minus inside the root
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 16 * np.sqrt(1 / 4 - 1 / 4 + 1)
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | the vector made by hand is 256 times 0.25 long
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 64
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | the factor the wrong way round
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 0.25
half = 0.235425

# %% predict_lengths | wrong | half as if the length fell evenly to the middle
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.5 * 0.2 / (1 - 1 / np.sqrt(2))

# %% predict_lengths | wrong | half from beyond the middle
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = (1 + np.sqrt(0.28)) / 2

# %% predict_lengths | wrong | the radius of the chapter, 10
random = 10
quarter = 10 * np.sqrt(0.625)
arc = 14
line = 11.6619
mean = 2.5
total = 10 * np.sqrt(0.75)
single = 10 * np.sqrt(1.5)
made_by_hand = 2.5
on_shell = 4
half = 0.235425

# %% freed_direction | right | least squares
def freed(v, others):
    parts = np.linalg.lstsq(others.T, v, rcond=None)[0]
    rest = v - others.T @ parts
    length = np.linalg.norm(rest)
    if length < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / length

# %% freed_direction | right | an orthonormal basis of the rows by QR
def freed(v, others):
    v = v / np.sqrt(np.sum(v**2))
    q, _ = np.linalg.qr(others.T)
    rest = v - q @ (q.T @ v)
    if np.linalg.norm(rest) < 1e-6:
        raise ValueError
    return rest / np.linalg.norm(rest)

# %% freed_direction | right | Gram-Schmidt with loops, twice over
def freed(v, others):
    basis = []
    for row in others:
        w = row / np.linalg.norm(row)
        for _ in range(2):
            for e in basis:
                w = w - np.dot(w, e) * e
            w = w / np.linalg.norm(w)
        basis.append(w)
    w = np.array(v, dtype=float)
    for _ in range(2):
        for e in basis:
            w = w - np.dot(w, e) * e
    if np.linalg.norm(w) < 1e-6 * np.linalg.norm(v):
        raise ValueError("v lies in the space of the others")
    return w / np.linalg.norm(w)

# %% freed_direction | right | the pseudoinverse as a projection
def freed(v, others):
    keep = np.eye(len(v)) - np.linalg.pinv(others) @ others
    rest = keep @ v
    if not np.linalg.norm(rest) >= 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains of it")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | one after the other
def freed(v, others):
    rest = v.astype(float)
    for row in others:
        row = row / np.linalg.norm(row)
        rest = rest - (rest @ row) * row
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | one after the other, twice over: nearer, but not there
def freed(v, others):
    rest = v.astype(float)
    for _ in range(2):
        for row in others:
            row = row / np.linalg.norm(row)
            rest = rest - (rest @ row) * row
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | all parts at once, as if the rows stood at right angles
def freed(v, others):
    rows = others / np.linalg.norm(others, axis=1, keepdims=True)
    rest = v - (rows @ v) @ rows
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | never raises
def freed(v, others):
    rest = v - others.T @ np.linalg.lstsq(others.T, v, rcond=None)[0]
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | raises only if exactly nothing remains
def freed(v, others):
    rest = v - others.T @ np.linalg.lstsq(others.T, v, rcond=None)[0]
    length = np.linalg.norm(rest)
    if length == 0:
        raise ValueError("nothing remains")
    return rest / length

# %% freed_direction | wrong | the limit does not go with the length of v
def freed(v, others):
    rest = v - others.T @ np.linalg.lstsq(others.T, v, rcond=None)[0]
    length = np.linalg.norm(rest)
    if length < 1e-6:
        raise ValueError("nothing remains")
    return rest / length

# %% freed_direction | wrong | any direction at right angles to the rows, not the one nearest to v
def freed(v, others):
    rest = v - others.T @ np.linalg.lstsq(others.T, v, rcond=None)[0]
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    q, _ = np.linalg.qr(others.T, mode="complete")
    w = q[:, -1]
    return w * np.sign(w @ v)

# %% freed_direction | wrong | not of length 1
def freed(v, others):
    q, _ = np.linalg.qr(others.T)
    rest = v - q @ (q.T @ v)
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest

# %% freed_direction | wrong | freed of the first and the last row only
def freed(v, others):
    rows = others[[0, -1]]
    rest = v - np.linalg.pinv(rows) @ (rows @ v)
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | freed of the rows' mean only, once the first is gone
def freed(v, others):
    rest = v.astype(float)
    for row in (others[0], others.mean(axis=0)):
        rest = rest - (rest @ row) / (row @ row) * row
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | the part inside the space of the rows
def freed(v, others):
    rest = others.T @ np.linalg.lstsq(others.T, v, rcond=None)[0]
    if np.linalg.norm(v - rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% mend_the_sum | right | the given function, mended
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | right | plain loops
def mended(z, smiling, neutral, without):
    n, dim = z.shape
    result = [0.0] * dim
    for rows, sign in ((smiling, 1), (neutral, -1), (without, 1)):
        for row in rows:
            if not 0 <= row < n:
                raise ValueError(f"no row {row}")
            for j in range(dim):
                result[j] += sign * float(z[row, j]) / len(rows)
    length = sum(value**2 for value in result) ** 0.5
    return np.array([value * dim**0.5 / length for value in result])

# %% mend_the_sum | right | weights for the rows by bincount
def mended(z, smiling, neutral, without):
    n, dim = z.shape
    every = np.concatenate([smiling, neutral, without])
    if (every < 0).any() or (every > n - 1).any():
        raise ValueError("row numbers go from 0 to n - 1")
    share = [np.bincount(rows, minlength=n) / len(rows) for rows in (smiling, neutral, without)]
    result = (share[0] - share[1] + share[2]) @ z
    return np.sqrt(dim / np.sum(result**2)) * result

# %% mend_the_sum | right | with the package's functions, as the chapter does
def mended(z, smiling, neutral, without):
    if not set(smiling + neutral + without) <= set(range(len(z))):
        raise ValueError("row out of range")
    return latent.to_shell(latent.arithmetic(z[smiling], z[neutral], z[without]))

# %% mend_the_sum | wrong | still a + b - c
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a + b - c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | negative row numbers pass
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | row number n raises IndexError, not ValueError
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) > len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | looks at the first list's numbers only
def mended(z, smiling, neutral, without):
    if any(row < 0 or row >= len(z) for row in smiling):
        raise ValueError("there is no such face")
    a, b, c = (np.take(z, rows, axis=0, mode="wrap").mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | numbers that come twice are counted once
def mended(z, smiling, neutral, without):
    if min(smiling + neutral + without) < 0 or max(smiling + neutral + without) >= len(z):
        raise ValueError("there is no such face")
    a, b, c = (z[sorted(set(rows))].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | the radius still from the number of points
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(len(z))

# %% mend_the_sum | wrong | still counts from 1
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows) - 1].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | sums in place of means
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].sum(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | each mean put on the shell before the sum
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    means = [z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without)]
    a, b, c = (mean / np.linalg.norm(mean) for mean in means)
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | the length is latent_dim, not its root
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * z.shape[1]

# %% one_person_one_change | right | vectorised, table and lengths by comprehension
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | right | loops over people and columns
import math

def outcome(people, move, read):
    before, after = read(people), read(np.add(people, move))
    n = len(people)
    good = 0
    change = strange = 0.0
    for i in range(n):
        if after["smile"][i] > 0.5 and not after["glasses"][i]:
            good += 1
        for j in range(before["others"].shape[1]):
            mine = before["others"][i][j]
            change += abs(after["others"][i][j] - mine)
            strange += abs(mine - before["others"][(i + 1) % n][j])
    share = good / n
    return share, math.sqrt(share * (1 - share) / n), float(change / strange)


table, lengths = {}, {}
for name in moves:
    table[name] = outcome(people, moves[name], read)
    lengths[name] = sum(math.sqrt(sum(row**2)) for row in moves[name]) / len(moves[name])
follows = set(["f", "c", "a"])

# %% one_person_one_change | right | the standard deviation of zeros and ones, roll the other way, sums
def outcome(people, move, read):
    x, y = read(people), read(people + move)
    ok = np.logical_and(y["smile"] > 0.5, np.logical_not(y["glasses"])).astype(float)
    pairs = np.concatenate([x["others"][-1:], x["others"][:-1]])
    drift = np.sum(np.abs(y["others"] - x["others"])) / np.sum(np.abs(pairs - x["others"]))
    return ok.mean(), ok.std() / np.sqrt(ok.size), drift


table = {}
for key, value in moves.items():
    table[key] = outcome(people, value, read)
lengths = {key: np.mean(np.sqrt(np.einsum("ij,ij->i", value, value))) for key, value in moves.items()}
follows = {letter for letter in "acf"}

# %% one_person_one_change | wrong | strangers compared after the move
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(after["others"] - np.roll(after["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | the smile must grow by 0.5, not be above it
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] - before["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | the drift from the first two columns of others only
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    one, other = before["others"][:, :2], after["others"][:, :2]
    return works, error, np.abs(other - one).mean() / np.abs(one - np.roll(one, 1, axis=0)).mean()


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | roll without an axis mixes the columns
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | the mean of each column's own quotient
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean(axis=0)
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean(axis=0)
    return works, error, np.mean(changed / strangers)


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | lengths of the mean move
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move.mean(axis=0)) for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | "100 twice" taken as twice the row of "100"
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, moves[name], read) for name in ("1", "10", "100")}
table["100 twice"] = tuple(2 * value for value in table["100"])
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | b taken for true, too
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "b", "c", "f"}

# %% one_person_one_change | wrong | e taken for true, as if the smile's direction touched nothing else
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "e", "f"}

# %% one_person_one_change | wrong | d for f: the smallest drift is best
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "d"}

# %% one_person_one_change | wrong | n - 1 in the standard error
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / (len(people) - 1))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | glasses looked for before the move
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~before["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% slerp_all_the_way | right | complex numbers in the plane of the two, t without an axis of its own
def slerp(a, b, t):
    la, lb = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    line = np.array([(1 - s) * a + s * b for s in t])
    if la * lb == 0:
        return line
    u = a / la
    along = float(b @ u)
    rest = b - along * u
    across = float(np.linalg.norm(rest))
    angle = float(np.angle(complex(along, across)))
    if angle < 1e-6:
        return line
    if np.pi - angle < 1e-6:
        raise ValueError("there are many arcs")
    w = rest / across
    place = (la + (lb - la) * t) * np.exp(1j * angle * t)
    return place.real[:, None] * u + place.imag[:, None] * w

# %% slerp_all_the_way | right | a list of rows, and helpers
def _angle(u, v):
    return np.arccos(max(-1.0, min(1.0, u @ v)))


def _mix(x, y, t):
    return np.multiply.outer(1 - t, x) + np.multiply.outer(t, y)


def slerp(a, b, t):
    ends = [np.sqrt(np.sum(x**2)) for x in (a, b)]
    if min(ends) == 0:
        return _mix(a, b, t).tolist()
    u, v = a / ends[0], b / ends[1]
    omega = _angle(u, v)
    if omega > np.pi - 1e-6:
        raise ValueError(f"opposite: {omega}")
    if omega < 1e-6:
        return list(_mix(a, b, t))
    return [
        (ends[0] * (1 - s) + ends[1] * s) * (np.sin(omega - s * omega) * u + np.sin(s * omega) * v) / np.sin(omega)
        for s in t
    ]

# %% slerp_all_the_way | wrong | the package's function, which gives float32
def slerp(a, b, t):
    la, lb = np.linalg.norm(a), np.linalg.norm(b)
    if la and lb and np.arccos(np.clip(a @ b / la / lb, -1, 1)) > np.pi - 1e-6:
        raise ValueError("opposite")
    return latent.slerp(a, b, t).astype("float64")

# %% slerp_all_the_way | wrong | the straight line below two degrees, as many programs do
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    cosine = np.clip(u @ v, -1, 1)
    if cosine > 0.9995:
        return (1 - t) * a + t * b
    angle = np.arccos(cosine)
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | raises for nearly opposite vectors, too
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if u @ v < -0.999:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | a zero vector raises
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        raise ValueError("no direction")
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | lengths multiplied, not added: a^(1 - t) b^t
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return length_a ** (1 - t) * length_b**t * direction

# %% slerp_all_the_way | wrong | the mean length all the way
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return (length_a + length_b) / 2 * direction

# %% slerp_all_the_way | wrong | in the same direction the length stays that of a
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return np.tile(a, (len(t), 1))
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | equal steps from a to b, whatever t is
def slerp(a, b, t):
    t = np.linspace(0, 1, len(t))[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ValueError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | a ZeroDivisionError in the place of a ValueError
def slerp(a, b, t):
    t = t[:, None]
    length_a, length_b = np.linalg.norm(a), np.linalg.norm(b)
    if length_a == 0 or length_b == 0:
        return (1 - t) * a + t * b
    u, v = a / length_a, b / length_b
    angle = np.arccos(np.clip(u @ v, -1, 1))
    if angle < 1e-6:
        return (1 - t) * a + t * b
    if angle > np.pi - 1e-6:
        raise ZeroDivisionError("opposite")
    direction = (np.sin((1 - t) * angle) * u + np.sin(t * angle) * v) / np.sin(angle)
    return ((1 - t) * length_a + t * length_b) * direction

# %% slerp_all_the_way | wrong | the numbers of the visible test
def slerp(a, b, t):
    return np.array([[2.0, 0.0], [2.309401, 1.333333], [0.0, 4.0]])

# %% predict_lengths | right | the pieces of Pythagoras, an array of no axes, three digits
random = np.array(16.0)
quarter = (12**2 + 4**2) ** 0.5
arc = 14.0
line = round((36 + 100) ** 0.5, 2)
mean = 4.0
total = (3 * 8**2) ** 0.5
single = (8**2 + 8**2 + 16**2) ** 0.5
made_by_hand = (256 / 16) ** 0.5
on_shell = 16 / 4
half = 0.5 - 0.07**0.5

# %% predict_lengths | wrong | a quarter from the line's two ends added
random = 16
quarter = 0.75 * 16 - 0.25 * 16
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | single as if c were a mean, too
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 13.8564
made_by_hand = 4
on_shell = 4
half = 0.235425

# %% predict_lengths | wrong | rounded further than to 1 in 1,000
random = 16
quarter = 12.6
arc = 14
line = 11.7
mean = 4
total = 13.9
single = 19.6
made_by_hand = 4
on_shell = 4
half = 0.24

# %% predict_lengths | wrong | half to two places only
random = 16
quarter = 12.6491
arc = 14
line = 11.6619
mean = 4
total = 13.8564
single = 19.5959
made_by_hand = 4
on_shell = 4
half = 0.24

# %% predict_lengths | wrong | all on the shell
random = quarter = arc = line = mean = total = single = made_by_hand = 16
on_shell = 1
half = 0.2

# %% freed_direction | right | the null space of the rows by singular values
def freed(v, others):
    k = len(others)
    free = np.linalg.svd(others)[2][k:]
    parts = free @ v
    if np.sqrt(parts @ parts) < 1e-6 * np.sqrt(v @ v):
        raise ValueError("nothing remains")
    rest = parts @ free
    return (rest / np.sqrt(rest @ rest)).tolist()

# %% freed_direction | right | normal equations of rows of length 1, a helper
def _unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def freed(v, others):
    rows, v = _unit(others), _unit(v)
    rest = v - np.linalg.solve(rows @ rows.T, rows @ v) @ rows
    if np.linalg.norm(rest) <= 1e-6:
        raise ValueError("only rounding remains")
    return _unit(rest)

# %% freed_direction | wrong | at right angles to the rows, but turned round
def freed(v, others):
    q, _ = np.linalg.qr(others.T)
    rest = q @ (q.T @ v) - v
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | always with a first number above 0
def freed(v, others):
    q, _ = np.linalg.qr(others.T)
    rest = v - q @ (q.T @ v)
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    rest = rest / np.linalg.norm(rest)
    return rest * np.sign(rest[np.abs(rest) > 1e-9][0])

# %% freed_direction | wrong | rows taken to be of length 1
def freed(v, others):
    basis = []
    for row in others:
        for e in basis:
            row = row - (row @ e) * e
        basis.append(row)
    rest = v
    for e in basis:
        rest = rest - (rest @ e) * e
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | of the first row only
def freed(v, others):
    row = others[0] / np.linalg.norm(others[0])
    rest = v - (v @ row) * row
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | changes v
def freed(v, others):
    q, _ = np.linalg.qr(others.T)
    size = np.linalg.norm(v)
    v -= q @ (q.T @ v)
    if np.linalg.norm(v) < 1e-6 * size:
        raise ValueError("nothing remains")
    return v / np.linalg.norm(v)

# %% freed_direction | wrong | the largest number is 1
def freed(v, others):
    q, _ = np.linalg.qr(others.T)
    rest = v - q @ (q.T @ v)
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.abs(rest).max()

# %% freed_direction | wrong | nothing remains gives zeros
def freed(v, others):
    q, _ = np.linalg.qr(others.T)
    rest = v - q @ (q.T @ v)
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        return np.zeros_like(v)
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | raises for all short vectors
def freed(v, others):
    if np.linalg.norm(v) < 1e-6:
        raise ValueError("v is nothing")
    q, _ = np.linalg.qr(others.T)
    rest = v - q @ (q.T @ v)
    if np.linalg.norm(rest) < 1e-6 * np.linalg.norm(v):
        raise ValueError("nothing remains")
    return rest / np.linalg.norm(rest)

# %% freed_direction | wrong | the numbers of the visible test
def freed(v, others):
    return np.array([0.0, 1.0, 0.0])

# %% mend_the_sum | right | a list of numbers, one check for all, a helper
def _mean(z, rows):
    picked = [z[row] for row in rows]
    return sum(picked) / len(picked)


def mended(z, smiling, neutral, without):
    allowed = range(z.shape[0])
    for row in (*smiling, *neutral, *without):
        if row not in allowed:
            raise ValueError(f"there is no face number {row}")
    result = _mean(z, without) + (_mean(z, smiling) - _mean(z, neutral))
    return list(result * (z.shape[-1] / (result @ result)) ** 0.5)

# %% mend_the_sum | wrong | looks at all numbers but those of the last list
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (np.take(z, rows, axis=0, mode="wrap").mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | looks at the first number of each list only
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if not 0 <= rows[0] < len(z):
            raise ValueError("there is no such face")
    a, b, c = (np.take(z, rows, axis=0, mode="wrap").mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | row 0 raises, too
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) <= 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | the last row raises, too
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z) - 1:
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | numbers that are no rows are dropped
def mended(z, smiling, neutral, without):
    lists = [[row for row in rows if 0 <= row < len(z)] for rows in (smiling, neutral, without)]
    if not all(lists):
        raise ValueError("there is no such face")
    a, b, c = (z[rows].mean(axis=0) for rows in lists)
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | an IndexError for all that are no rows
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0:
            raise IndexError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | not put on the shell
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].mean(axis=0) for rows in (smiling, neutral, without))
    return a - b + c

# %% mend_the_sum | wrong | divided by the numbers of one list
def mended(z, smiling, neutral, without):
    for rows in (smiling, neutral, without):
        if min(rows) < 0 or max(rows) >= len(z):
            raise ValueError("there is no such face")
    a, b, c = (z[np.array(rows)].sum(axis=0) / len(smiling) for rows in (smiling, neutral, without))
    result = a - b + c
    return result / np.linalg.norm(result) * np.sqrt(z.shape[1])

# %% mend_the_sum | wrong | the numbers of the visible test
def mended(z, smiling, neutral, without):
    return np.array([1.788854, 0.894427, 0.0, 0.0])

# %% one_person_one_change | right | every sentence worked out, lists for triples
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    good = [s > 0.5 and not g for s, g in zip(after["smile"], after["glasses"])]
    share = sum(good) / len(good)
    rows = before["others"]
    apart = [np.abs(rows[i - 1] - rows[i]).mean() for i in range(len(rows))]  # row -1 is the last one
    return [share, (share * (1 - share) / len(good)) ** 0.5, np.abs(after["others"] - rows).mean() / np.mean(apart)]


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.sqrt((move**2).sum(axis=1)).mean() for name, move in moves.items()}


def in_order(names):
    names = sorted(names, key=lengths.get)
    return all(table[a][2] < table[b][2] for a, b in zip(names, names[1:]))


def limit():
    "The drift of the mean of everybody who smiles less that of everybody who does not."
    every = np.broadcast_to(smiling.mean(axis=0) - neutral.mean(axis=0), people.shape)
    return outcome(people, every, read)[2]


seen, further = read(people + moves["100"]), read(people + moves["100 twice"])
fails = (seen["smile"] <= 0.5) | seen["glasses"]
follows = []
if in_order(["1", "10", "100"]):
    follows += "a"
if in_order(moves):
    follows += "b"
if table["100 twice"][0] > table["1"][0] and 2 * table["100 twice"][2] < table["1"][2]:
    follows += "c"
if min(table, key=lambda k: table[k][2]) == "100" == max(table, key=lambda k: table[k][0]):
    follows += "d"
if limit() < 0.01:
    follows += "e"
if np.mean(further["smile"][fails] > 0.5) > 0.5 and np.mean(~seen["glasses"][fails]) > 0.5:
    follows += "f"

# %% one_person_one_change | right | arrays for triples, letters in a tuple, plain floats for lengths
def outcome(people, move, read):
    x, y = read(people), read(people + move)
    share = np.count_nonzero(y["smile"][np.logical_not(y["glasses"])] > 0.5) / people.shape[0]
    nearby = np.append(x["others"][1:], x["others"][:1], axis=0)
    size = lambda d: np.linalg.norm(d.ravel(), ord=1)
    return np.array([share, np.sqrt(share - share**2) / np.sqrt(len(people)), size(y["others"] - x["others"]) / size(nearby - x["others"])])


table = dict(zip(moves, (outcome(people, moves[k], read) for k in moves)))
lengths = {k: float(np.mean([np.linalg.norm(row) for row in v])) for k, v in moves.items()}
follows = ("f", "c", "a")

# %% one_person_one_change | wrong | a smile of exactly 0.5 is enough
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] >= 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | the last person has no next one
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(np.diff(before["others"], axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | the next person of the next
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], 2, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | squared changes
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = ((after["others"] - before["others"]) ** 2).mean()
    strangers = ((before["others"] - np.roll(before["others"], -1, axis=0)) ** 2).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | the size of a mean change, not the mean size of a change
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs((after["others"] - before["others"]).mean(axis=0)).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | the given people and reader, whoever is passed
def outcome(people, move, read):
    return _outcome(move)


def _outcome(move, people=people, read=read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}

# %% one_person_one_change | wrong | c left out
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.linalg.norm(move, axis=1).mean() for name, move in moves.items()}
follows = {"a", "f"}

# %% one_person_one_change | wrong | squared lengths
def outcome(people, move, read):
    before, after = read(people), read(people + move)
    works = np.mean((after["smile"] > 0.5) & ~after["glasses"])
    error = np.sqrt(works * (1 - works) / len(people))
    changed = np.abs(after["others"] - before["others"]).mean()
    strangers = np.abs(before["others"] - np.roll(before["others"], -1, axis=0)).mean()
    return works, error, changed / strangers


table = {name: outcome(people, move, read) for name, move in moves.items()}
lengths = {name: np.sum(move**2, axis=1).mean() for name, move in moves.items()}
follows = {"a", "c", "f"}
