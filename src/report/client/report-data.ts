import type { ProfileData } from './profile-data.ts';

interface ReportData {
  readonly profiles: readonly ProfileData[];
}

/** The page's own data by profile id; the page was made by the same version, so its shape is known. */
export function readReportData(): ReadonlyMap<string, ProfileData> {
  const text = document.getElementById('report-data')?.textContent ?? '{"profiles":[]}';
  const data = JSON.parse(text) as ReportData;
  return new Map(data.profiles.map((profile) => [profile.id, profile]));
}
