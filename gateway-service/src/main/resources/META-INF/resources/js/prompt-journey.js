import { meaning } from './api.js';
import { byId, el } from './dom.js';
import { MeaningMap } from './map.js';
import { Stages } from './stages.js';

const MOST_TOKENS = 64;

/** A word's tail, as BERT marks it; a mark of the tokenizer's own, like [CLS] or <|endoftext|>; or a word. */
function kindOf(token) {
  return token.startsWith('##') ? 'tail' : /^(\[[A-Z]+\]|<\|.*\|>)$/.test(token) ? 'mark' : '';
}

/** The image if the model says what it shows, else null. */
function comparable(image) {
  return typeof image?.prompt_similarity === 'number' ? image : null;
}

/** How a prompt becomes a picture: its tokens, its place among the words the model knows, the stages. */
export class PromptJourney {
  #map = new MeaningMap();
  #stages = new Stages();
  #shown = null;
  #drafting = false;
  #asked = '';
  #request = new AbortController();

  /** Shows only the words that the model knows. */
  clear(model) {
    this.#shown = null;
    this.#stages.show(null);
    this.draft(model, '');
  }

  /** Shows a text as it is typed; the stages remain those of the picture. */
  draft(model, text) {
    const shown = this.#shown;
    this.#drafting = text !== '' && text !== shown?.prompt.prompt;
    if (this.#drafting) {
      byId('journey-subject').textContent = `“${text}”, as you type`;
      this.#ask(model, text, null, (answer) => this.#tokens(answer.tokens ?? []));
    } else if (shown) {
      this.show(shown.prompt, shown.image, shown.model);
    } else {
      byId('journey-subject').textContent = 'The words this model knows best.';
      this.#tokens([]);
      this.#ask(model, '', null, () => {});
    }
  }

  /** Shows a prompt and one of its images, on the map of its model. */
  show(prompt, image, model) {
    this.#drafting = this.#drafting && this.#shown?.prompt.id === prompt.id;
    this.#shown = { prompt, image, model };
    this.#stages.show(image, Boolean(image?.upscale ?? prompt.parameters?.upscale));
    if (this.#drafting) {
      return;
    }
    byId('journey-subject').textContent = prompt.prompt ? `“${prompt.prompt}”` : '';
    if (prompt.tokens) {
      this.#tokens(prompt.tokens);
    }
    if (prompt.prompt) {
      this.#ask(model, prompt.prompt, comparable(image), (answer) => {
        if (!this.#shown?.prompt.tokens) {
          this.#tokens(answer.tokens ?? []);
        }
      });
    }
  }

  async #ask(model, text, image, answered) {
    const key = `${model}\n${text}\n${image?.id ?? ''}`;
    if (key === this.#asked) {
      return;
    }
    this.#asked = key;
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    byId('map').setAttribute('aria-busy', 'true');
    try {
      const answer = await meaning(model, text, image?.id, signal);
      byId('meaning').hidden = false;
      this.#map.show(answer, image?.url);
      answered(answer);
    } catch (problem) {
      if (!signal.aborted) {
        this.#map.show(null);
        byId('meaning').hidden = problem.status === 404;
      }
    } finally {
      if (!signal.aborted) {
        byId('map').removeAttribute('aria-busy');
      }
    }
  }

  #tokens(tokens) {
    const shown = tokens.slice(0, MOST_TOKENS).map((token) => el('li', { class: `token ${kindOf(token)}` }, token.replace(/^##/, '').replace(/<\/w>$/, '')));
    const rest = tokens.length > MOST_TOKENS ? [el('li', { class: 'token-rest' }, `and ${tokens.length - MOST_TOKENS} more`)] : [];
    byId('tokens').replaceChildren(...shown, ...rest);
  }
}
