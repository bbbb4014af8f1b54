/*
 * session.js - who sits here, and what she may do
 *
 * `session` holds `{state, ...S}`: state "loading", "out" or "in"; S as the
 * server gives it (user, office, roles, verbs, is_demo, must_change, today).
 */
import { api, forgetCached, onSessionLost } from "./api.js";
import { createStore } from "./store.js";

export const session = createStore({ state: "loading", isLost: false });

const nobody = { state: "out", user: null, office: null, roles: [], verbs: [], is_demo: false, must_change: false, isLost: false };
let waiting = [];

function enter(S) {
  session.set({ ...S, state: "in", isLost: false });
  for (const go of waiting.splice(0)) go(true);
}

/** What the cookie says; never fails for "not signed in". */
export async function loadSession() {
  try {
    enter(await api.get("/session"));
  } catch (error) {
    session.set(nobody);
    if (error.status !== 401) throw error;
  }
}

export async function signIn(login, password) {
  const before = session.get().user;
  const S = await api.post("/session", { login, password });
  if (before && before.id !== S.user.id) forgetCached();
  enter(S);
}

export async function signOut() {
  try {
    await api.del("/session");
  } finally {
    forgetCached();
    session.set(nobody);
    for (const go of waiting.splice(0)) go(false);
  }
}

export async function changePassword(old, next) {
  await api.put("/session/password", { old, new: next }, { isSafe: false });
  session.set({ must_change: false });
}

/** May she?  The server decides again; this only hides what would be refused. */
export function can(verb, S = session.get()) {
  return !verb || (S.verbs || []).includes(verb);
}

/*
 * The session ended while she worked: a dialog asks for the password again
 * (ui/shell.js), every call that was refused waits for it and goes on.
 */
onSessionLost(() => {
  if (session.get().state !== "in") return Promise.resolve(false);
  session.set({ isLost: true });
  return new Promise((go) => waiting.push(go));
});
