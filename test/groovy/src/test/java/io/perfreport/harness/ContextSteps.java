package io.perfreport.harness;

import hudson.AbortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.MissingContextVariableException;

/** What Blocks.groovy and Declarative.groovy ask for by names with a leading underscore. */
final class ContextSteps {
  private ContextSteps() {}

  @SuppressWarnings("unchecked")
  static Object perform(Build build, StepCall call) throws Throwable {
    List<Object> list = (List<Object>) call.get("list");
    return switch (call.step()) {
      case "_enter" -> enter(build, new StepCall((String) list.get(0), (Map<String, Object>) list.get(1), null, false));
      case "_leave" -> leave(build, (Integer) list.get(0));
      case "_failed" -> failed(build, (Throwable) list.get(0));
      case "_caught" -> caught(build, (Throwable) list.get(0), new StepCall("catchError", (Map<String, Object>) list.get(1), null, false));
      case "_mayRetry" -> !(list.get(0) instanceof FlowInterruptedException || list.get(0) instanceof Error);
      case "_result" -> build.record().currentResult();
      case "_stageResult" -> build.stageResults.getOrDefault(list.get(0).toString(), "SUCCESS");
      case "_previousResult" -> build.controller().newest(build.record().job, build.record().number, record -> true).map(BuildRecord::currentResult).orElse(null);
      case "_declare" -> DeclaredSettings.apply(build, (Directives) list.get(0));
      case "_resultOf" -> Build.resultOf((Throwable) list.get(0));
      case "_uncaught" -> {
        build.record().worsen(Build.resultOf((Throwable) list.get(0)));
        yield null;
      }
      case "_skipsCheckout" -> build.declared.containsKey("skipDefaultCheckout");
      case "_scm" -> build.options.scm;
      case "_print" -> {
        build.print(list.get(0).toString());
        yield null;
      }
      default -> throw new Problem("Unknown " + call.step());
    };
  }

  private static int enter(Build build, StepCall call) throws Exception {
    build.record(call);
    Throwable interruption = build.options.interruptions.take(call);
    if (interruption instanceof Exception ordered) throw ordered;
    Context context = build.context();
    boolean hasAgent = context.top().directory() != null;
    if (StepTable.STEPS.get(call.step()).needsNode() && !hasAgent) throw new MissingContextVariableException("hudson.FilePath");
    return switch (call.step()) {
      case "withEnv" -> context.pushEnvironment(overlay((List<?>) call.get("overrides")), List.of());
      case "withCredentials" -> Credentials.bind(build, (List<?>) call.get("bindings"));
      case "dir" -> context.pushDirectory(build.directory().resolve(call.text("path")).normalize().toString(), Map.of("PWD", build.directory().resolve(call.text("path")).normalize().toString()));
      case "node" -> enterNode(build);
      case "stage" -> context.pushStage(call.text("name"));
      case "timeout" -> context.pushDeadline(System.nanoTime() + TimeUnit.valueOf(call.text("unit", "MINUTES").toUpperCase(Locale.ROOT)).toNanos(((Number) call.get("time")).longValue()));
      default -> context.pushEnvironment(Map.of(), List.of());
    };
  }

  /** NAME=value each; values hold what they hold, quotes and newlines too. */
  private static Map<String, String> overlay(List<?> overrides) throws AbortException {
    Map<String, String> overlay = new LinkedHashMap<>();
    for (Object override : overrides) {
      int end = override.toString().indexOf('=');
      if (end < 1) throw new AbortException("Expected NAME=value in withEnv: " + override);
      overlay.put(override.toString().substring(0, end), override.toString().substring(end + 1));
    }
    return overlay;
  }

  /** A workspace that no other branch of this build has: a second one is called name@2. */
  private static int enterNode(Build build) throws IOException {
    Path first = build.options.workspace();
    Path workspace = first;
    for (int i = 2; build.workspaces.containsValue(workspace.toString()); i++) workspace = first.resolveSibling(first.getFileName() + "@" + i);
    Files.createDirectories(workspace);
    Path temporary = workspace.resolveSibling(workspace.getFileName() + "@tmp");
    int mark = build.context().pushDirectory(workspace.toString(), Map.of("WORKSPACE", workspace.toString(), "WORKSPACE_TMP", temporary.toString()));
    build.workspaces.put(build.branchName() + " " + mark, workspace.toString());
    return mark;
  }

  private static Object leave(Build build, int mark) {
    build.context().pop(mark);
    build.workspaces.remove(build.branchName() + " " + mark);
    return null;
  }

  /** A failure leaves a block: the stage that it runs in has failed; the build only if nobody catches it. */
  private static Object failed(Build build, Throwable failure) {
    String stage = build.context().top().stage();
    if (stage != null) build.stageResults.put(stage, Build.resultOf(failure));
    return null;
  }

  private static Object caught(Build build, Throwable failure, StepCall call) throws Throwable {
    boolean interrupted = failure instanceof FlowInterruptedException;
    if (failure instanceof Problem || interrupted && !call.flag("catchInterruptions", true)) throw failure;
    String message = call.text("message");
    build.print((message.isEmpty() ? "" : message + "\n") + "ERROR: " + failure.getMessage());
    build.mark(interrupted ? Build.resultOf(failure) : call.text("buildResult", "FAILURE"), call.text("stageResult", "SUCCESS"));
    return null;
  }
}
