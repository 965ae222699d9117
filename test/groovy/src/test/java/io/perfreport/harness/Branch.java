package io.perfreport.harness;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** One thread of the program: the pipeline itself, or a branch of parallel. */
final class Branch implements Serializable {
  final String name;
  final Continuable program;
  final Context context;
  final Branch parent;
  final List<Branch> children = new ArrayList<>();
  /** What the program gets when it goes on; null while it waits for its branches. */
  Outcome input = new Outcome(null, null);
  /** How it ended; null while it runs. */
  Outcome end;

  Branch(String name, Continuable program, Context context, Branch parent) {
    this.name = name;
    this.program = program;
    this.context = context;
    this.parent = parent;
  }
}
