import type { CiFacts } from '../../core/model/run-record.ts';
import { plainFact } from './plain-fact.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How one CI system shows itself in the environment of its builds. */
interface CiSystem {
  readonly system: string;
  detect(env: Env): boolean;
  job(env: Env): string | undefined;
  build(env: Env): string | undefined;
  url(env: Env): string | undefined;
  /** Name of the machine that builds. */
  agent(env: Env): string | undefined;
  /** The branch that is built, where HEAD is detached: of a pull request the one it comes from. */
  branch(env: Env): string | undefined;
}

/** Variables as each system documents them. The first that shows itself counts. */
const systems: readonly CiSystem[] = [
  {
    system: 'jenkins',
    detect: (env) => has(env, 'JENKINS_URL') || (has(env, 'JENKINS_HOME') && has(env, 'BUILD_NUMBER')),
    job: (env) => env['JOB_NAME'],
    build: (env) => env['BUILD_NUMBER'],
    url: (env) => env['BUILD_URL'],
    agent: (env) => env['NODE_NAME'],
    branch: (env) => first(env['CHANGE_BRANCH'], env['BRANCH_NAME'], env['GIT_BRANCH']?.replace(/^(?:refs\/remotes\/)?origin\//, '')),
  },
  {
    system: 'github',
    detect: (env) => env['GITHUB_ACTIONS'] === 'true',
    job: (env) => joined(' / ', env['GITHUB_WORKFLOW'], env['GITHUB_JOB']),
    build: (env) => env['GITHUB_RUN_NUMBER'],
    url: (env) => joined('/', env['GITHUB_SERVER_URL'], env['GITHUB_REPOSITORY'], 'actions/runs', env['GITHUB_RUN_ID']),
    agent: (env) => env['RUNNER_NAME'],
    branch: (env) => first(env['GITHUB_HEAD_REF'], env['GITHUB_REF_TYPE'] === 'tag' ? undefined : env['GITHUB_REF_NAME']),
  },
  {
    system: 'gitlab',
    detect: (env) => has(env, 'GITLAB_CI'),
    job: (env) => joined(' / ', env['CI_PROJECT_PATH'], env['CI_JOB_NAME']),
    build: (env) => first(env['CI_PIPELINE_IID'], env['CI_PIPELINE_ID']),
    url: (env) => first(env['CI_JOB_URL'], env['CI_PIPELINE_URL']),
    agent: (env) => env['CI_RUNNER_DESCRIPTION'],
    branch: (env) => first(env['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME'], env['CI_COMMIT_BRANCH']),
  },
  {
    system: 'circleci',
    detect: (env) => env['CIRCLECI'] === 'true',
    job: (env) => joined(' / ', env['CIRCLE_PROJECT_REPONAME'], env['CIRCLE_JOB']),
    build: (env) => env['CIRCLE_BUILD_NUM'],
    url: (env) => env['CIRCLE_BUILD_URL'],
    agent: () => undefined,
    branch: (env) => env['CIRCLE_BRANCH'],
  },
  {
    system: 'azure',
    detect: (env) => /^true$/i.test(env['TF_BUILD'] ?? ''),
    job: (env) => env['BUILD_DEFINITIONNAME'],
    build: (env) => env['BUILD_BUILDNUMBER'],
    url: (env) => azureUrl(env),
    agent: (env) => env['AGENT_NAME'],
    branch: (env) => first(env['SYSTEM_PULLREQUEST_SOURCEBRANCH'], env['BUILD_SOURCEBRANCH'])?.replace(/^refs\/heads\//, ''),
  },
  {
    system: 'buildkite',
    detect: (env) => env['BUILDKITE'] === 'true',
    job: (env) => joined(' / ', env['BUILDKITE_PIPELINE_SLUG'], env['BUILDKITE_LABEL']),
    build: (env) => env['BUILDKITE_BUILD_NUMBER'],
    url: (env) => env['BUILDKITE_BUILD_URL'],
    agent: (env) => env['BUILDKITE_AGENT_NAME'],
    branch: (env) => env['BUILDKITE_BRANCH'],
  },
  {
    system: 'ci',
    detect: (env) => has(env, 'CI') && !/^(?:0|false|no)$/i.test(env['CI'] ?? ''),
    job: (env) => first(env['CI_JOB_NAME'], env['JOB_NAME']),
    build: (env) => first(env['CI_BUILD_NUMBER'], env['BUILD_NUMBER'], env['CI_BUILD_ID']),
    url: (env) => first(env['CI_BUILD_URL'], env['BUILD_URL']),
    agent: () => undefined,
    branch: (env) => first(env['CI_BRANCH'], env['CI_COMMIT_BRANCH'], env['CHANGE_BRANCH'], env['BRANCH_NAME']),
  },
];

/** The build that this is part of, from the environment; null outside of CI. Addresses keep no user, password or token. */
export function readCiFacts(env: Env): CiFacts | null {
  const found = systems.find(({ detect }) => detect(env));
  if (found === undefined) return null;
  return { system: found.system, job: plainFact(found.job(env)), build: plainFact(found.build(env)), url: cleanUrl(found.url(env)) };
}

/** The name that the CI system gives the machine; null where it has none. */
export function agentName(ci: CiFacts, env: Env): string | null {
  return plainFact(systems.find(({ system }) => system === ci.system)?.agent(env));
}

/** The branch that CI builds; null outside of CI and for tags. */
export function ciBranch(env: Env): string | null {
  return plainFact(systems.find(({ detect }) => detect(env))?.branch(env));
}

/** An address of the web without user, password and parameters that look like keys; null for anything else. */
export function cleanUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) if (/token|secret|password|passwd|key|signature|^sig$|auth/i.test(name)) url.searchParams.delete(name);
  return url.href.length > 2000 ? null : url.href;
}

function azureUrl(env: Env): string | undefined {
  const [collection, project, id] = [env['SYSTEM_COLLECTIONURI'], env['SYSTEM_TEAMPROJECT'], env['BUILD_BUILDID']];
  if (collection === undefined || project === undefined || id === undefined) return undefined;
  return `${collection.replace(/\/$/, '')}/${encodeURIComponent(project)}/_build/results?buildId=${encodeURIComponent(id)}`;
}

function has(env: Env, name: string): boolean {
  return (env[name] ?? '') !== '';
}

function first(...values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== '');
}

/** The parts with the separator between them; undefined where one is missing. */
function joined(separator: string, ...parts: readonly (string | undefined)[]): string | undefined {
  return parts.some((part) => part === undefined || part === '') ? undefined : parts.join(separator);
}
