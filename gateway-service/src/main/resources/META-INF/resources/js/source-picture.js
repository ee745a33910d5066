import { keep } from './api.js';
import { announce } from './announcer.js';
import { byId } from './dom.js';
import { Mask } from './mask.js';
import { fitting, pictureAmong, show } from './picture-file.js';
import { urlOf } from './picture-key.js';
import { point } from './pictures.js';
import { Strength } from './strength.js';

const FIELDS = ['image', 'mask_image', 'strength'];

/** The picture that a prompt starts from, if any: which one, how much it changes, and where. */
export class SourcePicture {
  #panel = byId('source');
  #picture = byId('source-picture');
  #error = byId('source-error');
  #file = null;
  #key = null;
  #mask = new Mask(() => this.#painted());
  #strength = new Strength();
  #told;

  /** `changed(there)` is told whether there is a picture, `refused(problem)` why one was refused; `strength()` returns the default,
   * `limits()` what the API takes. */
  constructor({ changed, refused, strength, limits }) {
    this.#told = { changed, refused, strength, limits };
    byId('picture-file').accept = limits().picture.types.join(',');
    byId('add-picture').addEventListener('click', () => byId('picture-file').click());
    byId('picture-file').addEventListener('change', (event) => {
      this.#take(event.target.files[0]);
      event.target.value = '';
    });
    byId('source-remove').addEventListener('click', () => {
      this.clear();
      announce('Picture removed');
      byId('add-picture').focus();
    });
    byId('mask-undo').addEventListener('click', () => this.#mask.undo());
    byId('mask-clear').addEventListener('click', () => this.#mask.clear());
    this.#receive();
    this.clear();
  }

  /** Pictures are dropped and pasted anywhere on the page. */
  #receive() {
    const dropping = (event, on) => {
      if (event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        byId('compose').toggleAttribute('data-dropping', on);
      }
    };
    addEventListener('dragover', (event) => dropping(event, true));
    addEventListener('dragleave', (event) => event.relatedTarget === null && dropping(event, false));
    addEventListener('drop', (event) => {
      dropping(event, false);
      this.#take(event.dataTransfer && (pictureAmong(event.dataTransfer.files) ?? event.dataTransfer.files[0]));
    });
    addEventListener('paste', (event) => {
      const file = pictureAmong(event.clipboardData?.files ?? []);
      if (file) {
        event.preventDefault();
        this.#take(file);
      }
    });
  }

  /** No picture: the prompt starts from noise alone. */
  clear() {
    this.#file = null;
    this.#key = null;
    this.#error.textContent = '';
    this.#panel.hidden = true;
    byId('add-picture').hidden = false;
    this.#told.changed(false);
  }

  async #take(file) {
    if (!file) {
      return;
    }
    try {
      const fresh = new Image();
      await show(file, fresh, this.#told.limits());
      const ready = await fitting(file, fresh, this.#told.limits());
      this.#open(fresh.src, fresh, file.name ? `Starting from ${file.name}` : 'Starting from this picture');
      this.#file = ready;
      this.#upload().catch((problem) => this.#file === ready && this.refuse('image', problem));
    } catch (problem) {
      this.#told.refused(problem);
    }
  }

  #upload() {
    this.#key = keep(this.#file);
    return this.#key;
  }

  /** Starts from a picture that the gateway has. */
  async begin(key, title) {
    const fresh = new Image();
    const loaded = new Promise((done, fail) => {
      fresh.addEventListener('load', done);
      fresh.addEventListener('error', fail);
    });
    point(fresh, 'src', urlOf(key));
    try {
      await loaded;
      this.#open(fresh.src, fresh, title);
      this.#key = Promise.resolve(key);
    } catch {
      this.#told.refused({ title: 'The picture no longer exists', field: 'image' });
    }
  }

  #open(source, { naturalWidth, naturalHeight }, title) {
    this.clear();
    this.#picture.src = source;
    this.#picture.parentElement.style.setProperty('--ratio', naturalWidth / naturalHeight);
    byId('source-title').textContent = title;
    this.#mask.reset(naturalWidth, naturalHeight);
    this.#strength.reset(this.#told.strength());
    this.#panel.hidden = false;
    byId('add-picture').hidden = true;
    this.#told.changed(true);
    announce(`${title}. You can set how much changes, and where.`);
  }

  /** Fills in what a prompt started from. */
  async write({ image = null, mask_image: mask = null, strength = null }) {
    this.clear();
    if (!image) {
      return;
    }
    await this.begin(image, 'Starting from the same picture');
    this.#strength.write(strength);
    if (mask && !this.#panel.hidden) {
      const drawn = new Image();
      drawn.addEventListener('load', () => this.#mask.lay(drawn));
      point(drawn, 'src', urlOf(mask));
    }
  }

  /** What was chosen, as fields of the prompt event, once the picture is uploaded. */
  async read() {
    if (this.#key === null) {
      return {};
    }
    const image = await this.#key.catch((problem) => (this.#file ? this.#upload() : Promise.reject(problem)));
    const strength = this.#strength.read();
    return {
      image,
      ...(this.#mask.painted ? { mask_image: this.#mask.dataUri() } : {}),
      ...(strength === null ? {} : { strength }),
    };
  }

  /** Shows what is wrong with the picture; false if the field is not one of its own. */
  refuse(field, { title, detail }) {
    if (this.#panel.hidden || !FIELDS.includes(field)) {
      return false;
    }
    this.#error.textContent = [title, detail].filter(Boolean).join(': ');
    return true;
  }

  /** Removes the error message. */
  forgive() {
    this.#error.textContent = '';
  }

  #painted() {
    const { painted } = this.#mask;
    this.#strength.mask(painted);
    byId('mask-undo').disabled = !painted;
    byId('mask-clear').disabled = !painted;
    byId('mask-text').textContent = painted ? 'Only the painted area changes.' : 'Paint over the area to change. With nothing painted, the whole picture changes.';
  }
}
