package io.perfreport.harness;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One pipeline of a test and the world that it runs in; every method but {@link #run} returns this. */
public final class Pipeline {
  /** Fills a workspace when the pipeline calls {@code checkout scm}. */
  @FunctionalInterface
  public interface Checkout {
    void into(Path workspace) throws Exception;
  }

  final Controller controller;
  final String source;
  final Map<String, Object> parameters = new LinkedHashMap<>();
  final Set<String> absent = new HashSet<>();
  final Set<String> denied = new HashSet<>();
  final Set<String> restartAt = new HashSet<>();
  final Map<String, Credentials.Entry> credentials = new HashMap<>();
  final Interruptions interruptions = new Interruptions();
  final Map<String, Object> scm = new LinkedHashMap<>(Map.of("$class", "GitSCM"));
  Path library = Path.of(System.getProperty("library.dir", "../..")).toAbsolutePath().normalize();
  boolean libraryIsImplicit = true;
  boolean windows;
  boolean sandboxed;
  ShellCall.Answer sh;
  ShellCall.Answer bat;
  Checkout checkout;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String job = "app/main";
  private Path workspace;

  Pipeline(Controller controller, String source) {
    this.controller = controller;
    this.source = source;
  }

  /** The directory that holds vars/, src/ and resources/; this repository unless told. */
  public Pipeline library(Path directory) {
    library = directory.toAbsolutePath().normalize();
    return this;
  }

  /** Only {@code @Library} or the step library loads the library, as with one that is not implicit. */
  public Pipeline libraryOnlyWhenNamed() {
    libraryIsImplicit = false;
    return this;
  }

  /** Full name of the job, app/main unless told; builds of one job count up within one test. */
  public Pipeline job(String fullName) {
    job = fullName;
    return this;
  }

  public Pipeline workspace(Path directory) {
    workspace = directory.toAbsolutePath();
    return this;
  }

  public Pipeline env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The variables of a change request from this branch into that one, in the job PR-id. */
  public Pipeline changeRequest(String id, String branch, String target) {
    job(job.substring(0, job.lastIndexOf('/') + 1) + "PR-" + id);
    return env("CHANGE_ID", id).env("CHANGE_BRANCH", branch).env("CHANGE_TARGET", target).env("BRANCH_NAME", "PR-" + id);
  }

  public Pipeline param(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Steps whose plugin is not installed; other steps and symbols of the same plugin are gone too. */
  public Pipeline absent(String... steps) {
    Arrays.stream(steps).filter(step -> !StepTable.STEPS.containsKey(step)).forEach(step -> {
      throw new Problem("absent: no step is named " + step);
    });
    absent.addAll(Arrays.asList(steps));
    return this;
  }

  /** copyArtifacts may not read these jobs. */
  public Pipeline denied(String... jobs) {
    denied.addAll(Arrays.asList(jobs));
    return this;
  }

  public Pipeline credentials(String id, String user, String secret) {
    credentials.put(id, new Credentials.Entry(user, secret));
    return this;
  }

  /** Answers sh in place of the real shell; null from the answer lets the real shell run. */
  public Pipeline sh(ShellCall.Answer answer) {
    sh = answer;
    return this;
  }

  /** A Windows agent, whose bat is answered so. */
  public Pipeline bat(ShellCall.Answer answer) {
    windows = true;
    bat = answer;
    return this;
  }

  public Pipeline checkout(Checkout fill) {
    checkout = fill;
    return this;
  }

  /** Somebody aborts the build while it is in this step. */
  public Pipeline abortAt(String step) {
    return throwAt(call -> call.step().equals(step), Interruptions.abort());
  }

  /** A timeout passes while the build is in this step. */
  public Pipeline timeoutAt(String step) {
    return throwAt(call -> call.step().equals(step), Interruptions.timeout());
  }

  /** The first call that fits throws this. */
  public Pipeline throwAt(Predicate<StepCall> call, Throwable thrown) {
    interruptions.order(call, thrown);
    return this;
  }

  /** The controller restarts in the first call of this step: all objects are dropped, classes compiled anew. */
  public Pipeline restartAt(String step) {
    restartAt.add(step);
    return this;
  }

  /** Library and pipeline run as in the sandbox, every call of theirs is noted: {@link Run#sandboxCalls}. */
  public Pipeline sandboxed() {
    sandboxed = true;
    return this;
  }

  /** Runs it. @throws AssertionError where the Groovy breaks a rule of the engine, of a step's parameters or of publishing */
  public Run run() {
    return Run.of(this, controller.start(job));
  }

  Path workspace() {
    return workspace != null ? workspace : controller.home().resolve("workspace").resolve(job.replace('/', '_'));
  }

  Map<String, String> buildEnvironment(BuildRecord record) {
    Map<String, String> all = new LinkedHashMap<>();
    String url = "http://jenkins.example/job/" + job.replace("/", "/job/") + "/";
    all.put("JOB_NAME", job);
    all.put("JOB_BASE_NAME", job.substring(job.lastIndexOf('/') + 1));
    all.put("JENKINS_URL", "http://jenkins.example/");
    all.put("JOB_URL", url);
    all.put("BUILD_NUMBER", String.valueOf(record.number));
    all.put("BUILD_ID", String.valueOf(record.number));
    all.put("BUILD_TAG", "jenkins-" + job.replace('/', '-') + "-" + record.number);
    all.put("BUILD_URL", url + record.number + "/");
    all.put("BRANCH_NAME", job.substring(job.lastIndexOf('/') + 1));
    all.putAll(environment);
    all.values().removeIf(value -> value == null);
    return all;
  }
}
