import { byId } from './dom.js';

let last = '';

/** Says something to screen readers, once. */
export function announce(text) {
  if (text !== last) {
    last = text;
    byId('announcer').textContent = text;
  }
}
