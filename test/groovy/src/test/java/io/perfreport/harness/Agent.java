package io.perfreport.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an agent's process hands to its builds. Little, so that tests do not depend on who runs them. */
final class Agent {
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "USER", "SHELL", "TMPDIR");

  private Agent() {}

  static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) environment.put(name, value);
    }
    environment.put("NODE_NAME", "agent-1");
    environment.put("NODE_LABELS", "agent-1 linux");
    environment.put("EXECUTOR_NUMBER", "0");
    return environment;
  }
}
