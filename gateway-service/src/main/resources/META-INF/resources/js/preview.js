import { byId, el } from './dom.js';
import { point } from './pictures.js';
import { isTerminal, previewAt } from './prompt-state.js';

const NOTES = {
  waiting: ['Waiting', 'It starts as soon as a worker is free.'],
  encoding: ['Reading the prompt', ''],
  denoising: ['Drawing', ''],
  decoding: ['Finishing', ''],
  upscaling: ['Enlarging', ''],
  paused: ['Paused', 'It goes on from here when you resume it.'],
  cancelled: ['Cancelled', 'No picture was made.'],
};

/** Where a picture appears: step by step while it is drawn, then in full. */
export class Preview {
  #frame = byId('preview');
  #layers = byId('layers');
  #note = byId('preview-note');
  #shown = null;

  /** Shows no picture, before there is any prompt. */
  clear() {
    this.#frame.dataset.state = 'empty';
    this.#lay(null, '');
    this.#tell(['No picture yet', 'Write a prompt and press Generate.']);
  }

  /** Says that a prompt is being loaded, or why there is no picture. */
  missing(state, title, detail) {
    this.#frame.dataset.state = state;
    this.#lay(null, '');
    this.#tell([title, detail]);
  }

  /** Shows an image: at one of its steps, or, with step null, as it is now. */
  show(image, text, step = null) {
    this.#frame.dataset.state = step === null ? image.state : 'looking-back';
    const finished = image.state === 'completed' && step === null;
    const preview = previewAt(image, step ?? Infinity);
    if (finished) {
      this.#lay(image.url, text, 'final');
    } else {
      this.#lay(preview, preview ? `${text}, unfinished` : '', 'preview');
    }
    const hidden = finished || step !== null || (preview && !isTerminal(image) && image.state !== 'paused');
    this.#tell(hidden ? null : this.#words(image));
  }

  #words(image) {
    if (image.state === 'failed') {
      return [image.problem?.title ?? 'It failed', image.problem?.detail ?? ''];
    }
    const [title, detail] = NOTES[image.state] ?? [];
    return title ? [title, image.reason ?? detail] : null;
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
