import { keep } from './api.js';
import { announce } from './announcer.js';
import { byId } from './dom.js';
import { Mask } from './mask.js';
import { ACCEPTED, fitting, pictureAmong, show } from './picture-file.js';
import { urlOf } from './picture-key.js';
import { point } from './pictures.js';
import { Strength } from './strength.js';

const FIELDS = ['image', 'mask_image', 'strength'];

/** The picture that a prompt begins from, if it does: which one, how far it is left, and what of it is drawn anew. */
export class Start {
  #panel = byId('start');
  #picture = byId('start-picture');
  #error = byId('start-error');
  #file = null;
  #key = null;
  #mask = new Mask(() => this.#painted());
  #strength = new Strength();
  #told;

  /** `changed(there)` hears whether there is a picture, `refused(problem)` why one was not taken, `strength()` knows the default. */
  constructor({ changed, refused, strength }) {
    this.#told = { changed, refused, strength };
    byId('picture-file').accept = ACCEPTED;
    byId('add-picture').addEventListener('click', () => byId('picture-file').click());
    byId('picture-file').addEventListener('change', (event) => {
      this.#take(event.target.files[0]);
      event.target.value = '';
    });
    byId('start-remove').addEventListener('click', () => {
      this.clear();
      announce('The picture is taken away');
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

  /** No picture: the prompt begins from noise alone. */
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
      await show(file, fresh);
      const ready = await fitting(file, fresh);
      this.#open(fresh.src, fresh, file.name ? `Begins from ${file.name}` : 'Begins from this picture');
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

  /** Begins from a picture that the gateway has. */
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
      this.#told.refused({ title: 'The picture is not there any more', field: 'image' });
    }
  }

  #open(source, { naturalWidth, naturalHeight }, title) {
    this.clear();
    this.#picture.src = source;
    this.#picture.parentElement.style.setProperty('--ratio', naturalWidth / naturalHeight);
    byId('start-title').textContent = title;
    this.#mask.reset(naturalWidth, naturalHeight);
    this.#strength.reset(this.#told.strength());
    this.#panel.hidden = false;
    byId('add-picture').hidden = true;
    this.#told.changed(true);
    announce(`${title}. Its strength and the part to paint anew can be set.`);
  }

  /** Fills in what a prompt began from. */
  async write({ image = null, mask_image: mask = null, strength = null }) {
    this.clear();
    if (!image) {
      return;
    }
    await this.begin(image, 'Begins from the same picture');
    this.#strength.write(strength);
    if (mask && !this.#panel.hidden) {
      const drawn = new Image();
      drawn.addEventListener('load', () => this.#mask.lay(drawn));
      point(drawn, 'src', urlOf(mask));
    }
  }

  /** What was chosen, as fields of the prompt event, once the picture is kept. */
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

  /** Shows what is wrong with the picture; false if that is not what is wrong. */
  refuse(field, { title, detail }) {
    if (this.#panel.hidden || !FIELDS.includes(field)) {
      return false;
    }
    this.#error.textContent = [title, detail].filter(Boolean).join(': ');
    return true;
  }

  /** Takes a complaint away. */
  forgive() {
    this.#error.textContent = '';
  }

  #painted() {
    const { painted } = this.#mask;
    this.#strength.mask(painted);
    byId('mask-undo').disabled = !painted;
    byId('mask-clear').disabled = !painted;
    byId('mask-text').textContent = painted ? 'Only what you painted changes.' : 'Paint over what is to change. Without paint, all of it does.';
  }
}
