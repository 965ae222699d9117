package org.jenkinsci.plugins.workflow.steps;

/** What reaches the program when a build is aborted or a timeout passes. */
public final class FlowInterruptedException extends InterruptedException {
  private final String result;
  private final boolean actualInterruption;

  public FlowInterruptedException(String result, String cause) {
    super(cause);
    this.result = result;
    this.actualInterruption = true;
  }

  public String getResult() {
    return result;
  }

  public boolean isActualInterruption() {
    return actualInterruption;
  }
}
