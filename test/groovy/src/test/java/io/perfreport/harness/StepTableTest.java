package io.perfreport.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that a controller would refuse, or would take in silence, fail the test. */
class StepTableTest extends PipelineTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "publishHTML reportName: 'R', reportDir: 'r', reportFiles: 'i', keepAll: true, alwaysLinkToLastBuild: true, allowMissing: false, title: 't' | unknown parameter 'title'",
      "publishHTML target: [reportName: 'R', reportDir: 'r', reportFiles: 'i', keepAll: true, alwaysLinkToLastBuild: true] | missing parameter allowMissing",
      "publishHTML reportName: 'R', reportDir: 'r', reportFiles: 'i', keepAll: 'true', alwaysLinkToLastBuild: true, allowMissing: false | 'keepAll' must be boolean",
      "archiveArtifacts allowEmptyArchive: true | missing parameter artifacts",
      "archiveArtifacts artifacts: ['a', 'b'] | 'artifacts' must be String",
      "copyArtifacts projectName: 'x', stable: true | unknown parameter 'stable'",
      "copyArtifacts projectName: 'x', selector: 'lastSuccessful' | 'selector' must be Symbol",
      "copyArtifacts projectName: 'x', selector: lastSuccessful(stabil: true) | unknown parameter 'stabil'",
      "junit results: 'a.xml' | unknown parameter 'results'",
      "catchError(buildResult: 'BROKEN') { echo 'x' } | 'buildResult' must be SUCCESS",
      "sh script: 'true', returnStdOut: true | unknown parameter 'returnStdOut'",
      "sh script: 'true', returnStdout: true, returnStatus: true | exclude each other",
      "sh 'a', 'b' | named arguments are expected",
      "withEnv('A=1') { echo 'x' } | 'overrides' must be Strings",
      "withEnv(['A=1']) | closure is missing",
      "unstable '' | must not be empty",
      "libraryResource 'io/perfreport/text.txt' | without an encoding",
      "readJSON text: '{}' | No step named 'readJSON'",
      "eco 'x' | No step named 'eco'",
      "try { eco 'x' } catch (Throwable swallowed) { echo 'fine' } | No step named 'eco'"})
  void refuses(String statements, String words) {
    assertThatThrownBy(() -> pipeline(statements).library(TrapsTest.TRAPS).run()).isInstanceOf(AssertionError.class).hasMessageContaining(words);
  }

  @Test
  void everyStepOfTheTableDoesSomething() {
    assertThat(StepTable.STEPS.values().stream().filter(step -> !step.block() && !step.name().equals("parallel") && !Steps.has(step.name())).map(StepSpec::name)).isEmpty();
  }

  @Test
  void stepsNeedAnAgentWhereTheyDoOnAController() {
    Run run = jenkinsfile("sh 'true'").run();
    assertThat(run.thrown()).hasMessageContaining("Required context class hudson.FilePath is missing");
    assertThat(run.result()).isEqualTo("FAILURE");
  }

  @Test
  void absentStepIsAnErrorThatCanBeCaught() {
    Run run = pipeline("return optionalPlugin()").library(TrapsTest.TRAPS).absent("publishHTML").run();
    assertThat(run.value()).isEqualTo("archived only");
    assertThat(run.log()).contains("absent: No such DSL method 'publishHTML' found among steps [");
    assertThat(pipeline("copyArtifacts projectName: 'x', selector: lastSuccessful()").absent("copyArtifacts").run().thrown()).isInstanceOf(NoSuchMethodError.class).hasMessageContaining("lastSuccessful");
  }
}
