import { byId } from './dom.js';

const PLACE = 'calotype.key';
let key = kept();
let asking = null;

function kept() {
  try {
    return sessionStorage.getItem(PLACE) ?? '';
  } catch {
    return '';
  }
}

/** The headers that carry the API key, for gateways that want one. */
export function credentials() {
  return key ? { Authorization: `Bearer ${key}` } : {};
}

/** Whether the gateway wanted a key. */
export function isLocked() {
  return key !== '';
}

/** Asks the reader for an API key, once for all who ask at the same time; false if there is none. */
export function askForKey() {
  asking ??= new Promise((answer) => {
    const dialog = byId('key-dialog');
    const field = byId('key');
    byId('key-error').textContent = key ? 'This key was not accepted.' : '';
    field.value = '';
    dialog.addEventListener('close', () => {
      asking = null;
      key = dialog.returnValue === 'open' ? field.value.trim() : '';
      field.value = '';
      try {
        sessionStorage.setItem(PLACE, key);
      } catch {
        // Kept in memory only.
      }
      answer(key !== '');
    }, { once: true });
    dialog.returnValue = '';
    dialog.showModal();
  });
  return asking;
}
