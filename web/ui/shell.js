/*
 * shell.js - what is around every screen: name, ways, line to the server,
 * who sits here; and the sign-in that comes back when a session ended
 */
import { Fragment, html, useEffect, useRef, useState } from "../core/dom.js";
import { network } from "../core/api.js";
import { clock, initials, num } from "../core/fmt.js";
import { useKeys } from "../core/keys.js";
import { outbox } from "../core/outbox.js";
import { can, session, signIn, signOut } from "../core/session.js";
import { useStore } from "../core/store.js";
import { language, setLanguage, t } from "../core/text.js";
import { href } from "../core/router.js";
import { Dialog, Questions } from "./dialog.js";
import { Field } from "./field.js";
import { Icon, Mark } from "./icons.js";
import { KeyCard } from "./keybar.js";
import { Toasts } from "./toast.js";

/** The line to the server in words: how many entries wait to be sent. */
function NetworkPill({ onOpen }) {
  const net = useStore(network);
  const box = useStore(outbox);
  const waiting = box.items.filter((x) => !x.error).length;
  const refused = box.items.length - waiting;
  if (net.isOnline && box.items.length === 0) return null;
  const text = !net.isOnline
    ? t(waiting ? "web.net.offline_waiting" : "web.net.offline", { n: num(waiting), since: clock(net.since) })
    : refused ? t("web.net.refused", { n: num(refused) }) : t("web.net.sending", { n: num(waiting) });
  return html`<button type="button" class="pill warn" title=${t("web.net.title")} onClick=${onOpen}><i></i>${text}</button>`;
}

function Outbox({ onClose }) {
  const box = useStore(outbox);
  return html`<${Dialog} title=${t("web.net.title")} onClose=${onClose} isWide>
    <p class="dialog-text">${t("web.net.text")}</p>
    ${box.items.length === 0 && html`<p>${t("web.net.empty")}</p>`}
    <ul class="rows">${box.items.map((x) => html`<li key=${x.id}>
      <span><b>${x.title}</b><small>${t("web.net.saved_at", { at: clock(x.at) })}${x.error ? " · " + x.error.text : ""}</small></span>
      ${x.error && html`<a class="btn" href=${href("/keying/" + x.book, { outbox: x.id })} onClick=${onClose}>${t("web.net.open")}</a>`}
    </li>`)}</ul>
  </${Dialog}>`;
}

function Menu({ S, onClose }) {
  const box = useRef(null);
  useKeys([{ key: "Escape", run: onClose }]);
  useEffect(() => {
    const away = (e) => box.current && !box.current.parentNode.contains(e.target) && onClose();
    addEventListener("pointerdown", away);
    return () => removeEventListener("pointerdown", away);
  }, []);
  const swap = async () => {
    await setLanguage(language() === "vi" ? "en" : "vi");
    location.reload();
  };
  return html`<div class="menu" ref=${box}>
    <p class="menu-who"><b>${S.user.name}</b><small>${S.roles.map((r) => r.label).join(", ")}</small><small>${S.office.name}</small></p>
    <a class="menu-item" href="#/password" onClick=${onClose}>${t("web.menu.password")}</a>
    <button type="button" class="menu-item" lang=${language() === "vi" ? "en" : "vi"} onClick=${swap}>${language() === "vi" ? "English" : "Tiếng Việt"}</button>
    <a class="menu-item" href="/vendor/licences.txt">${t("web.menu.licences")}</a>
    <button type="button" class="menu-item" onClick=${signOut}><${Icon} name="out" /> ${t("web.menu.sign_out")}</button>
  </div>`;
}

/** Asked again when the session ended: the screen below stays as it was. */
function SignInAgain({ S }) {
  const [error, setError] = useState(null);
  const password = useRef(null);
  useEffect(() => password.current.focus(), []);
  const submit = async (e) => {
    e.preventDefault();
    setError(null);
    try {
      await signIn(S.user.login, password.current.value);
    } catch (failed) {
      setError(failed);
      password.current.select();
    }
  };
  return html`<${Dialog} title=${t("web.signin.again")} isFixed>
    <form onSubmit=${submit}>
      <p class="dialog-text">${t("web.signin.again_text", { name: S.user.name })}</p>
      <${Field} label=${t("web.signin.password")} error=${error && error.message}>
        ${(props) => html`<input ...${props} ref=${password} type="password" autocomplete="current-password" required />`}
      </${Field}>
      <div class="dialog-foot"><button type="button" class="btn" onClick=${signOut}>${t("web.menu.sign_out")}</button>
        <button class="btn primary">${t("web.signin.submit")}</button></div>
    </form>
  </${Dialog}>`;
}

/** `screens`: the table of screens/routes.js; `current`: the one shown. */
export function Shell({ screens, current, children }) {
  const S = useStore(session);
  const [isMenu, setMenu] = useState(false);
  const [isNav, setNav] = useState(false);
  const [isOutbox, setOutbox] = useState(false);
  useEffect(() => setNav(false), [current]);
  const ways = screens.filter((x) => x.nav && (!x.verbs || x.verbs.some((v) => can(v, S))));
  return html`<${Fragment}>
    <a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); document.getElementById("main").focus(); }}>${t("web.skip")}</a>
    <header class=${S.is_demo ? "top is-demo" : "top"}>
      <button type="button" class="icon-btn nav-open" aria-label=${t("web.nav")} aria-expanded=${isNav} onClick=${() => setNav(!isNav)}><${Icon} name="menu" size=${20} /></button>
      <a class="brand" href="#/work"><${Mark} />${t("web.brand")}</a>
      <nav class=${isNav ? "ways open" : "ways"} aria-label=${t("web.nav")}>${ways.map((x) => html`<a key=${x.path} href=${"#" + x.path}
        aria-current=${current && (current === x || current.under === x.path) ? "page" : undefined} onClick=${() => setNav(false)}>${t(x.nav)}</a>`)}</nav>
      ${S.is_demo && html`<span class="pill demo" title=${t("web.demo.title")}>${t("web.demo")}</span>`}
      <${NetworkPill} onOpen=${() => setOutbox(true)} />
      <div class="who"><button type="button" class="who-btn" aria-haspopup="true" aria-expanded=${isMenu} onClick=${() => setMenu(!isMenu)}>
        <span class="who-text"><span>${S.user.name}</span><small>${S.office.name}</small></span>
        <b aria-hidden="true">${initials(S.user.name)}</b><span class="sr">${t("web.menu")}</span></button>
        ${isMenu && html`<${Menu} S=${S} onClose=${() => setMenu(false)} />`}
      </div>
    </header>
    <main id="main" tabindex="-1">${children}</main>
    <${KeyCard} />
    ${isOutbox && html`<${Outbox} onClose=${() => setOutbox(false)} />`}
    ${S.isLost && html`<${SignInAgain} S=${S} />`}
    <${Questions} /><${Toasts} />
  </${Fragment}>`;
}
