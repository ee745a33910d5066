import { el } from './dom.js';
import { imageOfKey, urlOf } from './picture-key.js';
import { point } from './pictures.js';
import { addressOf } from './route.js';

function thumbnail(key, alt) {
  const picture = el('img', { alt, class: 'origin', decoding: 'async' });
  point(picture, 'src', urlOf(key));
  return picture;
}

/** What a picture began from, or is controlled by, small: it leads to the prompt that made it, if one did; null where there is none. */
export function originOf({ image, mask_image: mask }, alt = 'The source picture') {
  if (!image) {
    return null;
  }
  const made = imageOfKey(image);
  const picture = made
    ? el('a', { href: addressOf(made.id, made.index), title: 'Go to this picture' }, thumbnail(image, alt))
    : thumbnail(image, alt);
  return el('span', { class: 'origins' }, picture, mask ? thumbnail(mask, 'The mask: white was redrawn') : null);
}
