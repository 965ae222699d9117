import type { Project } from './init-project.ts';
import { firstFile, isPlainPath, type Proposal, type WorkflowStep } from './init-proposal.ts';

const goSteps: readonly WorkflowStep[] = [{ uses: 'actions/setup-go@v5', with: { 'go-version-file': 'go.mod' } }];
const javaSteps: readonly WorkflowStep[] = [{ uses: 'actions/setup-java@v4', with: { distribution: 'temurin', 'java-version': 21 } }];

/** The benchmarks of one package, else its tests, else the program; profilers of `go test` take one package. */
export function proposeGo(project: Project): Proposal | null {
  if (!project.has('go.mod')) return null;
  const tests = project.files.filter((file) => file.endsWith('_test.go') && isPlainPath(file));
  const bench = tests.find((file) => /^func Benchmark/m.test(project.text(file)));
  const common = { setup: null, steps: goSteps };
  if (bench !== undefined) return { name: 'go-bench', command: `go test -run '^$' -bench . ${packageOf(bench)}`, why: `The benchmarks in ${bench}.`, ...common };
  const [test] = tests;
  // Without -count=1 the second execution would be a cached result.
  if (test !== undefined) return { name: 'go-tests', command: `go test -count=1 ${packageOf(test)}`, why: `The tests in ${test}.`, ...common };
  return { name: 'go', command: 'go run .', why: 'The program of go.mod; the first, discarded execution compiles it.', ...common };
}

function packageOf(file: string): string {
  const folder = file.split('/').slice(0, -1).join('/');
  return folder === '' ? '.' : `./${folder}`;
}

/** The tests by Maven or Gradle, through the wrapper where there is one. */
export function proposeJava(project: Project): Proposal | null {
  if (project.has('pom.xml')) {
    const maven = project.has('mvnw') ? './mvnw' : 'mvn';
    return { name: 'java-tests', command: `${maven} -q test`, why: 'The tests of pom.xml.', setup: `${maven} -q test-compile`, steps: javaSteps };
  }
  const script = ['build.gradle', 'build.gradle.kts'].find((name) => project.has(name));
  if (script === undefined) return null;
  const gradle = project.has('gradlew') ? './gradlew' : 'gradle';
  if (project.text(script).includes('jmh')) return { name: 'java-bench', command: `${gradle} -q jmh`, why: `The JMH benchmarks of ${script}.`, setup: `${gradle} -q jmhClasses`, steps: javaSteps };
  // Gradle skips tests that passed before.
  return { name: 'java-tests', command: `${gradle} -q cleanTest test`, why: `The tests of ${script}.`, setup: `${gradle} -q testClasses`, steps: javaSteps };
}

/** The benchmarks, else the tests; compilers of Rust are on GitHub's machines. */
export function proposeRust(project: Project): Proposal | null {
  if (!project.has('Cargo.toml')) return null;
  const bench = firstFile(project.files, /^benches\/.*\.rs$/);
  if (bench !== null || project.text('Cargo.toml').includes('[[bench]]')) {
    return { name: 'rust-bench', command: 'cargo bench --quiet', why: `The benchmarks${bench === null ? ' of Cargo.toml' : `, such as ${bench}`}.`, setup: 'cargo bench --no-run', steps: [] };
  }
  return { name: 'rust-tests', command: 'cargo test --release --quiet', why: 'The tests of Cargo.toml.', setup: 'cargo test --release --no-run', steps: [] };
}
