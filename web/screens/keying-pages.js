/*
 * keying-pages.js - the page images of a book while it is keyed
 *
 * Boxes are drawn once for the first entry of a page; with several entries on
 * a page the others stand below at equal distances, and which of them is in
 * hand follows from the number (Alt+PageDown puts it right once, and this
 * machine remembers it for the book).
 */
import { html, useEffect, useMemo, useState } from "../core/dom.js";
import { pageUrl } from "../core/pages.js";
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
  const [error, setError] = useState(null);
  const current = pages[index] || null;

  useEffect(() => {
    if (!current) return undefined;
    let isOver = false;
    prefs.set("page." + book.id, current.id);
    const purpose = t("web.purpose.keying");
    pageUrl(current.id, purpose).then((u) => {
      if (isOver) return;
      setError(null);
      setUrl(u);
      for (const p of pages.slice(index + 1, index + 1 + AHEAD)) pageUrl(p.id, purpose).catch(() => {});
    }, (failed) => isOver || setError(failed));
    return () => { isOver = true; };
  }, [current && current.id]);

  const size = useMemo(() => (current ? { width: current.width, height: current.height } : null), [current]);
  const boxes = useMemo(() => Object.fromEntries(Object.entries(layout.boxes || {}).map(([id, b]) => [id, { ...b, y: b.y + slot / perPage }])), [layout, slot, perPage]);
  return {
    current, index, count: pages.length, page: current ? Number(current.page) || undefined : Number(entry.page) || undefined,
    url, size, error, slot, perPage,
    boxOf: (id) => boxes[id] || null,
    turn: (by) => setIndex((i) => Math.max(0, Math.min(pages.length - 1, i + by))),
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
  const box = paging.url ? paging.boxOf(id) : null;
  return box ? { url: paging.url, size: paging.size, box } : null;
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
