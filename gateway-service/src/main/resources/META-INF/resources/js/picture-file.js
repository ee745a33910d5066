import { Problem } from './api.js';

/** The first picture among files that were dropped or pasted, or null. */
export function pictureAmong(files) {
  return [...files].find((file) => file.type.startsWith('image/')) ?? null;
}

/** Shows a file in an img; throws a Problem where it cannot be shown or the API does not take its type. */
export async function show(file, img, { picture: { types } }) {
  if (!types.includes(file.type)) {
    throw new Problem({ title: 'This file cannot be used', detail: 'It has to be a PNG, JPEG or WebP picture.', field: 'image' });
  }
  const address = URL.createObjectURL(file);
  img.src = address;
  try {
    await img.decode();
  } catch {
    throw new Problem({ title: 'This file cannot be used', detail: 'It is damaged, or not a picture.', field: 'image' });
  }
}

/** The file itself, or where it is larger than the API takes, a copy no larger than the largest picture that can be drawn. */
export function fitting(file, img, { picture, width: drawn }) {
  const { naturalWidth: width, naturalHeight: height } = img;
  if (file.size <= picture.bytes && width * height <= picture.pixels && Math.max(width, height) <= picture.side) {
    return Promise.resolve(file);
  }
  const scale = Math.min(1, drawn.maximum / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d').drawImage(img, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png', 0.95));
}
