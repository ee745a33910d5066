/** The style of the list that a prompt ends with, or null. */
export function styleOf(prompt, styles) {
  const last = prompt.split(',').slice(1).map((part) => part.trim().toLowerCase());
  return styles.find((style) => last.includes(style.toLowerCase())) ?? null;
}

/** The prompt with that style and no other of the list; null takes the style away. */
export function withStyle(prompt, styles, style) {
  const words = new Set(styles.map((name) => name.toLowerCase()));
  const [thing, ...rest] = prompt.trimEnd().replace(/,$/, '').split(',');
  const parts = [thing, ...rest.filter((part) => !words.has(part.trim().toLowerCase()))];
  return (style ? [...parts, ` ${style}`] : parts).join(',').replace(/^, /, '');
}
