import type { Command } from './command.ts';
import { parseChoice } from './flags.ts';
import { processShell } from './shell.ts';

const shells = ['bash', 'zsh'] as const;

export const completionCommand: Command = {
  command: 'completion [shell]',
  describe: 'Print the script that completes commands and flags',
  options: {},
  builder: (args) =>
    args
      .positional('shell', { type: 'string', choices: shells, describe: 'Default: the shell of $SHELL' })
      .example('$0 completion bash >> ~/.bashrc', 'for bash')
      .example('$0 completion zsh > "${fpath[1]}/_perf-report"', 'for zsh'),
  handler: async (argv) => {
    const { completionScript } = await import('./completion-scripts.ts');
    const shell = processShell();
    const chosen = parseChoice('shell', argv['shell'], shells) ?? (shell.env['SHELL']?.endsWith('zsh') === true ? 'zsh' : 'bash');
    shell.stdout.write(completionScript(chosen));
  },
};
