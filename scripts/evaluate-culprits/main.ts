/**
 * How often is the right function named? Injects regressions of known place and size into real programs, records base and head with
 * real profilers in turn, and asks the comparison who did it: npx tsx scripts/evaluate-culprits/main.ts [flags]
 *   --recordings DIR  where recordings are kept; what is there is judged without being recorded again (default: in the temporary directory)
 *   --only ID         a profiler (python-cprofile, python-pyinstrument, node-cpu), a language or a program; several with commas
 *   --sizes 5,10      percent of the whole that is added (default 5,10,20,50)
 *   --runs N          recordings per side (default 3)
 *   --equal N --busy N  comparisons of equal code, and of equal code with the head on a busy core (default 20 and 5)
 *   --judge-only      judges what is recorded and leaves the rest out
 *   --json FILE       all judged cases
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeCase } from './judge.ts';
import { profilers } from './profilers.ts';
import { loadPrograms, tracedRounds, writeTree, type Program } from './programs.ts';
import { casesOf, isRecorded, recordCase, recordingsOf } from './record.ts';
import { misses, rowOf, tables, type Row } from './table.ts';

const scratch = join(tmpdir(), 'perf-report-evaluate-culprits');
const { values } = parseArgs({
  options: {
    recordings: { type: 'string', default: join(scratch, 'recordings') },
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: '5,10,20,50' },
    runs: { type: 'string', default: '3' },
    equal: { type: 'string', default: '20' },
    busy: { type: 'string', default: '5' },
    'judge-only': { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const runs = Number(values.runs);
const only = values.only === '' ? [] : values.only.split(',');
const isWanted = (...words: readonly string[]): boolean => only.length === 0 || words.some((word) => only.includes(word));

/** What one unit of each injection costs, kept beside the recordings. */
function readUnitCosts(file: string): Map<string, number> {
  return existsSync(file) ? new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>)) : new Map();
}

async function evaluate(program: Program): Promise<Row[]> {
  const used = profilers.filter(({ id, language }) => language === program.language && isWanted(id, language, program.name));
  const directory = join(values.recordings, `${program.language}-${program.name}`);
  const rows: Row[] = [];
  if (used.length === 0) return rows;
  mkdirSync(directory, { recursive: true });
  const unitFile = join(directory, 'unit-costs.json');
  const unitCosts = readUnitCosts(unitFile);
  for (const found of casesOf(program, sizes, Number(values.equal), Number(values.busy))) {
    const place = join(directory, found.id);
    if (values['judge-only'] && !isRecorded(program, place, runs)) continue;
    const facts = await recordCase(program, found, runs, place, join(scratch, 'checkouts'), unitCosts);
    writeFileSync(unitFile, JSON.stringify(Object.fromEntries(unitCosts)));
    const headTree = join(scratch, `sources-${process.pid}`);
    writeTree(program, headTree, found.injection, facts.amount);
    for (const profiler of used) {
      const judged = await judgeCase(recordingsOf(place, profiler, 'base', runs), recordingsOf(place, profiler, 'head', runs), found.injection, facts, (profiler.traces ? tracedRounds(program) : program.rounds) / program.rounds, headTree);
      rows.push(rowOf(program, profiler.id, found, facts, judged));
    }
  }
  return rows;
}

const rows: Row[] = [];
for (const program of loadPrograms()) {
  if (only.length > 0 && !profilers.some(({ id, language }) => language === program.language && isWanted(id, language, program.name))) continue;
  rows.push(...(await evaluate(program)));
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 1));
process.stdout.write(`${tables(rows)}\n\n${misses(rows)}\n`);
