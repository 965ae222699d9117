package io.perfreport.harness;

/** What a step does when the program has suspended in it; what it throws goes into the program. */
interface Step {
  Object run(Build build, StepCall call) throws Throwable;
}
