const ENDINGS = { 'image/jpeg': 'jpg', 'image/webp': 'webp' };

/** The key of a finished image's object, by which a prompt can begin from it. */
export function keyOf(image) {
  return `images/${image.id}.${ENDINGS[image.content_type] ?? 'png'}`;
}

/** Where the gateway shows the picture with a key. */
export function urlOf(key) {
  return `v1/${key.startsWith('images/') ? key.replace(/\.[a-z]+$/, '') : key}`;
}

/** The image that a key names, as { id, index }; null where somebody brought the picture. */
export function imageOfKey(key) {
  const [, id, index] = key.match(/^images\/([^/]+)\/(\d+)\.[a-z]+$/) ?? [];
  return id ? { id, index: Number(index) } : null;
}
