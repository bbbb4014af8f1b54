/*
 * fmt.js - figures and times as Vietnam writes them: 1.012, 0,8 %, 05/07/2023
 *
 * Days are civil days (`yyyy-MM-dd`), never instants; instants are shown in
 * UTC+7 wherever the machine believes it stands.
 */
import { t } from "./text.js";

const GROUP = ".";
const ZONE_MS = 7 * 3600 * 1000;

/** 103588 -> "103.588"; "–" for nothing. */
export function num(n) {
  if (n === null || n === undefined || Number.isNaN(n)) return "–";
  const [whole, part] = String(Math.abs(n)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUP);
  return (n < 0 ? "−" : "") + grouped + (part ? "," + part : "");
}

/** A share 0..1 as "56,9 %". */
export function share(x, digits = 0) {
  if (x === null || x === undefined || Number.isNaN(x)) return "–";
  return num(Number((x * 100).toFixed(digits))) + " %";
}

/** "1999-03-28" -> "28/03/1999"; other texts stay as they are. */
export function day(iso) {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso || "");
  return m ? `${m[3]}/${m[2]}/${m[1]}` : iso || "–";
}

function parts(ms) {
  const d = new Date(ms + ZONE_MS);
  const two = (n) => String(n).padStart(2, "0");
  return {
    date: `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`,
    time: `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`,
  };
}

/** Instant -> "05/07/2023 14:20". */
export function instant(ms) {
  if (!ms) return "–";
  const p = parts(ms);
  return `${p.date} ${p.time}`;
}

/** Instant -> "14:20". */
export function clock(ms) {
  return ms ? parts(ms).time : "–";
}

/** How long ago, in the largest unit that is not zero: "3 giờ trước". */
export function ago(ms, now = Date.now()) {
  const minutes = Math.max(0, Math.floor((now - ms) / 60000));
  if (minutes < 1) return t("web.ago.now");
  if (minutes < 60) return t("web.ago.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("web.ago.hours", { n: Math.floor(minutes / 60) });
  return t("web.ago.days", { n: num(Math.floor(minutes / 1440)) });
}

/** Seconds -> "0:41", "12:05", "1:02:09". */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const h = Math.floor(s / 3600);
  const m = Math.floor((s % 3600) / 60);
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/** 1536 -> "1,5 kB". */
export function bytes(n) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let i = 0;
  let x = n;
  while (x >= 1000 && i < units.length - 1) {
    x /= 1000;
    i++;
  }
  return num(Number(x.toFixed(x < 10 && i ? 1 : 0))) + " " + units[i];
}

/** Up to two letters that stand for a person: given name and the one before. */
export function initials(name) {
  const words = String(name || "").replace(/\(.*\)/, "").trim().split(/\s+/).filter(Boolean);
  return words.slice(-2).map((w) => w[0].toUpperCase()).join("");
}
