package io.perfreport;

import groovy.json.JsonSlurper;
import io.perfreport.harness.ShellCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shell step answered as by perf-report ci: takes the request, leaves a report and result.properties (docs/ci-protocol.md). */
final class ScriptedReporter implements ShellCall.Answer {
  final List<Map<?, ?>> requests = new ArrayList<>();
  final List<ShellCall> calls = new ArrayList<>();
  private final Map<String, String> lines = new LinkedHashMap<>();
  private int code;
  private boolean answers = true;

  private ScriptedReporter() {}

  static ScriptedReporter says(String verdict, String result, String message) {
    return new ScriptedReporter().line("verdict", verdict).line("result", result).line("message", message).exit(result.equals("failure") ? 1 : 0);
  }

  static ScriptedReporter green() {
    return says("pass", "pass", "No slower: sample 1.2 s");
  }

  static ScriptedReporter slower(String result) {
    return says(result.equals("unstable") || result.equals("note") ? "warn" : "fail", result, "Slower: sample +31 %, get_asset_info is called 2.3 times as often");
  }

  /** Ends with this code and leaves nothing, as a process that was killed or never began. */
  static ScriptedReporter dies(int code) {
    ScriptedReporter reporter = new ScriptedReporter().exit(code);
    reporter.answers = false;
    return reporter;
  }

  ScriptedReporter line(String key, String value) {
    lines.put(key, value);
    return this;
  }

  ScriptedReporter exit(int with) {
    code = with;
    return this;
  }

  Map<?, ?> request() {
    return requests.get(requests.size() - 1);
  }

  Map<String, String> environment() {
    return calls.get(calls.size() - 1).environment;
  }

  @Override
  public Integer answer(ShellCall call) {
    calls.add(call);
    Map<?, ?> request = (Map<?, ?>) new JsonSlurper().parseText(requestText(call));
    requests.add(request);
    if (!answers) return code;
    String directory = request.get("directory").toString();
    Map<String, String> answer = new LinkedHashMap<>(Map.of("protocol", "1", "tool", "0.1.0", "report", directory + "/report/index.html", "archive", directory + "/report/**," + directory + "/result.properties",
        "archiveBytes", "2048", "archiveNote", "", "runDirs", "logs_local/profiling/one,logs_local/profiling/two", "junit", "", "baseline", ""));
    answer.put("metric.sample.wall.change", "0.31");
    answer.putAll(lines);
    StringBuilder text = new StringBuilder();
    answer.forEach((key, value) -> text.append(key).append('=').append(value.replace("@", directory)).append('\n'));
    call.write(directory + "/result.properties", text.toString());
    if (!answer.get("report").isEmpty()) call.write(directory + "/report/index.html", "<p>" + directory);
    if (!answer.get("junit").isEmpty()) call.write(directory + "/report/junit.xml", "<testsuite><testcase name='wall'><failure/></testcase></testsuite>");
    return code;
  }

  private static String requestText(ShellCall call) {
    String file = call.environment.get("PERF_REPORT_REQUEST_FILE");
    try {
      return file == null ? call.environment.get("PERF_REPORT_REQUEST") : Files.readString(call.directory.resolve(file));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
