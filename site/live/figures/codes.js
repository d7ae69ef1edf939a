// The codes of an InfoGAN: ten values that nobody named, and two numbers (chapter 18).

live.figure("18", async (frame) => {
  "use strict";
  const VALUES = 10, COLUMNS = 5, SIDE = 28, WIDTH = 12;
  await live.engine.load("mnist-infogan");
  let seed = 4, latents = live.latents(1, 62, seed);
  frame.name("The codes of an InfoGAN");
  frame.explain("One picture for each value of the code, all of one latent: guess what the two numbers do to every digit, then move them.");
  const label = "Ten pictures, one for each value of the categorical code, 0 to 9";
  const canvas = frame.canvas(COLUMNS * (SIDE + 1) - 1, 2 * (SIDE + 1) - 1, { label, wide: 440 });
  const redraw = frame.latest(async () => {
    const dim = latents.data.length, repeated = new Float32Array(VALUES * dim), codes = new Float32Array(VALUES * WIDTH);
    for (let i = 0; i < VALUES; i++) {
      repeated.set(latents.data, i * dim);
      codes[i * WIDTH + i] = 1;
      codes.set(numbers.map(({ value }) => value), i * WIDTH + VALUES);
    }
    const inputs = { latents: { shape: [VALUES, dim], data: repeated }, codes: { shape: [VALUES, WIDTH], data: codes } };
    frame.draw(canvas, await live.engine.run("mnist-infogan/generator", inputs), { columns: COLUMNS });
    const beyond = numbers.some(({ value }) => Math.abs(value) > 1);
    frame.say(beyond ? "In training both numbers lay between -1 and 1: this is beyond." : "Codes 0 to 4 above, 5 to 9 below.");
  });
  const show = (value) => value.toFixed(1);
  const numbers = ["first number", "second number"].map((name) =>
    frame.slider({ label: name, min: -2, max: 2, step: 0.1, value: 0, show }, redraw));
  frame.button("Another latent", () => { latents = live.latents(1, 62, ++seed); redraw(); });
  await redraw();
});
