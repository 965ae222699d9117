/** Takes articles apart. */
function isLetter(code) {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function wordsOf(text) {
  const words = [];
  let start = -1;
  for (let i = 0; i <= text.length; i++) {
    const letter = i < text.length && isLetter(text.charCodeAt(i));
    if (letter && start < 0) start = i;
    if (!letter && start >= 0) {
      words.push(text.slice(start, i));
      start = -1;
    }
  }
  return words;
}

function titleOf(text) {
  const end = text.indexOf('\n');
  return text.slice(2, end);
}

export function parseArticle(text) {
  return { title: titleOf(text), words: wordsOf(text.slice(text.indexOf('\n'))) };
}
