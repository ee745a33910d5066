import { Controls, controlsInWords } from './controls.js';
import { byId, el } from './dom.js';
import { Loras, lorasInWords } from './loras.js';

const NUMBERS = ['width', 'height', 'steps', 'guidance_scale', 'n', 'upscale'];
/** Most steps of a picture that are kept to branch from, as long as the settings say so. */
const MOST_KEPT = 50;
const NAMES = ['negative_prompt', 'prompt_weights', 'seed', 'scheduler', 'output_format', ...NUMBERS];

function field(name, label, control, hint = '') {
  control.id = name;
  control.name = name;
  control.setAttribute('aria-describedby', `${name}-error`);
  return el('div', { class: `field field-${name}` },
    el('label', { for: name }, label, hint ? el('span', { class: 'field-hint' }, hint) : null),
    control,
    el('p', { class: 'error', id: `${name}-error`, role: 'alert' }));
}

function number(range, step, value) {
  return el('input', { type: 'number', inputmode: step < 1 ? 'decimal' : 'numeric', min: range.minimum, max: range.maximum, step, placeholder: value ?? '' });
}

function choice(values, byDefault) {
  const options = values.filter((value) => value !== byDefault).map((value) => el('option', { value }, value));
  return el('select', {}, el('option', { value: '' }, byDefault ?? 'default'), ...options);
}

/** Scales of a second pass that the form offers. */
const PASSES = [1.5, 2];

function passes(scales) {
  const options = scales.map((scale) => el('option', { value: scale }, `${scale} times as large`));
  return [el('option', { value: '' }, 'no'), ...options];
}

function enlargements(factors) {
  const options = factors.map((factor) => el('option', { value: factor }, `${factor} times`));
  return el('select', {}, el('option', { value: '' }, 'no'), ...options);
}

/** The parameters of a prompt; what is left empty takes the model's default. */
export class Settings {
  #models;
  #change;
  #fromPicture = false;
  #hires = null; // of the prompt that is edited
  #loras = new Loras();
  #controls = new Controls((size) => this.#sized(size));

