package io.perfreport.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Aborts, passed timeouts and failing steps that a test orders: each is thrown once, by the first call that fits. */
final class Interruptions {
  private record Ordered(Predicate<StepCall> at, Throwable thrown) {}

  private final List<Ordered> ordered = new ArrayList<>();

  void order(Predicate<StepCall> at, Throwable thrown) {
    ordered.add(new Ordered(at, thrown));
  }

  static Throwable abort() {
    return new FlowInterruptedException("ABORTED", "Aborted by a user");
  }

  static Throwable timeout() {
    return new FlowInterruptedException("ABORTED", "Timeout has been exceeded");
  }

  /** What this call has to throw, or null. */
  Throwable take(StepCall call) {
    for (Ordered next : ordered) {
      if (!next.at.test(call)) continue;
      ordered.remove(next);
      return next.thrown;
    }
    return null;
  }
}
