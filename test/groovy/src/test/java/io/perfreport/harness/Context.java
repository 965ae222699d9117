package io.perfreport.harness;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the block steps around one branch set: overlays of the environment, directory, stage, deadline. Saved with it. */
final class Context implements Serializable {
  private final Deque<Frame> frames = new ArrayDeque<>();

  record Frame(int mark, Map<String, String> environment, String directory, String stage, long deadlineNanos, List<String> secrets) implements Serializable {}

  Context() {
    frames.push(new Frame(0, Map.of(), null, null, Long.MAX_VALUE, List.of()));
  }

  Context(Context parent) {
    frames.push(parent.top());
  }

  Frame top() {
    return frames.peek();
  }

  private int push(Map<String, String> environment, String directory, String stage, long deadline, List<String> secrets) {
    Frame below = top();
    Map<String, String> merged = new LinkedHashMap<>(below.environment());
    merged.putAll(environment);
    List<String> all = new ArrayList<>(below.secrets());
    all.addAll(secrets);
    int mark = frames.size();
    frames.push(new Frame(mark, merged, directory == null ? below.directory() : directory, stage == null ? below.stage() : stage,
        Math.min(deadline, below.deadlineNanos()), all));
    return mark;
  }

  int pushEnvironment(Map<String, String> overlay, List<String> secrets) {
    return push(overlay, null, null, Long.MAX_VALUE, secrets);
  }

  int pushDirectory(String directory, Map<String, String> overlay) {
    return push(overlay, directory, null, Long.MAX_VALUE, List.of());
  }

  int pushStage(String stage) {
    return push(Map.of("STAGE_NAME", stage), null, stage, Long.MAX_VALUE, List.of());
  }

  int pushDeadline(long nanos) {
    return push(Map.of(), null, null, nanos, List.of());
  }

  /** Leaves the block that returned this mark. */
  void pop(int mark) {
    while (frames.size() > mark) frames.pop();
  }
}
