package io.perfreport.harness;

import com.cloudbees.groovy.cps.impl.CpsClosure;
import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.lang.Script;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;

/** Notes what sandboxed code asks for and lets it happen. Own classes and the harness' are no matter of a whitelist. */
final class SandboxRecorder extends GroovyInterceptor {
  private final Set<String> calls = new TreeSet<>();

  Set<String> calls() {
    return calls;
  }

  @Override
  public Object onMethodCall(Invoker invoker, Object receiver, String method, Object... arguments) throws Throwable {
    if (!isOurs(receiver)) note("method " + type(receiver) + " " + method, arguments);
    return super.onMethodCall(invoker, receiver, method, arguments);
  }

  @Override
  public Object onStaticCall(Invoker invoker, Class receiver, String method, Object... arguments) throws Throwable {
    if (!isOurs(receiver) && !isOperator(receiver, method)) note("staticMethod " + receiver.getName() + " " + method, arguments);
    return super.onStaticCall(invoker, receiver, method, arguments);
  }

  @Override
  public Object onNewInstance(Invoker invoker, Class receiver, Object... arguments) throws Throwable {
    if (!isOurs(receiver)) note("new " + receiver.getName(), arguments);
    return super.onNewInstance(invoker, receiver, arguments);
  }

  @Override
  public Object onGetProperty(Invoker invoker, Object receiver, String property) throws Throwable {
    if (!isOurs(receiver) && !(receiver instanceof java.util.Map)) note("getProperty " + type(receiver) + " " + property);
    return super.onGetProperty(invoker, receiver, property);
  }

  @Override
  public Object onSetProperty(Invoker invoker, Object receiver, String property, Object value) throws Throwable {
    if (!isOurs(receiver) && !(receiver instanceof java.util.Map)) note("setProperty " + type(receiver) + " " + property);
    return super.onSetProperty(invoker, receiver, property, value);
  }

  @Override
  public Object onGetAttribute(Invoker invoker, Object receiver, String attribute) throws Throwable {
    if (!isOurs(receiver)) note("getAttribute " + type(receiver) + " " + attribute);
    return super.onGetAttribute(invoker, receiver, attribute);
  }

  @Override
  public Object onSetAttribute(Invoker invoker, Object receiver, String attribute, Object value) throws Throwable {
    if (!isOurs(receiver)) note("setAttribute " + type(receiver) + " " + attribute);
    return super.onSetAttribute(invoker, receiver, attribute, value);
  }

  private void note(String call, Object... arguments) {
    String types = Arrays.stream(arguments).map(SandboxRecorder::type).collect(Collectors.joining(" "));
    calls.add(types.isEmpty() ? call : call + " " + types);
  }

  /** Scripts, their closures, what they are bound to, and classes that the library defines. */
  private static boolean isOurs(Object receiver) {
    if (receiver == null) return true;
    Class<?> type = receiver instanceof Class<?> named ? named : receiver.getClass();
    return Script.class.isAssignableFrom(type) || Closure.class.isAssignableFrom(type) || type.getName().startsWith("io.perfreport.harness.")
        || type.getClassLoader() instanceof groovy.lang.GroovyClassLoader || type.getName().startsWith("org.codehaus.groovy.runtime.GStringImpl");
  }

  private static boolean isOperator(Class<?> receiver, String method) {
    return receiver.getName().equals("org.codehaus.groovy.runtime.ScriptBytecodeAdapter") && (method.equals("asType") || method.equals("castToType") || method.startsWith("compare"));
  }

  private static String type(Object value) {
    if (value == null) return "null";
    if (value instanceof CpsClosure || value instanceof Closure) return "groovy.lang.Closure";
    if (value instanceof GString) return "groovy.lang.GString";
    if (value instanceof Class<?> type) return "java.lang.Class:" + type.getName();
    return value.getClass().getName();
  }
}
