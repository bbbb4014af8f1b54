/*
 * page-image.js - a whole page: fit, zoom, contrast, drag, the field in hand
 *
 *   <${PageImage} url size box=${box} handle=${ref} label />
 *
 * `box` (parts of the page, 0..1) is framed, its line lightened, and the page
 * moves so that it shows.  `handle.current` gets `{zoom(step), fit(), pan(dx,
 * dy), contrast()}` for the keyboard.
 */
import { html, memo, useEffect, useLayoutEffect, useRef, useState } from "../core/dom.js";
import { prefs } from "../core/store.js";
import { t } from "../core/text.js";
import { Icon } from "./icons.js";

const ZOOMS = [0, 0.5, 0.7, 0.9, 1.2, 1.6, 2.2]; /* 0: as wide as the pane */

/* Where the page stands so that the box shows, never past the page's edge. */
function placed(pane, size, scale, box, shift) {
  const w = size.width * scale;
  const h = size.height * scale;
  const within = (at, length, room) => (length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, at)));
  const at = box ? { x: pane.w / 2 - (box.x + box.w / 2) * w, y: pane.h * 0.42 - (box.y + box.h / 2) * h } : { x: 0, y: 0 };
  return { x: within(at.x + shift.x, w, pane.w), y: within(at.y + shift.y, h, pane.h) };
}

export const PageImage = memo(({ url, size, box, label, handle, children, onPoint, note }) => {
  const pane = useRef(null);
  const [room, setRoom] = useState({ w: 600, h: 600 });
  const [zoom, setZoom] = useState(() => prefs.get("zoom", 0));
  const [isStrong, setStrong] = useState(() => prefs.get("contrast", false));
  const [shift, setShift] = useState({ x: 0, y: 0 });
  const drag = useRef(null);

  useLayoutEffect(() => {
    const measure = () => pane.current && setRoom({ w: pane.current.clientWidth, h: pane.current.clientHeight });
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(pane.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => setShift({ x: 0, y: 0 }), [box, url]);

  const scale = ZOOMS[zoom] || room.w / size.width;
  const at = placed(room, size, scale, box, shift);
  const step = (by) => setZoom((z) => {
    const next = Math.max(0, Math.min(ZOOMS.length - 1, z + by));
    prefs.set("zoom", next);
    return next;
  });
  const toggle = () => setStrong((on) => {
    prefs.set("contrast", !on);
    return !on;
  });
  if (handle) handle.current = { zoom: step, fit: () => setZoom(0), contrast: toggle, pan: (x, y) => setShift((s) => ({ x: s.x + x, y: s.y + y })) };

  const onDown = (e) => {
    if (e.button !== 0 || e.target.closest("button")) return;
    if (onPoint && onPoint.down(e, pane.current, at, scale)) return;
    drag.current = { x: e.clientX - shift.x, y: e.clientY - shift.y };
    pane.current.setPointerCapture(e.pointerId);
  };
  const onMove = (e) => drag.current && setShift({ x: e.clientX - drag.current.x, y: e.clientY - drag.current.y });
  const onUp = () => { drag.current = null; };
  const px = (n) => `${n}px`;

  return html`<div class="page-pane" ref=${pane} onPointerDown=${onDown} onPointerMove=${onMove} onPointerUp=${onUp} onPointerCancel=${onUp}>
    <div class=${isStrong ? "sheet strong" : "sheet"} style=${{ width: px(size.width), height: px(size.height), transform: `translate(${at.x}px, ${at.y}px) scale(${scale})` }}>
      <img src=${url} alt=${label} width=${size.width} height=${size.height} draggable=${false} />
      ${box && html`<div class="veil" style=${{ top: 0, height: px(Math.max(0, (box.y - box.h * 0.3) * size.height)) }}></div>
        <div class="veil" style=${{ top: px((box.y + box.h * 1.3) * size.height), bottom: 0 }}></div>
        <div class="frame" style=${{ left: px(box.x * size.width - 8), top: px(box.y * size.height - 8), width: px(box.w * size.width + 16), height: px(box.h * size.height + 16) }}></div>`}
      ${children}
    </div>
    <div class="page-tools" role="toolbar" aria-label=${t("web.image.tools")}>
      <button type="button" tabindex="-1" aria-label=${t("web.image.smaller")} onClick=${() => step(-1)}><${Icon} name="minus" /></button>
      <span>${zoom === 0 ? t("web.image.fit") : `${Math.round(scale * 100)} %`}</span>
      <button type="button" tabindex="-1" aria-label=${t("web.image.bigger")} onClick=${() => step(1)}><${Icon} name="plus" /></button>
      <button type="button" tabindex="-1" aria-pressed=${isStrong} onClick=${toggle}><${Icon} name="contrast" /> ${t("web.image.contrast")}</button>
      ${note}
    </div>
  </div>`;
});
