import { byId, el } from './dom.js';
import { point } from './pictures.js';
import { isTerminal, previewAt } from './prompt-state.js';

const NOTES = {
  waiting: ['In the queue', 'It begins as soon as a worker is free.'],
  encoding: ['Reading', 'Words become meaning.'],
  denoising: ['Developing', ''],
  decoding: ['Fixing', 'Latents become pixels.'],
  cancelled: ['Cancelled', 'Nothing was kept.'],
};

/** The plate that a picture develops on. */
export class Plate {
  #plate = byId('plate');
  #layers = byId('layers');
  #note = byId('plate-note');
  #shown = null;

  /** The empty plate, before there is any prompt. */
  clear() {
    this.#plate.dataset.state = 'empty';
    this.#lay(null, '');
    this.#tell(['Unexposed', 'Write a prompt and press Develop.']);
  }

  /** Says that a prompt is looked for, or why there is none. */
  missing(state, title, detail) {
    this.#plate.dataset.state = state;
    this.#lay(null, '');
    this.#tell([title, detail]);
  }

  /** Shows an image: at a step of its way, or, with step null, as it is now. */
  show(image, text, step = null) {
    this.#plate.dataset.state = step === null ? image.state : 'looking-back';
    const finished = image.state === 'completed' && step === null;
    const preview = previewAt(image, step ?? Infinity);
    if (finished) {
      this.#lay(image.url, text, 'final');
    } else {
      this.#lay(preview, preview ? `${text}, developing` : '', 'preview');
    }
    const hidden = finished || step !== null || (preview && !isTerminal(image));
    this.#tell(hidden ? null : this.#words(image));
  }

  #words(image) {
    if (image.state === 'failed') {
      return [image.problem?.title ?? 'It failed', image.problem?.detail ?? ''];
    }
    return NOTES[image.state] ?? null;
  }

  #tell(words) {
    const said = words ? [el('strong', {}, words[0]), ...(words[1] ? [el('span', {}, words[1])] : [])] : [];
    this.#note.replaceChildren(...said);
  }

  #lay(source, alt, kind) {
    if (source === this.#shown) {
      return;
    }
    this.#shown = source;
    if (source === null) {
      this.#layers.replaceChildren();
      return;
    }
    const layer = el('img', { alt, class: `layer ${kind}`, decoding: 'async', draggable: kind === 'final' ? null : 'false' });
    point(layer, 'src', source);
    layer.decode().catch(() => loaded(layer)).then(() => {
      if (this.#shown === source) {
        const below = [...this.#layers.children];
        below.forEach((old) => old.setAttribute('aria-hidden', 'true'));
        this.#layers.append(layer);
        setTimeout(() => below.forEach((old) => old.remove()), kind === 'final' ? 900 : 260);
      }
    });
  }
}

function loaded(image) {
  return new Promise((done) => {
    image.addEventListener('load', done, { once: true });
    image.addEventListener('error', done, { once: true });
    if (image.complete && image.hasAttribute('src')) {
      done();
    }
  });
}
