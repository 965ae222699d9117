/** Shares of the reference from which a self change has step 1, 2, 3 and 4; below the first it is noise. */
export const diffSteps: readonly number[] = [0.05, 0.15, 0.35, 0.7];
/** A change of the whole below this share of it is no measure: colours would show noise. */
const leastReference = 0.05;

// The light theme as attributes, dark ink readable on all of them; report.css has the same as variables.
export const worseFill: readonly string[] = ['#fddbc7', '#f7b799', '#ee8f76', '#dd6350'];
export const betterFill: readonly string[] = ['#d6e8f3', '#aed3e8', '#7cb7da', '#4a97c9'];
export const sameFill = '#e9ecf0';

/** What a self change is measured by: the change of the whole, or a share of the whole where that hardly changed. */
export function diffReference(totalBase: number, totalHead: number): number {
  return Math.max(Math.abs(totalHead - totalBase), leastReference * Math.max(totalBase, totalHead));
}

/** -4 (far better) to 4 (far worse), 0 below the noise floor. */
export function diffStep(change: number, reference: number): number {
  if (!(reference > 0)) return 0;
  let step = 0;
  for (const least of diffSteps) if (Math.abs(change) >= least * reference) step += 1;
  return change < 0 && step > 0 ? -step : step;
}

/** Class of a step: w1…w4 worse, b1…b4 better, same. */
export function diffClass(step: number): string {
  return step === 0 ? 'same' : `${step > 0 ? 'w' : 'b'}${Math.abs(step)}`;
}

export function diffFill(step: number): string {
  return (step > 0 ? worseFill[step - 1] : betterFill[-step - 1]) ?? sameFill;
}

export function arrowOf(change: number): string {
  return change > 0 ? '▲' : change < 0 ? '▼' : '=';
}
