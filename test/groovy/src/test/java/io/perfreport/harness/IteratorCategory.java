package io.perfreport.harness;

import java.io.Serializable;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Iterators that a saved program can hold, of the kinds that a controller replaces: lists, sets, arrays and the views
 * of a map. Ranges, maps themselves and reversed iterators are left out on purpose: there they fail too.
 */
public final class IteratorCategory {
  private IteratorCategory() {}

  public static <E> Iterator<E> iterator(List<E> list) {
    return new Saved<>(list);
  }

  public static <E> Iterator<E> iterator(Set<E> set) {
    return new Saved<>(new ArrayList<>(set));
  }

  public static <E> Iterator<E> iterator(E[] array) {
    return new Saved<>(Arrays.asList(array));
  }

  public static <K, V> Set<Map.Entry<K, V>> entrySet(Map<K, V> map) {
    Set<Map.Entry<K, V>> entries = new LinkedHashSet<>();
    map.forEach((key, value) -> entries.add(new SimpleImmutableEntry<>(key, value)));
    return entries;
  }

  public static <K> Set<K> keySet(Map<K, ?> map) {
    Set<K> keys = new LinkedHashSet<>();
    map.forEach((key, value) -> keys.add(key));
    return keys;
  }

  public static <V> Collection<V> values(Map<?, V> map) {
    List<V> values = new ArrayList<>();
    map.forEach((key, value) -> values.add(value));
    return values;
  }

  /** Holds the list itself: one that cannot be saved, such as a range, is found. */
  private static final class Saved<E> implements Iterator<E>, Serializable {
    private final List<E> elements;
    private int next;

    Saved(List<E> elements) {
      this.elements = elements;
    }

    @Override
    public boolean hasNext() {
      return next < elements.size();
    }

    @Override
    public E next() {
      return elements.get(next++);
    }
  }
}
