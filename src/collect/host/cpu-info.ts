import { plainFact } from './plain-fact.ts';

export interface CpuInfo {
  /** As people call it, without frequency and marks: "Intel Xeon Platinum 8259CL". */
  readonly model: string | null;
  /** The model and what tells apart processors that share a name in virtual machines ("AMD EPYC"): vendor, family, model number. */
  readonly class: string | null;
}

/** Names of Arm designs by implementer and part, which /proc/cpuinfo gives instead of a name (Arm's and vendors' MIDR values). */
const armParts: Readonly<Record<string, string>> = {
  '0x41:0xd03': 'Arm Cortex-A53',
  '0x41:0xd07': 'Arm Cortex-A57',
  '0x41:0xd08': 'Arm Cortex-A72',
  '0x41:0xd0b': 'Arm Cortex-A76',
  '0x41:0xd0c': 'Arm Neoverse-N1',
  '0x41:0xd40': 'Arm Neoverse-V1',
  '0x41:0xd49': 'Arm Neoverse-N2',
  '0x41:0xd4f': 'Arm Neoverse-V2',
  '0x41:0xd8e': 'Arm Neoverse-N3',
  '0x41:0xd84': 'Arm Neoverse-V3',
  '0x48:0xd01': 'HiSilicon Kunpeng 920',
  '0x61:0x022': 'Apple M1',
  '0x61:0x032': 'Apple M2',
  '0xc0:0xac3': 'Ampere-1',
  '0xc0:0xac4': 'Ampere-1A',
};

/** Reads /proc/cpuinfo of x86, Arm, POWER, s390 and RISC-V. Processors of several kinds are joined by " + ". */
export function parseCpuInfo(text: string): CpuInfo {
  const models = new Set<string>();
  const classes = new Set<string>();
  const whole = fieldsOf(text);
  for (const block of text.split(/\n\s*\n/)) {
    const fields = fieldsOf(block);
    if (!fields.has('processor') && !/^processor \d+:/m.test(block)) continue;
    const model = cleanModel(nameOf(fields, whole));
    if (model === null) continue;
    models.add(model);
    classes.add([model, ...['vendor_id', 'cpu family', 'model', 'CPU variant'].map((name) => fields.get(name) ?? '')].join(';'));
  }
  return { model: joined(models), class: joined(classes) };
}

/** A model name without frequency, marks and filler words, which differ between firmware versions of one processor. */
export function cleanModel(name: string | null | undefined): string | null {
  const text = plainFact(name);
  if (text === null || text.toLowerCase() === 'unknown') return null;
  return plainFact(
    text
      .replace(/\((?:R|TM|C)\)|[®™]/gi, ' ')
      .replace(/@.*$/, ' ')
      .replace(/\b(?:\d+-Core )?Processor\b(?=\s*$)/i, ' ')
      .replace(/\bCPU\b/g, ' '),
  );
}

function nameOf(fields: ReadonlyMap<string, string>, whole: ReadonlyMap<string, string>): string | null {
  const named = fields.get('model name') ?? fields.get('cpu') ?? fields.get('uarch');
  if (named !== undefined && !/^(?:ARMv\d|AArch64)/i.test(named)) return named;
  const implementer = fields.get('CPU implementer');
  if (implementer !== undefined) {
    const part = fields.get('CPU part') ?? 'unknown';
    return armParts[`${implementer}:${part}`] ?? `Arm implementer ${implementer} part ${part}`;
  }
  const machine = /machine = (\d+)/.exec(whole.get('processor 0') ?? '')?.[1];
  if (machine !== undefined) return `IBM z machine ${machine}`;
  return named ?? null;
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return fields;
}

function joined(values: ReadonlySet<string>): string | null {
  return values.size === 0 ? null : [...values].sort().join(' + ');
}
