package io.perfreport.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The steps and symbols of harness/steps.txt and harness/symbols.txt. */
final class StepTable {
  static final Map<String, StepSpec> STEPS = readSteps();
  static final Map<String, StepSpec> SYMBOLS = readSymbols();

  private StepTable() {}

  private static List<String> lines(String resource) {
    try (var in = StepTable.class.getResourceAsStream("/harness/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static Map<String, StepSpec> readSteps() {
    Map<String, StepSpec> table = new LinkedHashMap<>();
    StepSpec current = null;
    for (String line : lines("steps.txt")) {
      String[] words = line.trim().split("\\s+");
      if (line.startsWith(" ")) {
        current = with(current, words[0], words[1]);
      } else {
        List<String> flags = List.of(words).subList(1, words.length);
        String plugin = flags.stream().filter(flag -> flag.startsWith("plugin=")).map(flag -> flag.substring(7)).findFirst().orElse("core");
        current = empty(words[0], flags.contains("block"), flags.contains("node"), plugin);
      }
      table.put(current.name(), current);
    }
    return table;
  }

  private static Map<String, StepSpec> readSymbols() {
    Map<String, StepSpec> table = new LinkedHashMap<>();
    for (String line : lines("symbols.txt")) {
      String[] words = line.trim().split("\\s+");
      StepSpec symbol = empty(words[0], false, false, words[1]);
      for (int i = 2; i < words.length; i++) {
        String[] parameter = words[i].split(":");
        symbol = with(symbol, parameter[0], parameter[1]);
      }
      table.put(symbol.name(), symbol);
    }
    return table;
  }

  private static StepSpec empty(String name, boolean block, boolean node, String plugin) {
    return new StepSpec(name, block, node, plugin, new LinkedHashMap<>(), new LinkedHashSet<>(), null);
  }

  private static StepSpec with(StepSpec spec, String marked, String type) {
    String name = marked.replaceAll("[!*]", "");
    spec.types().put(name, type);
    if (marked.contains("!")) spec.required().add(name);
    String alone = marked.contains("*") ? name : spec.alone();
    return new StepSpec(spec.name(), spec.block(), spec.needsNode(), spec.plugin(), spec.types(), spec.required(), alone);
  }
}
