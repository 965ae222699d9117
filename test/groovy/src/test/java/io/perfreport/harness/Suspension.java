package io.perfreport.harness;

import com.cloudbees.groovy.cps.Block;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.Next;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.cloudbees.groovy.cps.impl.CpsFunction;
import java.util.List;

/**
 * Suspends the program in a step. The engine's own suspension is excused from the mismatch check, so that a step called
 * by a NonCPS method would go unseen; this one is not.
 */
final class Suspension implements Block {
  private static final String VALUE = "suspendValue";

  private Suspension() {}

  /** Never returns: the engine catches what is thrown. @param step the name by which the program made the call */
  static Object in(String step, StepCall call) {
    throw new CpsCallableInvocation(step, new CpsFunction(List.of(VALUE), new Suspension()), null, call);
  }

  @Override
  public Next eval(Env environment, Continuation rest) {
    Object call = environment.getLocalVariable(VALUE);
    environment.setLocalVariable(VALUE, null);
    return Next.yield(call, environment, rest);
  }
}
