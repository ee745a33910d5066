/** A time for people, from milliseconds. */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) {
    return '–';
  }
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
}

/** A file's size for people, from bytes. */
export function fileSize(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** How well a picture obeys its prompt: the words that it shows, and whether hardly any word is nearer to it than the prompt. */
export function obedience({ shows, closer_than: share }) {
  const verdict = share >= 0.985 ? 'it obeys its prompt' : share >= 0.9 ? 'it obeys its prompt in part' : 'it hardly obeys its prompt';
  return `The picture shows: ${shows.join(', ')}. It is nearer to its prompt than to ${Math.floor(100 * share)} % of the words; ${verdict}.`;
}

/** A file name for a picture, like a-red-apple-7.png. */
export function fileName(prompt, image) {
  const stem = prompt.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'picture';
  const ending = { 'image/jpeg': 'jpg', 'image/webp': 'webp' }[image.content_type] ?? 'png';
  return `${stem}-${image.seed}.${ending}`;
}

/** Says how long ago a moment was. */
export function ago(moment, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - new Date(moment)) / 1000));
  const names = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return names.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 86_400) return names.format(-Math.round(seconds / 3600), 'hour');
  return names.format(-Math.round(seconds / 86_400), 'day');
}
