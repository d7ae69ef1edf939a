// A generator that is told what to draw: one class, or shares of two (chapter 17).

live.figure("17", async (frame) => {
  "use strict";
  const NAMES = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
  const SHOWN = 8, COLUMNS = 4, SIDE = 28;
  await live.engine.load("fashion-cgan");
  let seed = 5, latents = live.latents(SHOWN, 100, seed);
  const options = Object.fromEntries(NAMES.map((name, i) => [name, i]));
  frame.name("Clothes of the class that is asked for");
  frame.explain("The eight latents stay when you change the class: predict what a coat and a sneaker of one latent have in common.");
  const label = "Eight pieces of clothing drawn by a conditional generator";
  const canvas = frame.canvas(COLUMNS * (SIDE + 1) - 1, 2 * (SIDE + 1) - 1, { label, wide: 400 });
  const redraw = frame.latest(async () => {
    const shares = new Float32Array(SHOWN * NAMES.length), [a, b] = [first.value, second.value];
    for (let i = 0; i < SHOWN; i++) {
      shares[i * NAMES.length + a] += 1 - share.value;
      shares[i * NAMES.length + b] += share.value;
    }
    const images = await live.engine.run("fashion-cgan/generator", { latents, labels: { shape: [SHOWN, NAMES.length], data: shares } });
    frame.draw(canvas, images, { columns: COLUMNS });
    const told = Math.round(100 * share.value);
    frame.say(`The generator was told: ${told && a !== b ? `${100 - told} % ${NAMES[a]}, ${told} % ${NAMES[b]}` : NAMES[a]}.`);
  });
  const first = frame.choice("class", options, 4, redraw);
  const second = frame.select("mixed with", options, 7, redraw);
  const share = frame.slider(
    { label: "share of it", min: 0, max: 1, step: 0.05, value: 0, show: (value) => `${Math.round(100 * value)} %` }, redraw);
  frame.button("Other latents", () => { latents = live.latents(SHOWN, 100, ++seed); redraw(); });
  await redraw();
});
