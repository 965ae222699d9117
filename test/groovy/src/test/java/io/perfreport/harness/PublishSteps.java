package io.perfreport.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** publishHTML with the ways of HTML Publisher: it never throws, and without files it fails the build. */
final class PublishSteps {
  static final Map<String, Step> ALL = Map.of("publishHTML", PublishSteps::publishHtml);

  private PublishSteps() {}

  private static Object publishHtml(Build build, StepCall call) throws IOException {
    String urlName = urlName(call.text("reportName"), call.flag("escapeUnderscores", true));
    for (String parameter : List.of("reportDir", "reportFiles", "reportTitles")) {
      if (call.text(parameter).contains("$")) throw new Problem("publishHTML: $ in " + parameter + " is replaced by a variable of the environment");
    }
    if (build.published.stream().anyMatch(page -> page.urlName().equals(urlName))) {
      throw new Problem("publishHTML: '" + call.text("reportName") + "' is published twice in one build; both links lead to the first");
    }
    Path source = build.directory().resolve(call.text("reportDir"));
    List<Path> files = new AntGlobs(call.text("includes", "**/*"), "", true).find(source);
    build.print("[htmlpublisher] Archiving HTML reports...\n[htmlpublisher] Archiving at BUILD level " + source + " to " + urlName);
    if (files.isEmpty()) {
      build.print("ERROR: Specified HTML directory '" + source + "' does not exist.");
      if (!call.flag("allowMissing", false)) build.record().worsen("FAILURE");
      return null;
    }
    if (new AntGlobs(call.text("reportFiles"), "", true).find(source).isEmpty()) throw new Problem("publishHTML: reportFiles '" + call.text("reportFiles") + "' match nothing: the page is blank");
    boolean keepAll = call.flag("keepAll", false);
    Path level = keepAll ? build.record().directory : build.record().directory.getParent().getParent();
    Path target = level.resolve("htmlreports").resolve(urlName);
    FileSteps.delete(target);
    AntGlobs.copy(source, files, target);
    build.published.add(new Published(call.text("reportName"), urlName, target, keepAll));
    return null;
  }

  /** Every byte outside [a-zA-Z0-9-] as _ and two lower-case hex digits per byte, one _ for a character. */
  static String urlName(String reportName, boolean escapeUnderscores) {
    StringBuilder name = new StringBuilder();
    reportName.codePoints().forEach(point -> {
      boolean kept = point < 128 && (Character.isLetterOrDigit(point) || point == '-' || point == '_' && !escapeUnderscores);
      if (kept) {
        name.appendCodePoint(point);
        return;
      }
      name.append('_');
      for (byte each : Character.toString(point).getBytes(StandardCharsets.UTF_8)) name.append(String.format("%02x", each));
    });
    return name.toString();
  }
}
