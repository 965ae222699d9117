/** What a comparison says; docs/statistics.md tells what each one means. */
export type Verdict =
  | 'fail'
  | 'warn'
  | 'pass'
  | 'improved'
  | 'inconclusive'
  | 'not-comparable'
  | 'environment-suspect'
  | 'no-baseline'
  | 'failed';
