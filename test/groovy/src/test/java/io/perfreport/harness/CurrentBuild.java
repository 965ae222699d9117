package io.perfreport.harness;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The global variable currentBuild, and the earlier builds that it leads to. Holds names only; a restart changes nothing. */
public final class CurrentBuild implements Serializable {
  private final String job;
  private final int number;
  private final boolean current;

  CurrentBuild(BuildRecord build, boolean current) {
    this.job = build.job;
    this.number = build.number;
    this.current = current;
  }

  private BuildRecord build() {
    return Build.current().controller().build(job, number).orElseThrow();
  }

  private BuildRecord writable() {
    if (!current) throw Build.current().problem("Only the current build can be changed");
    return build();
  }

  public int getNumber() {
    return number;
  }

  public String getId() {
    return String.valueOf(number);
  }

  public String getResult() {
    return build().result;
  }

  public String getCurrentResult() {
    return build().currentResult();
  }

  public void setResult(String result) {
    writable().worsen(result);
  }

  public String getDescription() {
    return build().description;
  }

  public void setDescription(String description) {
    writable().description = description;
  }

  public String getDisplayName() {
    return build().displayName;
  }

  public void setDisplayName(String name) {
    writable().displayName = name;
  }

  public String getFullProjectName() {
    return job;
  }

  public String getProjectName() {
    return job.substring(job.lastIndexOf('/') + 1);
  }

  public String getFullDisplayName() {
    return job.replace("/", " » ") + " " + getDisplayName();
  }

  public String getAbsoluteUrl() {
    return Build.current().environment().get("BUILD_URL");
  }

  public Map<String, String> getBuildVariables() {
    return Map.copyOf(build().variables);
  }

  public List<Object> getChangeSets() {
    return List.of();
  }

  public boolean resultIsBetterOrEqualTo(String other) {
    return !BuildRecord.isWorse(getCurrentResult(), other);
  }

  public boolean resultIsWorseOrEqualTo(String other) {
    return !BuildRecord.isWorse(other, getCurrentResult());
  }

  public CurrentBuild getPreviousBuild() {
    return earlier(build -> true);
  }

  public CurrentBuild getPreviousSuccessfulBuild() {
    return earlier(build -> "SUCCESS".equals(build.result));
  }

  public CurrentBuild getPreviousNotFailedBuild() {
    return earlier(build -> List.of("SUCCESS", "UNSTABLE").contains(build.result));
  }

  private CurrentBuild earlier(Predicate<BuildRecord> fits) {
    return Build.current().controller().newest(job, number, fits).map(build -> new CurrentBuild(build, false)).orElse(null);
  }
}
