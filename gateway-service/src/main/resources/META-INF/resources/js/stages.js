import { byId, el } from './dom.js';
import { duration } from './words.js';

const STAGES = [
  { name: 'encode', title: 'Encode', state: 'encoding', text: 'words to meaning' },
  { name: 'denoise', title: 'Denoise', state: 'denoising', text: 'noise to latents' },
  { name: 'decode', title: 'Decode', state: 'decoding', text: 'latents to pixels' },
];

/** The table of the three stages: who works now, and how long each took. */
export class Stages {
  #rows = STAGES.map((stage) => {
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

  show(image) {
    const timings = image?.timings ?? {};
    const spans = STAGES.map(({ name }) => ({ queue: timings[name]?.queue_ms ?? 0, work: timings[name]?.compute_ms ?? 0 }));
    const total = spans.reduce((sum, { queue, work }) => sum + queue + work, 0);
    const paused = image?.state === 'paused';
    const now = paused ? this.#pausedAt(image) : STAGES.findIndex(({ state }) => state === image?.state);
    const finished = image?.state === 'completed';
    let begin = 0;
    STAGES.forEach(({ name }, index) => {
      const row = this.#rows[index];
      const { queue, work } = spans[index];
      const known = timings[name];
      row.line.dataset.state = known || finished || now > index ? 'done' : now === index ? (paused ? 'paused' : 'running') : 'ahead';
      this.#place(row.queue, begin, queue, total);
      this.#place(row.work, begin + queue, work, total);
      begin += queue + work;
      row.queueTime.textContent = duration(known?.queue_ms);
      row.workTime.textContent = duration(known?.compute_ms);
      const share = now === index && name === 'denoise' && image.steps ? image.step / image.steps : 0;
      row.live.style.setProperty('--share', String(share));
    });
    const waited = spans.reduce((sum, { queue }) => sum + queue, 0);
    byId('stages-text').textContent = finished && total > 0
      ? `${duration(total)} in all, ${duration(waited)} of it in queues.`
      : 'Three services, one after the other.';
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
