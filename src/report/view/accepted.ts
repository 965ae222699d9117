import type { ReportModel } from '../../core/model/report.ts';

/** Accepted regressions that are named. */
const maxNamed = 3;

/** What somebody decided to live with, one sentence each: "wall of sample is accepted by Ann until 2027-01-31: new tagger". */
export function acceptedSentences({ gate }: Pick<ReportModel, 'gate'>): string[] {
  const all = (gate?.gates ?? []).flatMap(({ workload, metric, function: name, accepted }) => {
    if (accepted === undefined) return [];
    const { who, why, until } = accepted;
    const what = [name === null ? metric : `${metric} of ${name}`, ...(workload === '' ? [] : [`in ${workload}`])].join(' ');
    return [`${what} is accepted by ${who}${until === null ? '' : ` until ${until}`}: ${why}`];
  });
  const more = all.length - maxNamed;
  return more > 0 ? [...all.slice(0, maxNamed), `${more} more are accepted`] : all;
}
