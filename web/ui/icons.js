/*
 * icons.js - the few drawings of hotich, on a 16-unit grid, in the ink of the
 * text around them; never the only bearer of a meaning
 */
import { html } from "../core/dom.js";

const paths = {
  check: "M3.5 8.5l3 3 6-7",
  cross: "M4 4l8 8M12 4l-8 8",
  differs: "M3.5 6h9M3.5 10h9M10.5 3l-5 10",
  alike: "M3 6.5c1.7-2 3.3-2 5 0s3.3 2 5 0M3 10.5c1.7-2 3.3-2 5 0s3.3 2 5 0",
  question: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8M8 12.5v.1",
  warn: "M8 2.5l6 10.5H2zM8 6.5v3M8 11.3v.1",
  down: "M4 6l4 4 4-4",
  up: "M4 10l4-4 4 4",
  right: "M6 4l4 4-4 4",
  left: "M10 4l-4 4 4 4",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.4 10.4l3.1 3.1",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  out: "M9.5 4.5v-2h-7v11h7v-2M6 8h8M11.5 5.5L14 8l-2.5 2.5",
  download: "M8 2.5v7.5M4.8 7L8 10.2 11.2 7M2.5 13h11",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3",
  contrast: "M8 2.5a5.5 5.5 0 1 1 0 11zM8 2.5v11",
  lock: "M4 7.5h8v6H4zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2",
  print: "M4.5 6V2.5h7V6M4.5 11h-2V6h11v5h-2M4.5 9h7v4.5h-7z",
  pen: "M3 13l.7-3L11 2.7 13.3 5 6 12.3z",
};

/** `<${Icon} name="check" />`; decorative, so hidden from a screen reader. */
export function Icon({ name, size = 16 }) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true"
    focusable="false"><path d=${paths[name]} /></svg>`;
}

/** The mark of the program: a bound register with its seal. */
export function Mark({ size = 24 }) {
  return html`<svg class="mark" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path class="mark-cover" d="M4 3.6h12.7A3.3 3.3 0 0 1 20 6.9v13.5H7.3A3.3 3.3 0 0 1 4 17.1z" />
    <path class="mark-edge" d="M4 17.1a3.3 3.3 0 0 1 3.3-3.3H20v6.6H7.3A3.3 3.3 0 0 1 4 17.1z" />
    <path class="mark-line" d="M7.2 17.2H20" />
    <circle class="mark-seal" cx="12.2" cy="8.5" r="2.6" />
  </svg>`;
}
