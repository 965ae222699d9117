package io.perfreport.harness;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.cloudbees.groovy.cps.sandbox.DefaultInvoker;
import com.cloudbees.groovy.cps.sandbox.Invoker;
import com.cloudbees.groovy.cps.sandbox.SandboxInvoker;
import groovy.lang.Closure;
import groovy.lang.Script;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a program step by step; at every step all of it is written to bytes, dropped and read back. */
final class Engine {
  private static final List<Class> CATEGORIES = categories();
  private final Build build;
  private Compiler compiler;
  private Map<String, Class<?>> classes = ProgramReader.newMemory();
  private ArrayList<Branch> branches = new ArrayList<>();

  Engine(Build build, Compiler compiler) {
    this.build = build;
    this.compiler = compiler;
  }

  /** How the program ended. Branches take turns, one step each. */
  Outcome run(String source) {
    CpsCallableInvocation.registerMismatchHandler((expectedReceiver, expected, receiver, actual) -> build.keep(new Problem(
        "CPS mismatch: expected to call " + name(expectedReceiver) + "." + expected + " but wound up catching " + name(receiver) + "." + actual
            + " (a controller only logs this and goes on with a wrong value)")));
    Script main = compiler.parse(source);
    branches.add(new Branch("main", new Continuable(main, Envs.empty(invoker())), new Context(), null));
    for (int turn = 0; branches.get(0).end == null; turn++) {
      int index = turn % branches.size();
      Branch branch = branches.get(index);
      if (branch.end == null && branch.input != null) advance(index);
    }
    return branches.get(0).end;
  }

  private void advance(int index) {
    Branch branch = branches.get(index);
    build.enter(branch, compiler);
    Outcome outcome = branch.program.run0(branch.input, CATEGORIES);
    branch.input = null;
    if (!branch.program.isResumable()) {
      finish(branch, outcome);
      return;
    }
    StepCall call = (StepCall) outcome.getNormal();
    if (isStep(call)) {
      build.saved(reload(build.takeRestart(call)));
      branch = branches.get(index);
      build.enter(branch, compiler);
    }
    if (call.step().equals("parallel")) fork(branch, call);
    else branch.input = build.perform(branch, call);
  }

  /** The harness' own questions are no steps; that a block begins is one. */
  private static boolean isStep(StepCall call) {
    return !call.step().startsWith("_") || call.step().equals("_enter");
  }

  private void fork(Branch parent, StepCall call) {
    build.record(call);
    Map<?, ?> closures = (Map<?, ?>) call.get("branches");
    parent.children.clear();
    closures.forEach((name, body) -> {
      if (!(body instanceof Closure<?> closure)) return;
      Branch branch = new Branch(name.toString(), start(closure), new Context(parent.context), parent);
      parent.children.add(branch);
      branches.add(branch);
    });
    if (parent.children.isEmpty()) parent.input = new Outcome(null, null);
  }

  /** The closure as a program of its own. */
  private Continuable start(Closure<?> body) {
    try {
      body.call();
      throw build.problem("parallel: a branch is not CPS code");
    } catch (CpsCallableInvocation invocation) {
      return new Continuable(invocation.asBlock(), Envs.empty(invoker()));
    }
  }

  private void finish(Branch branch, Outcome outcome) {
    branch.end = outcome;
    Branch parent = branch.parent;
    if (parent == null || parent.children.stream().anyMatch(child -> child.end == null)) return;
    Map<String, Object> results = new LinkedHashMap<>();
    Throwable failure = null;
    for (Branch child : parent.children) {
      if (child.end.isFailure() && failure == null) failure = child.end.getAbnormal();
      results.put(child.name, child.end.isFailure() ? null : child.end.getNormal());
    }
    branches.removeAll(parent.children);
    parent.children.clear();
    parent.input = failure == null ? new Outcome(results, null) : new Outcome(null, failure);
  }

  /** Writes and reads the program; after a restart its classes are compiled anew too. Returns the bytes that it took. */
  private int reload(boolean restart) {
    byte[] bytes = write(branches);
    branches = new ArrayList<>();
    if (restart) {
      compiler = compiler.restarted();
      build.restarted();
      classes = ProgramReader.newMemory();
    }
    try (var in = new ProgramReader(new ByteArrayInputStream(bytes), compiler.loader(), classes)) {
      for (Object branch : (List<?>) in.readObject()) branches.add((Branch) branch);
    } catch (IOException | ClassNotFoundException error) {
      throw build.problem("The saved program cannot be read back: " + error);
    }
    return bytes.length;
  }

  private byte[] write(Serializable program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(program);
    } catch (IOException error) {
      throw build.problem("The program cannot be saved at this step: " + error);
    }
    return bytes.toByteArray();
  }

  private Invoker invoker() {
    return compiler.sandboxed() ? new SandboxInvoker() : new DefaultInvoker();
  }

  private static String name(Object receiver) {
    return receiver == null ? "null" : receiver instanceof Class<?> type ? type.getName() : receiver.getClass().getName();
  }

  private static List<Class> categories() {
    List<Class> all = new ArrayList<>(Continuable.categories);
    all.add(IteratorCategory.class);
    return all;
  }
}
