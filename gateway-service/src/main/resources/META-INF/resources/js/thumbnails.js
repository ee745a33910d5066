import { byId, el } from './dom.js';
import { point } from './pictures.js';
import { previewAt } from './prompt-state.js';

/** The pictures of one prompt side by side, to choose from. */
export class Thumbnails {
  #strip = byId('thumbnails');
  #choose;

  constructor(choose) {
    this.#choose = choose;
  }

  show(prompt, chosen) {
    const count = prompt ? Math.max(prompt.n ?? 1, prompt.images.length) : 1;
    this.#strip.hidden = count < 2;
    if (count < 2) {
      this.#strip.replaceChildren();
      return;
    }
    while (this.#strip.children.length > count) {
      this.#strip.lastElementChild.remove();
    }
    while (this.#strip.children.length < count) {
      const index = this.#strip.children.length;
      this.#strip.append(el('button', { type: 'button', class: 'thumbnail', click: () => this.#choose(index) }, el('img', { alt: '' })));
    }
    [...this.#strip.children].forEach((frame, index) => {
      const image = prompt.images.find((one) => one.index === index);
      const source = image && (image.url ?? previewAt(image, Infinity));
      const picture = frame.firstElementChild;
      frame.dataset.state = image?.state ?? 'waiting';
      frame.setAttribute('aria-pressed', String(index === chosen));
      frame.setAttribute('aria-label', `Picture ${index + 1} of ${count}, ${frame.dataset.state}`);
      picture.hidden = !source;
      if (source && frame.dataset.source !== source) {
        frame.dataset.source = source;
        point(picture, 'src', source);
      }
    });
  }
}
