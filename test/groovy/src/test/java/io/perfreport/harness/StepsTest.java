package io.perfreport.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.junit.jupiter.api.Test;

/** What the steps do. */
class StepsTest extends PipelineTest {
  private static final String PUBLISH = "publishHTML reportName: 'Profile Report', reportDir: 'out', reportFiles: 'index.html', keepAll: true, alwaysLinkToLastBuild: true, allowMissing: false; ";

  @Test
  void errorThrowsAndResultsOnlyGetWorse() {
    Run run = pipeline("unstable 'slow'; try { error 'broken' } catch (hudson.AbortException e) { echo \"got ${e.message}\" }; currentBuild.result = 'SUCCESS'; currentBuild.description = 'a'; currentBuild.description += ', b'").run();
    assertThat(run.log()).contains("got broken", "WARNING: slow");
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(run.description()).isEqualTo("a, b");
    Run failed = pipeline("stage('s') { error 'broken' }").run();
    assertThat(failed.thrown()).isInstanceOf(AbortException.class).hasMessage("broken");
    assertThat(failed.result()).isEqualTo("FAILURE");
    assertThat(failed.stageResult("s")).isEqualTo("FAILURE");
  }

  @Test
  void catchErrorAndWarnErrorSwallowInterruptionsOnlyWhenTheyMay() {
    assertThat(pipeline("catchError { error 'x' }; warnError('y') { error 'z' }").run().result()).isEqualTo("FAILURE");
    assertThat(pipeline("catchError { echo 'x' }; echo 'after'").abortAt("echo").run().log()).contains("after");
    Run passed = pipeline("catchError(catchInterruptions: false) { echo 'x' }; echo 'after'").timeoutAt("echo").run();
    assertThat(passed.thrown()).isInstanceOf(FlowInterruptedException.class);
    assertThat(passed.result()).isEqualTo("ABORTED");
    assertThat(passed.calls("echo")).hasSize(1);
  }

  @Test
  void shellIsRealAndKeepsHostileText() {
    String hostile = "a'b\"c$(touch hacked)`d`\\n\n$HOME %PATH%";
    Run run = pipeline("def out; withEnv([\"TEXT=${params.TEXT}\"]) { out = sh(script: 'printf %s \"$TEXT\"', returnStdout: true); writeFile file: 'a b/c.txt', text: out }; return [out, sh(script: 'exit 7', returnStatus: true), fileExists('hacked'), readFile('a b/c.txt')]")
        .param("TEXT", hostile).workspace(home.resolve("my job@2")).run();
    assertThat(run.value()).asList().containsExactly(hostile, 7, false, hostile);
    assertThat(pipeline("sh 'exit 3'").run().thrown()).isInstanceOf(AbortException.class).hasMessage("script returned exit code 3");
  }

  @Test
  void timeoutKillsTheShell() {
    long start = System.nanoTime();
    Run run = pipeline("timeout(time: 200, unit: 'MILLISECONDS') { sh 'sleep 20' }").run();
    assertThat(run.result()).isEqualTo("ABORTED");
    assertThat(System.nanoTime() - start).isLessThan(15_000_000_000L);
  }

  @Test
  void testsAnswerShellsOfBothKinds() {
    Run run = pipeline("return isUnix() ? sh('x') : bat(script: '@ver', returnStdout: true)").bat(shell -> {
      shell.print(shell.script + " in " + shell.environment.get("JOB_NAME"));
      return 0;
    }).run();
    assertThat(run.value()).isEqualTo("@ver in app/main");
    assertThat(pipeline("sh 'never started'").sh(shell -> 137).run().thrown()).hasMessage("script returned exit code 137");
    assertThatThrownBy(() -> pipeline("sh 'x'").bat(shell -> 0).run()).hasMessageContaining("Windows");
  }

  @Test
  void secretsAreMaskedInTheLog() {
    Run run = pipeline("withCredentials([usernamePassword(credentialsId: 'c', usernameVariable: 'U', passwordVariable: 'P')]) { sh 'echo $U $P' }").credentials("c", "me", "s3cret").run();
    assertThat(run.log()).contains("me ****").doesNotContain("s3cret");
    assertThat(pipeline("withCredentials([string(credentialsId: 'none', variable: 'V')]) { echo 'x' }").run().thrown()).hasMessageContaining("'none'");
  }

  @Test
  void publishingKeepsFilesByBuildAndNeedsOneNameEach() {
    Run run = pipeline("writeFile file: 'out/index.html', text: 'page'; writeFile file: 'out/flame/a.svg', text: 'svg'; " + PUBLISH).run();
    assertThat(run.published()).singleElement().satisfies(page -> {
      assertThat(page.urlName()).isEqualTo("Profile_20Report");
      assertThat(page.directory().resolve("index.html")).hasContent("page");
      assertThat(page.directory().resolve("flame/a.svg")).hasContent("svg");
      assertThat(page.directory().toString()).endsWith("/builds/1/htmlreports/Profile_20Report");
    });
    assertThat(PublishSteps.urlName("a_b é/%", true)).isEqualTo("a_5fb_20_c3a9_2f_25");
    assertThatThrownBy(() -> pipeline("writeFile file: 'out/index.html', text: 'p'; " + PUBLISH + PUBLISH).run()).hasMessageContaining("published twice");
    assertThatThrownBy(() -> pipeline("writeFile file: 'out/other.html', text: 'p'; deleteDir(); writeFile file: 'out/o.html', text: 'p'; " + PUBLISH).run()).hasMessageContaining("blank");
  }

