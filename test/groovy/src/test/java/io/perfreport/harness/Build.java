package io.perfreport.harness;

import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.Script;
import hudson.AbortException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;

/** One running build: what its steps share. The program never holds it, so that it can be saved at any step. */
final class Build {
  private static Build current;
  final Pipeline options;
  final Log log = new Log();
  final List<StepCall> calls = new ArrayList<>();
  final List<Published> published = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();
  final Map<String, String> stageResults = new LinkedHashMap<>();
  final Map<String, String> workspaces = new LinkedHashMap<>();
  final Set<String> libraries = new HashSet<>();
  final Map<String, Object> parameters = new LinkedHashMap<>();
  final Map<String, Object> declared = new LinkedHashMap<>();
  private final BuildRecord record;
  private Branch branch;
  private Compiler compiler;
  private int restarts;
  private int largestProgram;

  Build(Pipeline options, BuildRecord record) {
    this.options = options;
    this.record = record;
    this.parameters.putAll(options.parameters);
    current = this;
  }

  static Build current() {
    return current;
  }

  Controller controller() {
    return options.controller;
  }

  BuildRecord record() {
    return record;
  }

  int restarts() {
    return restarts;
  }

  int largestProgram() {
    return largestProgram;
  }

  void enter(Branch next, Compiler with) {
    branch = next;
    compiler = with;
  }

  Context context() {
    return branch.context;
  }

  String branchName() {
    return branch.name;
  }

  void restarted() {
    restarts++;
  }

  void saved(int bytes) {
    largestProgram = Math.max(largestProgram, bytes);
  }

  /** Keeps a fault, so that it fails the test whatever the pipeline does with it. */
  Problem keep(Problem problem) {
    if (!problems.contains(problem)) problems.add(problem);
    return problem;
  }

  Problem problem(String message) {
    return keep(new Problem(message));
  }

  boolean isAbsent(StepSpec step) {
    return options.absent.stream().map(StepTable.STEPS::get).anyMatch(gone -> gone.name().equals(step.name()) || !gone.plugin().equals("core") && gone.plugin().equals(step.plugin()));
  }

  List<String> presentSteps() {
    return StepTable.STEPS.values().stream().filter(step -> !isAbsent(step)).map(StepSpec::name).sorted().toList();
  }

  Script trusted(String name) {
    return compiler.trusted(name);
  }

  /** A global variable as this script sees it: each script has its own object of a library variable. */
  Object global(Script script, String name) {
    return switch (name) {
      case "env" -> new EnvAction();
      case "currentBuild" -> new CurrentBuild(record, true);
      case "params" -> new LinkedHashMap<>(parameters);
      case "scm" -> options.scm;
      case "steps" -> new Dsl();
      default -> {
        Script variable = libraries.isEmpty() ? null : libraryVariable(name);
        if (variable != null) script.getBinding().setVariable(name, variable);
        yield variable;
      }
    };
  }

  private Script libraryVariable(String name) {
    try {
      return compiler.libraryVariable(name);
    } catch (Problem problem) {
      throw keep(problem);
    }
  }

  /** What env, sh and the steps see here: the agent's, the build's, what env.X set, then the blocks around. */
  Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>();
    if (context().top().directory() != null) all.putAll(Agent.environment());
    all.putAll(options.buildEnvironment(record));
    parameters.forEach((name, value) -> all.put(name, String.valueOf(value)));
    all.putAll(record.variables);
    Map<String, String> overlay = new LinkedHashMap<>(context().top().environment());
    overlay.forEach((name, value) -> {
      if (value == null) all.remove(name);
      else if (!name.contains("+")) all.put(name, value);
      else all.merge(name.substring(0, name.indexOf('+')), value, (old, added) -> added + ":" + old);
    });
    return all;
  }

  Path directory() {
    return Path.of(context().top().directory());
  }

  void print(String text) {
    log.print(text, context().top().secrets());
  }

  void record(StepCall call) {
    calls.add(call);
    print("[Pipeline] " + call.step());
  }

  boolean takeRestart(StepCall call) {
    boolean begins = call.step().equals("_enter");
    return options.restartAt.remove(begins ? ((List<?>) call.get("list")).get(0) : call.step());
  }

  /** Marks the build, and the stage that is running. */
  void mark(String buildResult, String stageResult) {
    record.worsen(buildResult);
    String stage = context().top().stage();
    if (stage != null) stageResults.merge(stage, stageResult, (old, next) -> BuildRecord.isWorse(next, old) ? next : old);
  }

  static String resultOf(Throwable failure) {
    return failure instanceof FlowInterruptedException interruption ? interruption.getResult() : "FAILURE";
  }

  /** Runs one step. What it throws goes into the program. */
  Outcome perform(Branch at, StepCall call) {
    try {
      if (call.step().startsWith("_")) return new Outcome(ContextSteps.perform(this, call), null);
      record(call);
      Throwable interruption = options.interruptions.take(call);
      if (interruption != null) throw interruption;
      if (StepTable.STEPS.get(call.step()).needsNode() && context().top().directory() == null) throw new MissingContextVariableException("hudson.FilePath");
      return new Outcome(Steps.named(call.step()).run(this, call), null);
    } catch (Problem problem) {
      return new Outcome(null, keep(problem));
    } catch (AbortException error) {
      print("ERROR: " + error.getMessage());
      return new Outcome(null, error);
    } catch (Throwable error) {
      return new Outcome(null, error);
    }
  }
}
