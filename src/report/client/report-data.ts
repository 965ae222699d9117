import type { EdgeRow, FunctionRow, Place, ProfileData } from './profile-data.ts';

/** Edges name a listed function by its place in the table. */
type PackedEdge = ({ readonly of: number } | Place) & Pick<EdgeRow, 'calls' | 'total'>;

interface PackedFunction extends Omit<FunctionRow, 'callers' | 'callees'> {
  readonly callers: readonly PackedEdge[];
  readonly callees: readonly PackedEdge[];
}

interface ReportData {
  readonly profiles: readonly (Omit<ProfileData, 'functions'> & { readonly functions: readonly PackedFunction[] })[];
}

/** The page's own data by profile id; the page was made by the same version, so its shape is known. */
export function readReportData(): ReadonlyMap<string, ProfileData> {
  const text = document.getElementById('report-data')?.textContent ?? '{"profiles":[]}';
  const data = JSON.parse(text) as ReportData;
  return new Map(data.profiles.map((profile) => [profile.id, { ...profile, functions: profile.functions.map((row) => unpack(row, profile.functions)) }]));
}

function unpack(row: PackedFunction, all: readonly PackedFunction[]): FunctionRow {
  const edge = (packed: PackedEdge): EdgeRow => {
    const { calls, total } = packed;
    const place: Place = ('of' in packed ? all[packed.of] : packed) ?? { name: '', file: '', line: 0 };
    return { name: place.name, file: place.file, line: place.line, calls, total };
  };
  return { ...row, callers: row.callers.map(edge), callees: row.callees.map(edge) };
}
