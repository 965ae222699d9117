/**
 * Prints the error rates of the gate in simulation, as the tables of docs/statistics.md: npx tsx scripts/simulate-gate.ts [rule|gate] [scale]
 * `rule` (the default) tries the rule on one metric, `gate` the gate as it is shipped, on samples of three metrics. `scale` multiplies the number of
 * trials (1 takes a few minutes). The same scale gives the same numbers.
 */
import { falseFamilyFails } from './gate-simulation/family.ts';
import { simulateGate } from './gate-simulation/finished-gate.ts';
import { noiseKinds } from './gate-simulation/noise.ts';
import { checkSensitivity } from './gate-simulation/sensitivity.ts';
import { simulateCell, type Cell } from './gate-simulation/simulate.ts';

const [first = '1', second = '1'] = process.argv.slice(2);
const isGate = first === 'gate';
const scale = Number(isGate || first === 'rule' ? second : first);
const trialsOf = (trials: number): number => Math.max(60, Math.round(trials * scale));
const variations = [0.02, 0.05, 0.1, 0.2];
const percent = (share: number, digits = 2): string => (share * 100).toFixed(digits);
/** With two standard errors; of none, what 3 in so many would be (95 %). */
const doubt = (share: number, trials: number): string =>
  share === 0 ? `0 (< ${percent(3 / trials, 3)})` : `${percent(share)} ± ${percent(2 * Math.sqrt((share * (1 - share)) / trials))}`;
const columnsOf = variations.map((variation) => `noise ${percent(variation, 0)} %`);

function printTable(title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const lines = [head, head.map(() => '--'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  process.stdout.write(`\n**${title}**\n\n${lines.join('\n')}\n`);
}

function printFalseAlarms(): void {
  const trials = trialsOf(60_000);
  const rows = variations.map((variation) => {
    const plain = simulateCell({ seed: 41, trials, variation, change: 0 });
    const strict = simulateCell({ seed: 42, trials, variation, change: 0, strict: true });
    const shares = [plain.warn, plain.improved, plain.undecided, plain.pass].map((share) => percent(share));
    return [`${percent(variation, 0)} %`, doubt(plain.fail, trials), doubt(strict.fail, trials), ...shares, plain.meanPairs.toFixed(1)];
  });
  printTable(`Unchanged code, looks at 9, 18 and 36 pairs, % of ${trials} comparisons`, ['noise of one run', 'fail', 'fail if strict', 'warn', 'improved', 'inconclusive', 'pass', 'mean pairs'], rows);
}

function printKinds(): void {
  const trials = trialsOf(60_000);
  const rows = Object.keys(noiseKinds).map((kind) => [kind, ...variations.map((variation) => doubt(simulateCell({ seed: 43, trials, variation, change: 0, kinds: [kind] }).fail, trials))]);
  printTable(`False fails on unchanged code by kind of noise, % of ${trials}`, ['kind', ...columnsOf], rows);
}

function printPower(): void {
  const trials = trialsOf(4000);
  const designs: readonly (readonly [name: string, cell: Partial<Cell>])[] = [
    ['10 pairs, one look', { fixedPairs: 10 }],
    ['20 pairs, one look', { fixedPairs: 20 }],
    ['9, 18 and 36 pairs', {}],
    ['the same, strict', { strict: true }],
  ];
  const rows = designs.map(([name, more]) => [
    name,
    ...variations.map((variation) => [0.05, 0.1, 0.15, 0.2, 0.3].map((change, place) => percent(simulateCell({ seed: 44 + place, trials, variation, change, ...more }).fail, 0)).join('/')),
  ]);
  printTable(`Found: fails at a true +5/+10/+15/+20/+30 %, % of ${trials}, standard error at most ${percent(0.5 / Math.sqrt(trials), 1)}`, ['design', ...columnsOf], rows);
}

function printLayout(): void {
  const trials = trialsOf(12_000);
  const rows = [0.005, 0.01, 0.02, 0.03].map((layout) => [
    `${percent(layout, 1)} %`,
    ...[0, 0.05].flatMap((change) => [0.02, 0.05, 0.1].map((variation) => doubt(simulateCell({ seed: 61, trials, variation, change, layout }).fail, trials))),
  ]);
  const columns = ['+0 %', '+5 %'].flatMap((change) => columnsOf.slice(0, 3).map((column) => `${change}, ${column}`));
  printTable(`Fails when the layout of each build in memory moves its time by an SD of ..., % of ${trials}`, ['SD of layout', ...columns], rows);
}

function printFamilies(): void {
  const rows = [1, 10, 30].map((comparisons) => {
    const families = trialsOf(60_000 / comparisons);
    return [comparisons, families, ...variations.map((variation) => doubt(falseFamilyFails({ seed: 51, families, comparisons, variation }), families))];
  });
  printTable('Builds of unchanged code with at least one false fail, %', ['comparisons', 'builds', ...columnsOf], rows);
}

function printSensitivity(): void {
  const trials = trialsOf(6000);
  const rows = Object.keys(noiseKinds).map((kind) => {
    const { pairs, power, guesses, held, below } = checkSensitivity(kind, 0.1, 9, trials);
    return [kind, pairs, percent(power, 0), guesses.join(' / '), percent(held, 0), percent(below, 0)];
  });
  printTable(`Pairs needed for +10 % at noise 10 %, from pilots of 9 pairs, ${trials} each`, ['kind', 'pairs by the formula', 'power there, %', 'guessed: 10/50/90 %', 'range holds it, %', 'range too low, %'], rows);
}

function printGate(): void {
  const trials = trialsOf(6000);
  const rows = variations.map((variation) => {
    const { shares, meanPairs } = simulateGate({ seed: 81, trials, variation, change: 0 });
    return [`${percent(variation, 0)} %`, doubt(shares.fail ?? 0, trials), ...[shares.warn, shares.improved, shares.inconclusive, shares.pass].map((share = 0) => percent(share)), meanPairs.toFixed(1)];
  });
  printTable(`Unchanged code, gates on wall, CPU and memory, % of ${trials} builds`, ['noise of one run', 'fail', 'warn', 'improved', 'inconclusive', 'pass', 'mean pairs'], rows);
}

function printGatePower(): void {
  const trials = trialsOf(2000);
  const changes = [0.05, 0.1, 0.15, 0.2, 0.3];
  const rows = variations.map((variation) => {
    const found = changes.map((change, place) => simulateGate({ seed: 82 + place, trials, variation, change }));
    return [`${percent(variation, 0)} %`, ...found.map(({ shares, meanPairs }) => `${percent(shares.fail ?? 0, 0)} / ${percent(shares.warn ?? 0, 0)} / ${percent(shares.pass ?? 0, 0)} (${meanPairs.toFixed(1)})`)];
  });
  printTable(`A true slowdown of wall and CPU time: fail / warn / pass, % of ${trials} (mean pairs)`, ['noise of one run', ...changes.map((change) => `+${percent(change, 0)} %`)], rows);
}

for (const print of isGate ? [printGate, printGatePower] : [printFalseAlarms, printKinds, printPower, printLayout, printFamilies, printSensitivity]) print();
