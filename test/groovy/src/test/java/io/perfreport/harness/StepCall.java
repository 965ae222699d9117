package io.perfreport.harness;

import groovy.lang.Closure;
import java.io.Serializable;
import java.util.Map;

/** One call of a step as the program made it: its arguments by name, checked against the step's table. */
public record StepCall(String step, Map<String, Object> arguments, Closure<?> body, boolean interpolated) implements Serializable {

  /** The argument, or null. */
  public Object get(String name) {
    return arguments.get(name);
  }

  /** The argument as text, or the text given where it is absent. */
  public String text(String name, String absent) {
    Object value = arguments.get(name);
    return value == null ? absent : value.toString();
  }

  /** The argument as text; the table says that it is there. */
  public String text(String name) {
    return text(name, "");
  }

  public boolean flag(String name, boolean absent) {
    Object value = arguments.get(name);
    return value == null ? absent : (Boolean) value;
  }

  @Override
  public String toString() {
    return step + arguments;
  }
}
