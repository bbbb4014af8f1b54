/*
 * keying-layout.js - draw once where the fields stand on the page of a book
 *
 * Drag a frame round each field in turn; the arrows move the frame, with Shift
 * they change its size, so that it can be done without a mouse.  A field the
 * page does not have is passed with Enter.
 */
import { cls, html, useCallback, useEffect, useMemo, useRef, useState } from "../core/dom.js";
import { api } from "../core/api.js";
import { planOf } from "../core/form.js";
import { useKeys } from "../core/keys.js";
import { t } from "../core/text.js";
import { Dialog } from "../ui/dialog.js";
import { PageImage } from "../ui/page-image.js";
import { toast } from "../ui/toast.js";

const STEP = 0.004;
const LEAST = 0.006;
const START = { x: 0.35, y: 0.1, w: 0.3, h: 0.025 };

const round = (n) => Math.round(n * 10000) / 10000;
const within = (b) => {
  const w = Math.min(1, Math.max(LEAST, b.w));
  const h = Math.min(1, Math.max(LEAST, b.h));
  return { x: round(Math.min(1 - w, Math.max(0, b.x))), y: round(Math.min(1 - h, Math.max(0, b.y))), w: round(w), h: round(h) };
};

/* As the server wants them: whole numbers, the box within the page. */
function tenThousandths(b) {
  const [x, y] = [Math.round(b.x * 1e4), Math.round(b.y * 1e4)];
  return { x, y, w: Math.max(1, Math.min(1e4 - x, Math.round(b.w * 1e4))), h: Math.max(1, Math.min(1e4 - y, Math.round(b.h * 1e4))) };
}

export function LayoutEditor({ book, type, layout, paging, onSaved, onClose }) {
  const fields = useMemo(() => planOf({ ...type }, {}).order, [type]);
  const [boxes, setBoxes] = useState(layout.boxes || {});
  const [perPage, setPerPage] = useState(layout.entries_per_page || 1);
  const [at, setAt] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const list = useRef(null);
  const field = fields[at];
  const board = useRef(null);
  const now = useRef(null);
  now.current = { field, at };
  useEffect(() => board.current.focus(), []);

  useEffect(() => {
    const row = list.current && list.current.querySelector(".on");
    if (row) row.scrollIntoView({ block: "nearest" });
  }, [at]);
  const setBox = (box) => setBoxes((all) => ({ ...all, [now.current.field.id]: within(box) }));
  const next = () => setAt((i) => Math.min(fields.length - 1, i + 1));
  const move = (dx, dy, dw, dh) => () => {
    const b = boxes[field.id] || (at > 0 && boxes[fields[at - 1].id] ? { ...boxes[fields[at - 1].id] } : START);
    setBox({ x: b.x + dx * STEP, y: b.y + dy * STEP, w: b.w + dw * STEP, h: b.h + dh * STEP });
  };
  useKeys([
    { key: "Enter", run: (e) => (e.target.tagName === "BUTTON" || e.target.tagName === "INPUT" ? false : next()) },
    { key: "Backspace", run: () => setBoxes((all) => Object.fromEntries(Object.entries(all).filter(([id]) => id !== field.id))) },
    { key: "ArrowLeft", run: move(-1, 0, 0, 0) }, { key: "ArrowRight", run: move(1, 0, 0, 0) },
    { key: "ArrowUp", run: move(0, -1, 0, 0) }, { key: "ArrowDown", run: move(0, 1, 0, 0) },
    { key: "Shift+ArrowLeft", run: move(0, 0, -1, 0) }, { key: "Shift+ArrowRight", run: move(0, 0, 1, 0) },
    { key: "Shift+ArrowUp", run: move(0, 0, 0, -1) }, { key: "Shift+ArrowDown", run: move(0, 0, 0, 1) },
    { key: "PageDown", run: next }, { key: "PageUp", run: () => setAt((i) => Math.max(0, i - 1)) },
  ], { isModal: true });

  const down = useCallback((e, pane, stand, scale) => {
    const edge = pane.getBoundingClientRect();
    const point = (ev) => ({ x: (ev.clientX - edge.left - stand.x) / scale / paging.size.width, y: (ev.clientY - edge.top - stand.y) / scale / paging.size.height });
    const from = point(e);
    const onMove = (ev) => {
      const to = point(ev);
      setBox({ x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), w: Math.abs(to.x - from.x), h: Math.abs(to.y - from.y) });
    };
    const onUp = (ev) => {
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", onUp);
      if (Math.abs(point(ev).x - from.x) > LEAST) next();
    };
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onUp);
    return true;
  }, [paging.size]);
  const point = useMemo(() => ({ down }), [down]);

  const save = async () => {
    setBusy(true);
    try {
      await api.put(`/books/${book.id}/layout`, { boxes: Object.fromEntries(Object.entries(boxes).map(([id, b]) => [id, tenThousandths(b)])), entries_per_page: perPage });
      onSaved({ boxes, entries_per_page: perPage });
      toast(t("web.layout.saved", { n: Object.keys(boxes).length }));
      onClose();
    } catch (error) {
      toast(error.message, "bad");
      setBusy(false);
    }
  };
  const px = (n) => `${n}px`;
  const { width, height } = paging.size;
  return html`<${Dialog} title=${t("web.layout.title", { field: field.label })} onClose=${onClose} isFull>
    <div class="layout" ref=${board} tabindex="-1">
      <${PageImage} url=${paging.url} size=${paging.size} box=${null} label=${t("web.image.page", { page: paging.current.page })} onPoint=${point}>
        ${Object.entries(boxes).map(([id, b]) => html`<div key=${id} class=${cls("drawn", id === field.id && "on")}
          style=${{ left: px(b.x * width), top: px(b.y * height), width: px(b.w * width), height: px(b.h * height) }}></div>`)}
      </${PageImage}>
      <div class="layout-side">
        <p class="dialog-text">${t("web.layout.text")}</p>
        <ol class="layout-fields" ref=${list}>${fields.map((f, i) => html`<li key=${f.id}><button type="button" class=${cls("layout-field", i === at && "on")} aria-current=${i === at ? "true" : undefined}
          onClick=${() => setAt(i)}><span>${f.label}</span>${boxes[f.id] && html`<span class="tag ok">${t("web.layout.there")}</span>`}</button></li>`)}</ol>
        <label class="field layout-per"><span>${t("web.layout.per_page")}</span><input type="number" min="1" max="20" value=${perPage} onInput=${(e) => setPerPage(Math.max(1, Number(e.target.value) || 1))} /></label>
        <div class="dialog-foot"><button type="button" class="btn" onClick=${() => setBoxes({})}>${t("web.layout.clear")}</button>
          <button type="button" class="btn primary" disabled=${isBusy} onClick=${save}>${t("web.layout.save")}</button></div>
      </div>
    </div>
  </${Dialog}>`;
}
