import { keep } from './api.js';
import { byId } from './dom.js';
import { fitting, pictureAmong, show } from './picture-file.js';
import { point } from './pictures.js';

/** The picture that the gallery is searched by, if any: one of its own, or one that was chosen or dropped on it. */
export class PictureSearch {
  #panel = byId('sought');
  #picture = byId('sought-picture');
  #title = byId('sought-title');
  #key = null;
  #told;

  /** `changed()` is told that another picture or none is sought, `refused(problem)` why a file was refused; `limits()` is what the API takes. */
  constructor({ changed, refused, limits }) {
    this.#told = { changed, refused, limits };
    byId('search-file').accept = limits().picture.types.join(',');
    byId('search-picture').addEventListener('click', () => byId('search-file').click());
    byId('search-file').addEventListener('change', (event) => {
      this.#take(event.target.files[0]);
      event.target.value = '';
    });
    byId('sought-remove').addEventListener('click', () => {
      this.clear();
      byId('query').focus();
      changed();
    });
    this.#receive(byId('gallery'));
  }

  /** What is dropped on the gallery searches it; anywhere else it begins a prompt. */
  #receive(gallery) {
    const dropping = (event, on) => {
      if (event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        event.stopPropagation();
        byId('compose').removeAttribute('data-dropping');
        gallery.toggleAttribute('data-dropping', on);
      }
    };
    gallery.addEventListener('dragover', (event) => dropping(event, true));
    gallery.addEventListener('dragleave', (event) => !gallery.contains(event.relatedTarget) && dropping(event, false));
    gallery.addEventListener('drop', (event) => {
      dropping(event, false);
      this.#take(event.dataTransfer && (pictureAmong(event.dataTransfer.files) ?? event.dataTransfer.files[0]));
    });
  }

  /** The query's parameters: none without a picture. */
  query() {
    return this.#key === null ? {} : { like_image: this.#key };
  }

  /** Seeks what is like an image of the gallery. */
  like(image) {
    point(this.#picture, 'src', image.url);
    this.#seek(image.id, `Like “${image.prompt ?? 'this picture'}”`);
  }

  /** Seeks no picture. */
  clear() {
    this.#key = null;
    this.#panel.hidden = true;
  }

  async #take(file) {
    if (!file) {
      return;
    }
    try {
      await show(file, this.#picture, this.#told.limits());
      this.#seek(await keep(await fitting(file, this.#picture, this.#told.limits())), `Like ${file.name || 'your picture'}`);
    } catch (problem) {
      this.clear();
      this.#told.refused(problem);
    }
  }

  #seek(key, title) {
    this.#key = key;
    this.#title.textContent = title;
    this.#panel.hidden = false;
    byId('query').value = '';
    this.#told.changed();
  }
}
