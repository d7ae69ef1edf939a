// Sliders through a latent space: each moves all numbers of a latent along one direction (chapters 0, 7 and 9, and the front page).

(() => {
  "use strict";
  const DIGITS = {
    weights: "mnist-dcgan", side: 28, what: "digit", wide: 280, seed: 26, reach: 4,
    names: [1, 2, 3, 4].map((i) => `direction ${i}`),
  };
  const FACES = {
    weights: "faces-dcgan", side: 80, what: "face", wide: 320, seed: 13, reach: 4,
    names: ["smile", "hair length", "skin", "glasses", "turned", "background"],
  };
  const FIGURES = {
    "front": { ...DIGITS, rows: 4, columns: 6, wide: 420, hand: "near", seed: 7,
      caption: "Twenty-four digits that nobody wrote. Move your hand over them: what changes in all of them, and what stays?" },
    "00": { ...DIGITS, hand: "pressed", caption: "Predict which slider turns this digit into another one, then try all four." },
    "07": { ...DIGITS, seed: 3,
      caption: "Move one slider slowly from end to end: where does the digit stop being one, and does it come back as another?" },
    "09": { ...FACES, caption: "Which of these sliders leaves it the same person? Decide before you move them." },
  };

  for (const [id, options] of Object.entries(FIGURES)) live.figure(id, (frame) => make(frame, options));

  async function make(frame, { weights, side, what, wide, seed, reach, names, rows = 1, columns = 1, hand, caption }) {
    const n = rows * columns, many = n > 1;
    const { directions } = await live.engine.load(weights);
    const dim = directions.shape[1];
    let latents = live.latents(n, dim, seed);
    frame.name(`Sliders through the latent space of a generator of ${what}s`);
    frame.explain(caption);
    const canvas = frame.canvas(columns * (side + 1) - 1, rows * (side + 1) - 1, {
      label: many ? `${n} ${what}s drawn by a generator` : `A ${what} drawn by a generator`, wide, smooth: side > 28,
    });
    const redraw = frame.latest(async () => {
      const moved = { shape: latents.shape, data: latents.data.slice() };
      sliders.forEach(({ value }, k) => {
        if (value) for (let i = 0; i < moved.data.length; i++) moved.data[i] += value * directions.data[k * dim + (i % dim)];
      });
      const images = await live.engine.run(`${weights}/generator`, { latents: moved });
      frame.draw(canvas, images, { columns });
      frame.place.dataset.milliseconds = images.milliseconds.toFixed(1);
      if (frame.place.dataset.drawn) frame.say(`Drawn by this page in ${Math.max(1, Math.round(images.milliseconds))} ms.`);
    });
    const sliders = names.map((label) =>
      frame.slider({ label, min: -reach, max: reach, step: 0.1, value: 0, show: (value) => value.toFixed(1) }, redraw));
    frame.button(many ? `Other ${what}s` : `Another ${what}`, () => { latents = live.latents(n, dim, ++seed); redraw(); });
    frame.button("Back to the middle", () => { sliders.forEach((slider) => (slider.value = 0)); redraw(); });
    if (hand) underTheHand(canvas, sliders, reach, hand === "pressed", redraw);
    await redraw();
    if (many) wander(frame, sliders, redraw);
  }

  /** For the first seconds all moves by itself, until the reader moves it, or not at all for those who want no motion. */
  function wander(frame, [across, down], redraw) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const LONG = 6000; // milliseconds
    let begin = null, moving = true;
    const stop = () => { moving = false; };
    for (const event of ["pointermove", "pointerdown", "keydown"]) frame.figure.addEventListener(event, stop, { once: true });
    frame.quiet(true);
    function step(now) {
      begin ??= now;
      const turn = (2 * Math.PI * Math.min(now - begin, LONG)) / LONG;
      if (moving) [across.value, down.value] = [2.5 * Math.sin(turn), 1.5 * Math.sin(2 * turn)];
      moving &&= now - begin < LONG;
      redraw();
      if (moving) requestAnimationFrame(step);
      else frame.quiet(false);
    }
    requestAnimationFrame(step);
  }

  /** A mouse over the picture (pressed, if so asked), or a finger along it, moves the first two sliders. */
  function underTheHand(canvas, [across, down], reach, pressed, redraw) {
    canvas.classList.add("live-hand");
    canvas.addEventListener("pointermove", ({ clientX, clientY, buttons }) => {
      if (pressed && !buttons) return;
      const { left, top, width, height } = canvas.getBoundingClientRect();
      across.value = reach * (2 * ((clientX - left) / width) - 1);
      down.value = reach * (1 - 2 * ((clientY - top) / height));
      redraw();
    });
  }
})();
