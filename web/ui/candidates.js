/*
 * candidates.js - the people an entry may speak of, likeliest first
 */
import { cls, html } from "../core/dom.js";
import { share } from "../core/fmt.js";
import { t } from "../core/text.js";

const LEAST = 0.01;

/** Two figures for what is sure, never 100 % for what a machine believes. */
function likely(p) {
  if (p >= 0.995) return "> 99 %";
  return share(p);
}

/* The population says it by code. */
function sexOf(code) {
  return code === "1" ? t("web.sex.male") : code === "2" ? t("web.sex.female") : code === "3" ? "" : code;
}

/**
 * `items`: `[{id12, hoTen, ngaySinh, gioiTinh, probability}]`; `picked`: the
 * id12 chosen; `onPick(item, index)`.  The keys (Alt+1…) are the screen's.
 */
export function Candidates({ items, picked, onPick, keys = "Alt" }) {
  const shown = (items || []).filter((c) => c.probability >= LEAST).slice(0, 3);
  if (shown.length === 0) return html`<p class="dim">${t("web.candidates.none")}</p>`;
  return html`<ul class="cands">${shown.map((c, i) => html`<li key=${c.id12}>
    <button type="button" class=${cls("cand", c.id12 === picked && "on")} aria-pressed=${c.id12 === picked} onClick=${() => onPick && onPick(c, i)}>
      <kbd aria-hidden="true">${keys === "Alt" ? i + 1 : keys[i]}</kbd>
      <span class="cand-who"><b>${c.hoTen}</b><small>${[c.ngaySinh, sexOf(c.gioiTinh), c.id12].filter(Boolean).join(" · ")}</small></span>
      <span class="cand-p">${likely(c.probability)}<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="meter-all" width="100" height="4" /><rect class="meter-part" width=${Math.round(c.probability * 100)} height="4" /></svg></span>
    </button></li>`)}</ul>`;
}
