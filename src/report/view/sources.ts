import type { AnnotatedSource, ReportProfile } from '../../core/model/report.ts';
import { quantityFigure, type Figure } from './figure.ts';

/** Lines of a function that cost at least this share of its dearest line are marked. */
const hotShare = 0.5;

/** Source lines of one function with their cost. */
export interface SourceView {
  readonly name: string;
  readonly file: string;
  /** False where the source was not at hand and the lines are numbers alone. */
  readonly hasText: boolean;
  readonly lines: readonly SourceLine[];
}

export interface SourceLine {
  readonly line: number;
  readonly cost: Figure | null;
  readonly text: string;
  readonly hot: boolean;
}

/** Annotated sources of a profile, dearest function first. */
export function sourcesView(profile: ReportProfile): SourceView[] {
  return profile.sources.filter((source) => source.lines.length > 0).map((source) => sourceView(source, profile));
}

function sourceView(source: AnnotatedSource, profile: ReportProfile): SourceView {
  let dearest = 0;
  for (const { cost } of source.lines) dearest = Math.max(dearest, cost);
  return {
    name: source.name,
    file: source.file,
    hasText: source.lines.some((line) => line.text !== null),
    lines: source.lines.map(({ line, cost, text }) => ({
      line,
      cost: cost === 0 ? null : quantityFigure(cost, profile.unit),
      text: text ?? '',
      hot: dearest > 0 && cost >= hotShare * dearest,
    })),
  };
}
