// A GAN in the plane that learns while you watch (chapter 6).

live.figure("06", async (frame) => {
  "use strict";
  const SIDE = 400, RATES = [1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2];
  const SPEED = { parabola: [10, 3], ring: [5, 4] }; // steps between two pictures at first, and which of the rates
  const worker = live.engine.worker();
  let curve = "parabola", seed = 1, playing = false, state = null, history = [];
  frame.name("A GAN in the plane that learns while you watch");
  frame.explain("Predict which moves first, the samples or the colours; then let the game run, and make D's learning rate ten times G's.");
  const label = "Real points, generated points, and D's answer as the colour of the ground";
  const plane = frame.canvas(SIDE, SIDE, { label, wide: SIDE, smooth: true });
  const chart = frame.drawing(400, 84, { label: "D's losses and G's, over the steps so far", wide: 400 });

  const mix = (a, b, share) => a.map((value, i) => value + share * (b[i] - value));
  const rgb = (name) => [1, 3, 5].map((at) => parseInt(frame.colour(name).slice(at, at + 2), 16));

  function paint() {
    const { box: [left, right, bottom, top], grid, surface, real, generated, push } = state, context = plane.getContext("2d");
    const ground = rgb("ground"), small = document.createElement("canvas"), tints = { real: rgb("real"), generated: rgb("generated") };
    Object.assign(small, { width: grid, height: grid });
    const pixels = small.getContext("2d").createImageData(grid, grid);
    surface.forEach((logit, i) => {
      const share = Math.tanh(logit / 2);
      pixels.data.set([...mix(ground, share > 0 ? tints.real : tints.generated, 0.5 * Math.abs(share)), 255], 4 * i);
    });
    small.getContext("2d").putImageData(pixels, 0, 0);
    context.drawImage(small, 0, 0, SIDE, SIDE);
    const x = (value) => ((value - left) / (right - left)) * SIDE, y = (value) => ((top - value) / (top - bottom)) * SIDE;
    context.strokeStyle = frame.colour("faint");
    if (arrows.value) for (let i = 0; i < generated.length; i += 2) {
      const length = Math.hypot(push[i], push[i + 1]) * (right - left), scale = (SIDE * 0.1 * Math.tanh(length / 2.5)) / (length || 1);
      context.beginPath();
      context.moveTo(x(generated[i]), y(generated[i + 1]));
      context.lineTo(x(generated[i]) + scale * push[i] * (right - left), y(generated[i + 1]) - scale * push[i + 1] * (right - left));
      context.stroke();
    }
    for (const [points, name] of [[real, "real"], [generated, "generated"]]) {
      context.fillStyle = frame.colour(name);
      for (let i = 0; i < points.length; i += 2) {
        context.beginPath();
        if (name === "real") context.arc(x(points[i]), y(points[i + 1]), 2.6, 0, 7);
        else context.rect(x(points[i]) - 2.4, y(points[i + 1]) - 2.4, 4.8, 4.8); // told apart without colour, too
        context.fill();
      }
    }
    chart.clear();
    chart.add("line", { x1: 0, x2: 400, y1: 84 - 0.693 * 34, y2: 84 - 0.693 * 34, class: "live-axis" });
    for (const [name, style] of [["real", "live-real"], ["generated", "live-generated"], ["generator", "live-ink"]]) {
      const across = 400 / Math.max(60, history.length - 1), height = (loss) => 84 - 34 * Math.min(2.4, loss);
      const points = history.map((losses, i) => `${across * i},${height(losses[name])}`);
      chart.add("polyline", { points: points.join(" "), class: `live-curve ${style}` });
    }
    frame.say(`Step ${state.step}. Distance ${state.distance.toFixed(3)}, coverage ${Math.round(100 * state.coverage)} %. ` +
      "Circles are real, squares generated; lines below: D on real, D on generated, G.");
  }

  async function go(call, given) {
    state = await worker.call(call, given);
    history.push(state.losses);
    if (history.length > 300) history = history.filter((_, i) => i % 2);
    paint();
    frame.place.dataset.step = state.step;
  }
  const rates = () => ({ d: RATES[d.value], g: RATES[g.value] });
  const begin = frame.latest(async () => { history = []; await go("begin", { curve, seed }); });
  const train = frame.latest(() => go("train", { steps: speed.value, rates: rates() }));
  async function keepPlaying() {
    while (playing && frame.figure.isConnected) {
      await train();
      await new Promise(requestAnimationFrame);
    }
  }
  const play = frame.button("Play", () => {
    playing = !playing;
    play.textContent = playing ? "Pause" : "Play";
    frame.quiet(playing);
    keepPlaying();
  });
  frame.button("Step", () => train());
  frame.button("Begin anew", begin);
  frame.button("New seed", () => { seed++; begin(); });
  frame.choice("real data", { "a curve": "parabola", "a ring": "ring" }, curve, (chosen) => {
    curve = chosen;
    [speed.value, d.value, g.value] = [SPEED[curve][0], SPEED[curve][1], SPEED[curve][1]];
    begin();
  });
  const rate = (label) =>
    frame.slider({ label, min: 0, max: RATES.length - 1, step: 1, value: SPEED[curve][1], show: (i) => String(RATES[i]) });
  const d = rate("D's rate"), g = rate("G's rate");
  const speed = frame.slider({ label: "steps a picture", min: 1, max: 50, step: 1, value: SPEED[curve][0] });
  const arrows = frame.choice("arrows", { off: false, "where G's loss pushes": true }, false, () => paint());
  frame.onTheme(() => paint());
  await begin();
});
