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
 * Points are {x, y, text, font, height} in pixels; `taken` are boxes that stay free. Answers point and box of each label placed.
 */
export function place(points, { width, height }, taken = []) {
  const placed = [];
  const occupied = [...taken, ...points.map(({ x, y }) => ({ left: x - 2, right: x + 2, top: y - 2, bottom: y + 2 }))];
  for (const point of points) {
    const own = occupied[taken.length + points.indexOf(point)];
    const free = boxes(point).find((box) => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
      && occupied.every((other) => other === own || !overlaps(box, other)));
    if (free) {
      occupied.push(free);
      placed.push({ point, box: free });
    }
  }
  return placed;
}
