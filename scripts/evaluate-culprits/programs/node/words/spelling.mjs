/** How alike words are. */
function cheapest(a, b, c) {
  return a < b ? (a < c ? a : c) : b < c ? b : c;
}

export function editDistance(left, right) {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const swap = row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(cheapest(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[right.length];
}

export function phoneticCode(text) {
  let code = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    code = (code * 6 + (letter % 7)) % 9973;
  }
  return code;
}
