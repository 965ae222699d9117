package io.perfreport.harness;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a controller keeps of one build: number, result, words and files. */
public final class BuildRecord {
  private static final List<String> FROM_BEST = List.of("SUCCESS", "UNSTABLE", "FAILURE", "NOT_BUILT", "ABORTED");
  final String job;
  final int number;
  final Path directory;
  final Map<String, String> variables = new LinkedHashMap<>();
  String result;
  String description;
  String displayName;
  boolean finished;

  BuildRecord(String job, int number, Path directory) {
    this.job = job;
    this.number = number;
    this.directory = directory;
    this.displayName = "#" + number;
  }

  /** Sets the result if it is worse than the one so far; a build never gets better. */
  void worsen(String next) {
    if (!FROM_BEST.contains(next)) throw new Problem("Not a build result: " + next);
    if (result == null || isWorse(next, result)) result = next;
  }

  String currentResult() {
    return result == null ? "SUCCESS" : result;
  }

  /** Where archiveArtifacts puts its files. */
  Path archive() {
    return directory.resolve("archive");
  }

  static boolean isWorse(String left, String right) {
    return FROM_BEST.indexOf(left) > FROM_BEST.indexOf(right);
  }
}
