// A translation under a curtain: the source on the left of it, what the network draws, or the truth, on the right (chapter 23).

live.figure("23", async (frame) => {
  "use strict";
  const SIDE = 64, WIDE = 384, TILES = 6;
  const { source, target } = await live.engine.load("earth-tiles");
  const WAYS = {
    "satellite → relief": ["satellite-relief", source, target],
    "relief → satellite": ["relief-satellite", target, source],
  };
  let way = "satellite → relief", tile = 0, seed = 0, drawnFor = "", pictures = {};
  frame.name("A satellite picture and its relief map under a curtain");
  frame.explain("Predict where the network will put mountains before you pull the curtain, then compare its map with the true one.");
  const canvas = frame.canvas(WIDE, WIDE, { label: "A piece of the Earth, its two versions divided by a curtain", wide: WIDE });

  /** Tile number `tile` of an array of bytes, as an image in [-1, 1]. */
  function image({ data }) {
    const n = SIDE * SIDE * 3;
    return { shape: [1, SIDE, SIDE, 3], data: data.subarray(tile * n, (tile + 1) * n).map((value) => value / 127.5 - 1) };
  }

  function picture(tensor) {
    const small = document.createElement("canvas");
    Object.assign(small, { width: SIDE, height: SIDE });
    frame.draw(small, tensor);
    return small;
  }

  const redraw = frame.latest(async () => {
    const [name, from, to] = WAYS[way], wanted = `${way} ${tile} ${seed}`;
    if (drawnFor !== wanted) { // the network runs when there is something new to draw
      await live.engine.load(name);
      const made = await live.engine.run(`${name}/generator`, { source: image(from) }, { seed });
      const truth = image(to).data, error = made.data.reduce((sum, value, i) => sum + Math.abs(value - truth[i]), 0) / truth.length;
      pictures = { source: picture(image(from)), drawn: picture(made), truth: picture(image(to)), error: 127.5 * error };
      drawnFor = wanted;
      frame.place.dataset.milliseconds = made.milliseconds.toFixed(1);
    }
    const context = canvas.getContext("2d"), edge = Math.round((curtain.value / 100) * WIDE);
    context.imageSmoothingEnabled = false;
    context.drawImage(pictures[right.value], 0, 0, WIDE, WIDE);
    context.drawImage(pictures.source, 0, 0, (edge * SIDE) / WIDE, SIDE, 0, 0, edge, WIDE);
    context.fillStyle = frame.colour("accent");
    if (edge > 0 && edge < WIDE) context.fillRect(edge - 1, 0, 3, WIDE);
    frame.say(`What the network drew and the truth differ by ${pictures.error.toFixed(0)} of 255 levels, on average.`);
  });
  const curtain = frame.slider({ label: "curtain", min: 0, max: 100, step: 1, value: 60, show: (at) => `${at} %` }, redraw);
  const right = frame.choice("behind it", { "drawn": "drawn", "the truth": "truth" }, "drawn", redraw);
  frame.choice("way", Object.fromEntries(Object.keys(WAYS).map((name) => [name, name])), way, (chosen) => { way = chosen; redraw(); });
  frame.button("Another place", () => { tile = (tile + 1) % TILES; redraw(); });
  frame.button("Draw it again", () => { seed++; redraw(); });
  canvas.classList.add("live-hand");
  canvas.addEventListener("pointermove", ({ clientX, buttons, pointerType }) => {
    if (!buttons && pointerType === "mouse") return;
    const { left, width } = canvas.getBoundingClientRect();
    curtain.value = Math.round((100 * (clientX - left)) / width);
    redraw();
  });
  await redraw();
});
