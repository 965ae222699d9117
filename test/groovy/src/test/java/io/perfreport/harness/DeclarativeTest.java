package io.perfreport.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Declarative pipelines run as they are. */
class DeclarativeTest extends PipelineTest {
  private static final Path PIPELINE = Path.of("src/test/resources/traps/declarative.Jenkinsfile");

  private Pipeline example() {
    return jenkinsfile(PIPELINE).library(TrapsTest.TRAPS).libraryOnlyWhenNamed().credentials("token", "", "s3cret");
  }

  private static List<String> said(Run run) {
    return run.calls("echo").stream().map(call -> call.text("message")).toList();
  }

  @Test
  void runsStagesConditionsAndPosts() {
    Run run = example().restartAt("unstable").run();
    assertThat(run.result()).isEqualTo("UNSTABLE");
    assertThat(run.stageResult("Profile")).isEqualTo("UNSTABLE");
    assertThat(run.libraries()).containsExactly("perf-report@v1");
    assertThat(run.log()).contains("building sample-x-y sample");
    assertThat(said(run)).contains("x is [2, 4] sample-x true 1", "value 10 local", "left", "right", "cell linux 1", "cell mac 2").doesNotContain("not here", "is failure");
    assertThat(said(run)).containsSubsequence("stage done UNSTABLE", "stage unstable", "always", "is unstable", "cleanup last");
    assertThat(run.declared()).containsKeys("timeout", "buildDiscarder", "copyArtifactPermission", "cron");
  }

  @Test
  void changeRequestsAndParametersDecide() {
    Run run = example().changeRequest("7", "slow", "main").param("PROFILE", false).run();
    assertThat(said(run)).contains("not here").doesNotContain("stage done UNSTABLE");
    assertThat(run.result()).isEqualTo("SUCCESS");
  }

  @Test
  void failureSkipsLaterStagesAndRunsPosts() {
    Run run = example().throwAt(call -> call.step().equals("unstable"), new hudson.AbortException("broken")).run();
    assertThat(run.result()).isEqualTo("FAILURE");
    assertThat(said(run)).contains("stage done FAILURE", "always", "is failure", "cleanup last").doesNotContain("left");
    Run aborted = example().abortAt("unstable").run();
    assertThat(aborted.result()).isEqualTo("ABORTED");
    assertThat(said(aborted)).contains("always").doesNotContain("is failure");
  }

  @Test
  void unknownDirectivesFail() {
    assertThatThrownBy(() -> jenkinsfile("pipeline { agent any\n stages { stage('a') { step { echo 'x' } } } }").run()).hasMessageContaining("'step' is not known in stage");
    assertThatThrownBy(() -> jenkinsfile("pipeline { agent any\n option { timestamps() }\n stages { } }").run()).hasMessageContaining("'option' is not known in pipeline");
    assertThatThrownBy(() -> jenkinsfile("pipeline { stages { } }").run()).hasMessageContaining("pipeline needs agent");
  }

  @Test
  void libraryHasToBeNamedUnlessItIsImplicit() {
    assertThatThrownBy(() -> jenkinsfile("callsOther()").library(TrapsTest.TRAPS).libraryOnlyWhenNamed().run()).hasMessageContaining("No step named 'callsOther'");
    assertThat(jenkinsfile("library 'perf-report@v1'\nreturn callsOther()").library(TrapsTest.TRAPS).libraryOnlyWhenNamed().run().value()).isEqualTo(10);
  }
}
