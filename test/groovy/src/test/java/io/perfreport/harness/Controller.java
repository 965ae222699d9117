package io.perfreport.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Jobs and their builds under one directory; builds of one controller know each other. */
public final class Controller {
  private final Path home;
  private final Map<String, List<BuildRecord>> jobs = new LinkedHashMap<>();

  public Controller(Path home) {
    this.home = home;
  }

  Path home() {
    return home;
  }

  /** A build that is finished, with these artifacts by path: for baselines that no pipeline of the test made. */
  public BuildRecord addBuild(String job, String result, Map<String, String> artifacts) {
    BuildRecord build = start(job);
    build.result = result;
    build.finished = true;
    try {
      for (var artifact : artifacts.entrySet()) {
        Path file = build.archive().resolve(artifact.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, artifact.getValue());
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return build;
  }

  BuildRecord start(String job) {
    List<BuildRecord> builds = jobs.computeIfAbsent(job, key -> new ArrayList<>());
    int number = builds.size() + 1;
    BuildRecord build = new BuildRecord(job, number, home.resolve("jobs").resolve(job).resolve("builds").resolve(String.valueOf(number)));
    builds.add(build);
    return build;
  }

  boolean hasJob(String job) {
    return jobs.containsKey(job);
  }

  Optional<BuildRecord> build(String job, int number) {
    List<BuildRecord> builds = jobs.getOrDefault(job, List.of());
    return number < 1 || number > builds.size() ? Optional.empty() : Optional.of(builds.get(number - 1));
  }

  /** The newest finished build before this number that fits. */
  Optional<BuildRecord> newest(String job, int before, Predicate<BuildRecord> fits) {
    List<BuildRecord> builds = jobs.getOrDefault(job, List.of());
    for (int i = Math.min(before - 1, builds.size()) - 1; i >= 0; i--) {
      if (builds.get(i).finished && fits.test(builds.get(i))) return Optional.of(builds.get(i));
    }
    return Optional.empty();
  }
}
