package io.perfreport.harness;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which directives a section of a declarative pipeline may hold, and in which form. */
final class DirectiveTable {
  private static final String AGENT = "agent:value+section ";
  private static final String COMMON = AGENT + "options:section environment:code tools:section post:section ";
  private static final Map<String, Map<String, String>> SECTIONS = new HashMap<>();

  static {
    section("pipeline", COMMON + "parameters:section triggers:section libraries:section stages:section");
    section("stages", "stage:section");
    section("stage", COMMON + "input:section when:section steps:code stages:section parallel:section matrix:section failFast:value");
    section("matrix", COMMON + "axes:section excludes:section when:section stages:section");
    section("axes", "axis:section");
    section("axis", "name:value values:value notValues:value");
    section("excludes", "exclude:section");
    section("exclude", "axis:section");
    section("agent", "label:value node:section docker:value+section dockerfile:value+section kubernetes:section");
    section("docker", "image:value args:value label:value registryUrl:value registryCredentialsId:value reuseNode:value alwaysPull:value customWorkspace:value");
    section("dockerfile", "filename:value dir:value args:value label:value additionalBuildArgs:value reuseNode:value");
    section("kubernetes", "yaml:value yamlFile:value label:value defaultContainer:value inheritFrom:value");
    section("agentNode", "label:value customWorkspace:value");
    section("options", "buildDiscarder:value disableConcurrentBuilds:value timeout:value retry:value timestamps:value ansiColor:value skipDefaultCheckout:value "
        + "preserveStashes:value quietPeriod:value skipStagesAfterUnstable:value parallelsAlwaysFailFast:value newContainerPerStage:value "
        + "disableResume:value overrideIndexTriggers:value checkoutToSubdirectory:value copyArtifactPermission:value durabilityHint:value rateLimitBuilds:value lock:value");
    section("parameters", "string:value booleanParam:value choice:value text:value password:value file:value");
    section("triggers", "cron:value pollSCM:value upstream:value githubPush:value");
    section("tools", "nodejs:value jdk:value maven:value gradle:value go:value");
    section("libraries", "lib:value");
    section("input", "message:value ok:value id:value submitter:value parameters:section");
    section("post", "always:code changed:code fixed:code regression:code aborted:code failure:code success:code unstable:code unsuccessful:code cleanup:code");
    section("when", "branch:value buildingTag:value changelog:value changeset:value changeRequest:value environment:value equals:value expression:code tag:value "
        + "triggeredBy:value not:section allOf:section anyOf:section beforeAgent:value beforeInput:value beforeOptions:value");
    for (String group : new String[] {"not", "allOf", "anyOf"}) SECTIONS.put(group, SECTIONS.get("when"));
    SECTIONS.put("parallel", SECTIONS.get("stages"));
  }

  private DirectiveTable() {}

  private static void section(String kind, String directives) {
    Map<String, String> forms = new LinkedHashMap<>();
    for (String directive : directives.trim().split("\\s+")) forms.put(directive.split(":")[0], directive.split(":")[1]);
    SECTIONS.put(kind, forms);
  }

  /** The form, or null where the section does not know the name. */
  static String form(String kind, String name) {
    return SECTIONS.getOrDefault(kind, Map.of()).get(name);
  }

  static String names(String kind) {
    return String.join(", ", SECTIONS.getOrDefault(kind, Map.of()).keySet());
  }

  /** node means two things. */
  static String kindOf(String name, String within) {
    return name.equals("node") && within.equals("agent") ? "agentNode" : name;
  }

  /** Words without quotes: {@code agent any}. */
  static boolean isWord(String kind, String name) {
    return Arrays.asList("pipeline", "stage", "matrix").contains(kind) && (name.equals("any") || name.equals("none"));
  }
}
