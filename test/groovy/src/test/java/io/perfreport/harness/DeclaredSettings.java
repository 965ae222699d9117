package io.perfreport.harness;

import java.util.List;
import java.util.Map;

/** Takes what a declarative pipeline says about its job: options, triggers, tools, parameters, libraries. */
final class DeclaredSettings {
  private DeclaredSettings() {}

  static Object apply(Build build, Directives pipeline) {
    for (String needed : List.of("agent", "stages")) {
      if (!pipeline.has(needed)) throw new Problem("Declarative: pipeline needs " + needed);
    }
    for (String section : List.of("options", "triggers", "tools")) {
      if (pipeline.has(section)) pipeline.child(section).children().forEach(each -> build.declared.put(each.kind(), each.value() == null ? true : each.value()));
    }
    if (pipeline.has("parameters")) pipeline.child("parameters").children().forEach(each -> parameter(build, each));
    if (pipeline.has("libraries")) pipeline.child("libraries").children().forEach(each -> build.libraries.add(String.valueOf(each.value())));
    return null;
  }

  /** Its default holds unless the test gives a value. */
  private static void parameter(Build build, Directives declared) {
    Map<?, ?> named = declared.named();
    Object absent = declared.kind().equals("choice") ? ((List<?>) named.get("choices")).get(0) : named.get("defaultValue");
    build.parameters.putIfAbsent(String.valueOf(named.get("name")), absent == null ? "" : absent);
  }
}
