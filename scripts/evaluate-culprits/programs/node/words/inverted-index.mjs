/** Which articles have which words. */
export function stem(word) {
  let end = word.length;
  while (end > 3 && 'aeiou'.includes(word[end - 1])) end--;
  return word.slice(0, end);
}

export class InvertedIndex {
  constructor() {
    this.postings = new Map();
    this.articles = [];
  }

  add(article) {
    const number = this.articles.push(article) - 1;
    for (const word of article.words) this.note(stem(word), number);
  }

  note(word, number) {
    const list = this.postings.get(word);
    if (list === undefined) this.postings.set(word, [number]);
    else if (list[list.length - 1] !== number) list.push(number);
  }

  search(words) {
    const lists = words.map((word) => this.postings.get(stem(word)) ?? []);
    return this.intersect(lists[0], lists[1]);
  }

  intersect(left, right) {
    const found = [];
    let i = 0;
    let j = 0;
    while (i < left.length && j < right.length) {
      if (left[i] === right[j]) found.push(left[i]);
      if (left[i] <= right[j]) i++;
      else j++;
    }
    return found;
  }
}
