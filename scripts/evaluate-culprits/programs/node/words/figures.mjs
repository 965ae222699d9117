/** Figures over all articles. */
function keyOf(left, right) {
  return (left.charCodeAt(0) << 16) | (right.charCodeAt(0) << 8) | (left.length + right.length);
}

export function countPairs(articles) {
  const pairs = new Map();
  for (const { words } of articles) {
    for (let i = 1; i < words.length; i++) {
      const key = keyOf(words[i - 1], words[i]);
      pairs.set(key, (pairs.get(key) ?? 0) + 1);
    }
  }
  return pairs;
}

export function entropyOf(pairs) {
  let all = 0;
  for (const count of pairs.values()) all += count;
  let entropy = 0;
  for (const count of pairs.values()) entropy -= (count / all) * Math.log2(count / all);
  return entropy;
}
