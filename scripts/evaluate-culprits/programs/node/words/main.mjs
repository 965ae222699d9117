/** Writes, reads and indexes made-up articles; prints the CPU seconds taken and a digest of the result. */
import process from 'node:process';
import { writeArticles } from './articles.mjs';
import { parseArticle } from './parser.mjs';
import { InvertedIndex } from './inverted-index.mjs';
import { editDistance, phoneticCode } from './spelling.mjs';
import { countPairs, entropyOf } from './figures.mjs';
import { renderPage } from './page.mjs';

function readEdition(seed) {
  const articles = writeArticles(seed, 60).map(parseArticle);
  const index = new InvertedIndex();
  for (const article of articles) index.add(article);
  let digest = 0;
  for (const article of articles) {
    const [first, second] = article.words;
    digest += index.search([first, second]).length;
    digest += editDistance(article.title, articles[0].title) + phoneticCode(article.title);
    digest += renderPage(article).length;
  }
  const pairs = countPairs(articles);
  return digest + Math.round(entropyOf(pairs) * 1000);
}

let digest = 0;
for (let edition = 0; edition < 18; edition++) digest += readEdition(edition);
const { user, system } = process.cpuUsage();
process.stdout.write(`${(user + system) / 1e6} ${digest}\n`);
