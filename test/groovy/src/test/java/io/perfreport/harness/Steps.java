package io.perfreport.harness;

import java.util.HashMap;
import java.util.Map;

/** Every step that is not a block, by name. */
final class Steps {
  private static final Map<String, Step> ALL = all();

  private Steps() {}

  static Step named(String name) {
    Step step = ALL.get(name);
    if (step == null) throw new Problem(name + " is in steps.txt, but does nothing here yet: see README.md");
    return step;
  }

  static boolean has(String name) {
    return ALL.containsKey(name);
  }

  private static Map<String, Step> all() {
    Map<String, Step> all = new HashMap<>();
    all.putAll(ResultSteps.ALL);
    all.putAll(ShellSteps.ALL);
    all.putAll(FileSteps.ALL);
    all.putAll(LibrarySteps.ALL);
    all.putAll(PublishSteps.ALL);
    all.putAll(ArtifactSteps.ALL);
    all.putAll(RecordedSteps.ALL);
    return all;
  }
}
