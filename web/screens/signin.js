/*
 * signin.js - the first page: who are you
 */
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { signIn } from "../core/session.js";
import { prefs } from "../core/store.js";
import { t } from "../core/text.js";
import { Field } from "../ui/field.js";
import { Mark } from "../ui/icons.js";

export function SignIn() {
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const login = useRef(null);
  const password = useRef(null);
  useEffect(() => (login.current.value ? password : login).current.focus(), []);
  const submit = async (e) => {
    e.preventDefault();
    setError(null);
    setBusy(true);
    try {
      prefs.set("login", login.current.value.trim());
      await signIn(login.current.value.trim(), password.current.value);
    } catch (failed) {
      setError(failed);
      setBusy(false);
      password.current.select();
    }
  };
  return html`<main class="signin" id="main">
    <section class="signin-side" aria-hidden="true">
      <svg class="signin-seal" viewBox="0 0 200 200"><circle cx="100" cy="100" r="96" /><circle cx="100" cy="100" r="90" /><circle cx="100" cy="100" r="58" />
        <path d="M100 56l10.3 29.8 31.5.6-25.2 19 9.2 30.2-25.8-18.1-25.8 18.1 9.2-30.2-25.2-19 31.5-.6z" /></svg>
      <p>${t("web.signin.motto").split(". ").map((line, i, all) => html`<span key=${i}>${i < all.length - 1 ? line + "." : line}</span>`)}</p>
    </section>
    <section class="signin-main">
      <div class="signin-box">
        <p class="signin-brand"><${Mark} size=${34} /><span>${t("web.brand")}</span></p>
        <h1>${t("web.signin.title")}</h1>
        <p class="signin-lead">${t("web.signin.lead")}</p>
        <form onSubmit=${submit}>
          <${Field} label=${t("web.signin.login")}>${(props) => html`<input ...${props} ref=${login} name="login" value=${prefs.get("login", "")}
            autocomplete="username" autocapitalize="none" spellcheck=${false} required />`}</${Field}>
          <${Field} label=${t("web.signin.password")} error=${error && error.message}>${(props) => html`<input ...${props} ref=${password}
            name="password" type="password" autocomplete="current-password" required />`}</${Field}>
          <button class="btn primary big" disabled=${isBusy}>${t(isBusy ? "web.signin.busy" : "web.signin.submit")}</button>
        </form>
        <p class="signin-help">${t("web.signin.help")}</p>
      </div>
    </section>
  </main>`;
}
