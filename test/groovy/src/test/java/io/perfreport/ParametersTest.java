package io.perfreport;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfreport.harness.PipelineTest;
import io.perfreport.harness.Run;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call may say, and how it reaches the program. */
class ParametersTest extends PipelineTest {
  private static final String UNIX = "sh \"$PERF_REPORT_LAUNCHER\"";
  private final ScriptedReporter reporter = ScriptedReporter.green();

  private Run run(String statements) {
    return pipeline(statements).sh(reporter).run();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "profileRun(workloads: 'a')|profileRun: there is no parameter 'workloads'; did you mean 'workload'?",
      "profileRun(failonerror: false)|profileRun: there is no parameter 'failonerror'; did you mean 'failOnError'?",
      "profileRun(dir: 'out')|profileRun: there is no parameter 'dir'",
      "profileRun(zzz: 1)|profileRun: there is no parameter 'zzz': there are workload, command, setup, base,",
      "profileReport(workload: 'a')|profileReport: there is no parameter 'workload': there are dir, config, gates,",
      "profileReport(dirs: 'a')|profileReport: there is no parameter 'dirs'; did you mean 'dir'?",
      "profileRun(workload: 7)|profileRun: workload must be text or list",
      "profileRun(pairs: '9')|profileRun: pairs must be whole number",
      "profileRun(pairs: 9.5)|profileRun: pairs must be whole number",
      "profileRun(profile: 'false')|profileRun: profile must be true or false",
      "profileRun(gates: [metric: 'wall'])|profileRun: gates must be list",
      "profileRun(retention: 20)|profileRun: retention must be map",
      "profileRun(baseline: ['a'])|profileRun: baseline must be text or map",
      "profileRun(onRegression: 'mail')|profileRun: onRegression must be closure",
      "profileRun(publish: { true })|profileRun: publish must be true or false",
      "profileRun(archive: 3)|profileRun: archive must be true or false, text or list",
      "profileRun(reportName: ' ')|profileRun: reportName must not be empty"})
  void wrongParametersEndBeforeAnythingRuns(String statement, String message) {
    Run run = run(statement);
    assertThat(run.thrown()).hasMessageStartingWith(message);
    assertThat(run.steps()).containsOnly("node", "error");
  }

  @Test
  void everyParameterArrives() {
    run("profileRun(workload: ['a', 'b'], command: 'make x', setup: 'make', config: 'c.yaml', base: 'v1', pairs: 5, profilers: ['cprofile'], profile: false, gates: [[metric: 'wall', threshold: 2.5, floor: '5ms'], [metric: 'calls', function: \"get_${'asset'}\", threshold: '0%', criticality: 'NOTE']], baseline: 'profiles/main', retention: [profiles: 'never', runs: 3, maxMiB: 9], failOnError: false)");
    Map<?, ?> request = reporter.request();
    assertThat(request.get("protocol")).isEqualTo(1);
    assertThat(request.toString()).contains("mode=run", "directory=perf-report-1-1", "workload=[a, b]", "command=make x", "setup=make", "config=c.yaml", "base=v1", "pairs=5", "profilers=[cprofile]", "profile=false",
        "threshold=2.5", "function=get_asset", "baseline={path=profiles/main}", "profiles=never", "failOnError=false");
    assertThat(request.keySet().stream().map(Object::toString)).doesNotContain("publish", "archive", "onRegression", "reporter", "reportName");
  }

  @Test
  void nullIsAsIfNotGiven() {
    Run run = run("profileRun(workload: null, reportName: null, reporter: null, archive: null, gates: null, baseline: null)");
    assertThat(run.published().get(0).name()).isEqualTo("Profile Report");
    assertThat(run.artifacts()).isNotEmpty();
    assertThat(reporter.request().keySet().stream().map(Object::toString)).containsExactlyInAnyOrder("protocol", "mode", "directory", "failOnError");
  }

  @Test
  void publishAndArchiveCanBeOff() {
    Run run = run("return profileRun(publish: false, archive: false)");
    assertThat(run.steps()).doesNotContain("publishHTML", "archiveArtifacts");
    assertThat((Map<?, ?>) run.value()).extracting("reportUrl", "artifactsUrl").containsExactly("", "");
    assertThat(run("profileRun(archive: 'build/*.log')").calls("archiveArtifacts").get(0).text("artifacts")).endsWith("/result.properties,build/*.log");
    assertThat(run("profileRun(archive: ['a/**', \"b-${1 + 1}\"])").calls("archiveArtifacts").get(0).text("artifacts")).endsWith("/result.properties,a/**,b-2");
  }

  /** Titles and branches of change requests are written by anybody. */
  @Test
  void nothingHostileReachesAShell() {
    String hostile = "'; touch owned \" $(touch owned) `touch owned` ${HOME} $HOME \\ é 😀 %PATH%\n--x=y";
    Run run = pipeline("profileRun(workload: params.TEXT, command: params.TEXT, config: \"${params.TEXT}\", base: env.CHANGE_BRANCH, gates: [[metric: params.TEXT]])").param("TEXT", hostile)
        .changeRequest("7", hostile, "main").env("CHANGE_TITLE", hostile).sh(reporter).run();
    assertThat(run.result()).isEqualTo("SUCCESS");
    assertThat(run.calls("sh")).hasSize(1);
    assertThat(run.calls("sh").get(0).text("script")).isEqualTo(UNIX);
    assertThat(run.calls("sh").get(0).interpolated()).isFalse();
    Map<?, ?> request = reporter.request();
    assertThat(List.of(request.get("workload"), request.get("command"), request.get("config"), request.get("base"))).containsOnly(hostile);
    assertThat(reporter.environment().get("PERF_REPORT_REQUEST")).isPrintable().doesNotContain("\n").matches("\\p{ASCII}+");
    assertThat(reporter.environment()).containsEntry("CHANGE_TARGET", "main");
  }

  @Test
  void hostileNamesOfLinks() {
    Run run = run("profileRun(reportName: 'Wall, CPU & $HOME <b> é😀_x')");
    assertThat(run.published().get(0).name()).isEqualTo("Wall, CPU & $HOME <b> é😀_x");
    assertThat(run.log()).contains("report:   http://jenkins.example/job/app/job/main/1/" + run.published().get(0).urlName() + "/");
    assertThat(run.calls("publishHTML").get(0).text("reportTitles")).isEqualTo("Wall  CPU &  HOME <b> é😀_x");
  }

  @Test
  void longRequestsGoThroughAFile() {
    String names = IntStream.range(0, 100).mapToObj(i -> "'" + "workload-%03d-".formatted(i) + "x".repeat(300) + "'").collect(Collectors.joining(", "));
    run("profileRun(workload: [" + names + "])");
    assertThat((List<?>) reporter.request().get("workload")).hasSize(100);
    assertThat(reporter.environment()).containsEntry("PERF_REPORT_REQUEST_FILE", "perf-report-1-1/request.json").doesNotContainKey("PERF_REPORT_REQUEST");
    run("profileRun(workload: (1..100).collect { \"w${it}\" })");
    assertThat(reporter.request().get("workload").toString()).startsWith("[w1, ").endsWith(", w100]");
    assertThat(reporter.environment()).doesNotContainKey("PERF_REPORT_REQUEST_FILE");
  }

  @Test
  void reporterIsACommand() {
    run("profileRun(reporter: 'npx --no perf-report')");
    assertThat(reporter.environment()).containsEntry("PERF_REPORT_REPORTER", "npx --no perf-report");
    assertThat(reporter.calls.get(0).directory.resolve("perf-report-1-1/.tool/perf-report.mjs")).doesNotExist();
    run("profileRun()");
    assertThat(reporter.calls.get(1).directory.resolve("perf-report-2-1/.tool/perf-report.mjs")).exists();
  }
}
