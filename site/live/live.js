// Live figures: <div class="live" data-figure="07"></div> comes alive when it is about to be seen. This script and live.css are all that a
// page loads by itself; they bring the rest. Nothing is fetched from anywhere else, and nothing is sent.

const live = (() => {
  "use strict";

  const MODULES = { // the script of each figure, in figures/
    "front": "sliders", "00": "sliders", "03": "upsampling", "06": "game", "07": "sliders", "07-walk": "walk", "09": "sliders",
    "10": "losses", "17": "classes", "18": "codes", "23": "curtain", "29": "mixing",
  };
  const root = new URL(".", document.currentScript.src).href;
  const scripts = {}, makers = {};

  /** A script beside this one, loaded once. */
  function script(path) {
    scripts[path] ||= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      Object.assign(element, { src: root + path, async: false }); // in the order in which they were asked for
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${path} could not be loaded.`));
      document.head.append(element);
    });
    return scripts[path];
  }

  const COMMON = ["simd.js", "kernel.js", "dense.js", "game.js", "worker.js", "engine.js", "controls.js"];
  const common = () => Promise.all(COMMON.map(script));

  /** Say how a figure is made: `make(frame)` fills it (controls.js has the frame). */
  const figure = (id, make) => (makers[id] = make);

  async function wake(place) {
    const id = place.dataset.figure;
    try {
      if (!MODULES[id]) throw new Error(`There is no live figure ${id}.`);
      await common();
      await script(`figures/${MODULES[id]}.js`);
      const frame = live.frame(place);
      await makers[id](frame);
      place.replaceChildren(frame.figure); // what stood there until now was a picture
      place.dataset.ready = "true";
    } catch (error) {
      place.dataset.error = error.message;
      const words = document.createElement("p");
      words.textContent = `This figure could not be brought to life: ${error.message}`;
      place.append(words);
      console.error(error);
    }
  }

  function start() {
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) { near.unobserve(target); wake(target); }
    }, { rootMargin: "300px" });
    document.querySelectorAll(".live[data-figure]").forEach((place) => near.observe(place));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  return { script, figure, common, modules: MODULES };
})();
