import { ask, promptPath } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;
/** A gateway that just started may still be reading what it has to know, so "not found" is asked again this often. */
const PATIENCE = 4;

/** The messages of a body of server-sent events (WHATWG HTML, 9.2.6). */
export async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let message = { event: 'message', data: [] };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line !== '') {
          read(line, message);
          continue;
        }
        if (message.data.length > 0) {
          yield { ...message, data: message.data.join('\n') };
        }
        message = { event: 'message', data: [] };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function read(line, message) {
  const colon = line.indexOf(':');
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (field === 'data') {
    message.data.push(value);
  } else if (field === 'event' || field === 'id') {
    message[field] = value;
  }
}

function pause(milliseconds, signal) {
  return new Promise((done) => {
    const finish = () => {
      clearTimeout(timer);
      removeEventListener('online', finish);
      signal.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, milliseconds);
    addEventListener('online', finish);
    signal.addEventListener('abort', finish);
  });
}

/**
 * Follows a prompt's events to their end, over any number of connections; each goes on after the last event seen.
 *
 * `hear(event, data)` gets each event; `away(problem)` is called when the connection is lost and with null when it is back.
 * Ends after the event `end` or the signal; throws a Problem that waiting does not mend.
 */
export async function follow(id, signal, hear, away) {
  let last = '';
  let failures = 0;
  let unknown = 0;
  while (!signal.aborted) {
    let problem = null;
    try {
      const headers = { Accept: 'text/event-stream', ...(last ? { 'Last-Event-ID': last } : {}) };
      const response = await ask(`${promptPath(id)}/events`, { headers, signal, cache: 'no-store' });
      away(null);
      if (response.status === 204) {
        return;
      }
      for await (const message of messages(response.body)) {
        failures = 0;
        last = message.id ?? last;
        hear(message.event, JSON.parse(message.data));
        if (message.event === 'end') {
          return;
        }
      }
    } catch (error) {
      problem = error;
    }
    if (signal.aborted) {
      return;
    }
    const status = problem?.status ?? 0;
    unknown = status === 404 ? unknown + 1 : 0;
    if (unknown > PATIENCE || (status >= 400 && status < 500 && ![404, 408, 429].includes(status))) {
      away(null);
      throw problem;
    }
    failures += 1;
    if (failures > 1) {
      away(problem);
    }
    const backoff = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);
    const wait = unknown > 0 ? FIRST_PAUSE * unknown : backoff;
    await pause(Math.max(wait, (problem?.retryAfter ?? 0) * 1000), signal);
  }
}
