import { gallery } from './api.js';
import { afterPause, byId, el } from './dom.js';
import { PictureSearch } from './picture-search.js';
import { point } from './pictures.js';
import { addressOf } from './route.js';
import { ago } from './words.js';

const PAGE = 24;

/** The gallery: every picture the gateway knows, newest first or nearest in meaning first. */
export class Gallery {
  #wall = byId('wall');
  #note = byId('gallery-note');
  #more = byId('more');
  #cursor = null;
  #request = new AbortController();
  #images = new Map();
  #picture;

  /** `limits()` is what the API takes. */
  constructor(limits) {
    this.#picture = new PictureSearch({
      changed: () => this.refresh(),
      refused: ({ title, detail }) => {
        this.#note.textContent = [title, detail].filter(Boolean).join(': ');
      },
      limits,
    });
    const search = afterPause(300, () => this.refresh());
    byId('search').addEventListener('submit', (event) => {
      event.preventDefault();
      this.refresh();
    });
    byId('search').addEventListener('input', () => {
      this.#picture.clear();
      search();
    });
    this.#more.addEventListener('click', () => this.#load(this.#cursor));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.#cursor === null) {
        this.refresh();
      }
    });
  }

  /** The image of that id, if it hangs here. */
  image(id) {
    return this.#images.get(id) ?? null;
  }

  /** Begins anew at the first page. */
  refresh() {
    return this.#load(null);
  }

  #query() {
    const text = byId('query').value.trim();
    return text ? { [byId('search').elements.by.value]: text } : this.#picture.query();
  }

  async #load(cursor) {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    const query = this.#query();
    this.#wall.setAttribute('aria-busy', 'true');
    try {
      const page = await gallery({ limit: PAGE, ...query, ...(cursor ? { cursor } : {}) }, signal);
      this.#hang(page, cursor !== null);
      this.#say(query);
    } catch (problem) {
      if (!signal.aborted) {
        this.#note.replaceChildren(`${problem.title ?? 'The gallery cannot be loaded'}. `, el('button', { type: 'button', class: 'link', click: () => this.#load(cursor) }, 'Try again'));
      }
    } finally {
      if (!signal.aborted) {
        this.#wall.removeAttribute('aria-busy');
      }
    }
  }

  #hang({ images, next_cursor: next }, further) {
    const focused = further ? null : document.activeElement?.closest?.('.wall a')?.getAttribute('href');
    const items = images.map((image) => this.#item(image));
    if (!further) {
      this.#images.clear();
      this.#wall.replaceChildren();
    }
    images.forEach((image) => this.#images.set(image.id, image));
    this.#wall.append(...items);
    this.#cursor = next;
    this.#more.hidden = next === null;
    if (further) {
      items[0]?.querySelector('a').focus();
    } else if (focused) {
      [...this.#wall.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
    }
  }

  #item(image) {
    const id = image.id.slice(0, image.id.lastIndexOf('/'));
    const aside = image.score === undefined || image.score === null ? ago(image.created_at) : `${Math.round(100 * image.score)} % similar`;
    const picture = el('img', { alt: '', loading: 'lazy', decoding: 'async', width: image.width, height: image.height });
    point(picture, 'src', image.url);
    return el('li', {},
      el('a', { href: addressOf(id, image.index) },
        el('span', { class: 'frame' }, picture),
        el('span', { class: 'title' }, image.prompt ?? 'no prompt'),
        el('span', { class: 'when' }, aside)),
      this.#likeThis(image));
  }

  /** Where the model says what its pictures show. */
  #likeThis(image) {
    return typeof image.prompt_similarity === 'number'
      ? el('button', { type: 'button', class: 'like-this', 'aria-label': `More like “${image.prompt ?? 'this picture'}”`, click: () => this.#picture.like(image) }, 'More like this')
      : null;
  }

  #say(query) {
    const found = this.#images.size;
    if (query.like_image) {
      this.#note.textContent = found > 0 ? 'The nearest by what they show first.' : 'There is no other picture that can be compared with it.';
      return;
    }
    const [text] = Object.values(query);
    if (found > 0) {
      this.#note.textContent = text ? `${found}${this.#cursor ? '+' : ''} ${found === 1 ? 'picture' : 'pictures'} ${query.like ? 'nearest in meaning to' : 'with'} “${text}”` : '';
    } else {
      this.#note.textContent = text ? `No picture matches “${text}”. ${query.q ? 'Searching by meaning may find one.' : ''}` : 'No pictures yet. The first one you make appears here.';
    }
  }
}
