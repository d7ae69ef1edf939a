// Style mixing: each face of the matrix has some places from the face above it, the others from the face on its left (chapter 29).

live.figure("29", async (frame) => {
  "use strict";
  const DOWN = 2, ACROSS = 3, PLACES = 9, SIDE = 64, GAP = 2, LANES = Math.min(2, navigator.hardwareConcurrency || 1);
  const { mean } = await live.engine.load("faces-stylegan", LANES);
  const dim = mean.data.length, n = DOWN + ACROSS;
  const top = [...Array(ACROSS).keys()], side = [...Array(DOWN).keys()];
  let seed = 3, ws = null, shownWs = "";
  frame.name("Mixing the styles of faces");
  frame.explain("Predict what the faces above give if they give the first three places only, and what if they give the last three.");
  const label = "Faces above, faces on the left, and their mixtures";
  const canvas = frame.canvas((ACROSS + 1) * (SIDE + GAP) - GAP, (DOWN + 1) * (SIDE + GAP) - GAP, { label, wide: 440, smooth: true });

  /** One w for each place: those from `above` where the sliders say so, the others from `left`; drawn towards the mean by ψ. */
  function styles(left, above) {
    const data = new Float32Array(PLACES * dim);
    for (let place = 0; place < PLACES; place++) {
      const given = place + 1 >= first.value && place + 1 <= last.value ? above : left;
      for (let i = 0; i < dim; i++) data[place * dim + i] = mean.data[i] + psi.value * (ws.data[given * dim + i] - mean.data[i]);
    }
    return { shape: [1, PLACES, dim], data };
  }

  /** Draw faces at places of the matrix, two at a time where there are two cores; the noise of the layers is that of the place. */
  const faces = (wanted) => Promise.all(wanted.map(async ([row, column, left, above], k) => {
    const at = row * (ACROSS + 1) + column;
    const images = await live.engine.run("faces-stylegan/synthesis", { ws: styles(left, above) }, { seed: at }, k % LANES);
    frame.draw(canvas, images, { columns: ACROSS + 1, gap: GAP, first: at });
    frame.place.dataset.milliseconds = images.milliseconds.toFixed(1);
  }));

  const redraw = frame.latest(async () => {
    const wanted = `${seed} ${psi.value}`;
    if (shownWs !== wanted) {
      ws = await live.engine.run("faces-stylegan/mapping", { z: live.latents(n, dim, seed) });
      await faces([...top.map((j) => [0, j + 1, j, j]), ...side.map((i) => [i + 1, 0, ACROSS + i, ACROSS + i])]);
      shownWs = wanted;
    }
    await faces(side.flatMap((i) => top.map((j) => [i + 1, j + 1, ACROSS + i, j])));
    const given = Math.max(0, last.value - first.value + 1);
    frame.say(given
      ? `From above: places ${first.value} to ${last.value}, ${given} of ${PLACES}. From the left: the other ${PLACES - given}.`
      : "From above: nothing. All places are from the left.");
  });
  const first = frame.slider({ label: "first place", min: 1, max: PLACES, step: 1, value: 1 }, redraw);
  const last = frame.slider({ label: "last place", min: 0, max: PLACES, step: 1, value: 3 }, redraw);
  const psi = frame.slider({ label: "ψ", min: 0, max: 1.2, step: 0.05, value: 0.8, show: (value) => value.toFixed(2) }, redraw);
  frame.button("Other faces", () => { seed++; redraw(); });
  await redraw();
});
