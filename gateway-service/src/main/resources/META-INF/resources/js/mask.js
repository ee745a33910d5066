import { byId } from './dom.js';
import { paintOf, plain, stripes } from './mask-image.js';

const SIDE = 512;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The paint over a picture, laid on by pointer or by keys: what is to be drawn anew. */
export class Mask {
  #canvas = byId('mask');
  #ring = byId('brush-ring');
  #brush = byId('brush');
  #strokes = [];
  #base = null;
  #stroke = null;
  #paint = null;
  #place = [0, 0];
  #changed;

  /** `changed()` hears of each stroke that is laid on or taken back. */
  constructor(changed) {
    this.#changed = changed;
    this.#canvas.addEventListener('pointerdown', (event) => this.#press(event));
    this.#canvas.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of ['pointerup', 'pointercancel']) {
      this.#canvas.addEventListener(end, () => this.#lift());
    }
    this.#canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#canvas.addEventListener('focus', () => this.#showRing());
    this.#brush.addEventListener('input', () => this.#showRing());
  }

  /** Whether anything is painted. */
  get painted() {
    return this.#base !== null || this.#strokes.length > 0;
  }

  /** Takes all paint away and gets the proportions of a picture. */
  reset(width, height) {
    const scale = SIDE / Math.max(width, height);
    this.#canvas.width = Math.max(1, Math.round(width * scale));
    this.#canvas.height = Math.max(1, Math.round(height * scale));
    this.#paint = stripes(getComputedStyle(this.#canvas).color);
    this.#place = [this.#canvas.width / 2, this.#canvas.height / 2];
    this.clear();
  }

  /** Takes all paint away. */
  clear() {
    this.#strokes = [];
    this.#base = null;
    this.#redraw();
  }

  /** Takes the last stroke back. */
  undo() {
    if (this.#strokes.pop() === undefined) {
      this.#base = null;
    }
    this.#redraw();
  }

  /** Lays on what a mask made before has. */
  lay(img) {
    this.#base = paintOf(img, this.#canvas, this.#paint);
    this.#redraw();
  }

  /** The paint as a mask: a PNG as a data URI, white on black. */
  dataUri() {
    return plain(this.#canvas).toDataURL('image/png');
  }

  get #width() {
    return (this.#brush.valueAsNumber / 100) * SIDE;
  }

  #at({ clientX, clientY }) {
    const box = this.#canvas.getBoundingClientRect();
    return [((clientX - box.left) * this.#canvas.width) / box.width, ((clientY - box.top) * this.#canvas.height) / box.height];
  }

  #press(event) {
    if (event.button !== 0) {
      return;
    }
    this.#canvas.setPointerCapture(event.pointerId);
    this.#place = this.#at(event);
    this.#begin();
  }

  #begin() {
    this.#stroke = { width: this.#width, points: [this.#place] };
    this.#strokes.push(this.#stroke);
    this.#draw(this.#stroke);
    this.#changed();
  }

  #move(event) {
    const events = this.#stroke ? event.getCoalescedEvents?.() ?? [event] : [];
    for (const one of events) {
      this.#stroke.points.push(this.#at(one));
    }
    if (this.#stroke) {
      this.#draw({ ...this.#stroke, points: this.#stroke.points.slice(-events.length - 1) });
    }
    this.#place = this.#at(event);
    this.#showRing();
  }

  #lift() {
    this.#stroke = null;
  }

  #key(event) {
    const [dx, dy] = STEPS[event.key] ?? [0, 0];
    if (dx || dy) {
      const from = this.#place;
      const pace = this.#width / 3;
      const within = (value, most) => Math.min(most, Math.max(0, value));
      this.#place = [within(from[0] + dx * pace, this.#canvas.width), within(from[1] + dy * pace, this.#canvas.height)];
      if (event.shiftKey) {
        this.#strokes.push({ width: this.#width, points: [from, this.#place] });
      }
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.#strokes.push({ width: this.#width, points: [this.#place] });
    } else if (event.key === 'Backspace' || event.key === 'Delete') {
      this.undo();
    } else {
      return;
    }
    event.preventDefault();
    this.#redraw();
    this.#showRing();
  }

  #draw({ width, points }) {
    const context = this.#canvas.getContext('2d');
    context.strokeStyle = this.#paint;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(...points[0]);
    points.forEach((point) => context.lineTo(...point));
    context.stroke();
  }

  #redraw() {
    const context = this.#canvas.getContext('2d');
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (this.#base) {
      context.drawImage(this.#base, 0, 0);
    }
    this.#strokes.forEach((stroke) => this.#draw(stroke));
    this.#changed();
  }

  #showRing() {
    const { style } = this.#ring;
    style.left = `${(100 * this.#place[0]) / this.#canvas.width}%`;
    style.top = `${(100 * this.#place[1]) / this.#canvas.height}%`;
    style.width = `${(100 * this.#width) / this.#canvas.width}%`;
  }
}
