import type { ProfileUnit } from '../../core/model/profile.ts';

/** The value that `$schema` must have for speedscope to recognise the file. */
export const speedscopeSchema = 'https://www.speedscope.app/file-format-schema.json';

/** speedscope's name of a unit; it shows "none" as plain numbers. */
export function speedscopeUnit(unit: ProfileUnit): string {
  return unit === 'count' ? 'none' : unit;
}

/** A frame as JSON, without what is unknown. */
export function frameJson(name: string, file: string, line: number): string {
  const fileText = file === '' ? '' : `,"file":${JSON.stringify(file)}`;
  const lineText = line > 0 ? `,"line":${line}` : '';
  return `{"name":${JSON.stringify(name)}${fileText}${lineText}}`;
}
