package io.perfreport.harness;

import java.util.Map;

/** Steps of which a test only wants to know that they were called, and with what. */
final class RecordedSteps {
  private static final Step NOTHING = (build, call) -> null;

  static final Map<String, Step> ALL = Map.of("sleep", NOTHING, "properties", NOTHING, "addBadge", NOTHING, "addInfoBadge", NOTHING, "addWarningBadge", NOTHING,
      "addErrorBadge", NOTHING, "slackSend", NOTHING, "emailext", NOTHING, "mail", NOTHING);

  private RecordedSteps() {}
}
