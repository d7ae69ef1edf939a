// The page's side of the worker: scripts are loaded when they are needed, calls become promises.

live.engine = (() => {
  "use strict";

  /** A worker of its own, made of the text of functions: a page that was opened from a disk may not load a worker's file. */
  function worker({ simd = liveSimd } = {}) {
    const source = `const kernel = (${liveKernel})(${simd}); (${liveWorker})(kernel, (${liveDense})(kernel), ${liveGame});`;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const running = new Worker(url), waiting = new Map();
    URL.revokeObjectURL(url);
    let last = 0;
    running.onmessage = ({ data: { id, value, error } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    };
    return {
      call: (name, given = {}) => new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject });
        running.postMessage({ id: last, call: name, given });
      }),
      end: () => running.terminate(),
    };
  }

  const lanes = []; // the first worker computes the pictures of all figures of a page; a figure of many pictures asks for a second one
  const loaded = {};

  /** A checkpoint, or a set of tiles, from weights/NAME.js, for so many workers; gives what its sliders move along. Asked for twice, it is loaded once. */
  function load(name, workers = 1) {
    while (lanes.length < workers) lanes.push(worker());
    loaded[name] ||= live.script(`weights/${name}.js`).then(async () => {
      const container = live_weights[name];
      delete live_weights[name]; // the workers have it now
      const [found] = await Promise.all(lanes.slice(0, workers).map((lane) => lane.call("load", { name, container })));
      return found;
    });
    return loaded[name];
  }

  /** Images, float32 in [-1, 1] (or styles), of a network: "mnist-dcgan/generator", { latents: { shape, data } }. */
  const run = (network, inputs, options = {}, lane = 0) => lanes[lane].call("run", { network, inputs, options });

  return { worker, load, run };
})();
