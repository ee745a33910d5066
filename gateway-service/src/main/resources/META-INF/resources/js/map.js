import { byId, el, svg } from './dom.js';
import { place } from './labels.js';
import { point } from './pictures.js';
import { obedience } from './words.js';

const MARGIN = 34;
const NEAREST = 5;
const RADIUS = 17;

/** The map of meaning: the model's words on two axes, and among them the prompt and its picture. */
export class MeaningMap {
  #box = byId('map');
  #words = svg('g');
  #you = svg('g', { class: 'you' }, svg('circle', { r: 14, class: 'halo' }), svg('circle', { r: 6 }));
  #thumbnail = svg('image', { x: -RADIUS, y: -RADIUS, width: 2 * RADIUS, height: 2 * RADIUS, preserveAspectRatio: 'xMidYMid slice' });
  #shown = svg('g', { class: 'shown' }, this.#thumbnail, svg('circle', { r: RADIUS }));
  #between = svg('line', { class: 'between' });
  #picture = svg('svg', { role: 'img', 'aria-label': 'Map of the words that the model knows' }, this.#words, this.#between, this.#shown, this.#you);
  #meaning = null;

  constructor() {
    this.#box.append(this.#picture);
    new ResizeObserver(() => this.#draw()).observe(this.#box);
  }

  /**
   * Shows what the gateway says about a text and a picture at a URL: {prompt: {x, y} or null, picture: {x, y, closer_than, shows}
   * or null, words: [{word, x, y, similarity}]}.
   */
  show(meaning, url) {
    this.#meaning = meaning;
    if (url) {
      point(this.#thumbnail, 'href', url);
    }
    byId('obeyed').textContent = typeof meaning?.picture?.closer_than === 'number' ? obedience(meaning.picture) : '';
    this.#draw();
    const nearest = this.#nearest();
    byId('nearest').replaceChildren(...nearest.map(({ word, similarity }) => el('li', {}, word, ' ', el('span', {}, similarity.toFixed(2)))));
    const words = nearest.map(({ word, similarity }) => `${word} ${similarity.toFixed(2)}`).join(', ');
    this.#picture.setAttribute('aria-label', words ? `Map of meaning. Nearest words: ${words}` : 'Map of the words that the model knows');
  }

  #nearest() {
    const { prompt, words = [] } = this.#meaning ?? {};
    return prompt ? [...words].sort((a, b) => b.similarity - a.similarity).slice(0, NEAREST) : [];
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (!this.#meaning || width === 0) {
      this.#words.replaceChildren();
      [this.#you, this.#shown, this.#between].forEach((part) => part.setAttribute('visibility', 'hidden'));
      return;
    }
    const { prompt, picture, words } = this.#meaning;
    const at = fitted(words, width, height);
    this.#picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const near = new Set(this.#nearest());
    const ordered = [...words].sort((a, b) => Number(near.has(b)) - Number(near.has(a)) || (b.similarity ?? 0) - (a.similarity ?? 0));
    const { fontFamily } = getComputedStyle(this.#box);
    const points = ordered.map((word) => ({
      ...at(word),
      text: word.word,
      near: near.has(word),
      similarity: word.similarity,
      font: `${near.has(word) ? '600 13px' : '11px'} ${fontFamily}`,
      height: near.has(word) ? 15 : 13,
    }));
    const you = prompt ? at(prompt) : null;
    const shown = picture ? at(picture) : null;
    const taken = [you && around(you, 10), shown && around(shown, RADIUS)].filter(Boolean);
    this.#words.replaceChildren(
      ...points.filter((point) => point.near).map((point) => svg('line', { x1: you.x, y1: you.y, x2: point.x, y2: point.y, class: 'thread', opacity: Math.max(0.15, point.similarity) })),
      ...points.map((point) => svg('circle', { cx: point.x, cy: point.y, r: point.near ? 3.5 : 2, class: point.near ? 'word near' : 'word' })),
      ...place(points, { width, height }, taken).map(({ point, box }) =>
        svg('text', { x: box.left, y: box.bottom - 3, class: point.near ? 'near' : '' }, point.text)));
    move(this.#you, you);
    move(this.#shown, shown);
    this.#between.setAttribute('visibility', you && shown ? 'visible' : 'hidden');
    if (you && shown) {
      Object.entries({ x1: you.x, y1: you.y, x2: shown.x, y2: shown.y }).forEach(([name, value]) => this.#between.setAttribute(name, value));
    }
  }
}

function around({ x, y }, radius) {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function move(part, to) {
  part.setAttribute('visibility', to ? 'visible' : 'hidden');
  if (to) {
    part.style.transform = `translate(${to.x}px, ${to.y}px)`;
  }
}

/** Maps the words' axes to the box's pixels; a prompt beyond all words lies on the border. */
function fitted(words, width, height) {
  const along = (name, from, to) => {
    const values = words.map((word) => word[name]);
    const least = Math.min(...values);
    const most = Math.max(...values);
    return (value) => from + ((Math.max(least, Math.min(most, value)) - least) / (most - least || 1)) * (to - from);
  };
  const across = along('x', MARGIN, width - MARGIN);
  const up = along('y', height - MARGIN, MARGIN);
  return ({ x, y }) => ({ x: across(x), y: up(y) });
}
