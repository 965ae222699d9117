package io.perfreport;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfreport.harness.Pipeline;
import io.perfreport.harness.PipelineTest;
import io.perfreport.harness.Run;
import io.perfreport.harness.SandboxReview;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Libraries of folders and untrusted ones run in the sandbox: every call of the library is in a list that was looked up, line by line. */
class SandboxedLibraryTest extends PipelineTest {
  private static final Path REVIEWED = Path.of("sandbox-calls.txt").toAbsolutePath();
  private final Set<String> calls = new TreeSet<>();

  private Run sandboxed(Pipeline pipeline, ScriptedReporter reporter) {
    Run run = pipeline.sh(reporter).credentials("reader", "build", "s3cret").sandboxed().run();
    calls.addAll(run.sandboxCalls());
    return run;
  }

  @Test
  void everyCallIsKnownToBeAllowed() throws IOException {
    controller.addBuild("app/main", "SUCCESS", Map.of("perf-report-1-1/report/report.json", "{}"));
    ScriptedReporter slower = ScriptedReporter.slower("unstable").line("junit", "@/report/junit.xml").line("message", "a\\\\b\\n\\u00e9").line("archiveNote", "2 files stay");
    String everything = "def said = profileRun(workload: ['a', \"b${1}\"], command: 'x', gates: [[metric: 'wall', threshold: 2.5]], retention: [runs: 3], pairs: 3, profile: true, reportName: 'é, _', archive: ['a', 'b'], "
        + "baseline: [branch: 'release/1 [x]', job: 'app', requiredResult: 'UNSTABLE', credentialsId: 'reader'], onRegression: { verdict -> error 'no' })\n"
        + "profileReport(dir: ['out'], archive: 'x', baseline: 'path')\n profileRun(baseline: [branch: 'main'])\n return said";
    Run run = sandboxed(pipeline(everything), slower);
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(run.published()).hasSize(3);
    assertThat(((Map<?, ?>) run.value()).get("message")).isEqualTo("a\\b\né");
    assertThat(sandboxed(pipeline(everything).absent("publishHTML", "junit", "copyArtifacts", "withCredentials"), slower).result()).isEqualTo("UNSTABLE");
    assertThat(sandboxed(pipeline("profileRun(baseline: [branch: 'main'])").denied("app/main"), ScriptedReporter.green()).result()).isEqualTo("SUCCESS");
    assertThat(sandboxed(pipeline("profileRun(baseline: [branch: 'main'])").abortAt("copyArtifacts"), ScriptedReporter.green()).result()).isEqualTo("ABORTED");
    assertThat(sandboxed(pipeline("profileRun(workloads: 'x')"), ScriptedReporter.green()).thrown()).hasMessageContaining("did you mean");
    assertThat(sandboxed(pipeline("profileRun(pairs: '9')"), ScriptedReporter.green()).thrown()).hasMessageContaining("pairs must be");
    assertThat(sandboxed(pipeline("profileRun(reporter: '')"), ScriptedReporter.green()).thrown()).hasMessageContaining("must not be empty");
    for (int code : new int[] {90, 91, 137, 2}) assertThat(sandboxed(pipeline("profileRun(failOnError: false)"), ScriptedReporter.dies(code)).result()).isEqualTo("FAILURE");
    String leftover = "writeFile(file: 'perf-report-" + (sandboxed(pipeline("profileRun()"), ScriptedReporter.green()).number() + 1) + "-1/x', text: 'x', encoding: 'UTF-8')\n";
    assertThat(sandboxed(pipeline(leftover + "profileRun()"), ScriptedReporter.green()).steps()).contains("deleteDir");
    calls.addAll(pipeline("profileRun(workload: '" + "w".repeat(31_000) + "')").bat(ScriptedReporter.green()).sandboxed().run().sandboxCalls());
    assertThat(SandboxReview.refusedOf(calls)).isEmpty();
    assertThat(SandboxReview.unreviewed(calls, REVIEWED)).isEmpty();
    assertThat(Files.readAllLines(REVIEWED).stream().filter(line -> !line.startsWith("#"))).as("lines that nothing calls any more").allMatch(calls::contains);
  }
}
