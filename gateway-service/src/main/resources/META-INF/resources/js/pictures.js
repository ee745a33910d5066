import { ask } from './api.js';
import { isLocked } from './key.js';

const blobs = new Map();

/** Width and height in which an image is drawn, those of its second pass if it has one; before it is enlarged. */
export function drawnSize({ width, height, hires }) {
  return [width, height].map((side) => Math.round(side * (hires?.scale ?? 1)));
}

/** An address that an img or a download may use: behind a key the bytes are fetched, since an address carries no key. */
async function openAddress(url) {
  if (!blobs.has(url)) {
    blobs.set(url, ask(url, { cache: 'default' }).then((response) => response.blob()).then((blob) => URL.createObjectURL(blob)));
  }
  return blobs.get(url);
}

/** Lets an element show the picture at a URL of the gateway, by its attribute src or href. */
export function point(element, attribute, url) {
  if (!isLocked() || url.startsWith('data:')) {
    element.setAttribute(attribute, url);
    return;
  }
  openAddress(url).then((address) => element.setAttribute(attribute, address), () => {
    blobs.delete(url);
    element.dispatchEvent(new Event('error'));
  });
}
