// Small dense networks that learn in the page: outputs, gradients, and Adam, as Keras has them.

function liveDense(kernel) {
  "use strict";
  const { matmul, pack, packTransposed, uniforms } = kernel;

  /** A network of the sizes (inputs, hidden …, outputs): ReLU in between and nothing at the end, He's initialiser and Glorot's. */
  function network(sizes, seed) {
    const random = uniforms(seed);
    const layers = sizes.slice(1).map((units, i) => {
      const inputs = sizes[i], last = i === sizes.length - 2, limit = Math.sqrt(6 / (last ? inputs + units : inputs));
      const kernel = Float32Array.from({ length: inputs * units }, () => (2 * random() - 1) * limit);
      return { inputs, units, relu: !last, kernel, bias: new Float32Array(units) };
    });
    return { layers, steps: 0 };
  }

  /** What each layer gives for m rows of inputs: the inputs first, the outputs of the network last. */
  function forward({ layers }, inputs, m) {
    const values = [inputs];
    for (const { inputs: k, units, relu, kernel, bias } of layers) {
      const y = new Float32Array(m * units);
      matmul(values[values.length - 1], m, pack(kernel, k, units), y);
      for (let i = 0; i < y.length; ) for (let j = 0; j < units; j++, i++) {
        const value = y[i] + bias[j];
        y[i] = relu && value < 0 ? 0 : value;
      }
      values.push(y);
    }
    return values;
  }

  const outputs = (net, inputs, m) => forward(net, inputs, m)[net.layers.length];

  /** Gradients of a loss, from `values` of `forward` and its slope at the outputs: of each layer's weights, and at the inputs. */
  function backward({ layers }, values, m, slope) {
    const gradients = [];
    for (let l = layers.length - 1; l >= 0; l--) {
      const { inputs: k, units, relu, kernel } = layers[l], x = values[l], y = values[l + 1];
      if (relu) slope = slope.map((value, i) => (y[i] > 0 ? value : 0));
      const turned = new Float32Array(k * m), ofKernel = new Float32Array(k * units), ofBias = new Float32Array(units);
      for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) turned[j * m + i] = x[i * k + j];
      matmul(turned, k, pack(slope, m, units), ofKernel);
      for (let i = 0; i < slope.length; ) for (let j = 0; j < units; j++, i++) ofBias[j] += slope[i];
      gradients[l] = { kernel: ofKernel, bias: ofBias };
      const below = new Float32Array(m * k);
      matmul(slope, m, packTransposed(kernel, units, k), below);
      slope = below;
    }
    return { gradients, atInputs: slope };
  }

  /** One step of Adam (β 0.9 and 0.999, ε 1e-7). */
  function adam(net, gradients, rate) {
    const t = ++net.steps, step = (rate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
    net.layers.forEach((layer, l) => {
      for (const name of ["kernel", "bias"]) {
        const weights = layer[name], gradient = gradients[l][name];
        const [mean, square] = ((layer.moments ||= {})[name] ||= [new Float32Array(weights.length), new Float32Array(weights.length)]);
        for (let i = 0; i < weights.length; i++) {
          mean[i] += 0.1 * (gradient[i] - mean[i]);
          square[i] += 0.001 * (gradient[i] ** 2 - square[i]);
          weights[i] -= (step * mean[i]) / (Math.sqrt(square[i]) + 1e-7);
        }
      }
    });
  }

  return { network, forward, outputs, backward, adam };
}
