/**
 * What `--base` takes for a base as it is shown. Names of refs have no spaces, so words ("merge base with origin/main") are what `auto` found;
 * where they end with a commit ("last good commit 62ae778ee"), that is it.
 */
export function baseArgument(shown: string): string {
  if (!shown.includes(' ')) return shown;
  return / ([0-9a-f]{9,64})$/.exec(shown)?.[1] ?? 'auto';
}
