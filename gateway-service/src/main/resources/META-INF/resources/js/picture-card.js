import { controlsInWords } from './controls.js';
import { byId, el } from './dom.js';
import { lorasInWords } from './loras.js';
import { drawnSize, point } from './pictures.js';
import { originOf } from './origin.js';
import { keyOf } from './picture-key.js';
import { isPaused, isTerminal } from './prompt-state.js';
import { fileName, fileSize } from './words.js';

const SAFETY = { marked: 'found something', blurred: 'found something: the picture is blurred' };
const PARAMETERS = ['negative_prompt', 'prompt_weights', 'width', 'height', 'steps', 'guidance_scale', 'scheduler', 'output_format', 'hires', 'upscale', 'image', 'mask_image', 'strength', 'loras', 'controls', 'parent', 'parent_step', 'keep_steps'];

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
  const seed = seedOf(prompt, image);
  return seed === null ? request : { ...request, seed };
}

/** An image's seed: its own, or the prompt's plus its index, in decimal digits of 64 unsigned bits; null while nobody knows it. */
function seedOf(prompt, image) {
  const first = prompt.parameters?.seed ?? null;
  return image?.seed ?? (first === null ? null : String(BigInt.asUintN(64, BigInt(first) + BigInt(image?.index ?? 0))));
}

function button(text, click, attributes = {}) {
  return el('button', { type: 'button', ...attributes, click }, text);
}

function download(link, url) {
  point(link, 'href', url);
  return link;
}

function fact(name, value) {
  return value === null || value === undefined || value === '' ? null : el('div', {}, el('dt', {}, name), el('dd', {}, value instanceof Node ? value : String(value)));
}

/** What can be done with a picture, and what it was made with. */
export class PictureCard {
  #doing;
  #defaults;
  #kind = '';
  #warned = '';
  #origin = { of: null, element: null };

  /** `doing` holds what the buttons do: again, edit, begin, cancel, pause and resume, each given the request or nothing; `defaults(model)` what the model adds. */
  constructor(doing, defaults) {
    this.#doing = doing;
    this.#defaults = defaults;
  }

  /** No prompt, no card. */
  clear() {
    this.#kind = '';
    this.#warned = '';
    byId('caption').textContent = '';
    byId('warnings').replaceChildren();
    byId('actions').replaceChildren();
    byId('facts').replaceChildren();
  }

  show(prompt, image) {
    byId('caption').textContent = prompt.prompt;
    this.#warn(prompt.warnings);
    const running = !prompt.images.every(isTerminal) || prompt.images.length === 0;
    const kind = `${prompt.id}/${image?.index}/${running}/${isPaused(prompt)}/${image?.state === 'completed'}`;
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#offer(prompt, image, running);
    }
    byId('facts').replaceChildren(...this.#facts(prompt, image).filter(Boolean));
  }

  /** Written only when they change, so that a screen reader says them once. */
  #warn(warnings) {
    if (warnings.join() !== this.#warned) {
      this.#warned = warnings.join();
      byId('warnings').replaceChildren(...warnings.map((warning) => el('p', {}, warning)));
    }
  }

  #offer(prompt, image, running) {
    const hadFocus = byId('actions').contains(document.activeElement);
    const request = requestOf(prompt, image);
    const { seed, parent, parent_step: parentStep, ...another } = request; // another seed: from the first step on
    const finished = image?.state === 'completed';
    const done = [
      finished ? download(el('a', { class: 'button', download: fileName(prompt.prompt, image) }, 'Download'), image.url) : null,
      button('Again', () => this.#doing.again(request), { title: 'Draw the same picture again, from the same seed' }),
      button('Variation', () => this.#doing.again(another), { title: 'The same prompt with another seed' }),
      button('Edit', () => this.#doing.edit(finished ? another : request), { title: 'Copy prompt and settings into the form' }),
      finished ? button('Use as source', () => this.#doing.begin(keyOf(image), prompt.prompt), { title: 'Start the next prompt from this picture' }) : null,
    ];
    const once = (text, act, attributes) => button(text, (event) => {
      event.currentTarget.disabled = true;
      act();
    }, attributes);
    const wait = isPaused(prompt)
      ? once('Resume', () => this.#doing.resume(), { class: 'primary', title: 'Go on from this step' })
      : once('Pause', () => this.#doing.pause(), { title: 'Stop at this step, and go on later' });
    const stop = once('Cancel', () => this.#doing.cancel(), { class: 'stop' });
    byId('actions').replaceChildren(...(running ? [wait, stop, finished ? done[0] : null] : done).filter(Boolean));
    if (hadFocus) {
      byId('actions').firstElementChild?.focus();
    }
  }

  /** Made once for each picture, not with each event. */
  #originOf({ image, mask_image }) {
    const of = `${image} ${mask_image}`;
    if (this.#origin.of !== of) {
      this.#origin = { of, element: originOf({ image, mask_image }) };
    }
    return this.#origin.element;
  }

  #facts(prompt, image) {
    const defaults = this.#defaults(image?.model ?? prompt.model);
    const of = (name) => image?.[name] ?? prompt.parameters?.[name] ?? defaults[name];
    const sides = drawnSize({ width: of('width'), height: of('height'), hires: image?.hires });
    const size = of('width') && of('height') ? sides.map((side) => side * (image?.upscale ?? 1)).join(' × ') : null;
    return [
      fact('Source', this.#originOf(prompt.parameters ?? {})),
      fact('Strength', prompt.parameters?.strength),
      fact('Seed', seedOf(prompt, image)),
      fact('Size', size && image?.size ? `${size}, ${fileSize(image.size)}` : size),
      fact('Second pass', image?.hires ? `${image.hires.scale} times as large, ${image.hires.steps} steps, strength ${image.hires.strength}` : null),
      fact('Enlarged', image?.upscale ? `${image.upscale} times` : null),
      fact('Steps', of('steps')),
      fact('Guidance', of('guidance_scale')),
      fact('LoRAs', lorasInWords(prompt.parameters?.loras)),
      fact('Control', controlsInWords(prompt.parameters?.controls)),
      fact('Edges', image?.control_images?.length ? el('span', {}, ...image.control_images.map((key) => originOf({ image: key }, 'What the control model read'))) : null),
      fact('Scheduler', of('scheduler')),
      fact('Model', image?.model ?? prompt.model),
      fact('Negative prompt', prompt.negative_prompt),
      fact('Safety checker', SAFETY[image?.safety]),
    ];
  }
}
