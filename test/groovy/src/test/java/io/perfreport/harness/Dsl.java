package io.perfreport.harness;

import groovy.lang.GroovyObjectSupport;
import groovy.lang.Script;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.groovy.runtime.InvokerHelper;

/** Calls of steps by name, also as the global variable {@code steps}. A step suspends the program. */
public final class Dsl extends GroovyObjectSupport implements Serializable {
  @Override
  public Object invokeMethod(String name, Object arguments) {
    return call(name, InvokerHelper.asArray(arguments));
  }

  /** Suspends the program in the step; symbols return their described value at once. */
  static Object call(String name, Object[] arguments) {
    Build build = Build.current();
    StepSpec symbol = StepTable.SYMBOLS.get(name);
    StepSpec step = StepTable.STEPS.get(name);
    if (step == null && symbol == null) throw build.problem("No step named '" + name + "' is known here; add it to steps.txt, or is it a typing mistake?");
    if (build.isAbsent(step == null ? symbol : step)) throw new NoSuchMethodError("No such DSL method '" + name + "' found among steps " + build.presentSteps());
    try {
      if (step == null) return described(symbol, arguments);
      StepCall call = step.read(arguments);
      if (!step.block()) return Suspension.in(name, call);
      Script blocks = build.trusted("Blocks");
      return InvokerHelper.getMetaClass(blocks).invokeMethod(blocks, name, new Object[] {call.arguments(), call.body()});
    } catch (Problem problem) {
      throw build.keep(problem);
    }
  }

  private static Map<String, Object> described(StepSpec symbol, Object[] arguments) {
    Map<String, Object> value = new LinkedHashMap<>(symbol.read(arguments).arguments());
    value.put(StepSpec.SYMBOL, symbol.name());
    return value;
  }
}
