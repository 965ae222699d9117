package io.perfreport.harness;

import hudson.AbortException;
import java.util.Map;

/** echo, error and unstable. */
final class ResultSteps {
  static final Map<String, Step> ALL = Map.of("echo", ResultSteps::echo, "error", ResultSteps::error, "unstable", ResultSteps::unstable);

  private ResultSteps() {}

  private static Object echo(Build build, StepCall call) {
    build.print(call.text("message"));
    return null;
  }

  private static Object error(Build build, StepCall call) throws AbortException {
    throw new AbortException(call.text("message"));
  }

  private static Object unstable(Build build, StepCall call) {
    if (call.text("message").isBlank()) throw new Problem("unstable: the message must not be empty");
    build.print("WARNING: " + call.text("message"));
    build.mark("UNSTABLE", "UNSTABLE");
    return null;
  }
}
