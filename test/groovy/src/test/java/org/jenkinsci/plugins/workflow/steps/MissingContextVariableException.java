package org.jenkinsci.plugins.workflow.steps;

/** What a step throws that needs an agent and runs outside of node. */
public final class MissingContextVariableException extends Exception {
  public MissingContextVariableException(String type) {
    super("Required context class " + type + " is missing\nPerhaps you forgot to surround the step with a step that provides this, such as: node");
  }
}
