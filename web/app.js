/*
 * app.js - begins: texts, session, then the screen the address names
 */
import { html, render, useEffect, useState } from "./core/dom.js";
import { openOutbox } from "./core/outbox.js";
import { go, match, useRoute } from "./core/router.js";
import { can, loadSession, session } from "./core/session.js";
import { useStore } from "./core/store.js";
import { loadTexts, t } from "./core/text.js";
import { screens } from "./screens/routes.js";
import { SignIn } from "./screens/signin.js";
import { Shell } from "./ui/shell.js";
import { Empty, Failed, Forbidden, Loading } from "./ui/states.js";

function find(path) {
  for (const screen of screens) {
    const params = match(screen.path, path);
    if (params) return { screen, params };
  }
  return null;
}

/* A screen's module comes when it is first needed. */
function Screen({ screen, params, query }) {
  const S = useStore(session);
  const [state, setState] = useState({});
  const load = () => {
    setState({});
    screen.load().then((m) => setState({ path: screen.path, View: m.default }), (error) => setState({ path: screen.path, error }));
  };
  useEffect(load, [screen]);
  useEffect(() => {
    document.title = `${t(screen.title || screen.nav)} · ${t("web.brand")}`;
  }, [screen]);
  if (screen.verbs && !screen.verbs.some((v) => can(v, S))) return html`<div class="page"><${Forbidden} /></div>`;
  if (state.path === screen.path && state.error) return html`<div class="page"><${Failed} error=${state.error} retry=${load} /></div>`;
  if (state.path !== screen.path) return html`<div class="page"><${Loading} /></div>`;
  return html`<${state.View} params=${params} query=${query} session=${S} />`;
}

function App() {
  const S = useStore(session);
  const route = useRoute();
  useEffect(() => {
    if (S.state === "in") openOutbox();
  }, [S.state]);
  const isHome = route.path === "/";
  useEffect(() => {
    if (S.state === "in" && isHome) go("/work", {}, { replace: true });
  }, [S.state, isHome]);
  if (S.state === "out") return html`<${SignIn} />`;
  if (S.must_change && route.path !== "/password") {
    go("/password", {}, { replace: true });
    return null;
  }
  const found = find(route.path);
  return html`<${Shell} screens=${screens} current=${found && found.screen}>
    ${found ? html`<${Screen} key=${found.screen.path} screen=${found.screen} params=${found.params} query=${route.query} />`
      : !isHome && html`<div class="page"><${Empty} title=${t("web.state.no_screen")} text=${t("web.state.no_screen_text")}>
        <a class="btn primary" href="#/work">${t("web.nav.work")}</a></${Empty}></div>`}
  </${Shell}>`;
}

/* Nothing works yet, not even the texts: said in plain Vietnamese. */
function Down() {
  return html`<div class="state"><p class="state-title">Không kết nối được máy chủ</p>
    <p class="state-text">Kiểm tra dây mạng hoặc hỏi quản trị viên, rồi thử lại. Phiếu chưa gửi vẫn còn trên máy này.</p>
    <div class="state-actions"><button type="button" class="btn primary" onClick=${() => location.reload()}>Thử lại</button></div></div>`;
}

async function begin() {
  const root = document.getElementById("app");
  try {
    await Promise.all([loadTexts(), loadSession()]);
    render(html`<${App} />`, root);
  } catch (error) {
    console.error(error);
    render(html`<${Down} />`, root);
  }
}

begin();
