import { expect } from 'chai';
import { ciBranch, cleanUrl, readCiFacts } from '../../../src/collect/host/ci-facts.ts';

/** Variables as each system's documentation shows them. */
const builds: readonly (readonly [string, Record<string, string>, ReturnType<typeof readCiFacts>, string | null])[] = [
  [
    'Jenkins, a pull request',
    { CI: 'true', JENKINS_URL: 'https://ci.example/', JOB_NAME: 'photo-tagger/PR-12', BUILD_NUMBER: '87', BUILD_URL: 'https://robot:s3cret@ci.example/job/photo-tagger/job/PR-12/87/', BRANCH_NAME: 'PR-12', CHANGE_BRANCH: 'faster-tags' },
    { system: 'jenkins', job: 'photo-tagger/PR-12', build: '87', url: 'https://ci.example/job/photo-tagger/job/PR-12/87/' },
    'faster-tags',
  ],
  ['Jenkins, a plain job', { JENKINS_HOME: '/var/lib/jenkins', BUILD_NUMBER: '3', GIT_BRANCH: 'origin/release/2' }, { system: 'jenkins', job: null, build: '3', url: null }, 'release/2'],
  [
    'GitHub, a push',
    { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKFLOW: 'profiling', GITHUB_JOB: 'run', GITHUB_RUN_NUMBER: '41', GITHUB_RUN_ID: '990', GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' },
    { system: 'github', job: 'profiling / run', build: '41', url: 'https://github.com/a/b/actions/runs/990' },
    'main',
  ],
  ['GitHub, a pull request', { GITHUB_ACTIONS: 'true', GITHUB_HEAD_REF: 'faster-tags', GITHUB_REF_NAME: '12/merge', GITHUB_REF_TYPE: 'branch' }, { system: 'github', job: null, build: null, url: null }, 'faster-tags'],
  ['GitHub, a tag', { GITHUB_ACTIONS: 'true', GITHUB_REF_NAME: 'v1.0', GITHUB_REF_TYPE: 'tag' }, { system: 'github', job: null, build: null, url: null }, null],
  [
    'GitLab',
    { CI: 'true', GITLAB_CI: 'true', CI_PROJECT_PATH: 'a/b', CI_JOB_NAME: 'profile', CI_PIPELINE_IID: '5', CI_JOB_URL: 'https://gitlab.com/a/b/-/jobs/7', CI_COMMIT_BRANCH: 'main' },
    { system: 'gitlab', job: 'a/b / profile', build: '5', url: 'https://gitlab.com/a/b/-/jobs/7' },
    'main',
  ],
  ['CircleCI', { CI: 'true', CIRCLECI: 'true', CIRCLE_PROJECT_REPONAME: 'b', CIRCLE_JOB: 'build', CIRCLE_BUILD_NUM: '9', CIRCLE_BUILD_URL: 'https://circleci.com/gh/a/b/9', CIRCLE_BRANCH: 'x' }, { system: 'circleci', job: 'b / build', build: '9', url: 'https://circleci.com/gh/a/b/9' }, 'x'],
  [
    'Azure',
    { TF_BUILD: 'True', BUILD_DEFINITIONNAME: 'photo', BUILD_BUILDNUMBER: '20261122.1', BUILD_BUILDID: '55', SYSTEM_COLLECTIONURI: 'https://dev.azure.com/org/', SYSTEM_TEAMPROJECT: 'My Team', BUILD_SOURCEBRANCH: 'refs/heads/feature/x' },
    { system: 'azure', job: 'photo', build: '20261122.1', url: 'https://dev.azure.com/org/My%20Team/_build/results?buildId=55' },
    'feature/x',
  ],
  ['Buildkite', { CI: 'true', BUILDKITE: 'true', BUILDKITE_PIPELINE_SLUG: 'p', BUILDKITE_LABEL: 'test', BUILDKITE_BUILD_NUMBER: '2', BUILDKITE_BUILD_URL: 'https://buildkite.com/o/p/builds/2', BUILDKITE_BRANCH: 'main' }, { system: 'buildkite', job: 'p / test', build: '2', url: 'https://buildkite.com/o/p/builds/2' }, 'main'],
  ['any other', { CI: '1', BUILD_NUMBER: '6', BUILD_URL: 'javascript:alert(1)' }, { system: 'ci', job: null, build: '6', url: null }, null],
  ['none', { CI: 'false', HOME: '/home/me', BRANCH_NAME: 'mine' }, null, null],
];

describe('readCiFacts', () => {
  for (const [name, env, facts, branch] of builds) {
    it(name, () => {
      expect(readCiFacts(env)).to.deep.equal(facts);
      expect(ciBranch(env)).to.equal(branch);
    });
  }

  it('addresses keep no user, password or key', () => {
    expect(cleanUrl('https://me:pw@ci.example/job?page=2&access_token=abc&X-Amz-Signature=1#end')).to.equal('https://ci.example/job?page=2#end');
    for (const text of [undefined, '', 'not an address', 'file:///etc/passwd', `https://ci.example/${'x'.repeat(3000)}`]) expect(cleanUrl(text)).to.equal(null);
  });

  it('texts are one short line', () => {
    const job = readCiFacts({ CI: '1', JOB_NAME: `a\u001b[31m\nb${'c'.repeat(1000)}` })?.job;
    expect(job).to.match(/^a \[31m b/).and.to.have.length(200);
  });
});
