package io.perfreport.harness;

import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A finished build as a test looks at it. */
public final class Run {
  private static final Pattern LIBRARY = Pattern.compile("@Library\\(\\s*\\[?([^)\\]]+)]?\\s*\\)");
  private final Build build;
  private final Outcome end;
  private final Set<String> sandboxCalls;

  private Run(Build build, Outcome end, Set<String> sandboxCalls) {
    this.build = build;
    this.end = end;
    this.sandboxCalls = sandboxCalls;
  }

  static Run of(Pipeline options, BuildRecord record) {
    Build build = new Build(options, record);
    if (options.libraryIsImplicit) build.libraries.add("implicit");
    LIBRARY.matcher(options.source).results().forEach(named -> build.libraries.add(named.group(1).replaceAll("['\"]", "").trim()));
    Compiler compiler = Compiler.of(options.library, options.sandboxed);
    SandboxRecorder recorder = new SandboxRecorder();
    if (options.sandboxed) recorder.register();
    Outcome end;
    try {
      Outcome finished = new Engine(build, compiler).run(options.source);
      if (finished.getAbnormal() instanceof CpsCallableInvocation escaped) throw escaped;
      end = finished.isFailure() ? finished : new Outcome(ParameterType.plain(finished.getNormal()), null);
    } catch (Problem problem) {
      build.keep(problem);
      end = new Outcome(null, problem);
    } catch (CpsCallableInvocation escaped) {
      end = new Outcome(null, build.problem("CPS mismatch: CPS code (" + escaped.methodName + ") is called where the engine cannot run it"));
    } finally {
      if (options.sandboxed) recorder.unregister();
    }
    if (end.isFailure()) {
      record.worsen(Build.resultOf(end.getAbnormal()));
      build.log.print("ERROR: " + end.getAbnormal().getClass().getName() + ": " + end.getAbnormal().getMessage(), List.of());
    }
    record.worsen("SUCCESS");
    record.finished = true;
    build.log.print("Finished: " + record.result, List.of());
    if (!build.problems.isEmpty()) {
      String all = build.problems.stream().map(Throwable::getMessage).collect(Collectors.joining("\n  "));
      throw new AssertionError("The pipeline breaks a rule:\n  " + all + "\n--- log\n" + build.log, build.problems.get(0));
    }
    return new Run(build, end, recorder.calls());
  }

  /** SUCCESS, UNSTABLE, FAILURE, NOT_BUILT or ABORTED. */
  public String result() {
    return build.record().result;
  }

  /** What ended the pipeline, or null. */
  public Throwable thrown() {
    return end.getAbnormal();
  }

  /** What the pipeline's last statement returned. */
  public Object value() {
    return end.getNormal();
  }

  public String log() {
    return build.log.toString();
  }

  public String description() {
    return build.record().description;
  }

  public String displayName() {
    return build.record().displayName;
  }

  public int number() {
    return build.record().number;
  }

  /** Every call of a step, in order. */
  public List<StepCall> calls() {
    return build.calls;
  }

  public List<StepCall> calls(String step) {
    return build.calls.stream().filter(call -> call.step().equals(step)).toList();
  }

  /** Names of the steps called, in order. */
  public List<String> steps() {
    return build.calls.stream().map(StepCall::step).toList();
  }

  /** The result of a stage; SUCCESS where nothing marked it. */
  public String stageResult(String stage) {
    return build.stageResults.getOrDefault(stage, "SUCCESS");
  }

  /** What env.X = ... left. */
  public Map<String, String> variables() {
    return build.record().variables;
  }

  /** Pages with a link on the build page or on the job's. */
  public List<Published> published() {
    return build.published;
  }

  /** Folder of the archived files. */
  public Path archive() {
    return build.record().archive();
  }

  /** Archived files by their path, with slashes. */
  public List<String> artifacts() {
    try {
      return new AntGlobs("**", "", false).find(archive()).stream().map(file -> file.toString().replace('\\', '/')).toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  public Path workspace() {
    return build.options.workspace();
  }

  /** Names given by {@code @Library} and library. */
  public Set<String> libraries() {
    return build.libraries;
  }

  /** What a declarative pipeline declares: options, triggers, tools by name. */
  public Map<String, Object> declared() {
    return build.declared;
  }

  public int restarts() {
    return build.restarts();
  }

  /** The most bytes that the saved program took. */
  public int largestProgram() {
    return build.largestProgram();
  }

  /** What the sandbox was asked for, one line each, sorted. */
  public Set<String> sandboxCalls() {
    return sandboxCalls;
  }
}
