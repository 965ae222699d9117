package io.perfreport.harness;

import hudson.AbortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** library and libraryResource. */
final class LibrarySteps {
  static final Map<String, Step> ALL = Map.of("library", LibrarySteps::library, "libraryResource", LibrarySteps::libraryResource);

  private LibrarySteps() {}

  private static Object library(Build build, StepCall call) {
    build.libraries.add(call.text("identifier"));
    return null;
  }

  private static Object libraryResource(Build build, StepCall call) throws IOException {
    String encoding = call.text("encoding");
    if (encoding.isEmpty()) throw new Problem("libraryResource: without an encoding the text depends on the controller's platform");
    Path file = build.options.library.resolve("resources").resolve(call.text("resource"));
    if (!Files.isRegularFile(file)) throw new AbortException("No such library resource " + call.text("resource") + " could be found.");
    return FileSteps.encode(Files.readAllBytes(file), encoding);
  }
}
