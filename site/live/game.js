// A GAN in the plane, as chapter 6 has it: D moves on real points, then on generated ones, then G moves.

function liveGame(kernel, dense, settings) {
  "use strict";
  const { curve, latentDim = 5, seed = 0, batch = 64, loss = "non-saturating" } = settings;
  const GRID = 44; // points along each side at which D is asked for the colour of the ground
  const SHOWN = 150, SCORED = 600; // samples in the picture, and those that are scored
  const normal = kernel.normals(seed + 1), uniform = kernel.uniforms(seed + 2);

  // What is real: points at equal steps of probability, and how far a sample of it may lie. Pieces are as in data.curves.
  const ring = Array.from({ length: 8 }, (_, i) => [2 * Math.cos((Math.PI * i) / 4), 2 * Math.sin((Math.PI * i) / 4)]);
  const CURVES = {
    parabola: { hidden: [[15], [25]], box: [-1.1, 1.1, -0.8, 1.4], pieces: 20, tolerance: 0.05, sigma: 0,
      nodes: Array.from({ length: 401 }, (_, i) => [i / 400 - 0.5, (i / 400 - 0.5) ** 2]) },
    ring: { hidden: [[64, 64], [64, 64]], box: [-3.2, 3.2, -3.2, 3.2], pieces: 8, tolerance: 0.06, sigma: 0.02, nodes: ring },
  };
  const { hidden, box, nodes, sigma, pieces, tolerance } = CURVES[curve];
  const generator = dense.network([latentDim, ...hidden[0], 2], 2 * seed + 10);
  const discriminator = dense.network([2, ...hidden[1], 1], 2 * seed + 11);
  let step = 0;
  const losses = { real: Math.LN2, generated: Math.LN2, generator: Math.LN2 };

  const latents = (n) => Float32Array.from({ length: n * latentDim }, normal);
  function real(n) {
    const points = new Float32Array(2 * n);
    for (let i = 0; i < n; i++) {
      const t = uniform(), [x, y] = sigma ? nodes[Math.floor(t * nodes.length)] : [t - 0.5, (t - 0.5) ** 2];
      points.set([x + sigma * normal(), y + sigma * normal()], 2 * i);
    }
    return points;
  }

  const sigmoid = (o) => 1 / (1 + Math.exp(-o));
  const softplus = (o) => Math.max(o, 0) + Math.log1p(Math.exp(-Math.abs(o)));
  const mean = (values, each) => values.reduce((sum, value) => sum + each(value), 0) / values.length;
  const forReal = (logits) => logits.map((o) => (sigmoid(o) - 1) / logits.length); // slopes of -log D, averaged
  const forGenerated = (logits) => logits.map((o) => sigmoid(o) / logits.length); // of -log(1 - D)
  const forG = (logits) => (loss === "minimax" ? forGenerated(logits).map((slope) => -slope) : forReal(logits));

  /** One update of D: real points are to get high logits, generated ones low ones. Gives its loss. */
  function judge(points, areReal, rate) {
    const values = dense.forward(discriminator, points, batch), logits = values[values.length - 1];
    const slope = areReal ? forReal(logits) : forGenerated(logits);
    dense.adam(discriminator, dense.backward(discriminator, values, batch, slope).gradients, rate);
    return mean(logits, (o) => softplus(areReal ? -o : o));
  }

  function train(steps, { d, g }) {
    for (let i = 0; i < steps; i++, step++) {
      losses.real = judge(real(batch), true, d);
      losses.generated = judge(dense.outputs(generator, latents(batch), batch), false, d);
      const made = dense.forward(generator, latents(batch), batch);
      const values = dense.forward(discriminator, made[made.length - 1], batch), logits = values[values.length - 1];
      const { atInputs } = dense.backward(discriminator, values, batch, forG(logits)); // D's own gradients are not used
      dense.adam(generator, dense.backward(generator, made, batch, atInputs).gradients, g);
      losses.generator = mean(logits, (o) => (loss === "minimax" ? -softplus(o) : softplus(-o)));
    }
  }

  /** Mean distance to the curve, and the share of its pieces that get at least a quarter of their fair share. */
  function score(points) {
    const reached = new Float32Array(pieces), n = points.length / 2;
    let total = 0;
    for (let i = 0; i < n; i++) {
      let best = Infinity, at = 0;
      nodes.forEach(([x, y], k) => {
        const square = (points[2 * i] - x) ** 2 + (points[2 * i + 1] - y) ** 2;
        if (square < best) { best = square; at = k; }
      });
      total += Math.sqrt(best);
      const piece = sigma ? at : Math.min(pieces - 1, Math.floor((at * pieces) / (nodes.length - 1)));
      if (Math.sqrt(best) <= tolerance) reached[piece] += 1 / n;
    }
    return { distance: total / n, coverage: reached.filter((share) => share >= 0.25 / pieces).length / pieces };
  }

  const [left, right, bottom, top] = box;
  const places = new Float32Array(2 * GRID * GRID);
  for (let i = 0, o = 0; i < GRID; i++) for (let j = 0; j < GRID; j++) {
    places[o++] = left + ((j + 0.5) / GRID) * (right - left);
    places[o++] = top - ((i + 0.5) / GRID) * (top - bottom);
  }
  const shownLatents = latents(SCORED), shownReal = real(SHOWN);

  /** The game as it stands: samples, D's answers over the plane, where G's loss pushes, losses and scores. */
  function look() {
    const made = dense.outputs(generator, shownLatents, SCORED), shown = made.slice(0, 2 * SHOWN);
    const values = dense.forward(discriminator, shown, SHOWN), logits = values[values.length - 1];
    const push = dense.backward(discriminator, values, SHOWN, forG(logits)).atInputs.map((slope) => -SHOWN * slope);
    const surface = dense.outputs(discriminator, places, GRID * GRID);
    return { step, box, grid: GRID, real: shownReal, generated: shown, push, surface, losses: { ...losses }, ...score(made) };
  }

  return { train, look };
}
