package io.perfreport.harness;

import java.util.List;

/** The console log, with secrets masked as the credentials binding does: exact values only. */
final class Log {
  private final StringBuilder text = new StringBuilder();

  void print(String line, List<String> secrets) {
    String masked = line;
    for (String secret : secrets) masked = masked.replace(secret, "****");
    text.append(masked);
    if (!masked.endsWith("\n")) text.append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
