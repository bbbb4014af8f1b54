/*
 * password.js - a person changes her password, at once after a first sign-in
 */
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { changePassword } from "../core/session.js";
import { go } from "../core/router.js";
import { t } from "../core/text.js";
import { Field } from "../ui/field.js";
import { toast } from "../ui/toast.js";

const LEAST = 12;

export default function Password({ session: S }) {
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const old = useRef(null);
  const next = useRef(null);
  const again = useRef(null);
  useEffect(() => old.current.focus(), []);
  const submit = async (e) => {
    e.preventDefault();
    if (next.current.value !== again.current.value) {
      setError({ field: "again", message: t("web.password.differ") });
      again.current.select();
      return;
    }
    setError(null);
    setBusy(true);
    try {
      await changePassword(old.current.value, next.current.value);
      toast(t("web.password.done"));
      go("/work");
    } catch (failed) {
      setError({ field: failed.field === "new" ? "new" : "old", message: failed.message });
      setBusy(false);
    }
  };
  const errorOf = (field) => error && error.field === field && error.message;
  return html`<div class="page narrow">
    <h1>${t(S.must_change ? "web.password.first" : "web.menu.password")}</h1>
    ${S.must_change && html`<p class="lead">${t("web.password.first_text")}</p>`}
    <form class="card form" onSubmit=${submit}>
      <input class="sr" type="text" name="username" value=${S.user.login} autocomplete="username" readonly tabindex="-1" aria-hidden="true" />
      <${Field} label=${t("web.password.old")} error=${errorOf("old")}>${(props) => html`<input ...${props} ref=${old} type="password" autocomplete="current-password" required />`}</${Field}>
      <${Field} label=${t("web.password.new")} hint=${t("web.password.hint", { n: LEAST })} error=${errorOf("new")}>${(props) => html`<input ...${props} ref=${next}
        type="password" autocomplete="new-password" minlength=${LEAST} required />`}</${Field}>
      <${Field} label=${t("web.password.again")} error=${errorOf("again")}>${(props) => html`<input ...${props} ref=${again} type="password" autocomplete="new-password" required />`}</${Field}>
      <div class="form-foot"><button class="btn primary" disabled=${isBusy}>${t("web.password.save")}</button></div>
    </form>
  </div>`;
}
