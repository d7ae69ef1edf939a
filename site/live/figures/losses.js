// D's output for one generated picture, and how steep each loss is there (chapter 10).

live.figure("10", async (frame) => {
  "use strict";
  const REACH = 8, WIDTH = 320, HEIGHT = 200, TOP = 8.5;
  const softplus = (o) => Math.max(o, 0) + Math.log1p(Math.exp(-Math.abs(o)));
  const sigmoid = (o) => 1 / (1 + Math.exp(-o));
  const LOSSES = [
    { name: "D's loss", of: softplus, slope: sigmoid, style: "live-generated" },
    { name: "G's loss, minimax", of: (o) => -softplus(o), slope: (o) => -sigmoid(o), style: "live-mark" },
    { name: "G's loss, non-saturating", of: (o) => softplus(-o), slope: (o) => sigmoid(o) - 1, style: "live-real" },
  ];
  frame.name("Losses of a generated picture over D's output");
  frame.explain("When D is sure that a picture is generated, which of G's losses still says where to go? Guess, then slide left.");
  const label = "Three losses over D's output, with their slopes at one output";
  const { add, clear } = frame.drawing(WIDTH, HEIGHT, { label, wide: 480 });
  const table = frame.element("table", "live-table");
  const x = (o) => WIDTH / 2 + (o / REACH) * (WIDTH / 2 - 8), y = (loss) => HEIGHT / 2 - (loss / TOP) * (HEIGHT / 2 - 10);
  const redraw = frame.latest(async () => {
    const o = output.value;
    clear();
    add("line", { x1: 0, x2: WIDTH, y1: y(0), y2: y(0), class: "live-axis" });
    add("line", { x1: x(o), x2: x(o), y1: 6, y2: HEIGHT - 6, class: "live-axis live-here" });
    for (const at of [-8, -4, 0, 4, 8]) add("text", { x: x(at), y: y(0) + 11, class: "live-number", "font-size": 8.5 }, at);
    add("text", { x: 2, y: HEIGHT - 4, class: "live-words", "font-size": 9 }, "← \"generated\"");
    add("text", { x: WIDTH - 2, y: HEIGHT - 4, class: "live-words live-end", "font-size": 9 }, "\"real\" →");
    for (const { of, slope, style } of LOSSES) {
      const outputs = Array.from({ length: 81 }, (_, i) => (2 * REACH * i) / 80 - REACH);
      const points = outputs.map((at) => `${x(at).toFixed(1)},${y(of(at)).toFixed(1)}`);
      add("polyline", { points: points.join(" "), class: `live-curve ${style}` });
      const run = 1.6; // half the length of the tangent, in units of D's output
      add("line", {
        x1: x(o - run), x2: x(o + run), y1: y(of(o) - run * slope(o)), y2: y(of(o) + run * slope(o)), class: `live-tangent ${style}`,
      });
      add("circle", { cx: x(o), cy: y(of(o)), r: 3.6, class: `live-dot ${style}` });
    }
    table.replaceChildren(...LOSSES.map(({ name, slope, style }) => {
      const row = frame.element("tr");
      row.append(frame.element("th", style, name), frame.element("td", "", `slope ${slope(o).toFixed(3)}`));
      return row;
    }));
    const share = 100 * sigmoid(o);
    frame.say(`D takes the picture for real with ${share < 1 || share > 99 ? share.toFixed(2) : share.toFixed(0)} %.`);
  });
  const output = frame.slider({ label: "D's output", min: -REACH, max: REACH, step: 0.1, value: -1, show: (o) => o.toFixed(1) }, redraw);
  frame.controls.append(table);
  await redraw();
});
