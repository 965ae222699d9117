package io.perfreport.harness;

import groovy.lang.GString;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The types of steps.txt: a value is checked and brought to the form in which a controller would see it. */
final class ParameterType {
  private ParameterType() {}

  /** The value as the step gets it; null where it does not fit the type. */
  static Object coerce(String type, Object value) {
    return switch (type) {
      case "any" -> plain(value);
      case "String" -> value instanceof CharSequence ? value.toString() : null;
      case "boolean" -> value instanceof Boolean ? value : null;
      case "int" -> value instanceof Integer || value instanceof Long ? value : null;
      case "number" -> value instanceof Number ? value : null;
      case "List" -> value instanceof List ? plain(value) : null;
      case "Map" -> value instanceof Map ? plain(value) : null;
      case "Strings" -> isListOf(value, CharSequence.class) ? plain(value) : null;
      case "Symbol" -> isSymbol(value) ? value : null;
      case "Symbols" -> value instanceof Collection<?> many && many.stream().allMatch(ParameterType::isSymbol) ? value : null;
      default -> value instanceof CharSequence && Arrays.asList(type.split("\\|")).contains(value.toString()) ? value.toString() : null;
    };
  }

  /** The value with every interpolated string made a plain one. */
  static Object plain(Object value) {
    if (value instanceof GString) return value.toString();
    if (value instanceof List<?> list) return list.stream().map(ParameterType::plain).collect(Collectors.toCollection(java.util.ArrayList::new));
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, held) -> copy.put(plain(key), plain(held)));
      return copy;
    }
    return value;
  }

  private static boolean isListOf(Object value, Class<?> type) {
    return value instanceof Collection<?> many && many.stream().allMatch(type::isInstance);
  }

  /** Made by a symbol, or in the old form with a class name: {@code [$class: 'GitSCM', ...]}. */
  private static boolean isSymbol(Object value) {
    return value instanceof Map<?, ?> map && (map.containsKey(StepSpec.SYMBOL) || map.containsKey("$class"));
  }
}
