import type { Command } from './command.ts';
import { positionals, readCommon } from './common-options.ts';
import { once, parseChoice, parseCount } from './flags.ts';
import { refuseMissing } from './missing-input.ts';
import { processShell } from './shell.ts';

const sortKeys = ['self', 'total', 'calls'] as const;

const options: Command['options'] = {
  top: { alias: 'n', type: 'string', requiresArg: true, default: '30', describe: 'Functions to list; 0 lists all' },
  sort: { alias: 's', type: 'string', requiresArg: true, choices: sortKeys, default: 'self', describe: 'What to sort by' },
  'strip-dirs': { type: 'boolean', describe: 'Print file names without directories' },
  profile: { type: 'string', requiresArg: true, describe: 'Which profile of a file that holds several: number or title' },
  json: { type: 'boolean', describe: 'Print perf-report/top/v1 JSON and nothing else' },
};

export const topCommand: Command = {
  command: 'top <profiles..>',
  describe: 'Print the heaviest functions of a profile',
  options,
  builder: (args) =>
    args
      .positional('profiles', { type: 'string', default: undefined, describe: 'Profile, or directory of profiles' })
      .options(options)
      .example('$0 top profile.stats', 'the 30 functions with the most self time')
      .example('$0 top heap.pb.gz --sort total --top 10', 'ten, by what they and their callees allocate'),
  handler: async (argv) => {
    const { runTop } = await import('./run-top.ts');
    const values = {
      ...readCommon(argv),
      inputs: refuseMissing(positionals(argv['profiles'])),
      top: parseCount('top', argv['top']) ?? 30,
      sort: parseChoice('sort', argv['sort'], sortKeys) ?? 'self',
      stripDirs: argv['strip-dirs'] === true,
      json: argv['json'] === true,
      profile: once('profile', argv['profile']),
    };
    process.exitCode = await runTop(values, processShell());
  },
};
