import { byId, el } from './dom.js';
import { drawnSize, point } from './pictures.js';

/** An enlarged picture beside what it was drawn as: the same part of both, magnified, which follows the pointer. */
export class Comparison {
  #root = byId('comparison');
  #shown = null;

  constructor() {
    this.#root.addEventListener('pointermove', (event) => {
      const frame = event.target.closest('.magnified');
      if (frame) {
        const { left, top, width, height } = frame.getBoundingClientRect();
        this.#look((event.clientX - left) / width, (event.clientY - top) / height);
      }
    });
  }

  /** Shows an image, if it is enlarged; nothing for all others. */
  show(image, text) {
    const enlarged = image?.state === 'completed' && image.original_url ? image : null;
    if (enlarged?.id === this.#shown) {
      return;
    }
    this.#shown = enlarged?.id ?? null;
    this.#root.hidden = enlarged === null;
    this.#root.replaceChildren(...(enlarged ? this.#pair(enlarged, text) : []));
    this.#look(0.5, 0.5);
  }

  #pair(image, text) {
    const { url, original_url: original, upscale } = image;
    const [wide, high] = drawnSize(image);
    return [
      this.#magnified(original, `${text}, as drawn`, `As drawn, ${wide} × ${high}`),
      this.#magnified(url, `${text}, enlarged`, `Enlarged, ${upscale * wide} × ${upscale * high}`),
    ];
  }

  #magnified(url, alt, caption) {
    const picture = el('img', { alt, decoding: 'async', draggable: 'false' });
    point(picture, 'src', url);
    return el('figure', {}, el('div', { class: 'magnified' }, picture), el('figcaption', {}, caption));
  }

  #look(x, y) {
    this.#root.style.setProperty('--x', String(x));
    this.#root.style.setProperty('--y', String(y));
  }
}
