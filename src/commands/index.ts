import { baselineCommand } from './baseline.ts';
import { ciCommand } from './ci.ts';
import type { Command } from './command.ts';
import { commonOptions } from './common-options.ts';
import { compareCommand } from './compare.ts';
import { completionCommand } from './completion.ts';
import { convertCommand } from './convert.ts';
import { doctorCommand } from './doctor.ts';
import { formatsCommand } from './formats.ts';
import { gateCommand } from './gate.ts';
import { initCommand } from './init.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { selfCheckCommand } from './selfcheck.ts';
import { topCommand } from './top.ts';

/** Every command of the program, in the order in which --help lists them. */
export const commands: readonly Command[] = [reportCommand, runCommand, compareCommand, gateCommand, baselineCommand, selfCheckCommand, topCommand, convertCommand, formatsCommand, initCommand, doctorCommand, ciCommand, completionCommand];

/** All flags of all commands, without dashes. */
export const flagNames: readonly string[] = [...new Set(['help', 'version', ...Object.keys(commonOptions), ...commands.flatMap(({ options }) => Object.keys(options))])];
