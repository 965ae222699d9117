package io.perfreport;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import io.perfreport.harness.Pipeline;
import io.perfreport.harness.PipelineTest;
import io.perfreport.harness.Run;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads that fail, programs that die, plugins that are missing, builds that are stopped. */
class FailuresTest extends PipelineTest {
  private static ScriptedReporter failed() {
    return ScriptedReporter.says("failed", "failure", "Workload sample FAILED: execution 1 of 2 exited with 3").exit(3);
  }

  @Test
  void failedWorkloadIsPublishedFirst() {
    Run run = pipeline("profileRun(workload: 'sample')").sh(failed()).run();
    assertThat(run.result()).isEqualTo("FAILURE");
    assertThat(run.thrown()).isInstanceOf(AbortException.class).hasMessageContaining("exited with 3");
    assertThat(run.published()).hasSize(1);
    assertThat(run.artifacts()).contains("perf-report-1-1/report/index.html");
  }

  @Test
  void failOnErrorForgivesWorkloadsOnly() {
    Run forgiven = pipeline("profileRun(failOnError: false)\n echo 'goes on'").sh(failed()).run();
    assertThat(forgiven.result()).isEqualTo("UNSTABLE");
    assertThat(forgiven.log()).contains("goes on");
    for (ScriptedReporter reporter : List.of(ScriptedReporter.slower("failure"), ScriptedReporter.dies(90), ScriptedReporter.dies(137))) {
      assertThat(pipeline("profileRun(failOnError: false)").sh(reporter).run().result()).isEqualTo("FAILURE");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"90|there is no Node on agent-1: install 20.19 or newer", "91|the Node on agent-1 is too old: install 20.19 or newer", "137|perf-report was killed or lost its agent", "-1|perf-report was killed or lost its agent",
      "0|perf-report ended with exit code 0", "1|perf-report ended with exit code 1", "127|perf-report ended with exit code 127"})
  void withoutAnAnswerTheExitCodeSpeaks(int code, String message) {
    Run run = pipeline("profileRun(workload: 'sample')").sh(ScriptedReporter.dies(code)).run();
    assertThat(run.result()).isEqualTo("FAILURE");
    assertThat(run.thrown()).hasMessageStartingWith("profileRun: " + message);
    assertThat(run.description()).startsWith(message);
    assertThat(run.steps()).doesNotContain("publishHTML", "archiveArtifacts");
  }

  @Test
  void killedAfterItsAnswerIsNoSuccess() {
    Run run = pipeline("profileRun()").sh(ScriptedReporter.green().exit(143)).run();
    assertThat(run.thrown()).hasMessageContaining("was killed");
    assertThat(run.published()).hasSize(1);
  }

  @Test
  void wrongRequestsSayWhat() {
    Run run = pipeline("profileRun()").sh(ScriptedReporter.says("failed", "error", "gates.0.metric is 7").line("report", "").exit(2)).run();
    assertThat(run.thrown()).hasMessage("profileRun: gates.0.metric is 7");
    assertThat(run.published()).isEmpty();
  }

  /** An earlier job of this name left its directory: what is in it is not this build's. */
  @Test
  void leftoversAreNoAnswer() {
    String leftover = "writeFile(file: 'perf-report-1-1/result.properties', text: 'verdict=pass\\nresult=pass\\nmessage=old\\nreport=perf-report-1-1/report/index.html', encoding: 'UTF-8')\n"
        + "writeFile(file: 'perf-report-1-1/report/index.html', text: 'old', encoding: 'UTF-8')\n";
    Run run = pipeline(leftover + "profileRun()").sh(ScriptedReporter.dies(0)).run();
    assertThat(run.result()).isEqualTo("FAILURE");
    assertThat(run.published()).isEmpty();
  }

  private Pipeline regressed() {
    return pipeline("profileRun(workload: 'sample', baseline: [branch: 'main', credentialsId: 'reader'])").credentials("reader", "build", "s3cret").sh(ScriptedReporter.slower("unstable").line("junit", "@/report/junit.xml"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"publishHTML|HTML Publisher plugin is not installed", "junit|JUnit plugin is not installed", "withCredentials|Credentials Binding plugin is not installed"})
  void missingPluginsAreALine(String step, String said) {
    Run run = regressed().absent(step).run();
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(run.log()).contains(said);
    assertThat(run.artifacts()).contains("perf-report-1-1/report/index.html");
  }

  @Test
  void withoutAnyOptionalPlugin() {
    ScriptedReporter reporter = ScriptedReporter.slower("unstable").line("junit", "@/report/junit.xml");
    Run run = pipeline("return profileRun(baseline: [branch: 'main'])").absent("publishHTML", "junit", "copyArtifacts", "withCredentials").sh(reporter).run();
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(reporter.request().get("baseline").toString()).contains("Copy Artifact plugin is not installed");
    assertThat(run.value().toString()).contains("reportUrl:,".replace(":", "=").replace(",", ""), "artifact/perf-report-1-1/report/index.html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fileExists", "copyArtifacts", "libraryResource", "writeFile", "withEnv", "withCredentials", "sh", "readFile", "publishHTML", "archiveArtifacts", "junit", "unstable", "slackSend"})
  void abortsAreNeverSwallowed(String step) {
    controller.addBuild("app/main", "SUCCESS", java.util.Map.of("perf-report-1-1/report/report.json", "{}"));
    for (boolean timeout : new boolean[] {false, true}) {
      Pipeline pipeline = pipeline("profileRun(workload: 'sample', baseline: [branch: 'main'" + (step.equals("withCredentials") ? ", credentialsId: 'reader'" : "") + "], onRegression: { slackSend(message: 'x') })\n echo 'goes on'")
          .credentials("reader", "build", "s3cret").sh(ScriptedReporter.slower("unstable").line("junit", "@/report/junit.xml"));
      Run run = (timeout ? pipeline.timeoutAt(step) : pipeline.abortAt(step)).run();
      assertThat(run.result()).isEqualTo("ABORTED");
      assertThat(run.thrown()).isInstanceOf(FlowInterruptedException.class);
      assertThat(run.log()).doesNotContain("goes on");
    }
  }

  @Test
  void aTimeoutAroundEndsTheRealProcess() {
    long before = System.nanoTime();
    Run run = pipeline("timeout(time: 200, unit: 'MILLISECONDS') { profileRun(workload: 'x', reporter: 'sleep 30; :') }").run();
    assertThat(run.result()).isEqualTo("ABORTED");
    assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
  }
}
