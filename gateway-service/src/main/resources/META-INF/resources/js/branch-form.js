import { keptSteps } from './api.js';
import { byId } from './dom.js';
import { isTerminal } from './prompt-state.js';

/** The form under the slider: draws on from an earlier step with other words. */
export class BranchForm {
  #form = byId('branch');
  #words = byId('branch-prompt');
  #prompt = null;
  #image = null;
  #steps = [];
  #position = null;

  /** `branch(request)` draws what the form asks for. */
  constructor(branch) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      branch(this.#request());
    });
  }

  /** Shows the form where a picture can be branched from; another picture hides it until the slider is moved. */
  show(prompt, image) {
    if (image?.id !== this.#image?.id) {
      this.#position = null;
      this.#steps = [];
      this.#words.value = prompt?.prompt ?? '';
    }
    this.#prompt = prompt;
    this.#image = image;
    this.#render();
  }

  /** The slider is at a step, or, with null, at the end. */
  async at(position) {
    const asked = this.#image;
    const first = this.#position === null && this.#steps.length === 0;
    this.#position = position;
    if (first && asked && position !== null) {
      const steps = await keptSteps(asked.id).catch(() => []);
      this.#steps = asked.id === this.#image?.id ? steps : [];
    }
    this.#render();
  }

  /** The last kept step before the position. */
  get #step() {
    return this.#steps.filter((step) => step <= this.#position).at(-1) ?? null;
  }

  #render() {
    const step = this.#position === null ? null : this.#step;
    this.#form.hidden = step === null || !this.#image || !isTerminal(this.#image);
    byId('branch-label').textContent = `What it shows from step ${step} on`;
  }

  #request() {
    const { model, parameters } = this.#prompt;
    const { id, model: drawn } = this.#image;
    return {
      prompt: this.#words.value,
      ...(drawn ?? model ? { model: drawn ?? model } : {}),
      parent: id,
      parent_step: this.#step,
      keep_steps: parameters?.keep_steps ?? 1,
    };
  }
}
