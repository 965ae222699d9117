package io.perfreport.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The library of this repository is Groovy that a controller accepts; linters parse by a newer grammar. */
class LibraryTest {
  private static final Path LIBRARY = Path.of(System.getProperty("library.dir")).toAbsolutePath().normalize();

  /** Names of the global variables; the library may lie in a checkout that has none yet. */
  private static List<String> variables() throws IOException {
    if (!Files.isDirectory(LIBRARY.resolve("vars"))) return List.of();
    try (Stream<Path> files = Files.list(LIBRARY.resolve("vars"))) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".groovy")).map(name -> name.substring(0, name.length() - 7)).sorted().toList();
    }
  }

  @Test
  void everyVariableCompilesOnTheEngineAndInTheSandbox() throws IOException {
    for (String variable : variables()) {
      for (boolean sandboxed : new boolean[] {false, true}) {
        assertThat(Compiler.of(LIBRARY, sandboxed).libraryVariable(variable)).as(variable).isInstanceOf(StepScript.class);
      }
    }
  }
}
