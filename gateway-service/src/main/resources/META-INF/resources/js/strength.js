import { byId } from './dom.js';

const BY_DEFAULT = 0.8;
const WORDS = [
  [0.3, 'A light touch: almost everything stays.'],
  [0.5, 'Shapes and colours stay.'],
  [0.7, 'The composition stays, more or less.'],
  [0.99, 'Hardly a trace stays.'],
  [1, 'Only the proportions stay.'],
];
const MASKED = [
  [0.55, 'The painted area changes a little; the rest stays.'],
  [0.99, 'The painted area changes; the rest stays.'],
  [1, 'The painted area is redrawn; the rest stays.'],
];

/** How far a picture is left: a slider, and what it means. */
export class Strength {
  #slider = byId('strength');
  #touched = false;
  #masked = false;
  #byDefault = BY_DEFAULT;

  constructor() {
    this.#slider.addEventListener('input', () => {
      this.#touched = true;
      this.#say();
    });
  }

  /** Back to what holds by default for a model. */
  reset(byDefault = BY_DEFAULT) {
    this.#byDefault = byDefault;
    this.write(null);
  }

  /** Whether only a part is drawn anew, which is then drawn anew entirely by default. */
  mask(masked) {
    this.#masked = masked;
    this.#settle();
  }

  /** The strength that was chosen, null for the default. */
  read() {
    return this.#touched ? this.#slider.valueAsNumber : null;
  }

  /** Chooses a strength, or with null the default. */
  write(strength) {
    this.#touched = strength !== null;
    this.#settle(strength);
  }

  #settle(strength = null) {
    if (!this.#touched || strength !== null) {
      this.#slider.value = strength ?? (this.#masked ? 1 : this.#byDefault);
    }
    this.#say();
  }

  #say() {
    const value = this.#slider.valueAsNumber;
    const words = (this.#masked ? MASKED : WORDS).find(([most]) => value <= most)[1];
    const share = (value - this.#slider.min) / (this.#slider.max - this.#slider.min);
    byId('strength-text').textContent = words;
    byId('strength-value').textContent = value.toFixed(2);
    this.#slider.setAttribute('aria-valuetext', `${value.toFixed(2)}. ${words}`);
    this.#slider.style.setProperty('--filled', `${100 * share}%`);
  }
}
