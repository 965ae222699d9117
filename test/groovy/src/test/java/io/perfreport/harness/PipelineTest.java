package io.perfreport.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Base of the tests that run pipelines; each test has a controller of its own, without any build. */
public abstract class PipelineTest {
  @TempDir
  protected Path home;

  protected Controller controller;

  @BeforeEach
  void makeController() {
    controller = new Controller(home);
  }

  /** These statements of a scripted pipeline, within node. */
  protected Pipeline pipeline(String statements) {
    return new Pipeline(controller, "return node { " + statements + "\n}");
  }

  /** A whole Jenkinsfile, scripted or declarative. */
  protected Pipeline jenkinsfile(String text) {
    return new Pipeline(controller, text);
  }

  protected Pipeline jenkinsfile(Path file) {
    try {
      return jenkinsfile(Files.readString(file));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
