import { selfCheckSentence } from '../core/gate/false-alarms.ts';
import type { ReportModel } from '../core/model/report.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';
import { worstFirst } from './view/compared.ts';

/** How often the gate was wrong about unchanged code, for the workload that leads; nothing where that is not known. */
export function selfCheckLines({ workloads }: ReportModel): string[] {
  const lead = worstFirst(workloads)[0]?.workload;
  if (lead?.selfCheck === undefined) return [];
  const of = workloads.length === 1 ? '' : ` of ${codeSpan(lead.name)}`;
  return [`Self-check${of} on this machine: ${escapeMarkdown(selfCheckSentence(lead.selfCheck))}`, ''];
}