  @Test
  void publishingNothingFailsTheBuildWithoutThrowing() {
    Run run = pipeline(PUBLISH + "echo 'goes on'").run();
    assertThat(run.result()).isEqualTo("FAILURE");
    assertThat(run.thrown()).isNull();
    assertThat(run.log()).contains("goes on");
  }

  @Test
  void artifactsAreMatchedByAntGlobsSplitByCommas() {
    Run run = pipeline("['a/b/c.txt', 'a/d.log', 'e.txt', '.git/f.txt', 'g h/i.txt'].each { writeFile file: it, text: it }; archiveArtifacts artifacts: '**/*.txt, a/', excludes: 'e.*'").run();
    assertThat(run.artifacts()).containsExactly("a/b/c.txt", "a/d.log", "g h/i.txt");
    assertThat(pipeline("archiveArtifacts 'none/**'").run().thrown()).isInstanceOf(AbortException.class).hasMessageContaining("No artifacts found");
    assertThat(pipeline("archiveArtifacts artifacts: 'none/**', allowEmptyArchive: true").run().result()).isEqualTo("SUCCESS");
  }

  @Test
  void baselinesAreCopiedFromTheBuildThatTheSelectorNames() {
    controller.addBuild("app/feature%2Fx", "SUCCESS", Map.of("r/run.json", "good"));
    controller.addBuild("app/feature%2Fx", "UNSTABLE", Map.of("r/run.json", "regressed"));
    String copy = "copyArtifacts projectName: '/app/feature%2Fx', filter: '**/run.json', target: 'base', selector: lastSuccessful(stable: STABLE); return readFile('base/r/run.json')";
    assertThat(pipeline(copy.replace("STABLE", "true")).run().value()).isEqualTo("good");
    assertThat(pipeline(copy.replace("STABLE", "false")).run().value()).isEqualTo("regressed");
    assertThat(pipeline(copy.replace("STABLE", "true")).denied("app/feature%2Fx").run().thrown()).hasMessageContaining("Unable to find project");
    assertThat(pipeline("copyArtifacts projectName: 'gone', optional: true").run().thrown()).hasMessageContaining("Unable to find project");
    assertThat(pipeline("copyArtifacts projectName: 'main', selector: lastSuccessful(stable: true), filter: 'no', optional: true").job("app/other").run().thrown()).isNull();
  }

  @Test
  void junitMarksFailuresAndMissesFiles() {
    Run run = pipeline("writeFile file: 'j.xml', text: '<testsuite><testcase name=\"a\"><failure/></testcase><testcase name=\"b\"/></testsuite>'; return junit('*.xml').failCount").run();
    assertThat(run.value()).isEqualTo(1);
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(pipeline("deleteDir(); junit 'none.xml'").run().thrown()).hasMessageContaining("No test report files were found");
  }

  @Test
  void buildsOfAJobCountUpAndKnowTheLastGoodOne() {
    pipeline("env.KEPT = 12").run();
    pipeline("unstable 'x'").run();
    Run run = pipeline("return [currentBuild.number, currentBuild.previousBuild.result, currentBuild.previousSuccessfulBuild.buildVariables.KEPT, env.BUILD_NUMBER]").run();
    assertThat(run.value()).asList().containsExactly(3, "UNSTABLE", "12", "3");
  }

  @Test
  void branchesTakeTurnsInWorkspacesOfTheirOwn() {
    Run run = pipeline("return parallel(a: { echo 'a1'; echo 'a2'; node { pwd() } }, b: { echo 'b1'; echo 'b2'; error 'b fails' }, c: { env.C = 'done'; 3 })").run();
    assertThat(run.thrown()).hasMessage("b fails");
    assertThat(run.variables()).containsEntry("C", "done");
    assertThat(run.calls("echo").stream().map(call -> call.text("message").substring(1))).containsExactly("1", "1", "2", "2");
    Run fine = pipeline("return parallel(a: { node { pwd() } }, b: { pwd() })").run();
    assertThat(((Map<?, ?>) fine.value()).get("a")).isEqualTo(fine.workspace() + "@2");
    assertThat(((Map<?, ?>) fine.value()).get("b")).isEqualTo(fine.workspace().toString());
  }

  @Test
  void programGoesOnFromItsBytesAfterARestart() {
    Run run = pipeline("return callsOther()").library(TrapsTest.TRAPS).restartAt("echo").run();
    assertThat(run.value()).isEqualTo(10);
    assertThat(run.restarts()).isEqualTo(1);
    Run branches = pipeline("return parallel(a: { def x = [1, 2]; sh 'true'; x.sum() }, b: { idioms.twice(4) })").library(TrapsTest.TRAPS).restartAt("sh").run();
    assertThat(branches.value()).isEqualTo(Map.of("a", 3, "b", 8));
    assertThat(branches.restarts()).isEqualTo(1);
  }
}
