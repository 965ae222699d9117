package io.perfreport.harness;

import com.cloudbees.groovy.cps.SerializableScript;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * Base class of Jenkinsfiles and of vars: names resolve in the order of a controller, own methods first, then global
 * variables, then steps.
 */
public abstract class StepScript extends SerializableScript {
  @Override
  public Object invokeMethod(String name, Object arguments) {
    Object[] list = InvokerHelper.asArray(arguments);
    if (name.equals("pipeline")) {
      Object declarative = Build.current().trusted("Declarative");
      return InvokerHelper.getMetaClass(declarative).invokeMethod(declarative, name, list);
    }
    Object variable = getBinding().hasVariable(name) ? getBinding().getVariable(name) : Build.current().global(this, name);
    if (variable != null) return InvokerHelper.getMetaClass(variable).invokeMethod(variable, "call", list);
    return Dsl.call(name, list);
  }

  @Override
  public Object getProperty(String name) {
    if (getBinding().hasVariable(name)) return getBinding().getVariable(name);
    Object variable = Build.current().global(this, name);
    if (variable != null) return variable;
    String fromEnvironment = Build.current().environment().get(name);
    return fromEnvironment != null ? fromEnvironment : super.getProperty(name);
  }

  @Override
  public void println(Object value) {
    print("println", value);
  }

  @Override
  public void print(Object value) {
    print("print", value);
  }

  /** Groovy has a method of this name for every object; on a controller the step wins. */
  public Object sleep(long seconds) {
    return Suspension.in("sleep", new StepCall("sleep", new LinkedHashMap<>(Map.of("time", seconds)), null, false));
  }

  private static void print(String method, Object value) {
    Map<String, Object> message = new LinkedHashMap<>(Map.of("message", String.valueOf(value)));
    Suspension.in(method, new StepCall("echo", message, null, false));
  }
}
