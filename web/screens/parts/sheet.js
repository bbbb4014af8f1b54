/*
 * sheet.js - papers that leave the printer: the verification sheet of an entry
 * and the difference list of a book; on the screen they do not show
 */
import { html } from "../../core/dom.js";
import { day } from "../../core/fmt.js";
import { session } from "../../core/session.js";
import { t } from "../../core/text.js";
import { shortOffice } from "./bits.js";
import { placeName } from "./entry-data.js";

/** The head every paper of an office carries. */
export function Letterhead({ note }) {
  const { office, is_demo: isDemo, today } = session.get();
  const date = day(today).split("/");
  return html`<div class="letterhead">
    <div><p>${t("web.print.committee")}</p><p><b>${shortOffice(office.name).toUpperCase()}</b></p><hr />
      <p>${note}</p></div>
    <div><p><b>${t("web.print.state")}</b></p><p><b>${t("web.print.motto")}</b></p><hr />
      <p><i>${t("web.print.date", { place: shortOffice(office.name), d: date[0], m: date[1], y: date[2] })}</i></p></div>
  </div>${isDemo && html`<p class="print-demo">${t("web.print.demo")}</p>`}`;
}

export function Signatures({ who }) {
  return html`<div class="signatures">${who.map((one) => html`<div key=${one}><b>${one}</b><i>${t("web.print.sign")}</i></div>`)}</div>`;
}

/** One entry: what differs, empty lines for what is right, three signatures. */
export function VerificationSheet({ entry }) {
  if (entry.differences.length === 0) return null;
  return html`<article class="paper" aria-hidden="true"><${Letterhead} note=${t("web.print.no", { kind: "PXM" })} />
    <h1>${t("web.print.sheet")}</h1><p class="paper-sub">${placeName(entry)}</p>
    <table><thead><tr><th>${t("web.print.c.no")}</th><th>${t("web.print.c.field")}</th><th>${t("web.print.c.book")}</th>
      <th>${t("web.print.c.people")}</th><th>${t("web.print.c.register")}</th><th>${t("web.print.c.right")}</th></tr></thead>
    <tbody>${entry.differences.map((one, i) => html`<tr key=${one.role + one.field}><td>${i + 1}</td><td>${one.label}</td>
      <td>${one.book || t("web.print.blank")}</td><td>${one.person || t("web.print.blank")}</td>
      <td>${one.register || t("web.verify.not_there")}</td><td class="paper-fill">${one.basis || ""}</td></tr>`)}</tbody></table>
    <p class="paper-line">${t("web.print.conclusion")}</p><p class="paper-line"></p>
    <${Signatures} who=${[t("web.print.citizen"), t("web.print.police"), t("web.print.registrar")]} />
  </article>`;
}
