package io.perfreport.harness;

import groovy.lang.GroovyObjectSupport;
import groovy.lang.MissingPropertyException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Delegate of {@code environment { NAME = value }}: later values may use earlier ones. */
public final class DeclaredEnvironment extends GroovyObjectSupport implements Serializable {
  private static final String CREDENTIALS = "credentials\0";
  private final LinkedHashMap<String, String> values = new LinkedHashMap<>();

  @Override
  public Object getProperty(String name) {
    if (values.containsKey(name)) return values.get(name);
    throw new MissingPropertyException(name, DeclaredEnvironment.class);
  }

  @Override
  public void setProperty(String name, Object value) {
    values.put(name, String.valueOf(value));
  }

  @Override
  public Object invokeMethod(String name, Object arguments) {
    if (name.equals("credentials") && arguments instanceof Object[] list && list.length == 1) return CREDENTIALS + list[0];
    throw Build.current().problem("Declarative: environment may hold only NAME = value and NAME = credentials('id'), not " + name);
  }

  /** NAME=value each. @throws hudson.AbortException where there are no such credentials */
  public List<String> overrides() throws hudson.AbortException {
    List<String> overrides = new ArrayList<>();
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getValue().startsWith(CREDENTIALS)) overrides.addAll(Credentials.forEnvironment(Build.current(), value.getKey(), value.getValue().substring(CREDENTIALS.length())));
      else overrides.add(value.getKey() + "=" + value.getValue());
    }
    return overrides;
  }
}
