import type { DiffBox } from './diff-boxes.ts';
import { formatPercent, formatQuantity } from './quantity.ts';
import type { BaseUnit } from './profile-data.ts';

/*
 * The colours of the static picture (report/svg/diff-scale.ts), and the same for shares. This folder
 * imports nothing from outside; test/report/diff-flame compares the two.
 */

export const diffSteps: readonly number[] = [0.05, 0.15, 0.35, 0.7];
/** A shift of shares that is small against this many points has no colour. */
const leastShift = 0.05;

export type DiffMeasure = 'absolute' | 'share';

/** How changes are told: in the profile's unit, or in shares of each side's whole. */
export interface ChangeScale {
  readonly steps: readonly string[];
  changeOf(box: DiffBox): number;
  /** -4 (far better) to 4 (far worse), 0 below the noise floor. */
  stepOf(box: DiffBox): number;
  /** "+12 ms" or "+3.1 points". */
  words(change: number): string;
}

export function changeScale(boxes: readonly DiffBox[], measure: DiffMeasure, reference: number, unit: BaseUnit): ChangeScale {
  const root = boxes[0];
  const part = (value: number, all: number): number => (all > 0 ? value / all : 0);
  const shares = measure === 'share';
  const ofBase = shares ? (root?.totalBase ?? 0) : 1;
  const ofHead = shares ? (root?.totalHead ?? 0) : 1;
  const changeOf = (box: DiffBox): number => part(box.selfHead, ofHead) - part(box.selfBase, ofBase);
  const certain = (box: DiffBox): number => {
    const change = changeOf(box);
    const unsure = box.hidden === 0 ? 0 : shares ? part(box.hidden, Math.max(ofBase, ofHead)) : box.hidden;
    return Math.sign(change) * Math.max(0, Math.abs(change) - unsure);
  };
  const judged = boxes.filter((box) => box.judged);
  const measuredBy = shares ? judged.reduce((largest, box) => Math.max(largest, Math.abs(certain(box))), leastShift) : reference;
  const size = (value: number): string => (shares ? formatPercent(value).replace('%', 'points') : formatQuantity(value, unit));
  return {
    steps: diffSteps.map((step) => size(step * measuredBy)),
    changeOf,
    stepOf(box) {
      const change = box.judged && measuredBy > 0 ? certain(box) : 0;
      const step = diffSteps.filter((least) => Math.abs(change) >= least * measuredBy).length;
      return change < 0 && step > 0 ? -step : step;
    },
    words: (change) => `${change < 0 ? '\u2212' : '+'}${size(Math.abs(change))}`,
  };
}
