/*
 * snippet.js - the strip of the page that shows one field, above its input
 */
import { html, memo } from "../core/dom.js";
import { t } from "../core/text.js";

const AROUND = 0.35; /* of the box's height, above and below */

/** `box` in parts of the page (0..1); `size` `{width, height}` in pixels. */
export const Snippet = memo(({ url, size, box, label, ratio = 6 }) => {
  if (!url || !box) return null;
  const high = box.h * size.height * (1 + 2 * AROUND);
  /* as wide as the pane, never so wide that a short field becomes small */
  const wide = Math.min(Math.max(box.w * size.width * 1.06, high * 3), Math.max(high * ratio, box.w * size.width * 1.06));
  const x = Math.max(0, box.x * size.width - Math.min(high * 0.4, 24));
  const y = box.y * size.height - (high - box.h * size.height) / 2;
  return html`<svg class="snippet" viewBox=${`${x} ${y} ${wide} ${high}`} preserveAspectRatio="xMinYMid meet" role="img"
    aria-label=${t("web.image.of_field", { field: label })}><image href=${url} width=${size.width} height=${size.height} /></svg>`;
});
