const TILE = 16;

function canvasLike({ width, height }) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

function filled(shape, colour) {
  const canvas = canvasLike(shape);
  const context = canvas.getContext('2d');
  context.drawImage(shape, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Paint that shows on a picture of any colour: stripes. */
export function stripes(colour) {
  const tile = canvasLike({ width: TILE, height: TILE });
  const context = tile.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, TILE, TILE);
  context.strokeStyle = '#fff';
  context.lineWidth = TILE / 4;
  for (const shift of [-TILE, 0, TILE]) {
    context.moveTo(shift - 1, TILE + 1);
    context.lineTo(shift + TILE + 1, -1);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat');
}

/** Paint as a mask: white where there is some, black elsewhere. */
export function plain(paint) {
  const canvas = canvasLike(paint);
  const context = canvas.getContext('2d');
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(filled(paint, '#fff'), 0, 0);
  return canvas;
}

/** A mask as paint of a canvas's size: where it is white, or, in one with transparency, transparent. */
export function paintOf(mask, target, paint) {
  const canvas = canvasLike(target);
  const context = canvas.getContext('2d');
  context.drawImage(mask, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = pixels;
  const transparent = data.some((value, index) => index % 4 === 3 && value < 255);
  for (let i = 0; i < data.length; i += 4) {
    const anew = transparent ? 255 - data[i + 3] : (data[i] + data[i + 1] + data[i + 2]) / 3;
    data[i + 3] = anew >= 128 ? 255 : 0;
  }
  context.putImageData(pixels, 0, 0);
  return filled(canvas, paint);
}
