import { meaning } from './api.js';
import { byId, el } from './dom.js';
import { MeaningMap } from './map.js';
import { Stages } from './stages.js';

const MOST_TOKENS = 64;

/** The way of a prompt: its tokens, its place among the words, the stages. */
export class Way {
  #map = new MeaningMap();
  #stages = new Stages();
  #asked = '';
  #request = new AbortController();

  /** Shows a text that is only being written, or with no text the words that the model knows. */
  draft(model, text) {
    byId('way-subject').textContent = text ? `“${text}”, as you write it` : 'The words that this model knows best.';
    this.#stages.show(null);
    this.#ask(model, text, (answer) => this.#tokens(answer.tokens ?? []));
    if (!text) {
      this.#tokens([]);
    }
  }

  /** Shows the way of a prompt and of one of its images. */
  show(prompt, image) {
    byId('way-subject').textContent = prompt.prompt ? `“${prompt.prompt}”` : '';
    this.#stages.show(image);
    if (prompt.tokens) {
      this.#tokens(prompt.tokens);
    }
    if (prompt.prompt && prompt.model) {
      this.#ask(prompt.model, prompt.prompt, (answer) => {
        if (!prompt.tokens) {
          this.#tokens(answer.tokens ?? []);
        }
      });
    }
  }

  async #ask(model, text, answered) {
    const key = `${model}\n${text}`;
    if (key === this.#asked) {
      return;
    }
    this.#asked = key;
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    byId('map').setAttribute('aria-busy', 'true');
    try {
      const answer = await meaning(model, text, signal);
      this.#map.show(answer);
      answered(answer);
    } catch (problem) {
      if (!signal.aborted) {
        this.#asked = '';
        console.debug('no map of meaning:', problem.title ?? problem.message);
      }
    } finally {
      if (!signal.aborted) {
        byId('map').removeAttribute('aria-busy');
      }
    }
  }

  #tokens(tokens) {
    const shown = tokens.slice(0, MOST_TOKENS).map((token) => el('li', { class: token.startsWith('##') ? 'token tail' : 'token' }, token.replace(/^##/, '')));
    const rest = tokens.length > MOST_TOKENS ? [el('li', { class: 'token-rest' }, `and ${tokens.length - MOST_TOKENS} more`)] : [];
    byId('tokens').replaceChildren(...shown, ...rest);
  }
}
