/*
 * snippet.js - the strip of the page that shows one field, above its input
 *
 * Cut from the page as it was decoded once: a field must be there within a
 * frame or two after Enter.
 */
import { html, memo, useLayoutEffect, useRef } from "../core/dom.js";
import { t } from "../core/text.js";

const AROUND = 0.3; /* of the box's height, above and below */
const TIMES_WIDE = 4; /* at least, of the strip's height: a short field stays near its label */

/* The part of the page to show in a strip of that form, in its pixels. */
function partOf(box, size, ratio) {
  const h = box.h * size.height * (1 + 2 * AROUND);
  const left = box.x * size.width - h * 0.25;
  const w = Math.max(box.w * size.width + h * 0.5, h * Math.min(ratio, TIMES_WIDE));
  /* a long field is drawn smaller, a short one as high as the strip allows */
  const high = Math.max(h, w / ratio);
  return { x: left, y: (box.y + box.h / 2) * size.height - high / 2, w: high * ratio, h: high };
}

/** `bitmap` of the page; `box` in parts of it (0..1); `size` `{width, height}`. */
export const Snippet = memo(({ bitmap, size, box, label }) => {
  const canvas = useRef(null);
  useLayoutEffect(() => {
    if (!canvas.current || !bitmap || !box) return;
    const dots = Math.min(2, globalThis.devicePixelRatio || 1);
    const { clientWidth: w, clientHeight: h } = canvas.current;
    canvas.current.width = w * dots;
    canvas.current.height = h * dots;
    const part = partOf(box, size, w / h);
    const pen = canvas.current.getContext("2d", { alpha: false });
    pen.fillStyle = "#efe6cf";
    pen.fillRect(0, 0, w * dots, h * dots);
    pen.drawImage(bitmap, part.x, part.y, part.w, part.h, 0, 0, w * dots, h * dots);
    /* the lines above and below step back */
    const of = (y) => ((y * size.height - part.y) / part.h) * h * dots;
    pen.fillStyle = "rgba(239, 230, 207, 0.62)";
    pen.fillRect(0, 0, w * dots, Math.max(0, of(box.y - box.h * AROUND)));
    pen.fillRect(0, of(box.y + box.h * (1 + AROUND)), w * dots, h * dots);
  }, [bitmap, box]);
  return html`<canvas class="snippet" ref=${canvas} role="img" aria-label=${t("web.image.of_field", { field: label })}></canvas>`;
});
