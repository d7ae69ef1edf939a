// From one digit to another: along the sphere on which latents lie, or straight through (chapter 7).

live.figure("07-walk", async (frame) => {
  "use strict";
  const STEPS = 9, SIDE = 28;
  await live.engine.load("mnist-dcgan");
  let seed = 11, ends, straight = false, walking = false;
  frame.name("A walk from one digit to another in latent space");
  frame.explain("Predict what stands halfway between the two digits, and whether the walk straight through looks the same.");
  const strip = frame.canvas(STEPS * (SIDE + 1) - 1, SIDE, { label: "Nine digits on the way from one to the other", wide: 460 });
  const large = frame.canvas(SIDE, SIDE, { label: "The digit at the place of the slider", wide: 200 });

  /** The point at share t of the way; on the sphere the angle grows evenly. */
  function between(t) {
    const { data, shape: [, dim] } = ends, a = data.subarray(0, dim), b = data.subarray(dim);
    if (straight) return a.map((value, i) => (1 - t) * value + t * b[i]);
    const dot = (x, y) => x.reduce((sum, value, i) => sum + value * y[i], 0);
    const angle = Math.acos(Math.max(-1, Math.min(1, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))));
    return a.map((value, i) => (Math.sin((1 - t) * angle) * value + Math.sin(t * angle) * b[i]) / Math.sin(angle));
  }

  function points(shares) {
    const dim = ends.shape[1], data = new Float32Array(shares.length * dim);
    shares.forEach((t, k) => data.set(between(t), k * dim));
    return { latents: { shape: [shares.length, dim], data } };
  }
  const at = frame.slider({ label: "place", min: 0, max: 1, step: 0.01, value: 0.5, show: (t) => `${Math.round(100 * t)} %` }, () => one());
  const one = frame.latest(async () => {
    frame.draw(large, await live.engine.run("mnist-dcgan/generator", points([at.value])));
    const z = between(at.value), length = Math.sqrt(z.reduce((sum, value) => sum + value * value, 0));
    frame.say(`The point here is ${length.toFixed(1)} long; of random points, almost all are between 8 and 12 long.`);
  });
  const all = frame.latest(async () => {
    const shares = Array.from({ length: STEPS }, (_, k) => k / (STEPS - 1));
    frame.draw(strip, await live.engine.run("mnist-dcgan/generator", points(shares)));
    await one();
  });
  const draw = () => { ends = live.latents(2, 100, seed); return all(); };
  frame.choice("route", { "along the sphere": false, "straight through": true }, straight, (chosen) => { straight = chosen; all(); });
  frame.button("Other ends", () => { seed++; draw(); });
  const walk = frame.button("Walk", () => {
    walking = !walking;
    walk.textContent = walking ? "Stop" : "Walk";
    const begin = performance.now() - 4000 * at.value;
    const step = (now) => {
      if (!walking || !frame.figure.isConnected) return;
      const t = ((now - begin) / 4000) % 2;
      at.value = t < 1 ? t : 2 - t; // there and back
      one();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  await draw();
});
