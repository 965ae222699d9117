package io.perfreport;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfreport.harness.PipelineTest;
import io.perfreport.harness.Published;
import io.perfreport.harness.Run;
import io.perfreport.harness.StepCall;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Baselines of other jobs, several calls in one build, agents of other kinds, restarts. */
class PlacesTest extends PipelineTest {
  private static final Map<String, String> REPORT = Map.of("perf-report-4-1/report/report.json", "{\"base\": true}");
  private final ScriptedReporter reporter = ScriptedReporter.green();

  private Object baseline() {
    return reporter.request().get("baseline");
  }

  @Test
  void branchIsTheSiblingUnderItsEncodedName() throws IOException {
    controller.addBuild("team a/app/release%2F1.x", "SUCCESS", REPORT);
    Run run = pipeline("profileRun(baseline: [branch: 'release/1.x'])").job("team a/app/feature%2Fx").sh(reporter).run();
    assertThat(run.calls("copyArtifacts").get(0).arguments()).containsEntry("projectName", "/team a/app/release%2F1.x").containsEntry("optional", true).containsEntry("filter", "perf-report-*-1/report/report.json");
    assertThat(baseline()).isEqualTo(Map.of("path", "perf-report-1-1/baseline/report.json", "job", "team a/app/release%2F1.x", "unstable", false, "tried", List.of()));
    assertThat(Files.readString(run.workspace().resolve("perf-report-1-1/baseline/report.json"))).contains("base");
    assertThat(run.log()).contains("/Profile_20Report/");
  }

  @Test
  void branchNamesAreEncodedAsJobNamesAre() {
    Run run = pipeline("profileRun(baseline: [branch: 'a%b?c#d[e]\\\\f/g ü'])").sh(reporter).run();
    assertThat(run.calls("copyArtifacts").get(0).text("projectName")).isEqualTo("/app/a%25b%3Fc%23d%5Be%5D%5Cf%2Fg ü");
    pipeline("profileRun(baseline: [branch: 'x'])").job("alone").sh(reporter).run();
    assertThat(((Map<?, ?>) baseline()).get("job")).isEqualTo("x");
  }

  @Test
  void eachCallHasTheBaselineOfItsNumber() {
    controller.addBuild("app/main", "SUCCESS", Map.of("perf-report-9-1/report/report.json", "one", "perf-report-9-2/report/report.json", "two", "perf-report-9-12/report/report.json", "twelve"));
    Run run = pipeline("profileRun(baseline: [branch: 'main'])\n profileRun(baseline: [branch: 'main'])\n return [readFile(file: 'perf-report-1-1/baseline/report.json'), readFile(file: 'perf-report-1-2/baseline/report.json')]").job("app/x").sh(reporter).run();
    assertThat(run.value()).isEqualTo(List.of("one", "two"));
  }

  @Test
  void onlyStableBuildsUnlessAsked() {
    controller.addBuild("other/main", "SUCCESS", Map.of("perf-report-1-1/report/report.json", "{}"));
    controller.addBuild("other/main", "UNSTABLE", Map.of("perf-report-2-1/report/report.json", "{}"));
    Run stable = pipeline("profileRun(baseline: [job: 'other', branch: 'main'])").sh(reporter).run();
    assertThat(stable.log()).contains("from \"other/main\" build number 1");
    Run unstable = pipeline("profileRun(baseline: [job: 'other/main', requiredResult: 'UNSTABLE'])").sh(reporter).run();
    assertThat(unstable.log()).contains("from \"other/main\" build number 2");
    assertThat(((Map<?, ?>) baseline()).get("unstable")).isEqualTo(true);
  }

  @Test
  void noneIsNoFailureAndSaysWhy() {
    String statement = "profileRun(baseline: [branch: 'main', job: 'other'])";
    controller.addBuild("other/main", "FAILURE", Map.of());
    Run noBuild = pipeline(statement).sh(reporter).run();
    assertThat(noBuild.result()).isEqualTo("SUCCESS");
    assertThat(((Map<?, ?>) baseline()).get("tried")).isEqualTo(List.of("copyArtifacts: other/main has no such build with a report"));
    pipeline(statement).denied("other/main").sh(reporter).run();
    assertThat(((Map<?, ?>) baseline()).get("tried").toString()).contains("copyArtifacts: Unable to find project for artifact copy: /other/main");
    pipeline(statement).absent("copyArtifacts").sh(reporter).run();
    assertThat(((Map<?, ?>) baseline()).get("tried")).isEqualTo(List.of("copyArtifacts: the Copy Artifact plugin is not installed"));
    assertThat(((Map<?, ?>) baseline()).get("job")).isEqualTo("other/main");
  }

  @Test
  void tokensReachTheProgramAloneAndMasked() {
    Run run = pipeline("profileRun(baseline: [url: 'https://jenkins.example.org/job/app/', credentialsId: 'reader'])").credentials("reader", "build", "s3cret").sh(call -> {
      call.print("token " + call.environment.get("PERF_REPORT_BASELINE_TOKEN"));
      return reporter.answer(call);
    }).run();
    assertThat(reporter.environment()).containsEntry("PERF_REPORT_BASELINE_USER", "build").containsEntry("PERF_REPORT_BASELINE_TOKEN", "s3cret");
    assertThat(run.log()).doesNotContain("s3cret");
    assertThat(reporter.environment().get("PERF_REPORT_REQUEST")).doesNotContain("s3cret", "reader").contains("jenkins.example.org");
    assertThat(run.steps()).doesNotContain("copyArtifacts");
  }

