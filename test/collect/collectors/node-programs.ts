/** Programs that the recorder for Node is tried on, by file name. */
export const nodePrograms: Readonly<Record<string, string>> = {
  'package.json': '{"type":"module"}',
  // Burns time, has a worker thread and a forked child that ends by process.exit.
  'main.mjs': `
import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
export function burn(ms) { const end = Date.now() + ms; let sum = 0; while (Date.now() < end) for (let i = 0; i < 1e4; i++) sum += Math.sqrt(i); return sum; }
const worker = new Worker(new URL('./worker.cjs', import.meta.url));
const child = fork(new URL('./child.js', import.meta.url));
burn(150);
await Promise.all([new Promise((done) => worker.on('exit', done)), new Promise((done) => child.on('exit', (code) => done(console.log('child ended with', code))))]);
`,
  'worker.cjs': `function burnInWorker(ms) { const end = Date.now() + ms; while (Date.now() < end) for (let i = 0; i < 1e4; i++) Math.sqrt(i); } burnInWorker(50);`,
  'child.js': `function burnInChild(ms) { const end = Date.now() + ms; while (Date.now() < end) for (let i = 0; i < 1e4; i++) Math.sqrt(i); } burnInChild(30); process.exit(7);`,
  // Allocates 60 MB that is garbage at once, in pieces of 100 kB.
  'allocate.mjs': `
let kept;
function allocate() { kept = new Array(12500).fill(1.5); }
for (let i = 0; i < 600; i++) allocate();
`,
  // Waits for its end in pieces, so that timers run.
  'wait.mjs': `
function step() { const end = Date.now() + 8; while (Date.now() < end) Math.sqrt(end); }
for (let i = 0; i < 15; i++) { step(); await new Promise((done) => setTimeout(done, 2)); }
`,
  'signal.mjs': `setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20); setInterval(() => {}, 1000);`,
  // What the library signal-exit does: a signal is its own alone when no other listener is there.
  'listener.mjs': `
process.on('SIGTERM', () => { if (process.listeners('SIGTERM').length === 1) process.exit(9); });
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20); setInterval(() => {}, 1000);`,
  'throw.mjs': `throw new Error('on purpose');`,
  'kill.mjs': `process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`,
  // Removes the directory of the recorder.
  'remove.cjs': `require('fs').rmSync(require('path').dirname(require('path').dirname(Object.keys(require.cache).find((path) => path.endsWith('cpu.cjs')))), { recursive: true }); console.log('gone');`,
  // Ten listeners are the most before Node warns.
  'listeners.cjs': `for (let i = 0; i < 10; i++) process.on('exit', () => {}); console.log(Object.isFrozen(Array.prototype));`,
};
