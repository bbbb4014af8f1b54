/*
 * picker.js - which person of the population a role is, or that there is none
 */
import { html } from "../../core/dom.js";
import { useKeys } from "../../core/keys.js";
import { t } from "../../core/text.js";
import { Candidates } from "../../ui/candidates.js";

/** `role` with its candidates; `onPick(id12 or "")`. */
export function Picker({ role, values, onPick }) {
  const items = role.candidates.slice(0, 3);
  useKeys([
    ...items.map((one, i) => ({ key: String(i + 1), label: t("web.pick.take", { name: one.hoTen }), run: () => onPick(one.id12) })),
    { key: "0", label: t("web.pick.nobody"), run: () => onPick("") },
  ]);
  const mine = values.filter((value) => value.role === role.role && value.raw).slice(0, 8);
  return html`<section class="picker"><h2>${t("web.pick.title", { role: role.label.toLowerCase() })}</h2>
    <div class="picker-sides"><div><h3>${t("web.pick.book")}</h3><dl class="values">${mine.map((value) => html`<div
        key=${value.field}><dt>${value.label}</dt><dd>${value.text}</dd></div>`)}</dl></div>
      <div><h3>${t("web.pick.people")}</h3><${Candidates} items=${items} picked=${role.id12} onPick=${(one) => onPick(one.id12)} />
        <button type="button" class="btn" onClick=${() => onPick("")}>${t("web.pick.nobody")} <kbd aria-hidden="true">0</kbd></button></div>
    </div></section>`;
}
