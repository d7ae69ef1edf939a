// The arithmetic of networks that run in a page: what a layer does to a batch of images, and a list of layers, one after another.
//
// A function without anything from outside, so that its text can be sent to a worker (engine.js): a page that was opened from a disk may
// load scripts, and may not fetch them. Images are float32, (n, height, width, channels), as in Keras.

function liveKernel(simd) {
  "use strict";

  const CACHE = 32768; // numbers of an unfolded image that are multiplied at a time
  const WIDE = 8; // columns of a panel

  // ---- matrices -------------------------------------------------------------------------------------------------

  /** A matrix (k, n) as panels of eight columns, which `matmul` reads from end to end; the steps say where a next row or column is. */
  function packed(k, n, values, rowStep, columnStep) {
    const panels = new Float32Array(Math.ceil(n / WIDE) * k * WIDE);
    for (let j = 0; j < n; j++) {
      const base = Math.floor(j / WIDE) * k * WIDE + (j % WIDE);
      for (let i = 0; i < k; i++) panels[base + WIDE * i] = values[i * rowStep + j * columnStep];
    }
    return { k, n, panels };
  }

  /** b, (k, n) row by row, for the right side of `matmul`. */
  const pack = (b, k, n) => packed(k, n, b, n, 1);

  /** The transpose of b, where b is (n, k) row by row. */
  const packTransposed = (b, k, n) => packed(k, n, b, 1, k);

  /** out (m, n) = a (m, k) · b, four rows and four columns at a time: eight numbers are read for sixteen products. */
  function plainProduct(a, m, { k, n, panels }, out) {
    for (let j = 0; j < n; j += 4) {
      const base = Math.floor(j / WIDE) * k * WIDE + (j % WIDE), end = base + WIDE * k;
      for (let i = 0; i < m; i += 4) {
        // Rows beyond the last are the last once more, and are not kept.
        let p0 = i * k, p1 = Math.min(i + 1, m - 1) * k, p2 = Math.min(i + 2, m - 1) * k, p3 = Math.min(i + 3, m - 1) * k;
        let s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
        let s20 = 0, s21 = 0, s22 = 0, s23 = 0, s30 = 0, s31 = 0, s32 = 0, s33 = 0;
        for (let t = base; t < end; t += WIDE) {
          const b0 = panels[t], b1 = panels[t + 1], b2 = panels[t + 2], b3 = panels[t + 3];
          const x0 = a[p0++], x1 = a[p1++], x2 = a[p2++], x3 = a[p3++];
          s00 += x0 * b0; s01 += x0 * b1; s02 += x0 * b2; s03 += x0 * b3;
          s10 += x1 * b0; s11 += x1 * b1; s12 += x1 * b2; s13 += x1 * b3;
          s20 += x2 * b0; s21 += x2 * b1; s22 += x2 * b2; s23 += x2 * b3;
          s30 += x3 * b0; s31 += x3 * b1; s32 += x3 * b2; s33 += x3 * b3;
        }
        const sums = [s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33];
        for (let r = 0; r < 4 && i + r < m; r++) for (let c = 0; c < 4 && j + c < n; c++) out[(i + r) * n + j + c] = sums[4 * r + c];
      }
    }
  }

  /** The same by simd.js, in a memory of its own: what is kept stands at its beginning, what a product needs for itself behind it. */
  function fastProduct(bytes) {
    const memory = new WebAssembly.Memory({ initial: 16 });
    const { product } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { page: { memory } }).exports;
    let heap = new Float32Array(memory.buffer), kept = 0;

    function room(numbers) {
      const missing = numbers - heap.length;
      if (missing <= 0) return;
      memory.grow(Math.ceil(missing / 16384) + 64); // pages of 64 KB
      heap = new Float32Array(memory.buffer);
    }
    function keep(b) {
      room(kept + b.panels.length);
      heap.set(b.panels, kept);
      const { k, n } = b, at = kept;
      kept += b.panels.length;
      return { k, n, at };
    }
    function multiply(a, m, b, out) {
      const { k, n } = b, panels = Math.ceil(n / WIDE), width = panels * WIDE;
      const left = kept, right = left + Math.ceil((m * k) / 4) * 4, end = b.at === undefined ? right + b.panels.length : right;
      room(end + m * width);
      heap.set(a.length > m * k ? a.subarray(0, m * k) : a, left);
      if (b.at === undefined) heap.set(b.panels, right);
      product(4 * left, m, 4 * (b.at ?? right), k, panels, 4 * end);
      if (width === n) out.set(heap.subarray(end, end + m * n));
      else for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[i * n + j] = heap[end + i * width + j];
    }
    return { keep, matmul: multiply };
  }

  const bytes = simd && simd();
  const fast = Boolean(bytes) && WebAssembly.validate(bytes);
  const { keep, matmul } = fast ? fastProduct(bytes) : { keep: (b) => b, matmul: plainProduct };

  // ---- random numbers -------------------------------------------------------------------------------------------

  /** A stream of standard normal numbers that a seed fixes (mulberry32, and the transform of Box and Muller). */
  function normals(seed) {
    const even = uniforms(seed);
    let spare = null;
    return () => {
      if (spare !== null) { const value = spare; spare = null; return value; }
      const radius = Math.sqrt(-2 * Math.log(1 - even()));
      const angle = 2 * Math.PI * even();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    };
  }

  /** A stream of numbers from 0 to below 1 that a seed fixes. */
  function uniforms(seed) {
    let state = Math.imul(seed + 1, 0x9e3779b9) | 0;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  // ---- layers ---------------------------------------------------------------------------------------------------
  // Each takes its description (tools/live_weights.py writes it, with arrays in place of their numbers), what it reads, and the
  // options of the run. A tensor is { shape, data }.

  const tensor = (shape, data) => ({ shape, data: data || new Float32Array(size(shape)) });
  const size = (shape) => shape.reduce((product, side) => product * side, 1);


  function addBias(y, bias) {
    if (!bias) return y;
    const c = bias.length, { data } = y;
    for (let i = 0; i < data.length; ) for (let j = 0; j < c; j++, i++) data[i] += bias[j];
    return y;
  }

  /** One axis of a convolution with "same" or "valid" padding: the outputs, and how many zeros stand before the first input. */
  function along(side, kernel, stride, padding) {
    if (padding === "valid") return [Math.floor((side - kernel) / stride) + 1, 0];
    const out = Math.ceil(side / stride);
    return [out, Math.max((out - 1) * stride + kernel - side, 0) >> 1];
  }

  /** A convolution: the image unfolded, a row of k · k · c numbers for each output pixel, times one matrix. */
  function convolved({ shape: [n, h, w, c], data }, layer) {
    const { side: k, stride, padding, width } = layer;
    const [oh, above] = along(h, k, stride, padding), [ow, left] = along(w, k, stride, padding);
    const row = k * k * c, rows = n * oh * ow, y = tensor([n, oh, ow, width]);
    layer.matrix ||= keep(pack(layer.kernel, row, width));
    if (k === 1 && stride === 1) {
      matmul(data, rows, layer.matrix, y.data);
      return y;
    }
    const block = Math.max(4, Math.floor(CACHE / row) & ~3), unfolded = new Float32Array(block * row);
    for (let first = 0; first < rows; first += block) {
      const m = Math.min(block, rows - first);
      for (let i = 0; i < m; i++) {
        const at = first + i, x0 = (at % ow) * stride - left, y0 = (Math.floor(at / ow) % oh) * stride - above;
        const image = Math.floor(at / (ow * oh)), from = Math.max(0, -x0), to = Math.min(k, w - x0);
        if (from > 0 || to < k || y0 < 0 || y0 + k > h) unfolded.fill(0, i * row, (i + 1) * row); // the rim
        for (let t = Math.max(0, -y0), last = Math.min(k, h - y0); t < last; t++) {
          let target = i * row + (t * k + from) * c, source = ((image * h + y0 + t) * w + x0 + from) * c;
          for (const end = target + (to - from) * c; target < end; ) unfolded[target++] = data[source++];
        }
      }
      matmul(unfolded, m, layer.matrix, y.data.subarray(first * width));
    }
    return y;
  }

  /** A transposed convolution: each input pixel times one matrix gives k · k · width numbers, which are added where they belong. */
  function painted({ shape: [n, h, w, c], data }, layer) {
    const { side: k, stride, padding, width } = layer, surplus = Math.max(k - stride, 0);
    const rim = padding === "valid" ? 0 : surplus >> 1;
    const [oh, ow] = [h, w].map((side) => side * stride + (padding === "valid" ? surplus : 0));
    const row = k * k * width, rows = n * h * w, y = tensor([n, oh, ow, width]), out = y.data;
    layer.matrix ||= keep(packTransposed(layer.kernel, c, row));
    const block = Math.max(4, Math.floor(CACHE / row) & ~3), paint = new Float32Array(block * row);
    for (let first = 0; first < rows; first += block) {
      const m = Math.min(block, rows - first);
      matmul(data.subarray(first * c), m, layer.matrix, paint);
      for (let i = 0; i < m; i++) {
        const at = first + i, x0 = (at % w) * stride - rim, y0 = (Math.floor(at / w) % h) * stride - rim;
        const image = Math.floor(at / (w * h)), from = Math.max(0, -x0), to = Math.min(k, ow - x0);
        for (let t = Math.max(0, -y0), last = Math.min(k, oh - y0); t < last; t++) {
          let source = i * row + (t * k + from) * width, target = ((image * oh + y0 + t) * ow + x0 + from) * width;
          for (const end = source + (to - from) * width; source < end; ) out[target++] += paint[source++];
        }
      }
    }
    return y;
  }

  /** Enlarged by a whole factor: pixels repeated, or blended with their neighbours (half-pixel centres, the rim repeated, as in Keras). */
  function enlarged({ shape: [n, h, w, c], data }, { factor, interpolation }) {
    const y = tensor([n, h * factor, w * factor, c]), out = y.data;
    const axis = (side) => Array.from({ length: side * factor }, (_, o) => {
      const at = interpolation === "nearest" ? Math.floor(o / factor) : (o + 0.5) / factor - 0.5, low = Math.floor(at);
      return [Math.max(low, 0), Math.min(low + 1, side - 1), at - low];
    });
    const down = axis(h), across = axis(w);
    let o = 0;
    for (let image = 0; image < n; image++) for (const [y0, y1, fy] of down) {
      const upper = (image * h + y0) * w, lower = (image * h + y1) * w;
      for (const [x0, x1, fx] of across) {
        let a = (upper + x0) * c, b = (upper + x1) * c, d = (lower + x0) * c, e = (lower + x1) * c;
        const wa = (1 - fy) * (1 - fx), wb = (1 - fy) * fx, wd = fy * (1 - fx), we = fy * fx;
        for (const end = o + c; o < end; ) out[o++] = wa * data[a++] + wb * data[b++] + wd * data[d++] + we * data[e++];
      }
    }
    return y;
  }

  /** Each channel of each image to mean 0 and variance 1 over its pixels, then scaled and moved. */
  function instanceNorm(x, { gamma, beta, epsilon }) {
    const [n, h, w, c] = x.shape, pixels = h * w, y = tensor(x.shape);
    for (let image = 0; image < n; image++) for (let j = 0; j < c; j++) {
      const first = image * pixels * c + j, end = first + pixels * c;
      let sum = 0, squares = 0;
      for (let i = first; i < end; i += c) sum += x.data[i];
      const mean = sum / pixels;
      for (let i = first; i < end; i += c) squares += (x.data[i] - mean) ** 2;
      const scale = gamma[j] / Math.sqrt(squares / pixels + epsilon);
      for (let i = first; i < end; i += c) y.data[i] = (x.data[i] - mean) * scale + beta[j];
    }
    return y;
  }

  /** StyleGAN's convolution: input channels times the style, one common kernel, output channels back to the variance that they had. */
  function modulated(x, { data: style }, layer) {
    const [n, h, w, c] = x.shape, pixels = h * w, { width } = layer;
    const y = convolved(perImage(x, style), layer);
    if (!layer.demodulate) return addBias(y, layer.bias);
    layer.power ||= powers(layer.kernel, c, width);
    const gains = new Float32Array(n * width);
    for (let image = 0; image < n; image++) for (let o = 0; o < width; o++) {
      let power = 1e-8;
      for (let j = 0; j < c; j++) power += style[image * c + j] ** 2 * layer.power[j * width + o];
      gains[image * width + o] = layer.gain / Math.sqrt(power);
    }
    return addBias(perImage(y, gains), layer.bias);
  }

  /** Each channel of each image times a number of its own. */
  function perImage({ shape, data }, factors) {
    const y = tensor(shape), out = y.data, c = shape[3], each = shape[1] * shape[2] * c;
    for (let image = 0, i = 0; image < shape[0]; image++)
      for (const end = i + each; i < end; ) for (let j = 0, at = image * c; j < c; j++, i++) out[i] = data[i] * factors[at + j];
    return y;
  }

  /** Sums of squares of a kernel (…, c, width) over its pixels. */
  function powers(kernel, c, width) {
    const sums = new Float32Array(c * width);
    for (let i = 0; i < kernel.length; i++) sums[i % sums.length] += kernel[i] ** 2;
    return sums;
  }

  function dense(x, layer) {
    const [n, k] = x.shape;
    layer.matrix ||= keep(pack(layer.kernel, k, layer.width));
    const y = tensor([n, layer.width]);
    matmul(x.data, n, layer.matrix, y.data);
    return addBias(y, layer.bias);
  }

  const LAYERS = {
    dense: (layer, [x]) => dense(x, layer),
    style: (layer, [ws]) => {
      const [n, places, d] = ws.shape, w = tensor([n, d]);
      for (let i = 0; i < n; i++) w.data.set(ws.data.subarray((i * places + layer.place) * d, (i * places + layer.place + 1) * d), i * d);
      return dense(w, layer);
    },
    conv: (layer, [x]) => addBias(convolved(x, layer), layer.bias),
    conv_transposed: (layer, [x]) => addBias(painted(x, layer), layer.bias),
    modulated: (layer, [x, style]) => modulated(x, style, layer),
    upsample: (layer, [x]) => enlarged(x, layer),
    affine: ({ scale, shift }, [{ shape, data }]) => {
      const y = tensor(shape), out = y.data, c = scale.length;
      for (let i = 0; i < out.length; ) for (let j = 0; j < c; j++, i++) out[i] = data[i] * scale[j] + shift[j];
      return y;
    },
    instance_norm: (layer, [x]) => instanceNorm(x, layer),
    pixel_norm: (layer, [x]) => {
      const c = x.shape[x.shape.length - 1], y = tensor(x.shape);
      for (let i = 0; i < x.data.length; i += c) {
        let power = 0;
        for (let j = 0; j < c; j++) power += x.data[i + j] ** 2;
        const scale = 1 / Math.sqrt(power / c + 1e-8);
        for (let j = 0; j < c; j++) y.data[i + j] = x.data[i + j] * scale;
      }
      return y;
    },
    activation: ({ kind, slope = 0 }, [x]) => {
      const y = tensor(x.shape), out = y.data, { data } = x, n = data.length;
      if (kind === "tanh") for (let i = 0; i < n; i++) out[i] = Math.tanh(data[i]);
      else if (kind === "sigmoid") for (let i = 0; i < n; i++) out[i] = 1 / (1 + Math.exp(-data[i]));
      else for (let i = 0; i < n; i++) out[i] = data[i] > 0 ? data[i] : slope * data[i]; // relu, leaky_relu
      return y;
    },
    reshape: ({ shape }, [x]) => tensor([x.shape[0], ...shape], x.data),
    concat: (layer, parts) => {
      const widths = parts.map((x) => x.shape[x.shape.length - 1]), c = widths.reduce((a, b) => a + b);
      const y = tensor([...parts[0].shape.slice(0, -1), c]);
      parts.forEach((x, k) => {
        const offset = widths.slice(0, k).reduce((a, b) => a + b, 0);
        for (let i = 0, o = offset; i < x.data.length; i += widths[k], o += c)
          for (let j = 0; j < widths[k]; j++) y.data[o + j] = x.data[i + j];
      });
      return y;
    },
    add: (layer, [a, b]) => tensor(a.shape, a.data.map((value, i) => value + b.data[i])),
    constant: ({ value, shape }, [x]) => {
      const n = x.shape[0], y = tensor([n, ...shape]);
      for (let i = 0; i < n; i++) y.data.set(value, i * value.length);
      return y;
    },
    /** A label (n, 1) as a one-hot vector; shares of the classes (n, width) stay as they are. */
    one_hot: ({ width }, [x]) => {
      if (x.shape[1] === width) return x;
      const y = tensor([x.shape[0], width]);
      x.data.forEach((label, i) => (y.data[i * width + label] = 1));
      return y;
    },
    /** One picture of Gaussian noise, added to all channels. */
    noise: ({ strength }, [x], { noise, random }) => {
      if (!noise) return x;
      const c = x.shape[3], y = tensor(x.shape), out = y.data, { data } = x;
      for (let i = 0; i < data.length; ) {
        const added = noise * strength * random.normal();
        for (const end = i + c; i < end; i++) out[i] = data[i] + added;
      }
      return y;
    },
    /** The dropout of Pix2Pix, which goes on after training. */
    dropout: ({ rate }, [x], { noise, random }) =>
      noise ? tensor(x.shape, x.data.map((value) => (random.uniform() < rate ? 0 : value / (1 - rate)))) : x,
  };

  /**
   * What a network makes of its inputs.
   *
   * network  { layers, output }: each layer has an op of `LAYERS`, and `from`, the numbers of the layers that it reads
   * inputs   tensors by name
   * options  noise: 1 as in training, 0 for none (of layers that draw random numbers); seed: of what they draw
   */
  function run(network, inputs, { noise = 1, seed = 0 } = {}) {
    const options = { noise, random: { normal: normals(seed), uniform: uniforms(seed + 7) } };
    const values = [];
    for (const layer of network.layers) {
      if (layer.op === "input") {
        if (!inputs[layer.name]) throw new Error(`The network reads ${layer.name}; it was given ${Object.keys(inputs)}.`);
        values.push(inputs[layer.name]);
      } else if (LAYERS[layer.op]) {
        values.push(LAYERS[layer.op](layer, layer.from.map((i) => values[i]), options));
      } else {
        throw new Error(`This kernel has no layer ${layer.op}; it has ${Object.keys(LAYERS).join(", ")}.`);
      }
    }
    return values[network.output];
  }

  return { fast, matmul, pack, packTransposed, normals, uniforms, tensor, run };
}
