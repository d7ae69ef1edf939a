// What runs beside the page: networks with their weights, and games between small ones. Its text becomes the worker (engine.js).

function liveWorker(kernel, dense, makeGame) {
  "use strict";
  const networks = {}; // by "checkpoint/part"
  let game = null;

  /** Bytes of what tools/live_weights.py packed: base64 of a zlib stream. */
  async function unpacked(text) {
    const binary = atob(text), bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).arrayBuffer();
  }

  /** The number that 16 bits stand for. */
  function half(bits) {
    const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }

  /** All arrays as float32: those of small integers times the scale of their place along the last axis. */
  function arrays(about, buffer) {
    const kinds = { float32: Float32Array, float16: Uint16Array, int8: Int8Array, int16: Int16Array, uint8: Uint8Array };
    let offset = 0;
    const found = about.map(({ kind, shape }) => {
      const n = shape.reduce((a, b) => a * b, 1), bytes = n * kinds[kind].BYTES_PER_ELEMENT;
      const stored = new kinds[kind](buffer.slice(offset, offset + bytes));
      offset += bytes;
      return kind === "float16" ? Float32Array.from(stored, half) : Float32Array.from(stored);
    });
    about.forEach(({ scale }, i) => {
      if (scale === undefined) return;
      const values = found[i], scales = found[scale], n = scales.length;
      for (let j = 0; j < values.length; j++) values[j] *= scales[j % n];
    });
    return found;
  }

  const LEARNED = ["kernel", "bias", "scale", "shift", "gamma", "beta", "value"];

  const calls = {
    /** Take in a checkpoint; gives the arrays that its sliders move along, and shapes of all networks. */
    async load({ name, container }) {
      const found = arrays(container.arrays, await unpacked(container.data));
      for (const [part, network] of Object.entries(container.networks)) {
        for (const layer of network.layers) for (const key of LEARNED) if (key in layer) layer[key] = found[layer[key]];
        networks[`${name}/${part}`] = network;
      }
      return Object.fromEntries(Object.entries(container.extras).map(([key, i]) => [key, { ...container.arrays[i], data: found[i] }]));
    },

    /** What a network makes of its inputs, and how many milliseconds that took. */
    run({ network, inputs, options }) {
      if (!networks[network]) throw new Error(`${network} was not loaded.`);
      const begin = performance.now(), { shape, data } = kernel.run(networks[network], inputs, options);
      return { shape, data, milliseconds: performance.now() - begin };
    },

    begin(settings) {
      game = makeGame(kernel, dense, settings);
      return game.look();
    },
    train({ steps, rates }) {
      game.train(steps, rates);
      return game.look();
    },
  };

  self.onmessage = async ({ data: { id, call, given } }) => {
    try {
      self.postMessage({ id, value: await calls[call](given) });
    } catch (error) {
      self.postMessage({ id, error: error.message });
    }
  };
}
