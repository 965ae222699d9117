package io.perfreport.harness;

import hudson.AbortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Credentials of a test: a user and a password, or a secret text alone (user empty). */
final class Credentials {
  record Entry(String user, String secret) {}

  private Credentials() {}

  /** Binds them into the environment and masks their secrets; returns the mark of the block. */
  static int bind(Build build, List<?> bindings) throws AbortException {
    Map<String, String> environment = new LinkedHashMap<>();
    List<String> secrets = new ArrayList<>();
    for (Object each : bindings) {
      Map<?, ?> binding = (Map<?, ?>) each;
      Entry entry = find(build, String.valueOf(binding.get("credentialsId")));
      secrets.add(entry.secret);
      switch (String.valueOf(binding.get(StepSpec.SYMBOL))) {
        case "usernamePassword" -> {
          environment.put(binding.get("usernameVariable").toString(), entry.user);
          environment.put(binding.get("passwordVariable").toString(), entry.secret);
        }
        case "usernameColonPassword" -> environment.put(binding.get("variable").toString(), entry.user + ":" + entry.secret);
        case "string" -> environment.put(binding.get("variable").toString(), entry.secret);
        default -> throw new Problem("withCredentials: this binding is not known here: " + binding);
      }
    }
    return build.context().pushEnvironment(environment, secrets);
  }

  /** The variables that {@code NAME = credentials('id')} of a declarative environment makes. */
  static List<String> forEnvironment(Build build, String name, String id) throws AbortException {
    Entry entry = find(build, id);
    if (entry.user.isEmpty()) return List.of(name + "=" + entry.secret);
    return List.of(name + "=" + entry.user + ":" + entry.secret, name + "_USR=" + entry.user, name + "_PSW=" + entry.secret);
  }

  private static Entry find(Build build, String id) throws AbortException {
    Entry entry = build.options.credentials.get(id);
    if (entry == null) throw new AbortException("Could not find credentials entry with ID '" + id + "'");
    return entry;
  }
}
