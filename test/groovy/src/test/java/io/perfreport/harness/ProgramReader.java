package io.perfreport.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.HashMap;
import java.util.Map;

/** Reads a saved program with the classes of one compiler; remembers them, since every step asks for the same ones. */
final class ProgramReader extends ObjectInputStream {
  private final ClassLoader loader;
  private final Map<String, Class<?>> known;

  ProgramReader(InputStream in, ClassLoader loader, Map<String, Class<?>> known) throws IOException {
    super(in);
    this.loader = loader;
    this.known = known;
  }

  static Map<String, Class<?>> newMemory() {
    return new HashMap<>();
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
    Class<?> type = known.get(description.getName());
    if (type == null) {
      type = find(description);
      known.put(description.getName(), type);
    }
    return type;
  }

  private Class<?> find(ObjectStreamClass description) throws IOException, ClassNotFoundException {
    String name = description.getName();
    try {
      // Class.forName remembers the first class of a name; each pipeline of a test is a new WorkflowScript.
      return name.startsWith("[") ? Class.forName(name, false, loader) : loader.loadClass(name);
    } catch (ClassNotFoundException primitive) {
      return super.resolveClass(description);
    }
  }
}
