package io.perfreport.harness;

import hudson.AbortException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The steps that read and write files of the workspace. */
final class FileSteps {
  static final Map<String, Step> ALL = Map.of("pwd", FileSteps::pwd, "writeFile", FileSteps::writeFile, "readFile", FileSteps::readFile, "fileExists", FileSteps::fileExists,
      "deleteDir", FileSteps::deleteDir, "cleanWs", FileSteps::deleteDir, "stash", FileSteps::stash, "unstash", FileSteps::unstash, "checkout", FileSteps::checkout);

  private FileSteps() {}

  private static Object pwd(Build build, StepCall call) {
    return call.flag("tmp", false) ? build.environment().get("WORKSPACE_TMP") : build.directory().toString();
  }

  private static Object writeFile(Build build, StepCall call) throws IOException {
    Path file = build.directory().resolve(call.text("file"));
    Files.createDirectories(file.getParent());
    Files.write(file, decode(call.text("text"), call.text("encoding")));
    return null;
  }

  private static Object readFile(Build build, StepCall call) throws IOException {
    return encode(Files.readAllBytes(build.directory().resolve(call.text("file"))), call.text("encoding"));
  }

  private static Object fileExists(Build build, StepCall call) {
    return Files.exists(build.directory().resolve(call.text("file")));
  }

  static byte[] decode(String text, String encoding) {
    return encoding.equals("Base64") ? Base64.getDecoder().decode(text) : text.getBytes(encoding.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(encoding));
  }

  static String encode(byte[] bytes, String encoding) {
    return encoding.equals("Base64") ? Base64.getEncoder().encodeToString(bytes) : new String(bytes, encoding.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(encoding));
  }

  private static Object deleteDir(Build build, StepCall call) throws IOException {
    delete(build.directory());
    return null;
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) return;
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) Files.delete(path);
  }

  private static Path stashed(Build build, StepCall call) {
    return build.record().directory.resolve("stashes").resolve(call.text("name"));
  }

  private static Object stash(Build build, StepCall call) throws IOException {
    List<Path> files = new AntGlobs(call.text("includes", "**"), call.text("excludes"), call.flag("useDefaultExcludes", true)).find(build.directory());
    if (files.isEmpty() && !call.flag("allowEmpty", false)) throw new AbortException("No files included in stash '" + call.text("name") + "'");
    AntGlobs.copy(build.directory(), files, stashed(build, call));
    return null;
  }

  private static Object unstash(Build build, StepCall call) throws IOException {
    Path from = stashed(build, call);
    if (!Files.isDirectory(from)) throw new AbortException("No such saved stash '" + call.text("name") + "'");
    AntGlobs.copy(from, new AntGlobs("**", "", false).find(from), build.directory());
    return null;
  }

  private static Object checkout(Build build, StepCall call) throws Exception {
    if (build.options.checkout != null) build.options.checkout.into(build.directory());
    return Map.of();
  }
}
