package io.perfreport;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfreport.harness.Pipeline;
import io.perfreport.harness.PipelineTest;
import io.perfreport.harness.Published;
import io.perfreport.harness.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher and the program of resources/ as an agent runs them: real shell, real Node. */
class RealProgramTest extends PipelineTest {
  private static final String TINY = "command: ':', profile: false, base: 'none'";
  private static final Path LIBRARY = Path.of(System.getProperty("library.dir")).toAbsolutePath().normalize();

  /** Two executions without a warm-up, so that it takes little. */
  private Pipeline quick(String statements) {
    return pipeline(statements).env("PERF_REPORT_RUNS", "2").env("PERF_REPORT_WARMUP", "0");
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  /** A name that no shell and no glob takes for what it is, a workspace with spaces and %, a second one beside it, no home to write to. */
  @Test
  void oddPlacesAndHostileTexts() throws IOException {
    Run run = quick("node { profileRun(workload: 'x', command: \"printf '%s' '\\$(touch owned) `touch owned` \\\"q\\\" é' > said.txt\", profile: false, base: 'none') }").job("team a/app/feature%2Fx").env("HOME", "/proc/no-home").run();
    assertThat(run.result()).as(run.log()).isEqualTo("SUCCESS");
    Path second = run.workspace().resolveSibling(run.workspace().getFileName() + "@2");
    assertThat(second.getFileName().toString()).isEqualTo("team a_app_feature%2Fx@2");
    assertThat(text(second.resolve("said.txt"))).isEqualTo("$(touch owned) `touch owned` \"q\" é");
    assertThat(second.resolve("owned")).doesNotExist();
    assertThat(run.log()).contains("profileRun: ", "report:   ", "Profile_20Report/");
    Published page = run.published().get(0);
    assertThat(text(page.directory().resolve("index.html"))).contains("<html");
    assertThat(page.directory().resolve("report.css")).exists();
    assertThat(run.artifacts()).contains("perf-report-1-1/report/index.html", "perf-report-1-1/report/report.json", "perf-report-1-1/result.properties").anyMatch(file -> file.endsWith("/run.json")).anyMatch(file -> file.endsWith("/metadata.txt"));
  }

  @Test
  void failedWorkloadIsPublishedThenFails() throws IOException {
    Run run = quick("profileRun(workload: 'x', command: 'echo broken >&2; exit 3', profile: false, base: 'none')").run();
    assertThat(run.result()).isEqualTo("FAILURE");
    assertThat(run.thrown()).hasMessageContaining("FAILED").hasMessageContaining("exited with 3");
    assertThat(text(run.published().get(0).directory().resolve("index.html"))).contains("broken");
    assertThat(run.artifacts()).anyMatch(file -> file.endsWith("/stderr.log"));
  }

  @Test
  void wrongRequestsComeBackAsSentences() {
    Run run = quick("profileRun(workload: 'x', " + TINY + ", gates: [[metrik: 'wall']])").run();
    assertThat(run.result()).isEqualTo("FAILURE");
    assertThat(run.thrown()).hasMessageContaining("profileRun: gates.0.metric is missing");
    assertThat(run.published()).isEmpty();
  }

  /** The tools of a system without Node; the launcher needs few. */
  private Path toolsWithoutNode() throws IOException {
    Path tools = Files.createDirectory(home.resolve("tools"));
    for (String tool : new String[] {"sh", "env", "cat"}) Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin").resolve(tool));
    return tools;
  }

  @Test
  void agentsWithoutNodeAndWithAnOldOne() throws IOException {
    Path tools = toolsWithoutNode();
    Run none = quick("profileRun(workload: 'x', " + TINY + ")").env("PATH", tools.toString()).env("NODE_NAME", "build-7").run();
    assertThat(none.result()).isEqualTo("FAILURE");
    assertThat(none.log()).contains("perf-report: no Node on build-7: install Node 20.19 or newer there, or run this stage in a container image that has it");
    assertThat(none.thrown()).hasMessage("profileRun: there is no Node on build-7: install 20.19 or newer, or use an image that has it");
    Files.writeString(tools.resolve("node"), "#!/bin/sh\nif [ \"$1\" = --version ]; then echo v18.20.4; exit 0; fi\nexit 1\n");
    assertThat(tools.resolve("node").toFile().setExecutable(true)).isTrue();
    Run old = quick("profileRun(workload: 'x', " + TINY + ")").env("PATH", tools.toString()).env("NODE_NAME", "build-7").run();
    assertThat(old.log()).contains("perf-report: Node v18.20.4 on build-7 is too old");
    assertThat(old.thrown()).hasMessage("profileRun: the Node on build-7 is too old: install 20.19 or newer");
  }

  private static Pipeline.Checkout profiles(String side) {
    return workspace -> {
      Files.createDirectories(workspace.resolve("out"));
      for (int i = 1; i <= 2; i++) Files.copy(LIBRARY.resolve("test/fixtures-compare/sample-" + side + "-" + i + ".stats.gz"), workspace.resolve("out/sample-" + i + ".stats.gz"));
    };
  }

  /** Profiles that the pipeline collected itself, against those that another job archived. */
  @Test
  void reportsOnProfilesAgainstArchivedOnes() throws IOException {
    String gates = ", gates: [[metric: 'calls', function: 'get_asset_info', threshold: 0, criticality: 'UNSTABLE']])";
    Run first = pipeline("checkout scm\n profileReport(dir: 'out', archive: 'out/*', baseline: [branch: 'main']" + gates).checkout(profiles("base")).run();
    assertThat(first.result()).as(first.log()).isEqualTo("SUCCESS");
    assertThat(first.log()).contains("no stored baseline: copyArtifacts: app/main has no such build with a report");
    // What the first build archived holds no samples: said, and no failure.
    Run unmeasured = pipeline("checkout scm\n profileReport(dir: 'out', baseline: [branch: 'main'])").job("app/other").checkout(profiles("head")).run();
    assertThat(unmeasured.result()).as(unmeasured.log()).isEqualTo("SUCCESS");
    assertThat(unmeasured.log()).contains("no stored baseline: app/main: its report holds no measured workload");
    String copy = "copyArtifacts(projectName: '/app/main', selector: lastSuccessful(stable: true), filter: 'out/*', target: 'base')\n";
    Run second = pipeline("checkout scm\n" + copy + "return profileReport(dir: 'out', baseline: 'base/out'" + gates).job("app/feature%2Fx").checkout(profiles("head")).run();
    assertThat(second.result()).as(second.log()).isEqualTo("UNSTABLE");
    assertThat(second.log()).contains("baseline: base/out").containsPattern("profileReport: .*get_asset_info");
    assertThat(((Map<?, ?>) second.value()).get("result")).isEqualTo("unstable");
    assertThat(second.description()).contains("get_asset_info");
    assertThat(second.steps()).containsSubsequence("sh", "publishHTML", "archiveArtifacts", "junit", "unstable");
    assertThat(text(second.published().get(0).directory().resolve("index.html"))).contains("get_asset_info");
  }

  /** The samples that one build archived are the base of the next one of another branch. */
  @Test
  void comparesWithTheSamplesOfTheTargetBranch() throws IOException {
    String call = "profileRun(workload: 'x', " + TINY + ", gates: [[metric: 'wall', threshold: 100, criticality: 'UNSTABLE']], baseline: [branch: 'release/1.x'])";
    Run first = quick(call).job("team a/app/release%2F1.x").run();
    assertThat(first.result()).as(first.log()).isEqualTo("SUCCESS");
    Run second = quick(call).job("team a/app/PR-7").changeRequest("7", "feature/x", "release/1.x").run();
    assertThat(second.result()).as(second.log()).isIn("SUCCESS", "UNSTABLE");
    assertThat(second.log()).contains("baseline: perf-report-1-1/baseline/report.json, of team a/app/release%2F1.x");
    assertThat(text(second.archive().resolve("perf-report-1-1/result.properties"))).containsPattern("metric\\.x\\.wall\\.base=0\\.\\d+").doesNotContain("verdict=no-baseline");
  }

  @Test
  void theReporterCanBeACommand() throws IOException {
    Run run = quick("profileRun(workload: 'x', " + TINY + ", reporter: 'node \"$OWN\"')").env("OWN", LIBRARY.resolve("resources/perf-report/perf-report.mjs").toString()).run();
    assertThat(run.result()).as(run.log()).isEqualTo("SUCCESS");
    Run missing = quick("profileRun(workload: 'x', " + TINY + ", reporter: 'no-such-reporter')").run();
    assertThat(missing.thrown()).hasMessageContaining("exit code 127");
  }

  /** A process that its agent lost: nothing of the half report is taken for an answer. */
  @Test
  void killedProgramsFailTheBuild() {
    Run run = quick("profileRun(workload: 'x', " + TINY + ", reporter: 'kill -9 $$; :')").run();
    assertThat(run.thrown()).hasMessageContaining("was killed or lost its agent");
    assertThat(run.published()).isEmpty();
  }
}
