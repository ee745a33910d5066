import { prompt as promptOf } from './api.js';
import { byId, el } from './dom.js';
import { point } from './pictures.js';
import { addressOf } from './route.js';

/** A picture that branched off beside the one that it branched off from, which leads there. */
export class Lineage {
  #root = byId('lineage');
  #shown = null;

  /** Shows where an image comes from; nothing for one that has no parent. */
  show(prompt, image) {
    const of = (name) => image?.[name] ?? prompt?.parameters?.[name] ?? null;
    const parent = of('parent');
    const url = image?.state === 'completed' ? image.url : null;
    const shown = parent && `${prompt.id} ${image?.index} ${url}`;
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#root.hidden = parent === null;
    this.#root.replaceChildren(...(parent ? [before(parent), after(url, of('parent_step'), prompt.prompt)] : []));
  }
}

function before(parent) {
  const [id, index] = parent.split('/');
  const words = el('figcaption', {}, 'The picture before');
  promptOf(id).then((state) => { words.textContent = state.prompt || words.textContent; }, () => {});
  const frame = el('a', { class: 'kin', href: addressOf(id, Number(index)), title: 'Go to that picture' });
  const gone = () => frame.replaceChildren(el('span', {}, 'It is not there any more.'));
  frame.append(picture(`v1/images/${parent}`, 'The picture it branched from', gone));
  return el('figure', {}, frame, words);
}

function after(url, step, text) {
  const frame = el('div', { class: 'kin' }, url ? picture(url, `${text}, the branch`) : null);
  return el('figure', {}, frame, el('figcaption', {}, `From step ${step} on: ${text}`));
}

function picture(url, alt, error = () => {}) {
  const image = el('img', { alt, decoding: 'async', draggable: 'false', error });
  point(image, 'src', url);
  return image;
}
