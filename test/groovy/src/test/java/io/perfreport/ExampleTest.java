package io.perfreport;

import static org.assertj.core.api.Assertions.assertThat;

import io.perfreport.harness.PipelineTest;
import io.perfreport.harness.Published;
import io.perfreport.harness.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Jenkinsfile.example as it is, on the sample workload of this repository: the first build, a commit that makes it slow, its fix. Fewer pairs and
 * photos than there, so that it ends soon. The pages stay below target/published for tests in a browser.
 */
@Tag("example")
class ExampleTest extends PipelineTest {
  private static final Path LIBRARY = Path.of(System.getProperty("library.dir")).toAbsolutePath().normalize();
  private static final Path PUBLISHED = Path.of("target/published").toAbsolutePath();
  private static final String SWITCH = "slow = os.environ.get(\"SLOW\", \"\") not in (\"\", \"0\")";

  private Path origin() {
    return home.resolve("origin");
  }

  private static void git(Path directory, String... words) throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("git", "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "-c", "commit.gpgsign=false"), Stream.of(words)).toList();
    Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) throw new IOException(command + ": " + said);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).filter(file -> !file.toString().contains("__pycache__")).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void commit(String message, boolean slow) throws IOException, InterruptedException {
    Path cli = origin().resolve("scripts/profiling/workloads/photo_tagger/cli.py");
    String text = Files.readString(LIBRARY.resolve("scripts/profiling/workloads/photo_tagger/cli.py"));
    assertThat(text).contains(SWITCH);
    Files.writeString(cli, slow ? text.replace(SWITCH, "slow = True") : text);
    git(origin(), "add", "-A");
    git(origin(), "commit", "-q", "-m", message);
  }

  private Run build() {
    Run run = jenkinsfile(LIBRARY.resolve("Jenkinsfile.example")).job("photos/main").libraryOnlyWhenNamed().env("PERF_REPORT_PAIRS", "10").env("PERF_REPORT_RUNS", "3").env("PERF_REPORT_BUDGET", "40s").env("ASSETS", "40").checkout(workspace -> {
      if (!Files.exists(workspace.resolve(".git"))) git(workspace, "clone", "-q", origin().toString(), ".");
      git(workspace, "fetch", "-q", "origin");
      git(workspace, "checkout", "-q", "--detach", "origin/main");
    }).run();
    System.out.println(run.log());
    return run;
  }

  private static void keep(Run run, String name) throws IOException {
    Published page = run.published().get(0);
    copy(page.directory(), PUBLISHED.resolve(name).resolve(page.urlName()));
    Files.writeString(PUBLISHED.resolve(name).resolve("result.txt"), run.result() + "\n" + run.description() + "\n");
  }

  @Test
  void firstBuildThenASlowCommitThenItsFix() throws Exception {
    Files.createDirectories(origin());
    git(origin(), "init", "-q", "-b", "main");
    copy(LIBRARY.resolve("scripts/profiling/workloads"), origin().resolve("scripts/profiling/workloads"));
    Files.copy(LIBRARY.resolve("perf-report.config.yaml"), origin().resolve("perf-report.config.yaml"));
    Files.writeString(origin().resolve(".gitignore"), "logs_local/\n__pycache__/\n");

    commit("Photo tagger", false);
    Run first = build();
    assertThat(first.result()).isEqualTo("SUCCESS");
    assertThat(first.log()).contains("measured alone, without a base", "Profile_20Report/");
    keep(first, "1-first");

    commit("Look assets up again", true);
    Run slow = build();
    assertThat(slow.result()).isIn("UNSTABLE", "FAILURE");
    assertThat(slow.log()).containsPattern("profileRun: .*get_asset_info").containsPattern("alert: .*get_asset_info.* http://jenkins.example/job/photos/job/main/2/Profile_20Report/");
    assertThat(slow.description()).contains("get_asset_info");
    assertThat(slow.artifacts()).as("profiles of a build that became slower").anyMatch(file -> file.endsWith(".stats") || file.endsWith(".pstats") || file.endsWith(".prof"));
    keep(slow, "2-slow");

    commit("Remember assets", false);
    Run fixed = build();
    assertThat(fixed.result()).isEqualTo("SUCCESS");
    assertThat(fixed.log()).doesNotContain("alert: ");
    keep(fixed, "3-fixed");
  }
}
