package io.perfreport.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One sh or bat as a test's own answer sees it. */
public final class ShellCall {
  /** What a test does instead of the shell: the exit code, or null to let the real shell run. */
  @FunctionalInterface
  public interface Answer {
    Integer answer(ShellCall call);
  }

  public final StepCall step;
  public final String script;
  public final Map<String, String> environment;
  public final Path directory;
  final StringBuilder output = new StringBuilder();

  ShellCall(StepCall step, Map<String, String> environment, Path directory) {
    this.step = step;
    this.script = step.text("script");
    this.environment = environment;
    this.directory = directory;
  }

  /** Prints to the standard output of the step. */
  public void print(String text) {
    output.append(text);
  }

  /** Writes a file below the current directory, folders included. */
  public void write(String file, String text) {
    try {
      Path path = directory.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
