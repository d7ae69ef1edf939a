// A transposed convolution by hand: what one pixel paints, and how many strokes each pixel of the output gets (chapter 3).

live.figure("03", async (frame) => {
  "use strict";
  let chosen = [1, 1];
  frame.name("A transposed convolution to play with");
  frame.explain("Predict for which kernels a stride of 2 paints evenly, then find a kernel that does so for a stride of 3.");
  const input = frame.drawing(100, 112, { label: "The input: one pixel of it is chosen", wide: 170 });
  const output = frame.drawing(200, 212, { label: "How many input pixels reach each output pixel", wide: 340 });
  const redraw = frame.latest(async () => draw());
  const kernel = frame.slider({ label: "kernel", min: 1, max: 6, step: 1, value: 3 }, redraw);
  const stride = frame.slider({ label: "stride", min: 1, max: 4, step: 1, value: 2 }, redraw);
  const size = frame.slider({ label: "input size", min: 2, max: 6, step: 1, value: 4 }, () => {
    chosen = chosen.map((at) => Math.min(at, size.value - 1));
    pixel.input.max = size.value ** 2 - 1;
    pixel.value = chosen[0] * size.value + chosen[1];
    redraw();
  });
  const pixel = frame.slider({ label: "chosen pixel", min: 0, max: 15, step: 1, value: 5, show: (at) => String(at + 1) }, (at) => {
    chosen = [Math.floor(at / size.value), at % size.value];
    redraw();
  });
  const padding = frame.choice("padding", { same: "same", valid: "valid" }, "same", redraw);

  /** Along one side: the outputs, and where the first stroke begins (before the picture, if "same" cuts something off). */
  function side(n, k, s) {
    const surplus = Math.max(k - s, 0);
    return padding.value === "same" ? [n * s, -(surplus >> 1)] : [n * s + surplus, 0];
  }

  function draw() {
    const [k, s, n] = [kernel.value, stride.value, size.value], [m, begin] = side(n, k, s);
    const reach = Array.from({ length: m }, (_, o) => {
      let count = 0;
      for (let i = 0; i < n; i++) if (o >= i * s + begin && o < i * s + begin + k) count++;
      return count;
    });
    const most = Math.max(...reach) ** 2;
    const inside = (at, o) => o >= chosen[at] * s + begin && o < chosen[at] * s + begin + k;
    grid(input, n, 100, `input, ${n} × ${n}`, (i, j) => ({ value: 1, shade: 0.12, marked: i === chosen[0] && j === chosen[1] }));
    grid(output, m, 200, `strokes, ${m} × ${m}`, (i, j) =>
      ({ value: reach[i] * reach[j], shade: (reach[i] * reach[j]) / most, marked: inside(0, i) && inside(1, j) }));
    input.svg.querySelectorAll("rect").forEach((cell, at) => cell.addEventListener("click", () => {
      chosen = [Math.floor(at / n), at % n];
      pixel.value = at;
      redraw();
    }));
    const inner = [...new Set([Math.floor(k / s), Math.ceil(k / s)].flatMap((a, _, all) => all.map((b) => a * b)))].sort((a, b) => a - b);
    const words = inner.length === 1 ? String(inner[0]) : `${inner.slice(0, -1).join(", ")} or ${inner[inner.length - 1]}`;
    if (k % s === 0) frame.say(`Even: ${s} divides ${k}. Away from the rim every pixel gets ${words}.`);
    else if (k < s) frame.say(`Holes: the kernel is smaller than the stride. Away from the rim a pixel gets ${words}.`);
    else frame.say(`Uneven: ${s} does not divide ${k}. Away from the rim a pixel gets ${words}: a checkerboard.`);
  }

  /** A square of cells, darker for more, with numbers where there is room; what the chosen pixel paints has a frame. */
  function grid({ add, clear }, n, width, title, cell) {
    clear();
    add("text", { x: 0, y: 8, class: "live-words", "font-size": 9 }, title);
    const step = width / n;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      const { shade, marked } = cell(i, j), inset = marked ? 0.9 : 0.25;
      add("rect", {
        x: j * step + inset, y: 12 + i * step + inset, width: step - 2 * inset, height: step - 2 * inset,
        class: marked ? "live-cell live-marked" : "live-cell", "fill-opacity": (0.08 + 0.8 * shade).toFixed(3),
      });
    }
    if (step >= 8) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      const { value, shade } = cell(i, j), place = { x: (j + 0.5) * step, y: 12 + (i + 0.5) * step + step * 0.14 };
      const style = shade > 0.55 ? "live-number live-on-dark" : "live-number";
      add("text", { ...place, "font-size": Math.min(9, step * 0.45), class: style }, value);
    }
  }
  await redraw();
});
