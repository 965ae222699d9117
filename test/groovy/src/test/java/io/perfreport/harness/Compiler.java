package io.perfreport.harness;

import com.cloudbees.groovy.cps.CpsTransformer;
import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.jenkinsci.plugins.workflow.libs.Library;

/** Compiles the harness' own Groovy, the vars and src of one library, and Jenkinsfiles, as a controller does. */
final class Compiler {
  private static final Pattern GLOBAL_NAME = Pattern.compile("[a-z][A-Za-z0-9_]*");
  private static final Map<String, Compiler> SHARED = new HashMap<>();
  private final Path library;
  private final boolean sandboxed;
  private final GroovyShell trusted;
  private final GroovyShell shell;
  private String source;

  private Compiler(Path library, boolean sandboxed, GroovyShell trusted) {
    this.library = library;
    this.sandboxed = sandboxed;
    this.trusted = trusted;
    shell = new GroovyShell(trusted.getClassLoader(), new Binding(), configuration(sandboxed ? new SandboxedCps() : new CpsTransformer(), StepScript.class));
    addToClassPath(library.resolve("vars"));
    addToClassPath(library.resolve("src"));
  }

  /** Compiled vars are shared by the tests of one JVM. */
  static Compiler of(Path library, boolean sandboxed) {
    return SHARED.computeIfAbsent(library + "|" + sandboxed, key -> new Compiler(library, sandboxed, harness()));
  }

  private static GroovyShell harness() {
    GroovyShell shell = new GroovyShell(Compiler.class.getClassLoader(), new Binding(), configuration(new CpsTransformer(), TrustedScript.class));
    shell.getClassLoader().addURL(Compiler.class.getResource("/harness/"));
    return shell;
  }

  /** The same program with every class of library and pipeline compiled anew, as after a restart of the controller. */
  Compiler restarted() {
    Compiler fresh = new Compiler(library, sandboxed, trusted);
    fresh.parse(source);
    return fresh;
  }

  boolean sandboxed() {
    return sandboxed;
  }

  GroovyClassLoader loader() {
    return shell.getClassLoader();
  }

  Script parse(String text) {
    source = text;
    try {
      return shell.parse(text, "WorkflowScript");
    } catch (CompilationFailedException error) {
      throw new Problem("The pipeline does not compile: " + reason(error));
    }
  }

  /** A script of resources/harness. */
  Script trusted(String name) {
    return instance(trusted.getClassLoader(), name);
  }

  /** A new object of vars/name.groovy, or null where the library has none. */
  Script libraryVariable(String name) {
    boolean there = GLOBAL_NAME.matcher(name).matches() && Files.exists(library.resolve("vars").resolve(name + ".groovy"));
    return there ? instance(shell.getClassLoader(), name) : null;
  }

  private static Script instance(GroovyClassLoader loader, String name) {
    try {
      return (Script) loader.loadClass(name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | CompilationFailedException error) {
      throw new Problem("Cannot load " + name + ".groovy: " + reason(error));
    }
  }

  /** The compiler puts its own stack into some of its messages. */
  private static String reason(Exception error) {
    return String.valueOf(error.getMessage()).lines().filter(line -> !line.startsWith("\tat ")).collect(Collectors.joining("\n"));
  }

  private void addToClassPath(Path directory) {
    try {
      if (Files.isDirectory(directory)) shell.getClassLoader().addURL(directory.toUri().toURL());
    } catch (MalformedURLException error) {
      throw new Problem("Not a directory of a library: " + directory);
    }
  }

  private static CompilerConfiguration configuration(CpsTransformer transformer, Class<?> base) {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.addCompilationCustomizers(new ImportCustomizer().addStarImports("com.cloudbees.groovy.cps", "hudson.model", "jenkins.model").addImports(Library.class.getName()), transformer);
    configuration.setScriptBaseClass(base.getName());
    configuration.setSourceEncoding("UTF-8");
    return configuration;
  }
}
