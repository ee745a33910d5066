import { byId, calm } from './dom.js';
import { isTerminal } from './prompt-state.js';

const REPLAY_MILLISECONDS = 1800;

/** The slider under the picture: progress while it is drawn, and its earlier steps once it is done. */
export class Scrubber {
  #range = byId('step');
  #name = byId('step-name');
  #replay = byId('replay');
  #image = null;
  #timer = 0;
  #look;

  /** `look(step)` is asked to show a step, null for the end. */
  constructor(look) {
    this.#look = look;
    this.#range.addEventListener('input', () => {
      clearInterval(this.#timer);
      this.#goTo(Number(this.#range.value));
    });
    this.#replay.addEventListener('click', () => this.#play());
  }

  /** Shows how far an image is. */
  show(image) {
    const other = image?.id !== this.#image?.id;
    const wasDone = !other && this.#image && isTerminal(this.#image);
    this.#image = image;
    const canLookBack = Boolean(image && isTerminal(image) && image.previews.size > 0);
    this.#range.disabled = !canLookBack;
    this.#replay.disabled = !canLookBack;
    if (other) {
      clearInterval(this.#timer);
    }
    this.#range.max = String(image ? this.#last() : 1);
    if (!wasDone) {
      this.#set(this.#now());
    }
  }

  /** One position behind the last step is the finished picture; a picture that did not come to that ends with its last step. */
  #last() {
    const { state, step = 0, steps = 0, previews } = this.#image;
    const known = Math.max(1, ...previews.keys());
    return state === 'failed' || state === 'cancelled' ? Math.max(step, known) : Math.max(steps, known) + 1;
  }

  #now() {
    const image = this.#image;
    if (!image) {
      return 0;
    }
    return isTerminal(image) ? this.#last() : image.step ?? 0;
  }

  #set(position) {
    this.#range.value = String(position);
    const image = this.#image;
    const last = image ? this.#last() : 1;
    this.#range.style.setProperty('--filled', `${(100 * position) / last}%`);
    const finished = image?.state === 'completed' && position === last;
    const text = !image ? '' : finished ? 'finished' : `step ${position} of ${Math.max(image.steps || 0, last - 1) || '?'}`;
    this.#name.textContent = text;
    this.#range.setAttribute('aria-valuetext', text);
  }

  #goTo(position) {
    this.#set(position);
    this.#look(position === this.#last() ? null : position);
  }

  #play() {
    clearInterval(this.#timer);
    const last = this.#last();
    let position = Math.min(...this.#image.previews.keys());
    this.#goTo(position);
    const pace = Math.max(40, REPLAY_MILLISECONDS / last) * (calm() ? 3 : 1);
    this.#timer = setInterval(() => {
      position += 1;
      this.#goTo(Math.min(position, last));
      if (position >= last) {
        clearInterval(this.#timer);
      }
    }, pace);
  }
}
