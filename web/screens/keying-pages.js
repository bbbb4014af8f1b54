/*
 * keying-pages.js - the page images of a book while it is keyed
 *
 * Boxes are drawn once for the first entry of a page; with several entries on
 * a page the others stand below at equal distances, and which of them is in
 * hand follows from the number (Alt+PageDown puts it right once).  Where the
 * distances are not equal, Alt+Shift and the arrows move the frames of a place.
 * This machine remembers both for the book.
 */
import { html, useEffect, useMemo, useState } from "../core/dom.js";
import { pageImage } from "../core/pages.js";
import { prefs } from "../core/store.js";
import { t } from "../core/text.js";
import { PageImage } from "../ui/page-image.js";
import { Failed } from "../ui/states.js";

const AHEAD = 3;

function figuresOf(number) {
  const m = /\d+/.exec(number || "");
  return m ? Number(m[0]) : 0;
}

/** Which page and which place on it; `boxOf(field id)` in parts of the page. */
export function usePages({ book, pages, layout, entry, number }) {
  const perPage = Math.max(1, layout.entries_per_page || 1);
  const [shift, setShift] = useState(() => prefs.get("slot." + book.id, 0));
  const slot = perPage === 1 ? 0 : (figuresOf(number) - 1 + shift + perPage * 1000) % perPage;
  const [index, setIndex] = useState(() => {
    const found = pages.findIndex((p) => String(p.page) === String(entry.page));
    if (found >= 0) return Math.min(pages.length - 1, found + (entry.entry || entry.draftValues || slot > 0 || entry.isFirst ? 0 : 1));
    return Math.max(0, pages.findIndex((p) => p.id === prefs.get("page." + book.id)));
  });
  const [url, setUrl] = useState("");
  const [bitmap, setBitmap] = useState(null);
  const [error, setError] = useState(null);
  const current = pages[index] || null;

  useEffect(() => {
    if (!current) return undefined;
    let isOver = false;
    prefs.set("page." + book.id, current.id);
    const purpose = t("web.purpose.keying");
    let decoded = null;
    pageImage(current.id, purpose).then(async ({ blob, url: at }) => {
      if (isOver) return;
      setError(null);
      setUrl(at);
      decoded = await createImageBitmap(blob);
      if (isOver) decoded.close();
      else setBitmap(decoded);
      for (const p of pages.slice(index + 1, index + 1 + AHEAD)) pageImage(p.id, purpose).catch(() => {});
    }).catch((failed) => isOver || setError(failed));
    return () => {
      isOver = true;
      setBitmap(null);
      if (decoded) decoded.close();
    };
  }, [current && current.id]);

  const [moved, setMoved] = useState(() => prefs.get("moved." + book.id, {}));
  const down = slot / perPage + (moved[slot] || 0) / 1e4;
  const size = useMemo(() => (current ? { width: current.width, height: current.height } : null), [current]);
  const boxes = useMemo(() => Object.fromEntries(Object.entries(layout.boxes || {}).map(([id, b]) => [id, { ...b, y: b.y + down }])), [layout, down]);
  return {
    current, index, count: pages.length, page: current ? Number(current.page) || undefined : Number(entry.page) || undefined,
    url, bitmap, size, error, slot, perPage,
    boxOf: (id) => boxes[id] || null,
    turn: (by) => setIndex((i) => Math.max(0, Math.min(pages.length - 1, i + by))),
    move: (by) => setMoved((all) => {
      const next = { ...all, [slot]: (all[slot] || 0) + by };
      prefs.set("moved." + book.id, next);
      return next;
    }),
    slide: () => {
      if (perPage === 1) return false;
      const next = (shift + 1) % perPage;
      setShift(next);
      prefs.set("slot." + book.id, next);
      return true;
    },
  };
}

/** What the strip above the input needs, or null. */
export function stripOf(paging, id) {
  const box = paging.bitmap ? paging.boxOf(id) : null;
  return box ? { bitmap: paging.bitmap, size: paging.size, box } : null;
}

export function Pages({ paging, field, handle }) {
  if (!paging.current) return null;
  const label = t("web.image.page", { page: paging.current.page });
  return html`<section class="key-page" aria-label=${label}>
    ${paging.error ? html`<${Failed} error=${paging.error} title=${t("web.image.failed")} />`
      : paging.url && html`<${PageImage} url=${paging.url} size=${paging.size} box=${field ? paging.boxOf(field.id) : null} label=${label} handle=${handle}
        note=${html`<span class="page-nth">${t("web.image.nth", { n: paging.index + 1, count: paging.count })}</span><button type="button" tabindex="-1" onClick=${() => paging.turn(-1)} disabled=${paging.index === 0}>${t("web.image.before")}</button>
          <button type="button" tabindex="-1" onClick=${() => paging.turn(1)} disabled=${paging.index === paging.count - 1}>${t("web.image.after")}</button>`} />`}
  </section>`;
}