  constructor(models, change) {
    this.#models = models;
    this.#change = change;
    this.#build(models[0]);
    byId('settings').addEventListener('click', () => this.#unfold(byId('fields').hidden));
    byId('fields').addEventListener('change', () => this.#summarise());
    byId('fields').addEventListener('input', (event) => {
      if (event.target.id === 'model') {
        this.#build(models.find(({ id }) => id === event.target.value));
        change();
      }
      this.#summarise();
    });
  }

  /** The model pack that is chosen. */
  get model() {
    return this.#models.find(({ id }) => id === byId('model')?.value) ?? this.#models[0];
  }

  #build(model) {
    const { defaults, limits, schedulers, size_multiple: multiple } = model.calotype;
    const models = el('select', {}, ...this.#models.map(({ id }) => el('option', { value: id, selected: id === model.id }, id)));
    byId('fields').replaceChildren(
      ...(this.#models.length > 1 ? [field('model', 'Model', models)] : []),
      field('negative_prompt', 'Negative prompt', el('input', { type: 'text', autocomplete: 'off', placeholder: defaults.negative_prompt || 'nothing' })),
      ...this.#loras.build(model.calotype),
      this.#controls.build(model.calotype),
      field('prompt_weights', 'Weights of words', choice(limits.prompt_weights, null)),
      field('width', 'Width', number(limits.width, multiple, defaults.width), 'px'),
      field('height', 'Height', number(limits.height, multiple, defaults.height), 'px'),
      field('steps', 'Steps', number(limits.steps, 1, defaults.steps)),
      field('guidance_scale', 'Guidance', number(limits.guidance_scale, 0.5, defaults.guidance_scale)),
      field('scheduler', 'Scheduler', choice(schedulers, null)),
      field('seed', 'Seed', el('input', { type: 'text', inputmode: 'numeric', pattern: '[0-9]*', autocomplete: 'off', placeholder: 'random' })),
      field('n', 'Pictures', number(limits.n, 1, 1)),
      field('hires', 'Second pass', el('select', {}, ...passes(PASSES))),
      ...(limits.upscale.length > 0 ? [field('upscale', 'Enlarge', enlargements(limits.upscale))] : []),
      field('keep_steps', 'Keep steps', el('select', {}, el('option', { value: '' }, 'to branch from'), el('option', { value: 'no' }, 'no'))),
      field('output_format', 'Format', choice(limits.output_formats, defaults.output_format ?? 'png')));
    this.beginFromPicture(this.#fromPicture);
  }

  /** Whether there is a picture to start from, whose proportions then apply where no size is given. */
  beginFromPicture(there) {
    const { width, height } = this.model.calotype.defaults;
    byId('width').placeholder = there ? 'same as source' : width ?? '';
    byId('height').placeholder = there ? 'same as source' : height ?? '';
    this.#fromPicture = there;
    this.#summarise();
  }

  /** A control picture was added: the images are as large. */
  #sized({ width, height }) {
    byId('width').value = width;
    byId('height').value = height;
    this.#summarise();
  }

  #unfold(open) {
    byId('fields').hidden = !open;
    byId('settings').setAttribute('aria-expanded', String(open));
  }

  #summarise() {
    const value = (name) => byId(name).value || byId(name).placeholder;
    const seed = byId('seed').value;
    const n = Number(value('n'));
    byId('settings-text').textContent = [
      this.#size(value),
      `${value('steps')} steps`,
      `guidance ${value('guidance_scale')}`,
      seed ? `seed ${seed}` : 'random seed',
      ...(n > 1 ? [`${n} pictures`] : []),
      ...[lorasInWords(this.#loras.read()), controlsInWords(this.#controls.read())].filter((words) => words !== null),
      ...(byId('hires').value ? [`second pass ${byId('hires').value} times as large`] : []),
      ...(byId('upscale')?.value ? [`enlarged ${byId('upscale').value} times`] : []),
    ].join(' · ');
  }

  #size(value) {
    const { value: width } = byId('width');
    const { value: height } = byId('height');
    if (!this.#fromPicture || (width && height)) {
      return `${value('width')} × ${value('height')}`;
    }
    return width || height ? `${width ? `${width} wide` : `${height} high`}, as the source` : 'proportions of the source';
  }

  /** What was filled in, as fields of the prompt event. */
  read() {
    const request = this.#models.length > 1 ? { model: this.model.id } : {};
    for (const name of NAMES) {
      const value = byId(name)?.value.trim() ?? ''; // not every deployment enlarges pictures
      if (value !== '') {
        request[name] = NUMBERS.includes(name) ? Number(value) : value;
      }
    }
    const loras = this.#loras.read();
    const controls = this.#controls.read();
    const steps = request.steps ?? this.model.calotype.defaults.steps;
    const keep = byId('keep_steps').value === '' ? { keep_steps: Math.max(1, Math.ceil(steps / MOST_KEPT)) } : {};
    const hires = this.#secondPass();
    return { ...request, ...keep, ...(loras && { loras }), ...(controls && { controls }), ...(hires && { hires }) };
  }

  /** That of the prompt that is edited, with its steps and strength, unless another scale was chosen; null for none. */
  #secondPass() {
    const scale = Number(byId('hires').value);
    return scale === this.#hires?.scale ? this.#hires : scale > 0 ? { scale } : null;
  }

  /** Fills in the parameters of a prompt; what equals the default stays empty. */
  write(request) {
    if (this.#models.length > 1 && request.model) {
      this.#build(this.#models.find(({ id }) => id === request.model) ?? this.model);
      this.#change();
    }
    for (const name of NAMES) {
      const control = byId(name);
      if (control === null) {
        continue;
      }
      const value = String(request[name] ?? '');
      const isDefault = value === control.placeholder || (control.tagName === 'SELECT' && ![...control.options].some((option) => option.value === value));
      control.value = isDefault ? '' : value;
    }
    this.#loras.write(request.loras);
    this.#controls.write(request.controls);
    this.#hires = request.hires ?? null;
    const scales = new Set([...PASSES, ...(this.#hires ? [this.#hires.scale] : [])]);
    byId('hires').replaceChildren(...passes([...scales]));
    byId('hires').value = this.#hires?.scale ?? '';
    this.#summarise();
  }

  /** Shows what is wrong with a field and goes there; false if there is no such field. */
  refuse(name, text) {
    const control = byId('fields').querySelector(`[name="${CSS.escape(name)}"]`);
    if (!control) {
      return false;
    }
    this.#unfold(true);
    control.setAttribute('aria-invalid', 'true');
    byId(`${control.name}-error`).textContent = text;
    control.focus();
    return true;
  }

  /** Removes all error messages. */
  forgive() {
    for (const control of byId('fields').querySelectorAll('[aria-invalid]')) {
      control.removeAttribute('aria-invalid');
      byId(`${control.name}-error`).textContent = '';
    }
  }
}
