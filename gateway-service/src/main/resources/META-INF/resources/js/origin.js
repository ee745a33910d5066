import { el } from './dom.js';
import { imageOfKey, urlOf } from './picture-key.js';
import { point } from './pictures.js';
import { addressOf } from './route.js';

function thumbnail(key, alt) {
  const picture = el('img', { alt, class: 'origin', decoding: 'async' });
  point(picture, 'src', urlOf(key));
  return picture;
}

/** What a picture began from, small: it leads to the prompt that made it, if one did; null where it began from noise. */
export function originOf({ image, mask_image: mask }) {
  if (!image) {
    return null;
  }
  const made = imageOfKey(image);
  const picture = made
    ? el('a', { href: addressOf(made.id, made.index), title: 'Go to this picture' }, thumbnail(image, 'The source picture'))
    : thumbnail(image, 'The source picture');
  return el('span', { class: 'origins' }, picture, mask ? thumbnail(mask, 'The mask: white was redrawn') : null);
}
