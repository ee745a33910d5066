import { Problem } from './api.js';

const TYPES = ['image/png', 'image/jpeg', 'image/webp'];
/** What the pipeline takes; what is larger is brought to a size that no model draws beyond. */
const MOST = 16_777_216;
const LONGEST_SIDE = 2048;

/** What the file dialog offers. */
export const ACCEPTED = TYPES.join(',');

/** The first picture among files that were dropped or pasted, or null. */
export function pictureAmong(files) {
  return [...files].find((file) => file.type.startsWith('image/')) ?? null;
}

/** Shows a file in an img; a Problem says why it cannot be. */
export async function show(file, img) {
  if (!TYPES.includes(file.type)) {
    throw new Problem({ title: 'This file cannot be used', detail: 'It has to be a PNG, JPEG or WebP picture.', field: 'image' });
  }
  const address = URL.createObjectURL(file);
  img.src = address;
  try {
    await img.decode();
  } catch {
    throw new Problem({ title: 'This file cannot be used', detail: 'It is damaged, or no picture.', field: 'image' });
  }
}

/** The file as the pipeline takes it: itself, or made smaller where it is too large. */
export function fitting(file, img) {
  const { naturalWidth: width, naturalHeight: height } = img;
  if (file.size <= MOST && width * height <= MOST) {
    return Promise.resolve(file);
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d').drawImage(img, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png', 0.95));
}
