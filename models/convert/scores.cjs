// node scores.cjs PIXELS: what TensorFlow.js and nsfwjs's own files make of float32 pixels [n, 224, 224, 3], as JSON.
const fs = require('node:fs');
const path = require('node:path');
const tf = require('@tensorflow/tfjs-core');
const { loadLayersModel } = require('@tensorflow/tfjs-layers');
require('@tensorflow/tfjs-backend-cpu');

const SIDE = 224;
const folder = path.join(__dirname, 'node_modules/nsfwjs/dist/models/mobilenet_v2');

// nsfwjs's package marks these files as modules, which they are not.
function load(file) {
  const module = { exports: {} };
  new Function('module', 'exports', fs.readFileSync(path.join(folder, file), 'utf8'))(module, module.exports);
  return module.exports;
}

async function main() {
  const { modelTopology, weightsManifest } = load('model.min.js');
  const weights = new Uint8Array(Buffer.from(load('group1-shard1of1.min.js'), 'base64'));
  const handler = { load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData: weights.buffer }) };
  const model = await loadLayersModel(handler);
  const pixels = new Float32Array(new Uint8Array(fs.readFileSync(process.argv[2])).buffer);
  const scores = model.predict(tf.tensor4d(pixels, [pixels.length / (3 * SIDE * SIDE), SIDE, SIDE, 3]));
  console.log(JSON.stringify(await scores.array()));
}

main();
