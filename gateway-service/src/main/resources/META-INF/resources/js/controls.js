import { keep } from './api.js';
import { el } from './dom.js';
import { originOf } from './origin.js';
import { show } from './picture-file.js';

const LOW = 100;
const HIGH = 200;
const HARDEST = 2040;

function threshold(control, name, otherwise, word) {
  return el('input', { type: 'number', inputmode: 'numeric', min: 1, max: HARDEST, value: control[name] ?? otherwise, 'aria-label': `${word} threshold of the edges for ${control.model}` });
}

/** The pictures that control a prompt's images, each with the control model that reads it and its strength. */
export class Controls {
  #chosen = new Map(); // fields of the prompt event, by the input of their strength
  #names = [];
  #limits = {};
  #sized;
  #model = el('select', { id: 'controls', name: 'controls', 'aria-describedby': 'controls-error' });
  #made = el('select', { id: 'control-preprocessor', name: 'preprocessor', 'aria-label': 'What is read of the picture' },
    el('option', { value: '' }, 'as it is'), el('option', { value: 'canny' }, 'its edges'));
  #file = el('input', { type: 'file', id: 'control-file', hidden: true, change: () => this.#take() });
  #add = el('button', { type: 'button', class: 'quiet', click: () => this.#file.click() }, 'Add picture');
  #error = el('p', { class: 'error', id: 'controls-error', role: 'alert' });
  #field = el('div', { class: 'field field-controls' },
    el('label', { for: 'controls' }, 'Control'),
    el('div', { class: 'loras' }, this.#model, this.#made, this.#add, this.#file),
    this.#error);

  /** `sized({ width, height })` is told the size of a picture that was added: the images must have it. */
  constructor(sized) {
    this.#sized = sized;
  }

  /** The field for a model; hidden where it has no control models. */
  build({ controls = [], limits }) {
    this.#names = controls;
    this.#limits = limits;
    this.#file.accept = limits.picture.types.join(',');
    this.#model.replaceChildren(...controls.map((name) => el('option', { value: name }, name)));
    this.write([]);
    return this.#field;
  }

  /** Those that are chosen, as the field of the prompt event; null for none. */
  read() {
    const controls = [...this.#chosen].map(([{ value }, { thresholds, ...control }]) => ({
      ...control,
      scale: value === '' ? 1 : Number(value),
      ...(thresholds && { low_threshold: Number(thresholds[0].value || LOW), high_threshold: Number(thresholds[1].value || HIGH) }),
    }));
    return controls.length === 0 ? null : controls;
  }

  /** Chooses those of a prompt, as far as their pictures are in the object store. */
  write(controls) {
    this.#chosen.clear();
    this.#field.querySelectorAll('.lora').forEach((chip) => chip.remove());
    this.#error.textContent = '';
    const stored = (controls ?? []).filter(({ image }) => image);
    if (stored.length < (controls ?? []).length) {
      this.#error.textContent = 'A control picture came with its prompt and is not stored: choose it again.';
    }
    stored.forEach((control) => this.#put(control));
    this.#offer();
  }

  async #take() {
    const [file] = this.#file.files;
    if (!file) {
      return;
    }
    this.#error.textContent = '';
    try {
      const picture = new Image();
      await show(file, picture, this.#limits);
      this.#put({ image: await keep(file), model: this.#model.value, scale: 1, ...(this.#made.value && { preprocessor: this.#made.value }) });
      this.#offer();
      this.#sized({ width: picture.naturalWidth, height: picture.naturalHeight });
    } catch ({ title, detail }) {
      this.#error.textContent = [title, detail].filter(Boolean).join(': ');
    } finally {
      this.#file.value = '';
    }
  }

  #put(control) {
    const { minimum, maximum } = this.#limits.control_scale;
    const strength = el('input', { type: 'number', inputmode: 'decimal', min: minimum, max: maximum, step: 0.05, value: control.scale, 'aria-label': `Strength of ${control.model}` });
    const thresholds = control.preprocessor ? [threshold(control, 'low_threshold', LOW, 'Low'), threshold(control, 'high_threshold', HIGH, 'High')] : null;
    const chip = el('div', { class: 'lora' }, originOf(control, 'The control picture'), el('span', { title: control.model }, control.model), strength, ...(thresholds ?? []),
      el('button', { type: 'button', class: 'quiet', 'aria-label': `Without ${control.model}`, click: () => this.#remove(strength, chip) }, '×'));
    this.#chosen.set(strength, { ...control, ...(thresholds && { thresholds }) });
    this.#model.before(chip);
  }

  #remove(strength, chip) {
    this.#chosen.delete(strength);
    chip.remove();
    this.#offer();
    this.#model.focus();
    this.#model.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Offers one more, as long as there may be more. */
  #offer() {
    const more = this.#names.length > 0 && this.#chosen.size < this.#limits.controls;
    this.#model.hidden = !more;
    this.#made.hidden = !more;
    this.#add.hidden = !more;
    this.#field.hidden = !more && this.#chosen.size === 0;
  }
}

/** Control models and their strengths in words; null for none. */
export function controlsInWords(controls) {
  return controls?.length ? controls.map(({ model, scale, preprocessor }) => `${model} ${scale}${preprocessor ? `, ${preprocessor}` : ''}`).join(', ') : null;
}
