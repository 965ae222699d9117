/** Articles that are the same in every run. */
class Dice {
  constructor(seed) {
    this.state = seed * 2654435761 + 1;
  }

  roll(sides) {
    this.state = (this.state * 48271) % 2147483647;
    return this.state % sides;
  }
}

const syllables = 'ba be bi co da de fo ga hi ju ka le mi no pa ra se ti vu wo'.split(' ');

function makeWord(dice) {
  let word = '';
  for (let part = 2 + dice.roll(3); part > 0; part--) word += syllables[dice.roll(20)];
  return word;
}

function writeArticle(dice) {
  const title = `${makeWord(dice)} ${makeWord(dice)} ${makeWord(dice)}`;
  const words = [];
  for (let i = 0; i < 120; i++) words.push(makeWord(dice));
  return `# ${title}\n\n${words.join(' ')}.\n`;
}

export function writeArticles(seed, count) {
  const dice = new Dice(seed + 3);
  return Array.from({ length: count }, () => writeArticle(dice));
}
