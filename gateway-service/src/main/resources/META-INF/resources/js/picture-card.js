import { byId, el } from './dom.js';
import { isTerminal } from './prompt-state.js';
import { fileName, fileSize } from './words.js';

const PARAMETERS = ['negative_prompt', 'width', 'height', 'steps', 'guidance_scale', 'scheduler', 'output_format'];

/** The prompt event that makes an image again; without the seed it makes another one of its kind. */
export function requestOf(prompt, image) {
  const known = { ...prompt.parameters, negative_prompt: prompt.negative_prompt };
  const request = { prompt: prompt.prompt, model: prompt.model };
  for (const name of PARAMETERS) {
    const value = image?.[name] ?? known[name];
    if (value !== null && value !== undefined && value !== '') {
      request[name] = value;
    }
  }
  return { ...request, ...(image?.seed ? { seed: String(image.seed) } : {}) };
}

function button(text, click, attributes = {}) {
  return el('button', { type: 'button', ...attributes, click }, text);
}

function fact(name, value) {
  return value === null || value === undefined || value === '' ? null : el('div', {}, el('dt', {}, name), el('dd', {}, String(value)));
}

/** What can be done with a picture, and what it was made with. */
export class PictureCard {
  #doing;
  #kind = '';

  /** `doing` holds what the buttons do: again, variation, edit and cancel, each given the request or nothing. */
  constructor(doing) {
    this.#doing = doing;
  }

  /** No prompt, no card. */
  clear() {
    this.#kind = '';
    byId('caption').textContent = '';
    byId('actions').replaceChildren();
    byId('facts').replaceChildren();
  }

  show(prompt, image) {
    byId('caption').textContent = prompt.prompt;
    const running = !prompt.images.every(isTerminal) || prompt.images.length === 0;
    const kind = `${prompt.id}/${image?.index}/${running}/${image?.state === 'completed'}`;
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#offer(prompt, image, running);
    }
    byId('facts').replaceChildren(...this.#facts(prompt, image).filter(Boolean));
  }

  #offer(prompt, image, running) {
    const hadFocus = byId('actions').contains(document.activeElement);
    const request = requestOf(prompt, image);
    const { seed, ...another } = request;
    const finished = image?.state === 'completed';
    const done = [
      finished ? el('a', { class: 'button', href: image.url, download: fileName(prompt.prompt, image) }, 'Download') : null,
      button('Again', () => this.#doing.again(request), { title: 'The same picture once more, from the same seed' }),
      button('Variation', () => this.#doing.again(another), { title: 'The same words from another seed' }),
      button('Edit', () => this.#doing.edit(finished ? another : request), { title: 'Take words and settings into the form' }),
    ];
    const stop = button('Cancel', (event) => {
      event.currentTarget.disabled = true;
      this.#doing.cancel();
    }, { class: 'stop' });
    byId('actions').replaceChildren(...(running ? [stop, finished ? done[0] : null] : done).filter(Boolean));
    if (hadFocus) {
      byId('actions').firstElementChild?.focus();
    }
  }

  #facts(prompt, image) {
    const of = (name) => image?.[name] ?? prompt.parameters?.[name];
    const size = of('width') && of('height') ? `${of('width')} × ${of('height')}` : null;
    return [
      fact('Seed', image?.seed),
      fact('Size', size && image?.size ? `${size}, ${fileSize(image.size)}` : size),
      fact('Steps', of('steps')),
      fact('Guidance', of('guidance_scale')),
      fact('Scheduler', of('scheduler')),
      fact('Model', of('model') ?? prompt.model),
      fact('Without', prompt.negative_prompt),
    ];
  }
}
