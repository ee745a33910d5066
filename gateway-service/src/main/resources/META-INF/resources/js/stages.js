import { byId, el } from './dom.js';
import { duration } from './words.js';

const STAGES = [
  { name: 'encode', title: 'Encode', state: 'encoding', text: 'words to meaning' },
  { name: 'denoise', title: 'Denoise', state: 'denoising', text: 'noise to latents' },
  { name: 'decode', title: 'Decode', state: 'decoding', text: 'latents to pixels' },
];
const UPSCALE = { name: 'upscale', title: 'Upscale', state: 'upscaling', text: 'more pixels' };

/** The table of the stages: who works now, and how long each took. The last one is shown for pictures that are enlarged. */
export class Stages {
  #rows = [...STAGES, UPSCALE].map((stage) => {
    const row = {
      queue: el('span', { class: 'bar queue' }),
      work: el('span', { class: 'bar work' }),
      queueTime: el('td', { class: 'time' }),
      workTime: el('td', { class: 'time' }),
      live: el('span', { class: 'live' }),
    };
    row.line = el('tr', {},
      el('th', { scope: 'row' }, stage.title, el('span', { class: 'stage-text' }, stage.text)),
      el('td', { class: 'track-cell', 'aria-hidden': 'true' }, el('span', { class: 'track' }, row.queue, row.work, row.live)),
      row.queueTime,
      row.workTime);
    return row;
  });

  constructor() {
    byId('stages').tBodies[0].replaceChildren(...this.#rows.map(({ line }) => line));
    this.show(null);
  }

  /** Shows an image, which may be one that is enlarged. */
  show(image, enlarged = false) {
    const stages = enlarged ? [...STAGES, UPSCALE] : STAGES;
    this.#rows.at(-1).line.hidden = !enlarged;
    const timings = image?.timings ?? {};
    const spans = stages.map(({ name }) => ({ queue: timings[name]?.queue_ms ?? 0, work: timings[name]?.compute_ms ?? 0 }));
    const total = spans.reduce((sum, { queue, work }) => sum + queue + work, 0);
    const paused = image?.state === 'paused';
    const now = paused ? this.#pausedAt(image) : stages.findIndex(({ state }) => state === image?.state);
    const finished = image?.state === 'completed';
    let begin = 0;
    stages.forEach(({ name }, index) => {
      const row = this.#rows[index];
      const { queue, work } = spans[index];
      const known = timings[name];
      row.line.dataset.state = known || finished || now > index ? 'done' : now === index ? (paused ? 'paused' : 'running') : 'ahead';
      this.#place(row.queue, begin, queue, total);
      this.#place(row.work, begin + queue, work, total);
      begin += queue + work;
      row.queueTime.textContent = duration(known?.queue_ms);
      row.workTime.textContent = duration(known?.compute_ms);
      const share = now === index ? this.#share(name, image) : 0;
      row.live.style.setProperty('--share', String(share));
    });
    const waited = spans.reduce((sum, { queue }) => sum + queue, 0);
    byId('stages-text').textContent = finished && total > 0
      ? `${duration(total)} in all, ${duration(waited)} of it in queues.`
      : `${enlarged ? 'Four' : 'Three'} services, one after the other.`;
  }

  #share(name, image) {
    return name === 'upscale' ? image.enlarged ?? 0 : name === 'denoise' && image.steps ? image.step / image.steps : 0;
  }

  #pausedAt(image) {
    return image.step ? STAGES.findIndex(({ name }) => name === 'denoise') : -1;
  }

  #place(bar, from, length, total) {
    bar.hidden = total === 0 || length === 0;
    bar.style.left = `${total ? (100 * from) / total : 0}%`;
    bar.style.width = `${total ? (100 * length) / total : 0}%`;
  }
}
