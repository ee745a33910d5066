import { askForKey, credentials } from './key.js';

/** What went wrong, as the gateway says it (RFC 9457), or that it cannot be reached: then the status is 0. */
export class Problem extends Error {
  constructor({ title, detail, field, status = 0 }, retryAfter = 0) {
    super(title);
    this.title = title;
    this.detail = detail ?? '';
    this.field = field ?? null;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

const AWAY = new Problem({ title: 'The gateway cannot be reached', detail: 'Is Calotype running? Nothing was lost; try again in a moment.' });

async function problemOf(response) {
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  try {
    const body = await response.json();
    return new Problem({ ...body, title: body.title ?? response.statusText, status: response.status }, retryAfter);
  } catch {
    return new Problem({ title: `The gateway answered ${response.status}`, status: response.status }, retryAfter);
  }
}

async function answer(path, options) {
  const { Authorization: sent } = credentials();
  let response;
  try {
    response = await fetch(path, { cache: 'no-cache', ...options, headers: { ...options.headers, ...credentials() } });
  } catch (error) {
    throw error.name === 'AbortError' ? error : AWAY;
  }
  const retry = response.status === 401 && (sent !== credentials().Authorization || (await askForKey()));
  return retry ? answer(path, options) : response;
}

/** Asks the gateway, and the reader for a key where it wants one; any answer but a good one is a Problem. */
export async function ask(path, options = {}) {
  const response = await answer(path, options);
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

async function json(path, options) {
  return (await ask(path, options)).json();
}

/** The address of a prompt. */
export function promptPath(id) {
  return `v1/prompts/${encodeURIComponent(id)}`;
}

/** The model packs. */
export async function models() {
  return (await json('v1/models')).data;
}

/** A text's tokens and place among the words of a model, and the place of the image with an id. */
export function meaning(model, text, image, signal) {
  const query = new URLSearchParams({ ...(text ? { text } : {}), ...(image ? { image } : {}) });
  return json(`v1/models/${encodeURIComponent(model)}/meaning?${query}`, { signal });
}

/** The state of a prompt. */
export function prompt(id) {
  return json(promptPath(id));
}

/** Publishes a prompt; the answer is its state. */
export function publish(request) {
  return json('v1/prompts', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) });
}

/** Hands a picture in; the answer is its key. */
export async function keep(picture) {
  return (await json('v1/inputs', { method: 'POST', headers: { 'Content-Type': picture.type }, body: picture })).key;
}

/** Asks to cancel what is left of a prompt. */
export function cancel(id) {
  return ask(promptPath(id), { method: 'DELETE' });
}

/** Has what is left of a prompt wait. */
export function pause(id) {
  return ask(`${promptPath(id)}/pause`, { method: 'POST' });
}

/** Has a paused prompt go on. */
export function resume(id) {
  return ask(`${promptPath(id)}/resume`, { method: 'POST' });
}

/** Which steps of the image with that id are kept. */
export async function keptSteps(id) {
  return (await json(`v1/images/${id}/steps`)).steps;
}

/** A page of the gallery. */
export function gallery(query, signal) {
  return json(`v1/images?${new URLSearchParams(query)}`, { signal });
}
