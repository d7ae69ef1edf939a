// Sliders through a latent space: each moves all numbers of a latent along one direction (chapters 0, 7 and 9, and the front page).

(() => {
  "use strict";
  const DIGITS = {
    weights: "mnist-dcgan", side: 28, what: "digit", wide: 280, seed: 26, reach: 4,
    names: [1, 2, 3, 4].map((i) => `direction ${i}`),
  };
  const FACES = {
    weights: "faces-dcgan", side: 80, what: "face", wide: 320, seed: 2, reach: 4,
    names: ["smile", "hair length", "skin", "glasses", "turned", "background"],
  };
  const FIGURES = {
    "front": { ...DIGITS, rows: 4, columns: 6, wide: 420, hand: true, seed: 7,
      caption: "Twenty-four digits that nobody wrote. Move your hand over them: what changes in all of them, and what stays?" },
    "00": { ...DIGITS, hand: true, caption: "Predict which slider turns this digit into another one, then try all four." },
    "07": { ...DIGITS, seed: 3,
      caption: "Move one slider slowly from end to end: where does the digit stop being one, and does it come back as another?" },
    "09": { ...FACES, caption: "Which of these sliders leaves it the same person? Decide before you move them." },
  };

  for (const [id, options] of Object.entries(FIGURES)) live.figure(id, (frame) => make(frame, options));

  async function make(frame, { weights, side, what, wide, seed, reach, names, rows = 1, columns = 1, hand = false, caption }) {
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
    if (hand) underTheHand(canvas, sliders, reach, redraw);
    await redraw();
  }

  /** A mouse over the picture, or a finger along it, moves the first two sliders. */
  function underTheHand(canvas, [across, down], reach, redraw) {
    canvas.classList.add("live-hand");
    canvas.addEventListener("pointermove", ({ clientX, clientY }) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      across.value = reach * (2 * ((clientX - left) / width) - 1);
      down.value = reach * (1 - 2 * ((clientY - top) / height));
      redraw();
    });
  }
})();
