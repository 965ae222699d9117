package io.perfreport.harness;

import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.MissingPropertyException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.runtime.InvokerHelper;

/** One section of a declarative pipeline: delegate of its closure while that is read, tree to execute afterwards. */
public final class Directives extends GroovyObjectSupport implements Serializable {
  private final String kind;
  private final List<Object> arguments;
  private final ArrayList<Directives> children = new ArrayList<>();
  private Closure<?> code;

  public Directives(String kind) {
    this(kind, List.of());
  }

  private Directives(String kind, List<Object> arguments) {
    this.kind = kind;
    this.arguments = new ArrayList<>(arguments);
  }

  /** A directive inside of this section. */
  @Override
  public Object invokeMethod(String name, Object given) {
    Object[] all = InvokerHelper.asArray(given);
    String form = DirectiveTable.form(kind, name);
    if (form == null) {
      if (StepTable.SYMBOLS.containsKey(name)) return Dsl.call(name, all);
      throw Build.current().problem("Declarative: '" + name + "' is not known in " + kind + "; it may hold " + DirectiveTable.names(kind));
    }
    boolean hasBody = all.length > 0 && all[all.length - 1] instanceof Closure;
    List<Object> arguments = Arrays.asList(all).subList(0, hasBody ? all.length - 1 : all.length).stream().map(ParameterType::plain).toList();
    Directives child = new Directives(DirectiveTable.kindOf(name, kind), arguments);
    children.add(child);
    if (!hasBody) {
      if (!form.contains("value")) throw Build.current().problem("Declarative: " + name + " needs a block");
      return null;
    }
    Closure<?> body = (Closure<?>) all[all.length - 1];
    if (form.contains("code")) child.code = body;
    else if (form.contains("section")) read(name, body, child);
    else throw Build.current().problem("Declarative: " + name + " takes no block");
    return null;
  }

  /** Lets the engine run the closure; it goes on after this call, so the name has to be the one that was called. */
  private static void read(String name, Closure<?> body, Directives section) {
    body.setDelegate(section);
    body.setResolveStrategy(Closure.DELEGATE_FIRST);
    try {
      body.call();
    } catch (CpsCallableInvocation invocation) {
      throw new CpsCallableInvocation(name, invocation.call, invocation.receiver, invocation.arguments.toArray());
    }
  }

  @Override
  public Object getProperty(String name) {
    if (DirectiveTable.isWord(kind, name)) return name;
    throw new MissingPropertyException(name, Directives.class);
  }

  @Override
  public void setProperty(String name, Object value) {
    throw Build.current().problem("Declarative: nothing can be assigned in " + kind + " (" + name + ")");
  }

  public String kind() {
    return kind;
  }

  public List<Directives> children() {
    return children;
  }

  /** The directive of this name, or null. */
  public Directives child(String name) {
    return children.stream().filter(child -> child.kind.equals(name)).findFirst().orElse(null);
  }

  public boolean has(String name) {
    return child(name) != null;
  }

  /** The first argument, or null. */
  public Object value() {
    return arguments.isEmpty() ? null : arguments.get(0);
  }

  /** All arguments. */
  public List<Object> values() {
    return arguments;
  }

  /** Named arguments, empty where there are none. */
  public Map<?, ?> named() {
    return value() instanceof Map<?, ?> map ? map : new LinkedHashMap<>();
  }

  /** The closure of steps, of a post condition or of environment, or null. */
  public Closure<?> code() {
    return code;
  }

  @Override
  public String toString() {
    return kind + arguments;
  }
}
