const GAP = 7;
const measure = document.createElement('canvas').getContext('2d');

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function boxes({ x, y, text, font, height }) {
  measure.font = font;
  const width = measure.measureText(text).width;
  const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
  return [
    box(x + GAP, y - height / 2),
    box(x - GAP - width, y - height / 2),
    box(x - width / 2, y - GAP - height),
    box(x - width / 2, y + GAP),
    box(x + GAP, y - GAP - height / 2),
    box(x + GAP, y + GAP - height / 2),
    box(x - GAP - width, y - GAP - height / 2),
    box(x - GAP - width, y + GAP - height / 2),
    box(x - width / 2, y - 3 * GAP - height / 2),
    box(x - width / 2, y + 3 * GAP - height / 2),
  ];
}

/**
 * Finds room for labels beside their points, the first ones first; what has no room is left out.
 *
 * Points are {x, y, text, font, height, near} in pixels; the labels of near ones may cover points that are not. `taken` are boxes that stay free.
 * Answers point and box of each label placed.
 */
export function place(points, { width, height }, taken = []) {
  const placed = [];
  const dots = points.map(({ x, y }) => ({ left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 }));
  points.forEach((point, index) => {
    const others = dots.filter((_, other) => other !== index && (!point.near || points[other].near));
    const occupied = [...taken, ...placed.map(({ box }) => box), ...others];
    const box = boxes(point).find((one) => one.left >= 0 && one.right <= width && one.top >= 0 && one.bottom <= height
      && occupied.every((other) => !overlaps(one, other)));
    if (box) {
      placed.push({ point, box });
    }
  });
  return placed;
}
