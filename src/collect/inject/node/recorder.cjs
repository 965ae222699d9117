/* eslint-disable @typescript-eslint/no-require-imports -- loaded by --require into programs of any kind and Node version */
/* global require, module, __dirname */
'use strict';
// Runs V8's profilers inside a workload: in every Node process and worker thread that inherits NODE_OPTIONS.
// It prints nothing and never throws. What is needed later is taken now: the program may replace it.
const { appendFileSync, closeSync, openSync, renameSync, writeSync } = require('fs');
const { basename, dirname, join } = require('path');
const { setTimeout } = require('timers');
const { Buffer } = require('buffer');
const process = require('process');
const { nextTick } = process;

/** Parts are written after 2, 4, 8, … seconds: a killed program loses its last part alone, and memory stays bounded. */
const firstPartMs = 2000;
/** A part costs as much as the program's code is large: at most a twentieth of the time goes into it. */
const costFactor = 20;
const signals = ['SIGTERM', 'SIGINT'];

/** Profiles go beside the directory that this file was copied to. */
const directory = dirname(__dirname);

/**
 * Records from now to the end of this thread.
 * @param {{ kind: string, longestPartMs: number, begin: (post: Function) => void, end: (post: Function) => object }} recorder
 */
module.exports = function record({ kind, longestPartMs, begin, end }) {
  let name = `${kind}-${process.pid}-0`;
  let part = 0;
  let delay = firstPartMs;
  let finished = false;
  let post;

  function guard(work) {
    try {
      work();
    } catch (error) {
      finished = true;
      complain(name, error);
    }
  }

  function writePart(suffix) {
    part += 1;
    writeWhole(`${name}-${part}${suffix}.json`, JSON.stringify(end(post)));
  }

  function finish() {
    if (finished) return;
    finished = true;
    guard(() => writePart('-last'));
  }

  function nextPart() {
    if (finished) return;
    guard(() => {
      const start = process.hrtime();
      writePart('');
      begin(post);
      const [seconds, nanoseconds] = process.hrtime(start);
      delay = Math.max(delay, Math.min(2 * delay, longestPartMs), costFactor * (seconds * 1e3 + nanoseconds / 1e6));
      schedule();
    });
  }

  function schedule() {
    setTimeout(nextPart, delay).unref();
  }

  guard(() => {
    const { isMainThread, threadId } = require('worker_threads');
    const { Session } = require('inspector');
    name = `${kind}-${process.pid}-${threadId}`;
    const session = new Session();
    session.connect();
    // In its own thread a session answers before `post` returns.
    post = (method, parameters) => {
      let failure = null;
      let answer;
      session.post(method, parameters, (error, result) => {
        failure = error;
        answer = result;
      });
      if (failure !== null) throw new Error(`${method}: ${failure.message}`);
      return answer;
    };
    writeWhole(`${name}.started`, basename(process.argv[1] || 'node'));
    // One more listener must not bring the program to the warning about too many.
    const limit = process.getMaxListeners();
    if (limit > 0) process.setMaxListeners(limit + 1);
    process.on('exit', finish);
    if (isMainThread) for (const signal of signals) finishOn(signal, finish);
    schedule();
    // Last, so that little of this file is in the profile.
    begin(post);
  });
};

/**
 * Without a listener of the program a signal ends it: its profile is written first, then the signal is
 * raised again. With the first listener of the program ours goes for good: libraries count listeners to
 * tell whether a signal is theirs alone.
 */
function finishOn(signal, finish) {
  const onSignal = () => {
    finish();
    withdraw();
    process.kill(process.pid, signal);
  };
  const onNewListener = (event) => {
    // Later: without any listener, even for a moment, Node would let the signal through for good.
    if (event === signal) nextTick(withdraw);
  };
  const withdraw = () => {
    process.removeListener('newListener', onNewListener);
    process.removeListener(signal, onSignal);
  };
  process.on(signal, onSignal);
  process.on('newListener', onNewListener);
}

/** A file is there whole or not at all. */
function writeWhole(name, text) {
  const path = join(directory, name);
  const bytes = Buffer.from(text);
  const file = openSync(`${path}.part`, 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.part`, path);
}

function complain(name, error) {
  try {
    appendFileSync(join(directory, `problem-${name}.txt`), `${error && error.message}\n`);
  } catch {
    // Nothing can be written there, and a workload's output is not ours to write to.
  }
}
