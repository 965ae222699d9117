package io.perfreport.harness;

/** A fault of the tested Groovy (or of the test) that no pipeline code may swallow: it is kept and fails the test. */
public final class Problem extends Error {
  public Problem(String message) {
    super(message);
  }
}
