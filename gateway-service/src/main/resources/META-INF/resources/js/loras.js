import { el } from './dom.js';

/** The LoRAs that a prompt is drawn with and their strengths, chosen one by one, since a model may have many. */
export class Loras {
  #names = [];
  #range = {};
  #strengths = new Map(); // of those that are chosen, by name
  #chosen = el('div', { class: 'loras' });
  #choice = el('select', { id: 'loras', name: 'loras', 'aria-describedby': 'loras-error', input: () => this.#choose() });

  /** The controls for a model, or nothing where it has no LoRAs. */
  build({ loras = [], limits }) {
    this.#names = loras;
    this.#range = limits.lora_scale;
    this.write([]);
    return loras.length === 0 ? [] : [el('div', { class: 'field field-loras' },
      el('label', { for: 'loras' }, 'LoRAs'),
      this.#chosen,
      el('p', { class: 'error', id: 'loras-error', role: 'alert' }))];
  }

  /** Those that are chosen, as the field of the prompt event; null for none. */
  read() {
    const loras = [...this.#strengths].map(([name, { value }]) => ({ name, scale: value === '' ? 1 : Number(value) }));
    return loras.length === 0 ? null : loras;
  }

  /** Chooses those of a prompt; one that the model no longer has stays, so that nothing is drawn without it unasked. */
  write(loras) {
    this.#strengths.clear();
    this.#chosen.replaceChildren(this.#choice);
    (loras ?? []).forEach(({ name, scale }) => this.#add(name, scale));
    this.#offer();
  }

  #choose() {
    const name = this.#choice.value;
    this.#add(name, 1);
    this.#offer();
    this.#strengths.get(name).focus();
  }

  #add(name, scale) {
    const { minimum, maximum } = this.#range;
    const strength = el('input', { type: 'number', inputmode: 'decimal', min: minimum, max: maximum, step: 0.05, value: scale, 'aria-label': `Strength of ${name}` });
    const row = el('div', { class: 'lora' }, el('span', { title: name }, name), strength,
      el('button', { type: 'button', class: 'quiet', 'aria-label': `Without ${name}`, click: () => this.#remove(name, row) }, '×'));
    this.#strengths.set(name, strength);
    this.#choice.before(row);
  }

  #remove(name, row) {
    this.#strengths.delete(name);
    row.remove();
    this.#offer();
    this.#choice.focus();
    this.#choice.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** Offers those that are not chosen yet. */
  #offer() {
    const left = this.#names.filter((name) => !this.#strengths.has(name));
    const first = this.#strengths.size === 0 ? 'none' : 'one more';
    this.#choice.replaceChildren(el('option', { value: '' }, first), ...left.map((name) => el('option', { value: name }, name)));
    this.#choice.hidden = left.length === 0;
  }
}

/** LoRAs and their strengths in words, as they may stand in a prompt; null for none. */
export function lorasInWords(loras) {
  return loras?.length ? loras.map(({ name, scale }) => `${name} ${scale}`).join(', ') : null;
}
