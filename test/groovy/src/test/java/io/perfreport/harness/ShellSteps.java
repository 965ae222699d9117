package io.perfreport.harness;

import hudson.AbortException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** sh runs for real, by /bin/sh -xe as on a controller; bat is always answered by the test. */
final class ShellSteps {
  static final Map<String, Step> ALL = Map.of("sh", ShellSteps::sh, "bat", ShellSteps::bat, "isUnix", (build, call) -> !build.options.windows);

  private ShellSteps() {}

  private static Object sh(Build build, StepCall call) throws Exception {
    if (build.options.windows) throw new Problem("sh is called on a Windows agent");
    ShellCall shell = new ShellCall(call, build.environment(), build.directory());
    Integer answered = build.options.sh == null ? null : build.options.sh.answer(shell);
    return end(build, call, shell, answered == null ? runReally(build, shell) : answered);
  }

  private static Object bat(Build build, StepCall call) throws Exception {
    if (!build.options.windows) throw new Problem("bat is called on an agent that is not Windows");
    if (build.options.bat == null) throw new Problem("bat: the test gives no answer, see Pipeline.bat");
    ShellCall shell = new ShellCall(call, build.environment(), build.directory());
    return end(build, call, shell, build.options.bat.answer(shell));
  }

  private static Object end(Build build, StepCall call, ShellCall shell, int code) throws AbortException {
    boolean wantsStatus = call.flag("returnStatus", false);
    boolean wantsOutput = call.flag("returnStdout", false);
    if (wantsStatus && wantsOutput) throw new Problem(call.step() + ": returnStatus and returnStdout exclude each other");
    if (!wantsOutput) build.print(shell.output.toString());
    if (wantsStatus) return code;
    if (code != 0) throw new AbortException("script returned exit code " + code);
    return wantsOutput ? shell.output.toString() : null;
  }

  private static int runReally(Build build, ShellCall shell) throws IOException, InterruptedException {
    Files.createDirectories(shell.directory);
    Path scratch = Files.createTempDirectory("step");
    Path script = Files.writeString(scratch.resolve("script.sh"), shell.script);
    Path output = scratch.resolve("output");
    Path trace = scratch.resolve("trace");
    List<String> command = shell.script.startsWith("#!") ? List.of(interpreter(shell.script), script.toString()) : List.of("/bin/sh", "-xe", script.toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(shell.directory.toFile()).redirectOutput(output.toFile()).redirectError(trace.toFile());
    builder.environment().clear();
    builder.environment().putAll(shell.environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      await(build, process);
    } finally {
      shell.print(Files.readString(output, StandardCharsets.UTF_8));
      build.print(Files.readString(trace, StandardCharsets.UTF_8));
      for (Path file : List.of(script, output, trace, scratch)) Files.delete(file);
    }
    return process.exitValue();
  }

  /** Waits at most as long as the timeout around allows. */
  private static void await(Build build, Process process) throws InterruptedException {
    long deadline = build.context().top().deadlineNanos();
    if (deadline == Long.MAX_VALUE) {
      process.waitFor();
    } else if (!process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.waitFor();
      throw (FlowInterruptedException) Interruptions.timeout();
    }
  }

  private static String interpreter(String script) {
    return script.lines().findFirst().orElseThrow().substring(2).trim();
  }
}
