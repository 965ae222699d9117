package io.perfreport.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sandboxed code asks for is noted, closures, NonCPS methods and fields included. */
class SandboxTest extends PipelineTest {
  private Run run(String statements) {
    return pipeline(statements).library(TrapsTest.TRAPS).sandboxed().run();
  }

  @Test
  void notesCallsAndRunsTheSame() {
    Run run = run("return [callsOther(), sortsInNonCps(), stepsInLoops()]");
    assertThat(run.value()).isEqualTo(List.of(10, List.of(1, 2, 3), List.of(2, 4)));
    assertThat(run.sandboxCalls()).contains("method java.util.LinkedHashMap plus java.util.LinkedHashMap", "method java.util.ArrayList sort groovy.lang.Closure");
    assertThat(SandboxReview.refusedOf(run.sandboxCalls())).isEmpty();
  }

  @Test
  void refusedFormsAreFound() {
    assertThat(SandboxReview.refusedOf(run("return sandboxRefused()").sandboxCalls())).containsExactly("method java.util.ArrayList max");
    List<String> refused = List.of("new java.lang.RuntimeException java.lang.String", "staticMethod groovy.json.JsonOutput toJson java.util.ArrayList", "getProperty java.lang.Class:java.math.RoundingMode HALF_UP",
        "method java.lang.String execute", "method java.util.ArrayList withIndex");
    assertThat(SandboxReview.refusedOf(refused)).isEqualTo(refused);
    assertThat(SandboxReview.refusedOf(List.of("staticMethod groovy.json.JsonOutput toJson java.util.LinkedHashMap", "method java.util.ArrayList max groovy.lang.Closure", "new java.lang.Exception java.lang.String",
        "method java.util.ArrayList findAll groovy.lang.Closure"))).isEmpty();
  }

  @Test
  void newCallsAreReviewedFirst() throws IOException {
    Path reviewed = Files.writeString(home.resolve("reviewed.txt"), "# looked up\nnew java.util.Date\n");
    assertThat(SandboxReview.unreviewed(List.of("new java.util.Date", "getProperty java.util.Date time"), reviewed)).containsExactly("getProperty java.util.Date time");
  }
}
