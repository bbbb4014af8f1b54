/*
 * page-picture.js - the whole scanned page beside what was keyed from it
 */
import { api } from "../../core/api.js";
import { html, useEffect, useState } from "../../core/dom.js";
import { can } from "../../core/session.js";
import { t } from "../../core/text.js";
import { pictureOf } from "./entry-data.js";

export function PagePicture({ entry }) {
  const [at, setAt] = useState("");
  const [state, setState] = useState("loading");
  useEffect(() => {
    const stop = new AbortController();
    let url = "";
    const show = async () => {
      const found = can("scan.read") ? await pictureOf(entry, stop.signal) : null;
      if (!found) return setState("none");
      const blob = await api.get(`/pages/${found.page.id}/image`, { as: "blob", purpose: t("web.verify.purpose"), signal: stop.signal });
      url = URL.createObjectURL(blob);
      setAt(url);
      return setState("here");
    };
    show().catch(() => stop.signal.aborted || setState("none"));
    return () => {
      stop.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [entry.id]);
  if (state === "loading") return null;
  if (state === "none") return html`<p class="no-picture dim">${t("web.check.no_picture")}</p>`;
  return html`<figure class="page-picture"><img src=${at} alt=${t("web.check.picture", { page: entry.page || "" })} /></figure>`;
}
