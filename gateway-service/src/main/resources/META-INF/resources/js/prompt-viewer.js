import { cancel, pause, resume } from './api.js';
import { announce } from './announcer.js';
import { BranchForm } from './branch-form.js';
import { byId, calm } from './dom.js';
import { Comparison } from './comparison.js';
import { Lineage } from './lineage.js';
import { PictureCard } from './picture-card.js';
import { Preview } from './preview.js';
import { heard, imageOf, isPaused, promptOfImage, unknownPrompt } from './prompt-state.js';
import { Scrubber } from './scrubber.js';
import { follow } from './stream.js';
import { Thumbnails } from './thumbnails.js';

const NAME = 'Calotype';
const MESSAGE_MILLISECONDS = 6000;

/** Follows one prompt and shows one of its images as it is drawn. */
export class PromptViewer {
  #prompt = null;
  #index = 0;
  #step = null;
  #following = new AbortController();
  #preview = new Preview();
  #scrubber = new Scrubber((step) => this.#look(step));
  #comparison = new Comparison();
  #lineage = new Lineage();
  #thumbnails = new Thumbnails((index) => this.choose(index));
  #card;
  #branch;
  #heard;
  #frame = 0;

  /**
   * `again(request)`, `edit(request)` and `begin(key, prompt)` belong to the form, `defaults(model)` returns what a model uses where a prompt says nothing;
   * `changed(prompt, image)` and `finished()` are called as the prompt goes on.
   */
  constructor({ again, edit, begin, defaults, changed, finished }) {
    this.#card = new PictureCard({
      again, edit, begin,
      cancel: () => this.#ask(cancel, 'Cancelling', 'It could not be cancelled'),
      pause: () => this.#ask(pause, 'Pausing', 'It could not be paused'),
      resume: () => this.#ask(resume, 'Resuming', 'It could not be resumed'),
    }, defaults);
    this.#branch = new BranchForm(again);
    this.#heard = { changed, finished };
    this.clear();
  }

  /** Shows no prompt. */
  clear() {
    this.#following.abort();
    this.#prompt = null;
    this.#preview.clear();
    byId('viewer').toggleAttribute('data-idle', true);
    this.#scrubber.show(null);
    this.#thumbnails.show(null, 0);
    this.#comparison.show(null, '');
    this.#branch.show(null, null);
    this.#lineage.show(null, null);
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
    this.#preview.missing('waiting', 'Loading', '');
    byId('viewer').removeAttribute('data-idle');
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
    const preview = byId('preview').getBoundingClientRect();
    if (preview.top < 0 || preview.bottom > innerHeight) {
      byId('viewer').scrollIntoView({ behavior: calm() ? 'auto' : 'smooth', block: 'start' });
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
      ? ['Prompt not found', 'It may be too old for the gateway to remember. The gallery below shows every picture it still knows.']
      : [problem.title, problem.detail];
    byId('viewer').toggleAttribute('data-idle', true);
    this.#preview.missing('failed', title, detail);
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
      announce(isPaused(before) ? 'Drawing goes on' : 'Drawing has started');
    }
    if (state !== before.state && isPaused(this.#prompt)) {
      announce('Paused');
    }
    if (image?.state === 'denoising' && image.steps && image.step === Math.ceil(image.steps / 2)) {
      announce('Halfway there');
    }
    if (event === 'completed' && before.state !== 'completed') {
      announce(state === 'completed' ? `The picture is ready: ${prompt}` : 'One picture is ready');
      this.#heard.finished();
    }
    if (event === 'failed') {
      announce(`It failed: ${image?.problem?.title ?? 'reason unknown'}. ${image?.problem?.detail ?? ''}`);
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
      this.#comparison.show(null, '');
      this.#branch.show(null, null);
      this.#lineage.show(null, null);
      this.#card.clear();
      return;
    }
    if (image) {
      this.#preview.show(image, prompt.prompt, this.#step);
    } else if (prompt.problem) {
      this.#preview.missing('failed', prompt.problem.title, prompt.problem.detail);
    } else {
      this.#preview.missing('waiting', 'Waiting', 'It starts as soon as a worker is free.');
    }
    this.#scrubber.show(image);
    this.#branch.show(prompt, image);
    this.#thumbnails.show(prompt, this.#index);
    this.#comparison.show(image, prompt.prompt);
    this.#lineage.show(prompt, image);
    this.#card.show(prompt, image);
    this.#heard.changed(prompt, image);
    const running = image?.state === 'denoising' ? `${image.step}/${image.steps} ` : '';
    document.title = `${running}${prompt.prompt || prompt.id} · ${NAME}`;
  }

  #look(step) {
    this.#step = step;
    this.#branch.at(step);
    const image = imageOf(this.#prompt, this.#index);
    if (image) {
      this.#preview.show(image, this.#prompt.prompt, step);
    }
  }

  /** What has ended meanwhile needs no message: the page shows its end. */
  async #ask(what, doing, failed) {
    announce(doing);
    try {
      await what(this.#prompt.id);
    } catch (problem) {
      if (problem.status !== 409) {
        this.#card.clear();
        this.#render();
        this.#line(`${failed}: ${problem.title}`);
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
