/*
 * dom.js - everything of Preact that hotich uses, behind one import
 *
 *   import { html, useState } from "../core/dom.js";
 *   html`<p class="note">${text}</p>`
 *
 * Texts are always children or attributes, never markup: there is no innerHTML
 * in this program, and the content policy would refuse it.
 */
import { Component, Fragment, createContext, createRef, h, render } from "../vendor/preact.js";
import {
  useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "../vendor/hooks.js";
import htm from "../vendor/htm.js";

export const html = htm.bind(h);

export {
  Fragment, createContext, createRef, h, render, useCallback, useContext, useEffect, useId,
  useLayoutEffect, useMemo, useReducer, useRef, useState,
};

/** A component drawn again only when one of its properties is another one. */
export function memo(View) {
  return class extends Component {
    shouldComponentUpdate(next) {
      const now = this.props;
      return Object.keys(next).some((k) => !Object.is(next[k], now[k])) || Object.keys(now).length !== Object.keys(next).length;
    }

    render(props) {
      return h(View, props);
    }
  };
}

/** Class names that are there: `cls("row", isOn && "on")`. */
export function cls(...names) {
  return names.filter(Boolean).join(" ") || undefined;
}
