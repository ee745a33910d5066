const TERMINAL = new Set(['completed', 'failed', 'cancelled']);
const STATE_OF_STAGE = { encode: 'encoding', denoise: 'denoising', decode: 'decoding', upscale: 'upscaling' };
const STAGES = Object.values(STATE_OF_STAGE);

/** Whether an image has come to its end. */
export function isTerminal(image) {
  return TERMINAL.has(image.state);
}

/** Whether all that is left of a prompt waits for somebody to resume it. */
export function isPaused(prompt) {
  return prompt.state === 'paused';
}

/** A prompt of which nothing but the id is known. */
export function unknownPrompt(id) {
  return { id, prompt: '', tokens: null, warnings: [], parameters: {}, state: 'accepted', images: [], known: false };
}

/** A prompt of which one finished image is known, as the gallery has it. */
export function promptOfImage(id, image) {
  const { prompt, model, width, height, steps, guidance_scale, scheduler, seed, hires, upscale, parent, parent_step } = image;
  const parameters = { width, height, steps, guidance_scale, scheduler, seed, hires, upscale, parent, parent_step };
  return withState(unknownPrompt(id), { id, prompt, model, parameters, tokens: null, state: image.state, images: [image] });
}

/** The prompt after an event; events may come again and in another order, so nothing goes backwards. */
export function heard(prompt, event, data) {
  switch (event) {
    case 'state':
      return withState(prompt, { ...data, prompt: data.prompt ?? '' });
    case 'progress':
      return withImage({ ...prompt, tokens: data.tokens ?? prompt.tokens, warnings: warningsOf(prompt, data) }, data.index, (image) => progressed(image, data));
    case 'completed':
    case 'failed':
    case 'cancelled':
      return withImage(prompt, data.index, (image) => ({ ...image, ...data, state: data.state ?? event }));
    default:
      return prompt;
  }
}

function withState(prompt, data) {
  const images = data.images.map((image) => ({ ...image, previews: imageOf(prompt, image.index)?.previews ?? new Map() }));
  return settled({ ...prompt, ...data, tokens: data.tokens ?? prompt.tokens, warnings: warningsOf(prompt, data), images, known: true });
}

function warningsOf(prompt, { warnings }) {
  return warnings?.length ? warnings : prompt.warnings;
}

/** The image with that index; a gallery's prompt may know only one of several. */
export function imageOf(prompt, index) {
  return prompt.images.find((image) => image.index === index) ?? null;
}

function withImage(prompt, index, change) {
  const known = imageOf(prompt, index) ?? { id: `${prompt.id}/${index}`, index, state: 'waiting', step: 0, steps: 0, timings: {}, previews: new Map() };
  const images = [...prompt.images.filter((image) => image.index !== index), change(known)];
  return settled({ ...prompt, images: images.sort((a, b) => a.index - b.index) });
}

function progressed(image, { stage, step, steps, preview }) {
  const previews = stage === 'denoise' && preview ? new Map(image.previews).set(step, preview) : image.previews;
  const paused = image.state === 'paused' && stage !== 'decode' && stage !== 'upscale'; // a step that was under way may be told after that
  const state = paused ? 'paused' : STATE_OF_STAGE[stage];
  if (isTerminal(image) || (!paused && STAGES.indexOf(state) < STAGES.indexOf(image.state))) {
    return { ...image, previews };
  }
  const counted = stage === 'upscale' ? { enlarged: step / steps } : stage === 'denoise' ? { step: Math.max(step, image.state === state ? image.step : 0), steps } : {};
  return { ...image, previews, state, ...counted };
}

function settled(prompt) {
  const states = prompt.images.map((image) => image.state);
  if (states.length === 0) {
    return prompt;
  }
  if (!prompt.images.every(isTerminal)) {
    const open = prompt.images.filter((image) => !isTerminal(image));
    const paused = open.every((image) => image.state === 'paused');
    return { ...prompt, state: states.every((state) => state === 'waiting') ? 'accepted' : paused ? 'paused' : 'running' };
  }
  const state = ['failed', 'cancelled'].find((end) => states.includes(end)) ?? 'completed';
  return { ...prompt, state };
}

/** The newest preview at a step or before it, or null. */
export function previewAt(image, step) {
  let best = null;
  let bestStep = -1;
  for (const [at, preview] of image.previews) {
    if (at <= step && at > bestStep) {
      best = preview;
      bestStep = at;
    }
  }
  return best;
}
