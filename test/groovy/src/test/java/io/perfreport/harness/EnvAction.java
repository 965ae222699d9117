package io.perfreport.harness;

import groovy.lang.GroovyObjectSupport;
import java.io.Serializable;
import java.util.Map;

/** The global variable env: reads what is in force here, writes for the rest of the build, as text. */
public final class EnvAction extends GroovyObjectSupport implements Serializable {
  @Override
  public Object getProperty(String name) {
    return Build.current().environment().get(name);
  }

  @Override
  public void setProperty(String name, Object value) {
    Build.current().record().variables.put(name, String.valueOf(value));
  }

  /** A copy of all of it. */
  public Map<String, String> getEnvironment() {
    return Build.current().environment();
  }
}
