/*
 * routes.js - every screen, one a line
 *
 * `path` with `:parameters`; `load` fetches the module whose default export is
 * the screen; `nav` puts it among the ways at the top (its text's key), `under`
 * names the way that is lit while it shows; `title` where it is not `nav`;
 * `verbs`: any of these rights lets a person in.
 */
export const screens = [
  { path: "/work", nav: "web.nav.work", load: () => import("./work.js") },
  { path: "/keying", nav: "web.nav.keying", verbs: ["entry.key"], load: () => import("./keying-books.js") },
  { path: "/keying/:book", under: "/keying", title: "web.nav.keying", verbs: ["entry.key"], load: () => import("./keying.js") },
  { path: "/password", title: "web.menu.password", load: () => import("./password.js") },
];
