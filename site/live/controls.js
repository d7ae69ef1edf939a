// What the figures have in common: a frame with a stage, controls and a sentence; pictures of arrays; and pictures that keep up.

/** The frame of a figure, which live.js puts into its place on the page as soon as it has its first picture. */
live.frame = (place) => {
  "use strict";

  function element(name, className, text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  const figure = element("figure", "live-figure"), stage = element("div", "live-stage"), controls = element("div", "live-controls");
  const status = element("p", "live-status"), caption = element("figcaption", "live-caption");
  status.setAttribute("role", "status");
  figure.append(stage, controls, status, caption);

  /** A slider with its name and its value; arrows, Home and End move it. `show` makes words of the value. */
  function slider({ label, min, max, step, value, show = String }, moved = () => {}) {
    const line = element("label", "live-slider"), input = element("input"), readout = element("output");
    Object.assign(input, { type: "range", min, max, step, value });
    const tell = () => {
      readout.textContent = show(+input.value);
      input.setAttribute("aria-valuetext", readout.textContent);
    };
    input.addEventListener("input", () => { tell(); moved(+input.value); });
    line.append(element("span", "", label), input, readout);
    controls.append(line);
    tell();
    return { get value() { return +input.value; }, set value(wanted) { input.value = wanted; tell(); }, input };
  }

  /** A button, in one row with the buttons before it. */
  function button(label, pressed) {
    const made = element("button", "live-button", label);
    made.type = "button";
    made.addEventListener("click", pressed);
    const row = controls.lastElementChild?.classList.contains("live-row") ? controls.lastElementChild : element("div", "live-row");
    row.append(made);
    controls.append(row);
    return made;
  }

  /** One of several, as buttons in a row (radio buttons, so that arrows move among them). `options` are values by their labels. */
  function choice(label, options, value, chosen = () => {}) {
    const group = element("fieldset", "live-choice"), name = `live-${Math.random().toString(36).slice(2)}`;
    group.append(element("legend", "", label));
    for (const [text, option] of Object.entries(options)) {
      const line = element("label"), input = element("input");
      Object.assign(input, { type: "radio", name, checked: option === value });
      input.addEventListener("change", () => { value = option; chosen(option); });
      line.append(input, element("span", "", text));
      group.append(line);
    }
    controls.append(group);
    return { get value() { return value; } };
  }

  /** One of many, as a list that opens. */
  function select(label, options, value, chosen = () => {}) {
    const line = element("label", "live-select"), list = element("select");
    for (const [text, option] of Object.entries(options)) list.append(new Option(text, option, false, option === value));
    list.addEventListener("change", () => chosen(+list.value));
    line.append(element("span", "", label), list);
    controls.append(line);
    return { get value() { return +list.value; } };
  }

  /** A drawing in lines and words, (width, height) in its own units; `add` puts a shape into it. */
  function drawing(width, height, { label, wide }) {
    const space = "http://www.w3.org/2000/svg", made = document.createElementNS(space, "svg");
    const attributes = { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "live-drawing" };
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.style.maxWidth = `${wide}px`;
    stage.append(made);
    function add(name, given, text = "") {
      const shape = document.createElementNS(space, name);
      for (const [key, value] of Object.entries(given)) shape.setAttribute(key, value);
      shape.textContent = text;
      made.append(shape);
      return shape;
    }
    return { svg: made, add, clear: () => made.replaceChildren() };
  }

  /** A canvas of so many pixels, shown `wide` CSS pixels wide or narrower; `label` says what is in it. Smooth: photographs, not pixels. */
  function canvas(width, height, { label, wide, smooth = false }) {
    const made = element("canvas", smooth ? "live-canvas" : "live-canvas live-pixels");
    Object.assign(made, { width, height });
    made.style.maxWidth = `${wide}px`;
    made.setAttribute("role", "img");
    made.setAttribute("aria-label", label);
    stage.append(made);
    return made;
  }

  /** Images (n, h, w, c) in [-1, 1] into a canvas, row by row, `columns` to a row, `gap` pixels between them. */
  function draw(target, { shape: [n, h, w, c], data }, { columns = n, gap = 1, first = 0 } = {}) {
    const context = target.getContext("2d");
    for (let k = 0; k < n; k++) {
      const pixels = context.createImageData(w, h);
      for (let i = 0; i < h * w; i++) {
        for (let j = 0; j < 3; j++) pixels.data[4 * i + j] = 127.5 * (data[(k * h * w + i) * c + (c === 3 ? j : 0)] + 1);
        pixels.data[4 * i + 3] = 255;
      }
      const place = first + k;
      context.putImageData(pixels, (place % columns) * (w + gap), Math.floor(place / columns) * (h + gap));
    }
  }

  let drawn = 0;

  /** What draws, as a function to call at each move: while one picture is made, later moves wait, and only the last of them counts. */
  function latest(work) {
    let running = false, again = false;
    return async () => {
      again = true;
      if (running) return;
      running = true;
      while (again) {
        again = false;
        try {
          await work();
          place.dataset.drawn = ++drawn;
        } catch (error) {
          place.dataset.error = error.message;
          say(`This did not work: ${error.message}`);
        }
      }
      running = false;
    };
  }

  const say = (text) => (status.textContent = text);

  /** While pictures follow each other by themselves, nobody wants all the sentences read out. */
  const quiet = (yes) => status.setAttribute("aria-live", yes ? "off" : "polite");

  /** A colour of live.css, "real" say, as it is in the light or dark page of now. */
  const colour = (name) => getComputedStyle(place).getPropertyValue(`--live-${name}`).trim();

  /** Call when the page turns light or dark. */
  function onTheme(changed) {
    new MutationObserver(changed).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  }

  const explain = (text) => (caption.textContent = text);
  const name = (text) => { figure.setAttribute("aria-label", text); };

  return {
    place, figure, stage, controls, element, slider, button, choice, select, canvas, drawing, draw,
    latest, say, quiet, explain, name, colour, onTheme,
  };
};

/** Latents: so many standard normal numbers for each of n points, as a tensor; one seed gives the same ones. */
live.latents = (n, dim, seed) => {
  const normal = liveKernel().normals(seed);
  return { shape: [n, dim], data: Float32Array.from({ length: n * dim }, normal) };
};