  @Test
  void changeRequestComparesWithItsTarget() {
    controller.addBuild("app/main", "SUCCESS", REPORT);
    pipeline("profileRun(baseline: [branch: env.CHANGE_TARGET])").changeRequest("7", "feature/x", "main").sh(reporter).run();
    assertThat(((Map<?, ?>) baseline()).get("job")).isEqualTo("app/main");
    assertThat(reporter.environment()).containsEntry("CHANGE_TARGET", "main").containsEntry("JOB_NAME", "app/PR-7");
  }

  @Test
  void callsOfOneBuildDoNotClash() {
    Run run = pipeline("profileRun(workload: 'a')\n parallel(one: { profileRun(workload: 'b') }, two: { node { profileRun(workload: 'c') } }, three: { profileReport(dir: 'out') })\n profileRun(reportName: 'Memory')").sh(reporter).run();
    assertThat(run.published().stream().map(Published::name)).containsExactlyInAnyOrder("Profile Report", "Profile Report 2", "Profile Report 3", "Profile Report 4", "Memory");
    assertThat(reporter.requests.stream().map(request -> request.get("directory").toString())).containsExactlyInAnyOrder("perf-report-1-1", "perf-report-1-2", "perf-report-1-3", "perf-report-1-4", "perf-report-1-5");
    assertThat(run.published()).allSatisfy(page -> assertThat(page.directory().resolve("index.html")).exists());
    assertThat(run.published().stream().map(page -> read(page)).distinct()).hasSize(5);
    assertThat(run.artifacts()).contains("perf-report-1-1/report/index.html", "perf-report-1-5/report/index.html");
    assertThat(reporter.calls.stream().map(call -> call.directory.getFileName().toString()).distinct()).containsExactlyInAnyOrder("app_main", "app_main@2");
    assertThat(pipeline("profileRun()").sh(reporter).run().published().get(0).name()).isEqualTo("Profile Report");
  }

  private static String read(Published page) {
    try {
      return Files.readString(page.directory().resolve("index.html"));
    } catch (IOException error) {
      throw new java.io.UncheckedIOException(error);
    }
  }

  @Test
  void matrixAndDockerAgents() {
    Run run = jenkinsfile("""
        pipeline {
          agent none
          stages {
            stage('Docker') { agent { docker { image 'node:22' } }; steps { profileRun(workload: 'a') } }
            stage('Cells') { matrix {
              axes { axis { name 'SIZE'
                values 'small', 'large' } }
              agent any
              stages { stage('Profile') { steps { profileRun(workload: env.SIZE, reportName: "Profile ${SIZE}") } } }
            } }
          }
        }""").sh(reporter).run();
    assertThat(run.result()).as(run.log()).isEqualTo("SUCCESS");
    assertThat(run.published().stream().map(Published::name)).containsExactlyInAnyOrder("Profile Report", "Profile small", "Profile large");
  }

  @Test
  void windowsAgent() throws IOException {
    Run run = pipeline("profileRun(workload: 'a & b', reporter: 'auto')").bat(reporter).run();
    assertThat(run.result()).isEqualTo("SUCCESS");
    StepCall bat = run.calls("bat").get(0);
    assertThat(bat.text("script")).isEqualTo("@call \"%PERF_REPORT_LAUNCHER%\"");
    assertThat(bat.interpolated()).isFalse();
    String launcher = Files.readString(run.workspace().resolve(reporter.environment().get("PERF_REPORT_LAUNCHER")));
    assertThat(launcher).startsWith("@echo off\r\n").contains("exit /b 90", "exit /b 91").doesNotContain("@PROTOCOL@", "@VERSION@");
    assertThat(launcher.replace("\r\n", "")).doesNotContain("\n");
    assertThat(reporter.request().get("workload")).isEqualTo("a & b");
    assertThat(pipeline("profileRun()").bat(ScriptedReporter.dies(90)).run().thrown()).hasMessageContaining("there is no Node on agent-1");
  }

  /** Every kind of step that a call makes is interrupted by a restart of the controller once. */
  @Test
  void goesOnAfterRestarts() {
    controller.addBuild("app/main", "SUCCESS", REPORT);
    String statements = "profileRun(workload: ['a', 'b'], baseline: [branch: 'main', credentialsId: 'reader'], onRegression: { verdict -> slackSend(message: verdict.message) })";
    ScriptedReporter slower = ScriptedReporter.slower("unstable").line("junit", "@/report/junit.xml");
    var pipeline = pipeline(statements).credentials("reader", "build", "s3cret").sh(slower);
    List<String> steps = List.of("fileExists", "copyArtifacts", "isUnix", "libraryResource", "writeFile", "withEnv", "withCredentials", "sh", "readFile", "publishHTML", "archiveArtifacts", "junit", "echo", "slackSend", "unstable");
    steps.forEach(pipeline::restartAt);
    Run run = pipeline.run();
    assertThat(run.steps()).containsAll(steps);
    assertThat(run.restarts()).as(run.steps().toString()).isEqualTo(steps.size());
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(run.published()).hasSize(1);
    assertThat(run.description()).startsWith("Slower: sample");
    // The program that is 2 MB of text is nowhere in what a controller writes at each step.
    assertThat(run.largestProgram()).isLessThan(100_000);
  }
}
