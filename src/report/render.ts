import { showControls } from './display-text.ts';
import type { RenderInput, ReportFiles } from './render-input.ts';
import { writeSummary } from './summary.ts';
import { pageRenderer } from './templates.ts';
import { pageView } from './view/page.ts';

/**
 * The report directory's files by relative path: `index.html`, `report.css`, `flame/<id>.svg`,
 * `report.json`, `summary.md`. Pure: equal input gives equal bytes.
 */
export function renderReport(input: RenderInput): ReportFiles {
  const { page, flameFiles } = pageView(input);
  const render = pageRenderer(input.assets.templates);
  return new Map([
    ['index.html', showControls(render(page))],
    ['report.css', input.assets.css],
    ...flameFiles,
    ['report.json', `${JSON.stringify(input.model, null, 2)}\n`],
    ['summary.md', writeSummary(input.model)],
  ]);
}
