package io.perfreport.harness;

import hudson.AbortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** archiveArtifacts, copyArtifacts and junit. */
final class ArtifactSteps {
  static final Map<String, Step> ALL = Map.of("archiveArtifacts", ArtifactSteps::archive, "copyArtifacts", ArtifactSteps::copy, "junit", ArtifactSteps::junit);
  private static final Pattern TEST_CASE = Pattern.compile("<testcase\\b");
  private static final Pattern FAILED_CASE = Pattern.compile("<(?:failure|error)\\b");
  private static final Pattern SKIPPED_CASE = Pattern.compile("<skipped\\b");

  private ArtifactSteps() {}

  private static Object archive(Build build, StepCall call) throws IOException {
    build.print("Archiving artifacts");
    if (call.flag("onlyIfSuccessful", false) && BuildRecord.isWorse(build.record().currentResult(), "UNSTABLE")) return null;
    List<Path> files = new AntGlobs(call.text("artifacts"), call.text("excludes"), call.flag("defaultExcludes", true)).find(build.directory());
    if (files.isEmpty() && !call.flag("allowEmptyArchive", false)) {
      throw new AbortException("No artifacts found that match the file pattern \"" + call.text("artifacts") + "\". Configuration error?");
    }
    AntGlobs.copy(build.directory(), files, build.record().archive());
    return null;
  }

  private static Object copy(Build build, StepCall call) throws IOException {
    String job = jobOf(build, call.text("projectName"));
    if (!build.controller().hasJob(job) || build.options.denied.contains(job)) {
      throw new AbortException("Unable to find project for artifact copy: " + call.text("projectName")
          + "\nThis may be due to incorrect project name or permission settings; see help for project name in job configuration.");
    }
    boolean optional = call.flag("optional", false);
    Optional<BuildRecord> source = select(build, job, (Map<?, ?>) call.get("selector"));
    if (source.isEmpty()) {
      if (optional) return null;
      throw new AbortException("Unable to find a build for artifact copy from: " + call.text("projectName"));
    }
    Path archive = source.get().archive();
    List<Path> files = new AntGlobs(call.text("filter", "**"), call.text("excludes"), false).find(archive);
    if (files.isEmpty() && !optional) throw new AbortException("Failed to copy artifacts from " + call.text("projectName") + " with filter: " + call.text("filter", "**"));
    Path target = build.directory().resolve(call.text("target"));
    if (call.flag("flatten", false)) {
      Files.createDirectories(target);
      for (Path file : files) Files.copy(archive.resolve(file), target.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } else {
      AntGlobs.copy(archive, files, target);
    }
    build.print("Copied " + files.size() + " artifacts from \"" + job + "\" build number " + source.get().number);
    return null;
  }

  /** A leading slash makes the name absolute; else the folder of this job comes first. */
  private static String jobOf(Build build, String projectName) {
    if (projectName.startsWith("/")) return projectName.substring(1);
    String own = build.record().job;
    String sibling = own.substring(0, own.lastIndexOf('/') + 1) + projectName;
    return build.controller().hasJob(sibling) ? sibling : projectName;
  }

  private static Optional<BuildRecord> select(Build build, String job, Map<?, ?> selector) {
    String symbol = selector == null ? "lastSuccessful" : String.valueOf(selector.get(StepSpec.SYMBOL));
    Predicate<BuildRecord> fits = switch (symbol) {
      case "lastSuccessful" -> Boolean.TRUE.equals(selector == null ? null : selector.get("stable")) ? record -> "SUCCESS".equals(record.result) : record -> List.of("SUCCESS", "UNSTABLE").contains(record.result);
      case "lastCompleted" -> record -> true;
      case "lastWithArtifacts" -> record -> Files.isDirectory(record.archive());
      case "specific" -> record -> String.valueOf(record.number).equals(selector.get("buildNumber"));
      default -> throw new Problem("copyArtifacts: the selector " + symbol + " does nothing here yet");
    };
    return build.controller().newest(job, Integer.MAX_VALUE, fits);
  }

  private static Object junit(Build build, StepCall call) throws IOException {
    List<Path> files = new AntGlobs(call.text("testResults"), "", true).find(build.directory());
    if (files.isEmpty()) {
      if (call.flag("allowEmptyResults", false)) return summary(0, 0, 0);
      throw new AbortException("No test report files were found. Configuration error?");
    }
    String all = files.stream().map(build.directory()::resolve).map(ArtifactSteps::text).collect(Collectors.joining());
    long failed = FAILED_CASE.matcher(all).results().count();
    if (failed > 0 && !call.flag("skipMarkingBuildUnstable", false)) build.mark("UNSTABLE", "UNSTABLE");
    return summary(TEST_CASE.matcher(all).results().count(), failed, SKIPPED_CASE.matcher(all).results().count());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException error) {
      throw new java.io.UncheckedIOException(error);
    }
  }

  private static Map<String, Integer> summary(long total, long failed, long skipped) {
    return new java.util.HashMap<>(Map.of("totalCount", (int) total, "failCount", (int) failed, "skipCount", (int) skipped, "passCount", (int) (total - failed - skipped)));
  }
}
