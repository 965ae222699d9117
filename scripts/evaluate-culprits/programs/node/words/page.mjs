/** Pages as HTML. */
function escapeText(text) {
  return text.replace(/[&<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function wrapWords(words, width) {
  const lines = [];
  let line = '';
  for (const word of words) {
    if (line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

export function renderPage({ title, words }) {
  const heading = title.split(' ').map(capital).join(' ');
  return `<h1>${escapeText(heading)}</h1>\n<p>${wrapWords(words, 60).map(escapeText).join('\n')}</p>`;
}
