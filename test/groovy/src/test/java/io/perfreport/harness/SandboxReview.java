package io.perfreport.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Holds what sandboxed code asked for against the reviewed list and against the forms known to be refused. */
public final class SandboxReview {
  private static final List<Pattern> REFUSED = refused();

  private SandboxReview() {}

  /** The calls that a controller's sandbox refuses. */
  public static List<String> refusedOf(Collection<String> calls) {
    return calls.stream().filter(call -> REFUSED.stream().anyMatch(form -> form.matcher(call).matches())).toList();
  }

  /** The calls that nobody has looked up yet: those not in this file. */
  public static Set<String> unreviewed(Collection<String> calls, Path reviewed) {
    Set<String> rest = new TreeSet<>(calls);
    try {
      Files.readAllLines(reviewed, StandardCharsets.UTF_8).forEach(rest::remove);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return rest;
  }

  private static List<Pattern> refused() {
    try (var in = SandboxReview.class.getResourceAsStream("/harness/sandbox-refused.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Pattern.compile(("\\Q" + line + "\\E").replace("*", "\\E.*\\Q"))).toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
