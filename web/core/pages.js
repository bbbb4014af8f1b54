/*
 * pages.js - page images of the book in hand, the next ones before they are
 * asked for; a few at a time, and none after sign-out
 */
import { api } from "./api.js";
import { session } from "./session.js";

const KEPT = 6;
const urls = new Map(); /* page id -> promise of {blob, url}, oldest first */

function forget(id) {
  const kept = urls.get(id);
  urls.delete(id);
  if (kept) kept.then(({ url }) => URL.revokeObjectURL(url), () => {});
}

/** `{blob, url}` of a page, the url for <img>; `purpose` is stated to the server. */
export function pageImage(id, purpose) {
  let kept = urls.get(id);
  if (kept) {
    urls.delete(id);
  } else {
    kept = api.get(`/pages/${id}/image`, { purpose, as: "blob" }).then((blob) => ({ blob, url: URL.createObjectURL(blob) }));
    kept.catch(() => urls.delete(id));
  }
  urls.set(id, kept);
  while (urls.size > KEPT) forget(urls.keys().next().value);
  return kept;
}

session.subscribe((S) => {
  if (S.state === "out") for (const id of [...urls.keys()]) forget(id);
});
