/*
 * picture.js - the part of the scanned page where a field is written
 *
 * Drawn on a canvas from the page's picture, so that only the strip shows; the
 * reading of the page is in the access chain with its purpose.
 */
import { api } from "../../core/api.js";
import { html, useEffect, useRef, useState } from "../../core/dom.js";
import { can } from "../../core/session.js";
import { t } from "../../core/text.js";
import { pictureOf } from "./entry-data.js";

const AROUND = 0.03; /* of the page's height, above and below the box */

/* One page at a time is kept: the fields of an entry lie on one page. */
let kept = { id: "", bitmap: null };

async function load(page, signal) {
  if (kept.id === page.id) return kept.bitmap;
  const blob = await api.get(`/pages/${page.id}/image`, { as: "blob", purpose: t("web.verify.purpose"), signal });
  const bitmap = await createImageBitmap(blob);
  if (kept.bitmap) kept.bitmap.close();
  kept = { id: page.id, bitmap };
  return bitmap;
}

function draw(canvas, bitmap, box) {
  const width = canvas.clientWidth * devicePixelRatio;
  const top = Math.max(0, box.y - AROUND);
  const height = Math.min(1, box.y + box.h + AROUND) - top;
  const left = Math.max(0, Math.min(box.x - 0.05, 1 - Math.max(0.5, box.w + 0.1)));
  const span = Math.min(1, Math.max(0.5, box.w + 0.1));
  const scale = width / (span * bitmap.width);
  canvas.width = width;
  canvas.height = height * bitmap.height * scale;
  const c = canvas.getContext("2d");
  c.drawImage(bitmap, left * bitmap.width, top * bitmap.height, span * bitmap.width, height * bitmap.height, 0, 0, canvas.width, canvas.height);
  c.strokeStyle = getComputedStyle(canvas).color;
  c.lineWidth = 2 * devicePixelRatio;
  c.strokeRect((box.x - left) * bitmap.width * scale, (box.y - top) * bitmap.height * scale, box.w * bitmap.width * scale, box.h * bitmap.height * scale);
}

/** The strip of `field` on the entry's page; nothing where there is no picture. */
export function FieldPicture({ entry, field, label }) {
  const canvas = useRef(null);
  const [state, setState] = useState("none");
  useEffect(() => {
    const stop = new AbortController();
    const show = async () => {
      const found = can("scan.read") ? await pictureOf(entry, stop.signal) : null;
      const box = found && found.boxes[field];
      if (!box) return setState("none");
      setState("here");
      return draw(canvas.current, await load(found.page, stop.signal), box);
    };
    show().catch((error) => stop.signal.aborted || setState(error.status === 404 ? "none" : "failed"));
    return () => stop.abort();
  }, [entry.id, field]);
  return html`<figure class="strip" hidden=${state !== "here"}><canvas ref=${canvas} role="img"
      aria-label=${t("web.verify.strip", { field: label, page: entry.page || "" })}></canvas>
    <figcaption>${t("web.verify.strip", { field: label, page: entry.page || "" })}</figcaption></figure>
    ${state === "failed" && html`<p class="dim">${t("web.verify.strip_failed")}</p>`}`;
}
