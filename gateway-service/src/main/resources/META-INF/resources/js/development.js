import { cancel } from './api.js';
import { announce } from './announcer.js';
import { byId, calm } from './dom.js';
import { Contacts } from './contacts.js';
import { PictureCard } from './picture-card.js';
import { Plate } from './plate.js';
import { heard, imageOf, promptOfImage, unknownPrompt } from './prompt-state.js';
import { Scrubber } from './scrubber.js';
import { follow } from './stream.js';

const NAME = 'Calotype';
const MESSAGE_MILLISECONDS = 6000;

/** The picture in the making: follows one prompt and shows one of its images. */
export class Development {
  #prompt = null;
  #index = 0;
  #step = null;
  #following = new AbortController();
  #plate = new Plate();
  #scrubber = new Scrubber((step) => this.#look(step));
  #contacts = new Contacts((index) => this.choose(index));
  #card;
  #heard;
  #frame = 0;

  /**
   * `again(request)`, `edit(request)` and `begin(key, prompt)` are the form's, `defaults(model)` what a model takes where a prompt is silent;
   * `changed(prompt, image)` and `finished()` hear what happens here.
   */
  constructor({ again, edit, begin, defaults, changed, finished }) {
    this.#card = new PictureCard({ again, edit, begin, cancel: () => this.#cancel() }, defaults);
    this.#heard = { changed, finished };
    this.clear();
  }

  /** Shows no prompt. */
  clear() {
    this.#following.abort();
    this.#prompt = null;
    this.#plate.clear();
    byId('development').toggleAttribute('data-idle', true);
    this.#scrubber.show(null);
    this.#contacts.show(null, 0);
    this.#card.clear();
    this.#connection(null);
    document.title = NAME;
  }

  /** Opens a prompt: one that is known already by its state or by a picture of the gallery, or only by its id. */
  open(id, index, { state = null, image = null } = {}) {
    if (this.#prompt?.id === id) {
      this.choose(index);
      return;
    }
    this.#following.abort();
    this.#following = new AbortController();
    this.#index = index;
    this.#step = null;
    this.#prompt = state ? heard(unknownPrompt(id), 'state', state) : image ? promptOfImage(id, image) : unknownPrompt(id);
    this.#plate.missing('waiting', 'Looking for it', '');
    byId('development').removeAttribute('data-idle');
    this.#render();
    this.#follow(id, this.#following.signal);
  }

  /** Shows another image of the prompt. */
  choose(index) {
    this.#index = index;
    this.#step = null;
    this.#render();
  }

  /** Brings the picture into view and the focus with it. */
  reveal() {
    const plate = byId('plate').getBoundingClientRect();
    if (plate.top < 0 || plate.bottom > innerHeight) {
      byId('development').scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'start' });
    }
  }

  async #follow(id, signal) {
    const hear = (event, data) => {
      if (!signal.aborted) {
        this.#hear(event, data);
      }
    };
    try {
      await follow(id, signal, hear, (problem) => signal.aborted || this.#connection(problem));
    } catch (problem) {
      if (!signal.aborted && !this.#prompt.images.some((image) => image.state === 'completed')) {
        this.#lose(problem);
      }
    }
  }

  #lose(problem) {
    const [title, detail] = problem.status === 404
      ? ['This prompt is not known here', 'It may be older than what the gateway remembers. The gallery below has every picture it still knows.']
      : [problem.title, problem.detail];
    byId('development').toggleAttribute('data-idle', true);
    this.#plate.missing('failed', title, detail);
    announce(title);
  }

  #hear(event, data) {
    const before = this.#prompt;
    this.#prompt = heard(before, event, data);
    this.#tell(event, before);
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#render();
      });
    }
  }

  #tell(event, before) {
    const { state, prompt } = this.#prompt;
    const image = imageOf(this.#prompt, this.#index);
    if (state !== before.state && state === 'running') {
      announce('It is being developed');
    }
    if (image?.state === 'denoising' && image.steps && image.step === Math.ceil(image.steps / 2)) {
      announce('Half developed');
    }
    if (event === 'completed' && before.state !== 'completed') {
      announce(state === 'completed' ? `The picture is ready: ${prompt}` : 'One picture is ready');
      this.#heard.finished();
    }
    if (event === 'failed') {
      announce(`It failed: ${image?.problem?.title ?? 'for a reason unknown'}. ${image?.problem?.detail ?? ''}`);
    }
    if (event === 'cancelled') {
      announce('Cancelled');
    }
  }

  #render() {
    const prompt = this.#prompt;
    const image = imageOf(prompt, this.#index) ?? prompt.images[0] ?? null;
    if (!prompt.known) {
      this.#scrubber.show(null);
      this.#card.clear();
      return;
    }
    if (image) {
      this.#plate.show(image, prompt.prompt, this.#step);
    } else if (prompt.problem) {
      this.#plate.missing('failed', prompt.problem.title, prompt.problem.detail);
    } else {
      this.#plate.missing('waiting', 'In the queue', 'It begins as soon as a worker is free.');
    }
    this.#scrubber.show(image);
    this.#contacts.show(prompt, this.#index);
    this.#card.show(prompt, image);
    this.#heard.changed(prompt, image);
    const running = image?.state === 'denoising' ? `${image.step}/${image.steps} ` : '';
    document.title = `${running}${prompt.prompt || prompt.id} · ${NAME}`;
  }

  #look(step) {
    this.#step = step;
    const image = imageOf(this.#prompt, this.#index);
    if (image) {
      this.#plate.show(image, this.#prompt.prompt, step);
    }
  }

  async #cancel() {
    announce('Cancelling');
    try {
      await cancel(this.#prompt.id);
    } catch (problem) {
      if (problem.status !== 409) {
        this.#card.clear();
        this.#render();
        this.#line(`It could not be cancelled: ${problem.title}`);
        setTimeout(() => this.#line(''), MESSAGE_MILLISECONDS);
      }
    }
  }

  #connection(problem) {
    const title = problem?.status === 404 || !problem?.title ? 'The connection was lost' : problem.title;
    this.#line(problem === null ? '' : `${title}. Trying again …`);
  }

  #line(text) {
    byId('connection').hidden = text === '';
    byId('connection').textContent = text;
  }
}
