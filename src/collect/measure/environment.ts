/** What perf-report is told, what it tells the processes it starts, and the switches of its profilers. */
const ours = /^(?:PERF_REPORT_|RUN_PROFILING$|SKIP_PROFILING$)/;

/**
 * What npm, npx and shells add, different for each way to start the same perf-report. What people set for npm
 * (`npm_config_registry`, `npm_config_cache`) is not among them.
 */
const byTheStarter =
  /^(?:_|SHLVL|PWD|OLDPWD|COLUMNS|LINES|INIT_CWD|NODE|npm_(?:lifecycle|package|new)_.*|npm_(?:command|execpath|node_execpath)|npm_config_(?:global_prefix|globalconfig|init_module|local_prefix|node_gyp|noproxy|npm_version|prefix|user_agent|userconfig))$/;

/**
 * The environment of measured executions: `base` without what depends on how perf-report was
 * started, then `extra`, sorted by name. The size of the environment moves the stack, and with it the speed of some programs by
 * several percent: so it is the same for each execution, and the same from npx, npm run and a shell.
 * Python's hashes are switched to a fixed seed, so that sets and their order are the same each time.
 */
export function measuredEnvironment(base: Readonly<Record<string, string | undefined>>, extra: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(base).filter((entry): entry is [string, string] => entry[1] !== undefined && !ours.test(entry[0]) && !byTheStarter.test(entry[0]));
  const all = { PYTHONHASHSEED: '0', ...Object.fromEntries(kept), ...extra };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}
