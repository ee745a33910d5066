import { Problem, publish } from './api.js';
import { afterPause, byId, el } from './dom.js';
import { Settings } from './settings.js';
import { SourcePicture } from './source-picture.js';
import { styleOf, withStyle } from './style-words.js';

/** Characters of examples that fit on one line. */
const EXAMPLES_LENGTH = 118;
const GAP_LENGTH = 4;

/** The form that a prompt is written in. */
export class Composer {
  #text = byId('prompt');
  #button = byId('generate');
  #error = byId('prompt-error');
  #settings;
  #source;
  #publish;
  #styles = [];

  /** `published(state)` is called with a prompt that was accepted, `drafted(model, text)` with what is being typed. */
  constructor(models, { published, drafted }) {
    this.#publish = published;
    const draft = afterPause(350, () => drafted(this.model, this.#text.value.trim()));
    this.#settings = new Settings(models, () => {
      this.#offer();
      draft();
    });
    this.#source = new SourcePicture({
      changed: (there) => this.#settings.beginFromPicture(there),
      refused: (problem) => this.#refuse(problem),
      strength: () => this.#settings.model.calotype.defaults.strength ?? undefined,
      limits: () => this.#settings.model.calotype.limits,
    });
    this.#offer();
    this.#text.addEventListener('input', () => {
      this.#grow();
      this.#markStyle();
      this.#forgive();
      draft();
    });
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        byId('compose').requestSubmit();
      }
    });
    byId('compose').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(async () => ({ prompt: this.#text.value, ...this.#settings.read(), ...(await this.#source.read()) }));
    });
    addEventListener('resize', () => this.#grow());
    this.#grow();
  }

  /** The id of the chosen model. */
  get model() {
    return this.#settings.model.id;
  }

  #write(text) {
    this.#text.value = text;
    this.#text.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #offer() {
    const { styles = [], examples = [], default_style: byDefault } = this.#settings.model.calotype ?? {};
    this.#styles = styles;
    byId('styles').replaceChildren(...styles.map((style) => el('button', {
      type: 'button',
      class: 'chip',
      'aria-pressed': 'false',
      'data-style': style,
      title: style === byDefault ? 'The default style' : null,
      click: () => {
        const pressed = styleOf(this.#text.value, styles) === style;
        this.#write(withStyle(this.#text.value, styles, pressed ? null : style));
        this.#text.focus();
      },
    }, style)));
    byId('styles').parentElement.hidden = styles.length === 0;
    let length = 0;
    const fitting = examples.filter((text) => (length += text.length + GAP_LENGTH) <= EXAMPLES_LENGTH);
    byId('examples').replaceChildren(...fitting.map((text) => this.#example(text)));
    if (examples.length > fitting.length) {
      const surprise = () => this.#write(examples[Math.floor(Math.random() * examples.length)]);
      byId('examples').append(el('button', { type: 'button', class: 'example surprise', click: surprise }, 'surprise me'));
    }
    byId('examples').parentElement.hidden = examples.length === 0;
    this.#markStyle();
  }

  #example(text) {
    return el('button', {
      type: 'button',
      class: 'example',
      click: () => {
        this.#write(text);
        this.#text.focus();
      },
    }, text);
  }

  #markStyle() {
    const style = styleOf(this.#text.value, this.#styles);
    for (const chip of byId('styles').children) {
      chip.setAttribute('aria-pressed', String(chip.dataset.style === style));
    }
  }

  #grow() {
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #forgive() {
    this.#text.removeAttribute('aria-invalid');
    this.#error.textContent = '';
    this.#settings.forgive();
    this.#source.forgive();
  }

  /** Fills the form with a prompt and its parameters, to be changed. */
  edit(request) {
    const { width, height, ...unsized } = request;
    this.#source.write(request);
    this.#settings.write(request.image ? unsized : request);
    this.#write(request.prompt);
    this.#goToText();
  }

  /** Puts a picture that the gateway has into the form, and words where there are none. */
  begin(key, prompt) {
    this.#source.begin(key, `Starting from “${prompt}”`);
    if (this.#text.value.trim() === '') {
      this.#write(prompt);
    }
    this.#goToText();
  }

  #goToText() {
    const { length } = this.#text.value;
    this.#text.focus();
    this.#text.setSelectionRange(length, length);
  }

  /** Publishes a prompt and shows at its place what is wrong with it. */
  send(request) {
    return this.#send(() => request);
  }

  async #send(asked) {
    this.#forgive();
    this.#button.setAttribute('aria-busy', 'true');
    this.#button.disabled = true;
    try {
      const request = await asked();
      if (request.prompt.trim() === '') {
        throw new Problem({ title: 'The prompt is empty', detail: 'Describe a picture, or pick an example.', field: 'prompt' });
      }
      this.#publish(await publish(request));
    } catch (problem) {
      this.#refuse(problem);
    } finally {
      this.#button.removeAttribute('aria-busy');
      this.#button.disabled = false;
    }
  }

  #refuse(problem) {
    const text = [problem.title ?? problem.message, problem.detail].filter(Boolean).join(': ');
    if (problem.field && problem.field !== 'prompt' && (this.#settings.refuse(problem.field, text) || this.#source.refuse(problem.field, problem))) {
      return;
    }
    this.#error.textContent = text;
    if (problem.field === 'prompt') {
      this.#text.setAttribute('aria-invalid', 'true');
      this.#text.focus();
    }
  }
}
