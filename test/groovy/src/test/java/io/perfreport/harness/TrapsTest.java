package io.perfreport.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on a controller goes wrong here, and what works there works here. */
class TrapsTest extends PipelineTest {
  static final Path TRAPS = Path.of("src/test/resources/traps");

  private Run run(String statements) {
    return pipeline(statements).library(TRAPS).run();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "sortsByClosure | CPS mismatch",
      "eachLineWithStep | CPS mismatch",
      "reverseEachWithStep | ReverseListIterator",
      "spread | spread not yet supported",
      "nonCpsCallsCps | CPS mismatch",
      "nonCpsCallsStep | CPS mismatch",
      "constructorCallsCps | CPS mismatch",
      "cpsToString | CPS mismatch",
      "entryHeld | LinkedHashMap$Entry",
      "rangeHeld | IntRange",
      "matcherHeld | java.util.regex.Matcher",
      "slurperHeld | JsonSlurper",
      "syntaxError | unexpected token",
      "newSyntax | expecting '}', found '!'"})
  void catchesTrap(String variable, String words) {
    assertThatThrownBy(() -> run("return " + variable + "()")).isInstanceOf(AssertionError.class).hasMessageContaining(words);
  }

  @Test
  void loopsWithStepsWork() {
    Run run = run("return stepsInLoops()");
    assertThat(run.value()).isEqualTo(List.of(2, 4));
    assertThat(run.calls("echo").stream().map(call -> call.text("message"))).containsExactly("each 1", "each 2", "0 a", "1 b", "x=1", "y=2", "times 0", "times 1", "for 0", "for 1", "collect 1", "collect 2");
    assertThat(run.largestProgram()).isBetween(1_000, 100_000);
  }

  @Test
  void closuresWorkInNonCpsMethods() {
    assertThat(run("return sortsInNonCps()").value()).isEqualTo(List.of(1, 2, 3));
  }

  @Test
  void interpolatedKeysAreNotStrings() {
    assertThat(run("return gstringKey()").value()).isNull();
  }

  @Test
  void ordinaryIdiomsWork() {
    Run run = run("return callsOther()");
    assertThat(run.value()).isEqualTo(10);
    assertThat(run.steps()).containsExactly("node", "echo", "echo", "echo");
    assertThat(run.log()).contains("listed", "size 4", "finally");
  }

  @Test
  void exceptionsReachTheCatchOfTheirType() {
    Run run = run("return idioms(name: 'zz') { error 'broken' }");
    assertThat(run.value()).isEqualTo(-1);
    assertThat(run.log()).contains("caught broken");
    assertThat(run.result()).isEqualTo("SUCCESS");
  }
}
