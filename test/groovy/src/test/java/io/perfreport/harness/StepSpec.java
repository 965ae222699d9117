package io.perfreport.harness;

import groovy.lang.Closure;
import groovy.lang.GString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What one step (or symbol) may be given. */
record StepSpec(String name, boolean block, boolean needsNode, String plugin, Map<String, String> types, java.util.Set<String> required, String alone) {
  /** Key that marks a map as a described value. */
  static final String SYMBOL = "$symbol";

  /** Reads the arguments of a call as the controller does. @throws Problem where they do not fit. */
  StepCall read(Object[] arguments) {
    int count = arguments.length;
    Closure<?> body = null;
    if (block && count > 0 && arguments[count - 1] instanceof Closure<?> closure) {
      body = closure;
      count--;
    }
    if (block && body == null) throw new Problem(name + ": its closure is missing");
    if (count > 1) throw new Problem(name + ": named arguments are expected, these were given: " + java.util.Arrays.toString(arguments));
    Map<String, Object> given = new LinkedHashMap<>();
    if (count == 1) named(arguments[0]).forEach((key, value) -> given.put(key.toString(), value));
    return new StepCall(name, check(given), body, given.values().stream().anyMatch(GString.class::isInstance));
  }

  private Map<?, ?> named(Object argument) {
    boolean named = argument instanceof Map<?, ?> map && !map.containsKey(SYMBOL) && !name.equals("parallel") && !(alone != null && types.get(alone).equals("any") && !map.containsKey(alone));
    if (named && argument instanceof Map<?, ?> map) return map.size() == 1 && map.get("target") instanceof Map<?, ?> target && name.equals("publishHTML") ? target : map;
    if (alone == null) throw new Problem(name + ": takes no argument without a name, got " + argument);
    return Map.of(alone, argument == null ? "" : argument);
  }

  private Map<String, Object> check(Map<String, Object> given) {
    Map<String, Object> checked = new LinkedHashMap<>();
    given.forEach((key, value) -> {
      String type = types.get(key);
      if (type == null) throw new Problem(name + ": unknown parameter '" + key + "'; it has " + String.join(", ", types.keySet()));
      if (value == null && !required.contains(key)) return;
      Object held = value == null ? null : ParameterType.coerce(type, value);
      if (held == null) throw new Problem(name + ": parameter '" + key + "' must be " + type + ", got " + value + " (" + (value == null ? "null" : value.getClass().getName()) + ")");
      checked.put(key, held);
    });
    String missing = required.stream().filter(key -> !checked.containsKey(key)).sorted().collect(Collectors.joining(", "));
    if (!missing.isEmpty()) throw new Problem(name + ": missing parameter " + missing);
    return checked;
  }
}
