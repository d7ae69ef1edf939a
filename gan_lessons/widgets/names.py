"""Names for those who hear the page: ipywidgets gives its sliders and ▶ no `aria-label`, and its images no `alt`."""

from __future__ import annotations

import anywidget
import traitlets


class Names(anywidget.AnyWidget):
    """An invisible part of a widget that names every slider in it by its visible label, every button without words, and every image by `alt`.

    It works in the nearest element of class `gl-named` around it, and also on what is added there later.
    """

    _esm = """
    const own = node => [...node.classList].find(each => each.startsWith("gl-"))?.slice(3).replaceAll("-", " ");

    function name(box, alt) {
      for (const handle of box.querySelectorAll("[role=slider]:not([aria-label])")) {
        const control = handle.closest(".widget-inline-hbox, .widget-inline-vbox, .widget-slider");
        const label = control?.querySelector(".widget-label")?.textContent.trim();
        const end = control?.querySelectorAll("[role=slider]").length > 1
          ? (handle.classList.contains("noUi-handle-upper") ? ", upper end" : ", lower end") : "";
        handle.setAttribute("aria-label", (label || (control && own(control)) || "value") + end);
      }
      for (const button of box.querySelectorAll("button:not([aria-label]):not([title])")) {
        const icon = [...(button.querySelector("i")?.classList ?? [])].find(each => each.startsWith("fa-"))?.slice(3);
        const control = button.closest("[class*=gl-]");
        if (icon && !button.textContent.trim()) button.setAttribute("aria-label", `${own(control) ?? ""} ${icon}`.trim());
      }
      for (const image of box.querySelectorAll("img:not([alt])")) {
        const part = own(image);
        image.alt = part && part !== "image" ? `${alt} (${part})` : alt;
      }
    }

    export default {
      render({ model, el }) {
        let observer, stopped = false;
        const start = () => {
          if (stopped) return;
          const box = el.closest(".gl-named");
          if (!box) return requestAnimationFrame(start);  // not on the page yet
          const all = () => name(box, model.get("alt"));
          all();
          observer = new MutationObserver(all);
          observer.observe(box, { childList: true, subtree: true });
        };
        start();
        return () => { stopped = true; observer?.disconnect(); };
      }
    };
    """
    alt = traitlets.Unicode("picture").tag(sync=True)

    def __init__(self, alt: str):
        super().__init__(alt=alt, layout={"display": "none"})
        self.add_class("gl-names")
