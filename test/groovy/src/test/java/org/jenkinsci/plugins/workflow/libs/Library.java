package org.jenkinsci.plugins.workflow.libs;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands for the annotation that loads a library: {@code @Library('perf-report@v1') _}. */
@Retention(RetentionPolicy.SOURCE)
public @interface Library {
  String[] value();
}
