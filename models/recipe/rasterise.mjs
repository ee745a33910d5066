// Rasterises every usable emoji of the pinned npm packages to 256x256 RGBA PNG sprites and writes their manifest.
// Usage: node rasterise.mjs OUT_DIR   (after `npm ci --ignore-scripts`)
import { readFileSync, mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import sharp from 'sharp';

const SIZE = 256;
const out = process.argv[2];
if (!out) throw new Error('usage: node rasterise.mjs OUT_DIR');

const read = (path) => JSON.parse(readFileSync(join('node_modules', path), 'utf8'));
const blocked = new Set(JSON.parse(readFileSync('blocklist.json', 'utf8')).labels);
const mends = JSON.parse(readFileSync('mends.json', 'utf8'));

const SOURCES = [
  { style: '3D', pack: '@lobehub/fluent-emoji-3d', kind: 'webp', licence: 'MIT', author: 'Microsoft (Fluent Emoji)' },
  { style: 'flat', pack: '@iconify-json/fluent-emoji-flat', kind: 'icons', licence: 'MIT', author: 'Microsoft (Fluent Emoji)' },
  { style: 'silhouette', pack: '@iconify-json/fluent-emoji-high-contrast', kind: 'icons', licence: 'MIT', author: 'Microsoft (Fluent Emoji)' },
];

// Groups of emojibase that are no things one can draw: 2 components, 8 symbols, 9 flags.
const SKIPPED_GROUPS = new Set([2, 8, 9, undefined]);
const SYMBOLS_KEPT = new Set(mends.symbolsKept);

const slug = (label) =>
  label.toLowerCase().replace(/[’'“”.!()]/g, '').replace(/&/g, 'and').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

function concepts() {
  return read('emojibase-data/en/data.json')
    .filter((e) => (!SKIPPED_GROUPS.has(e.group) || SYMBOLS_KEPT.has(e.label)) && !blocked.has(e.label))
    .map((e) => ({ hex: e.hexcode, label: e.label, caption: mends.captions[e.label] ?? caption(e.label), slug: slug(e.label) }));
}

// "kiss: man, man" -> "kiss of man and man"; other labels are good nouns as they are.
function caption(label) {
  const [head, tail] = label.split(': ');
  return (tail ? `${head} of ${tail.replace(', ', ' and ')}` : head).toLowerCase();
}

function load(source) {
  source.version = read(join(source.pack, 'package.json')).version;
  if (source.kind === 'icons') source.icons = read(join(source.pack, 'icons.json'));
}

function bytes(source, concept) {
  if (source.kind === 'webp') {
    const names = [concept.hex, concept.hex.replace(/-FE0F/g, ''), `${concept.hex}-FE0F`].map((n) => n.toLowerCase());
    const file = names.map((n) => join('node_modules', source.pack, 'assets', `${n}.webp`)).find(existsSync);
    return file && readFileSync(file);
  }
  const { icons, aliases = {}, width = 32, height = 32 } = source.icons;
  const icon = icons[concept.slug] ?? icons[aliases[concept.slug]?.parent];
  if (!icon) return undefined;
  const box = `0 0 ${icon.width ?? width} ${icon.height ?? height}`;
  const body = icon.body.replaceAll('currentColor', '#000');
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="${box}">${body}</svg>`);
}

const entries = [];
for (const source of SOURCES) {
  load(source);
  mkdirSync(join(out, source.style), { recursive: true });
  for (const concept of concepts()) {
    const input = bytes(source, concept);
    if (!input) continue;
    const png = await sharp(input, { density: 72 * 4 }).resize(SIZE, SIZE, { fit: 'contain', background: '#0000' }).ensureAlpha().png().toBuffer();
    const file = `${source.style}/${concept.hex}.png`;
    writeFileSync(join(out, file), png);
    entries.push({
      file, style: source.style, hex: concept.hex, label: concept.label, caption: concept.caption,
      package: source.pack, version: source.version, licence: source.licence, author: source.author,
      sha256: createHash('sha256').update(png).digest('hex'),
    });
  }
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(entries, null, 1));
console.log(`${entries.length} sprites of ${new Set(entries.map((e) => e.hex)).size} concepts`);
