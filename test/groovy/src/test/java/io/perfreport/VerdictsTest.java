package io.perfreport;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import io.perfreport.harness.PipelineTest;
import io.perfreport.harness.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer of the program does to the build. */
class VerdictsTest extends PipelineTest {
  private Run run(String statements, ScriptedReporter reporter) {
    return pipeline(statements).sh(reporter).run();
  }

  @ParameterizedTest
  @CsvSource({"no-baseline,pass,SUCCESS", "pass,pass,SUCCESS", "improved,pass,SUCCESS", "inconclusive,pass,SUCCESS", "not-comparable,pass,SUCCESS", "environment-suspect,pass,SUCCESS", "inconclusive,unstable,UNSTABLE",
      "warn,note,SUCCESS", "fail,note,SUCCESS", "warn,unstable,UNSTABLE", "fail,unstable,UNSTABLE", "fail,failure,FAILURE"})
  void resultMarksTheBuild(String verdict, String result, String build) {
    Run run = run("stage('Profile') { profileRun(workload: 'sample') }", ScriptedReporter.says(verdict, result, "what happened"));
    assertThat(run.result()).isEqualTo(build);
    assertThat(run.stageResult("Profile")).isEqualTo(build);
    assertThat(run.description()).isEqualTo("what happened");
    assertThat(run.log()).contains("profileRun: what happened\n  report:   http://jenkins.example/job/app/job/main/1/Profile_20Report/\n  artifact: http://jenkins.example/job/app/job/main/1/artifact/perf-report-1-1/report/index.html");
    assertThat(run.published()).hasSize(1);
    assertThat(run.published().get(0).urlName()).isEqualTo("Profile_20Report");
    assertThat(run.published().get(0).keepAll()).isTrue();
    assertThat(run.artifacts()).containsExactlyInAnyOrder("perf-report-1-1/report/index.html", "perf-report-1-1/result.properties");
  }

  @Test
  void reportComesBeforeTheGate() {
    Run run = run("profileRun(workload: 'sample', onRegression: { verdict -> slackSend(message: \"${verdict.message} ${verdict.reportUrl}\") })", ScriptedReporter.slower("failure").line("junit", "@/report/junit.xml"));
    assertThat(run.steps()).containsSubsequence("sh", "publishHTML", "archiveArtifacts", "junit", "echo", "slackSend", "error");
    assertThat(run.calls("slackSend").get(0).text("message")).isEqualTo("Slower: sample +31 %, get_asset_info is called 2.3 times as often http://jenkins.example/job/app/job/main/1/Profile_20Report/");
    assertThat(run.thrown()).isInstanceOf(AbortException.class).hasMessage("profileRun: Slower: sample +31 %, get_asset_info is called 2.3 times as often");
    assertThat(run.calls("publishHTML").get(0).arguments()).containsEntry("keepAll", true).containsEntry("alwaysLinkToLastBuild", true).containsEntry("allowMissing", false).containsEntry("reportFiles", "index.html");
    assertThat(run.calls("archiveArtifacts").get(0).arguments()).containsEntry("fingerprint", false);
  }

  @Test
  void failedTestsOfTheGateLeaveTheMarkToIt() {
    Run run = run("profileRun()", ScriptedReporter.slower("note").line("junit", "@/report/junit.xml"));
    assertThat(run.result()).isEqualTo("SUCCESS");
  }

  @Test
  void returnsWhatSurvivesASave() {
    Run run = run("def said = profileRun(workload: 'sample')\n echo 'saved with it'\n return said", ScriptedReporter.slower("unstable").line("message", "a\\\\b=c\\nd \\u00e9 %").line("metric.sample.wall.base", ""));
    assertThat(run.value()).isEqualTo(Map.of("verdict", "warn", "result", "unstable", "message", "a\\b=c\nd é %", "reportUrl", "http://jenkins.example/job/app/job/main/1/Profile_20Report/",
        "artifactsUrl", "http://jenkins.example/job/app/job/main/1/artifact/perf-report-1-1/report/index.html", "runDirs", List.of("logs_local/profiling/one", "logs_local/profiling/two"),
        "metrics", Map.of("sample.wall.change", "0.31", "sample.wall.base", "")));
  }

  @Test
  void descriptionsOfOthersStay() {
    Run run = run("currentBuild.description = 'Release 7'\n profileRun()\n profileRun()", ScriptedReporter.says("pass", "pass", "no slower"));
    assertThat(run.description()).isEqualTo("Release 7; no slower; no slower");
  }

  @Test
  void alertsComeOnlyWithRegressions() {
    String statements = "profileRun(onRegression: { verdict -> echo 'alert ' + verdict.verdict })";
    assertThat(run(statements, ScriptedReporter.slower("note")).log()).contains("alert warn");
    for (ScriptedReporter reporter : List.of(ScriptedReporter.green(), ScriptedReporter.says("improved", "pass", "faster"), ScriptedReporter.says("failed", "failure", "exited with 3").exit(3))) {
      assertThat(run(statements, reporter).log()).doesNotContain("alert");
    }
  }

  @Test
  void alertsCannotChangeTheVerdict() {
    Run run = run("return profileRun(onRegression: { verdict -> verdict.result = 'pass' })", ScriptedReporter.slower("unstable"));
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(((Map<?, ?>) run.value()).get("result")).isEqualTo("unstable");
  }

  /** A step that fails, one whose plugin is not there, code that is wrong. */
  @Test
  void failingAlertsChangeNothing() {
    for (String alert : List.of("error 'no network'", "slackSend(message: 'x')", "verdict.nothing.there", "assert verdict == null", "sh 'exit 5'")) {
      ScriptedReporter reporter = ScriptedReporter.slower("unstable");
      Run run = pipeline("def said = profileRun(onRegression: { verdict -> " + alert + " })\n echo 'on with ' + said.result").absent("slackSend")
          .sh(call -> call.environment.containsKey("PERF_REPORT_REQUEST") ? reporter.answer(call) : Integer.valueOf(5)).run();
      assertThat(run.result()).as(alert).isEqualTo("UNSTABLE");
      assertThat(run.log()).as(alert).contains("perf-report: onRegression failed: ", "on with unstable");
    }
  }
}
