/** The prompt that the address names, or null. */
export function address() {
  const match = location.hash.match(/^#\/prompt\/([^/]+)(?:\/(\d+))?$/);
  if (!match) {
    return null;
  }
  try {
    return { id: decodeURIComponent(match[1]), index: Number(match[2] ?? 0) };
  } catch {
    return null;
  }
}

/** The address of an image of a prompt. */
export function addressOf(id, index = 0) {
  return `#/prompt/${encodeURIComponent(id)}${index ? `/${index}` : ''}`;
}
